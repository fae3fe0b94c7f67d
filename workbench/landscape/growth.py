"""How fast did filing grow, period by period?"""

from typing import Any

import polars as pl

from workbench.landscape.periods import Period, last_two_periods, period_name, periods
from workbench.landscape.scope import Scope
from workbench.landscape.sentences import missing_findings, unit_words
from workbench.measures.growth import compound_annual_growth, growth_rate
from workbench.tables import Cell, Condition, Evidence, Finding, LeftOut, RowValue, Table


def filing_periods(scope: Scope) -> Table:
    """Count the units in periods of complete years, and how fast they grew.

    Returns
    -------
    Table
        ``period``, ``first_year``, ``last_year``, ``filing_count``, ``period_growth_rate`` over the period
        before and ``compound_annual_growth`` from the period's first to its last year (both null on base 0).
        Periods have five years, or, where the series is short, half of its complete years.
    """
    counts = dict(scope.year_counts.group_by("year").agg(pl.col("units").sum()).rows())
    found = _periods(scope)
    sums = [sum(counts.get(year, 0) for year in range(first, last + 1)) for first, last in found]
    rows = [
        (
            period_name(span),
            *span,
            total,
            _growth(sums[place - 1] if place else 0, total),
            _compound(counts, span),
        )
        for place, (span, total) in enumerate(zip(found, sums, strict=True))
    ]
    conditions = (
        Condition("year", ">=", RowValue("first_year")),
        Condition("year", "<=", RowValue("last_year")),
    )
    return scope.table(
        "filing_periods",
        pl.DataFrame(rows, schema=_SCHEMA, orient="row"),
        evidence=Evidence(scope.dated.select("record", "year"), {"filing_count": conditions}),
        left_out=[LeftOut("outside_periods", scope.counted - sum(sums))],
        notes=() if rows else (scope.lacking("missing_complete_years"),),
        formats=_FORMATS,
    )


_SCHEMA = {
    "period": pl.String,
    "first_year": pl.Int64,
    "last_year": pl.Int64,
    "filing_count": pl.Int64,
    "period_growth_rate": pl.Float64,
    "compound_annual_growth": pl.Float64,
}
_FORMATS = {
    "first_year": "year",
    "last_year": "year",
    "filing_count": "count",
    "period_growth_rate": "share",
    "compound_annual_growth": "share",
}


def _periods(scope: Scope) -> list[Period]:
    found = periods(scope)
    return found if len(found) > 1 else list(last_two_periods(scope) or ())


def _growth(former: int, latter: int) -> float | None:
    return growth_rate(former, latter) if former else None


def _compound(counts: dict[int, int], span: Period) -> float | None:
    first, last = (counts.get(year, 0) for year in span)
    return compound_annual_growth(first, last, span[1] - span[0]) if first and span[1] > span[0] else None


def filing_periods_findings(table: Table) -> tuple[Finding, ...]:
    """Compare the last period with the one before it."""
    if table.is_empty():
        return missing_findings(table)
    last = table.frame.height - 1
    slots: dict[str, Any] = {
        "unit": unit_words(table),
        "former": Cell(table, last - 1, "period"),
        "former_count": Cell(table, last - 1, "filing_count"),
        "recent": Cell(table, last, "period"),
        "recent_count": Cell(table, last, "filing_count"),
    }
    rate = table.frame["period_growth_rate"][last]
    if rate is None:
        return (Finding.of("periods_without_base", **slots),)
    slots["rate"] = Cell(table, last, "period_growth_rate")
    meaning = "steady" if abs(rate) < 0.05 else "up" if rate > 0 else "down"
    return (Finding.of(f"periods_{meaning}", **slots),)
