"""The table ``parties`` of a sample: applicants, owners, inventors and agencies, as found and in truth."""

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import polars as pl

from workbench.sample import families as kinds
from workbench.sample import names
from workbench.sample.applications import NEVER
from workbench.sample.calendar import year_of
from workbench.sample.chance import Flags, Ints
from workbench.sample.families import Families, partners
from workbench.sample.law import Law
from workbench.sample.publications import Records
from workbench.sample.world import World

ROLES: Final = ("applicant", "owner", "inventor", "agency", "agent")
_DETAILS: Final = (
    "country_region", "province", "city", "district", "zone", "address", "postcode", "organization_code",
)  # fmt: skip
_INVENTOR_WEIGHTS: Final = (14, 20, 24, 20, 14, 8)


@dataclass(frozen=True)
class Names:
    """Applicants of each record: entity and form of the name, shape (records, 3); −1 where there is none.

    Form 0 is the registered name, 1 a careless spelling, 2 the name before a rename, 3 the English name.
    """

    entity: Ints
    form: Ints


@cache
def _persons() -> pl.Series:
    return pl.Series(names.persons())


def applicants(world: World, family: Families, records: Records) -> Names:
    """Return who is named as applicant on each record, and how the name is spelled there."""
    second, third = partners(world, family)
    entity = np.stack([family.lead, second, third], axis=1)[records.family_row]
    table = world.cast.table
    renamed = table["renamed_year"].to_numpy()[entity]
    key = records.record[:, None] * 4 + np.arange(3)
    careless = world.chance.happens("careless name", key, 0.05) & (_is_organization(world)[entity])
    form = np.where(careless, 1, 0)
    form = np.where(year_of(records.day)[:, None] < renamed, 2, form)
    form = np.where((records.member > kinds.WO)[:, None], 3, form)
    return Names(entity, np.where(entity < 0, -1, form))


def _is_organization(world: World) -> Flags:
    return np.asarray(world.cast.table["kind"].to_numpy() != "individual")


def owners(records: Records, law: Law, named: Names) -> Ints:
    """Return the current owner of each record: the buyer where the right was transferred."""
    app = records.app
    sold = law.transfer[app] < NEVER
    lead = np.where(sold, law.buyer[app], named.entity[:, 0])
    rest = np.where(sold[:, None], -1, named.entity[:, 1:])
    return np.column_stack([lead, rest])


def inventors(world: World, family: Families, rows: Ints) -> tuple[Ints, Ints, Ints]:
    """Return (place in ``rows``, position, person) of the inventors of each of these family rows."""
    chance, index = world.chance, family.index
    count = 1 + chance.pick("inventors", index, _INVENTOR_WEIGHTS)[rows]
    place = np.repeat(np.arange(len(rows)), count)
    position = np.arange(len(place)) - np.repeat(np.cumsum(count) - count, count)
    lead = family.lead[rows][place]
    pool = 4 + 600 // (lead + 12)
    drawn = chance.uniform("inventor", index[rows][place] * 8 + position) ** 1.5
    start = (pool * drawn).astype(np.int64)
    return place, position, (lead * 53 + (start + position * 7) % (pool + 40)) % len(_persons())


def names_as_found(world: World, entity: Ints, form: Ints) -> pl.Series:
    """Return the spelling of each name; entities below 0 give null."""
    table = world.cast.table
    spellings = pl.concat([table["name"], table["variant"], table["former"], table["english"]])
    place = np.where(entity < 0, 0, entity) + np.maximum(form, 0) * len(table)
    return spellings.gather(place).set(pl.Series(entity < 0), None)


def parties_table(
    world: World, family: Families, records: Records, law: Law, *, inventors_too: bool
) -> pl.DataFrame:
    """Return the corpus table ``parties``, sorted by record, role and position."""
    named = applicants(world, family, records)
    owned = owners(records, law, named)
    owner_form = np.where(owned < 0, -1, 0)
    parts = [
        _organizations(world, records, 0, named.entity, named.form),
        _organizations(world, records, 1, owned, owner_form),
        _agencies(world, records),
    ]
    if inventors_too:
        parts.append(_inventor_rows(world, family, records))
    rows = pl.concat(parts).sort("record", "role_number", "position")
    return _described(world, rows)


def _organizations(world: World, records: Records, role: int, entity: Ints, form: Ints) -> pl.DataFrame:
    row, position = np.nonzero(entity >= 0)
    who, how = entity[row, position], form[row, position]
    return pl.DataFrame(
        {
            "record": records.record[row].astype(np.uint32),
            "role_number": np.full(len(row), role, dtype=np.uint8),
            "position": position.astype(np.uint16),
            "name": names_as_found(world, who, how),
            "entity": who.astype(np.int32),
            "form": how.astype(np.int8),
        }
    )


def _inventor_rows(world: World, family: Families, records: Records) -> pl.DataFrame:
    place, position, person = inventors(world, family, records.family_row)
    return pl.DataFrame(
        {
            "record": records.record[place].astype(np.uint32),
            "role_number": np.full(len(place), 2, dtype=np.uint8),
            "position": position.astype(np.uint16),
            "name": _persons().gather(person),
            "entity": np.full(len(place), -1, dtype=np.int32),
            "form": np.full(len(place), 9, dtype=np.int8),
        }
    )


def _agencies(world: World, records: Records) -> pl.DataFrame:
    has_one = world.chance.happens("agency", records.family, 0.85) & (records.member <= kinds.DESIGN)
    row = np.flatnonzero(has_one)
    agencies = pl.Series(names.agencies())
    drawn = len(agencies) * world.chance.uniform("which agency", records.family[row]) ** 1.8
    return pl.DataFrame(
        {
            "record": records.record[row].astype(np.uint32),
            "role_number": np.full(len(row), 3, dtype=np.uint8),
            "position": np.zeros(len(row), dtype=np.uint16),
            "name": agencies.gather(drawn.astype(np.int64)),
            "entity": np.full(len(row), -1, dtype=np.int32),
            "form": np.full(len(row), 9, dtype=np.int8),
        }
    )


def _described(world: World, rows: pl.DataFrame) -> pl.DataFrame:
    """Add what is known of each entity: type, region, address, code, group."""
    table = world.cast.table.select(
        pl.col("entity").cast(pl.Int32), registered="name", party_type="kind", country_region="country",
        province="province", city="city", district="district", zone="zone", address="address",
        postcode="postcode", organization_code="code", group="group",
    )  # fmt: skip
    joined = rows.join(table, on="entity", how="left", maintain_order="left")
    is_place = pl.col("address").is_not_null() & (pl.col("country_region") == "CN")
    return joined.select(
        "record",
        pl.Series(ROLES).gather(joined["role_number"]).alias("role"),
        "position",
        "name",
        pl.when(pl.col("form").is_in([0, 1])).then("registered").otherwise("name").alias("party"),
        pl.coalesce("group", "name").alias("group"),
        pl.when(pl.col("form") < 9).then("party_type").otherwise(
            pl.when(pl.col("role_number") == 2).then(pl.lit("individual")).otherwise(pl.lit("company"))
        ).alias("party_type"),
        *_DETAILS,
        pl.when(is_place).then(pl.lit("address")).alias("region_method"),
        pl.when(is_place).then(pl.lit(1.0, dtype=pl.Float32)).alias("region_confidence"),
    )  # fmt: skip
