"""A small frame that knows its unit, its cut-off, what was left out, and the patents behind each cell."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, Literal, Self

import narwhals as nw
import polars as pl

Unit = Literal["publication", "application", "family"]
RowUnit = Literal["feature", "claim", "gap"]
Counting = Literal["whole", "fractional", "first"]
DateBasis = Literal["filing_date", "priority_date", "publication_date", "grant_date"]
Operator = Literal["==", "!=", "<", "<=", ">", ">="]

_OPERATORS: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt,
    "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


@dataclass(frozen=True)
class LeftOut:
    """How many units a table does not count, and why (key of ``labels/warnings.toml``)."""

    reason: str
    count: int


@dataclass(frozen=True)
class RowValue:
    """In a condition: the value that the cell's own row has in this column."""

    column: str


@dataclass(frozen=True)
class Condition:
    """A comparison on the evidence frame; ``value`` is a constant or the row's own value."""

    column: str
    operator: Operator
    value: Any

    def resolve(self, row: Mapping[str, Any]) -> "Condition":
        """Put the row's own value in place of :class:`RowValue`."""
        if isinstance(self.value, RowValue):
            return replace(self, value=row[self.value.column])
        return self

    def expression(self) -> nw.Expr:
        """Return the condition as an expression; equality with null means 'is missing'."""
        column = nw.col(self.column)
        if self.value is None:
            return column.is_null() if self.operator == "==" else ~column.is_null()
        expression: nw.Expr = _OPERATORS[self.operator](column, self.value)
        return expression


@dataclass(frozen=True)
class Evidence:
    """Which patents stand behind which cell, as a filter that runs only when asked.

    Attributes
    ----------
    frame : narwhals.LazyFrame
        One row per counted unit and combination of keys: ``record`` (the unit's representative
        publication) and every column that a condition names. Several rows may name one record;
        the list behind a cell is distinct records.
    cells : mapping
        Value column → conditions. A value column that is not named has no list of patents.
    """

    frame: nw.LazyFrame[Any]
    cells: Mapping[str, tuple[Condition, ...]]

    def records(self, column: str, row: Mapping[str, Any]) -> list[int]:
        """Return the sorted records behind one cell."""
        chosen = self.frame
        for condition in self.cells[column]:
            chosen = chosen.filter(condition.resolve(row).expression())
        found = chosen.select("record").unique().collect("polars").to_native()["record"]
        return sorted(found.to_list())


@dataclass(frozen=True)
class Table:
    """What an analysis returns.

    Attributes
    ----------
    name : str
        Key of ``labels/tables.toml``.
    frame : polars.DataFrame
        Small; column names are keys of ``labels/columns.toml``. Shares lie in 0–1.
    unit : {"publication", "application", "family"}
        What was counted.
    counting : {"whole", "fractional", "first"}
        How a unit with several holders or classes is counted.
    date_basis : str or None
        The date that gave the year, where there is one.
    cut_off : date or None
        No publication after it is in the data.
    sources : tuple of str
        Formats or databases the rows came from.
    population : int
        Units that the analysis looked at (n).
    left_out : tuple of LeftOut
        Units it could not count, by reason.
    evidence : Evidence or None
        The patents behind the cells.
    notes : tuple of str
        Keys of ``labels/warnings.toml`` that belong under the table.
    formats : mapping
        Value column → ``count`` / ``share`` / ``index`` / ``year`` / ``text`` / ``number`` / ``date`` /
        ``flag``. A column that is not named is shown by its type.
    row_unit : {"feature", "claim", "gap"} or None
        What ``population`` counts in a table that lists parts of one document and counts no patents.
    """

    name: str
    frame: pl.DataFrame
    unit: Unit
    counting: Counting = "whole"
    date_basis: DateBasis | None = None
    cut_off: date | None = None
    sources: tuple[str, ...] = ()
    population: int = 0
    left_out: tuple[LeftOut, ...] = ()
    evidence: Evidence | None = None
    notes: tuple[str, ...] = ()
    formats: Mapping[str, str] = field(default_factory=dict)
    row_unit: RowUnit | None = None

    def records(self, row: int, column: str) -> list[int]:
        """Return the records behind a cell, sorted.

        Raises
        ------
        KeyError
            If the table keeps no list for that column.
        """
        if self.evidence is None:
            raise KeyError(column)
        return self.evidence.records(column, self.frame.row(row, named=True))

    def has_records(self, column: str) -> bool:
        """Tell whether the cells of a column can name their patents."""
        return self.evidence is not None and column in self.evidence.cells

    def left_out_count(self) -> int:
        """Return how many units were left out, for whatever reason."""
        return sum(item.count for item in self.left_out)

    def with_frame(self, frame: pl.DataFrame) -> Self:
        """Return the table with another frame."""
        return replace(self, frame=frame)

    def to_pandas(self) -> Any:
        """Return the frame for pandas."""
        return self.frame.to_pandas()

    def is_empty(self) -> bool:
        """Tell whether there is nothing to show."""
        return self.frame.is_empty()
