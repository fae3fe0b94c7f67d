"""Excel files with fixed dates of creation: the same table, the same bytes."""

from datetime import date, datetime
from pathlib import Path
from typing import Final

import polars as pl

_CREATED: Final = datetime(2025, 7, 1)


def write_sheet(path: Path, sheet: str, table: pl.DataFrame) -> Path:
    """Write a table as one sheet, dates as true dates; return the path.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    import xlsxwriter

    book = xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "strings_to_numbers": False, "strings_to_formulas": False,
                    "strings_to_urls": False, "default_date_format": "yyyy-mm-dd"},
    )  # fmt: skip
    book.set_properties({"title": "示例数据", "comments": "示例数据，内容均为虚构", "created": _CREATED})
    page = book.add_worksheet(sheet)
    page.write_row(0, 0, table.columns, book.add_format({"bold": True}))
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate(table.iter_rows(), start=1):
        for column, value in enumerate(row):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                page.write_string(number, column, value)
            elif isinstance(value, date):
                page.write_datetime(number, column, value, day)
            else:
                page.write_number(number, column, value)
    book.close()
    return path
