"""The patents behind every number, kept beside the report so that it needs the corpus no more.

``evidence/`` holds ``index.json`` (tables, columns, conditions), ``listing.parquet`` (one row per record),
and per table ``<key>.parquet`` (record and the columns that conditions name) and ``<key>.table.parquet``.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

import narwhals as nw
import polars as pl

from workbench.labels import Language, column_words
from workbench.report.datasets import HEADER_ROW, Dataset
from workbench.tables import Condition, Evidence, RowValue

LISTING_COLUMNS: Final = (
    "publication_number",
    "title",
    "applicant",
    "filing_date",
    "publication_date",
    "legal_status",
    "vendor_url",
)
INDEX_FILE: Final = "index.json"
LISTING_FILE: Final = "listing.parquet"
_ROW: Final = "__row"


def write_evidence(
    carried: Sequence[Dataset], listing: pl.LazyFrame | None, language: Language, folder: Path
) -> Path:
    """Write what ``explain`` needs into a folder and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for dataset in carried:
        dataset.table.frame.write_parquet(folder / f"{dataset.key}.table.parquet")
        if dataset.table.evidence is not None:
            _write_frame(dataset.table.evidence, folder / f"{dataset.key}.parquet")
    _write_listing(listing, folder / LISTING_FILE)
    index = {"language": language, "tables": [table_entry(dataset, language) for dataset in carried]}
    (folder / INDEX_FILE).write_text(json.dumps(index, ensure_ascii=False, indent=1), encoding="utf-8")
    return folder


def _write_frame(evidence: Evidence, path: Path) -> None:
    """Write the record and the columns that the conditions name; streamed where the engine is polars."""
    columns = dict.fromkeys(condition.column for cell in evidence.cells.values() for condition in cell)
    frame = evidence.frame.select("record", *(name for name in columns if name != "record"))
    native = frame.to_native()
    if isinstance(native, pl.LazyFrame):
        native.sink_parquet(path)
    else:
        frame.collect("polars").to_native().write_parquet(path)


def _write_listing(listing: pl.LazyFrame | None, path: Path) -> None:
    """Write the listing; columns that it lacks are empty."""
    if listing is None:
        pl.DataFrame(schema={"record": pl.UInt32, **dict.fromkeys(LISTING_COLUMNS, pl.String)}).write_parquet(
            path
        )
        return
    present = set(listing.collect_schema().names())
    missing = [pl.lit(None, dtype=pl.String).alias(name) for name in LISTING_COLUMNS if name not in present]
    listing.with_columns(missing).select("record", *LISTING_COLUMNS).sink_parquet(path)


def table_entry(dataset: Dataset, language: Language) -> dict[str, Any]:
    """Return what the index says of a table."""
    evidence = dataset.table.evidence
    cells = {} if evidence is None else evidence.cells
    return {
        "key": dataset.key,
        "label": dataset.label,
        "name": dataset.table.name,
        "title": dataset.title,
        "sheet": dataset.sheet,
        "unit": dataset.table.unit,
        "header_row": HEADER_ROW,
        "rows": dataset.table.frame.height,
        "columns": dataset.table.frame.columns,
        "headings": [column_words(name, language) for name in dataset.table.frame.columns],
        "kinds": dataset.kinds,
        "cells": {column: [condition_entry(c) for c in conditions] for column, conditions in cells.items()},
    }


def condition_entry(condition: Condition) -> dict[str, Any]:
    """Return a condition as plain data."""
    entry: dict[str, Any] = {"column": condition.column, "operator": condition.operator}
    if isinstance(condition.value, RowValue):
        return entry | {"row_value": condition.value.column}
    if isinstance(condition.value, date):
        return entry | {"date": condition.value.isoformat()}
    return entry | {"value": condition.value}


def condition_of(entry: Mapping[str, Any]) -> Condition:
    """Return the condition that :func:`condition_entry` wrote."""
    if "row_value" in entry:
        return Condition(entry["column"], entry["operator"], RowValue(entry["row_value"]))
    value = date.fromisoformat(entry["date"]) if "date" in entry else entry["value"]
    return Condition(entry["column"], entry["operator"], value)


class CellRecords(NamedTuple):
    """The records behind a cell: how many, and the first of them."""

    total: int
    records: list[int]


def cell_records(dataset: Dataset, folder: Path, most: int | None = None) -> dict[str, CellRecords]:
    """Return the records behind every cell of a table, by its address ``row|column``.

    Parameters
    ----------
    dataset : Dataset
        The table.
    folder : Path
        Where :func:`write_evidence` wrote.
    most : int, optional
        How many records a list may carry; its count is whole in any case.
    """
    evidence = dataset.table.evidence
    if evidence is None or dataset.table.is_empty():
        return {}
    frame = pl.read_parquet(folder / f"{dataset.key}.parquet")
    found: dict[str, CellRecords] = {}
    for column, conditions in evidence.cells.items():
        lists = _column_records(frame, dataset.table.frame, conditions)
        cut = lists if most is None else lists.list.head(most)
        pairs = zip(lists.list.len().to_list(), cut.to_list(), strict=True)
        found.update({f"{row}|{column}": CellRecords(*pair) for row, pair in enumerate(pairs)})
    return found


def cell_count(dataset: Dataset) -> int:
    """Return how many cells of a table keep a list."""
    evidence = dataset.table.evidence
    return 0 if evidence is None else dataset.table.frame.height * len(evidence.cells)


def _column_records(frame: pl.DataFrame, table: pl.DataFrame, conditions: Sequence[Condition]) -> pl.Series:
    """Return lists of records, row by row: one join where every row condition is equality."""
    of_rows = [condition for condition in conditions if isinstance(condition.value, RowValue)]
    fixed = [condition for condition in conditions if not isinstance(condition.value, RowValue)]
    if of_rows and all(condition.operator == "==" for condition in of_rows):
        return _joined_records(_filtered(frame, fixed), table, of_rows)
    lists = [
        _filtered(frame, [condition.resolve(row) for condition in conditions])["record"].unique().sort()
        for row in table.iter_rows(named=True)
    ]
    return pl.Series(lists, dtype=pl.List(frame.schema["record"]))


def _filtered(frame: pl.DataFrame, conditions: Iterable[Condition]) -> pl.DataFrame:
    """Return the evidence rows that meet conditions without row values."""
    chosen = nw.from_native(frame.lazy())
    for condition in conditions:
        chosen = chosen.filter(condition.expression())
    collected: pl.DataFrame = chosen.collect("polars").to_native()
    return collected


def _joined_records(chosen: pl.DataFrame, table: pl.DataFrame, of_rows: Sequence[Condition]) -> pl.Series:
    """Return the distinct sorted records per row of the table, matched on all its key columns at once."""
    schema = chosen.schema
    keys = [f"{_ROW}_{position}" for position in range(len(of_rows))]
    rows = table.select(
        pl.int_range(pl.len()).alias(_ROW),
        *(
            pl.col(condition.value.column).cast(schema[condition.column]).alias(key)
            for condition, key in zip(of_rows, keys, strict=True)
        ),
    )
    columns = [condition.column for condition in of_rows]
    joined = rows.join(chosen, left_on=keys, right_on=columns, how="left", nulls_equal=True)
    grouped = joined.group_by(_ROW).agg(pl.col("record").drop_nulls().unique().sort()).sort(_ROW)
    return grouped["record"]
