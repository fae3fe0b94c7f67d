"""The decisions workbook as a file: its sheets, their headings, their checked rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final

import fastexcel
import polars as pl
import xlsxwriter

from workbench.errors import WorkbenchError, raise_faults
from workbench.files import placed
from workbench.labels import LANGUAGES, topic, words

LISTED_SHEET: Final = "_listed"
"""Hidden: what was listed when the workbook was written, so that a deleted row can be told from a new name."""

ROW: Final = "row"
_LAST_ROW: Final = 1_048_575
_PICKS: Final = 20
"""A longer pick list is no help, and Excel limits its length."""
_WIDTHS: Final = {
    "name": 44,
    "merge_into": 44,
    "party": 44,
    "group": 30,
    "firm": 36,
    "former_names": 36,
    "title": 60,
}


@dataclass(frozen=True)
class Sheet:
    """One sheet: its columns in order, those a row must have, and the coded ones (column → values topic)."""

    key: str
    columns: tuple[str, ...]
    required: tuple[str, ...]
    choices: Mapping[str, str] = field(default_factory=dict)
    subject: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Return the name of the sheet in the file."""
        return words(f"decisions.{self.key}", "zh")


SHEETS: Final = (
    Sheet(
        "applicant_merges",
        ("name", "merge_into", "basis", "adopt", "count", "similarity"),
        ("name", "merge_into"),
        {"adopt": "adopt"},
        ("name",),
    ),
    Sheet(
        "group_merges",
        ("party", "group", "basis", "adopt", "count"),
        ("party", "group"),
        {"adopt": "adopt"},
        ("party",),
    ),
    Sheet(
        "party_types", ("party", "party_type", "count"), ("party",), {"party_type": "party_type"}, ("party",)
    ),
    Sheet("firm_roster", ("firm", "former_names", "organization_code", "district", "zone"), ("firm",)),
    Sheet(
        "legal_status",
        ("application_number", "legal_status", "validity", "status_as_of"),
        ("application_number",),
        {"validity": "validity", "legal_status": "legal_status"},
        ("application_number",),
    ),
    Sheet(
        "relevance",
        ("publication_number", "title", "relevance"),
        ("publication_number",),
        {"relevance": "relevance"},
        ("publication_number",),
    ),
    Sheet("branches", ("publication_number", "table", "branch"), ("publication_number", "table", "branch")),
    Sheet("tags", ("publication_number", "tag", "value"), ("publication_number", "tag", "value")),
)


def heading(column: str) -> str:
    """Return the Chinese heading of a column of the workbook."""
    return words(f"decisions.column_{column}", "zh")


def choices(topic_key: str) -> dict[str, str]:
    """Return every spelling of a coded value (code, zh, en, lower case) → code; empty where none is fixed."""
    known: Mapping[str, Any] = topic("values").get(topic_key, {})
    spelled = {code.lower(): code for code in known}
    return spelled | {entry[language].lower(): code for code, entry in known.items() for language in LANGUAGES}


def allowed_words(topic_key: str) -> str:
    """Return the Chinese words of a coded value, for pick lists and error messages."""
    return "、".join(zh_words(topic_key))


def zh_words(topic_key: str) -> list[str]:
    """Return the Chinese words of a coded value, in the order of the catalogue."""
    known: Mapping[str, Any] = topic("values").get(topic_key, {})
    return [entry["zh"] for entry in known.values()]


# --- writing ------------------------------------------------------------------------------------------


def write_book(path: Path, rows: Mapping[str, pl.DataFrame], listed: pl.DataFrame, limit: int) -> Path:
    """Write the workbook, whole or not at all.

    Raises
    ------
    WorkbenchError
        If the file exists (it may hold decisions) or cannot be written.
    """
    if path.exists():
        raise WorkbenchError("output_exists", path=str(path))
    with placed(path) as partial, partial.open("wb") as file:
        _write(file, rows, listed, limit)
    return path


def _write(file: BinaryIO, rows: Mapping[str, pl.DataFrame], listed: pl.DataFrame, limit: int) -> None:
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        styles = {
            "head": book.add_format({"bold": True, "bg_color": "#DDE6EE", "bottom": 1}),
            "sub": book.add_format({"italic": True, "font_color": "#5A6672", "bg_color": "#DDE6EE"}),
            "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        _write_notes(book, styles, limit)
        for sheet in SHEETS:
            _write_sheet(book, styles, sheet, rows.get(sheet.key))
        hidden = book.add_worksheet(LISTED_SHEET)
        hidden.hide()
        _write_cells(hidden, listed, tuple(listed.columns), first=1)
        hidden.write_row(0, 0, listed.columns)


def _write_notes(book: Any, styles: Mapping[str, Any], limit: int) -> None:
    page = book.add_worksheet(words("decisions.notes", "zh"))
    page.set_column(0, 1, 80, styles["wrap"])
    for row, key in enumerate(("purpose", "delete", "adopt", "roster", "limit")):
        for column, language in enumerate(LANGUAGES):
            page.write_string(row, column, words(f"decisions.note_{key}", language, limit=f"{limit:,}"))


def _write_sheet(book: Any, styles: Mapping[str, Any], sheet: Sheet, rows: pl.DataFrame | None) -> None:
    page = book.add_worksheet(sheet.title)
    page.freeze_panes(2, 1)
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, _WIDTHS.get(column, 16))
        page.write_string(0, at, heading(column), styles["head"])
        page.write_string(1, at, words(f"decisions.column_{column}", "en"), styles["sub"])
        picks = zh_words(sheet.choices.get(column, ""))
        if 0 < len(picks) <= _PICKS:
            rule = {"validate": "list", "source": picks, "error_type": "warning"}
            page.data_validation(2, at, _LAST_ROW, at, rule)
    if rows is not None:
        _write_cells(page, rows, sheet.columns, first=2)


def _write_cells(page: Any, rows: pl.DataFrame, columns: Sequence[str], *, first: int) -> None:
    for at, column in enumerate(columns):
        if column not in rows.columns:
            continue
        for row, value in enumerate(rows[column], start=first):
            if isinstance(value, (int, float)):
                page.write_number(row, at, value)
            elif value is not None:
                page.write_string(row, at, str(value)[:32_767])


# --- reading ------------------------------------------------------------------------------------------


def read_book(path: Path) -> dict[str, pl.DataFrame]:
    """Read and check every known sheet.

    Returns
    -------
    dict
        Key of the sheet → its rows with ``row`` (as Excel numbers them) and the columns of the sheet,
        coded values as codes; ``_listed`` where the workbook has it. Sheets that are gone are not there.

    Raises
    ------
    WorkbenchError
        If the file is no decisions workbook, or cells are not allowed; all faults are named at once.
    """
    book = _open(path)
    if not {sheet.title for sheet in SHEETS} & set(book.sheet_names):
        looked_for, found = "、".join(sheet.title for sheet in SHEETS), "、".join(book.sheet_names)
        raise WorkbenchError("not_decisions", file=path.name, looked_for=looked_for, found=found)
    faults: list[WorkbenchError] = []
    read = {
        sheet.key: _read_sheet(book, sheet, path.name, faults)
        for sheet in SHEETS
        if sheet.title in book.sheet_names
    }
    raise_faults(faults)
    if LISTED_SHEET in book.sheet_names:
        read[LISTED_SHEET] = book.load_sheet(LISTED_SHEET, dtypes="string").to_polars()
    return read


def _open(path: Path) -> fastexcel.ExcelReader:
    try:
        return fastexcel.read_excel(path)
    except (OSError, fastexcel.FastExcelError) as error:
        raise WorkbenchError("cannot_read", file=str(path), cause=str(error).splitlines()[0]) from error


def _read_sheet(
    book: fastexcel.ExcelReader, sheet: Sheet, file: str, faults: list[WorkbenchError]
) -> pl.DataFrame:
    found: pl.DataFrame = book.load_sheet(sheet.title, dtypes="string").to_polars()
    missing = [column for column in sheet.required if heading(column) not in found.columns]
    for column in missing:
        names = "、".join(found.columns)
        faults.append(
            WorkbenchError(
                "decision_column_missing", file=file, sheet=sheet.title, looked_for=heading(column), found=names
            )
        )
    if missing:
        return pl.DataFrame()
    rows = _trimmed(found, sheet)
    coded = rows.with_columns(_coded(column, key) for column, key in sheet.choices.items() if choices(key))
    faults.extend(_unknown_values(rows, coded, sheet, file))
    faults.extend(_missing_values(rows, sheet, file))
    faults.extend(_contradictions(coded, sheet, file))
    return coded


def _trimmed(found: pl.DataFrame, sheet: Sheet) -> pl.DataFrame:
    present = set(found.columns)
    rows = found.with_row_index(ROW, offset=2).select(
        ROW,
        *(
            (
                pl.col(heading(column)).str.strip_chars().replace("", None)
                if heading(column) in present
                else pl.lit(None, dtype=pl.String)
            ).alias(column)
            for column in sheet.columns
        ),
    )
    first = sheet.columns[0]
    is_subhead = (pl.col(ROW) == 2) & (pl.col(first) == words(f"decisions.column_{first}", "en"))
    has_any = pl.any_horizontal(pl.col(column).is_not_null() for column in sheet.columns)
    return rows.filter(is_subhead.fill_null(False).not_(), has_any)


def _coded(column: str, topic_key: str) -> pl.Expr:
    return pl.col(column).str.to_lowercase().replace_strict(choices(topic_key), default=None).alias(column)


def _unknown_values(rows: pl.DataFrame, coded: pl.DataFrame, sheet: Sheet, file: str) -> list[WorkbenchError]:
    faults = []
    for column, key in sheet.choices.items():
        wrong = rows.filter(rows[column].is_not_null() & coded[column].is_null())
        for row, found in wrong.select(ROW, column).iter_rows():
            faults.append(_bad(file, sheet, row, column, found, allowed_words(key)))
    return faults


def _missing_values(rows: pl.DataFrame, sheet: Sheet, file: str) -> list[WorkbenchError]:
    return [
        _bad(file, sheet, row, column, "", heading(column))
        for column in sheet.required
        for row in rows.filter(pl.col(column).is_null())[ROW]
    ]


def _bad(file: str, sheet: Sheet, row: int, column: str, found: str, allowed: str) -> WorkbenchError:
    return WorkbenchError(
        "bad_decision",
        file=file,
        sheet=sheet.title,
        row=row,
        column=heading(column),
        found=found,
        allowed=allowed,
    )


def _contradictions(coded: pl.DataFrame, sheet: Sheet, file: str) -> list[WorkbenchError]:
    """Find subjects that are decided twice and otherwise."""
    if not sheet.subject:
        return []
    in_force = coded.filter(pl.col("adopt") == "yes") if "adopt" in coded.columns else coded
    decided = [
        column
        for column in sheet.columns
        if column not in (*sheet.subject, "basis", "count", "similarity", "title")
    ]
    distinct = in_force.unique([*sheet.subject, *decided], keep="first", maintain_order=True)
    firsts = distinct.unique(list(sheet.subject), keep="first", maintain_order=True)
    repeated = distinct.join(firsts.select(*sheet.subject, other=ROW), on=list(sheet.subject), how="left")
    again = repeated.filter(pl.col(ROW) != pl.col("other"))
    return [
        WorkbenchError(
            "contradicting_decisions", file=file, sheet=sheet.title, row=row, found=found, other=other
        )
        for row, found, other in again.select(ROW, sheet.subject[0], "other").iter_rows()
    ]
