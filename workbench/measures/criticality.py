"""How far is a document from the longest lines of development? Height, depth and (generalised) criticality.

With ``h(v)`` the heaviest path from any source to v, ``d(v)`` the heaviest from v to any sink and L the
heaviest of the whole network, the criticality of v is ``L − h(v) − d(v)``: what a line through v lacks of the
heaviest. Where every arc weighs 1 it is the unit criticality, a whole number; other weights generalise it.
Documents of criticality 0 lie on a heaviest path, whichever of the ties a search would have shown.

References
----------
.. [1] H. C. W. Price, T. S. Evans, "Understanding Main Path Analysis", arXiv 2512.12355, 2025: baskets of the
   nodes of smallest generalised criticality hold what main paths show, and the nodes of zero unit
   criticality nearly always suffice.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from workbench.measures.topology import Dag, Flags

Floats = NDArray[np.float64]


@njit(cache=True, nogil=True)
def _heights(start: NDArray[np.int64], cited: NDArray[np.int32], weight: Floats) -> Floats:
    height = np.zeros(start.size - 1, dtype=np.float64)
    for node in range(start.size - 1):
        for arc in range(start[node], start[node + 1]):
            height[node] = max(height[node], height[cited[arc]] + weight[arc])
    return height


@njit(cache=True, nogil=True)
def _depths(start: NDArray[np.int64], cited: NDArray[np.int32], weight: Floats) -> Floats:
    depth = np.zeros(start.size - 1, dtype=np.float64)
    for node in range(start.size - 2, -1, -1):
        for arc in range(start[node], start[node + 1]):
            place = cited[arc]
            depth[place] = max(depth[place], depth[node] + weight[arc])
    return depth


def heights(dag: Dag, weights: Floats | None = None) -> Floats:
    """Return the largest sum of weights on a path from a source to each place; 0 at a source."""
    return _heights(dag.start, dag.cited, _given(dag, weights))


def depths(dag: Dag, weights: Floats | None = None) -> Floats:
    """Return the largest sum of weights on a path from each place to a sink; 0 at a sink."""
    return _depths(dag.start, dag.cited, _given(dag, weights))


def criticality(dag: Dag, weights: Floats | None = None) -> Floats:
    """Return what the heaviest path through each place lacks of the heaviest of all.

    Parameters
    ----------
    dag : Dag
        The network.
    weights : ndarray of float64, shape (arc_count,), optional
        Weight of each arc, not negative; 1 where not given, which gives the unit criticality.

    Returns
    -------
    ndarray of float64, shape (node_count,)
        0 on the heaviest paths. A place without arcs lacks all of it. [sum of weights; arcs if unit]
    """
    through = heights(dag, weights) + depths(dag, weights)
    return np.asarray(np.maximum(through.max(initial=0.0) - through, 0.0))


def basket(values: Floats, size: int) -> Flags:
    """Tell which values are among the ``size`` smallest, all that tie with the last of them included."""
    if size < 1 or not values.size:
        return np.zeros(values.size, dtype=np.bool_)
    bar = np.partition(values, min(size, values.size) - 1)[min(size, values.size) - 1]
    return np.asarray(values <= bar)


def _given(dag: Dag, weights: Floats | None) -> Floats:
    return np.ones(dag.arc_count, dtype=np.float64) if weights is None else weights
