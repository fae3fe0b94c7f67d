"""The cast: invented applicants with their kind, place, aliases, renames, groups and habits."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import polars as pl

from workbench.sample import names
from workbench.sample.chance import Chance, Flags, Ints
from workbench.sample.numbers import social_credit_code
from workbench.sample.places import ABROAD, ELSEWHERE, TIANJIN, Place

_KINDS: Final = ("company", "university", "institute", "individual", "hospital", "government")
_KIND_WEIGHTS: Final = (0.66, 0.13, 0.08, 0.10, 0.015, 0.015)
_REGISTRARS: Final = {
    "company": "91",
    "university": "12",
    "institute": "12",
    "hospital": "12",
    "government": "11",
}
_FIRST_KINDS: Final = ("company", "university", "company", "institute", "company", "company", "university")
_TIANJIN_SHARE: Final = 0.45
_LARGEST_CAST: Final = 30_000
_NEXT_NAME: Final = 7919  # a prime, so that every name is reached


@dataclass(frozen=True)
class Entity:
    """An invented party and everything that is true of it."""

    name: str
    english: str
    former: str | None
    renamed_year: int
    kind: str
    place: Place
    address: str
    code: str | None
    entry_year: int
    branch: int
    group: int

    @property
    def variant(self) -> str:
        """The name as a careless hand writes it: half-width brackets, or a stray blank."""
        return names.careless(self.name)


@dataclass(frozen=True)
class Cast:
    """All entities: the domestic ones in order of size, then the foreign ones."""

    entities: tuple[Entity, ...]
    domestic: int

    @cached_property
    def table(self) -> pl.DataFrame:
        """One row per entity, its number in ``entity``."""
        rows = [_as_row(number, entity, self.entities) for number, entity in enumerate(self.entities)]
        return pl.DataFrame(rows, schema=_SCHEMA, orient="row")

    @cached_property
    def entry_years(self) -> Ints:
        """Year of the first filing of each entity."""
        return np.array([e.entry_year for e in self.entities])

    @cached_property
    def branches(self) -> Ints:
        """Home branch of technology of each entity."""
        return np.array([e.branch for e in self.entities])

    @cached_property
    def kinds(self) -> Ints:
        """Kind of each entity as a position in company, university, institute, individual, hospital, …."""
        return np.array([_KINDS.index(e.kind) for e in self.entities])


_SCHEMA: Final = {
    "entity": pl.Int64, "name": pl.String, "english": pl.String, "variant": pl.String, "former": pl.String,
    "renamed_year": pl.Int64, "kind": pl.String, "country": pl.String, "province": pl.String,
    "province_name": pl.String, "city": pl.String, "district": pl.String, "district_name": pl.String,
    "zone": pl.String, "address": pl.String, "postcode": pl.String, "code": pl.String, "group": pl.String,
}  # fmt: skip


def _as_row(number: int, entity: Entity, entities: tuple[Entity, ...]) -> tuple[object, ...]:
    place = entity.place
    return (
        number, entity.name, entity.english, entity.variant, entity.former, entity.renamed_year, entity.kind,
        place.country, place.province, place.province_name, place.city, place.district, place.district_name,
        place.zone, entity.address, place.postcode or None, entity.code, entities[entity.group].name,
    )  # fmt: skip


def make_cast(chance: Chance, families: int) -> Cast:
    """Invent as many applicants as so many families need; the number grows with the square root."""
    size = min(_LARGEST_CAST, max(24, int(8 * families**0.5)))
    domestic = size * 9 // 10
    index = np.arange(size)
    kinds = chance.pick("kind", index, _KIND_WEIGHTS)
    places = _places(chance, index, domestic)
    draws = _draw(chance, index)
    seen: set[str] = set()
    entities = []
    for number in range(size):
        kind = _KINDS[kinds[number]] if number < domestic else "company"
        kind = _FIRST_KINDS[number] if number < len(_FIRST_KINDS) else kind
        entities.append(_entity(number, kind, places[number], draws, seen))
    return Cast(tuple(entities), domestic)


def _places(chance: Chance, index: Ints, domestic: int) -> list[Place]:
    at_home = chance.pick("tianjin place", index, [p.weight for p in TIANJIN])
    elsewhere = chance.pick("other place", index, [p.weight for p in ELSEWHERE])
    abroad = chance.pick("foreign place", index, [p.weight for p in ABROAD])
    is_tianjin = chance.happens("is in tianjin", index, _TIANJIN_SHARE) | (index < 3)
    order = np.cumsum(is_tianjin) - 1
    tour = (7 + 5 * order) % len(TIANJIN)  # the first ones visit every place once
    at_home = np.where(order < len(TIANJIN), tour, at_home)
    return [
        ABROAD[abroad[k]]
        if k >= domestic
        else TIANJIN[at_home[k]]
        if is_tianjin[k]
        else ELSEWHERE[elsewhere[k]]
        for k in range(len(index))
    ]


@dataclass(frozen=True)
class _Draws:
    """What chance decides of every entity, as columns."""

    is_renamed: Flags
    renamed_year: Ints
    entry_year: Ints
    branch: Ints
    group: Ints


def _draw(chance: Chance, index: Ints) -> _Draws:
    young = 1998 + (25 * chance.uniform("entry", index) ** 0.6).astype(np.int64)
    is_old = chance.happens("old", index, 0.25) | (index < 6)
    in_group = chance.happens("in a group", index, 0.08) & (index >= 7)
    return _Draws(
        is_renamed=chance.happens("renamed", index, 0.12),
        renamed_year=2012 + chance.integer("renamed year", index, 11),
        entry_year=np.where(is_old, 1985, young),
        branch=chance.pick("home branch", index, (14, 14, 20, 22, 18, 12)),
        group=np.where(in_group, chance.pick("group", index, (4, 0, 3, 0, 2, 2)), index),
    )


def _entity(number: int, kind: str, place: Place, draws: _Draws, seen: set[str]) -> Entity:
    name_number, name, english = number, *_names(number, kind, place)
    while name in seen:
        name_number += _NEXT_NAME
        name, english = _names(name_number, kind, place)
    seen.add(name)
    is_firm = kind == "company" and place.country == "CN"
    former = (
        names.former_company(name_number, place.city or "") if is_firm and draws.is_renamed[number] else None
    )
    if former in seen:
        former = None
    return Entity(
        name=name,
        english=english,
        former=former,
        renamed_year=int(draws.renamed_year[number]) if former else 0,
        kind=kind,
        place=place,
        address=place.address(number),
        code=_code(number, kind, place),
        entry_year=int(draws.entry_year[number]),
        branch=int(draws.branch[number]),
        group=int(draws.group[number]) if is_firm else number,
    )


def _names(number: int, kind: str, place: Place) -> tuple[str, str]:
    if place.country != "CN":
        return names.foreign_company(number, place.country)
    if kind == "individual":
        return names.person(number), names.person_in_english(number)
    if kind == "company":
        return names.company(number, place.city or ""), names.company_in_english(number)
    return names.organization(number, kind, place.city or ""), names.organization_in_english(number, kind)


def _code(number: int, kind: str, place: Place) -> str | None:
    if kind not in _REGISTRARS or place.country != "CN":
        return None
    region = place.district or place.province or "100000"
    return social_credit_code(region, number + 1, _REGISTRARS[kind])
