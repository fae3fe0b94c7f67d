"""How many applicants, how many filings: where in its life cycle is the technology?"""

from typing import Any

import narwhals as nw
import polars as pl

from workbench.corpus.counting import small
from workbench.landscape.holders import held_years, holder_years, holders, left_out_of_held_series
from workbench.landscape.scope import Scope
from workbench.landscape.sentences import last_complete_row, missing_findings
from workbench.measures.life_cycle import (
    technology_ageing,
    technology_growth_rate,
    technology_maturity,
    technology_novelty,
)
from workbench.tables import Cell, Condition, Evidence, Finding, LeftOut, RowValue, Table

MEAN_YEARS = 3
"""The path is smoothed over so many years."""
SMALL_MEAN = 10
"""Below this mean of filings a stage is not named."""
_UNCHANGED_FROM = 0.9
_FALLING = ("decline", "cooling")


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
    """Name the stage from the last complete three years against the three before, if the numbers carry it.

    They do not where the mean stood more than a tenth higher in between: then it rose and fell again.
    """
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
    means = filings.to_list()
    top = max(range(former, last + 1), key=means.__getitem__)
    if stage not in _FALLING and means[last] < _UNCHANGED_FROM * means[top]:
        slots["top_year"] = Cell(table, top, table.frame.columns[0])
        slots["top"] = Cell(table, top, "mean_filing_count")
        return (Finding.of("cycle_turned", **slots),)
    return (Finding.of(f"cycle_{stage}", **slots),)


def _stage(filings: float, applicants: float) -> str:
    """Return the stage by how filings and applicants changed; a tenth either way counts as unchanged."""
    if filings > 1.1:
        return "growth" if applicants > 1.1 else "consolidation"
    if filings >= _UNCHANGED_FROM:
        return "maturity"
    return "decline" if applicants < _UNCHANGED_FROM else "cooling"


def technology_indicators(scope: Scope) -> Table:
    """Compute the four indicators of the patent indicator method (专利指标法), year by year.

    Returns
    -------
    Table
        The year, ``invention_count`` a, ``utility_model_count`` b, ``design_count`` c,
        ``technology_growth_rate`` v = a / A with A the inventions of the year and the four before it,
        ``technology_maturity`` α = a / (a + b), ``technology_ageing`` β = (a + b) / (a + b + c),
        ``technology_novelty`` N = √(v² + α²), ``is_complete``. A value without base is null; v needs five
        years.
    """
    year = scope.year_column
    typed = scope.year_counts.filter(pl.col("patent_type").is_in(list(_TYPES)))
    counts = typed.group_by("year").agg(
        pl.col("units").filter(pl.col("patent_type") == name).sum().alias(column)
        for name, column in _TYPES.items()
    )
    columns = list(_TYPES.values())
    frame = scope.every_year(counts) if len(counts) else pl.DataFrame(schema=_no_indicators(year))
    is_year = Condition("year", "==", RowValue(year))
    cells = {column: (is_year, Condition("patent_type", "==", name)) for name, column in _TYPES.items()}
    return scope.table(
        "technology_indicators",
        _with_indicators(frame).select(year, *columns, *_INDICATORS, "is_complete"),
        evidence=Evidence(scope.dated.select("record", "year", "patent_type"), cells),
        left_out=[
            LeftOut("no_date_or_type", scope.counted - sum(int(frame[column].sum()) for column in columns))
        ],
        notes=("stage_is_a_reading",) if len(frame) else (scope.lacking("missing_patent_type"),),
        formats={year: "year", **dict.fromkeys(columns, "count"), **dict.fromkeys(_INDICATORS, "index")},
    )


_TYPES = {"invention": "invention_count", "utility_model": "utility_model_count", "design": "design_count"}
_INDICATORS = ("technology_growth_rate", "technology_maturity", "technology_ageing", "technology_novelty")
_SPAN_YEARS = 5


def _no_indicators(year: str) -> dict[str, Any]:
    return {year: pl.Int64, **dict.fromkeys(_TYPES.values(), pl.Int64), "is_complete": pl.Boolean}


def _with_indicators(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the indicators, row by row: a table of years is short."""
    inventions = frame["invention_count"]
    sums = inventions.rolling_sum(_SPAN_YEARS).to_list()
    counts = frame.select(list(_TYPES.values())).rows()
    rows = [_indicators(a, b, c, five) for (a, b, c), five in zip(counts, sums, strict=True)]
    return frame.hstack(pl.DataFrame(rows, schema=dict.fromkeys(_INDICATORS, pl.Float64), orient="row"))


def _indicators(a: int, b: int, c: int, five: int | None) -> tuple[float | None, ...]:
    growth = technology_growth_rate(a, five) if five else None
    maturity = technology_maturity(a, b) if a + b else None
    ageing = technology_ageing(a, b, c) if a + b + c else None
    novelty = None if growth is None or maturity is None else technology_novelty(growth, maturity)
    return growth, maturity, ageing, novelty


def technology_indicators_findings(table: Table) -> tuple[Finding, ...]:
    """Compare the novelty coefficient of the last complete year with that of five years before."""
    if table.is_empty():
        return missing_findings(table)
    last = last_complete_row(table)
    former = last - _SPAN_YEARS
    novelty = table.frame["technology_novelty"]
    if former < 0 or novelty[last] is None or novelty[former] is None:
        return (Finding.of("indicators_too_short"),)
    if min(table.frame["invention_count"][last], table.frame["invention_count"][former]) < SMALL_MEAN:
        return (Finding.of("indicators_few"),)
    change = novelty[last] - novelty[former]
    meaning = "steady" if abs(change) < 0.02 else "up" if change > 0 else "down"
    year = table.frame.columns[0]
    return (
        Finding.of(
            f"indicators_{meaning}",
            former=Cell(table, former, year),
            former_novelty=Cell(table, former, "technology_novelty"),
            last=Cell(table, last, year),
            last_novelty=Cell(table, last, "technology_novelty"),
        ),
    )
