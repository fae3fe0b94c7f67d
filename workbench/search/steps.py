"""How did the query come about? Each step, what it found, what it gained and lost, and why it was taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

from workbench.errors import WorkbenchError
from workbench.query.dialect import dialect
from workbench.search.session import Session, missing_findings, own_row
from workbench.tables import Cell, Finding, Table
from workbench.tables.editable import EditableSheet, read_editable

SHEET: Final = EditableSheet(
    "search.sheet_steps",
    ("query", "syntax", "reason"),
    required=("query",),
    widths={"query": 90, "syntax": 14, "reason": 40},
)


@dataclass(frozen=True)
class Step:
    """One query on the way, in one syntax, and why it was tried."""

    query: str
    syntax: str
    reason: str


def read_steps(path: Path) -> tuple[Step, ...]:
    """Read the log of steps: a workbook or csv with query, syntax and reason.

    Raises
    ------
    WorkbenchError
        If it is no such table, or a syntax is not known.
    """
    rows = read_editable(path, [SHEET])[SHEET.address]
    steps = [
        Step(row["query"], row["syntax"] or "local", row["reason"] or "") for row in rows.iter_rows(named=True)
    ]
    if not steps:
        raise WorkbenchError("no_steps", file=path.name)
    for step in steps:
        dialect(step.syntax)
    return tuple(steps)


def search_steps(session: Session, steps: Sequence[Step], gold: Sequence[str] = ()) -> Table:
    """Run every step on the corpus.

    Returns
    -------
    Table
        One row a step: ``step``, ``query``, ``syntax``, ``hit_count``, ``added_count`` and ``dropped_count``
        against the step before, ``gold_count`` (wanted documents among the hits; null without such a list)
        and ``reason``. Behind each count stand its documents.
    """
    wanted = set(session.known(gold))
    rows: list[dict[str, Any]] = []
    behind: list[pl.DataFrame] = []
    former: set[int] = set()
    for place, step in enumerate(steps, start=1):
        found = set(session.run(step.query, step.syntax).records.tolist())
        caught = sum(name in wanted for name in session.numbers_of(sorted(found)))
        rows.append(
            {
                "step": place,
                "query": step.query,
                "syntax": step.syntax,
                "hit_count": len(found),
                "added_count": len(found - former),
                "dropped_count": len(former - found),
                "gold_count": caught if gold else None,
                "reason": step.reason,
            }
        )
        behind += [
            _kind(place, "hit_count", found),
            _kind(place, "added_count", found - former),
            _kind(place, "dropped_count", former - found),
        ]
        former = found
    frame = pl.DataFrame(rows, schema_overrides={"gold_count": pl.Int64})
    return session.table(
        "search_steps",
        frame,
        behind=pl.concat(behind),
        cells={
            name: (*own_row("step"), _of_kind(name)) for name in ("hit_count", "added_count", "dropped_count")
        },
        notes=() if gold else ("no_gold_list",),
        formats={
            "step": "text",
            **dict.fromkeys(("hit_count", "added_count", "dropped_count", "gold_count"), "count"),
        },
    )


def _kind(step: int, kind: str, records: set[int]) -> pl.DataFrame:
    return pl.DataFrame({"record": sorted(records)}, schema={"record": pl.UInt32}).with_columns(
        step=pl.lit(step, dtype=pl.Int64), kind=pl.lit(kind)
    )


def _of_kind(kind: str) -> Any:
    from workbench.tables import Condition

    return Condition("kind", "==", kind)


def search_steps_findings(table: Table) -> tuple[Finding, ...]:
    """Say what the last step finds, against the first."""
    if table.is_empty():
        return missing_findings(table)
    last = table.frame.height - 1
    found = Finding.of(
        "search_last_step",
        steps=Cell(table, last, "step"),
        hits=Cell(table, last, "hit_count"),
        first=Cell(table, 0, "hit_count"),
    )
    if table.frame["gold_count"][last] is None:
        return (found,)
    return found, Finding.of("search_last_gold", gold=Cell(table, last, "gold_count"))
