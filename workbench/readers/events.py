"""Legal events in vendors' tables: words beside the status, or columns of their own."""

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from workbench.readers.cells import by_kind, filled, flattened, many, nested
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


def status_parts(column: pl.Series, missing: Sequence[str] = ()) -> tuple[pl.Series, pl.Series]:
    """Return the statuses and the lists of events in cells such as ``授权 | 权利转移``."""
    words = list(EVENT_WORDS)

    def status(kinds: pl.Series) -> pl.Series:
        parts = many(kinds, _STATUS_MARKS, missing)
        return parts.list.eval(pl.element().filter(~pl.element().is_in(words))).list.first()

    def beside(kinds: pl.Series) -> pl.Series:
        parts = many(kinds, _STATUS_MARKS, missing)
        found = parts.list.eval(pl.element().filter(pl.element().is_in(words)))
        flat = flattened(found).to_frame("reference")
        return nested(flat.select(_event("reference", ("reference",))).to_series(), filled(found))

    return by_kind(column, status), by_kind(column, beside)


def event_columns(event: str, parts: Mapping[str, pl.Series], separators: Sequence[str]) -> pl.Series:
    """Return lists of one kind of event from columns that hold its dates, parties and numbers in step.

    Short lists leave their part null.
    """
    lists = pl.DataFrame({part: many(column, separators) for part, column in parts.items()})
    numbered = lists.with_row_index("at")
    steps = numbered.select("at", n=pl.max_horizontal(pl.col(c).list.len() for c in lists.columns).fill_null(0))
    long = steps.filter(pl.col("n") > 0).with_columns(k=pl.int_ranges(0, "n")).explode("k")
    for part in lists.columns:
        cells = numbered.select("at", part, k=pl.int_ranges(0, pl.col(part).list.len())).drop_nulls(part)
        long = long.join(cells.explode(part, "k"), on=["at", "k"], how="left", maintain_order="left")
    made = long.with_columns(event=pl.lit(event)).select("at", made=_event("event", lists.columns))
    grouped = made.group_by("at", maintain_order=True).agg("made")
    return numbered.select("at").join(grouped, on="at", how="left", maintain_order="left")["made"].cast(_EVENTS)


def _event(name: str, parts: Sequence[str]) -> pl.Expr:
    """Return the event named by a column, and the parts that are there; the others null."""

    def part(column: str) -> pl.Expr:
        return pl.col(column) if column in parts else pl.lit(None, dtype=pl.String)

    return pl.struct(
        event=pl.col(name).replace(EVENT_WORDS),
        date=parse_date(part("date")),
        from_party=part("from"),
        to_party=part("to"),
        amount_cny=part("amount").str.replace_all(",", "", literal=True).cast(pl.Float64, strict=False),
        reference=part("reference"),
    )
