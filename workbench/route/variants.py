"""The same route drawn otherwise: other weights, other rules for cycles, a few citations fewer or more."""

from concurrent.futures import ThreadPoolExecutor
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
from workbench.measures.ties import tie_shares
from workbench.measures.topology import Dag
from workbench.route.cleaning import CYCLE_RULES, CleanedNetwork, Cycles, clean
from workbench.route.main_path import SearchPlan, find_main_path
from workbench.route.paths import path_shares
from workbench.route.scope import Route
from workbench.route.weighing import THREADS, weigh

WEIGHT_VARIANTS: Final = ("spc", "splc", "spnp", "longest", "persistence")
_GRAIN: Final = 2.0**40
"""Weights that agree to one part in 10¹² are one weight where a sample is drawn."""
_WEIGHTS: Final[dict[str, Weight]] = {"spc": "spc", "splc": "splc", "spnp": "spnp"}

Grades = NDArray[np.float64]
"""For each node, the share of the tied paths that lead through it."""


def weight_variant(route: Route, variant: str) -> Grades:
    """Return what share of the tied paths each node is on, by another weight and the plan's search.

    ``longest``: the longest chains of citations. ``persistence``: the chains whose documents have the largest
    sum of knowledge persistence.
    """
    return route.remembered(f"variant:{variant}", lambda: _weight_variant(route, variant))


def _weight_variant(route: Route, variant: str) -> Grades:
    if variant in _WEIGHTS:
        plan = _planned(route.plan, _WEIGHTS[variant])
        return path_shares(route, find_main_path(route.weighing(plan.weight), plan))
    dag = route.dag
    if variant == "longest":
        return path_shares(route, longest_path(dag))
    persistence = knowledge_persistence(dag)[dag.cited]
    return path_shares(route, global_path(dag, persistence, whole_weights(persistence)))


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
    dag, count = route.dag, min(max(round(share * route.dag.arc_count), 1), route.dag.arc_count)
    found = np.zeros((2, dag.node_count))
    with ThreadPoolExecutor(THREADS) as beside:
        draws = beside.map(lambda replicate: _replicate(dag, route, count, replicate), range(replicates))
        for dropped, added in draws:
            found[0, dropped] += 1
            found[1, added] += 1
    return route.by_node(found[0] / replicates), route.by_node(found[1] / replicates)


def _replicate(
    dag: Dag, route: Route, count: int, replicate: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the places on the path with some arcs dropped, and with as many added."""
    chance = np.random.default_rng([route.seed, replicate])
    gone = np.zeros(dag.arc_count, dtype=np.bool_)
    gone[chance.permutation(dag.arc_count)[:count]] = True
    more = with_arcs_added(dag, *drawn_arcs(dag, count, chance))
    return drawn_path(with_arcs_dropped(dag, gone), route.plan), drawn_path(more, route.plan)


def cycle_variants(route: Route) -> dict[Cycles, tuple[CleanedNetwork, Grades]]:
    """Return, for each rule for cycles, the cleaned network and how its path lies on the nodes as read.

    A node that a rule merged into another is known by that other's name; a preprint stands for its document.
    """
    return route.remembered("cycle_variants", lambda: _cycle_variants(route))


def _cycle_variants(route: Route) -> dict[Cycles, tuple[CleanedNetwork, Grades]]:
    own = _by_name(route.network.names, route.documents["name"], path_shares(route, route.path))
    found: dict[Cycles, tuple[CleanedNetwork, Grades]] = {}
    for rule in CYCLE_RULES:
        cleaned = route.cleaned if rule == route.cycles else clean(route.network, rule)
        is_same = rule == route.cycles or _has_same_arcs(cleaned, route.cleaned)
        found[rule] = (cleaned, own if is_same else _otherwise(route, cleaned))
    return found


def on_documents(route: Route, grades: Grades) -> Grades:
    """Return grades of the nodes as read for the documents of the route."""
    return _by_name(route.documents["name"], route.network.names, grades)


def _by_name(names: pl.Series, known: pl.Series, grades: Grades) -> Grades:
    """Return the grades of some names, 0 where not known; a preprint's counts for its document."""
    plain = pl.DataFrame({"name": known.str.strip_suffix("'"), "share": grades})
    best = plain.group_by("name").agg(pl.col("share").max())
    wanted = names.str.strip_suffix("'").alias("name").to_frame()
    aligned = wanted.join(best, on="name", how="left", maintain_order="left")
    return np.asarray(aligned["share"].fill_null(0.0).to_numpy())


def _has_same_arcs(one: CleanedNetwork, other: CleanedNetwork) -> bool:
    mine, theirs = one.network, other.network
    return (
        mine.arc_count == theirs.arc_count
        and mine.node_count == theirs.node_count
        and bool((mine.cited == theirs.cited).all() and (mine.citing == theirs.citing).all())
    )


def _otherwise(route: Route, cleaned: CleanedNetwork) -> Grades:
    """Return how the path of another cleaning lies on the nodes as read."""
    if not cleaned.network.arc_count:
        return np.zeros(route.network.node_count)
    weighing = weigh(cleaned.network, route.plan.weight)
    share = tie_shares(weighing.dag, find_main_path(weighing, route.plan).arcs)
    return _by_name(route.network.names, cleaned.network.names.gather(weighing.dag.node), share)
