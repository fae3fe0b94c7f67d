"""Which patents stand behind this number? Answered from the report's own folder."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import narwhals as nw
import polars as pl

from workbench.errors import WorkbenchError
from workbench.labels import LANGUAGES
from workbench.report.datasets import column_letters
from workbench.report.evidence import INDEX_FILE, LISTING_FILE, condition_of
from workbench.report.numbers import shown
from workbench.tables import Evidence

_EXCEL_ADDRESS: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]+)")
_SHOWN_KEYS: Final = 12


def unit_of(out: Path, table: str) -> str:
    """Return what a table of a written report counts: publication, application or family."""
    return str(_entry(Path(out), table).get("unit", "publication"))


def explain(out: Path, table: str, cell: str) -> pl.DataFrame:
    """List the patents behind a number of a written report.

    Parameters
    ----------
    out : Path
        The report's folder.
    table : str
        A table's number (``2-1``, 表 2-1), name (``annual_filings``), title or sheet.
    cell : str
        The address in ``data.xlsx`` (``B5``), ``row|column`` with rows counted from 0, or
        ``key:column`` where ``key`` is a value of the row, of the first column or of another, and
        ``column`` a heading or an identifier (``2019:申请量``, ``2019:filing_count``).

    Returns
    -------
    DataFrame
        ``record``, ``publication_number``, ``title``, ``applicant``, ``filing_date``,
        ``publication_date``, ``legal_status``, ``vendor_url``; one row per record, sorted by record.

    Raises
    ------
    WorkbenchError
        If the folder is no report, or the table, the cell or its list does not exist.
    """
    folder = Path(out) / "evidence"
    entry = _entry(Path(out), table)
    frame = pl.read_parquet(folder / f"{entry['key']}.table.parquet")
    row, column = _position(entry, frame, cell)
    if column not in entry["cells"]:
        known = ", ".join(entry["cells"]) or "—"
        example = _examples(entry, frame)
        raise WorkbenchError("explain_no_list", table=entry["key"], column=column, known=known, **example)
    conditions = tuple(condition_of(condition) for condition in entry["cells"][column])
    evidence = Evidence(
        nw.from_native(pl.scan_parquet(folder / f"{entry['key']}.parquet")), {column: conditions}
    )
    records = evidence.records(column, frame.row(row, named=True))
    return listed(folder, records)


def listed(folder: Path, records: Sequence[int]) -> pl.DataFrame:
    """Return the listing of some records, in their order."""
    listing = pl.scan_parquet(folder / LISTING_FILE)
    wanted = pl.LazyFrame({"record": records}, schema={"record": listing.collect_schema()["record"]})
    return wanted.join(listing, on="record", how="left", maintain_order="left").collect()


def _entry(out: Path, table: str) -> dict[str, Any]:
    """Return the one table that is meant."""
    path = out / "evidence" / INDEX_FILE
    if not path.is_file():
        raise WorkbenchError("explain_no_report", file=out, missing=f"evidence/{INDEX_FILE}")
    entries: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["tables"]
    wanted = _plain(table)
    meant = [entry for entry in entries if wanted in _names(entry)]
    if not meant:
        known = "; ".join(f"{entry['key']} {entry['name']}" for entry in entries)
        raise WorkbenchError("explain_no_table", file=out, found=table, known=known)
    if len(meant) > 1:
        known = ", ".join(entry["key"] for entry in meant)
        raise WorkbenchError("explain_ambiguous_table", file=out, found=table, known=known)
    return meant[0]


def _names(entry: Mapping[str, Any]) -> set[str]:
    """Return everything a table may be called."""
    return {_plain(entry[name]) for name in ("key", "label", "name", "title", "sheet")}


def _plain(name: str) -> str:
    """Return a name without case and spaces."""
    return "".join(name.casefold().split())


def _position(entry: Mapping[str, Any], frame: pl.DataFrame, cell: str) -> tuple[int, str]:
    """Return row and column of a cell, however it was named."""
    found = _by_excel(entry, cell) or _by_row(entry, cell) or _by_key(entry, frame, cell)
    if found is None or not 0 <= found[0] < frame.height:
        raise WorkbenchError(
            "explain_no_cell",
            table=entry["key"],
            found=cell,
            known=_known(entry, frame),
            **_examples(entry, frame),
        )
    return found


def _by_excel(entry: Mapping[str, Any], cell: str) -> tuple[int, str] | None:
    """Read ``B5`` as Excel does."""
    match = _EXCEL_ADDRESS.fullmatch(cell.strip())
    if match is None:
        return None
    letters = match.group(1).upper()
    named = {column_letters(position): name for position, name in enumerate(entry["columns"])}
    if letters not in named:
        return None
    return int(match.group(2)) - entry["header_row"] - 1, named[letters]


def _by_row(entry: Mapping[str, Any], cell: str) -> tuple[int, str] | None:
    """Read ``row|column``."""
    row, bar, column = cell.partition("|")
    name = _column(entry, column)
    return (int(row), name) if bar and name and row.strip().isdecimal() else None


def _by_key(entry: Mapping[str, Any], frame: pl.DataFrame, cell: str) -> tuple[int, str] | None:
    """Read ``key:column``; the first column in which the key stands must name one row by it."""
    key, colon, column = cell.replace("：", ":").rpartition(":")
    name = _column(entry, column)
    if not colon or name is None:
        return None
    for among in (frame.columns[0], *_naming_columns(entry, frame)):
        rows = [row for row, value in enumerate(frame[among]) if _plain(key) in _spellings(entry, among, value)]
        if rows:
            return (rows[0], name) if len(rows) == 1 else None
    return None


def _naming_columns(entry: Mapping[str, Any], frame: pl.DataFrame) -> list[str]:
    """Return the columns that can name a row: words before years, never numbers."""
    return [name for kind in ("text", "year") for name in frame.columns if entry["kinds"][name] == kind]


def _spellings(entry: Mapping[str, Any], column: str, value: Any) -> set[str]:
    """Return a key as it is stored and as it is printed in either language."""
    printed = {shown(value, entry["kinds"][column], column, language) for language in LANGUAGES}
    return {_plain(text) for text in (str(value), *printed)}


def _column(entry: Mapping[str, Any], given: str) -> str | None:
    """Return the column that is meant by its identifier or its heading."""
    wanted = _plain(given)
    pairs = zip(entry["columns"], entry["headings"], strict=True)
    return next((name for name, heading in pairs if wanted in {_plain(name), _plain(heading)}), None)


def _examples(entry: Mapping[str, Any], frame: pl.DataFrame) -> dict[str, str]:
    """Return how a cell of this very table is named, in three ways: its first row that has a list."""
    column = next(iter(entry["cells"]), entry["columns"][-1])
    place = entry["columns"].index(column)
    naming = next(iter(_naming_columns(entry, frame)), frame.columns[0])
    key = str(frame[naming][0]) if frame.height else ""
    return {
        "address": f"{column_letters(place)}{entry['header_row'] + 1}",
        "by_row": f"0|{column}",
        "by_key": f"{key}:{entry['headings'][place]}",
    }


def _known(entry: Mapping[str, Any], frame: pl.DataFrame) -> str:
    """Return what could have been named: the range of cells, the columns, the first keys."""
    last = f"{column_letters(len(entry['columns']) - 1)}{entry['header_row'] + entry['rows']}"
    keys = ", ".join(str(value) for value in frame[:, 0].head(_SHOWN_KEYS)) if frame.width else ""
    return f"A{entry['header_row'] + 1}:{last}; {', '.join(entry['columns'])}; {keys}"
