"""Which years are complete, given that filed applications stay unpublished for a while?"""

from datetime import date
from functools import cache

import polars as pl

from workbench.reference import facts
from workbench.tables import DateBasis

MATERIAL_SHARE = 0.1
"""A type and route below this share of the units does not make a year incomplete."""


def complete_years(
    series: tuple[int, int] | None, year_counts: pl.DataFrame, basis: DateBasis, cut_off: date | None
) -> pl.DataFrame:
    """Return ``year`` and ``is_complete`` for every year of a series.

    A filing or priority year is complete when the cut-off lies at least one publication lag after its
    31 December, for every patent type and route that makes up 10 % of the units or more. A publication
    or grant year is complete when it has ended by the cut-off. Without a cut-off nothing is known: null.
    """
    first, last = series or (0, -1)
    years = pl.DataFrame({"year": pl.arange(first, last + 1, eager=True, dtype=pl.Int64)})
    if cut_off is None:
        return years.with_columns(is_complete=pl.lit(None, dtype=pl.Boolean))
    whole = last_complete_year(cut_off, lag_months(year_counts, basis))
    return years.with_columns(is_complete=pl.col("year") <= whole)


def last_complete_year(cut_off: date, months: int) -> int:
    """Return the last year whose 31 December lies ``months`` or more before the cut-off."""
    month_count = cut_off.year * 12 + cut_off.month - 1 - months
    ended = month_count % 12 == 11 and (cut_off.day == 31 or _is_last_day(cut_off))
    return month_count // 12 - (0 if ended else 1)


def lag_months(year_counts: pl.DataFrame, basis: DateBasis) -> int:
    """Return the longest lag among the types and routes that matter in these counts."""
    if basis in ("publication_date", "grant_date"):
        return 0
    kinds = year_counts.group_by("patent_type", "route").agg(pl.col("units").sum())
    material = kinds.filter(pl.col("units") >= MATERIAL_SHARE * float(kinds["units"].sum()))
    lags = _lags(basis)
    found = [lags.get((kind or "other", route or _usual_route(kind))) for kind, route, _ in material.rows()]
    return max((months for months in found if months is not None), default=lags["other", "national"])


def _usual_route(patent_type: str | None) -> str:
    return "pct" if patent_type == "pct" else "national"


@cache
def _lags(basis: DateBasis) -> dict[tuple[str, str], int]:
    column = "priority_months" if basis == "priority_date" else "filing_months"
    return {(lag["patent_type"], lag["route"]): lag[column] for lag in facts("publication_lag")["lag"]}


def _is_last_day(day: date) -> bool:
    return date.fromordinal(day.toordinal() + 1).month != day.month
