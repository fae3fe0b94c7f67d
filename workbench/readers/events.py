"""Legal events in vendors' tables: words beside the status, or columns of their own."""

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from workbench.readers.cells import converted_once, filled, many
from workbench.readers.dates import parse_date
from workbench.readers.intake import INTAKE

EVENT_WORDS: Final[Mapping[str, str]] = {
    "权利转移": "transfer", "转让": "transfer", "Transfer": "transfer",
    "许可": "license", "License": "license",
    "质押": "pledge", "Pledge": "pledge",
    "信托": "trust", "Trust": "trust",
    "异议": "opposition", "Opposition": "opposition",
    "复审": "reexamination", "Re-examination": "reexamination",
    "海关备案": "customs", "Customs": "customs",
    "诉讼": "litigation", "Litigation": "litigation",
    "保全": "preservation", "Preservation": "preservation",
    "无效程序": "invalidation", "Invalid-procedure": "invalidation",
    "口头审理": "oral_procedure", "Oral-procedure": "oral_procedure",
    "国防解密": "declassification", "Declassification": "declassification",
    "一案双申": "double_application", "Double application": "double_application",
    "期限延长": "extension", "Extension": "extension",
}  # fmt: skip
"""What vendors write into the status cell that is an event and no status."""

_EVENTS: Final = pl.Schema({"events": INTAKE["events"]})["events"]
_STATUS_MARKS: Final = ("|", ";", "；", "\n")


def status_parts(column: pl.Expr, missing: Sequence[str] = ()) -> tuple[pl.Expr, pl.Expr]:
    """Return the status and the list of events in cells such as ``授权 | 权利转移``."""
    words = list(EVENT_WORDS)

    def status(column: pl.Expr) -> pl.Expr:
        parts = many(column, _STATUS_MARKS, missing)
        return parts.list.eval(pl.element().filter(~pl.element().is_in(words))).list.first()

    def beside(column: pl.Expr) -> pl.Expr:
        parts = many(column, _STATUS_MARKS, missing)
        found = parts.list.eval(pl.element().filter(pl.element().is_in(words)))
        return filled(found.list.eval(_worded(pl.element())))

    return converted_once(column, status, pl.String()), converted_once(column, beside, _EVENTS)


def _worded(word: pl.Expr) -> pl.Expr:
    return pl.struct(
        event=word.replace_strict(EVENT_WORDS, default=None, return_dtype=pl.String),
        date=pl.lit(None, dtype=pl.Date),
        from_party=pl.lit(None, dtype=pl.String),
        to_party=pl.lit(None, dtype=pl.String),
        amount_cny=pl.lit(None, dtype=pl.Float64),
        reference=word,
    )


def event_columns(event: str, parts: Mapping[str, pl.Expr], separators: Sequence[str]) -> pl.Expr:
    """Return lists of one kind of event from columns that hold its dates, parties and numbers in step."""
    lists = {part: many(column, separators) for part, column in parts.items()}

    def made(columns: pl.Series) -> pl.Series:
        return _zipped(columns.struct.unnest(), event)

    parted = [column.alias(part) for part, column in lists.items()]
    return pl.struct(parted).map_batches(made, return_dtype=_EVENTS, is_elementwise=True)


def _zipped(lists: pl.DataFrame, event: str) -> pl.Series:
    """Put lists in step into one list of events; short lists leave their part null."""
    numbered = lists.with_row_index("at")
    steps = numbered.select("at", n=pl.max_horizontal(pl.col(c).list.len() for c in lists.columns).fill_null(0))
    long = steps.with_columns(k=pl.int_ranges(0, "n")).explode("k").drop_nulls("k")
    for part in lists.columns:
        cells = numbered.select("at", part, k=pl.int_ranges(0, pl.col(part).list.len()))
        flat = cells.drop_nulls(part).explode(part, "k")
        long = long.join(flat, on=["at", "k"], how="left", maintain_order="left")
    grouped = (
        long.select("at", made=_event(event, lists.columns)).group_by("at", maintain_order=True).agg("made")
    )
    return numbered.select("at").join(grouped, on="at", how="left", maintain_order="left")["made"].cast(_EVENTS)


def _event(event: str, parts: Sequence[str]) -> pl.Expr:
    def part(name: str) -> pl.Expr:
        return pl.col(name) if name in parts else pl.lit(None, dtype=pl.String)

    return pl.struct(
        event=pl.lit(event),
        date=parse_date(part("date")),
        from_party=part("from"),
        to_party=part("to"),
        amount_cny=part("amount").str.replace_all(",", "", literal=True).cast(pl.Float64, strict=False),
        reference=part("reference"),
    )
