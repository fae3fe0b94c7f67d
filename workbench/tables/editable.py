"""A workbook that a person fills in: written whole, read back cell by cell, every fault named at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import fastexcel
import polars as pl
import xlsxwriter

from workbench.errors import WorkbenchError, raise_faults
from workbench.files import placed
from workbench.labels import LANGUAGES, Language, topic, words

ROW: Final = "row"
"""Where a row stands in the file, as Excel numbers it."""

_LAST_ROW: Final = 1_048_575
_LONGEST_CELL: Final = 32_767


@dataclass(frozen=True)
class EditableSheet:
    """One sheet of such a workbook.

    Attributes
    ----------
    address : str
        Label address of its title (``search.sheet_elements``).
    columns : tuple of str
        In order; the heading of ``name`` stands at ``<topic>.column_<name>``.
    required : tuple of str
        Columns a filled row must have.
    kept : tuple of str
        Further columns that must stand there, filled or not: were one gone, what people entered would be lost.
    choices : mapping
        Column → key of ``labels/values.toml``: what may stand there.
    widths : mapping
        Column → width in characters; 16 where not given.
    """

    address: str
    columns: tuple[str, ...]
    required: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)
    widths: Mapping[str, int] = field(default_factory=dict)

    def title(self, language: Language) -> str:
        """Return the name of the sheet."""
        return words(self.address, language)

    def heading(self, column: str, language: Language) -> str:
        """Return the heading of a column."""
        return words(f"{self.address.partition('.')[0]}.column_{column}", language)


def write_editable(
    path: Path,
    sheets: Sequence[tuple[EditableSheet, pl.DataFrame]],
    *,
    language: Language,
    notes: Sequence[str] = (),
    replace: bool = False,
) -> Path:
    """Write a workbook for a person to fill in, whole or not at all.

    Parameters
    ----------
    path : Path
        The xlsx.
    sheets : sequence of (EditableSheet, DataFrame)
        What stands in each; coded values are shown in words.
    notes : sequence of str, optional
        How to fill it in; a first sheet of its own.
    replace : bool, optional
        Whether a file of that name may go.

    Raises
    ------
    WorkbenchError
        If the file exists, or cannot be written.
    """
    if path.exists() and not replace:
        raise WorkbenchError("output_exists", path=str(path))
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with (
        placed(path) as partial,
        partial.open("wb") as file,
        xlsxwriter.Workbook(file, options) as book,
    ):
        _write_notes(book, notes, language)
        for sheet, rows in sheets:
            _write_sheet(book, sheet, rows, language)
    return path


def _write_notes(book: Any, notes: Sequence[str], language: Language) -> None:
    if not notes:
        return
    page = book.add_worksheet(words("editable.notes", language))
    page.set_column(0, 0, 100, book.add_format({"text_wrap": True, "valign": "top"}))
    for row, note in enumerate(notes):
        page.write_string(row, 0, note)


def _write_sheet(book: Any, sheet: EditableSheet, rows: pl.DataFrame, language: Language) -> None:
    page = book.add_worksheet(sheet.title(language))
    head = book.add_format({"bold": True, "bg_color": "#DDE6EE", "bottom": 1, "text_wrap": True})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    page.freeze_panes(1, 1)
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, sheet.widths.get(column, 16), body)
        page.write_string(0, at, sheet.heading(column, language), head)
        spelled = _words_of(sheet.choices.get(column, ""), language)
        if spelled:
            rule = {"validate": "list", "source": list(spelled.values()), "error_type": "warning"}
            page.data_validation(1, at, _LAST_ROW, at, rule)
        if column in rows.columns:
            for row, value in enumerate(rows[column], start=1):
                _write_cell(page, row, at, spelled.get(value, value))


def _write_cell(page: Any, row: int, at: int, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        if value is not None:
            page.write_string(row, at, str(value)[:_LONGEST_CELL])
    else:
        page.write_number(row, at, value)


def _words_of(key: str, language: Language) -> dict[Any, str]:
    known: Mapping[str, Any] = topic("values").get(key, {})
    return {code: entry[language] for code, entry in known.items()}


def read_editable(path: Path, sheets: Sequence[EditableSheet]) -> dict[str, pl.DataFrame]:
    """Read a workbook back and check it; a csv is a workbook of the first sheet alone.

    Returns
    -------
    dict
        Address of the sheet → its filled rows: ``row`` and the columns as text, coded values as codes.

    Raises
    ------
    WorkbenchError
        If it is no such workbook, a column is gone, or cells are not allowed; all faults at once.
    """
    found = _pages(path)
    faults: list[WorkbenchError] = []
    if path.suffix.lower() == ".csv":
        found = {sheets[0].title("zh"): page for page in found.values()}
    read = {sheet.address: _read_sheet(found, sheet, path.name, faults) for sheet in sheets}
    raise_faults(faults)
    return read


def checked_file(path: Path) -> Path:
    """Return the path of a file, or say that there is none or that it is a folder.

    Raises
    ------
    WorkbenchError
        If it is no file.
    """
    if path.is_dir():
        raise WorkbenchError("is_a_folder", file=str(path))
    if not path.is_file():
        raise WorkbenchError("no_such_file", file=str(path))
    return path


def unreadable_workbook(path: Path) -> WorkbenchError:
    """Return the error for a file that is no workbook, with what it begins with."""
    with path.open("rb") as file:
        opening = file.read(16)
    found = "".join(sign if sign.isprintable() else " " for sign in opening.decode("utf-8", "replace"))
    return WorkbenchError("not_a_workbook", file=str(path), found=found.strip())


def _pages(path: Path) -> dict[str, pl.DataFrame]:
    """Return sheet name → its cells as text, below their headings."""
    checked_file(path)
    try:
        if path.suffix.lower() == ".csv":
            return {path.stem: pl.read_csv(path, infer_schema=False, truncate_ragged_lines=True)}
        book = fastexcel.read_excel(path)
        return {name: book.load_sheet(name, dtypes="string").to_polars() for name in book.sheet_names}
    except fastexcel.FastExcelError:
        raise unreadable_workbook(path) from None
    except (OSError, pl.exceptions.PolarsError) as error:
        raise WorkbenchError("cannot_read", file=str(path), cause=str(error).splitlines()[0]) from error


def _read_sheet(
    pages: Mapping[str, pl.DataFrame], sheet: EditableSheet, file: str, faults: list[WorkbenchError]
) -> pl.DataFrame:
    titles = {sheet.title(language) for language in LANGUAGES}
    name = next((name for name in pages if name in titles), None)
    empty = pl.DataFrame(schema={ROW: pl.UInt32} | dict.fromkeys(sheet.columns, pl.String))
    if name is None:
        found = "、".join(pages)
        faults.append(WorkbenchError("sheet_missing", file=file, looked_for=" / ".join(titles), found=found))
        return empty
    raw = pages[name]
    at = {column: _place(raw, sheet, column) for column in sheet.columns}
    for column in (column for column in (*sheet.required, *sheet.kept) if at[column] is None):
        found = "、".join(raw.columns)
        told = WorkbenchError(
            "sheet_column_missing", file=file, sheet=name, looked_for=sheet.heading(column, "zh"), found=found
        )
        faults.append(told)
    rows = raw.with_row_index(ROW, offset=2).select(
        ROW,
        *(
            (
                pl.lit(None, dtype=pl.String)
                if at[column] is None
                else pl.col(str(at[column])).str.strip_chars().replace("", None)
            ).alias(column)
            for column in sheet.columns
        ),
    )
    filled = rows.filter(pl.any_horizontal(pl.col(column).is_not_null() for column in sheet.columns))
    return _checked(filled, sheet, name, file, faults)


def _place(raw: pl.DataFrame, sheet: EditableSheet, column: str) -> str | None:
    headings = {sheet.heading(column, language) for language in LANGUAGES}
    return next((found for found in raw.columns if found.strip() in headings), None)


def _checked(
    rows: pl.DataFrame, sheet: EditableSheet, name: str, file: str, faults: list[WorkbenchError]
) -> pl.DataFrame:
    def fault(row: int, column: str, found: str, allowed: str) -> WorkbenchError:
        column = sheet.heading(column, "zh")
        return WorkbenchError(
            "bad_cell", file=file, sheet=name, row=row, column=column, found=found, allowed=allowed
        )

    for column, key in sheet.choices.items():
        spelled = _spellings(key)
        coded = rows[column].str.to_lowercase().replace_strict(spelled, default=None, return_dtype=pl.String)
        wrong = rows.filter(rows[column].is_not_null() & coded.is_null())
        allowed = "、".join(_words_of(key, "zh").values())
        faults += [fault(row, column, found, allowed) for row, found in wrong.select(ROW, column).iter_rows()]
        rows = rows.with_columns(coded.alias(column))
    for column in sheet.required:
        lacking = rows.filter(pl.col(column).is_null())[ROW]
        faults += [fault(row, column, "", sheet.heading(column, "zh")) for row in lacking]
    return rows


def _spellings(key: str) -> dict[str, str]:
    known: Mapping[str, Any] = topic("values").get(key, {})
    return {code.lower(): code for code in known} | {
        entry[language].lower(): code for code, entry in known.items() for language in LANGUAGES
    }
