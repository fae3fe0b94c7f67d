"""A file as grids of text: every sheet of every member, nothing interpreted yet."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import fastexcel
import polars as pl

from workbench.errors import WorkbenchError
from workbench.readers.content import Content, content_of, kind_of, refuse_oversized, unpacked
from workbench.readers.intake import Notice
from workbench.readers.text_grid import (
    TextForm,
    cut_off,
    lazy_cells,
    read_form,
    read_records,
    read_regular,
    scannable,
    tail,
)

HEAD_ROWS = 12
"""Rows looked at to find the header and judge the body."""


@dataclass(frozen=True)
class Grid:
    """One sheet or text table: cells as text, by position.

    Attributes
    ----------
    path : Path
        The file the user named.
    member : str
        Where in an archive; empty outside archives.
    sheet : str
        Name of the sheet; empty for text.
    head : tuple of tuple
        The first ``HEAD_ROWS`` rows.
    cells : polars.LazyFrame
        ``row`` (1 is the first row of the file) and text columns ``0``, ``1``, … ; missing cells null.
    is_streamed : bool
        Whether ``cells`` is a scan of the file that should not be collected whole.
    content : Content, optional
        Of a sheet: the workbook, for what its cells do not say.
    """

    path: Path
    member: str
    sheet: str
    head: tuple[tuple[str | None, ...], ...]
    cells: pl.LazyFrame
    is_streamed: bool = False
    content: Content | None = None
    warnings: tuple[Notice, ...] = field(default=())

    @property
    def place(self) -> str:
        """Return the words that name this grid to the user."""
        return " › ".join(part for part in (str(self.path), self.member, self.sheet) if part)

    @property
    def width(self) -> int:
        """Return the number of columns of the widest row seen."""
        return max((len(row) for row in self.head), default=0)


def read_grids(path: Path, skipped: list[WorkbenchError] | None = None) -> Iterator[Grid]:
    """Yield every grid of a file: sheets of workbooks, members of archives, text tables.

    Parameters
    ----------
    path : Path
        The file the user named.
    skipped : list, optional
        Receives what was said of members that are no tables.

    Raises
    ------
    WorkbenchError
        If the file, or a member, is not a table; the key says what it is instead.
    """
    for content in unpacked(content_of(path), [] if skipped is None else skipped):
        if kind_of(content) == "workbook":
            yield from _sheets(content)
        else:
            yield _text(content)


def _sheets(content: Content) -> Iterator[Grid]:
    try:
        refuse_oversized(content)
        reader = fastexcel.read_excel(content.whole())  # from a path it would believe the extension
    except (fastexcel.FastExcelError, zipfile.BadZipFile, EOFError) as fault:
        raise _unreadable(content, fault) from fault
    for name in reader.sheet_names:
        try:
            sheet = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        except fastexcel.FastExcelError as fault:
            if "not a valid worksheet" in str(fault) or "not found" in str(fault).lower():
                continue  # a sheet that is a chart holds no cells
            raise _unreadable(content, fault) from fault
        if sheet.width:
            yield _sheet_grid(content, name, sheet.to_polars())


def _unreadable(content: Content, fault: BaseException) -> Exception:
    words = str(fault).splitlines()[0]
    key = "password_protected" if "assword" in words else "damaged_workbook"
    return content.error(key, found=words)


def _sheet_grid(content: Content, name: str, frame: pl.DataFrame) -> Grid:
    cells = frame.rename({old: str(i) for i, old in enumerate(frame.columns)})
    head = tuple(cells.head(HEAD_ROWS).iter_rows())
    return Grid(content.path, content.member, name, head, _numbered(cells), content=content)


def _numbered(cells: pl.DataFrame) -> pl.LazyFrame:
    """Add the number of each row, and take empty text for no text."""
    filled = cells.with_columns(pl.when(pl.all() != "").then(pl.all()))
    return filled.with_row_index("row", offset=1).lazy()


def _text(content: Content) -> Grid:
    form = read_form(content)
    if form.is_large:
        return _streamed(content, form)
    regular = read_regular(content, form)
    if regular is not None:
        records, cells, told = regular
        head = tuple(tuple(record) for record in records[:HEAD_ROWS])
        return Grid(content.path, content.member, "", head, _numbered(cells), warnings=told)
    records, warnings = read_records(content, form)
    width = max(len(record) for record in records)
    columns = _columns(records, width)
    head = tuple(tuple(record) for record in records[:HEAD_ROWS])
    return Grid(content.path, content.member, "", head, _numbered(pl.DataFrame(columns)), warnings=warnings)


def _columns(records: list[list[str]], width: int) -> dict[str, pl.Series]:
    even = [record if len(record) == width else record + [""] * (width - len(record)) for record in records]
    return {
        str(i): pl.Series(str(i), values, dtype=pl.String) for i, values in enumerate(zip(*even, strict=True))
    }


def _streamed(content: Content, form: TextForm) -> Grid:
    records, warnings = read_records(content, form, rows=1000)
    width = max(len(record) for record in records) + 1
    warnings = (*warnings, *cut_off(content, tail(content, form), form.separator, len(records[0])))
    head = tuple(tuple(record) for record in records[:HEAD_ROWS])
    cells = lazy_cells(scannable(content, form), form, width)
    return Grid(content.path, content.member, "", head, cells, is_streamed=True, warnings=warnings)
