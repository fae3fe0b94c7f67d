"""How much of the flow runs through a path that is shown?

All source–sink paths are taken as equally likely. A path that has reached u goes on to v with probability
b(v)/b(u), b counting the paths to the sinks; so shares come from one sweep of numbers in 0–1, however many
paths there are.

References
----------
.. [1] V. Batagelj, "Efficient algorithms for citation network analysis", arXiv cs/0309023, 2003: the SPC
   weights as a flow, normalised by the total.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from workbench.measures.path_counts import Floats, PathCounts, Scaled
from workbench.measures.topology import Dag, Flags


@dataclass(frozen=True)
class FlowCoverage:
    """Shares of all source–sink paths, in 0–1.

    Attributes
    ----------
    through_arcs : float
        Paths that run along one shown arc or more.
    through_nodes : float
        Paths that meet one shown document or more.
    inside : float
        Paths that consist of shown arcs only.
    """

    through_arcs: float
    through_nodes: float
    inside: float


def flow_coverage(dag: Dag, counts: PathCounts, arcs: NDArray[np.integer]) -> FlowCoverage:
    """Return how much of the flow runs through some arcs.

    Parameters
    ----------
    dag : Dag
        The network.
    counts : PathCounts
        Its counts for SPC.
    arcs : ndarray of int
        Positions of the arcs shown.

    Raises
    ------
    ValueError
        If the counts are not those of SPC.
    """
    if counts.weight != "spc":
        raise ValueError(f"counts of {counts.weight}, not of spc")
    if not len(arcs):
        return FlowCoverage(0.0, 0.0, 0.0)
    begins = _begins(dag, counts)
    onward = _onward(dag, counts.after)
    shown = np.zeros(dag.arc_count, dtype=np.bool_)
    shown[arcs] = True
    met = np.zeros(dag.node_count, dtype=np.bool_)
    met[dag.cited[arcs]] = True
    met[dag.citing_of(np.asarray(arcs, dtype=np.int64))] = True
    nobody = np.zeros(dag.node_count, dtype=np.bool_)
    reached = [
        _arriving(dag.start, dag.cited, dag.is_sink, begins, onward, *barred)
        for barred in ((shown, nobody), (np.zeros_like(shown), met), (~shown, nobody))
    ]
    return FlowCoverage(*(_share(share) for share in (1 - reached[0], 1 - reached[1], reached[2])))


def _share(value: float) -> float:
    return float(min(max(value, 0.0), 1.0))


def _begins(dag: Dag, counts: PathCounts) -> Floats:
    """Return the probability that a path begins at each place."""
    is_begin = dag.is_source & ~dag.is_sink
    return np.where(is_begin, counts.after.divided_by(counts.total), 0.0)


def _onward(dag: Dag, after: Scaled) -> Floats:
    """Return, for each arc, the probability that a path at its cited end goes on along it."""
    citing = dag.citing()
    quotient = after.mantissa[citing] / after.mantissa[dag.cited]
    if after.exponent is None:
        return quotient
    steps = np.maximum(after.exponent[citing] - after.exponent[dag.cited], -8)
    return np.asarray(np.ldexp(quotient, 256 * steps))


@njit(cache=True, nogil=True)
def _arriving(
    start: NDArray[np.int64],
    cited: NDArray[np.int32],
    is_sink: Flags,
    begins: Floats,
    onward: Floats,
    barred_arc: Flags,
    barred_node: Flags,
) -> float:
    """Return the probability that a path reaches a sink without a barred arc or node."""
    share = begins.copy()
    arrived = 0.0
    for node in range(start.size - 1):
        for arc in range(start[node], start[node + 1]):
            if not barred_arc[arc]:
                share[node] += share[cited[arc]] * onward[arc]
        if barred_node[node]:
            share[node] = 0.0
        if is_sink[node] and start[node + 1] > start[node]:
            arrived += share[node]
    return arrived
