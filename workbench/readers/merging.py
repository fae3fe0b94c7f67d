"""Rows that repeat a publication: what is empty is filled, what disagrees is listed."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from workbench.readers.intake import INTAKE

LEGAL_COLUMNS: Final = (
    "legal_status",
    "validity",
    "status_as_of",
    "expiry_date",
    "stated_cited_count",
    "stated_citing_count",
)
"""What the row with the latest status date decides; without status dates, the row read last."""

_IDENTITY: Final = ("at", "intake", "record", "application", "file", "sheet", "row", "is_lead")


def merge_repeats(rows: pl.DataFrame) -> pl.DataFrame:
    """Make one row of the rows of each record.

    Parameters
    ----------
    rows : DataFrame
        All rows of the records that have several, with ``at``, ``record``, ``is_lead``.

    Returns
    -------
    DataFrame, one row per record
        ``at``, ``file``, ``sheet`` and ``row`` are those of the row that made the record.
    """
    ordered = rows.sort("record", pl.col("is_lead").not_(), "at")
    columns = [name for name in ordered.columns if name != "record"]
    merged = ordered.group_by("record", maintain_order=True).agg(_merged(ordered, name) for name in columns)
    return merged.select(rows.columns)


def _merged(rows: pl.DataFrame, name: str) -> pl.Expr:
    column = pl.col(name)
    if name in _IDENTITY:
        return column.first()
    if name in LEGAL_COLUMNS:
        latest = column.sort_by(pl.col("status_as_of"), pl.col("at"), nulls_last=False, maintain_order=True)
        return latest.drop_nulls().last().alias(name)
    if name == "events":
        return column.explode(empty_as_null=False).drop_nulls().unique(maintain_order=True).alias(name)
    if rows.schema[name].base_type() == pl.List:
        return column.filter(column.list.len() > 0).first().alias(name)
    return column.drop_nulls().first().alias(name)


def list_conflicts(rows: pl.DataFrame, merged: pl.DataFrame) -> pl.DataFrame:
    """List every value of a repeated row that the merged record does not show.

    Returns
    -------
    DataFrame
        ``record``, ``column``, ``kept``, ``other``, ``file``, ``row``; values as text.
    """
    found = [_conflicts_of(rows, merged, name) for name in _comparable(rows)]
    return pl.concat(found).sort("record", "column", "row", "file") if found else pl.DataFrame()


def _comparable(rows: pl.DataFrame) -> Sequence[str]:
    nested = {name for name, dtype in INTAKE.items() if isinstance(dtype, pl.List)}
    skipped = {*_IDENTITY, *nested, "level", "application_key", "publication_key", "vendor_url", "claims_text"}
    return [name for name in rows.columns if name not in skipped and not name.startswith("extra:")]


def _conflicts_of(rows: pl.DataFrame, merged: pl.DataFrame, name: str) -> pl.DataFrame:
    kept = merged.select("record", pl.col(name).alias("kept"))
    theirs = rows.filter(pl.col(name).is_not_null()).select(
        "record", "file", "row", pl.col(name).alias("other")
    )
    return (
        theirs.join(kept, on="record")
        .filter(pl.col("other") != pl.col("kept"))
        .select(
            "record",
            pl.lit(name).alias("column"),
            pl.col("kept").cast(pl.String),
            pl.col("other").cast(pl.String),
            "file",
            "row",
        )
    )
