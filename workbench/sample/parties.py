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


def inventors(world: World, family: Families, rows: Ints) -> Ints:
    """Return the persons who invented what these family rows tell, shape (rows, 6); −1 where there is none."""
    index, lead = family.index[rows], family.lead[rows]
    count = 1 + world.chance.pick("inventors", index, _INVENTOR_WEIGHTS)
    position = np.arange(len(_INVENTOR_WEIGHTS))
    drawn = world.chance.uniform("inventor", index[:, None] * 8 + position) ** 1.5
    team = (drawn * (4 + 600 // (lead + 12))[:, None]).astype(np.int64) + position * 7
    person = (lead * 53)[:, None] + team % (44 + 600 // (lead + 12))[:, None]
    return np.where(position < count[:, None], person % len(_persons()), -1)


def inventor_lists(world: World, family: Families, rows: Ints, separator: str) -> pl.Series:
    """Return the inventors of these family rows as text."""
    person = inventors(world, family, rows)
    columns = [_persons().gather(column).set(pl.Series(column < 0), None).alias(str(k))
               for k, column in enumerate(person.T)]  # fmt: skip
    return joined(columns, separator)


def joined(columns: list[pl.Series], separator: str) -> pl.Series:
    """Join columns of text row by row, leaving out what is null."""
    named = [column.alias(str(number)) for number, column in enumerate(columns)]
    return (
        pl.DataFrame(named).select(pl.concat_str(pl.all(), separator=separator, ignore_nulls=True)).to_series()
    )


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
    rows = pl.concat(parts)
    order = rows.select(pl.col("record").cast(pl.Int64) * 64 + pl.col("role_number") * 8 + pl.col("position"))
    return _described(world, rows[order.to_series().arg_sort()])


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
    person = inventors(world, family, records.family_row)
    row, position = np.nonzero(person >= 0)
    return pl.DataFrame(
        {
            "record": records.record[row].astype(np.uint32),
            "role_number": np.full(len(row), 2, dtype=np.uint8),
            "position": position.astype(np.uint16),
            "name": _persons().gather(person[row, position]),
            "entity": np.full(len(row), -1, dtype=np.int32),
            "form": np.full(len(row), 9, dtype=np.int8),
        }
    )


def agency_names(world: World, records: Records) -> pl.Series:
    """Return the agency of each record; null where there is none."""
    has_one = world.chance.happens("agency", records.family, 0.85) & (records.member <= kinds.DESIGN)
    agencies = pl.Series(names.agencies())
    drawn = (len(agencies) * world.chance.uniform("which agency", records.family) ** 1.8).astype(np.int64)
    return agencies.gather(drawn).set(pl.Series(~has_one), None)


def _agencies(world: World, records: Records) -> pl.DataFrame:
    rows = pl.DataFrame({"record": records.record.astype(np.uint32), "name": agency_names(world, records)})
    return rows.drop_nulls("name").select(
        "record",
        pl.lit(3, dtype=pl.UInt8).alias("role_number"),
        pl.lit(0, dtype=pl.UInt16).alias("position"),
        "name",
        pl.lit(-1, dtype=pl.Int32).alias("entity"),
        pl.lit(9, dtype=pl.Int8).alias("form"),
    )


def _described(world: World, rows: pl.DataFrame) -> pl.DataFrame:
    """Add what is known of each entity: type, region, address, code, group."""
    known = _known(world)
    at = pl.Series(np.where(rows["entity"].to_numpy() < 0, len(known) - 1, rows["entity"].to_numpy()))
    facts = known.select(pl.all().gather(at))
    wide = pl.concat([rows, facts], how="horizontal")
    is_spelling = pl.col("form").is_in([0, 1])
    unknown_type = pl.when(pl.col("role_number") == 2).then(pl.lit("individual")).otherwise(pl.lit("company"))
    return wide.select(
        "record",
        pl.Series(ROLES).gather(wide["role_number"]).alias("role"),
        "position",
        "name",
        pl.when(is_spelling).then("registered").otherwise("name").alias("party"),
        pl.coalesce("group", "name").alias("group"),
        pl.coalesce("party_type", unknown_type).alias("party_type"),
        *_DETAILS,
        "region_method",
        "region_confidence",
    )


def _known(world: World) -> pl.DataFrame:
    """Return what ``parties`` says of each entity; the last row is of nobody."""
    is_place = pl.col("country") == "CN"
    known = world.cast.table.select(
        pl.col("name").alias("registered"),
        pl.col("kind").alias("party_type"),
        pl.col("country").alias("country_region"),
        "province",
        "city",
        pl.coalesce("district", "district_name").alias("district"),
        "zone",
        "address",
        "postcode",
        pl.col("code").alias("organization_code"),
        "group",
        pl.when(is_place).then(pl.lit("address")).alias("region_method"),
        pl.when(is_place).then(pl.lit(1.0, dtype=pl.Float32)).alias("region_confidence"),
    )
    return pl.concat([known, known.clear(1)])
