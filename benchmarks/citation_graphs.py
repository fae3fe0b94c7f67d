"""Invented citation networks of any size: documents in order of time that cite recent, central and copied ones.

No document cites what is younger than a delay, so the delay sets the depth: some 40 layers (``shallow``) or 160
(``deep``), at any size.
"""

from typing import Literal

import numpy as np
from numba import njit
from numpy.typing import NDArray

Shape = Literal["shallow", "deep"]
Ends = tuple[NDArray[np.int32], NDArray[np.int32]]

REFERENCES = 8
"""Citations of a document on average."""

_DELAY = {"shallow": 1 / 60, "deep": 1 / 215}
_REACH = {"shallow": 0.15, "deep": 0.02}
"""How long it takes to be cited, and how far back a document looks beyond that, as shares of all documents."""


@njit(cache=True)
def _drawn(node_count: int, arc_count: int, delay: int, reach: float, seed: int) -> Ends:
    np.random.seed(seed)
    cited = np.empty(arc_count, dtype=np.int32)
    citing = np.empty(arc_count, dtype=np.int32)
    first = np.zeros(node_count + 1, dtype=np.int64)
    filled = 0
    for node in range(1, node_count):
        first[node] = filled
        wanted = int((arc_count - filled) / (node_count - node) * 2 * np.random.random() + 0.5)
        begin = filled
        for _ in range(min(wanted, node, arc_count - filled)):
            other = _reference(node - delay, begin, filled, first, cited, reach)
            if other >= 0:
                cited[filled], citing[filled] = other, node
                filled += 1
    return cited[:filled], citing[:filled]


@njit(cache=True)
def _reference(
    latest: int, begin: int, filled: int, first: NDArray[np.int64], cited: NDArray[np.int32], reach: float
) -> int:
    """Return a document to cite: copied from one cited already, near in time, or any; -1 where it is cited."""
    chance = np.random.random()
    other = -1
    if chance < 0.4 and filled > begin:
        model = cited[begin + int(np.random.random() * (filled - begin))]
        if first[model + 1] > first[model]:
            other = cited[first[model] + int(np.random.random() * (first[model + 1] - first[model]))]
    if other < 0:
        lag = np.random.exponential(reach) if chance < 0.95 else np.random.random() * latest
        other = latest - int(lag)
    if other < 0:
        return -1
    for arc in range(begin, filled):
        if cited[arc] == other:
            return -1
    return other


def citation_graph(arc_count: int, shape: Shape, seed: int = 1) -> tuple[int, Ends]:
    """Return node count and arcs of an invented network, its nodes in order of time.

    Parameters
    ----------
    arc_count : int
        Most arcs; a few less where a document would cite another twice.
    shape : {"shallow", "deep"}
        How far back documents look.
    seed : int
        The same seed gives the same network.
    """
    node_count = max(2, arc_count // (5 if shape == "shallow" else 7))
    return node_count, _drawn(
        node_count, arc_count, max(1, int(_DELAY[shape] * node_count)), _REACH[shape] * node_count, seed
    )
