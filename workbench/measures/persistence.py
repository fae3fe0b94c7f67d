"""Whose knowledge lives on? Knowledge persistence, over the whole network and within each layer.

References
----------
.. [1] A. Martinelli, Ö. Nomaler, "Measuring knowledge persistence: a genetic approach to patent citation
   networks", Journal of Evolutionary Economics 24, 2014.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from workbench.measures.topology import Dag

Floats = NDArray[np.float64]


@njit(cache=True, nogil=True)
def _inherited(start: NDArray[np.int64], cited: NDArray[np.int32], is_sink: NDArray[np.bool_]) -> Floats:
    persistence = np.zeros(start.size - 1, dtype=np.float64)
    for node in range(start.size - 2, -1, -1):
        references = start[node + 1] - start[node]
        if references:
            share = (1.0 if is_sink[node] else persistence[node]) / references
            for arc in range(start[node], start[node + 1]):
                persistence[cited[arc]] += share
    return persistence


@njit(cache=True, nogil=True)
def _depths(start: NDArray[np.int64], cited: NDArray[np.int32]) -> NDArray[np.int32]:
    depth = np.zeros(start.size - 1, dtype=np.int32)
    for node in range(start.size - 1):
        for arc in range(start[node], start[node + 1]):
            depth[node] = max(depth[node], depth[cited[arc]] + 1)
    return depth


def knowledge_persistence(dag: Dag) -> Floats:
    """Return the knowledge of each place that lives on in the sinks.

    Every sink passes 1 back; each document divides what it passes equally among the documents it cites.

    Returns
    -------
    ndarray of float64, shape (node_count,)
        0 for sinks. [sinks' knowledge]
    """
    return _inherited(dag.start, dag.cited, dag.is_sink)


def layers(dag: Dag) -> NDArray[np.int32]:
    """Return the number of arcs on the longest path from a source to each place."""
    return _depths(dag.start, dag.cited)


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
