"""Complete years, cut into periods that may be compared."""

import narwhals as nw
import polars as pl

from workbench.landscape.scope import Scope

PERIOD_YEARS = 5

Period = tuple[int, int]


def complete_series(scope: Scope) -> list[int]:
    """Return the years of the series that are complete; without a cut-off, all of them."""
    years: list[int] = scope.complete.filter(pl.col("is_complete").fill_null(True))["year"].to_list()
    return years


def last_two_periods(scope: Scope) -> tuple[Period, Period] | None:
    """Return the former and the recent period: five complete years each, fewer where the series is short."""
    years = complete_series(scope)
    length = min(PERIOD_YEARS, len(years) // 2)
    if not length:
        return None
    last = years[-1]
    return (last - 2 * length + 1, last - length), (last - length + 1, last)


def periods(scope: Scope) -> list[Period]:
    """Return whole periods of five complete years, the last one ending with the last complete year."""
    years = complete_series(scope)
    ends = range(len(years) - 1, PERIOD_YEARS - 2, -PERIOD_YEARS)
    return [(years[end - PERIOD_YEARS + 1], years[end]) for end in reversed(ends)]


def period_name(period: Period) -> str:
    """Return a period as it is printed: 2018–2022."""
    return f"{period[0]}–{period[1]}"


def period_of(year: nw.Expr, found: list[Period]) -> nw.Expr:
    """Return the number of the period that a year falls in; null outside of all."""
    place = nw.lit(None, dtype=nw.Int32)
    for number, (first, last) in enumerate(found):
        place = nw.when((year >= first) & (year <= last)).then(nw.lit(number, dtype=nw.Int32)).otherwise(place)
    return place
