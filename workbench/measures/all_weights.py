"""SPC, SPLC and SPNP of every arc in one go: they share their counts, and each gather serves all three."""

from typing import get_args

import numpy as np
from numba import njit
from numpy.typing import NDArray

from workbench.measures.path_counts import (
    Floats,
    PathCounts,
    Scaled,
    Weight,
    arc_weights,
    fits_plain,
    path_counts,
)
from workbench.measures.prefetching import AHEAD, fetch_early
from workbench.measures.topology import Dag
from workbench.measures.two_threads import in_parts, side_by_side


@njit(cache=True, nogil=True)
def _both_before(start: NDArray[np.int64], cited: NDArray[np.int32], before: Floats) -> None:
    """Count the paths from the sources, and from all nodes."""
    last = cited.size - 1
    for node in range(start.size - 1):
        count, all_count = 1.0 if start[node] == start[node + 1] else 0.0, 1.0
        for arc in range(start[node], start[node + 1]):
            fetch_early(before, cited[min(arc + AHEAD, last)])
            place = cited[arc]
            count += before[place, 0]
            all_count += before[place, 1]
        before[node, 0], before[node, 1] = count, all_count


@njit(cache=True, nogil=True)
def _both_after(start: NDArray[np.int64], cited: NDArray[np.int32], after: Floats) -> None:
    """Count the paths to the sinks, and to all nodes."""
    for node in range(start.size - 2, -1, -1):
        count, all_count = after[node, 0], after[node, 1] + 1.0
        if count == 0.0:
            count = 1.0
        after[node, 0], after[node, 1] = count, all_count
        for arc in range(start[node], start[node + 1]):
            fetch_early(after, cited[max(arc - AHEAD, 0)])
            place = cited[arc]
            after[place, 0] += count
            after[place, 1] += all_count


@njit(cache=True, nogil=True)
def _all_products(
    start: NDArray[np.int64],
    cited: NDArray[np.int32],
    before: Floats,
    after: Floats,
    spc: Floats,
    splc: Floats,
    spnp: Floats,
    first: int,
    last: int,
) -> None:
    final = cited.size - 1
    for node in range(first, last):
        onward, all_onward = after[node, 0], after[node, 1]
        for arc in range(start[node], start[node + 1]):
            fetch_early(before, cited[min(arc + AHEAD, final)])
            place = cited[arc]
            all_before = before[place, 1]
            spc[arc] = before[place, 0] * onward
            splc[arc] = all_before * onward
            spnp[arc] = all_before * all_onward


def all_arc_weights(
    dag: Dag, *, threads: int = 1, out: Floats | None = None
) -> dict[Weight, tuple[PathCounts, Scaled]]:
    """Return the path counts and the weights of all arcs for each kind of weight.

    Parameters
    ----------
    dag : Dag
        The network.
    threads : {1, 2}
        The bits are the same.
    out : ndarray of float64, shape (3, arc_count), optional
        Where to write; fresh memory costs as much as the weights.

    Returns
    -------
    dict
        ``spc``, ``splc`` and ``spnp`` → what :func:`path_counts` and :func:`arc_weights` return.
    """
    before, after = np.empty((dag.node_count, 2)), np.zeros((dag.node_count, 2))
    side_by_side(
        lambda: _both_before(dag.start, dag.cited, before),
        lambda: _both_after(dag.start, dag.cited, after),
        threads,
    )
    if fits_plain(before, after):
        return _plain(dag, before, after, threads, np.empty((3, dag.arc_count)) if out is None else out)
    counts = {weight: path_counts(dag, weight, threads=threads) for weight in get_args(Weight)}
    return {weight: (own, arc_weights(dag, own, threads=threads)) for weight, own in counts.items()}


def _plain(
    dag: Dag, before: Floats, after: Floats, threads: int, products: Floats
) -> dict[Weight, tuple[PathCounts, Scaled]]:
    spc, splc, spnp = products
    in_parts(
        dag.start,
        lambda first, last: _all_products(dag.start, dag.cited, before, after, spc, splc, spnp, first, last),
        threads,
    )
    begins, has_arcs = dag.is_source & ~dag.is_isolated, ~dag.is_isolated
    made: dict[Weight, tuple[PathCounts, Scaled]] = {}
    for weight, product, origin, end, chosen in (
        ("spc", spc, 0, 0, begins),
        ("splc", splc, 1, 0, has_arcs),
        ("spnp", spnp, 1, 1, has_arcs),
    ):
        total = Scaled(np.array([_summed(after[:, end], chosen)]))
        counts = PathCounts(weight, Scaled(before[:, origin]), Scaled(after[:, end]), total)  # type: ignore[arg-type]
        made[counts.weight] = (counts, Scaled(product))
    return made


@njit(cache=True, nogil=True)
def _summed(counts: Floats, chosen: NDArray[np.bool_]) -> float:
    total = 0.0
    for place in range(counts.size):
        if chosen[place]:
            total += counts[place]
    return total
