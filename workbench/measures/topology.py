"""Citation networks as arrays: sorted arcs, a topological order, strongly connected components.

Knowledge flows from the cited to the citing document. Nodes are integers from 0; arcs are two arrays of
32-bit integers. All kernels are linear in nodes and arcs.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from workbench.measures.two_threads import in_parts

Ids = NDArray[np.int32]
Flags = NDArray[np.bool_]

_SHORT_ROW: Final = 40


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
        return np.asarray(self.start[1:] == self.start[:-1])

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
def _starts(citing: Ids, start: NDArray[np.int64]) -> bool:
    """Fill in where each citing end's arcs begin, and tell whether the arcs already stand in that order."""
    latest, rises = np.int32(-1), True
    for node in citing:
        start[node + 1] += 1
        rises &= node >= latest
        latest = node
    for node in range(start.size - 1):
        start[node + 1] += start[node]
    return rises


@njit(cache=True, nogil=True)
def _group(cited: Ids, citing: Ids, start: NDArray[np.int64], grouped: Ids) -> None:
    """Gather the cited ends of each citing end."""
    free = start[:-1].copy()
    for arc in range(citing.size):
        node = citing[arc]
        grouped[free[node]] = cited[arc]
        free[node] += 1


@njit(cache=True, nogil=True)
def _are_rows_sorted(start: NDArray[np.int64], cited: Ids) -> bool:
    for node in range(start.size - 1):
        for arc in range(start[node] + 1, start[node + 1]):
            if cited[arc] < cited[arc - 1]:
                return False
    return True


@njit(cache=True, nogil=True)
def _sort_rows(start: NDArray[np.int64], cited: Ids, first: int, last: int) -> None:
    """Sort the cited ends of each citing end in place: short rows by insertion."""
    for node in range(first, last):
        begin, end = start[node], start[node + 1]
        if end - begin > _SHORT_ROW:
            cited[begin:end].sort()
            continue
        for arc in range(begin + 1, end):
            moved, at = cited[arc], arc
            while at > begin and cited[at - 1] > moved:
                cited[at] = cited[at - 1]
                at -= 1
            cited[at] = moved


@njit(cache=True, nogil=True)
def _expand(start: NDArray[np.int64], citing: Ids) -> None:
    """Write out the citing end of each arc."""
    for node in range(start.size - 1):
        for arc in range(start[node], start[node + 1]):
            citing[arc] = node


@njit(cache=True, nogil=True)
def _repeated(start: NDArray[np.int64], cited: Ids) -> int:
    count = 0
    for node in range(start.size - 1):
        for arc in range(start[node] + 1, start[node + 1]):
            count += cited[arc] == cited[arc - 1]
    return count


def sorted_arcs(cited: Ids, citing: Ids, node_count: int) -> tuple[NDArray[np.int64], Ids]:
    """Return arcs grouped by citing end, sorted by cited end within each.

    Arcs that stand in this order already are returned as they are.
    """
    start = np.zeros(node_count + 1, dtype=np.int64)
    if not _starts(citing, start):
        grouped = np.empty_like(cited)
        _group(cited, citing, start, grouped)
    elif _are_rows_sorted(start, cited):
        return start, cited
    else:
        grouped = cited.copy()
    in_parts(start, lambda first, last: _sort_rows(start, grouped, first, last), threads=2)
    return start, grouped


def distinct_arcs(cited: Ids, citing: Ids, node_count: int) -> tuple[Ids, Ids]:
    """Return each arc once, sorted by citing and cited end."""
    start, sorted_cited = sorted_arcs(cited, citing, node_count)
    if sorted_cited is cited:
        sorted_citing = citing
    else:
        sorted_citing = np.empty_like(citing)
        _expand(start, sorted_citing)
    if _repeated(start, sorted_cited) == 0:
        return sorted_cited, sorted_citing
    is_new = np.ones(sorted_cited.size, dtype=bool)
    is_new[1:] = (sorted_cited[1:] != sorted_cited[:-1]) | (sorted_citing[1:] != sorted_citing[:-1])
    return sorted_cited[is_new], sorted_citing[is_new]


@njit(cache=True, nogil=True)
def _deepest_first(start: NDArray[np.int64], cited: Ids, order: Ids) -> int:
    """List each node behind all that it cites, else in the order given; stop at a cycle.

    Returns the number of nodes listed: fewer than all if there is a cycle.
    """
    node_count = order.size
    state = np.zeros(node_count, dtype=np.uint8)  # 0 not met, 1 on the way down, 2 listed
    path, done = np.empty(node_count, dtype=np.int32), np.empty(node_count, dtype=np.int32)
    filled = 0
    for root in range(node_count):
        if state[root] != 0:
            continue
        path[0], done[0], state[root], depth = root, 0, 1, 0
        while depth >= 0:
            node = path[depth]
            arc, end, met = start[node] + done[depth], start[node + 1], -1
            while arc < end and met < 0:
                if state[cited[arc]] == 1:
                    return filled
                if state[cited[arc]] == 0:
                    met = cited[arc]
                arc += 1
            if met >= 0:
                done[depth] = arc - start[node]
                depth += 1
                path[depth], done[depth], state[met] = met, 0, 1
            else:
                order[filled], state[node] = node, 2
                filled += 1
                depth -= 1
    return filled


@njit(cache=True, nogil=True)
def _renumber(
    start: NDArray[np.int64], cited: Ids, node: Ids, place: Ids, new_start: NDArray[np.int64], new_cited: Ids
) -> None:
    """Rewrite the rows in the order of their new places."""
    filled = 0
    for at in range(node.size):
        for arc in range(start[node[at]], start[node[at] + 1]):
            new_cited[filled] = place[cited[arc]]
            filled += 1
        new_start[at + 1] = filled


@njit(cache=True, nogil=True)
def _is_ordered(cited: Ids, citing: Ids) -> bool:
    for arc in range(cited.size):  # noqa: SIM110
        if cited[arc] >= citing[arc]:
            return False
    return True


@njit(cache=True, nogil=True)
def _mark_cited(cited: Ids, marks: NDArray[np.uint8]) -> None:
    """Mark a bit for each cited node."""
    for node in cited:
        byte = marks[node >> 3]
        marked = byte | np.uint8(1 << (node & 7))
        if marked != byte:
            marks[node >> 3] = marked


def _uncited(cited: Ids, node_count: int) -> Flags:
    """Tell which nodes nothing cites; bits stay in the processor's cache where bytes would not."""
    marks = np.zeros(node_count // 8 + 1, dtype=np.uint8)
    _mark_cited(cited, marks)
    return np.unpackbits(~marks, count=node_count, bitorder="little").view(np.bool_)


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
    Numbers that already rise along every arc (ids in order of time) are kept as they are. Otherwise a search
    in depth puts each document right behind the ones it cites, so that neighbours stay near in memory.

    References
    ----------
    .. [1] R. E. Tarjan, "Edge-disjoint spanning trees and depth-first search", Acta Informatica 6, 1976.
    """
    start, sorted_cited = sorted_arcs(cited, citing, node_count)
    if _is_ordered(cited, citing):
        node = np.arange(node_count, dtype=np.int32)
    else:
        node = np.empty(node_count, dtype=np.int32)
        if _deepest_first(start, sorted_cited, node) < node_count:
            raise CyclicNetworkError("the network has a cycle")
        start, sorted_cited = _renumbered(start, sorted_cited, node)
    return Dag(start, sorted_cited, node, _uncited(sorted_cited, node_count))


def _renumbered(start: NDArray[np.int64], cited: Ids, node: Ids) -> tuple[NDArray[np.int64], Ids]:
    place = np.empty_like(node)
    place[node] = np.arange(node.size, dtype=np.int32)
    new_start, new_cited = np.zeros_like(start), np.empty_like(cited)
    _renumber(start, cited, node, place, new_start, new_cited)
    in_parts(new_start, lambda first, last: _sort_rows(new_start, new_cited, first, last), threads=2)
    return new_start, new_cited


def is_acyclic(cited: Ids, citing: Ids, node_count: int) -> bool:
    """Tell whether the arcs close no cycle."""
    if _is_ordered(cited, citing):
        return True
    order = np.empty(node_count, dtype=np.int32)
    return bool(_deepest_first(*sorted_arcs(cited, citing, node_count), order) == node_count)


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
