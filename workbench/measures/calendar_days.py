"""Periods of years and months by the calendar."""

import calendar
from datetime import date


def corresponding_day(day: date, *, years: int = 0, months: int = 0) -> date:
    """Return the day on which a period that starts on a day ends.

    Parameters
    ----------
    day : date
        Where the period starts.
    years, months : int
        Its length. [years, months]

    Returns
    -------
    date
        The day of the same number in the last month; where that month has no such day, its last.

    Raises
    ------
    ValueError
        If that day lies past the year 9999.

    References
    ----------
    .. [1] Implementing Regulations of the Patent Law of the PRC, rule 5; EPC Implementing Regulations,
       rule 131(4).

    Examples
    --------
    >>> corresponding_day(date(2020, 2, 29), years=10)
    datetime.date(2030, 2, 28)
    """
    count = day.year * 12 + day.month - 1 + years * 12 + months
    year, month = divmod(count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
