"""Who holds a unit: its applicants or owners, one row each, as the counting rule says."""

from typing import Any

import narwhals as nw

from workbench.corpus.counting import kept, small
from workbench.landscape.scope import Scope
from workbench.tables import Counting

ATTRIBUTES = ("party_type", "country_region", "province", "city", "district", "zone")


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
        One row per unit and holder: ``record``, ``year``, ``is_first``, ``applicant`` (group, else merged
        name, else name as found), the holder's ``party_type`` and region, and ``weight`` (1, or 1/k).
    """
    rule = counting or scope.counting
    return scope.remembered(f"holders:{role}:{rule}", lambda: kept(_holders(scope, role, rule)))


def _holders(scope: Scope, role: str, rule: Counting) -> nw.LazyFrame[Any]:
    named = scope.corpus["parties"].filter(nw.col("role") == role)
    if rule == "first":
        named = named.filter(nw.col("position") == 0)
    found = named.select(
        "record",
        *ATTRIBUTES,
        is_first=nw.col("position") == 0,
        applicant=nw.coalesce(nw.col("group"), nw.col("party"), nw.col("name")),
    ).filter(~nw.col("applicant").is_null())
    found = found.join(scope.units.select("record", "year"), on="record", how="inner")
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


def _once_each(found: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Keep a holder once per unit: merged names may make one of two co-applicants."""
    columns = (*ATTRIBUTES, "year")
    return found.with_columns(first=nw.when(nw.col("is_first")).then(1).otherwise(0)).group_by(
        "record", "applicant"
    ).agg(nw.col("first").max(), nw.col(*columns).min()).with_columns(
        is_first=nw.col("first") == 1
    ).drop("first")  # fmt: skip


def held_units(frame: nw.LazyFrame[Any]) -> int:
    """Return how many units have a holder: their first holders."""
    return int(small(frame.filter(nw.col("is_first")).select(units=nw.len()))["units"][0])
