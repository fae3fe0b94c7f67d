"""Who is new to the field?"""

from typing import Any

import narwhals as nw
import polars as pl

from workbench.corpus.counting import small
from workbench.landscape.holders import (
    held_units,
    holder_totals,
    holder_years,
    holders,
    individual_notes,
    left_out_of_held_series,
    with_party_types,
)
from workbench.landscape.periods import last_two_periods
from workbench.landscape.ranking import tie_notes
from workbench.landscape.scope import Scope
from workbench.landscape.sentences import last_complete_row, lead_kind, missing_findings, unit_words
from workbench.tables import Cell, Condition, Evidence, Finding, LeftOut, RowValue, Table


def new_entrants(scope: Scope) -> Table:
    """Count the applicants that filed for the first time, year by year.

    Returns
    -------
    Table
        One row a year: the year, ``applicant_count`` (active in that year), ``new_applicant_count`` (never
        before in the data), ``new_applicant_share``, ``new_filing_count`` (units of the new ones) and
        ``is_complete``. In the first year everyone is new. Behind ``new_applicant_count`` stands one unit
        of each: the first of its first year.
    """
    year = scope.year_column
    counts = _new_and_active(scope)
    frame = scope.every_year(counts) if len(counts) else _no_years(year)
    active = pl.col("applicant_count")
    share = pl.when(active > 0).then(pl.col("new_applicant_count") / active)
    return scope.table(
        "new_entrants",
        frame.with_columns(new_applicant_share=share).select(year, *_COLUMNS, "is_complete"),
        evidence=_newcomers_units(scope, year) if scope.counting == "first" else None,
        left_out=left_out_of_held_series(scope),
        notes=("first_year_all_new",) if len(frame) else (scope.lacking("missing_applicant"),),
        formats={year: "year", **dict.fromkeys(_COLUMNS, "count"), "new_applicant_share": "share"},
        counting=scope.counting,
    )


_COLUMNS = ("applicant_count", "new_applicant_count", "new_applicant_share", "new_filing_count")


def _new_and_active(scope: Scope) -> pl.DataFrame:
    dated = holder_years(scope).filter(~nw.col("year").is_null())
    active = small(dated.group_by("year").agg(applicant_count=nw.len()))
    entered = holder_totals(scope).filter(~nw.col("first_year").is_null()).group_by("first_year")
    new = small(entered.agg(new_applicant_count=nw.len(), new_filing_count=nw.col("first_year_count").sum()))
    return active.join(new.rename({"first_year": "year"}), on="year", how="left")


def _no_years(year: str) -> pl.DataFrame:
    counts = dict.fromkeys(_COLUMNS, pl.Int64)
    return pl.DataFrame(schema={year: pl.Int64, **counts, "is_complete": pl.Boolean})


def _newcomers_units(scope: Scope, year: str) -> Evidence:
    """Return the units of each applicant's first year; the first of them stands for the applicant."""
    entered = holder_totals(scope).select("applicant", "first_year")
    listed = holders(scope).select("record", "applicant", "year").join(entered, on="applicant", how="inner")
    units = listed.filter(nw.col("year") == nw.col("first_year"))
    firsts = units.group_by("applicant").agg(first_record=nw.col("record").min())
    told = units.join(firsts, on="applicant", how="inner").select(
        "record", "year", is_entry=nw.when(nw.col("record") == nw.col("first_record")).then(1).otherwise(0)
    )
    of_year = Condition("year", "==", RowValue(year))
    cells = {
        "new_applicant_count": (of_year, Condition("is_entry", "==", 1)),
        "new_filing_count": (of_year,),
    }
    return Evidence(told, cells)


def new_entrants_findings(table: Table) -> tuple[Finding, ...]:
    """Say how many of the active applicants were new in the last complete year, and what that means."""
    if table.is_empty():
        return missing_findings(table)
    row = last_complete_row(table)
    if row < 1 or not table.frame["applicant_count"][row]:
        return (Finding.of("entrants_too_short"),)
    share = table.frame["new_applicant_share"][row]
    slots: dict[str, Any] = {
        "year": Cell(table, row, table.frame.columns[0]),
        "active": Cell(table, row, "applicant_count"),
        "new": Cell(table, row, "new_applicant_count"),
        "share": Cell(table, row, "new_applicant_share"),
    }
    meaning = "none" if share == 0 else "open" if share >= 0.5 else "settled" if share < 0.2 else "between"
    return (Finding.of(f"entrants_{meaning}", **slots),)


def top_new_entrants(scope: Scope) -> Table:
    """Rank the applicants whose first filing lies in the recent period of complete years, or after it.

    Returns
    -------
    Table
        ``rank``, ``applicant``, ``party_type`` (where any is known), ``entry_year``, ``filing_count`` since
        then. With fractional counting ``unit_count`` stands beside it.
    """
    span = last_two_periods(scope)
    since = span[1][0] if span else 0
    totals = holder_totals(scope)
    newcomers = totals.filter(nw.col("first_year") >= since) if since else totals.head(0)
    counts = small(
        newcomers.select("applicant", "filing_count", "unit_count", entry_year=nw.col("first_year"))
        .sort("filing_count", "applicant", descending=[True, False])
        .head(scope.top + 1)
    )
    listed = "unit_count" if scope.counting == "fractional" else "filing_count"
    columns = ["rank", "applicant", "entry_year", "filing_count"]
    ranked = counts.head(scope.top).with_columns(
        rank=pl.col("filing_count").rank("min", descending=True).cast(pl.Int64)
    )
    shown = ranked.select(columns if listed == "filing_count" else [*columns, listed])
    shown = with_party_types(scope, shown)
    missing = "missing_applicant" if not held_units(scope) else "nothing_new"
    return scope.table(
        "top_new_entrants",
        shown,
        evidence=Evidence(
            holders(scope).select("record", "applicant"),
            {listed: (Condition("applicant", "==", RowValue("applicant")),)},
        ),
        left_out=[LeftOut("no_applicant", scope.counted - held_units(scope))],
        notes=(*individual_notes(shown), *tie_notes(counts, "filing_count", scope.top))
        if len(counts)
        else (scope.lacking(missing),),
        formats={"rank": "count", "entry_year": "year", "filing_count": "count", "unit_count": "count"},
        counting=scope.counting,
    )


def top_new_entrants_findings(table: Table) -> tuple[Finding, ...]:
    """Say which of the newcomers files most."""
    if table.is_empty():
        return missing_findings(table)
    slots: dict[str, Any] = {
        "unit": unit_words(table),
        "leader": Cell(table, 0, "applicant"),
        "year": Cell(table, 0, "entry_year"),
        "count": Cell(table, 0, "filing_count"),
    }
    is_shared = bool(lead_kind(table.frame["filing_count"]))
    return (Finding.of("newcomers_tied" if is_shared else "newcomers_leader", **slots),)
