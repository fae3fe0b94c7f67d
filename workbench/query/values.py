"""Dates, whole numbers and classification symbols as people write them in queries."""

import calendar
import re
from datetime import date, timedelta
from typing import Final

OPEN_ENDS: Final = ("", "*", "null", "beg", "now")
_DATE: Final = re.compile(
    r"(?P<y>\d{4})(?:(?P<s>[-./年]?)(?P<m>\d{1,2})(?:月?)(?:(?P=s)(?P<d>\d{1,2})日?)?)?年?月?|"
    r"(?P<y2>\d{4})年(?P<m2>\d{1,2})月(?P<d2>\d{1,2})日"
)
_SYMBOL: Final = re.compile(r"([A-HY])(?:(\d{2})(?:([A-Z])(?:(\d{1,4})(?:/(\d{2,6}))?)?)?)?")
_STANDARD: Final = re.compile(r"([A-HY]\d{2}[A-Z])(\d{4})(\d{2,6})")
_LOCARNO: Final = re.compile(r"(?:LOC\(?\d*\)?(?:CL\.?)?)?(\d{1,2})(?:-?(\d{2}))?")


def period(text: str) -> tuple[date, date] | None:
    """Return the first and last day of a date, a month or a year as written; ``None`` if it is none."""
    found = _DATE.fullmatch(text.strip().strip("'\""))
    if found is None:
        return None
    given = found.groupdict()
    year, month, day = (given[name] or given[f"{name}2"] for name in "ymd")
    if given["s"] == "" and month and len(month) == 1:
        return None
    try:
        if month is None:
            return date(int(year), 1, 1), date(int(year), 12, 31)
        last = calendar.monthrange(int(year), int(month))[1]
        if day is None:
            return date(int(year), int(month), 1), date(int(year), int(month), last)
        return (single := date(int(year), int(month), int(day)), single)
    except (ValueError, calendar.IllegalMonthError):
        return None


def moved_day(text: str, *, last: bool) -> str | None:
    """Return the day meant by a 29th, 30th or 31st that its month has not; ``None`` for any other text.

    The end of a range falls back to the last day of the month, its beginning moves on to the next month.
    """
    found = re.fullmatch(r"(\d{4})(-?)(\d{2})\2(29|30|31)", text.strip())
    if found is None or period(text) is not None:
        return None
    month = period(f"{found[1]}-{found[3]}")
    if month is None:
        return None
    return (month[1] if last else month[1] + timedelta(days=1)).isoformat()


def day_limits(low: str, high: str, low_in: bool, high_in: bool) -> tuple[str | None, str | None] | None:
    """Return the first and last day that a range takes in; ``None`` where an end is no date."""
    ends: list[str | None] = []
    for text, inclusive, side in ((low, low_in, 0), (high, high_in, 1)):
        if text.lower() in OPEN_ENDS:
            ends.append(None)
            continue
        span = period(text)
        if span is None:
            return None
        step = timedelta(days=1 if side == 0 else -1)
        try:
            ends.append((span[side] if inclusive else span[1 - side] + step).isoformat())
        except OverflowError:
            return None
    return ends[0], ends[1]


def number_limits(low: str, high: str, low_in: bool, high_in: bool) -> tuple[str | None, str | None] | None:
    """Return the least and greatest whole number of a range; ``None`` where an end is no whole number."""
    ends: list[str | None] = []
    for text, inclusive, step in ((low, low_in, 1), (high, high_in, -1)):
        if text.lower() in OPEN_ENDS:
            ends.append(None)
        elif re.fullmatch(r"[0-9]{1,9}", text):
            ends.append(str(int(text) + (0 if inclusive else step)))
        else:
            return None
    return ends[0], ends[1]


def symbol(text: str, scheme: str) -> str | None:
    """Return a classification symbol in the corpus's spelling, ``H01M10/0525``; ``None`` if it is none."""
    plain = re.sub(r"[\s-]+" if scheme != "locarno" else r"\s+", "", text).upper()
    if scheme == "locarno":
        found = _LOCARNO.fullmatch(plain)
        return f"{int(found[1]):02d}" + (f"-{found[2]}" if found[2] else "") if found else None
    if scheme == "industry":
        return text.strip() or None
    if found := _STANDARD.fullmatch(plain):
        subgroup = found[3].rstrip("0")
        return f"{found[1]}{int(found[2])}/{subgroup.ljust(2, '0')}"
    found = _SYMBOL.fullmatch(plain)
    if found is None:
        return None
    if found[4] is None:
        return plain
    return f"{plain[:4]}{int(found[4])}/{found[5] or '00'}"


def is_main_group(text: str) -> bool:
    """Tell whether a symbol is a main group: ``H01M10/00``."""
    return bool(re.fullmatch(r"[A-HY]\d{2}[A-Z]\d{1,4}/0+", text))


def symbol_key(text: str) -> str:
    """Return a symbol so that keys sort as symbols do: the main group padded with zeros."""
    found = re.fullmatch(r"([A-HY]\d{2}[A-Z])(\d{1,4})(/\d+)?", text)
    return f"{found[1]}{int(found[2]):04d}{found[3] or ''}" if found else text
