"""Which arcs to take out so that no cycle is left: the fewest, and among them the latest.

In a strongly connected component of up to :data:`EXACT_NODES` nodes the answer is exact (dynamic programming
over subsets). The problem is NP-hard, so a larger one is ordered twice, by the greedy rule of Eades, Lin and
Smyth and by the order given; every arc that closes no cycle is put back, earliest first; the order that takes
out fewer arcs wins.

References
----------
.. [1] P. Eades, X. Lin, W. F. Smyth, "A fast and effective heuristic for the feedback arc set problem",
   Information Processing Letters 47(6), 1993.
.. [2] E. L. Lawler, "A comment on minimum feedback arc sets", IEEE Trans. Circuit Theory 11(2), 1964.
"""

from functools import partial
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from workbench.measures.growing_order import Starts, keep_acyclic, neighbours
from workbench.measures.topology import Flags, Ids, strong_components
from workbench.measures.two_threads import side_by_side

Ranks = NDArray[np.int64]

EXACT_NODES: Final = 14
_MOST_VISITS: Final = 200_000_000
"""Arcs looked at, in all components, before arcs are no longer put back: the same on every machine."""
_FEWEST_VISITS: Final = 1_000_000
"""What a component may look at however small its part of the arcs."""
_NONE_LEFT: Final = 2**63 - 1
_NODE_BITS: Final = 32


def feedback_arcs(cited: Ids, citing: Ids, node_count: int, lateness: Ranks) -> Flags:
    """Choose arcs whose removal leaves no cycle.

    Parameters
    ----------
    cited, citing : ndarray of int32, shape (arc_count,)
        Ends of the arcs, without loops.
    node_count : int
        Number of nodes.
    lateness : ndarray of int64, shape (arc_count,)
        The larger, the sooner an arc is given up; no two are equal.

    Returns
    -------
    ndarray of bool, shape (arc_count,)
        True for the arcs to remove. None of them could stay without closing a cycle (within the bound on work).
    """
    removed = np.zeros(cited.size, dtype=np.bool_)
    component = strong_components(cited, citing, node_count)
    inside = np.flatnonzero(component[cited] == component[citing])
    inside = inside[np.lexsort((lateness[inside], component[cited[inside]]))]
    name = component[cited[inside]]
    first = np.flatnonzero(np.diff(name, prepend=-1, append=-1))
    sizes = np.bincount(component, minlength=node_count)[name[first[:-1]]]
    local = _numbers_inside(component)
    ends = local[cited[inside]], local[citing[inside]]
    gone = np.zeros(inside.size, dtype=np.bool_)
    _undo_small(first, sizes, *ends, EXACT_NODES, gone)
    for at in np.flatnonzero(sizes > EXACT_NODES):
        arcs = slice(first[at], first[at + 1])
        visits = max(_FEWEST_VISITS, _MOST_VISITS * (first[at + 1] - first[at]) // inside.size)
        gone[arcs] = _few(ends[0][arcs], ends[1][arcs], int(sizes[at]), int(visits))
    removed[inside] = gone
    return removed


def _numbers_inside(component: Ids) -> Ids:
    """Return each node's number in its component, from 0; components are named by their smallest nodes."""
    place = np.empty(component.size, dtype=np.int32)
    place[np.argsort(component, kind="stable")] = np.arange(component.size, dtype=np.int32)
    return np.asarray(place - place[component])


@njit(cache=True, nogil=True)
def _undo_small(
    first: NDArray[np.int64], sizes: NDArray[np.int64], cited: Ids, citing: Ids, most: int, gone: Flags
) -> None:
    """Choose exactly in the components of few nodes; arcs stand by component, earliest first."""
    for at in range(sizes.size):
        if sizes[at] <= most:
            begin, end = first[at], first[at + 1]
            _fewest(cited[begin:end], citing[begin:end], sizes[at], gone[begin:end])


@njit(cache=True, nogil=True)
def _fewest(cited: Ids, citing: Ids, node_count: int, gone: Flags) -> None:
    """Choose exactly: each arc costs one, less a little for its lateness."""
    if cited.size == node_count:  # a single cycle
        gone[-1] = True
        return
    cost = np.zeros((node_count, node_count), dtype=np.int64)
    for arc in range(cited.size):
        cost[cited[arc], citing[arc]] += cited.size**2 + 1 - arc
    place = _cheapest_order(cost)
    for arc in range(cited.size):
        gone[arc] = place[cited[arc]] > place[citing[arc]]


@njit(cache=True, nogil=True)
def _cheapest_order(cost: NDArray[np.int64]) -> Ids:
    """Return each node's place in the order whose backward arcs cost least."""
    count = cost.shape[0]
    best = np.full(1 << count, _NONE_LEFT, dtype=np.int64)
    last = np.zeros(1 << count, dtype=np.int8)
    backward = np.zeros((1 << count, count), dtype=np.int64)
    best[0] = 0
    lowest = 0
    for placed in range((1 << count) - 1):
        if placed:
            lowest = 0
            while not placed >> lowest & 1:
                lowest += 1
        for node in range(count):
            if placed:
                backward[placed, node] = backward[placed & (placed - 1), node] + cost[node, lowest]
            total = best[placed] + backward[placed, node]
            if not placed >> node & 1 and total < best[placed | 1 << node]:
                best[placed | 1 << node] = total
                last[placed | 1 << node] = node
    place = np.empty(count, dtype=np.int32)
    left = (1 << count) - 1
    for at in range(count - 1, -1, -1):
        place[last[left]] = at
        left ^= 1 << last[left]
    return place


def _few(cited: Ids, citing: Ids, node_count: int, visits: int) -> Flags:
    """Choose few: the better of two orders, each made minimal; arcs stand earliest first."""
    start, far = neighbours(cited, citing, node_count)
    minimal = partial(_minimal, cited, citing, start=start, visits=visits)
    found = side_by_side(
        lambda: minimal(np.arange(node_count, dtype=np.int32)),
        lambda: minimal(_greedy_places(start, far)),
        threads=2,
    )
    return min(found, key=lambda removed: int(removed.sum()))


def _minimal(cited: Ids, citing: Ids, place: Ids, start: Starts, visits: int) -> Flags:
    """Take out what runs against an order, and put back what closes no cycle, earliest first."""
    kept = np.empty(cited.size, dtype=np.bool_)
    keep_acyclic(cited, citing, place, start, kept, visits)
    return ~kept


@njit(cache=True, nogil=True)
def _greedy_places(start: Starts, far: Ids) -> Ids:
    """Return places by the greedy rule: sinks last, sources first, else the most followed first."""
    count = start.shape[1] - 1
    degrees = start[:, 1:] - start[:, :-1]
    best = np.empty(2 * count, dtype=np.int64)  # a knockout: node v plays at count + v, who wins is at 1
    for node in range(count):
        best[count + node] = _urgency(degrees, node)
    for at in range(count - 1, 0, -1):
        best[at] = min(best[2 * at], best[2 * at + 1])
    place = np.full(count, -1, dtype=np.int32)
    front, back = 0, count - 1
    for _ in range(count):
        node = best[1] & ((1 << _NODE_BITS) - 1)
        if degrees[0, node] == 0:
            place[node], back = back, back - 1
        else:
            place[node], front = front, front + 1
        _play(best, count + node, _NONE_LEFT)
        for side in range(2):
            for at in range(start[side, node], start[side, node + 1]):
                other = far[side, at]
                degrees[1 - side, other] -= 1
                if place[other] < 0:
                    _play(best, count + other, _urgency(degrees, other))
    return place


@njit(cache=True, nogil=True)
def _play(best: NDArray[np.int64], at: int, urgency: int) -> None:
    """Give one player another number and play on as far as that matters."""
    best[at] = urgency
    while at > 1:
        at >>= 1
        winner = min(best[2 * at], best[2 * at + 1])
        if winner == best[at]:
            return
        best[at] = winner


@njit(cache=True, nogil=True)
def _urgency(degrees: NDArray[np.int64], node: int) -> int:
    """Return a number that is smaller the sooner a node is placed; equals go by the node."""
    out, into = degrees[0, node], degrees[1, node]
    surplus = int(into - out)
    if out == 0:
        surplus = -(1 << 31)
    elif into == 0:
        surplus = 1 - (1 << 31)
    return (surplus << _NODE_BITS) + node
