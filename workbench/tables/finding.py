"""A sentence whose numbers are cells: a template key and its slots."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from workbench.tables.table import Table


@dataclass(frozen=True)
class Cell:
    """One cell of a table, addressed by row and column."""

    table: Table
    row: int
    column: str

    @property
    def value(self) -> Any:
        """Return what stands there."""
        return self.table.frame[self.column][self.row]

    @property
    def address(self) -> str:
        """Return ``row|column``, as chart marks and ``workbench explain`` write it."""
        return f"{self.row}|{self.column}"


Slot = Cell | str | int
"""A slot is a cell, or a word of the catalogue or a constant that no table holds."""


@dataclass(frozen=True)
class Finding:
    """A sentence of the report.

    Attributes
    ----------
    key : str
        Template in ``labels/findings.toml``; its slots are the names below.
    slots : mapping
        Slot name → cell. A number in a sentence is always a cell.
    """

    key: str
    slots: Mapping[str, Slot]

    @classmethod
    def of(cls, key: str, /, **slots: Slot) -> Self:
        """Make a finding: ``Finding.of("peak_year", year=Cell(table, 3, "filing_year"))``."""
        return cls(key, slots)
