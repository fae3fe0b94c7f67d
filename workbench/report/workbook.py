"""``data.xlsx``: an index, one sheet per table, the findings with their cells, sources and dictionary.

On every sheet of a table row 1 is its title, row 2 unit, source and cut-off, row 3 what was left out and
remarks, row 4 the headings (frozen, filtered), and the data start in row 5. Values are not rounded.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from workbench.labels import Language, column_words, words
from workbench.report.appendices import dictionary_grid
from workbench.report.bound_values import BoundValue, bound_values
from workbench.report.datasets import HEADER_ROW, Dataset
from workbench.report.front import facts_grid, inputs_grid
from workbench.report.model import Report
from workbench.report.native_charts import insert_chart
from workbench.report.numbers import EXCEL_FORMATS, Kind, shown
from workbench.report.parts import Grid, text_width
from workbench.report.wording import (
    date_text,
    left_out_line,
    reasons_text,
    source_line,
    sources_text,
    unit_line,
    warning_words,
)
from workbench.tables import Table

_EPOCH: Final = date(1900, 1, 1)  # Excel knows no earlier date
_TEXT_LIMIT: Final = 32_767
_WIDEST_COLUMN: Final = 60
_MEASURED_ROWS: Final = 300
_FONT: Final = {"zh": "宋体", "en": "Calibri"}
_INDEX_COLUMNS: Final = (
    "number", "title", "unit", "counting", "basis", "rows", "left_out", "reasons", "source", "cut_off", "sheet",
)  # fmt: skip
_FINDING_COLUMNS: Final = ("sentence", "slot", "sheet", "cell", "value", "shown")


def write_workbook(report: Report, carried: Sequence[Dataset], path: Path) -> Path:
    """Write the workbook of a report.

    Parameters
    ----------
    report : Report
        The deliverable.
    carried : sequence of Dataset
        Its tables, as :func:`workbench.report.datasets.datasets` names them.
    path : Path
        The file to write.
    """
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": {"font_name": _FONT[report.language], "font_size": 10},
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        created = datetime.combine(report.cut_off or date(2000, 1, 1), time())
        book.set_properties({"title": report.subject or report.name, "created": created})
        Sheets(book, report, carried).write_all()
    return path


class Sheets:
    """The sheets of one workbook and the formats they share."""

    def __init__(self, book: xlsxwriter.Workbook, report: Report, carried: Sequence[Dataset]) -> None:
        self.book = book
        self.report = report
        self.language: Language = report.language
        self.carried = carried
        self.title: Format = book.add_format({"bold": True, "font_size": 14})
        self.note: Format = book.add_format({"font_color": "#595959", "font_size": 9})
        self.head: Format = book.add_format(
            {"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True, "valign": "vcenter"}
        )
        self.link: Format = book.add_format({"font_color": "#1F4E79", "underline": 1, "border": 1})
        self.text: Format = book.add_format({"border": 1, "valign": "top"})
        self.wrapped: Format = book.add_format({"border": 1, "valign": "top", "text_wrap": True})
        self.values: dict[str, Format] = {
            kind: book.add_format({"num_format": code, "border": 1}) for kind, code in EXCEL_FORMATS.items()
        }

    def write_all(self) -> None:
        """Write every sheet, the index first."""
        self.index_sheet()
        for dataset in self.carried:
            self.table_sheet(dataset)
        self.findings_sheet()
        self.sources_sheet()
        if self.carried:
            self.grid_sheet("dictionary", dictionary_grid(self.carried, self.language))

    def opened(self, name: str, title: str) -> Worksheet:
        """Open a sheet with its title, and that the data are invented where they are."""
        sheet: Worksheet = self.book.add_worksheet(name)
        banner = f"【{words('report.sample_banner', self.language)}】" if self.report.is_sample else ""
        sheet.write_string(0, 0, f"{banner}{title}", self.title)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        if self.report.is_sample:
            sheet.set_header(f"&C{words('report.sample_banner', self.language)}")
        return sheet

    def headings(self, sheet: Worksheet, titles: Sequence[str], rows: int) -> None:
        """Write the heading row at its fixed place, frozen and filtered."""
        for position, heading in enumerate(titles):
            sheet.write_string(HEADER_ROW - 1, position, heading, self.head)
        sheet.freeze_panes(HEADER_ROW, 0)
        sheet.repeat_rows(HEADER_ROW - 1)
        if titles:
            sheet.autofilter(HEADER_ROW - 1, 0, HEADER_ROW - 1 + rows, len(titles) - 1)

    def index_sheet(self) -> None:
        """Write the index: every table with its unit, n, what was left out, source, cut-off and a link."""
        sheet = self.opened(words("report.sheet_index", self.language), self.report.subject or self.report.name)
        titles = [words(f"report.index_{name}", self.language) for name in _INDEX_COLUMNS]
        titles.insert(5, "n")
        self.headings(sheet, titles, len(self.carried))
        for row, dataset in enumerate(self.carried, start=HEADER_ROW):
            for position, value in enumerate(self.index_row(dataset)):
                self.plain_value(sheet, row, position, value)
            place = f"internal:'{dataset.sheet}'!A1"
            sheet.write_url(row, len(titles) - 1, place, self.link, dataset.sheet)
        set_widths(sheet, titles, [[str(v) for v in self.index_row(d)] for d in self.carried])

    def index_row(self, dataset: Dataset) -> list[str | int]:
        """Return one line of the index."""
        table, language = dataset.table, self.language
        basis = words(f"report.basis_{table.date_basis or 'none'}", language)
        return [
            dataset.label,
            dataset.title,
            words(f"report.unit_{table.unit}", language),
            words(f"report.counting_{table.counting}", language),
            basis,
            table.population,
            table.frame.height,
            table.left_out_count(),
            reasons_text(table, language),
            sources_text(table, language),
            date_text(table.cut_off, language),
            dataset.sheet,
        ]

    def plain_value(self, sheet: Worksheet, row: int, position: int, value: str | int) -> None:
        """Write a number as a number and text as text."""
        if isinstance(value, int):
            sheet.write_number(row, position, value, self.values["count"])
        else:
            sheet.write_string(row, position, value[:_TEXT_LIMIT], self.text)

    def table_sheet(self, dataset: Dataset) -> None:
        """Write a table: title, notes, headings in row 4, unrounded values, a native chart where it serves."""
        table, language = dataset.table, self.language
        sheet = self.opened(dataset.sheet, f"{dataset.label} {dataset.title}")
        sheet.write_string(1, 0, f"{unit_line(table, language)}  {source_line(table, language)}", self.note)
        sheet.write_string(2, 0, self.remarks(table), self.note)
        titles = [column_words(name, language) for name in table.frame.columns]
        self.headings(sheet, titles, table.frame.height)
        for position, name in enumerate(table.frame.columns):
            kind = dataset.kinds[name]
            for row, value in enumerate(table.frame[name].to_list(), start=HEADER_ROW):
                self.value(sheet, row, position, value, kind, name)
        set_widths(sheet, titles, self.printed_rows(dataset))
        insert_chart(self.book, sheet, dataset, language)

    def remarks(self, table: Table) -> str:
        """Return what was left out and the remarks, in one line."""
        notes = (warning_words(note, table, self.language) for note in table.notes)
        told = (words("report.note_remark", self.language, text=note) for note in notes)
        return "  ".join((left_out_line(table, self.language), *told))

    def value(self, sheet: Worksheet, row: int, position: int, value: Any, kind: Kind, name: str) -> None:
        """Write one value: numbers as numbers, dates as dates, all else as text; a missing value is blank."""
        text = shown(value, kind, name, self.language)
        number_format = self.values.get(kind)
        if value is None or (isinstance(value, float) and value != value):
            sheet.write_blank(row, position, None, self.text)
        elif kind == "date" and isinstance(value, date) and _day(value) >= _EPOCH:
            sheet.write_datetime(row, position, datetime.combine(_day(value), time()), self.values["date"])
        elif isinstance(value, int | float) and number_format is not None and kind != "date":
            sheet.write_number(row, position, value, number_format)
        else:
            sheet.write_string(row, position, text[:_TEXT_LIMIT], self.text)

    def printed_rows(self, dataset: Dataset) -> list[list[str]]:
        """Return the first rows as printed, to measure columns."""
        head = dataset.table.frame.head(_MEASURED_ROWS)
        return [
            [shown(value, dataset.kinds[name], name, self.language) for name, value in row.items()]
            for row in head.iter_rows(named=True)
        ]

    def findings_sheet(self) -> None:
        """Write every value of every sentence with the cell it comes from."""
        name = words("report.sheet_findings", self.language)
        sheet = self.opened(name, name)
        titles = [words(f"report.finding_{column}", self.language) for column in _FINDING_COLUMNS]
        rows = bound_values(self.report, self.carried)
        self.headings(sheet, titles, len(rows))
        for row, bound in enumerate(rows, start=HEADER_ROW):
            self.finding_row(sheet, row, bound)
        set_widths(
            sheet, titles, [[*_finding_texts(bound, self.language), bound.shown, bound.shown] for bound in rows]
        )

    def finding_row(self, sheet: Worksheet, row: int, bound: BoundValue) -> None:
        """Write one bound value, linked to its cell."""
        for position, text in enumerate(_finding_texts(bound, self.language)):
            sheet.write_string(row, position, text[:_TEXT_LIMIT], self.text)
        if bound.sheet:
            place = f"internal:'{bound.sheet}'!{bound.address}"
            sheet.write_url(row, 3, place, self.link, bound.address)
        self.value(sheet, row, 4, bound.value, bound.kind, bound.column)
        sheet.write_string(row, 5, bound.shown, self.text)

    def sources_sheet(self) -> None:
        """Write the sources and rules, and the files read."""
        grids = [facts_grid(self.report)] if self.report.facts else []
        if self.report.inputs:
            grids.append(inputs_grid(self.report))
        if grids:
            self.grid_sheet("sources", *grids)

    def grid_sheet(self, name: str, *grids: Grid) -> None:
        """Write tables of words below one another."""
        title = words(f"report.sheet_{name}", self.language)
        sheet = self.opened(title, title)
        top = HEADER_ROW - 1
        for grid in grids:
            for position, column in enumerate(grid.columns):
                sheet.write_string(top, position, column.heading, self.head)
            for row, line in enumerate(grid.rows, start=top + 1):
                for position, text in enumerate(line):
                    sheet.write_string(row, position, text[:_TEXT_LIMIT], self.wrapped)
            top += len(grid.rows) + 2
        widest = max(grids, key=lambda grid: len(grid.columns))
        set_widths(sheet, [c.heading for c in widest.columns], [row for grid in grids for row in grid.rows])
        sheet.freeze_panes(HEADER_ROW, 0)


def _day(value: date) -> date:
    """Return the day of a date or a point in time."""
    return value.date() if isinstance(value, datetime) else value


def set_widths(sheet: Worksheet, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Set the widths of columns by their longest content, within bounds."""
    for position, title in enumerate(titles):
        cells = (text_width(row[position]) for row in rows if position < len(row))
        width = max([text_width(title) + 4, *cells])
        sheet.set_column(position, position, min(max(width + 2, 8), _WIDEST_COLUMN))


def _finding_texts(bound: BoundValue, language: Language) -> tuple[str, str, str, str]:
    """Return sentence, what the value is in words, sheet and address."""
    return bound.sentence, column_words(bound.column, language), bound.sheet, bound.address
