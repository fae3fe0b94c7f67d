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

from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from workbench.measures.topology import Flags, Ids, strong_components

Ranks = NDArray[np.int64]

EXACT_NODES: Final = 14
_MOST_VISITS: Final = 500_000_000
"""Arcs looked at before arcs are no longer put back: a bound on work, the same on every machine."""


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
    inside = inside[np.argsort(component[cited[inside]], kind="stable")]
    bounds = np.flatnonzero(np.diff(component[cited[inside]], prepend=-1, append=-1))
    for first, last in pairwise(bounds):
        arcs = inside[first:last]
        nodes, local = np.unique(np.concatenate([cited[arcs], citing[arcs]]), return_inverse=True)
        ends = local.astype(np.int32).reshape(2, -1)
        rank = np.argsort(np.argsort(lateness[arcs])).astype(np.int64)
        choose = _fewest if nodes.size <= EXACT_NODES else _few
        removed[arcs] = choose(ends[0], ends[1], nodes.size, rank)
    return removed


def _fewest(cited: Ids, citing: Ids, node_count: int, rank: Ranks) -> Flags:
    """Choose exactly: each arc costs one, less a little for its lateness."""
    cost = np.zeros((node_count, node_count), dtype=np.int64)
    np.add.at(cost, (cited, citing), rank.size**2 + 1 - rank)
    place = _cheapest_order(cost)
    return np.asarray(place[cited] > place[citing])


@njit(cache=True, nogil=True)
def _cheapest_order(cost: NDArray[np.int64]) -> Ids:
    """Return each node's place in the order whose backward arcs cost least."""
    count = cost.shape[0]
    best = np.full(1 << count, np.iinfo(np.int64).max, dtype=np.int64)
    last = np.zeros(1 << count, dtype=np.int32)
    best[0] = 0
    for placed in range((1 << count) - 1):
        for node in range(count):
            if not placed >> node & 1:
                total = best[placed]
                for earlier in range(count):
                    if placed >> earlier & 1:
                        total += cost[node, earlier]
                if total < best[placed | 1 << node]:
                    best[placed | 1 << node] = total
                    last[placed | 1 << node] = node
    place = np.empty(count, dtype=np.int32)
    left = (1 << count) - 1
    for at in range(count - 1, -1, -1):
        place[last[left]] = at
        left ^= 1 << last[left]
    return place


def _few(cited: Ids, citing: Ids, node_count: int, rank: Ranks) -> Flags:
    """Choose few: the better of two orders, each made minimal."""
    given = np.arange(node_count, dtype=np.int32)
    found = [
        _minimal(cited, citing, place, rank) for place in (given, _greedy_places(cited, citing, node_count))
    ]
    return min(found, key=lambda removed: int(removed.sum()))


def _greedy_places(cited: Ids, citing: Ids, node_count: int) -> Ids:
    """Return places by the greedy rule: sinks last, sources first, else the most followed first."""
    after: list[list[int]] = [[] for _ in range(node_count)]
    before: list[list[int]] = [[] for _ in range(node_count)]
    for tail, head in zip(cited.tolist(), citing.tolist(), strict=True):
        after[tail].append(head)
        before[head].append(tail)
    out, into = [len(nodes) for nodes in after], [len(nodes) for nodes in before]
    queue = [(_urgency(out[node], into[node]), node) for node in range(node_count)]
    heapify(queue)
    front: list[int] = []
    back: list[int] = []
    done = [False] * node_count
    while queue:
        urgency, node = heappop(queue)
        if done[node] or urgency != _urgency(out[node], into[node]):
            continue
        done[node] = True
        (back if out[node] == 0 else front).append(node)
        for degrees, neighbours in ((into, after[node]), (out, before[node])):
            for other in neighbours:
                degrees[other] -= 1
                if not done[other]:
                    heappush(queue, (_urgency(out[other], into[other]), other))
    place = np.empty(node_count, dtype=np.int32)
    place[front + back[::-1]] = np.arange(node_count, dtype=np.int32)
    return place


def _urgency(out: int, into: int) -> tuple[int, int]:
    if out == 0:
        return (0, 0)
    return (1, 0) if into == 0 else (2, into - out)


def _minimal(cited: Ids, citing: Ids, place: Ids, rank: Ranks) -> Flags:
    """Take out what runs against an order, and put back what closes no cycle, earliest first."""
    order = np.argsort(cited, kind="stable")
    start = np.searchsorted(cited[order], np.arange(place.size + 1)).astype(np.int64)
    kept = place[cited] < place[citing]
    backward = np.flatnonzero(~kept)
    backward = backward[np.argsort(rank[backward])]
    slot = np.empty(order.size, dtype=np.int64)
    slot[order] = np.arange(order.size)
    kept_slots = kept[order]
    _put_back(start, citing[order], cited[order], kept_slots, slot[backward], place.copy(), _MOST_VISITS)
    return np.asarray(~kept_slots[slot])


@njit(cache=True, nogil=True)
def _put_back(
    start: NDArray[np.int64],
    head: Ids,
    tail: Ids,
    kept: Flags,
    candidates: NDArray[np.int64],
    place: Ids,
    visits: int,
) -> None:
    """Keep each candidate whose head does not lead to its tail, and mend the order for it."""
    node_at = np.empty(place.size, dtype=np.int32)
    node_at[place] = np.arange(place.size, dtype=np.int32)
    for arc in candidates:
        low, high = place[head[arc]], place[tail[arc]]
        if low > high:
            kept[arc] = True
            continue
        follows = np.zeros(high - low + 1, dtype=np.bool_)
        follows[0] = True
        for at in range(low, high):
            if follows[at - low]:
                node = node_at[at]
                visits -= start[node + 1] - start[node]
                for onward in range(start[node], start[node + 1]):
                    if kept[onward] and place[head[onward]] <= high:
                        follows[place[head[onward]] - low] = True
        visits -= high - low
        if visits < 0:
            return
        if not follows[-1]:
            kept[arc] = True
            _move_behind(node_at, place, low, follows)


@njit(cache=True, nogil=True)
def _move_behind(node_at: Ids, place: Ids, low: int, follows: Flags) -> None:
    """Move the marked nodes of a stretch of the order behind its other nodes."""
    stretch = node_at[low : low + follows.size].copy()
    at = low
    for moved in (False, True):
        for offset in range(follows.size):
            if follows[offset] == moved:
                node_at[at] = stretch[offset]
                place[stretch[offset]] = at
                at += 1
