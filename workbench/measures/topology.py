"""Citation networks as arrays: sorted arcs, a topological order, strongly connected components.

Knowledge flows from the cited to the citing document. Nodes are integers from 0; arcs are two arrays of
32-bit integers. All kernels are linear in nodes and arcs.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ids = NDArray[np.int32]
Flags = NDArray[np.bool_]


class CyclicNetworkError(ValueError):
    """The network has a cycle, so its source–sink paths cannot be counted."""


@dataclass(frozen=True)
class Dag:
    """An acyclic network, its nodes renumbered in a topological order.

    Attributes
    ----------
    start : ndarray of int64, shape (node_count + 1,)
        The arcs into place ``v`` are ``start[v]:start[v + 1]``.
    cited : ndarray of int32, shape (arc_count,)
        Place of each arc's cited end, smaller than its citing end's; sorted within each citing end.
    node : ndarray of int32, shape (node_count,)
        The node at each place.
    is_sink : ndarray of bool, shape (node_count,)
        Whether nothing in the network cites the place.
    """

    start: NDArray[np.int64]
    cited: Ids
    node: Ids
    is_sink: Flags

    @property
    def node_count(self) -> int:
        """Number of nodes."""
        return self.node.size

    @property
    def arc_count(self) -> int:
        """Number of arcs."""
        return self.cited.size

    @cached_property
    def is_source(self) -> Flags:
        """Whether the place cites nothing in the network."""
        return np.asarray(np.diff(self.start) == 0)

    @property
    def is_isolated(self) -> Flags:
        """Whether the place has no arc at all."""
        return self.is_source & self.is_sink

    def citing(self) -> Ids:
        """Return the place of each arc's citing end."""
        return np.repeat(np.arange(self.node_count, dtype=np.int32), np.diff(self.start))

    def citing_of(self, arcs: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the places of some arcs' citing ends."""
        return np.asarray(np.searchsorted(self.start, arcs, side="right") - 1)


@njit(cache=True, nogil=True)
def _grouped(keys: Ids, others: Ids, node_count: int) -> tuple[NDArray[np.int64], Ids]:
    """Return the start of each key's group and the other ends in their order of appearance."""
    start = np.zeros(node_count + 1, dtype=np.int64)
    for key in keys:
        start[key + 1] += 1
    for node in range(node_count):
        start[node + 1] += start[node]
    place = start[:-1].copy()
    grouped = np.empty(others.size, dtype=np.int32)
    for arc in range(others.size):
        key = keys[arc]
        grouped[place[key]] = others[arc]
        place[key] += 1
    return start, grouped


@njit(cache=True, nogil=True)
def _expanded(start: NDArray[np.int64], arc_count: int) -> Ids:
    """Return the key of each arc of a grouping."""
    keys = np.empty(arc_count, dtype=np.int32)
    for node in range(start.size - 1):
        keys[start[node] : start[node + 1]] = node
    return keys


def sorted_arcs(cited: Ids, citing: Ids, node_count: int) -> tuple[NDArray[np.int64], Ids]:
    """Return arcs grouped by citing end, sorted by cited end within each (a radix sort of two passes)."""
    start, by_cited = _grouped(cited, citing, node_count)
    return _grouped(by_cited, _expanded(start, cited.size), node_count)


def distinct_arcs(cited: Ids, citing: Ids, node_count: int) -> tuple[Ids, Ids]:
    """Return each arc once, sorted by citing and cited end."""
    start, sorted_cited = sorted_arcs(cited, citing, node_count)
    sorted_citing = _expanded(start, sorted_cited.size)
    is_new = np.ones(sorted_cited.size, dtype=bool)
    is_new[1:] = (sorted_cited[1:] != sorted_cited[:-1]) | (sorted_citing[1:] != sorted_citing[:-1])
    return (sorted_cited, sorted_citing) if is_new.all() else (sorted_cited[is_new], sorted_citing[is_new])


@njit(cache=True, nogil=True)
def _kahn_order(cited: Ids, citing: Ids, node_count: int) -> Ids:
    """Return the nodes that no cycle holds back, in order of release; fewer than all if there is a cycle."""
    start, follower = _grouped(cited, citing, node_count)
    waiting = np.zeros(node_count, dtype=np.int32)
    for node in citing:
        waiting[node] += 1
    order = np.empty(node_count, dtype=np.int32)
    filled = 0
    for node in range(node_count):
        if waiting[node] == 0:
            order[filled] = node
            filled += 1
    done = 0
    while done < filled:
        node = order[done]
        done += 1
        for arc in range(start[node], start[node + 1]):
            later = follower[arc]
            waiting[later] -= 1
            if waiting[later] == 0:
                order[filled] = later
                filled += 1
    return order[:filled]


@njit(cache=True, nogil=True)
def _is_ordered(cited: Ids, citing: Ids) -> bool:
    for arc in range(cited.size):  # noqa: SIM110
        if cited[arc] >= citing[arc]:
            return False
    return True


@njit(cache=True, nogil=True)
def _sinks(cited: Ids, node_count: int) -> Flags:
    is_sink = np.ones(node_count, dtype=np.bool_)
    for node in cited:
        is_sink[node] = False
    return is_sink


def acyclic(cited: Ids, citing: Ids, node_count: int) -> Dag:
    """Renumber a network in a topological order.

    Parameters
    ----------
    cited, citing : ndarray of int32, shape (arc_count,)
        The ends of each arc; parallel arcs stay.
    node_count : int
        Number of nodes; nodes without arcs stay.

    Raises
    ------
    CyclicNetworkError
        If there is a cycle or a loop.

    Notes
    -----
    Numbers that already rise along every arc (ids in order of time) are kept as they are; otherwise the
    order is Kahn's.

    References
    ----------
    .. [1] A. B. Kahn, "Topological sorting of large networks", CACM 5(11), 1962.
    """
    if _is_ordered(cited, citing):
        node = np.arange(node_count, dtype=np.int32)
    else:
        node = _kahn_order(cited, citing, node_count)
        if node.size < node_count:
            raise CyclicNetworkError(f"{node_count - node.size} nodes on or behind cycles")
        place = np.empty(node_count, dtype=np.int32)
        place[node] = np.arange(node_count, dtype=np.int32)
        cited, citing = place[cited], place[citing]
    start, sorted_cited = sorted_arcs(cited, citing, node_count)
    return Dag(start, sorted_cited, node, _sinks(sorted_cited, node_count))


def is_acyclic(cited: Ids, citing: Ids, node_count: int) -> bool:
    """Tell whether the arcs close no cycle."""
    return _is_ordered(cited, citing) or _kahn_order(cited, citing, node_count).size == node_count


def strong_components(cited: Ids, citing: Ids, node_count: int) -> Ids:
    """Return the strongly connected component of each node.

    Returns
    -------
    ndarray of int32, shape (node_count,)
        Each component is named by its smallest node.

    References
    ----------
    .. [1] D. J. Pearce, "An improved algorithm for finding the strongly connected components of a directed
       graph", 2005, as built into scipy.
    """
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    matrix: Any = csr_matrix(
        (np.ones(cited.size, dtype=np.int8), (cited, citing)), shape=(node_count, node_count), dtype=np.int32
    )
    _, component = connected_components(matrix, directed=True, connection="strong")
    smallest = np.full(node_count, node_count, dtype=np.int32)
    np.minimum.at(smallest, component, np.arange(node_count, dtype=np.int32))
    return np.asarray(smallest[component])
