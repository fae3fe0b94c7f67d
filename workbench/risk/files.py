"""Files of the risk room: written whole or not at all; a cell of text is never read as a formula."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from workbench.errors import WorkbenchError
from workbench.files import placed
from workbench.labels import Language, column_words, value_words, words
from workbench.report.wording import notes_under
from workbench.tables import Table


def write_whole(path: Path, content: bytes) -> Path:
    """Write a file beside its place and move it there.

    Raises
    ------
    WorkbenchError
        If the place cannot be written.
    """
    with placed(path) as partial:
        partial.write_bytes(content)
    return path


def new_workbook(buffer: BytesIO) -> Any:
    """Return a workbook whose strings stay strings, whatever they begin with."""
    import xlsxwriter

    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    }  # fmt: skip
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"created": datetime(2000, 1, 1)})
    return book


def write_workbook(path: Path, tables: Sequence[Table], language: Language) -> Path:
    """Write tables to an xlsx, one sheet each, headings in words.

    Raises
    ------
    WorkbenchError
        If the ending is not ``.xlsx`` or the place cannot be written.
    """
    if path.suffix.lower() != ".xlsx":
        raise WorkbenchError("unknown_format", path=str(path), known=".xlsx, .ics")
    buffer = BytesIO()
    with new_workbook(buffer) as book:
        for table in tables:
            _write_sheet(book, table, language)
        _write_notes(book, tables, language)
    return write_whole(path, buffer.getvalue())


def _write_sheet(book: Any, table: Table, language: Language) -> None:
    sheet = book.add_worksheet(words(f"tables.{table.name}", language)[:31])
    bold, dated = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    for place, name in enumerate(table.frame.columns):
        sheet.write_string(0, place, column_words(name, language), bold)
        sheet.set_column(place, place, 16)
    for row, values in enumerate(table.frame.iter_rows(named=True), start=1):
        for place, (name, value) in enumerate(values.items()):
            _write_cell(sheet, (row, place), value, value_words(name, value, language), dated)
    sheet.freeze_panes(1, 0)


def _write_notes(book: Any, tables: Sequence[Table], language: Language) -> None:
    """Write what must be known of the tables: sources, units, what was left out, remarks."""
    page = book.add_worksheet(words("editable.notes", language))
    page.set_column(0, 0, 110, book.add_format({"text_wrap": True, "valign": "top"}))
    lines = [line for table in tables for line in notes_under(table, language)]
    for row, line in enumerate(lines):
        page.write_string(row, 0, line)


def _write_cell(sheet: Any, place: tuple[int, int], value: object, text: str, dated: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(*place, value, dated)
    elif isinstance(value, int | float):
        sheet.write_number(*place, value)
    else:
        sheet.write_string(*place, text)
