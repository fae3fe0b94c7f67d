"""How much of a path with many tied optima runs through each document?"""

import numpy as np
from numpy.typing import NDArray

from workbench.measures.path_counts import Floats, node_weights, path_counts
from workbench.measures.resampling import with_arcs_dropped
from workbench.measures.topology import Dag


def tie_shares(dag: Dag, arcs: NDArray[np.integer]) -> Floats:
    """Return the share of the ways through some arcs, from their sources to their ends, that meet each place.

    Parameters
    ----------
    dag : Dag
        The network.
    arcs : ndarray of int
        Positions of the arcs of a path, ties included.

    Returns
    -------
    ndarray of float64, shape (node_count,)
        1 on the stem that all ways share, 0 off the arcs. [dimensionless]
    """
    dropped = np.ones(dag.arc_count, dtype=np.bool_)
    dropped[arcs] = False
    only = with_arcs_dropped(dag, dropped)
    counts = path_counts(only, "spc")
    if not only.arc_count:
        return np.zeros(dag.node_count, dtype=np.float64)
    return np.where(only.is_isolated, 0.0, node_weights(counts).divided_by(counts.total))
