"""Which chain of documents carries the field? Main paths with all ties, and how they hinge on the cleaning."""

from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

import numpy as np

from workbench.errors import WorkbenchError
from workbench.measures.main_paths import Direction, Extension, MainPath, global_path, key_route, local_path
from workbench.measures.path_counts import Weight
from workbench.route.cleaning import CleanedNetwork, Cycles, clean
from workbench.route.network import CitationNetwork
from workbench.route.weighing import Weighing, integer_text, weigh

Search = Literal["local", "global", "key-route"]
SEARCHES: Final[tuple[Search, ...]] = get_args(Search)
WEIGHTS: Final[tuple[Weight, ...]] = get_args(Weight)
DIRECTIONS: Final[tuple[Direction, ...]] = get_args(Direction)
EXTENSIONS: Final[tuple[Extension, ...]] = get_args(Extension)

_COMPARED: Final[tuple[Cycles, ...]] = ("date-first", "drop", "shrink")
_JSON_DIGITS: Final = 4300
"""Readers of JSON refuse longer integers."""


@dataclass(frozen=True)
class SearchPlan:
    """How the main path is to be found.

    Attributes
    ----------
    weight : {"spc", "splc", "spnp"}
        What is counted.
    search : {"local", "global", "key-route"}
        How the path is followed.
    top : int
        Key links, ties at the last rank included (key-route).
    direction : {"forward", "backward", "both"}
        Which way a local search goes.
    extend : {"global", "local"}
        How a key route is extended.
    """

    weight: Weight = "spc"
    search: Search = "global"
    top: int = 1
    direction: Direction = "forward"
    extend: Extension = "global"


def find_main_path(weighing: Weighing, plan: SearchPlan) -> MainPath:
    """Search a weighed network."""
    given = (weighing.dag, weighing.normalized, weighing.exact)
    if plan.search == "local":
        return local_path(*given, plan.direction)
    if plan.search == "key-route":
        return key_route(*given, top=plan.top, extend=plan.extend)
    return global_path(*given)


def main_path_document(
    network: CitationNetwork, cleaned: CleanedNetwork, cycles: Cycles, plan: SearchPlan, *, exact: bool = False
) -> dict[str, Any]:
    """Return a main path as plain data.

    Parameters
    ----------
    network : CitationNetwork
        As read.
    cleaned : CleanedNetwork
        Without cycles.
    cycles : str
        The rule that made it so.
    plan : SearchPlan
        How to search.
    exact : bool
        Whether to write out the total flow.

    Raises
    ------
    WorkbenchError
        If no arc is left.
    """
    if cleaned.network.arc_count == 0:
        told = ", ".join(f"{reason} {count}" for reason, count in cleaned.removed.items()) or "0"
        raise WorkbenchError("route_nothing_left", nodes=cleaned.network.node_count, removed=told)
    weighing = weigh(cleaned.network, plan.weight)
    found = find_main_path(weighing, plan)
    document: dict[str, Any] = {
        "nodes": cleaned.network.node_count,
        "arcs": cleaned.network.arc_count,
        "arcs_removed": cleaned.removed,
        "total_flow_log10": weighing.total_flow.log10(),
    }
    if exact:
        document["total_flow"] = weighing.total_flow.text()
    if cleaned.added:
        document["arcs_added"] = cleaned.added
    document |= {"optima": _count(found.optima), **_drawn(weighing, found)}
    overlap = path_overlap(network, cycles, plan, set(document["labels"])) if _is_cut(cleaned) else {}
    return document | ({"path_overlap": overlap} if overlap else {})


def path_overlap(
    network: CitationNetwork, cycles: Cycles, plan: SearchPlan, nodes: set[str]
) -> dict[str, float]:
    """Return how far the path stays when cycles are treated otherwise.

    Returns
    -------
    dict of str to float
        Rule → Jaccard index of the documents on both paths, in 0–1; 0 where that rule leaves no arc.
    """
    overlap: dict[str, float] = {}
    for rule in _COMPARED:
        if rule != cycles:
            other = clean(network, rule).network
            names = _named(other, plan) if other.arc_count else set()
            overlap[rule] = len(nodes & names) / len(nodes | names)
    return overlap


def _named(network: CitationNetwork, plan: SearchPlan) -> set[str]:
    weighing = weigh(network, plan.weight)
    return set(_drawn(weighing, find_main_path(weighing, plan))["labels"])


def _is_cut(cleaned: CleanedNetwork) -> bool:
    return any(cleaned.removed.get(reason) for reason in ("against_date", "cycles"))


def _drawn(weighing: Weighing, found: MainPath) -> dict[str, Any]:
    """Return the arcs of a path with their weights, and the labels of its documents."""
    names, labels = weighing.network.names, weighing.network.shown_labels()
    cited = weighing.dag.node[weighing.dag.cited[found.arcs]]
    citing = weighing.dag.node[weighing.dag.citing_of(found.arcs)]
    total = weighing.exact.total()
    shares = [number / total for number in weighing.exact(found.arcs)]
    nodes = np.unique(np.concatenate([cited, citing]))
    return {
        "path": [list(arc) for arc in zip(names.gather(cited), names.gather(citing), shares, strict=True)],
        "labels": dict(zip(names.gather(nodes), labels.gather(nodes), strict=True)),
    }


def _count(number: int) -> int | str:
    """Return a count as JSON can carry it: beyond 4,300 digits as text."""
    return number if number.bit_length() < _JSON_DIGITS * 3.3 else integer_text(number)
