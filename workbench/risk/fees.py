"""Which fees keep a right in force, and when do they fall due?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from workbench.measures.calendar_days import corresponding_day
from workbench.reference import facts
from workbench.risk.right import Right
from workbench.risk.term import term_of


@dataclass(frozen=True)
class FeeDay:
    """One fee: its year (or the months after grant), its last days, and its standard amount.

    Attributes
    ----------
    fee_year : int
        The year of the right that the fee pays for; in the United States the number of the fee.
    due_date, grace_until : date
        Last day without and with surcharge.
    fee_cny, late_fee_cny : int or None
        Standard annual fee, and the surcharge in the last month of grace. None where no amount is held. [CNY]
    """

    fee_year: int
    due_date: date
    grace_until: date
    fee_cny: int | None = None
    late_fee_cny: int | None = None


def fee_days(right: Right) -> tuple[FeeDay, ...]:
    """Return the fees from the grant to the end of the term, none where no schedule is held."""
    schedule = schedule_of(right)
    ends = term_of(right).statutory_end
    if schedule is None or right.grant_date is None or ends is None:
        return ()
    days = _by_months(right.grant_date, schedule) if "months_after" in schedule else _by_years(right, schedule)
    return tuple(day for day in days if right.grant_date < day.due_date < ends)


def schedule_of(right: Right) -> dict[str, Any] | None:
    """Return the schedule of fees that covers a right, or none."""
    found = (
        row
        for row in facts("annuities")["schedule"]
        if row["office"] == right.office and right.patent_type in row["patent_types"]
    )
    return next(found, None)


def late_fee_cny(fee: int, months_late: int) -> int:
    """Return the surcharge on a Chinese annual fee paid in the n-th month of grace. [CNY]"""
    row = next(row for row in facts("annuities")["schedule"] if row["office"] == "CN")
    charged: int = max(min(months_late, row["grace_months"]) - row["free_grace_months"], 0)
    share: float = row["late_fee_share_per_month"]
    return round(fee * share * charged)


def _by_years(right: Right, schedule: dict[str, Any]) -> Iterator[FeeDay]:
    start = right.grant_date if schedule["counts_from"] == "grant_date" else right.term_starts
    if start is None:
        return
    for year in range(schedule["first_year"], 26):
        due = corresponding_day(start, years=year - 1)
        fee = _amount(right, year)
        late = None if fee is None else late_fee_cny(fee, schedule["grace_months"])
        yield FeeDay(year, due, corresponding_day(due, months=schedule["grace_months"]), fee, late)


def _by_months(granted: date, schedule: dict[str, Any]) -> Iterator[FeeDay]:
    for number, months in enumerate(schedule["months_after"], start=1):
        due = corresponding_day(granted, months=months)
        yield FeeDay(number, due, corresponding_day(granted, months=months + schedule["grace_months"]))


def _amount(right: Right, year: int) -> int | None:
    """Return the standard fee of a year, where it is held."""
    for row in facts("annuities")["fee"]:
        if (row["office"], row["patent_type"]) == (right.office, right.patent_type):
            return next((amount for last, amount in row["bands"] if year <= last), None)
    return None
