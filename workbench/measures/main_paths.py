"""Main paths with all their ties: local, global, key-route, longest.

A search runs twice. Compiled sweeps in floating point find every arc that can lie on an optimum: a choice
within one part in 10⁹ of the best is kept, far beyond what rounding can move. Then exact integers decide
among what was kept, wherever more than one was. The result is the union of all optima as a set of arcs, and
their number; a traceback of one of them would hide the rest (thirty diamonds in a row tie 10⁹ ways).

References
----------
.. [1] N. P. Hummon, P. Doreian, "Connectivity in a citation network", Social Networks 11(1), 1989.
.. [2] J. S. Liu, L. Y. Y. Lu, "An integrated approach for main path analysis: development of the Hirsch
   index as an example", JASIST 63(3), 2012.
"""

from collections.abc import Callable
from dataclasses import dataclass
from heapq import heapify, heapreplace
from typing import Final, Literal

import numpy as np
from numba import njit
from numpy.typing import NDArray

from workbench.measures.path_counts import Floats
from workbench.measures.prefetching import AHEAD, fetch_early
from workbench.measures.settling import Choice, Settled, route_count, settled, ways
from workbench.measures.topology import Dag, Flags
from workbench.measures.two_threads import in_waves, side_by_side

Arcs = NDArray[np.int64]
IntegerWeights = Callable[[Arcs], list[int]]
"""Exact integers in proportion to the weights of some arcs."""

Direction = Literal["forward", "backward", "both"]
Extension = Literal["global", "local"]
_NEAR: Final = 1.0 - 1e-9
_FEW: Final = 1000


@dataclass(frozen=True)
class MainPath:
    """The union of all tied optima.

    Attributes
    ----------
    arcs : ndarray of int64
        Positions among the network's arcs, rising.
    optima : int
        Number of different paths that are optimal.
    seeds : ndarray of int64
        The key links (key-route only).
    """

    arcs: Arcs
    optima: int
    seeds: Arcs


_NO_ARCS: Final = np.empty(0, dtype=np.int64)


@njit(cache=True, nogil=True)
def _best_before(
    start: NDArray[np.int64], cited: NDArray[np.int32], weight: Floats, best: Floats, first: int, end: int
) -> None:
    """Fill in the largest sum of weights on a path that ends at each place of some."""
    last = cited.size - 1
    for node in range(first, end):
        most = 0.0
        for arc in range(start[node], start[node + 1]):
            fetch_early(best, cited[min(arc + AHEAD, last)])
            most = max(most, best[cited[arc]] + weight[arc])
        best[node] = most


@njit(cache=True, nogil=True)
def _best_after(start: NDArray[np.int64], cited: NDArray[np.int32], weight: Floats, best: Floats) -> None:
    for node in range(start.size - 2, -1, -1):
        onward = best[node]
        for arc in range(start[node], start[node + 1]):
            fetch_early(best, cited[max(arc - AHEAD, 0)])
            place = cited[arc]
            best[place] = max(best[place], onward + weight[arc])


@njit(cache=True, nogil=True)
def _heaviest_out(cited: NDArray[np.int32], weight: Floats, best: Floats) -> None:
    last = cited.size - 1
    for arc in range(cited.size):
        fetch_early(best, cited[min(arc + AHEAD, last)])
        best[cited[arc]] = max(best[cited[arc]], weight[arc])


@njit(cache=True, nogil=True)
def _heaviest_in(start: NDArray[np.int64], weight: Floats, best: Floats) -> None:
    for node in range(start.size - 1):
        for arc in range(start[node], start[node + 1]):
            best[node] = max(best[node], weight[arc])


@njit(cache=True, nogil=True)
def _near_backward(
    start: NDArray[np.int64],
    cited: NDArray[np.int32],
    weight: Floats,
    best: Floats,
    behind: Floats,
    reached: Flags,
    near: float,
) -> list[np.int64]:
    """Walk back from the reached places along every choice that may be the best."""
    kept = [np.int64(0) for _ in range(0)]
    for node in range(start.size - 2, -1, -1):
        if reached[node]:
            for arc in range(start[node], start[node + 1]):
                if behind[cited[arc]] + weight[arc] >= best[node] * near:
                    kept.append(np.int64(arc))
                    reached[cited[arc]] = True
    return kept


@njit(cache=True, nogil=True)
def _near_forward(
    start: NDArray[np.int64],
    cited: NDArray[np.int32],
    weight: Floats,
    best: Floats,
    ahead: Floats,
    reached: Flags,
    near: float,
) -> list[np.int64]:
    kept = [np.int64(0) for _ in range(0)]
    for node in range(reached.argmax(), start.size - 1):
        for arc in range(start[node], start[node + 1]):
            place = cited[arc]
            if reached[place] and ahead[node] + weight[arc] >= best[place] * near:
                kept.append(np.int64(arc))
                reached[node] = True
    return kept


@njit(cache=True, nogil=True)
def _ranked_by_heap(weights: Floats, rank: int) -> float:
    heap = [weights[at] for at in range(rank)]
    heapify(heap)
    for at in range(rank, weights.size):
        if weights[at] > heap[0]:
            heapreplace(heap, weights[at])
    return float(heap[0])


def _ranked(weights: Floats, rank: int) -> float:
    """Return the weight at a rank from the heaviest down."""
    if rank <= _FEW:
        return float(_ranked_by_heap(weights, rank))
    return float(np.partition(weights, weights.size - rank)[weights.size - rank])


class _Search:
    """One network with the weights to search by."""

    def __init__(self, dag: Dag, weights: Floats, exact: IntegerWeights) -> None:
        self.dag, self.weights, self.exact = dag, weights, exact
        self.nothing = self.zeros()

    def before(self) -> Floats:
        """Return the largest sum on a path that ends at each place."""
        best = self.zeros()
        in_waves(
            self.dag.start,
            self.dag.cited,
            lambda first, end: _best_before(self.dag.start, self.dag.cited, self.weights, best, first, end),
        )
        return best

    def after(self) -> Floats:
        """Return the largest sum on a path that begins at each place."""
        best = self.zeros()
        _best_after(self.dag.start, self.dag.cited, self.weights, best)
        return best

    def zeros(self) -> Floats:
        """Return a zero for each place; taken here, where large arrays get large pages."""
        return np.zeros(self.dag.node_count)

    def backward(self, places: Arcs, choice: Choice, sums: Floats | None = None) -> Arcs:
        """Return the arcs that may be chosen on the way back from these places."""
        if choice == "sum":
            best = behind = self.before() if sums is None else sums
        else:
            best, behind = self.zeros(), self.nothing
            _heaviest_in(self.dag.start, self.weights, best)
        reached = self._marked(places)
        kept = _near_backward(self.dag.start, self.dag.cited, self.weights, best, behind, reached, _NEAR)
        return np.array(kept, dtype=np.int64)

    def forward(self, places: Arcs, choice: Choice) -> Arcs:
        """Return the arcs that may be chosen on the way on from these places."""
        if choice == "sum":
            best = ahead = self.after()
        else:
            best, ahead = self.zeros(), self.nothing
            _heaviest_out(self.dag.cited, self.weights, best)
        reached = self._marked(places)
        kept = _near_forward(self.dag.start, self.dag.cited, self.weights, best, ahead, reached, _NEAR)
        return np.array(kept, dtype=np.int64)

    def settle(self, arcs: Arcs, choice: Choice, *, forward: bool, rivals: int = 1) -> Settled:
        """Decide exactly among arcs that may be chosen; tell the best sums where several ends are rivals."""
        cited, citing = self.ends(arcs)
        near, far = (cited, citing) if forward else (citing, cited)
        if rivals <= 1 and len(set(near)) == len(near):
            return Settled(arcs.tolist(), near, far, {})
        return settled(arcs.tolist(), near, far, self.exact(arcs), choice, descending=forward)

    def ends(self, arcs: Arcs) -> tuple[list[int], list[int]]:
        """Return the places of the arcs' cited and citing ends."""
        return self.dag.cited[arcs].tolist(), self.dag.citing_of(arcs).tolist()

    def heaviest(self, arcs: Arcs | None = None, rank: int = 1) -> Arcs:
        """Return the arcs (of all, or of some) no lighter than the one at this rank, exactly."""
        weights = self.weights if arcs is None else self.weights[arcs]
        if weights.size == 0:
            return _NO_ARCS
        rank = min(rank, weights.size)
        near = np.flatnonzero(weights >= _ranked(weights, rank) * _NEAR)
        near = near if arcs is None else arcs[near]
        if near.size == rank:
            return near
        exact = self.exact(near)
        bar = sorted(exact, reverse=True)[rank - 1]
        return np.array([arc for arc, own in zip(near.tolist(), exact, strict=True) if own >= bar], np.int64)

    def _marked(self, places: Arcs) -> Flags:
        reached = np.zeros(self.dag.node_count, dtype=np.bool_)
        reached[places] = True
        return reached


def global_path(dag: Dag, weights: Floats, exact: IntegerWeights) -> MainPath:
    """Return the paths from source to sink with the largest sum of weights.

    Parameters
    ----------
    dag : Dag
        The network.
    weights : ndarray of float64, shape (arc_count,)
        Weight of each arc, right to 1 part in 10¹² or better.
    exact : callable
        Gives exact integers in proportion to the weights of some arcs.
    """
    search = _Search(dag, weights, exact)
    best = search.before()
    ends = np.flatnonzero(dag.is_sink & ~dag.is_source)
    ends = ends[best[ends] >= best[ends].max(initial=0.0) * _NEAR]
    found = search.settle(search.backward(ends, "sum", best), "sum", forward=False, rivals=ends.size)
    return _from_best(found, ends)


def _from_best(found: Settled, ends: Arcs) -> MainPath:
    """Keep what leads to the best of the ends."""
    largest = max((found.best.get(end, 0) for end in ends.tolist()), default=0)
    chosen = [end for end in ends.tolist() if found.best.get(end, 0) == largest]
    arcs = found.reached_from(chosen)
    number = ways(found, arcs)
    return MainPath(_rising(arcs), sum(number.get(end, 1) for end in chosen) if arcs else 0, _NO_ARCS)


def longest_path(dag: Dag) -> MainPath:
    """Return the paths with the largest number of arcs."""
    return global_path(dag, np.ones(dag.arc_count), lambda arcs: [1] * arcs.size)


def local_path(dag: Dag, weights: Floats, exact: IntegerWeights, direction: Direction = "forward") -> MainPath:
    """Follow the heaviest arcs, step by step.

    Forward begins with the heaviest arcs out of any source and goes on from each node along its heaviest arcs;
    backward begins with the heaviest arcs into any sink and goes back. Both is the union; its number of
    optima is the sum, what both found counted once.
    """
    search = _Search(dag, weights, exact)
    if direction == "forward":
        return _local(search, forward=True)
    if direction == "backward":
        return _local(search, forward=False)
    ahead, back = _local(search, forward=True), _local(search, forward=False)
    shared = _shared_routes(search, ahead.arcs, back.arcs)
    return MainPath(np.union1d(ahead.arcs, back.arcs), ahead.optima + back.optima - shared, _NO_ARCS)


def _local(search: _Search, *, forward: bool) -> MainPath:
    dag = search.dag
    begins = np.flatnonzero(dag.is_source[dag.cited] if forward else dag.is_sink[dag.citing()])
    first = search.heaviest(begins)
    cited, citing = search.ends(first)
    places = sorted(set(cited if forward else citing))
    walk = search.forward if forward else search.backward
    found = search.settle(walk(np.array(places, dtype=np.int64), "step"), "step", forward=forward)
    arcs = found.reached_from(places)
    number = ways(found, arcs)
    return MainPath(_rising(arcs), sum(number.get(place, 1) for place in places), _NO_ARCS)


def _shared_routes(search: _Search, ahead: Arcs, back: Arcs) -> int:
    """Count the whole paths that lie in both."""
    both = np.intersect1d(ahead, back)
    cited, citing = search.ends(both)
    begins = {place for place in cited if search.dag.is_source[place]}
    found = Settled(both.tolist(), cited, citing, {})
    number = ways(found, both.tolist(), ends=lambda place: bool(search.dag.is_sink[place]))
    return sum(number.get(place, 0) for place in begins)


def key_route(
    dag: Dag, weights: Floats, exact: IntegerWeights, *, top: int = 1, extend: Extension = "global"
) -> MainPath:
    """Return the routes through the heaviest arcs, extended both ways to source and sink.

    Parameters
    ----------
    dag, weights, exact
        As for :func:`global_path`.
    top : int
        How many of the heaviest arcs are key links; all that tie with the last of them are.
    extend : {"global", "local"}
        Whether an extension has the largest sum, or takes the heaviest arc at each step.
    """
    search = _Search(dag, weights, exact)
    choice: Choice = "sum" if extend == "global" else "step"
    seeds = search.heaviest(rank=top)
    cited, citing = search.ends(seeds)
    behind, onward = side_by_side(
        lambda: search.backward(np.unique(dag.cited[seeds]), choice),
        lambda: search.forward(np.unique(dag.citing_of(seeds)), choice),
        threads=2,
    )
    back = search.settle(behind, choice, forward=False)
    ahead = search.settle(onward, choice, forward=True)
    before, after = back.reached_from(cited), ahead.reached_from(citing)
    arcs = _rising([*before, *after, *seeds.tolist()])
    ends = search.ends(arcs)
    number = route_count(
        list(zip(arcs.tolist(), *ends, strict=True)), set(before), set(after), set(seeds.tolist()), dag
    )
    return MainPath(arcs, number, seeds)


def _rising(arcs: list[int]) -> Arcs:
    return np.unique(np.array(arcs, dtype=np.int64))
