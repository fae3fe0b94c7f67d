"""How many applicants, how many filings: where in its life cycle is the technology?"""

from typing import Any

import narwhals as nw
import polars as pl

from workbench.corpus.counting import small
from workbench.landscape.holders import held_years, holder_years, holders, left_out_of_held_series
from workbench.landscape.scope import Scope
from workbench.landscape.sentences import last_complete_row, missing_findings
from workbench.tables import Cell, Condition, Evidence, Finding, RowValue, Table

MEAN_YEARS = 3
"""The path is smoothed over so many years."""
SMALL_MEAN = 10
"""Below this mean of filings a stage is not named."""


def life_cycle(scope: Scope) -> Table:
    """Set the applicants of each year beside its filings.

    Returns
    -------
    Table
        One row a year: the year, ``applicant_count``, ``filing_count`` (units that name an applicant),
        ``mean_applicant_count`` and ``mean_filing_count`` over the year and the two before it (null until
        there are three), ``is_complete``.
    """
    year = scope.year_column
    dated = holder_years(scope).filter(~nw.col("year").is_null())
    active = small(dated.group_by("year").agg(applicant_count=nw.len()))
    first = holders(scope).filter(nw.col("is_first"))
    means = [
        pl.col(column).rolling_mean(MEAN_YEARS).alias(f"mean_{column}")
        for column in ("applicant_count", "filing_count")
    ]
    columns = [
        year,
        "applicant_count",
        "filing_count",
        "mean_applicant_count",
        "mean_filing_count",
        "is_complete",
    ]
    counts = active.join(held_years(scope), on="year", how="left")
    frame = scope.every_year(counts) if len(counts) else _no_years(year)
    return scope.table(
        "life_cycle",
        frame.with_columns(means).select(columns),
        evidence=Evidence(
            first.select("record", "year"), {"filing_count": (Condition("year", "==", RowValue(year)),)}
        ),
        left_out=left_out_of_held_series(scope),
        notes=("stage_is_a_reading",) if len(frame) else (scope.lacking("missing_applicant"),),
        formats={
            year: "year",
            "applicant_count": "count",
            "filing_count": "count",
            "mean_applicant_count": "number",
            "mean_filing_count": "number",
        },
        counting=scope.counting,
    )


def _no_years(year: str) -> pl.DataFrame:
    schema = {year: pl.Int64, "applicant_count": pl.Int64, "filing_count": pl.Int64, "is_complete": pl.Boolean}
    return pl.DataFrame(schema=schema)


def life_cycle_findings(table: Table) -> tuple[Finding, ...]:
    """Name the stage from the last complete three years against the three before, if the numbers carry it."""
    if table.is_empty():
        return missing_findings(table)
    last = last_complete_row(table)
    former = last - MEAN_YEARS
    if former < MEAN_YEARS - 1:
        return (Finding.of("cycle_too_short"),)
    filings, applicants = table.frame["mean_filing_count"], table.frame["mean_applicant_count"]
    slots: dict[str, Any] = {
        "year": Cell(table, last, table.frame.columns[0]),
        "former_year": Cell(table, former, table.frame.columns[0]),
        "filings": Cell(table, last, "mean_filing_count"),
        "former_filings": Cell(table, former, "mean_filing_count"),
        "applicants": Cell(table, last, "mean_applicant_count"),
        "former_applicants": Cell(table, former, "mean_applicant_count"),
    }
    if min(filings[last], filings[former]) < SMALL_MEAN:
        return (Finding.of("cycle_few", **slots),)
    stage = _stage(filings[last] / filings[former], applicants[last] / applicants[former])
    return (Finding.of(f"cycle_{stage}", **slots),)


def _stage(filings: float, applicants: float) -> str:
    """Return the stage by how filings and applicants changed; a tenth either way counts as unchanged."""
    if filings > 1.1:
        return "growth" if applicants > 1.1 else "consolidation"
    if filings >= 0.9:
        return "maturity"
    return "decline" if applicants < 0.9 else "cooling"
