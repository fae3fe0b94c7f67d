"""Excel files with fixed dates of creation: the same table, the same bytes."""

from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import polars as pl

_CREATED: Final = datetime(2025, 7, 1)
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}
_MOST_LINKS: Final = 60_000


def write_sheet(path: Path, sheet: str, table: pl.DataFrame, *, links: tuple[str, str] | None = None) -> Path:
    """Write a table as one sheet, dates as true dates.

    Parameters
    ----------
    path : path
        The xlsx file.
    sheet : str
        Name of the sheet.
    table : DataFrame
        Text, whole numbers and dates.
    links : (str, str), optional
        A column whose cells become hyperlinks, and the address with ``{}`` for the cell.

    Returns
    -------
    path
        The file written.
    """
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), _OPTIONS)
    book.set_properties({"title": "示例数据", "comments": "示例数据，内容均为虚构", "created": _CREATED})
    page = book.add_worksheet(sheet)
    page.write_row(0, 0, table.columns, book.add_format({"bold": True}))
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    linked = table.columns.index(links[0]) if links and len(table) <= _MOST_LINKS else -1
    for number, row in enumerate(table.iter_rows(), start=1):
        for column, value in enumerate(row):
            if value is None or value == "":
                continue
            if column == linked and links:
                page.write_url(number, column, links[1].format(value), string=value)
            else:
                _write_cell(page, number, column, value, day)
    book.close()
    return path


def _write_cell(page: Any, row: int, column: int, value: object, day: Any) -> None:
    if isinstance(value, str):
        page.write_string(row, column, value)
    elif isinstance(value, date):
        page.write_datetime(row, column, value, day)
    else:
        page.write_number(row, column, value)
