"""The roadmap workbook: written, edited in Excel or WPS, read again, checked, never half written."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

import fastexcel
import polars as pl
import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from workbench.errors import WorkbenchError, raise_faults
from workbench.files import placed
from workbench.labels import LANGUAGES, Language, topic, value_words, words
from workbench.route.roadmap_merge import EDITED, SCHEMA, Conflict, Roadmap, merge_roadmap

MEMORY_SHEET: Final = "_proposed"
"""Hidden: what was proposed last, so that edits and deleted rows can be told from news."""
FORMER: Final = ".former"
"""The workbook before the last change stands beside it, under its name with this in it."""
_SHOWN: Final = (
    "keep",
    "document",
    "branch",
    "year",
    "label",
    "title",
    "applicant",
    "roadmap_basis",
    "row_state",
    "proposal",
)
_REQUIRED: Final = ("document", *EDITED)
_WIDTHS: Final = {"document": 18, "branch": 24, "label": 30, "title": 44, "applicant": 28, "proposal": 30}
_YEARS: Final = (1500, 2200)
_LAST_ROW: Final = 100_000
_CLIPPED: Final = 32_767


def update_roadmap(
    path: str | Path | None, proposed: pl.DataFrame, known: pl.DataFrame | None = None
) -> Roadmap:
    """Bring a roadmap workbook up to date and return the roadmap.

    Parameters
    ----------
    path : path or None
        The workbook; made where it is not there. Without one the proposals stand as they are.
    proposed, known : DataFrame
        See :func:`workbench.route.roadmap_merge.merge_roadmap`.

    Raises
    ------
    WorkbenchError
        If the workbook cannot be read or written, or cells are not allowed; it is left as it is then.
    """
    if not path:
        return merge_roadmap(proposed)
    place = Path(path)
    if not place.exists():
        made = merge_roadmap(proposed)
        _place(place, made)
        return made
    found, memory = read_roadmap(place)
    made = merge_roadmap(proposed, found, memory, known)
    if _shown(made.rows) != _shown(found) or not _same_memory(made.memory, memory):
        _set_aside(place)
        _place(place, made)
    return made


# --- reading ------------------------------------------------------------------------------------------


def read_roadmap(path: Path) -> tuple[pl.DataFrame, pl.DataFrame | None]:
    """Read and check a roadmap workbook.

    Returns
    -------
    tuple of (DataFrame, DataFrame or None)
        The rows, with all columns of :data:`SCHEMA` and the person's own as text; and what was proposed last.

    Raises
    ------
    WorkbenchError
        If the file is no roadmap, or cells are not allowed: each is named with sheet, cell, what was found and
        what is allowed; all at once.
    """
    book = _open(path)
    sheet = _sheet_name(book, path)
    found: pl.DataFrame = book.load_sheet(sheet, dtypes="string").to_polars()
    places = _places(found.columns, path, sheet)
    rows, faults = [], []
    for number, cells in enumerate(found.iter_rows(), start=1):
        told = [None if cell is None or not cell.strip() else cell.strip() for cell in cells]
        if any(told) and not _is_subhead(told, places):
            row, wrong = _checked(told, places, path.name, sheet, number)
            rows.append((number, row))
            faults += wrong
    faults += _repeated(rows, places, path.name, sheet)
    raise_faults(faults)
    own = [name for name in found.columns if name not in _headings()]
    frame = pl.DataFrame(
        [row for _, row in rows], schema={**SCHEMA, **dict.fromkeys(own, pl.String)}, orient="row"
    )
    return frame, _memory(book)


def _open(path: Path) -> fastexcel.ExcelReader:
    try:
        return fastexcel.read_excel(path)
    except (OSError, fastexcel.FastExcelError) as error:
        raise WorkbenchError("cannot_read", file=str(path), cause=str(error).splitlines()[0]) from error


def _sheet_name(book: fastexcel.ExcelReader, path: Path) -> str:
    wanted = [words("roadmap.sheet", language) for language in LANGUAGES]
    for name in wanted:
        if name in book.sheet_names:
            return name
    raise WorkbenchError(
        "roadmap_no_sheet", file=path.name, looked_for=wanted[0], found="、".join(book.sheet_names)
    )


def _headings() -> dict[str, str]:
    """Return heading in any language → column."""
    return {words(f"roadmap.column_{name}", language): name for name in _SHOWN for language in LANGUAGES}


def _places(headings: list[str], path: Path, sheet: str) -> dict[str, int]:
    known = _headings()
    places = {known.get(heading, heading): at for at, heading in enumerate(headings)}
    missing = [words(f"roadmap.column_{name}", "zh") for name in _REQUIRED if name not in places]
    if missing:
        raise WorkbenchError(
            "roadmap_columns",
            file=path.name,
            sheet=sheet,
            looked_for="、".join(missing),
            found="、".join(headings),
        )
    return places


def _is_subhead(told: list[str | None], places: Mapping[str, int]) -> bool:
    return told[places["document"]] in [words("roadmap.column_document", language) for language in LANGUAGES]


def _checked(
    told: list[str | None], places: Mapping[str, int], file: str, sheet: str, number: int
) -> tuple[dict[str, Any], list[WorkbenchError]]:
    """Return a row, and what is wrong with it."""
    row: dict[str, Any] = {name: told[at] for name, at in places.items()}
    faults = []

    def refuse(column: str, allowed: str) -> None:
        cell = xl_rowcol_to_cell(number, places[column])
        fault = WorkbenchError(
            "roadmap_bad_cell", file=file, sheet=sheet, cell=cell, found=row[column] or "", allowed=allowed
        )
        faults.append(fault)

    if row["document"] is None:
        refuse("document", words("roadmap.column_document", "zh"))
    keep, year = _keeps().get((row["keep"] or "").lower()), _year(row["year"])
    if row["keep"] is None or keep is None:
        refuse("keep", "、".join(_keep_words("zh")))
    if row["year"] is not None and year is None:
        refuse("year", f"{_YEARS[0]}–{_YEARS[1]}")
    coded = {
        name: _codes(name).get(row.get(name) or "", row.get(name)) for name in ("row_state", "roadmap_basis")
    }
    return {**row, "keep": keep, "year": year, **coded}, faults


def _keeps() -> dict[str, bool]:
    spelled = {
        word.lower(): word == yes
        for language in LANGUAGES
        for yes, no in [_keep_words(language)]
        for word in (yes, no)
    }
    return spelled | {"1": True, "0": False, "true": True, "false": False, "y": True, "n": False}


def _keep_words(language: Language) -> list[str]:
    return [words(f"roadmap.keep_{answer}", language) for answer in ("yes", "no")]


def _codes(column: str) -> dict[str, str]:
    """Return the words of a coded column in any language → code."""
    known: Mapping[str, Any] = topic("values")[column]
    return {entry[language]: key for key, entry in known.items() for language in LANGUAGES}


def _year(text: str | None) -> int | None:
    try:
        year = float(text or "")
    except ValueError:
        return None
    return int(year) if year.is_integer() and _YEARS[0] <= year <= _YEARS[1] else None


def _repeated(
    rows: list[tuple[int, dict[str, Any]]], places: Mapping[str, int], file: str, sheet: str
) -> Iterator[WorkbenchError]:
    first: dict[str, int] = {}
    for number, row in rows:
        document = row["document"]
        if document is not None and first.setdefault(document, number) != number:
            yield WorkbenchError(
                "roadmap_repeated",
                file=file,
                sheet=sheet,
                cell=xl_rowcol_to_cell(number, places["document"]),
                found=document,
                other=xl_rowcol_to_cell(first[document], places["document"]),
            )


def _memory(book: fastexcel.ExcelReader) -> pl.DataFrame | None:
    """Return what was proposed last; None where the hidden sheet is gone or was tampered with."""
    if MEMORY_SHEET not in book.sheet_names:
        return None
    found: pl.DataFrame = book.load_sheet(MEMORY_SHEET, dtypes="string").to_polars()
    if not set(_REQUIRED) <= set(found.columns):
        return None
    return found.select(
        "document",
        "branch",
        pl.col("year").cast(pl.Float64, strict=False).cast(pl.Int32, strict=False),
        "label",
        keep=pl.col("keep") == "yes",
    ).filter(pl.col("document").is_not_null())


# --- writing ------------------------------------------------------------------------------------------


def _shown(rows: pl.DataFrame) -> list[tuple[Any, ...]]:
    return rows.drop("proposal").rows()


def _same_memory(one: pl.DataFrame, other: pl.DataFrame | None) -> bool:
    return other is not None and one.sort("document").equals(other.sort("document"))


def _set_aside(path: Path) -> None:
    """Keep the workbook as it was beside the new one."""
    former = path.with_name(f"{path.stem}{FORMER}{path.suffix}")
    try:
        former.write_bytes(path.read_bytes())
    except OSError as error:
        raise WorkbenchError("cannot_write", path=str(former), cause=error.strerror or str(error)) from error


def _place(path: Path, roadmap: Roadmap) -> None:
    """Write the workbook, whole or not at all."""
    if path.suffix.lower() != ".xlsx":
        raise WorkbenchError("unknown_format", path=str(path), known=".xlsx")
    with placed(path) as partial, partial.open("wb") as file:
        _write(file, roadmap)


def _write(file: BinaryIO, roadmap: Roadmap) -> None:
    own = [name for name in roadmap.rows.columns if name not in SCHEMA]
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        page = book.add_worksheet(words("roadmap.sheet", "zh"))
        head = book.add_format({"bold": True, "bg_color": "#DDE6EE", "bottom": 1})
        sub = book.add_format({"italic": True, "font_color": "#5A6672", "bg_color": "#DDE6EE"})
        page.freeze_panes(2, 2)
        for at, name in enumerate((*_SHOWN, *own)):
            page.set_column(at, at, _WIDTHS.get(name, 12))
            is_ours = name in _SHOWN
            page.write_string(0, at, words(f"roadmap.column_{name}", "zh") if is_ours else name, head)
            page.write_string(1, at, words(f"roadmap.column_{name}", "en") if is_ours else "", sub)
        rule = {"validate": "list", "source": _keep_words("zh"), "error_type": "warning"}
        page.data_validation(2, 0, _LAST_ROW, 0, rule)
        tints = {
            state: book.add_format({"bg_color": colour})
            for state, colour in (("new", "#E3F1E3"), ("conflict", "#F9DEDC"), ("not_proposed", "#EEEEEE"))
        }
        for number, row in enumerate(roadmap.rows.iter_rows(named=True), start=2):
            _write_row(page, number, row, own, tints)
        _write_notes(book)
        _write_memory(book, roadmap.memory)


def _write_row(
    page: Any, number: int, row: Mapping[str, Any], own: list[str], tints: Mapping[str, Any]
) -> None:
    tint = tints.get(row["row_state"] or "")
    shown = {**row, "keep": _keep_words("zh")[not row["keep"]]}
    shown |= {name: value_words(name, row[name], "zh") or None for name in ("row_state", "roadmap_basis")}
    for at, name in enumerate((*_SHOWN, *own)):
        value = shown[name]
        if isinstance(value, int):
            page.write_number(number, at, value, tint)
        elif value is not None:
            page.write_string(number, at, str(value)[:_CLIPPED], tint)
        elif tint is not None:
            page.write_blank(number, at, None, tint)


def _write_notes(book: Any) -> None:
    page = book.add_worksheet(words("roadmap.notes", "zh"))
    page.set_column(0, 1, 80, book.add_format({"text_wrap": True, "valign": "top"}))
    for row, key in enumerate(("purpose", "edit", "keep", "states", "former")):
        for column, language in enumerate(LANGUAGES):
            page.write_string(row, column, words(f"roadmap.note_{key}", language))


def _write_memory(book: Any, memory: pl.DataFrame) -> None:
    page = book.add_worksheet(MEMORY_SHEET)
    page.hide()
    page.write_row(0, 0, memory.columns)
    for number, row in enumerate(memory.iter_rows(named=True), start=1):
        for at, name in enumerate(memory.columns):
            value = row[name]
            if name == "keep":
                page.write_string(number, at, "yes" if value else "no")
            elif isinstance(value, int):
                page.write_number(number, at, value)
            elif value is not None:
                page.write_string(number, at, str(value)[:_CLIPPED])


def conflict_text(conflict: Conflict, language: Language) -> str:
    """Return a conflict in words."""
    return words(
        "roadmap.conflict",
        language,
        document=conflict.document,
        column=words(f"roadmap.column_{conflict.column}", language),
        edited=conflict.edited,
        proposed=conflict.proposed,
    )
