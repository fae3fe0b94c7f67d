"""The same route drawn otherwise: other weights, other rules for cycles, a few citations fewer or more."""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.measures.main_paths import (
    IntegerWeights,
    MainPath,
    global_path,
    key_route,
    local_path,
    longest_path,
)
from workbench.measures.path_counts import Weight, arc_weights, path_counts
from workbench.measures.persistence import knowledge_persistence
from workbench.measures.resampling import drawn_arcs, with_arcs_added, with_arcs_dropped
from workbench.measures.topology import Dag
from workbench.route.cleaning import CYCLE_RULES, CleanedNetwork, Cycles, clean
from workbench.route.main_path import SearchPlan, find_main_path
from workbench.route.scope import Route
from workbench.route.weighing import weigh

WEIGHT_VARIANTS: Final = ("spc", "splc", "spnp", "longest", "persistence")
_GRAIN: Final = 2.0**40
"""Weights that agree to one part in 10¹² are one weight where a sample is drawn."""
_WEIGHTS: Final[dict[str, Weight]] = {"spc": "spc", "splc": "splc", "spnp": "spnp"}

Names = frozenset[str]


def weight_variant(route: Route, variant: str) -> NDArray[np.int64]:
    """Return the nodes on the path that another weight gives, by the plan's search.

    ``longest``: the longest chains of citations. ``persistence``: the chains whose documents have the largest
    sum of knowledge persistence.
    """
    return route.remembered(f"variant:{variant}", lambda: _weight_variant(route, variant))


def _weight_variant(route: Route, variant: str) -> NDArray[np.int64]:
    if variant in _WEIGHTS:
        plan = _planned(route.plan, _WEIGHTS[variant])
        return route.nodes_on(find_main_path(route.weighing(plan.weight), plan))
    dag = route.dag
    if variant == "longest":
        return route.nodes_on(longest_path(dag))
    persistence = knowledge_persistence(dag)[dag.cited]
    return route.nodes_on(global_path(dag, persistence, whole_weights(persistence)))


def _planned(plan: SearchPlan, weight: Weight) -> SearchPlan:
    return SearchPlan(weight, plan.search, plan.top, plan.direction, plan.extend)


def whole_weights(weights: NDArray[np.float64]) -> IntegerWeights:
    """Return weights as integers that tell apart what differs by more than one part in 10¹² of the largest."""
    largest = float(weights.max(initial=0.0)) or 1.0
    return lambda arcs: np.round(weights[arcs] / largest * _GRAIN).astype(np.int64).tolist()


def drawn_path(dag: Dag, plan: SearchPlan) -> NDArray[np.int64]:
    """Return the places on the main path of a network that was drawn by chance."""
    if not dag.arc_count:
        return np.empty(0, dtype=np.int64)
    counts = path_counts(dag, plan.weight)
    weights = arc_weights(dag, counts).divided_by(counts.total)
    found = _search(dag, weights, plan)
    return np.unique(np.concatenate([dag.cited[found.arcs].astype(np.int64), dag.citing_of(found.arcs)]))


def _search(dag: Dag, weights: NDArray[np.float64], plan: SearchPlan) -> MainPath:
    given = (dag, weights, whole_weights(weights))
    if plan.search == "local":
        return local_path(*given, plan.direction)
    if plan.search == "key-route":
        return key_route(*given, top=plan.top, extend=plan.extend)
    return global_path(*given)


def stays(route: Route, *, share: float, replicates: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how often each node is on the path when a share of the arcs is dropped, and when it is added.

    Returns
    -------
    dropped, added : ndarray of float64, shape (node_count,)
        Share of the replicates, 0–1.
    """
    dag, count = route.dag, max(round(share * route.dag.arc_count), 1)
    found = np.zeros((2, dag.node_count))
    for replicate in range(replicates):
        chance = np.random.default_rng([route.seed, replicate])
        gone = np.zeros(dag.arc_count, dtype=np.bool_)
        gone[chance.choice(dag.arc_count, size=min(count, dag.arc_count - 1), replace=False)] = True
        found[0, drawn_path(with_arcs_dropped(dag, gone), route.plan)] += 1
        found[1, drawn_path(with_arcs_added(dag, *drawn_arcs(dag, count, chance)), route.plan)] += 1
    return route.by_node(found[0] / replicates), route.by_node(found[1] / replicates)


def cycle_variants(route: Route) -> dict[Cycles, tuple[CleanedNetwork, Names]]:
    """Return, for each rule for cycles, the cleaned network and the names of the documents on its path."""
    return route.remembered("cycle_variants", lambda: _cycle_variants(route))


def _cycle_variants(route: Route) -> dict[Cycles, tuple[CleanedNetwork, Names]]:
    own = frozenset(route.documents["name"].gather(route.nodes_on(route.path)).to_list())
    found: dict[Cycles, tuple[CleanedNetwork, Names]] = {}
    for rule in CYCLE_RULES:
        cleaned = route.cleaned if rule == route.cycles else clean(route.network, rule)
        is_same = rule == route.cycles or _has_same_arcs(cleaned, route.cleaned)
        found[rule] = (cleaned, own if is_same else _names_on(cleaned, route.plan))
    return found


def _has_same_arcs(one: CleanedNetwork, other: CleanedNetwork) -> bool:
    mine, theirs = one.network, other.network
    return (
        mine.arc_count == theirs.arc_count
        and mine.node_count == theirs.node_count
        and bool((mine.cited == theirs.cited).all() and (mine.citing == theirs.citing).all())
    )


def _names_on(cleaned: CleanedNetwork, plan: SearchPlan) -> Names:
    """Return the names on the path; a preprint stands for its document."""
    if not cleaned.network.arc_count:
        return frozenset()
    weighing = weigh(cleaned.network, plan.weight)
    arcs = find_main_path(weighing, plan).arcs
    dag = weighing.dag
    nodes = np.unique(dag.node[np.concatenate([dag.cited[arcs].astype(np.int64), dag.citing_of(arcs)])])
    names = cleaned.network.names.gather(nodes)
    if cleaned.added:
        names = names.str.strip_suffix("'")
    return frozenset(names.to_list())


def nodes_named(route: Route, names: Names) -> NDArray[np.int64]:
    """Return the nodes of the route that bear some names, sorted."""
    found = route.documents.filter(pl.col("name").is_in(list(names)))["node"]
    return np.sort(found.to_numpy().astype(np.int64))
