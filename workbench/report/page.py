"""``report.html``: one offline file; each mark of a chart and each number of a table opens its patents."""

import json
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import Any, Final

import polars as pl
from jinja2 import Environment, select_autoescape
from markupsafe import Markup

from workbench.labels import Language, column_words, value_words, words
from workbench.report.datasets import Dataset, dataset_of
from workbench.report.evidence import LISTING_COLUMNS, LISTING_FILE, CellRecords, cell_count, cell_records
from workbench.report.images import figure_size
from workbench.report.numbers import shown
from workbench.report.parts import Manuscript, Paragraph
from workbench.tables import RowValue

MOST_LISTED: Final = 50_000
"""Records embedded in one page; beyond it every list is cut, and says so beside its full count."""

_FEWEST_PER_CELL: Final = 20
_LOCALES: Final[Mapping[Language, str]] = {"zh": "zh-CN", "en": "en"}
_MODEBAR: Final = (
    "Download plot as a PNG", "Download plot", "Zoom", "Pan", "Box Select", "Lasso Select", "Zoom in",
    "Zoom out",
    "Autoscale", "Reset axes", "Double-click to zoom back out", "Taking snapshot - this may take a few seconds",
    "Snapshot succeeded",
)  # fmt: skip


def write_page(manuscript: Manuscript, subject: str, evidence: Path, path: Path) -> Path:
    """Write the page.

    Parameters
    ----------
    manuscript : Manuscript
        What is printed.
    subject : str
        What the report is about, for the window's title.
    evidence : Path
        The folder that :func:`workbench.report.evidence.write_evidence` wrote.
    path : Path
        The file to write.
    """
    language = manuscript.language
    environment = Environment(autoescape=select_autoescape(default=True), trim_blocks=False)
    template = environment.from_string(_resource("report.html"))
    page = template.render(
        language={"zh": "zh-CN", "en": "en"}[language],
        manuscript=manuscript,
        subject=subject,
        parts=[(type(part).__name__, part) for part in manuscript.parts],
        pieces=lambda paragraph: pieces(paragraph, manuscript),
        heights={picture.key: figure_size(picture.figure)[1] for picture in manuscript.pictures},
        figures={picture.key: figure_script(picture.figure) for picture in manuscript.pictures},
        evidence=script_json(page_evidence(manuscript, evidence)),
        hint=words("report.html_hint", language),
        no_script=words("report.html_no_script", language),
        no_rows=words("report.no_rows", language),
        download=words("report.html_download", language),
        close=words("report.html_close", language),
        style=Markup(_resource("report.css")),  # noqa: S704 - our own file
        script=Markup(_resource("report.js")),  # noqa: S704 - our own file
        plotly=Markup(_plotly_script()),  # noqa: S704 - the library's own file
    )
    path.write_text(page, encoding="utf-8", newline="\n")
    return path


def _resource(name: str) -> str:
    """Return a file of this folder."""
    return (files("workbench.report") / name).read_text(encoding="utf-8")


def _plotly_script() -> str:
    """Return plotly.js as the package carries it."""
    from plotly.offline import get_plotlyjs

    script: str = get_plotlyjs()
    return script


def script_json(value: object) -> Markup:
    """Return a value as JSON that no markup inside it can leave (``</script>``, ``<!--``, ``&``)."""
    return _inert(json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=str))


def figure_script(figure: Any) -> Markup:
    """Return a figure's data and layout as inert JSON."""
    return _inert(figure.to_json())


def _inert(text: str) -> Markup:
    """Escape what could end a script element or begin another."""
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - escaped above


def pieces(paragraph: Paragraph, manuscript: Manuscript) -> list[dict[str, Any]]:
    """Return the runs of a paragraph with links to the cells they print."""
    found = []
    for run in paragraph.runs:
        link = None if run.cell is None else _link(run.cell.table, run.cell.row, run.cell.column, manuscript)
        found.append({"text": run.text, "slot": run.slot or "", "link": link, "is_value": run.cell is not None})
    return found


def _link(table: Any, row: int, column: str, manuscript: Manuscript) -> dict[str, Any] | None:
    """Return where a value stands in this page and in the workbook."""
    dataset = dataset_of(table, manuscript.datasets)
    if dataset is None:
        return None
    anchor = dataset.key if dataset.key.startswith("figure-") else f"table-{dataset.key}"
    return {
        "anchor": anchor,
        "address": f"{dataset.sheet}!{dataset.address(row, column)}",
        "key": dataset.key,
        "cell": f"{row % table.frame.height}|{column}",
        "opens": dataset.table.has_records(column),
    }


def page_evidence(manuscript: Manuscript, folder: Path) -> dict[str, Any]:
    """Return what the page needs to open lists: cells → rows of a listing stored by column.

    A cell is ``[count, first row, step, step, …]``: row numbers of the listing as differences.
    """
    most = _most_per_cell(manuscript.datasets, folder)
    cells = {dataset.key: cell_records(dataset, folder, most) for dataset in manuscript.datasets}
    lists = (cell.records for table in cells.values() for cell in table.values())
    used = sorted({record for records in lists for record in records})
    place = {record: position for position, record in enumerate(used)}
    language = manuscript.language
    return {
        "locale": _LOCALES[language],
        "dictionary": _dictionary(language),
        "words": _page_words(language),
        "fields": [name for name in LISTING_COLUMNS if name != "vendor_url"],
        "listing": listing_columns(folder / LISTING_FILE, used, language),
        "tables": {dataset.key: _table_words(dataset, language) for dataset in manuscript.datasets},
        "cells": {
            key: {address: _steps(cell, place) for address, cell in table.items()}
            for key, table in cells.items()
        },
    }


def _most_per_cell(carried: Sequence[Dataset], folder: Path) -> int | None:
    """Return how many records a list may carry: all, unless the page would grow beyond its limit."""
    listed = pl.scan_parquet(folder / LISTING_FILE).select(pl.len()).collect().item()
    if listed <= MOST_LISTED:
        return None
    cells = sum(cell_count(dataset) for dataset in carried)
    return max(_FEWEST_PER_CELL, MOST_LISTED // max(cells, 1))


def _steps(cell: CellRecords, place: Mapping[int, int]) -> list[int]:
    """Return count, then the places of the records as differences."""
    places = [place[record] for record in cell.records]
    return [cell.total, *(there - here for here, there in zip([0, *places], places, strict=False))]


def listing_columns(path: Path, records: Iterable[int], language: Language) -> dict[str, list[str | None]]:
    """Return the listing of some records, column by column, as printed."""
    scanned = pl.scan_parquet(path)
    wanted = pl.LazyFrame({"record": list(records)}, schema={"record": scanned.collect_schema()["record"]})
    listing = wanted.join(scanned, on="record", how="left", maintain_order="left").collect()
    return {name: _listed_column(listing[name], name, language) for name in LISTING_COLUMNS}


def _listed_column(column: pl.Series, name: str, language: Language) -> list[str | None]:
    """Return one column of the listing as text; codes in words."""
    if column.dtype.is_temporal():
        return column.cast(pl.Date).cast(pl.String).to_list()
    if name == "legal_status":
        known = {value: value_words(name, value, language) for value in column.unique() if value is not None}
        return [known.get(value) for value in column]
    return column.cast(pl.String).to_list()


def _table_words(dataset: Dataset, language: Language) -> dict[str, Any]:
    """Return what heads a list: the table, the names of its rows, its columns in words, what it counts."""
    frame = dataset.table.frame
    rows = [
        " × ".join(shown(value, dataset.kinds[name], name, language) for name, value in row.items())
        for row in frame.select(naming_columns(dataset)).iter_rows(named=True)
    ]
    columns = {name: column_words(name, language) for name in frame.columns}
    count = words(f"report.html_count_{dataset.table.unit}", language)
    return {"title": f"{dataset.label} {dataset.title}", "rows": rows, "columns": columns, "count": count}


def naming_columns(dataset: Dataset) -> list[str]:
    """Return the columns that name a row: the words its lists depend on, never a rank."""
    frame, evidence = dataset.table.frame, dataset.table.evidence
    conditions = chain.from_iterable(evidence.cells.values()) if evidence is not None else ()
    needed = {one.value.column for one in conditions if isinstance(one.value, RowValue)}
    named = [name for name in frame.columns if name in needed and dataset.kinds[name] == "text"]
    first = frame.columns[0]
    if first in named or (named and dataset.kinds[first] not in ("text", "year")):
        return named
    return [first, *named]


def _page_words(language: Language) -> dict[str, str]:
    """Return the words of the panel."""
    said = {name: words(f"report.list_{name}", language) for name in LISTING_COLUMNS}
    return said | {
        "listed_first": words("report.html_listed_first", language),
    }


def _dictionary(language: Language) -> dict[str, str]:
    """Return plotly's own words (the buttons over a chart) in the report's language."""
    return {text: words(f"report.modebar_{_identifier(text)}", language) for text in _MODEBAR}


def _identifier(text: str) -> str:
    """Return plotly's English words as a key of the catalogue."""
    return "_".join("".join(sign if sign.isalnum() else " " for sign in text.lower()).split())
