"""Who holds a unit: its applicants or owners, one row each, as the counting rule says."""

from typing import Any

import narwhals as nw
import polars as pl

from workbench.corpus.counting import kept, small
from workbench.corpus.keys import join_on_key
from workbench.landscape.scope import Scope
from workbench.tables import Counting, LeftOut

_COUNT_SPAN = 2**32
"""Year and count in one integer: its minimum over years carries the count of the first."""
ATTRIBUTES = ("party_type", "country_region", "province", "district")


def holders(scope: Scope, role: str = "applicant", counting: Counting | None = None) -> nw.LazyFrame[Any]:
    """Return the holders of the scope's units, kept once computed.

    Parameters
    ----------
    scope : Scope
        What is counted.
    role : {"applicant", "owner", "inventor"}
        Applicants at filing for flows, current owners for stocks.
    counting : {"first", "whole", "fractional"}, optional
        Another rule than the scope's.

    Returns
    -------
    narwhals.LazyFrame
        One row per unit and holder: ``record``, ``year``, ``is_first``, ``applicant`` (the group, else the
        merged name), the holder's ``party_type`` and region, and ``weight`` (1, or 1/k).
    """
    rule = counting or scope.counting
    return scope.remembered(f"holders:{role}:{rule}", lambda: kept(_holders(scope, role, rule)))


def _holders(scope: Scope, role: str, rule: Counting) -> nw.LazyFrame[Any]:
    named = named_parties(scope, role)
    if rule == "first":
        named = named.filter(nw.col("position") == 0)
    named = named.with_columns(is_first=nw.col("position") == 0).drop("position")
    found = join_on_key(named, scope.units.select("record", "year"), "record")
    if rule == "first":
        return found.with_columns(weight=nw.lit(1))
    once = _once_each(found)
    if rule == "whole":
        return once.with_columns(weight=nw.lit(1))
    sizes = once.group_by("record").agg(holder_count=nw.len())
    return (
        once.join(sizes, on="record", how="inner")
        .with_columns(weight=1.0 / nw.col("holder_count"))
        .drop("holder_count")
    )


def named_parties(scope: Scope, role: str) -> nw.LazyFrame[Any]:
    """Return the named parties of a role, kept: ``record``, ``position``, ``applicant``, attributes."""
    columns = ("record", "position", *ATTRIBUTES)
    rows = scope.corpus["parties"].filter(nw.col("role") == role)
    named = rows.select(*columns, applicant=nw.coalesce(nw.col("group"), nw.col("party")))
    return scope.remembered(f"named:{role}", lambda: kept(named.filter(~nw.col("applicant").is_null())))


def _once_each(found: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Keep a holder once per unit: merged names may make one of two co-applicants."""
    columns = (*ATTRIBUTES, "year")
    return found.with_columns(first=nw.when(nw.col("is_first")).then(1).otherwise(0)).group_by(
        "record", "applicant"
    ).agg(nw.col("first").max(), nw.col(*columns).min()).with_columns(
        is_first=nw.col("first") == 1
    ).drop("first")  # fmt: skip


def held_years(scope: Scope, role: str = "applicant") -> pl.DataFrame:
    """Return ``year`` (null where there is none) and ``filing_count``, the units that name a holder."""
    return scope.remembered(f"held_years:{role}", lambda: _held_years(scope, role))


def _held_years(scope: Scope, role: str) -> pl.DataFrame:
    first = holders(scope, role).filter(nw.col("is_first"))
    return small(first.group_by("year").agg(filing_count=nw.len()).sort("year"))


def held_units(scope: Scope, role: str = "applicant") -> int:
    """Return how many units name a holder."""
    return int(held_years(scope, role)["filing_count"].sum())


def left_out_of_held_series(scope: Scope) -> list[LeftOut]:
    """Return what a time series of applicants leaves out: no applicant, no year, a year before the series."""
    first = scope.series[0] if scope.series else 0
    shown = int(held_years(scope).filter(pl.col("year") >= first)["filing_count"].sum())
    named = held_units(scope)
    return [LeftOut("no_applicant", scope.counted - named), LeftOut("outside_series", named - shown)]


def with_party_types(scope: Scope, ranked: pl.DataFrame) -> pl.DataFrame:
    """Put ``party_type`` after ``applicant``: what most of its units say; no column where none is known."""
    if ranked.is_empty():
        return ranked
    among = holders(scope).filter(nw.col("applicant").is_in(ranked["applicant"].to_list()))
    known = among.filter(~nw.col("party_type").is_null()).with_columns(
        kind=nw.col("party_type").cast(nw.String)
    )
    counts = small(known.group_by("applicant", "kind").agg(units=nw.len()))
    if counts.is_empty():
        return ranked
    most = counts.sort("units", "kind", descending=[True, False]).unique("applicant", keep="first")
    joined = ranked.join(
        most.select("applicant", party_type="kind"), on="applicant", how="left", maintain_order="left"
    ).with_columns(pl.col("party_type").fill_null("unknown"))
    place = ranked.columns.index("applicant") + 1
    return joined.select(*ranked.columns[:place], "party_type", *ranked.columns[place:])


def individual_notes(ranked: pl.DataFrame) -> tuple[str, ...]:
    """Return the note that natural persons stand among the firms of a ranking, if they do."""
    kinds = set(ranked["party_type"]) if "party_type" in ranked.columns else set()
    return ("individuals_ranked",) if "individual" in kinds and len(kinds) > 1 else ()


def holder_years(scope: Scope) -> nw.LazyFrame[Any]:
    """Return ``applicant``, ``year``, ``filing_count`` and ``unit_count``, kept once computed."""
    return scope.remembered("holder_years", lambda: kept(_holder_years(scope)))


def _holder_years(scope: Scope) -> nw.LazyFrame[Any]:
    weight = nw.col("weight").sum()
    total = weight.round(6) if scope.counting == "fractional" else weight
    return holders(scope).group_by("applicant", "year").agg(total.alias("filing_count"), unit_count=nw.len())


def holder_totals(scope: Scope) -> nw.LazyFrame[Any]:
    """Return one row per applicant, kept once computed.

    Returns
    -------
    narwhals.LazyFrame
        ``applicant``, ``filing_count``, ``unit_count``, ``first_year`` and ``last_year`` (null where
        none of its units is dated) and ``first_year_count``, its units in its first year.
    """
    return scope.remembered("holder_totals", lambda: kept(_holder_totals(scope)))


def _holder_totals(scope: Scope) -> nw.LazyFrame[Any]:
    year = nw.col("year")
    opening = year.cast(nw.Int64) * _COUNT_SPAN + nw.col("unit_count").cast(nw.Int64)
    totals = (
        holder_years(scope)
        .with_columns(opening=opening)
        .group_by("applicant")
        .agg(
            nw.col("filing_count", "unit_count").sum(),
            nw.col("opening").min(),
            first_year=year.min(),
            last_year=year.max(),
        )
    )
    return totals.with_columns(first_year_count=nw.col("opening") % _COUNT_SPAN).drop("opening")
