"""Which are the key patents, and which are the milestones of the development?"""

from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.route.cards import told_means
from workbench.route.criteria import SCHEMA, checked, key_patent_criteria
from workbench.route.criterion_values import criterion_values, standing
from workbench.route.paths import measured, yearly_place
from workbench.route.scope import Route
from workbench.route.showing import DOCUMENT_TYPES, document_evidence, told
from workbench.tables import Cell, Finding, Table

LEAST_KNOWN: Final = 0.5
"""A document with less than this share of the weights known is not ranked."""
MOST_MILESTONES: Final = 15


class _Scored:
    """The documents with their standing by each criterion."""

    def __init__(self, route: Route, criteria: pl.DataFrame) -> None:
        self.names: list[str] = criteria["criterion"].to_list()
        weight = criteria["criterion_weight"].to_numpy()
        self.values = criterion_values(route, self.names)
        stands = np.array([standing(route, name, self.values[name]) for name in self.names])
        is_known = ~np.isnan(stands)
        known = (is_known * weight[:, None]).sum(axis=0)
        summed = np.where(is_known, stands, 0.0) * weight[:, None]
        self.known_share = known / weight.sum()
        self.score = np.divide(summed.sum(axis=0), known, out=np.zeros_like(known), where=known > 0)
        self.stands = stands

    def leading(self) -> NDArray[np.int64]:
        """Return the nodes that are ranked, best first; ties by the order of the nodes."""
        ranked = np.flatnonzero(self.known_share >= LEAST_KNOWN)
        return ranked[np.lexsort((ranked, -np.round(self.score[ranked], 9)))]


def _scored(route: Route, criteria: pl.DataFrame | None) -> _Scored:
    told_criteria = checked(key_patent_criteria() if criteria is None else criteria)
    key = f"scored:{told_criteria.rows()}"
    return route.remembered(key, lambda: _Scored(route, told_criteria))


def _schema(names: list[str]) -> dict[str, Any]:
    columns = {name.replace(":", "_"): pl.Float64 for name in names}
    return {"rank": pl.Int64, **DOCUMENT_TYPES, "score": pl.Float64, "known_weight_share": pl.Float64,
            "citation_count": pl.Int64, "is_on_path": pl.Boolean, **columns}  # fmt: skip


def key_patents(route: Route, criteria: pl.DataFrame | None = None) -> Table:
    """Rank the documents by how rare their values are, criterion by criterion, weighed.

    Parameters
    ----------
    route : Route
        The route.
    criteria : DataFrame, optional
        ``criterion`` and ``criterion_weight`` (:func:`key_patent_criteria` where not given).

    Returns
    -------
    Table
        The route's ``top`` documents: ``rank``, the document, ``score`` (0–1: mean percentile, weighed, over
        the criteria that are known of it), ``known_weight_share`` (share of the weights that are),
        ``citation_count``, ``is_on_path``, and the value of each criterion in a column of its name
        (``vendor:X`` as ``vendor_X``), null where not known. Citations are ranked among documents of the same
        year. Documents with less than half of the weights known are not ranked.
    """
    scored = _scored(route, criteria)
    schema = _schema(scored.names)
    nodes = scored.leading()[: route.top]
    if not nodes.size:
        return route.empty("key_patents", schema, "missing_documents")
    counts = pl.Series(route.cited_count[nodes])
    on_path = np.isin(nodes, route.nodes_on(route.path)) if route.has_arcs else np.zeros(nodes.size, bool)
    values = [pl.Series(name.replace(":", "_"), scored.values[name][nodes]) for name in scored.names]
    frame = told(route, nodes).with_columns(
        *(value.fill_nan(None) for value in values),
        score=pl.Series(scored.score[nodes]),
        known_weight_share=pl.Series(scored.known_share[nodes]),
        citation_count=counts,
        is_on_path=pl.Series(on_path),
        rank=pl.Series(scored.score[nodes]).round(9).rank("min", descending=True).cast(pl.Int64),
    )
    return route.table(
        "key_patents",
        frame.select(list(schema)),
        evidence=document_evidence(route),
        notes=("key_patents_by_rarity",),
        linked_only=False,
        formats={
            **dict.fromkeys(("rank", "citation_count"), "count"),
            "document_year": "year",
            "score": "index",
            "known_weight_share": "share",
            **{name.replace(":", "_"): "number" for name in scored.names},
        },
    )


def key_patents_findings(table: Table) -> tuple[Finding, ...]:
    """Say which patent leads, and how many of the key patents lie on the main path."""
    if table.is_empty():
        return tuple(Finding.of(note) for note in table.notes if note.startswith("missing_"))
    slots: dict[str, Any] = {"document": Cell(table, 0, "document"), "score": Cell(table, 0, "score")}
    if table.frame["applicant"][0] is not None:
        told_first = Finding.of("key_patents_leader", applicant=Cell(table, 0, "applicant"), **slots)
    else:
        told_first = Finding.of("key_patents_leader_unnamed", **slots)
    on_path = table.frame["is_on_path"].arg_true()
    if not len(on_path):
        return (told_first, Finding.of("key_patents_off_path"))
    row = int(on_path[0])
    station = {name: Cell(table, row, name) for name in ("document", "rank")}
    return (told_first, Finding.of("key_patents_on_path", **station))


def criteria_used(route: Route, criteria: pl.DataFrame | None = None) -> Table:
    """State the criteria of the key patents.

    Returns
    -------
    Table
        ``criterion``, ``criterion_weight``, ``weight_share`` and ``known_share`` (of the documents that have
        a value).
    """
    scored = _scored(route, criteria)
    told_criteria = checked(key_patent_criteria() if criteria is None else criteria).select(list(SCHEMA))
    known = [
        float((~np.isnan(scored.values[name])).mean()) if scored.score.size else 0.0 for name in scored.names
    ]
    frame = told_criteria.with_columns(
        weight_share=pl.col("criterion_weight") / pl.col("criterion_weight").sum(), known_share=pl.Series(known)
    )
    return route.table(
        "criteria_used",
        frame,
        linked_only=False,
        formats={"criterion_weight": "number", "weight_share": "share", "known_share": "share"},
    )


_MILESTONES: Final = {
    "milestone_place": pl.Int64,
    **DOCUMENT_TYPES,
    "milestone_reason": pl.String,
    "score": pl.Float64,
    "flow_share": pl.Float64,
    "persistence": pl.Float64,
    "citation_count": pl.Int64,
    "problem": pl.String,
    "means": pl.String,
    "effect": pl.String,
}


def milestones(route: Route, criteria: pl.DataFrame | None = None, most: int = MOST_MILESTONES) -> Table:
    """Choose the milestones of the development, in order of time.

    Stations of the main path come first, by the share of the flow through them; then the key patents, by
    score, until there are ``most``. At most two thirds are stations, so that key patents beside the path are
    seen.

    Returns
    -------
    Table
        ``milestone_place``, the document, ``milestone_reason`` (``path``, ``key``, ``path_and_key``),
        ``score``, ``flow_share``, ``persistence``, ``citation_count``, and ``problem``, ``means`` and
        ``effect`` as the export or the abstract states them (null where neither does).
    """
    scored = _scored(route, criteria)
    key = scored.leading()
    if not key.size or not route.has_arcs:
        return route.empty("milestones", _MILESTONES, "missing_citations" if key.size else "missing_documents")
    on_path = route.nodes_on(route.path)
    flow = measured(route, on_path)["flow_share"].to_numpy()
    stations = on_path[np.lexsort((on_path, -np.round(flow, 12)))]
    room = max(most - most // 3, most - key.size)
    chosen = stations[:room]
    chosen = np.concatenate([chosen, key[~np.isin(key, chosen)][: most - chosen.size]])
    nodes = chosen[np.argsort(yearly_place(route)[chosen])]
    leading = key[: route.top]
    is_station, is_key = np.isin(nodes, on_path), np.isin(nodes, leading)
    reason = np.where(is_station & is_key, "path_and_key", np.where(is_station, "path", "key"))
    frame = (
        told(route, nodes)
        .hstack(measured(route, nodes))
        .hstack(told_means(route, nodes))
        .with_columns(
            milestone_place=pl.int_range(1, len(nodes) + 1),
            milestone_reason=pl.Series(reason),
            score=pl.Series(scored.score[nodes]),
        )
    )
    return route.table(
        "milestones",
        frame.select(list(_MILESTONES)),
        evidence=document_evidence(route),
        notes=("milestones_to_be_checked",),
        formats={
            **dict.fromkeys(("milestone_place", "citation_count"), "count"),
            "document_year": "year",
            "score": "index",
            "flow_share": "share",
            "persistence": "number",
        },
    )
