"""Table and Finding: what an analysis returns and a report carries."""

from workbench.tables.finding import Cell, Finding, Slot
from workbench.tables.table import (
    Condition,
    Counting,
    DateBasis,
    Evidence,
    LeftOut,
    RowUnit,
    RowValue,
    Table,
    Unit,
)

__all__ = [
    "Cell",
    "Condition",
    "Counting",
    "DateBasis",
    "Evidence",
    "Finding",
    "LeftOut",
    "RowUnit",
    "RowValue",
    "Slot",
    "Table",
    "Unit",
]
