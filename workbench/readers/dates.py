"""Dates in every form vendors write, as dates; what cannot be read stays null and is counted."""

from datetime import date
from typing import Final, Literal

import polars as pl

from workbench.readers.cells import BLANKS, MISSING, by_kind, computed, flattened, nested

Order = Literal["mdy", "dmy"]

EXCEL_EPOCH: Final = date(1899, 12, 30)
ZERO_DATES: Final = (date(1899, 12, 30), date(1899, 12, 31))
"""What an empty cell becomes where a spreadsheet takes it for a date."""
NO_DATE: Final = (*MISSING, "0", "00000000", "0000-00-00", "0000/00/00", "0000.00.00", "NA")

_YEAR_FIRST: Final = r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})"
_COMPACT: Final = r"^(\d{8})(?:\.0)?(?:\D|$)"
_DOTTED: Final = r"^(\d{1,2})\.(\d{1,2})\.(\d{4})"
_SLASHED: Final = r"^(\d{1,2})[/-](\d{1,2})[/-](\d{4})"
_SERIAL: Final = r"^(\d{5})(?:\.\d+)?$"
_WORDED: Final = (
    ("%d-%b-%Y", r"^(\d{1,2}-[A-Za-z]{3}-\d{4})"),
    ("%d %b %Y", r"^(\d{1,2} [A-Za-z]{3} \d{4})"),
    ("%b %d, %Y", r"^([A-Za-z]{3} \d{1,2}, \d{4})"),
)
TWO_DIGIT: Final = r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{2})(?:\s|$)"


def parse_date(column: pl.Expr, order: Order = "mdy") -> pl.Expr:
    """Return the dates in text, zero dates included; the first of several in a cell.

    Read: ISO with or without time, YYYYMMDD, YYYY/MM/DD, YYYY.MM.DD, 2020年1月5日, DD.MM.YYYY, M/D/YYYY
    or D/M/YYYY as ``order`` says, spreadsheet serials, 05-Jan-2020 and Jan 5, 2020.
    """
    plain = column.str.strip_chars(BLANKS + "[]'\"")
    first, second = ("1", "2") if order == "mdy" else ("2", "1")
    read = pl.coalesce(
        _joined(plain, _YEAR_FIRST, ("1", "2", "3")),
        plain.str.extract(_COMPACT, 1).str.to_date("%Y%m%d", strict=False),
        _joined(plain, _DOTTED, ("3", "2", "1")),
        _joined(plain, _SLASHED, ("3", first, second)),
        _from_serial(plain),
        *(plain.str.extract(pattern, 1).str.to_date(form, strict=False) for form, pattern in _WORDED),
    )
    return pl.when(read.dt.year().is_between(1700, 2100)).then(read)


def dates(cells: pl.Series, order: Order = "mdy", years: pl.Series | None = None) -> pl.Series:
    """Return a column of dates, zero dates null; two-digit years settled by a column of years.

    Each different cell is read once: a hundred thousand rows hold a few thousand dates.
    """
    read = by_kind(cells, lambda kinds: computed(kinds, lambda cell: parse_date(cell, order)))
    is_zero = read.is_in(list(ZERO_DATES))
    if is_zero.any():
        read = read.set(is_zero.fill_null(value=False), None)
    if years is None or not cells.unique().str.strip_chars(BLANKS).str.contains(TWO_DIGIT).any():
        return read
    frame = pl.DataFrame({"read": read, "cell": cells, "year": years})
    settled = _with_year(pl.col("cell"), order, pl.col("year"))
    return frame.select(pl.coalesce("read", settled)).to_series()


def date_lists(lists: pl.Series, order: Order = "mdy") -> pl.Series:
    """Return lists of dates from lists of text, in step with them; zero dates null."""
    return nested(dates(flattened(lists), order), lists)


def date_faults(kinds: pl.DataFrame, order: Order) -> pl.DataFrame:
    """Tell of different cells of a date column which are at fault.

    Parameters
    ----------
    kinds : DataFrame
        ``cell`` and, where the table has a column of years, ``year``.
    order : str
        Day or month first.

    Returns
    -------
    DataFrame
        ``kinds`` with ``fault``: zero_dates, two_digit_years, unreadable_dates or null.
    """
    plain = pl.col("cell").str.strip_chars(BLANKS)
    read = parse_date(pl.col("cell"), order)
    if "year" in kinds.columns:
        read = pl.coalesce(read, _with_year(pl.col("cell"), order, pl.col("year")))
    fault = (
        pl.when(read.is_in(list(ZERO_DATES)))
        .then(pl.lit("zero_dates"))
        .when(plain.is_null() | plain.is_in(list(NO_DATE)) | read.is_not_null())
        .then(pl.lit(None, dtype=pl.String))
        .when(plain.str.contains(TWO_DIGIT))
        .then(pl.lit("two_digit_years"))
        .otherwise(pl.lit("unreadable_dates"))
    )
    return kinds.with_columns(fault=fault)


def order_of(sample: pl.Series, stated: str) -> Order:
    """Return whether day or month comes first in a column of slashed dates: what a sample proves, or stated."""
    parts = sample.drop_nulls().str.strip_chars(BLANKS).str.extract_groups(_SLASHED)
    first = parts.struct.field("1").cast(pl.Int32).max()
    second = parts.struct.field("2").cast(pl.Int32).max()
    if isinstance(first, int) and first > 12:
        return "dmy"
    if isinstance(second, int) and second > 12:
        return "mdy"
    return "dmy" if stated == "dmy" else "mdy"


def _joined(column: pl.Expr, pattern: str, parts: tuple[str, str, str]) -> pl.Expr:
    groups = column.str.extract_groups(pattern)
    spelled = pl.concat_str((groups.struct.field(part) for part in parts), separator="-")
    return spelled.str.to_date("%Y-%m-%d", strict=False)


def _from_serial(column: pl.Expr) -> pl.Expr:
    days = column.str.extract(_SERIAL, 1).cast(pl.Int32)
    return pl.lit(EXCEL_EPOCH) + pl.duration(days=days)


def _with_year(column: pl.Expr, order: Order, year: pl.Expr) -> pl.Expr:
    groups = column.str.strip_chars(BLANKS).str.extract_groups(TWO_DIGIT)
    first, second = ("1", "2") if order == "mdy" else ("2", "1")
    full = year.str.extract(r"(\d{4})", 1)
    spelled = pl.concat_str(full, groups.struct.field(first), groups.struct.field(second), separator="-")
    is_same = full.str.slice(2) == groups.struct.field("3")
    return pl.when(is_same).then(spelled.str.to_date("%Y-%m-%d", strict=False))
