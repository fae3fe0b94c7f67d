"""Which documents cite one another more than chance would have it? Communities by the Leiden algorithm.

References
----------
.. [1] V. A. Traag, L. Waltman, N. J. van Eck, "From Louvain to Leiden: guaranteeing well-connected
   communities", Scientific Reports 9, 5233, 2019.
.. [2] M. E. J. Newman, M. Girvan, "Finding and evaluating community structure in networks", Physical Review E
   69, 026113, 2004.
"""

import random
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.measures.topology import Ids


@dataclass(frozen=True)
class Communities:
    """A division of the nodes.

    Attributes
    ----------
    community : ndarray of int32, shape (node_count,)
        Numbered from 0 by falling size, ties by the smallest node.
    modularity : float
        How much more arcs lie inside than by chance. [dimensionless, at most 1]
    """

    community: Ids
    modularity: float

    def sizes(self) -> NDArray[np.int64]:
        """Return the number of nodes of each community."""
        return np.bincount(self.community)


def leiden_communities(
    cited: Ids,
    citing: Ids,
    node_count: int,
    *,
    weights: NDArray[np.float64] | None = None,
    resolution: float = 1.0,
    seed: int = 1,
    rounds: int = 2,
) -> Communities:
    """Divide a network, its arcs taken without direction, by modularity.

    Parameters
    ----------
    cited, citing : ndarray of int32, shape (arc_count,)
        The ends of each arc.
    node_count : int
        Number of nodes; one without arcs is a community of its own.
    weights : ndarray of float64, optional
        Weight of each arc; 1 where not given.
    resolution : float
        Larger values give more, smaller communities. [dimensionless]
    seed : int
        The same seed gives the same division.
    rounds : int
        Passes of the algorithm, each over the result of the one before.
    """
    import igraph

    if node_count == 0:
        return Communities(np.empty(0, dtype=np.int32), 0.0)
    graph = igraph.Graph(
        n=node_count, edges=list(zip(cited.tolist(), citing.tolist(), strict=True)), directed=False
    )
    told: Any = None if weights is None else weights.tolist()
    igraph.set_random_number_generator(random.Random(seed))  # noqa: S311
    try:
        found = graph.community_leiden("modularity", weights=told, resolution=resolution, n_iterations=rounds)
    finally:
        igraph.set_random_number_generator(random)
    membership = np.array(found.membership, dtype=np.int32)
    score = float(graph.modularity(found.membership, weights=told)) if cited.size else 0.0
    return Communities(by_size(membership), score)


def by_size(membership: Ids) -> Ids:
    """Renumber groups by falling size, ties by their smallest member."""
    _, first, codes, sizes = np.unique(membership, return_index=True, return_inverse=True, return_counts=True)
    order = np.lexsort((first, -sizes))
    place = np.empty(order.size, dtype=np.int32)
    place[order] = np.arange(order.size, dtype=np.int32)
    return np.asarray(place[codes.ravel()])
