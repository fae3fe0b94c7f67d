"""An order of nodes that stays topological while arcs are added one by one, as long as they close no cycle.

The order is a linked list with numbers that rise along it. An arc that runs against it is looked at from both
ends: onward from its citing and back from its cited document, the side with less work first. Where the two
searches meet, the arc would close a cycle; where one ends, what it found moves past the other end of the arc.

References
----------
.. [1] B. Haeupler, T. Kavitha, R. Mathew, S. Sen, R. E. Tarjan, "Incremental cycle detection, topological
   ordering, and strong component maintenance", ACM Transactions on Algorithms 8(1), 2012.
"""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from workbench.measures.topology import Flags, Ids

Starts = NDArray[np.int64]

_HIGHEST: Final = 2**62
_MEET: Final = 2


@njit(cache=True, nogil=True)
def neighbours(cited: Ids, citing: Ids, node_count: int) -> tuple[Starts, Ids]:
    """Return where each node's neighbours begin, and the neighbours.

    Returns
    -------
    start : ndarray of int64, shape (2, node_count + 1)
    far : ndarray of int32, shape (2, arc_count)
        Row 0: what cites each node; row 1: what it cites; each in the order of the arcs.
    """
    start = np.zeros((2, node_count + 1), dtype=np.int64)
    for arc in range(cited.size):
        start[0, cited[arc] + 1] += 1
        start[1, citing[arc] + 1] += 1
    for node in range(node_count):
        start[:, node + 1] += start[:, node]
    far = np.empty((2, cited.size), dtype=np.int32)
    filled = np.zeros((2, node_count), dtype=np.int32)
    for arc in range(cited.size):
        _join(start, filled, far, cited[arc], citing[arc])
    return start, far


@njit(cache=True, nogil=True)
def _join(start: Starts, filled: Ids, far: Ids, tail: int, head: int) -> None:
    far[0, start[0, tail] + filled[0, tail]] = head
    far[1, start[1, head] + filled[1, head]] = tail
    filled[0, tail] += 1
    filled[1, head] += 1


@njit(cache=True, nogil=True)
def keep_acyclic(cited: Ids, citing: Ids, place: Ids, start: Starts, kept: Flags, visits: int) -> None:
    """Keep, besides the arcs that rise, each arc that closes no cycle with those kept before it.

    Parameters
    ----------
    cited, citing : ndarray of int32, shape (arc_count,)
        Ends of the arcs, those to try first in front.
    place : ndarray of int32, shape (node_count,)
        Place of each node in the order to begin with.
    start : ndarray of int64, shape (2, node_count + 1)
        As :func:`neighbours` gives it.
    kept : ndarray of bool, shape (arc_count,)
        Filled in: whether the arc is kept.
    visits : int
        Most arcs and nodes to look at; arcs that are not tried are not kept.
    """
    count = place.size
    filled, far = np.zeros((2, count), dtype=np.int32), np.empty((2, cited.size), dtype=np.int32)
    for arc in range(cited.size):
        kept[arc] = place[cited[arc]] < place[citing[arc]]
        if kept[arc]:
            _join(start, filled, far, cited[arc], citing[arc])
    link, label = _listed(place)
    seen, queue = np.zeros(count, dtype=np.int64), np.empty((2, count), dtype=np.int32)
    for arc in range(cited.size):
        tail, head = cited[arc], citing[arc]
        if not kept[arc]:
            if label[tail] > label[head]:
                side, found, work = _search(start, filled, far, label, tail, head, seen, queue, 2 * arc + 1)
                visits -= work
                if visits < 0:
                    return
                if side == _MEET:
                    continue
                moved = queue[side, :found]
                moved = moved[np.argsort(label[moved])]
                visits -= _move(link, label, moved, tail if side == 0 else link[1, head])
            kept[arc] = True
            _join(start, filled, far, tail, head)


@njit(cache=True, nogil=True)
def _listed(place: Ids) -> tuple[Ids, Starts]:
    """Return links to the next and the previous node, and rising numbers; the last of all closes the circle."""
    count = place.size
    at = np.empty(count + 1, dtype=np.int32)
    for node in range(count):
        at[place[node]] = node
    at[count] = count
    link, label = np.empty((2, count + 1), dtype=np.int32), np.zeros(count + 1, dtype=np.int64)
    for position in range(count + 1):
        link[0, at[position - 1]] = at[position]
        link[1, at[position]] = at[position - 1]
    _number(link, label)
    return link, label


@njit(cache=True, nogil=True)
def _number(link: Ids, label: Starts) -> None:
    """Give the list new numbers, all gaps of one width."""
    step = _HIGHEST // label.size
    node = link[0, label.size - 1]
    for position in range(1, label.size):
        label[node] = position * step
        node = link[0, node]


@njit(cache=True, nogil=True)
def _search(
    start: Starts,
    filled: Ids,
    far: Ids,
    label: Starts,
    tail: int,
    head: int,
    seen: Starts,
    queue: Ids,
    mark: int,
) -> tuple[int, int, int]:
    """Search onward from the head and back from the tail, between the two.

    Returns the side that came to its end (or 2 where they meet), how many nodes it found, and the work.
    """
    low, high = label[head], label[tail]
    queue[0, 0], queue[1, 0] = head, tail
    seen[head], seen[tail] = mark, mark + 1
    found, done, work = [1, 1], [0, 0], [0, 0]
    while True:
        side = 0 if work[0] <= work[1] else 1
        if done[side] == found[side]:
            return side, found[side], work[0] + work[1]
        node = queue[side, done[side]]
        done[side] += 1
        first = start[side, node]
        work[side] += 1 + filled[side, node]
        for at in range(first, first + filled[side, node]):
            other = far[side, at]
            if seen[other] == mark + 1 - side:
                return _MEET, 0, work[0] + work[1]
            if seen[other] != mark + side and low < label[other] < high:
                seen[other] = mark + side
                queue[side, found[side]] = other
                found[side] += 1


@njit(cache=True, nogil=True)
def _move(link: Ids, label: Starts, moved: Ids, behind: int) -> int:
    """Move nodes behind another one, in the order given; return the work."""
    for node in moved:
        _tie(link, link[1, node], link[0, node])
    end = label.size - 1
    onward = link[0, behind]
    gap = (_HIGHEST if onward == end else label[onward]) - label[behind]
    step = gap // (moved.size + 1)
    for node in moved:
        _tie(link, behind, node)
        label[node] = label[behind] + step
        behind = node
    _tie(link, behind, onward)
    if step > 0:
        return moved.size
    _number(link, label)
    return label.size


@njit(cache=True, nogil=True)
def _tie(link: Ids, node: int, onward: int) -> None:
    link[0, node], link[1, onward] = onward, node
