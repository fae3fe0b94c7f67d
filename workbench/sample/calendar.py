"""Days as whole numbers since 1970-01-01: months added, gazette days, years."""

from datetime import date

import numpy as np
import polars as pl

from workbench.sample.chance import Ints

EPOCH = date(1970, 1, 1)


def day_of(when: date) -> int:
    """Return the day number of a date."""
    return (when - EPOCH).days


def days_of_years(years: Ints) -> Ints:
    """Return the day number of 1 January of each year."""
    return (years - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)


def year_of(days: Ints) -> Ints:
    """Return the calendar year of each day."""
    return days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


def add_months(days: Ints, months: int | Ints) -> Ints:
    """Return the same day of the month so many months later, or the last day of a shorter month."""
    dates = days.astype("datetime64[D]")
    month = dates.astype("datetime64[M]")
    offset = (dates - month.astype("datetime64[D]")).astype(np.int64)
    target = month + np.asarray(months, dtype=np.int64)
    start = target.astype("datetime64[D]").astype(np.int64)
    length = (target + 1).astype("datetime64[D]").astype(np.int64) - start
    return np.asarray(start + np.minimum(offset, length - 1))


def next_gazette(days: Ints) -> Ints:
    """Return the next Tuesday or Friday, the days on which the Chinese gazette appears."""
    weekday = (days + 3) % 7  # Monday is 0
    return np.asarray(days + np.array([1, 0, 3, 2, 1, 0, 2])[weekday])


def as_dates(days: Ints, missing: int | None = None) -> pl.Series:
    """Return a polars date column; ``missing`` stands for an unknown day."""
    series = pl.Series(days.astype(np.int32)).cast(pl.Date)
    if missing is None:
        return series
    return series.set(pl.Series(days == missing), None)
