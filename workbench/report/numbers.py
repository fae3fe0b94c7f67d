"""How a value is printed: one formatter for every writer, so that all formats show the same digits."""

import math
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final, Literal

import polars as pl

from workbench.labels import Language, has_words, value_words, words

Kind = Literal["count", "share", "index", "number", "year", "date", "flag", "text"]

MISSING: Final = "—"
NUMERIC_KINDS: Final = frozenset({"count", "share", "index", "number"})
EXCEL_FORMATS: Final[Mapping[str, str]] = {
    "count": "#,##0",
    "share": "0.00%",
    "index": "0.0000",
    "number": "#,##0.00",
    "year": "0",
    "date": "yyyy-mm-dd",
}
_NAMED_BY_ENDING: Final[Mapping[str, Kind]] = {"_year": "year", "_share": "share", "_count": "count"}


def kind_of(column: str, dtype: pl.DataType, formats: Mapping[str, str]) -> Kind:
    """Return how a column is printed: as the table says, else by its name, else by its type.

    Parameters
    ----------
    column : str
        Name of the column.
    dtype : polars.DataType
        Its type.
    formats : mapping
        ``Table.formats``.
    """
    if column in formats:
        return _checked(formats[column])
    if dtype.is_numeric():
        return _numeric_kind(column, dtype)
    if dtype.is_temporal():
        return "date"
    return "flag" if dtype == pl.Boolean else "text"


def _checked(name: str) -> Kind:
    """Return a kind that a table names, or say that there is none such."""
    if name not in {*NUMERIC_KINDS, "year", "date", "flag", "text"}:
        raise ValueError(f"no such format: {name}")
    return name  # type: ignore[return-value]


def _numeric_kind(column: str, dtype: pl.DataType) -> Kind:
    """Return the kind of a column of numbers, by the ending of its name."""
    for ending, kind in _NAMED_BY_ENDING.items():
        if column.endswith(ending) and not (kind == "count" and dtype.is_float()):
            return kind
    return "count" if dtype.is_integer() else "number"


def shown(value: Any, kind: Kind, column: str, language: Language) -> str:
    """Return a value as a reader sees it.

    Counts carry thousands separators, shares are per cent with two decimals, years stand bare, dates
    are ISO, a missing value is a dash. Text that is a coded value is put in words.

    Parameters
    ----------
    value : object
        The content of a cell. Shares lie in 0–1.
    kind : str
        One of :data:`Kind`.
    column : str
        Name of the column, for coded values.
    language : {"zh", "en"}
        The report's language.
    """
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return MISSING
    if kind == "flag":
        return words("report.yes" if value else "report.no", language)
    if kind == "date":
        return _shown_date(value)
    if kind == "text" or isinstance(value, str):
        return _shown_text(value, column, language)
    return _shown_number(value, kind)


def _shown_number(value: float, kind: Kind) -> str:
    """Return a number in its format; whole numbers never show decimals in a count."""
    if kind == "year":
        return str(int(value))
    if kind == "share":
        return f"{value:.2%}"
    if kind == "index":
        return f"{value:.4f}"
    return f"{value:,.0f}" if float(value).is_integer() and kind == "count" else f"{value:,.2f}"


def _shown_date(value: Any) -> str:
    """Return a date in ISO form."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _shown_text(value: Any, column: str, language: Language) -> str:
    """Return text in words; the parts of a list are joined."""
    if isinstance(value, (list, pl.Series)):
        return words("report.separator", language).join(value_words(column, item, language) for item in value)
    if isinstance(value, (date, datetime)):
        return _shown_date(value)
    return value_words(column, value, language)


def label_words(address: str, language: Language, /, **fields: object) -> str:
    """Return the words at an address, or its key where the catalogue has none (a user's own key)."""
    if not has_words(address):
        return address.partition(".")[2]
    return words(address, language, **fields)
