"""Damage of real life, planted on purpose and written down: full-width signs, padding, ruined numbers."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import polars as pl

from workbench.sample.chance import Chance, Ints

_HALF: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ().-/"
_FULL: Final = "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ（）．－／"
MISSING_MARKS: Final = ("--", "-", "无")


@dataclass
class Ledger:
    """What was damaged: publication, column, how, and the value before and after."""

    entries: list[tuple[str, str, str, str, str]] = field(default_factory=list)

    def note(self, number: pl.Series, column: str, how: str, before: pl.Series, after: pl.Series) -> None:
        """Write down a damage of these rows."""
        self.entries += [
            (who, column, how, old, new) for who, old, new in zip(number, before, after, strict=True)
        ]

    def table(self) -> pl.DataFrame:
        """Return the ledger as a table."""
        columns = ("publication_number", "column", "damage", "true_value", "written")
        return pl.DataFrame(self.entries, schema=dict.fromkeys(columns, pl.String), orient="row")


def full_width(text: str) -> str:
    """Return a text with full-width letters, digits and brackets."""
    return text.translate(str.maketrans(_HALF, _FULL))


def padded_symbol(symbol: str) -> str:
    """Return an IPC symbol padded with blanks as some vendors do: ``G09B  9/00``."""
    head, tail = symbol[:4], symbol[4:]
    return f"{head}{tail.split('/')[0]:>4}/{tail.split('/')[1]}"


def zero_padded_symbol(symbol: str) -> str:
    """Return an IPC symbol in the 14 signs of ST.8: ``G07G0001010000``."""
    group, _, rest = symbol[4:].partition("/")
    return f"{symbol[:4]}{int(group):04d}{rest:0<6}"


def as_float(number: str) -> str:
    """Return what a spreadsheet makes of an application number read as a number."""
    return f"{float(number.removeprefix('CN')):.4E}".replace("E+", "E+")


def damaged(
    frame: pl.DataFrame, chance: Chance, columns: dict[str, str], key: Ints, ledger: Ledger
) -> pl.DataFrame:
    """Damage a few cells of a vendor's table and write every damage down.

    Parameters
    ----------
    frame : DataFrame
        The export, all text.
    chance : Chance
        Streams of chance.
    columns : dict
        Header of ``publication``, ``application`` and ``ipc``.
    key : ndarray
        One number per row.
    ledger : Ledger
        Where the damage is noted.
    """
    number, application, ipc = (columns[name] for name in ("publication", "application", "ipc"))
    plan = (
        (application, "full_width", 0.012, full_width),
        (ipc, "padded_ipc", 0.03, lambda cell: "; ".join(padded_symbol(s) for s in cell.split("; "))),
        (ipc, "zero_padded_ipc", 0.02, lambda cell: "; ".join(zero_padded_symbol(s) for s in cell.split("; "))),
        (application, "ruined_by_spreadsheet", 0.003, as_float),
    )
    clean = frame[number]
    used = np.zeros(len(frame), dtype=np.bool_)
    for column, how, share, change in plan:
        value = frame[column]
        fits = value.is_not_null() & clean.str.starts_with("CN") & ~value.str.contains("X", literal=True)
        rows = np.flatnonzero(chance.happens(f"damage {how}", key, share) & fits.to_numpy() & ~used)
        used[rows] = True
        after = pl.Series([change(cell) for cell in value.gather(rows)], dtype=pl.String)
        ledger.note(clean.gather(rows), column, how, value.gather(rows), after)
        frame = frame.with_columns(value.scatter(rows, after))
    return frame


def with_missing_marks(
    frame: pl.DataFrame, chance: Chance, columns: tuple[str, ...], key: Ints
) -> pl.DataFrame:
    """Write ``--``, ``-`` or ``无`` into some of the empty cells of these columns, as vendors do."""
    marks = pl.Series(MISSING_MARKS)
    for column in columns:
        drawn = marks.gather(chance.integer(f"mark {column}", key, len(MISSING_MARKS)))
        happens = pl.Series(chance.happens(f"marked {column}", key, 0.3)) & frame[column].is_null()
        frame = frame.with_columns(drawn.zip_with(happens, frame[column]).alias(column))
    return frame
