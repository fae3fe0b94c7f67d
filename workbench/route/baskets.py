"""Which documents lie on, or near, the longest lines of development, whatever the weights?

An answer to Price and Evans (arXiv 2512.12355), who find that single main paths hide many near-optimal ones:
baskets of documents with the smallest criticality (:mod:`workbench.measures.criticality`), set against every
main path.
"""

from functools import partial
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.measures.criticality import basket, criticality, heights
from workbench.measures.path_counts import Weight
from workbench.route.main_path import SearchPlan, find_main_path
from workbench.route.paths import measured, path_shares, searched
from workbench.route.scope import Route
from workbench.route.showing import DOCUMENT_TYPES, document_evidence, told
from workbench.tables import Cell, Finding, Table

WIDEST: Final = 5
"""Unit criticality up to which baskets are shown."""
_PATHS: Final[tuple[Weight, ...]] = ("spc", "splc", "spnp")
_BASKETS: Final = {
    "criticality_most": pl.Int64,
    "document_count": pl.Int64,
    "document_share": pl.Float64,
    **{f"{name}_path_share": pl.Float64 for name in (*_PATHS, "key_route", "longest")},
    "flow_basket_share": pl.Float64,
}


def unit_criticality(route: Route) -> NDArray[np.int64]:
    """Return how many citations each node's longest chain lacks of the longest of all."""
    return route.remembered(
        "criticality", lambda: route.by_node(criticality(route.dag)).round().astype(np.int64)
    )


def _linked(route: Route) -> NDArray[np.bool_]:
    return (route.cited_count + route.reference_count) > 0


def criticality_baskets(route: Route) -> Table:
    """Widen the basket step by step and tell how much of each main path it holds.

    Returns
    -------
    Table
        One row per ``criticality_most`` (0 to 5): ``document_count`` and ``document_share`` (of the linked
        documents) of the basket, the share of each global path (on average over its ties) that lies in it
        (``spc_path_share``, ``splc_path_share``, ``spnp_path_share``, ``key_route_path_share`` with ten key
        links, ``longest_path_share``), and ``flow_basket_share``: its overlap (Jaccard) with the basket of
        the same size by generalised criticality, the arcs weighing their normalised SPC.
    """
    if not route.has_arcs:
        return route.empty("criticality_baskets", _BASKETS)
    unit, linked = unit_criticality(route), _linked(route)
    flow = route.by_node(criticality(route.dag, route.weighing("spc").normalized))
    paths = _compared_paths(route)
    rows = []
    for most in range(WIDEST + 1):
        inside = (unit <= most) & linked
        size = int(inside.sum())
        near = np.zeros_like(inside)
        near[linked] = basket(flow[linked], size)
        both, either = int((near & inside).sum()), int((near | inside).sum())
        shares = [float(np.where(inside, own, 0.0).sum() / own.sum()) for own in paths]
        rows.append((most, size, size / route.linked_count, *shares, both / either if either else None))
    return route.table(
        "criticality_baskets",
        pl.DataFrame(rows, schema=_BASKETS, orient="row"),
        notes=("criticality_unit",),
        formats={
            "criticality_most": "count",
            "document_count": "count",
            **{name: "share" for name in _BASKETS if name.endswith("_share")},
        },
    )


def _compared_paths(route: Route) -> list[NDArray[np.float64]]:
    """Return the share of the tied paths through each node, path by path."""
    found = []
    for weight in _PATHS:
        weighing = route.weighing(weight)
        plan = SearchPlan(weight)
        path = route.remembered(f"global:{weight}", partial(find_main_path, weighing, plan))
        found.append(path_shares(route, path))
    return [*found, *(path_shares(route, searched(route, name)) for name in ("key_route_global", "longest"))]


def criticality_baskets_findings(table: Table) -> tuple[Finding, ...]:
    """Say how many documents have no criticality, and how much of the main path they hold."""
    if table.is_empty():
        return (Finding.of("missing_citations"),)
    slots: dict[str, Any] = {
        "unit": f"findings.unit_{table.unit}",
        "count": Cell(table, 0, "document_count"),
        "share": Cell(table, 0, "spc_path_share"),
        "key_share": Cell(table, 0, "key_route_path_share"),
    }
    return (Finding.of("basket_holds", **slots),)


_NEAR: Final = {
    "criticality": pl.Int64,
    "layer": pl.Int32,
    **DOCUMENT_TYPES,
    "flow_share": pl.Float64,
    "persistence": pl.Float64,
    "citation_count": pl.Int64,
    "is_on_path": pl.Boolean,
}


def low_criticality_documents(route: Route, most: int = 0) -> Table:
    """List the documents of the basket.

    Parameters
    ----------
    route : Route
        The route.
    most : int
        Largest unit criticality: 0 for the documents on the longest chains.

    Returns
    -------
    Table
        ``criticality``, ``layer``, the document, ``flow_share``, ``persistence``, ``citation_count`` and
        ``is_on_path`` (of the plan), by layer, then by flow.
    """
    if not route.has_arcs:
        return route.empty("low_criticality_documents", _NEAR)
    values = unit_criticality(route)
    nodes = np.flatnonzero((values <= most) & _linked(route))
    height = route.by_node(heights(route.dag))
    frame = (
        told(route, nodes)
        .hstack(measured(route, nodes))
        .with_columns(
            criticality=pl.Series(values[nodes]),
            is_on_path=pl.Series(np.isin(nodes, route.nodes_on(route.path))),
            height=pl.Series(height[nodes]),
        )
    )
    ordered = frame.sort("height", "flow_share", "document", descending=[False, True, False])
    return route.table(
        "low_criticality_documents",
        ordered.select(list(_NEAR)),
        evidence=document_evidence(route),
        notes=("criticality_unit",),
        formats={
            **dict.fromkeys(("criticality", "layer", "citation_count"), "count"),
            "document_year": "year",
            "flow_share": "share",
            "persistence": "number",
        },
    )
