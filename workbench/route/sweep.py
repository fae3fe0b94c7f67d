"""How many key links are enough? The key route for rising numbers of them, and where it stands still."""

from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.measures.main_paths import MainPath
from workbench.measures.sets import jaccard, longest_plateau
from workbench.route.main_path import SearchPlan, find_main_path
from workbench.route.paths import coverage
from workbench.route.scope import Route
from workbench.tables import Cell, Finding, Table

MOST_KEY_LINKS: Final = 30
_SWEEP: Final = {
    "key_link_rank": pl.Int64,
    "key_link_count": pl.Int64,
    "document_count": pl.Int64,
    "arc_count": pl.Int64,
    "new_document_count": pl.Int64,
    "coverage_share": pl.Float64,
    "overlap_before": pl.Float64,
    "is_plateau": pl.Boolean,
    "is_recommended": pl.Boolean,
}


def key_route_sweep(route: Route, most: int = MOST_KEY_LINKS) -> Table:
    """Draw the key route for rising numbers of key links.

    Parameters
    ----------
    route : Route
        The route; its plan's weight and extension are used.
    most : int
        The largest number of key links.

    Returns
    -------
    Table
        One row per ``key_link_rank`` k: ``key_link_count`` (with all that tie at rank k), ``document_count``,
        ``arc_count``, ``new_document_count`` (against k − 1), ``coverage_share`` of the flow,
        ``overlap_before`` (Jaccard of the documents with those of k − 1), ``is_plateau`` (the longest run of
        two or more k with the same documents) and ``is_recommended`` (the first k of it).
    """
    if not route.has_arcs:
        return route.empty("key_route_sweep", _SWEEP)
    found = _routes(route, min(most, route.dag.arc_count))
    nodes = [route.nodes_on(path) for path in found]
    numbers = _same_sets(nodes)
    first, last = longest_plateau(numbers)
    rows = [
        (
            at + 1,
            path.seeds.size,
            nodes[at].size,
            path.arcs.size,
            np.setdiff1d(nodes[at], nodes[at - 1]).size if at else nodes[at].size,
            coverage(route, route.dag, path.arcs).through_arcs,
            jaccard(nodes[at], nodes[at - 1]) if at else None,
            first <= at <= last,
            at == first,
        )
        for at, path in enumerate(found)
    ]
    counts = ("key_link_rank", "key_link_count", "document_count", "arc_count", "new_document_count")
    return route.table(
        "key_route_sweep",
        pl.DataFrame(rows, schema=_SWEEP, orient="row"),
        formats={**dict.fromkeys(counts, "count"), "coverage_share": "share", "overlap_before": "index"},
    )


def _routes(route: Route, most: int) -> list[MainPath]:
    """Return the key route for each rank; ranks that tie have one route and are searched once."""
    weighing, plan = route.weighing(), route.plan
    heaviest = np.sort(weighing.normalized)[::-1][:most]
    found: list[MainPath] = []
    for rank in range(1, most + 1):
        if rank > 1 and found[-1].seeds.size >= rank and heaviest[rank - 1] >= heaviest[rank - 2] * (1 - 1e-9):
            found.append(found[-1])
            continue
        wanted = SearchPlan(plan.weight, "key-route", rank, plan.direction, plan.extend)
        found.append(find_main_path(weighing, wanted))
    return found


def _same_sets(nodes: list[NDArray[np.int64]]) -> list[int]:
    numbers: dict[bytes, int] = {}
    return [numbers.setdefault(own.tobytes(), len(numbers)) for own in nodes]


def key_route_sweep_findings(table: Table) -> tuple[Finding, ...]:
    """Say from which number of key links on the route stands still."""
    if table.is_empty():
        return (Finding.of("missing_citations"),)
    chosen = table.frame["is_recommended"].arg_true()
    if not len(chosen):
        return (Finding.of("sweep_without_plateau", last=Cell(table, table.frame.height - 1, "key_link_rank")),)
    row = int(chosen[0])
    plateau = table.frame["is_plateau"].arg_true()
    slots: dict[str, Any] = {
        "unit": f"findings.unit_{table.unit}",
        "first": Cell(table, row, "key_link_rank"),
        "last": Cell(table, int(plateau[-1]), "key_link_rank"),
        "count": Cell(table, row, "document_count"),
        "share": Cell(table, row, "coverage_share"),
    }
    return (Finding.of("sweep_plateau", **slots),)
