"""How concentrated is filing, and is that changing?"""

from typing import Any

import narwhals as nw
import numpy as np
import polars as pl

from workbench.corpus.counting import kept, small
from workbench.landscape.holders import held_years, holder_years, holders, left_out_of_held_series
from workbench.landscape.periods import Period, period_name, period_of, periods
from workbench.landscape.scope import Scope
from workbench.landscape.sentences import missing_findings
from workbench.measures.concentration import concentration_ratio, herfindahl_hirschman
from workbench.tables import Cell, Condition, Evidence, Finding, RowValue, Table

_RATIOS = {"top_3_share": 3, "top_5_share": 5, "top_10_share": 10}
_FAR_DOWN = 99
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
    groups = _groups(scope)
    rows = [row for spans in groups for row in _rows(scope, spans)]
    frame = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    return scope.table(
        "applicant_concentration",
        frame,
        evidence=_evidence(scope, groups) if groups else None,
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


def _groups(scope: Scope) -> list[list[Period]]:
    """Return the whole series and, where there are two or more, its periods: spans that do not overlap."""
    if scope.series is None:
        return []
    found = periods(scope)
    return [[scope.series], found] if len(found) > 1 else [[scope.series]]


def _rows(scope: Scope, spans: list[Period]) -> list[tuple[Any, ...]]:
    """Return a row for each of some periods that do not overlap; one without applicants has none."""
    histograms = _histograms(scope, spans)
    found = [(span, histograms.filter(pl.col("place") == number)) for number, span in enumerate(spans)]
    return [_row(span, _units(scope, span), counts) for span, counts in found if len(counts)]


def _histograms(scope: Scope, spans: list[Period]) -> pl.DataFrame:
    """Return how many applicants (``holder_count``) hold how many units in each period (``place``)."""
    counts = _sums(scope, spans).group_by("place", "filing_count").agg(holder_count=nw.len())
    return scope.remembered(f"histograms:{spans}", lambda: small(counts))


def _sums(scope: Scope, spans: list[Period]) -> nw.LazyFrame[Any]:
    """Return ``place``, ``applicant`` and ``filing_count``, kept."""
    place = period_of(nw.col("year"), spans)
    held = holder_years(scope).with_columns(place=place).filter(~nw.col("place").is_null())
    sums = held.group_by("place", "applicant").agg(nw.col("filing_count").sum())
    return scope.remembered(f"sums:{spans}", lambda: kept(sums))


def _evidence(scope: Scope, groups: list[list[Period]]) -> Evidence:
    """Return the units by period, with how far down the ranking their first applicant stands."""
    listed = [_banded(scope, spans) for spans in groups]
    of_period = Condition("period", "==", RowValue("period"))
    cells: dict[str, tuple[Condition, ...]] = {"filing_count": (of_period,)}
    if scope.counting == "first":
        for column, number in _RATIOS.items():
            cells[column] = (of_period, Condition("band", "<=", number))
    return Evidence(nw.concat(listed), cells)


def _banded(scope: Scope, spans: list[Period]) -> nw.LazyFrame[Any]:
    """Return ``record``, ``period`` and ``band``: of the first 3, 5, 10 applicants or further down."""
    year, applicant = nw.col("year"), nw.col("applicant").cast(nw.String)
    names = _largest(scope, spans) if scope.counting == "first" else {}
    period, band = nw.lit(None, dtype=nw.String), nw.lit(_FAR_DOWN)
    for number, span in enumerate(spans):
        inside = (year >= span[0]) & (year <= span[1])
        period = nw.when(inside).then(nw.lit(period_name(span))).otherwise(period)
        for most in sorted(_RATIOS.values(), reverse=True):
            is_listed = inside & applicant.is_in(names.get(number, [])[:most])
            band = nw.when(is_listed).then(nw.lit(most)).otherwise(band)
    first = holders(scope).filter(nw.col("is_first"))
    return first.select("record", period=period, band=band).filter(~nw.col("period").is_null())


def _largest(scope: Scope, spans: list[Period]) -> dict[int, list[str]]:
    """Return the ten largest applicants of each period, ties in order of name."""
    most, least = max(_RATIOS.values()), nw.lit(0)
    for (number,), counts in _histograms(scope, spans).group_by("place"):
        ordered = counts.sort("filing_count", descending=True)
        within = ordered.filter(pl.col("holder_count").cum_sum() - pl.col("holder_count") < most)
        floor = nw.lit(int(within["filing_count"][-1]))
        least = nw.when(nw.col("place") == number).then(floor).otherwise(least)
    found = small(_sums(scope, spans).filter(nw.col("filing_count") >= least))
    ordered = found.sort("filing_count", "applicant", descending=[True, False])
    return {
        int(number): part["applicant"].head(most).to_list()
        for (number,), part in ordered.group_by("place", maintain_order=True)
    }


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
