"""Whose knowledge lives on? Knowledge persistence, over the whole network and within each layer.

References
----------
.. [1] A. Martinelli, Ö. Nomaler, "Measuring knowledge persistence: a genetic approach to patent citation
   networks", Journal of Evolutionary Economics 24, 2014.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from workbench.measures.prefetching import AHEAD, fetch_early
from workbench.measures.topology import Dag

Floats = NDArray[np.float64]


@njit(cache=True, nogil=True)
def _inherit(
    start: NDArray[np.int64], cited: NDArray[np.int32], is_sink: NDArray[np.bool_], persistence: Floats
) -> None:
    for node in range(start.size - 2, -1, -1):
        references = start[node + 1] - start[node]
        if references:
            share = (1.0 if is_sink[node] else persistence[node]) / references
            for arc in range(start[node], start[node + 1]):
                fetch_early(persistence, cited[max(arc - AHEAD, 0)])
                persistence[cited[arc]] += share


@njit(cache=True, nogil=True)
def _measure_depth(start: NDArray[np.int64], cited: NDArray[np.int32], depth: NDArray[np.int32]) -> None:
    last = cited.size - 1
    for node in range(start.size - 1):
        deepest = np.int32(0)
        for arc in range(start[node], start[node + 1]):
            fetch_early(depth, cited[min(arc + AHEAD, last)])
            deepest = max(deepest, depth[cited[arc]] + 1)
        depth[node] = deepest


def knowledge_persistence(dag: Dag) -> Floats:
    """Return the knowledge of each place that lives on in the sinks.

    Every sink passes 1 back; each document divides what it passes equally among the documents it cites.

    Returns
    -------
    ndarray of float64, shape (node_count,)
        0 for sinks. [sinks' knowledge]
    """
    persistence = np.zeros(dag.node_count)
    _inherit(dag.start, dag.cited, dag.is_sink, persistence)
    return persistence


def layers(dag: Dag) -> NDArray[np.int32]:
    """Return the number of arcs on the longest path from a source to each place."""
    depth = np.zeros(dag.node_count, dtype=np.int32)
    _measure_depth(dag.start, dag.cited, depth)
    return depth


def layer_persistence(dag: Dag) -> Floats:
    """Return persistence divided by the largest within the same layer.

    Returns
    -------
    ndarray of float64, shape (node_count,)
        In 0–1; 0 throughout a layer of sinks. [dimensionless]
    """
    persistence, layer = knowledge_persistence(dag), layers(dag)
    largest = np.zeros(layer.max(initial=-1) + 1, dtype=np.float64)
    np.maximum.at(largest, layer, persistence)
    return np.divide(persistence, largest[layer], out=np.zeros_like(persistence), where=largest[layer] > 0)
