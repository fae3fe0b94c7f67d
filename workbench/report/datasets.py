"""Which tables a report carries, what each is called, and where each of its cells stands in the xlsx."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from workbench.report.model import FigureBlock, Report, TableBlock
from workbench.report.numbers import Kind, kind_of, label_words
from workbench.tables import Cell, Table

HEADER_ROW: Final = 4
"""Row of the column headings on every sheet of a table, counted from 1; data start below it."""

_SHEET_NAME_LENGTH: Final = 31
_FORBIDDEN_IN_SHEET_NAMES: Final = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True)
class Dataset:
    """One table of the report, told once.

    Attributes
    ----------
    key : str
        ``2-1`` for a numbered table; ``figure-2-1`` where only a figure shows it.
    label : str
        表 2-1 / Table 2-1.
    title : str
        The table's name in words.
    sheet : str
        Its sheet in ``data.xlsx``.
    table : Table
        The table itself.
    has_figure : bool
        Whether a figure is drawn from it.
    """

    key: str
    label: str
    title: str
    sheet: str
    table: Table
    has_figure: bool

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """Return column → how it is printed."""
        schema = self.table.frame.schema
        return {column: kind_of(column, dtype, self.table.formats) for column, dtype in schema.items()}

    def address(self, row: int, column: str) -> str:
        """Return where a cell stands on the sheet, as Excel writes it (``B5``)."""
        position = self.table.frame.columns.index(column)
        return f"{column_letters(position)}{row % self.table.frame.height + HEADER_ROW + 1}"


def column_letters(position: int) -> str:
    """Return Excel's name of a column, counted from 0: A, B, … Z, AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def number_text(number: tuple[int, int]) -> str:
    """Return (2, 1) as 2-1."""
    return f"{number[0]}-{number[1]}"


def datasets(report: Report) -> tuple[Dataset, ...]:
    """Return every distinct table of a report in order of its number."""
    blocks = [block for section in report.sections for block in section.blocks]
    drawn = [block for block in blocks if isinstance(block, FigureBlock)]
    numbered = [block for block in blocks if isinstance(block, TableBlock)]
    known = {id(block.table) for block in numbered}
    found: list[Dataset] = []
    for block in blocks:
        if isinstance(block, TableBlock):
            has_figure = any(figure.table is block.table for figure in drawn)
            found.append(_dataset(block, "table", report, found, has_figure=has_figure))
        elif isinstance(block, FigureBlock) and id(block.table) not in known:
            known.add(id(block.table))
            found.append(_dataset(block, "figure", report, found, has_figure=True))
    return tuple(found)


def _dataset(
    block: TableBlock | FigureBlock, what: str, report: Report, taken: Iterable[Dataset], *, has_figure: bool
) -> Dataset:
    """Name one table: key, label, title and a sheet name not yet taken."""
    number = number_text(block.number)
    title = label_words(f"tables.{block.table.name}", report.language)
    label = label_words(f"report.{what}_label", report.language, number=number)
    key = number if what == "table" else f"figure-{number}"
    prefix = number if what == "table" else label
    sheet = _sheet_name(f"{prefix} {title}", {dataset.sheet for dataset in taken})
    return Dataset(key, label, title, sheet, block.table, has_figure)


def _sheet_name(wanted: str, taken: set[str]) -> str:
    """Return a name that Excel accepts: at most 31 characters, none of its own signs."""
    name = _FORBIDDEN_IN_SHEET_NAMES.sub(" ", wanted)[:_SHEET_NAME_LENGTH].strip()
    if name not in taken:
        return name
    return f"{name[: _SHEET_NAME_LENGTH - 4]} ({len(taken) + 1})"


def dataset_of(table: Table, among: Iterable[Dataset]) -> Dataset | None:
    """Return the dataset that carries a table: the same object, or an equal frame of the same name."""
    listed = tuple(among)
    for dataset in listed:
        if dataset.table is table:
            return dataset
    for dataset in listed:
        if dataset.table.name == table.name and dataset.table.frame.equals(table.frame):
            return dataset
    return None


def address_of(cell: Cell, among: Iterable[Dataset]) -> tuple[Dataset, str] | None:
    """Return the dataset and the xlsx address of a cell, or None where the report does not carry it."""
    dataset = dataset_of(cell.table, among)
    return None if dataset is None else (dataset, dataset.address(cell.row, cell.column))
