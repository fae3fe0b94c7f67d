"""The same network with a few arcs fewer or more: how much of a result is chance?

References
----------
.. [1] B. Efron, R. J. Tibshirani, An Introduction to the Bootstrap, 1993: a result is as firm as it is stable
   when the data are drawn again.
"""

import numpy as np
from numpy.typing import NDArray

from workbench.measures.topology import Dag, Flags, Ids, sorted_arcs


def with_arcs_dropped(dag: Dag, dropped: Flags) -> Dag:
    """Return the network without some arcs; its places keep their numbers."""
    kept = np.concatenate([[0], np.cumsum(~dropped)])
    cited = dag.cited[~dropped]
    return Dag(kept[dag.start].astype(np.int64), cited, dag.node, _sinks(cited, dag.node_count))


def with_arcs_added(dag: Dag, cited: Ids, citing: Ids) -> Dag:
    """Return the network with more arcs, each from a smaller to a larger place."""
    all_cited = np.concatenate([dag.cited, cited]).astype(np.int32)
    all_citing = np.concatenate([dag.citing(), citing]).astype(np.int32)
    start, by_citing = sorted_arcs(all_cited, all_citing, dag.node_count)
    return Dag(start, by_citing, dag.node, _sinks(by_citing, dag.node_count))


def drawn_arcs(dag: Dag, count: int, chance: np.random.Generator) -> tuple[Ids, Ids]:
    """Draw arcs that the network does not have but might: both ends keep their readiness to cite and be cited.

    The cited end of one arc is paired with the citing end of another, in topological order; pairs that the
    network has, and repetitions, are passed over.

    Returns
    -------
    cited, citing : ndarray of int32
        At most ``count`` pairs; fewer where the network leaves no room.
    """
    if not dag.arc_count or count < 1:
        return np.empty(0, dtype=np.int32), np.empty(0, dtype=np.int32)
    size = 4 * count + 16
    cited = dag.cited[chance.integers(dag.arc_count, size=size)].astype(np.int64)
    citing = dag.citing_of(chance.integers(dag.arc_count, size=size))
    forward = cited < citing
    codes = _distinct_in_order(citing[forward] * dag.node_count + cited[forward])
    known = dag.citing().astype(np.int64) * dag.node_count + dag.cited
    place = np.minimum(np.searchsorted(known, codes), known.size - 1)
    new = codes[known[place] != codes][:count]
    return (new % dag.node_count).astype(np.int32), (new // dag.node_count).astype(np.int32)


def _distinct_in_order(codes: NDArray[np.int64]) -> NDArray[np.int64]:
    _, first = np.unique(codes, return_index=True)
    return codes[np.sort(first)]


def _sinks(cited: Ids, node_count: int) -> Flags:
    is_sink = np.ones(node_count, dtype=np.bool_)
    is_sink[cited] = False
    return is_sink
