"""What findings share: the words of a unit, the row of a cell, the sentence that names what is missing."""

from typing import Final

import polars as pl

from workbench.tables import Finding, Table

ROUNDING: Final = 1e-9
"""Sums of shares are compared with this slack."""


def unit_words(table: Table) -> str:
    """Return the label of the table's unit: 件 or 项."""
    return f"findings.unit_{table.unit}"


def row_of(table: Table, condition: pl.Expr) -> int:
    """Return the first row that meets a condition, or -1."""
    rows = table.frame.select(condition.fill_null(False).arg_true()).to_series()
    return int(rows[0]) if len(rows) else -1


def lead_kind(counts: pl.Series) -> str:
    """Tell whether the first place of sorted counts is shared: ``tied``, ``many_tied``, or empty."""
    leaders = int((counts == counts[0]).sum())
    return "" if leaders == 1 else "tied" if leaders == 2 else "many_tied"


def missing_findings(table: Table) -> tuple[Finding, ...]:
    """Name what the export lacks: the notes of an empty table, as sentences."""
    return tuple(Finding.of(note) for note in table.notes if note.startswith(("missing_", "nothing_")))


def last_complete_row(table: Table) -> int:
    """Return the row of the last complete year, or -1; years of unknown completeness do not count."""
    rows = table.frame.select(pl.col("is_complete").fill_null(False).arg_true()).to_series()
    return int(rows[-1]) if len(rows) else -1
