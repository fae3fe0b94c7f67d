"""Complete years, cut into slices that may be compared."""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.route.scope import Route

PERIOD_YEARS: Final = 5
_EARLY_SHARE: Final = 0.05

Period = tuple[int, int]


def periods(route: Route, years: int = PERIOD_YEARS) -> list[Period]:
    """Return slices of so many complete years, the last one ending with the last complete year.

    Years that are not known to be complete count as complete where nothing is known of any. The first slice
    takes in what is older, where that is at most 5 % of the documents; else it is a slice of its own.
    Where the years do not fill two slices, they are halved.
    """
    known = route.complete.filter(pl.col("is_complete").fill_null(True))["year"]
    if known.is_empty():
        return []
    first, last = int(known[0]), int(known[-1])
    length = min(years, max((last - first + 1) // 2, 1))
    begins = list(range(last - length + 1, first - 1, -length))[::-1]
    dated = route.documents["year"].drop_nulls()
    while len(begins) > 2 and int((dated < begins[1]).sum()) <= _EARLY_SHARE * len(dated):
        begins = begins[1:]
    if begins[0] > first:
        begins[0] = first
    return [(begin, end) for begin, end in zip(begins, [*(at - 1 for at in begins[1:]), last], strict=True)]


def period_name(period: Period) -> str:
    """Return a period as it is printed: 2018–2022."""
    return f"{period[0]}–{period[1]}" if period[0] != period[1] else str(period[0])


def period_of(years: pl.Series, found: list[Period]) -> NDArray[np.int64]:
    """Return the number of the period of each year; -1 outside of all."""
    place = np.full(years.len(), -1, dtype=np.int64)
    number = years.fill_null(-9999).to_numpy()
    for at, (first, last) in enumerate(found):
        place[(number >= first) & (number <= last)] = at
    return place
