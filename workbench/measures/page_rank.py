"""Which documents are cited by documents that are themselves cited?

References
----------
.. [1] S. Brin, L. Page, "The anatomy of a large-scale hypertextual Web search engine", Computer Networks 30,
   1998.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from workbench.measures.topology import Dag

Floats = NDArray[np.float64]


@njit(cache=True, nogil=True)
def _handed_on(start: NDArray[np.int64], cited: NDArray[np.int32], damping: float) -> Floats:
    count = start.size - 1
    rank = np.full(count, 1.0 - damping, dtype=np.float64)
    for node in range(count - 1, -1, -1):
        references = start[node + 1] - start[node]
        for arc in range(start[node], start[node + 1]):
            rank[cited[arc]] += damping * rank[node] / references
    return rank


def page_rank(dag: Dag, damping: float = 0.85) -> Floats:
    """Return the PageRank of each place; a document hands its rank on to what it cites.

    Parameters
    ----------
    dag : Dag
        The network. Having no cycles, one backward sweep is exact; nothing is iterated.
    damping : float
        Share of its rank that a document hands on. [0–1]

    Returns
    -------
    ndarray of float64, shape (node_count,)
        Sums to 1. What documents without references would hand on falls to all alike, which changes no
        proportion. [share]
    """
    if not dag.node_count:
        return np.empty(0, dtype=np.float64)
    rank = _handed_on(dag.start, dag.cited, damping)
    return np.asarray(rank / rank.sum())
