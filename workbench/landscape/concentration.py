"""How concentrated is filing, and is that changing?"""

from typing import Any

import narwhals as nw
import numpy as np
import polars as pl

from workbench.corpus.counting import small
from workbench.landscape.holders import held_years, holder_years, holders, left_out_of_held_series
from workbench.landscape.periods import Period, period_name, period_of, periods
from workbench.landscape.scope import Scope
from workbench.landscape.sentences import missing_findings
from workbench.measures.concentration import concentration_ratio, herfindahl_hirschman
from workbench.tables import Cell, Condition, Evidence, Finding, RowValue, Table

_RATIOS = {"top_3_share": 3, "top_5_share": 5, "top_10_share": 10}
FEW_HOLDERS = 10
"""With fewer applicants than this a period's indices say little: it is marked."""


def applicant_concentration(scope: Scope) -> Table:
    """Measure how much the largest applicants hold, over all years and in periods of five complete years.

    Returns
    -------
    Table
        ``period``, its ``first_year`` and ``last_year``, ``filing_count`` (units that name an applicant),
        ``applicant_count``, ``top_3_share``, ``top_5_share``, ``top_10_share`` and
        ``herfindahl_hirschman``. The first row is the whole series. The shares are shares of patents, not
        of a market: the bands of antitrust law are not applied.
    """
    held = holders(scope)
    frame = _measured(scope)
    conditions = (
        Condition("year", ">=", RowValue("first_year")),
        Condition("year", "<=", RowValue("last_year")),
    )
    return scope.table(
        "applicant_concentration",
        frame,
        evidence=Evidence(
            held.filter(nw.col("is_first")).select("record", "year"), {"filing_count": conditions}
        ),
        left_out=left_out_of_held_series(scope),
        notes=("patent_shares",) if len(frame) else (scope.lacking("missing_applicant"),),
        formats=_FORMATS,
        counting=scope.counting,
    )


_SCHEMA = {
    "period": pl.String,
    "first_year": pl.Int64,
    "last_year": pl.Int64,
    "filing_count": pl.Int64,
    "applicant_count": pl.Int64,
    **dict.fromkeys(_RATIOS, pl.Float64),
    "herfindahl_hirschman": pl.Float64,
}
_FORMATS = {
    "first_year": "year",
    "last_year": "year",
    "filing_count": "count",
    "applicant_count": "count",
    **dict.fromkeys(_RATIOS, "share"),
    "herfindahl_hirschman": "index",
}


def _measured(scope: Scope) -> pl.DataFrame:
    """Return the rows of the whole series and, where there are two or more, of its periods."""
    if scope.series is None:
        return pl.DataFrame(schema=_SCHEMA)
    found = periods(scope)
    groups = ([scope.series], found) if len(found) > 1 else ([scope.series],)
    rows = [row for spans in groups for row in _rows(scope, spans)]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _rows(scope: Scope, spans: list[Period]) -> list[tuple[Any, ...]]:
    """Return a row for each of some periods that do not overlap; one without applicants has none."""
    histograms = _histograms(scope, spans)
    found = [(span, histograms.filter(pl.col("place") == number)) for number, span in enumerate(spans)]
    return [_row(span, _units(scope, span), counts) for span, counts in found if len(counts)]


def _histograms(scope: Scope, spans: list[Period]) -> pl.DataFrame:
    """Return how many applicants (``holder_count``) hold how many units in each period (``place``)."""
    place = period_of(nw.col("year"), spans)
    held = holder_years(scope).with_columns(place=place).filter(~nw.col("place").is_null())
    sums = held.group_by("place", "applicant").agg(nw.col("filing_count").sum())
    return small(sums.group_by("place", "filing_count").agg(holder_count=nw.len()))


def _units(scope: Scope, span: Period) -> int:
    return int(held_years(scope).filter(pl.col("year").is_between(*span))["filing_count"].sum())


def _row(span: Period, units: int, histogram: pl.DataFrame) -> tuple[Any, ...]:
    ordered = histogram.sort("filing_count")  # sums of floats depend on the order
    counts = np.repeat(ordered["filing_count"].to_numpy(), ordered["holder_count"].to_numpy())
    ratios = (concentration_ratio(counts, number) for number in _RATIOS.values())
    return (period_name(span), *span, units, len(counts), *ratios, herfindahl_hirschman(counts))


def applicant_concentration_findings(table: Table) -> tuple[Finding, ...]:
    """Say what the largest five hold, whether that has risen or fallen, and where the numbers are few."""
    if table.is_empty():
        return missing_findings(table)
    told = [
        Finding.of(
            "concentration_now",
            period=Cell(table, 0, "period"),
            applicants=Cell(table, 0, "applicant_count"),
            share=Cell(table, 0, "top_5_share"),
            index=Cell(table, 0, "herfindahl_hirschman"),
        )
    ]
    if table.frame["applicant_count"][0] < FEW_HOLDERS:
        return (*told, Finding.of("concentration_few", applicants=Cell(table, 0, "applicant_count")))
    if table.frame.height > 2:
        told.append(_change(table))
    return tuple(told)


def _change(table: Table) -> Finding:
    """Compare the top five's share in the last two periods."""
    last = table.frame.height - 1
    former, recent = table.frame["top_5_share"][last - 1], table.frame["top_5_share"][last]
    slots: dict[str, Any] = {
        "former": Cell(table, last - 1, "period"),
        "former_share": Cell(table, last - 1, "top_5_share"),
        "recent": Cell(table, last, "period"),
        "recent_share": Cell(table, last, "top_5_share"),
    }
    if min(table.frame["applicant_count"][last - 1 :]) < FEW_HOLDERS:
        return Finding.of("concentration_change_few", **slots)
    change = recent - former
    meaning = "steady" if abs(change) < 0.02 else "up" if change > 0 else "down"
    return Finding.of(f"concentration_{meaning}", **slots)
