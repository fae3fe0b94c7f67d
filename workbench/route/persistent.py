"""Whose knowledge lives on in the documents of today?"""

from typing import Any, Final

import numpy as np
import polars as pl

from workbench.route.paths import measured
from workbench.route.scope import Route
from workbench.route.showing import DOCUMENT_TYPES, document_evidence, told
from workbench.tables import Cell, Finding, Table

_SCHEMA: Final = {
    "rank": pl.Int64,
    **DOCUMENT_TYPES,
    "persistence": pl.Float64,
    "persistence_share": pl.Float64,
    "layer": pl.Int32,
    "layer_persistence": pl.Float64,
    "citation_count": pl.Int64,
    "is_on_path": pl.Boolean,
}


def persistent_documents(route: Route) -> Table:
    """Rank the documents by knowledge persistence (Martinelli and Nomaler, 2014).

    Returns
    -------
    Table
        The route's ``top`` documents: ``rank``, the document, ``persistence`` (end points' worth of knowledge
        that goes back to it), ``persistence_share`` (of what all end points hand back), ``layer``,
        ``layer_persistence`` (over the largest of its layer, 0–1: fair to the younger), ``citation_count``
        and ``is_on_path``.
    """
    if not route.has_arcs:
        return route.empty("persistent_documents", _SCHEMA)
    everything = np.arange(route.dag.node_count)
    values = measured(route, everything)["persistence"].to_numpy()
    nodes = np.lexsort((everything, -np.round(values, 12)))[: route.top]
    nodes = nodes[values[nodes] > 0]
    ends = int(((route.reference_count > 0) & (route.cited_count == 0)).sum())
    frame = (
        told(route, nodes)
        .hstack(measured(route, nodes))
        .with_columns(
            rank=pl.col("persistence").round(12).rank("min", descending=True).cast(pl.Int64),
            persistence_share=pl.col("persistence") / max(ends, 1),
            is_on_path=pl.Series(np.isin(nodes, route.nodes_on(route.path))),
        )
    )
    return route.table(
        "persistent_documents",
        frame.select(list(_SCHEMA)),
        evidence=document_evidence(route),
        formats={
            **dict.fromkeys(("rank", "layer", "citation_count"), "count"),
            "document_year": "year",
            "persistence": "number",
            "persistence_share": "share",
            "layer_persistence": "index",
        },
    )


def persistent_documents_findings(table: Table) -> tuple[Finding, ...]:
    """Say which document's knowledge lives on most, and how many of the leading ones the path shows."""
    if table.is_empty():
        return (Finding.of("missing_citations"),)
    slots: dict[str, Any] = {
        "document": Cell(table, 0, "document"),
        "year": Cell(table, 0, "document_year"),
        "persistence": Cell(table, 0, "persistence"),
    }
    return (Finding.of("persistence_leader", **slots),)
