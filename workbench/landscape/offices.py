"""Where is protection sought, and where do the inventions come from?"""

from typing import Any, Final

import narwhals as nw
import polars as pl

from workbench.corpus.counting import NO_DATE, family_leads, kept, ordinal_day, small
from workbench.corpus.keys import join_on_key
from workbench.landscape.holders import holders
from workbench.landscape.ranking import Tally
from workbench.landscape.scope import LEAST_KNOWN, Scope
from workbench.landscape.sentences import ROUNDING, lead_kind, missing_findings, unit_words
from workbench.tables import Cell, Condition, Evidence, Finding, LeftOut, RowValue, Table

_NOT_A_HOME: Final = ("WO", "EP", "EA", "AP", "OA", "GC")
"""Offices that receive filings of many countries: being filed there says nothing of the origin."""


def unit_offices(scope: Scope) -> nw.LazyFrame[Any]:
    """Return ``record`` and ``office``, one row per unit and office; a family counts at each of its offices."""
    if scope.unit != "family":
        return scope.units.select("record", "office").filter(~nw.col("office").is_null())
    return scope.remembered("unit_offices", lambda: kept(_family_offices(scope)))


def _family_offices(scope: Scope) -> nw.LazyFrame[Any]:
    applications = scope.corpus["applications"].select("application", "office")
    members = join_on_key(applications, family_leads(scope.corpus), "application", "left").select(
        "office", lead=nw.coalesce(nw.col("lead"), nw.col("application"))
    )
    units = scope.units.select("record", "lead")
    found = members.filter(~nw.col("office").is_null()).unique()
    return join_on_key(found, units, "lead").select("record", "office")


def publishing_offices(scope: Scope) -> Table:
    """Rank the offices by the units filed or published there.

    Returns
    -------
    Table
        ``rank``, ``office`` (ST.3 code), ``unit_count`` and ``unit_share``. A family counts once at each of
        its offices, so its shares may add up to more than 1.
    """
    found = unit_offices(scope)
    units = found.select("record") if scope.unit != "family" else found.select("record").unique()
    total = int(small(units.select(units=nw.len()))["units"][0])
    tally = Tally(
        found.with_columns(weight=nw.lit(1)),
        "office",
        total,
        "whole" if scope.unit == "family" else "first",
        "unit_count",
    )
    notes = ("family_at_each_office",) if scope.unit == "family" else ()
    return tally.table(scope, "publishing_offices", reason="no_office", missing="missing_office", notes=notes)


def publishing_offices_findings(table: Table) -> tuple[Finding, ...]:
    """Say where most protection is sought, and whether one place dominates."""
    if table.is_empty():
        return missing_findings(table)
    counts, shares = table.frame["unit_count"], table.frame["unit_share"]
    slots: dict[str, Any] = {
        "unit": unit_words(table),
        "first": Cell(table, 0, "office"),
        "count": Cell(table, 0, "unit_count"),
        "share": Cell(table, 0, "unit_share"),
    }
    if len(counts) == 1:
        return (Finding.of("offices_single" if shares[0] >= 1 - ROUNDING else "offices_first", **slots),)
    slots |= {"second": Cell(table, 1, "office"), "second_share": Cell(table, 1, "unit_share")}
    told = "tied" if lead_kind(counts) else "dominant" if shares[0] >= 0.5 else "spread"
    return (Finding.of(f"offices_{told}", **slots),)


def origin_target_flow(scope: Scope) -> Table:
    """Count the units by where they come from and where protection is sought.

    The origin is the office of the earliest priority; without a priority, the office of the filing itself
    where it is a national one; else the country of the first applicant. Where the data give no
    priorities at all, it is the country of the first applicant alone.

    Returns
    -------
    Table
        ``rank``, ``origin``, ``target``, ``unit_count`` and ``unit_share`` of the units whose origin is known.
    """
    flows = _flows(scope)
    counts = small(flows.group_by("origin", "target").agg(unit_count=nw.len()))
    units = flows.select("record") if scope.unit != "family" else flows.select("record").unique()
    known = int(small(units.select(units=nw.len()))["units"][0])
    frame = counts.sort("unit_count", "origin", "target", descending=[True, False, False]).with_columns(
        rank=pl.col("unit_count").rank("min", descending=True).cast(pl.Int64),
        unit_share=pl.col("unit_count") / max(known, 1),
    )
    lacks = scope.lacking("missing_origin")
    if known and known < LEAST_KNOWN * scope.counted:
        frame, lacks = frame.clear(), "missing_most_origin"
    same = tuple(Condition(column, "==", RowValue(column)) for column in ("origin", "target"))
    note = "origin_by_priority" if _has_priorities(scope) else "origin_by_applicant"
    return scope.table(
        "origin_target_flow",
        frame.select("rank", "origin", "target", "unit_count", "unit_share"),
        evidence=Evidence(flows, {"unit_count": same}),
        left_out=[LeftOut("no_origin", scope.counted - known)],
        notes=(note,) if len(frame) else (lacks,),
        formats={"rank": "count", "unit_count": "count", "unit_share": "share"},
        date_basis=None,
    )


def _flows(scope: Scope) -> nw.LazyFrame[Any]:
    """Return ``record``, ``origin`` and ``target`` of the units whose origin is known; kept."""
    return scope.remembered("flows", lambda: kept(_origins_and_targets(scope)))


def _origins_and_targets(scope: Scope) -> nw.LazyFrame[Any]:
    if scope.unit != "family":
        found = _origins(scope).select("record", "origin", target=nw.col("office"))
    else:
        targets = unit_offices(scope).select("record", target=nw.col("office"))
        found = join_on_key(targets, _origins(scope).select("record", "origin"), "record")
    return found.filter(~nw.col("origin").is_null() & ~nw.col("target").is_null())


def _has_priorities(scope: Scope) -> bool:
    named = scope.corpus["priorities"].filter(~nw.col("priority_office").is_null())
    return len(small(named.select("application").head(1))) > 0


def _origins(scope: Scope) -> nw.LazyFrame[Any]:
    """Return ``record``, ``office`` and ``origin`` of each unit, by its representative."""
    first = holders(scope, counting="first").select("record", "country_region")
    units = scope.units.select("record", "application", "office")
    known = join_on_key(units, first, "record", "left")
    if not _has_priorities(scope):
        return known.select("record", "office", origin=nw.col("country_region"))
    found = join_on_key(known, kept(_first_priorities(scope)), "application", "left")
    home = nw.when(~nw.col("office").is_in(list(_NOT_A_HOME))).then(nw.col("office"))
    origin = nw.coalesce(nw.col("priority_office"), home, nw.col("country_region"))
    return found.select("record", "office", origin=origin)


def _first_priorities(scope: Scope) -> nw.LazyFrame[Any]:
    """Return the office of each application's earliest priority; the first by name where dates tie."""
    known = scope.corpus["priorities"].filter(~nw.col("priority_office").is_null())
    day = nw.coalesce(ordinal_day(known, "priority_date"), nw.lit(NO_DATE))
    dated = kept(known.select("application", "priority_office", day=day))
    earliest = dated.group_by("application").agg(earliest=nw.col("day").min())
    first = join_on_key(dated, earliest, "application").filter(nw.col("day") == nw.col("earliest"))
    return first.group_by("application").agg(nw.col("priority_office").min())


def origin_target_flow_findings(table: Table) -> tuple[Finding, ...]:
    """Say which flow is the largest, and the largest that crosses a border."""
    if table.is_empty():
        return missing_findings(table)
    if 2 * table.left_out_count() > table.population:
        return (Finding.of("flow_mostly_unknown"),)
    if table.frame.height == 1:
        key = "flow_single_home" if _is_home(table, 0) else "flow_single_abroad"
        return (Finding.of(key, **_flow_slots(table, 0)),)
    told = [Finding.of("flow_home" if _is_home(table, 0) else "flow_abroad", **_flow_slots(table, 0))]
    crossing = table.frame.with_row_index("row").filter(pl.col("origin") != pl.col("target"))
    if crossing.is_empty():
        told.append(Finding.of("flow_only_home"))
    elif _is_home(table, 0):
        told.append(Finding.of("flow_first_abroad", **_flow_slots(table, int(crossing["row"][0]))))
    return tuple(told)


def _is_home(table: Table, row: int) -> bool:
    return bool(table.frame["origin"][row] == table.frame["target"][row])


def _flow_slots(table: Table, row: int) -> dict[str, Any]:
    return {
        "unit": unit_words(table),
        "origin": Cell(table, row, "origin"),
        "target": Cell(table, row, "target"),
        "count": Cell(table, row, "unit_count"),
        "share": Cell(table, row, "unit_share"),
    }
