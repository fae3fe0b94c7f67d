"""Decisions on applicants: merges, groups, types, places."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from workbench.preparation.names import name_key
from workbench.preparation.parties import HOLDERS
from workbench.reference.regions import TIANJIN

PARTY_COLUMNS: Final = (
    "party", "group", "party_type", "country_region", "province", "city", "district", "zone",
    "region_method", "region_confidence",
)  # fmt: skip
"""Columns of ``parties`` that a decision may change."""

_ROSTER_CONFIDENCE: Final = 0.95


def merged_parties(parties: pl.LazyFrame, merges: Mapping[str, str], apart: frozenset[str]) -> pl.LazyFrame:
    """Give names the party that was decided.

    Parameters
    ----------
    parties : LazyFrame
        With ``before_party``, the party as given.
    merges : mapping
        Name as found, or party → party.
    apart : frozenset of str
        Names whose merge by rule was refused: they stand for themselves again.
    """
    if not merges and not apart:
        return parties
    pairs = parties.select("name", "before_party").unique().collect(engine="streaming")
    start = pl.when(pl.col("name").is_in(list(apart))).then("name").otherwise("before_party")
    decided = pairs.with_columns(
        new_party=pl.coalesce(_looked_up(pl.col("name"), merges), _looked_up(start, merges), start)
    ).filter(pl.col("new_party") != pl.col("before_party"))
    return _joined(parties, decided, ["name", "before_party"], "party")


def grouped_parties(parties: pl.LazyFrame, groups: Mapping[str, str], alone: frozenset[str]) -> pl.LazyFrame:
    """Give parties the group that was decided; a party that was merged takes the group of its new name."""
    is_merged = pl.col("party") != pl.col("before_party")
    pairs = parties.select("party", "before_party", "group").unique().collect(engine="streaming")
    known = pairs.filter(pl.col("party") == pl.col("before_party")).drop_nulls("group").sort("party", "group")
    usual = dict(known.unique("party", keep="first", maintain_order=True).select("party", "group").iter_rows())
    kept = pl.when(is_merged).then(_looked_up(pl.col("party"), usual)).otherwise("group")
    refused = pl.col("before_party").is_in(list(alone))
    decided = pairs.with_columns(
        new_group=pl.coalesce(
            _looked_up(pl.col("party"), groups),
            _looked_up(pl.col("before_party"), groups),
            pl.when(refused.not_()).then(kept),
        )
    ).filter(pl.col("new_group").eq_missing(pl.col("group")).not_())
    changed = decided.with_columns(is_decided=pl.lit(True))
    keys = ["party", "before_party", "group"]
    joined = parties.join(changed.lazy(), on=keys, how="left", nulls_equal=True, maintain_order="left")
    is_holder = pl.col("role").is_in(HOLDERS) & pl.col("is_decided").fill_null(False)
    group = pl.when(is_holder).then("new_group").otherwise("group")
    return joined.with_columns(group=group).drop("new_group", "is_decided")


def typed_parties(parties: pl.LazyFrame, types: Mapping[str, str]) -> pl.LazyFrame:
    """Give holders the type that was decided for their party."""
    if not types:
        return parties
    decided = pl.DataFrame({"party": list(types), "new_party_type": list(types.values())})
    joined = parties.join(decided.lazy(), on="party", how="left", maintain_order="left")
    value = pl.when(pl.col("role").is_in(HOLDERS)).then(pl.coalesce("new_party_type", "party_type"))
    return joined.with_columns(party_type=value.otherwise("party_type")).drop("new_party_type")


def placed_parties(parties: pl.LazyFrame, firms: pl.DataFrame) -> pl.LazyFrame:
    """Give the firms of the roster their district and zone, whatever the export or the address says."""
    if firms.is_empty():
        return parties
    holders = parties.filter(pl.col("role").is_in(HOLDERS))
    found = holders.select("name", "party", "organization_code").unique().collect(engine="streaming")
    places = firms.select("district", "zone", is_listed=pl.lit(True))
    coded = pl.concat([firms.select("organization_code"), places], how="horizontal")
    coded = coded.drop_nulls("organization_code").unique("organization_code", keep="first", maintain_order=True)
    named = pl.concat([firms.select("key"), places], how="horizontal")
    looked = found.lazy().with_columns(key=name_key(pl.col("name")), party_key=name_key(pl.col("party")))
    looked = (
        looked.join(coded.lazy(), on="organization_code", how="left")
        .join(named.lazy(), on="key", how="left", suffix="_by_name")
        .join(named.lazy(), left_on="party_key", right_on="key", how="left", suffix="_by_party")
    )
    matched = looked.select(
        "name",
        "party",
        "organization_code",
        *(
            pl.coalesce(column, f"{column}_by_name", f"{column}_by_party").alias(f"new_{column}")
            for column in ("district", "zone", "is_listed")
        ),
    ).filter(pl.col("new_is_listed"))
    return _with_places(parties, matched.collect())


def _with_places(parties: pl.LazyFrame, matched: pl.DataFrame) -> pl.LazyFrame:
    keys = ["name", "party", "organization_code"]
    joined = parties.join(matched.lazy(), on=keys, how="left", nulls_equal=True, maintain_order="left")
    is_listed = pl.col("new_is_listed").fill_null(False) & pl.col("role").is_in(HOLDERS)
    was_here = pl.when(pl.col("province") == TIANJIN)
    values = {
        "country_region": pl.lit("CN"),
        "city": pl.lit("天津市"),
        "district": pl.coalesce("new_district", was_here.then("district")),
        "zone": pl.coalesce("new_zone", was_here.then("zone")),
        "region_method": pl.lit("roster"),
        "region_confidence": pl.lit(_ROSTER_CONFIDENCE, dtype=pl.Float32),
        "province": pl.lit(TIANJIN),
    }
    placed = joined.with_columns(
        pl.when(is_listed).then(value).otherwise(pl.col(column)).alias(column)
        for column, value in values.items()
    )
    return placed.drop("new_district", "new_zone", "new_is_listed")


def _looked_up(column: pl.Expr, known: Mapping[str, str]) -> pl.Expr:
    return column.replace_strict(dict(known), default=None, return_dtype=pl.String)


def _joined(parties: pl.LazyFrame, decided: pl.DataFrame, keys: list[str], column: str) -> pl.LazyFrame:
    joined = parties.join(decided.lazy(), on=keys, how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce(f"new_{column}", column).alias(column)).drop(f"new_{column}")
