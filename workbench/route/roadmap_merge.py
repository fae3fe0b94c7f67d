"""A roadmap that a person edits, brought up to date: what the person did stands, what is new is marked.

Three versions meet for each patent: what was proposed when the workbook was written, what stands in it now,
and what is proposed today. A cell that was edited keeps the edit; where today's proposal differs from both,
that is a conflict, and told. A row that was deleted stays deleted; one that is proposed no more stays, marked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

EDITED: Final = ("branch", "year", "label", "keep")
"""The columns that a person decides."""
TOLD: Final = ("title", "applicant", "roadmap_basis")
"""The columns that only tell."""
SCHEMA: Final[Mapping[str, Any]] = {
    "document": pl.String,
    "branch": pl.String,
    "year": pl.Int32,
    "label": pl.String,
    "keep": pl.Boolean,
    "title": pl.String,
    "applicant": pl.String,
    "roadmap_basis": pl.String,
    "row_state": pl.String,
    "proposal": pl.String,
}
"""Columns of a roadmap: ``row_state`` is null, ``new``, ``conflict``, ``not_proposed`` or ``added``;
``proposal`` tells what a conflict is about."""


@dataclass(frozen=True)
class Conflict:
    """An edited cell whose proposal has changed since."""

    document: str
    column: str
    edited: Any
    proposed: Any


@dataclass(frozen=True)
class Roadmap:
    """A roadmap brought up to date.

    Attributes
    ----------
    rows : DataFrame
        Columns of :data:`SCHEMA`, then the person's own columns; in the person's order, new rows last.
    memory : DataFrame
        ``document`` and the edited columns as proposed last, deleted documents included.
    conflicts : tuple of Conflict
        In the order of the rows.
    deleted : int
        Proposed documents that the person deleted.
    """

    rows: pl.DataFrame
    memory: pl.DataFrame
    conflicts: tuple[Conflict, ...] = ()
    deleted: int = 0

    @property
    def kept(self) -> pl.DataFrame:
        """Return the rows to be drawn."""
        return self.rows.filter(pl.col("keep"))

    def count(self, state: str) -> int:
        """Return how many rows have a state."""
        return self.rows.filter(pl.col("row_state") == state).height


def merge_roadmap(
    proposed: pl.DataFrame,
    found: pl.DataFrame | None = None,
    memory: pl.DataFrame | None = None,
    known: pl.DataFrame | None = None,
) -> Roadmap:
    """Bring a roadmap up to date.

    Parameters
    ----------
    proposed : DataFrame
        One row per document proposed today: ``document``, :data:`EDITED`, :data:`TOLD`.
    found : DataFrame, optional
        The rows of the workbook: ``document``, :data:`EDITED` and any columns of the person's own. None where
        there is no workbook yet.
    memory : DataFrame, optional
        What was proposed when it was written.
    known : DataFrame, optional
        What the data hold of every document, in the columns of ``proposed``: fills what a row that the person
        added leaves empty.
    """
    today = {row["document"]: row for row in proposed.iter_rows(named=True)}
    base = {} if memory is None else {row["document"]: row for row in memory.iter_rows(named=True)}
    if found is None:
        rows = [_row(document, row, row, None) for document, row in today.items()]
        return Roadmap(_frame(rows, []), _memory(base, today))
    own = [name for name in found.columns if name not in SCHEMA]
    rows, conflicts = [], []
    unproposed = found["document"].filter(found["document"].is_in(list(base)).not_())
    held = {} if known is None else _held(known, unproposed)
    for here in found.iter_rows(named=True):
        document = here["document"]
        row, clashes = _met(here, base.get(document), today.get(document, held.get(document)))
        rows.append(row | {name: here[name] for name in own})
        conflicts += clashes
    present = set(found["document"])
    fresh = [document for document in today if document not in present and document not in base]
    rows += [_row(document, today[document], today[document], "new") for document in fresh]
    deleted = sum(document in today and document not in present for document in base)
    return Roadmap(_frame(rows, own), _memory(base, today), tuple(conflicts), deleted)


def _held(known: pl.DataFrame, documents: pl.Series) -> dict[str, dict[str, Any]]:
    rows = known.filter(pl.col("document").is_in(documents.implode()))
    return {row["document"]: row for row in rows.iter_rows(named=True)}


def _met(
    here: Mapping[str, Any], before: Mapping[str, Any] | None, now: Mapping[str, Any] | None
) -> tuple[dict[str, Any], list[Conflict]]:
    """Return the row of a document that stands in the workbook, and its conflicts."""
    document = here["document"]
    if before is None:
        filled = {name: here[name] if here[name] is not None or now is None else now[name] for name in EDITED}
        return _row(document, {**here, **filled}, now, "added"), []
    if now is None:
        return _row(document, here, None, "not_proposed"), []
    chosen: dict[str, Any] = {}
    clashes: list[Conflict] = []
    for column in EDITED:
        is_edited = here[column] != before[column]
        chosen[column] = here[column] if is_edited else now[column]
        if is_edited and now[column] not in (before[column], here[column]):
            clashes.append(Conflict(document, column, here[column], now[column]))
    row = _row(document, chosen, now, "conflict" if clashes else None)
    return row | {"proposal": _proposal(clashes)}, clashes


def _row(
    document: str, edited: Mapping[str, Any], told: Mapping[str, Any] | None, state: str | None
) -> dict[str, Any]:
    known: Mapping[str, Any] = edited if told is None else told
    return {
        "document": document,
        **{column: edited[column] for column in EDITED},
        **{column: known.get(column) for column in TOLD},
        "row_state": state,
        "proposal": None,
    }


def _proposal(clashes: list[Conflict]) -> str | None:
    return "; ".join(f"{clash.column}={clash.proposed}" for clash in clashes) or None


def _frame(rows: list[dict[str, Any]], own: list[str]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={**SCHEMA, **dict.fromkeys(own, pl.String)}, orient="row")


def _memory(base: Mapping[str, Mapping[str, Any]], today: Mapping[str, Mapping[str, Any]]) -> pl.DataFrame:
    columns = ("document", *EDITED)
    rows = [{name: row[name] for name in columns} for row in {**base, **today}.values()]
    return pl.DataFrame(rows, schema={name: SCHEMA[name] for name in columns}, orient="row")
