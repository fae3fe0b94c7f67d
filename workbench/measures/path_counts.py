"""How many paths run through a citation? SPC, SPLC and SPNP that cannot overflow.

With f(v) the number of paths from the sources to v (1 at a source) and b(v) from v to the sinks, and
with a(v) = 1 + Σ a(cited), z(v) = 1 + Σ z(citing) the same from and to every node, an arc u → v weighs

    SPC = f(u) b(v),   SPLC = a(u) b(v),   SPNP = a(u) z(v)

and a node v the same product at v. The numbers outgrow 64-bit integers at some 7,000 papers and
float64 on long chains, so a number is ``mantissa × 2**(256 × exponent)``. Where plain float64 holds every
product, the exponents are 0 and the plain kernels run: the mantissas are the same bits.

References
----------
.. [1] N. P. Hummon, P. Doreian, "Connectivity in a citation network", Social Networks 11(1), 1989.
.. [2] V. Batagelj, "Efficient algorithms for citation network analysis", arXiv cs/0309023, 2003.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Literal

import numpy as np
from numba import njit
from numpy.typing import NDArray

from workbench.measures.prefetching import AHEAD, fetch_early
from workbench.measures.topology import Dag
from workbench.measures.two_threads import in_parts, side_by_side

Weight = Literal["spc", "splc", "spnp"]
Floats = NDArray[np.float64]
Exponents = NDArray[np.int32]

STEP: Final = 2.0**256
"""What one unit of an exponent stands for."""

_DOWN: Final = 2.0**-256
_PLAIN_LIMIT: Final = 2.0**500
"""Below this a product of two counts, and sums of such products, are far from the end of float64."""


@dataclass(frozen=True)
class Scaled:
    """Positive numbers without an upper limit: ``mantissa × 2**(256 × exponent)``.

    Attributes
    ----------
    mantissa : ndarray of float64
        In ``[1, 2**256)`` where exponents are kept apart.
    exponent : ndarray of int32, or None
        None where all are 0.
    """

    mantissa: Floats
    exponent: Exponents | None = None

    def log2(self) -> Floats:
        """Return the binary logarithms; minus infinity for zeros."""
        with np.errstate(divide="ignore"):
            found = np.log2(self.mantissa)
        return np.asarray(found if self.exponent is None else found + 256.0 * self.exponent)

    def largest_log2(self) -> float:
        """Return the binary logarithm of the largest number; 0 if none is above 1."""
        if self.exponent is None:
            return float(np.log2(self.mantissa.max(initial=1.0)))
        return float(self.log2().max(initial=0.0))

    def divided_by(self, total: "Scaled") -> Floats:
        """Return plain quotients by one number; those under the range of float64 become 0."""
        quotient: Floats = self.mantissa / total.mantissa[0]
        if self.exponent is None and total.exponent is None:
            return quotient
        own = np.zeros(quotient.size, dtype=np.int32) if self.exponent is None else self.exponent
        steps = own - (0 if total.exponent is None else total.exponent[0])
        return np.asarray(np.ldexp(quotient, 256 * np.maximum(steps, -8)))

    def take(self, places: NDArray[np.integer]) -> "Scaled":
        """Return some of the numbers."""
        return Scaled(self.mantissa[places], None if self.exponent is None else self.exponent[places])


@dataclass(frozen=True)
class PathCounts:
    """Paths up to each place and onward from it, for one kind of weight.

    Attributes
    ----------
    weight : {"spc", "splc", "spnp"}
        The kind.
    before, after : Scaled, shape (node_count,)
        The two factors of the weight at each place of the network.
    total : Scaled, shape (1,)
        The number of paths the weight counts: source to sink for SPC, any node to a sink for SPLC,
        any node to any node (itself included) for SPNP; nodes without arcs are left out.
    """

    weight: Weight
    before: Scaled
    after: Scaled
    total: Scaled


@njit(cache=True, nogil=True)
def _plain_before(start: NDArray[np.int64], cited: NDArray[np.int32], from_all: bool, before: Floats) -> None:
    last = cited.size - 1
    for node in range(start.size - 1):
        count = 1.0 if from_all or start[node] == start[node + 1] else 0.0
        for arc in range(start[node], start[node + 1]):
            fetch_early(before, cited[min(arc + AHEAD, last)])
            count += before[cited[arc]]
        before[node] = count


@njit(cache=True, nogil=True)
def _plain_after(start: NDArray[np.int64], cited: NDArray[np.int32], to_all: bool, after: Floats) -> None:
    for node in range(start.size - 2, -1, -1):
        count = after[node]
        if to_all or count == 0.0:
            count += 1.0
            after[node] = count
        for arc in range(start[node], start[node + 1]):
            fetch_early(after, cited[max(arc - AHEAD, 0)])
            after[cited[arc]] += count


@njit(cache=True, nogil=True, inline="always")
def _add(mantissa: float, exponent: float, more: float, more_exponent: float) -> tuple[float, float]:
    """Add two extended numbers; a term 2**-256 times the other is beyond its last bit."""
    if more_exponent == exponent:
        mantissa += more
    elif more_exponent > exponent:
        mantissa = more + (mantissa * _DOWN if more_exponent == exponent + 1 else 0.0)
        exponent = more_exponent
    elif more_exponent == exponent - 1:
        mantissa += more * _DOWN
    if mantissa >= STEP:
        return mantissa * _DOWN, exponent + 1
    return mantissa, exponent


@njit(cache=True, nogil=True)
def _wide_before(start: NDArray[np.int64], cited: NDArray[np.int32], from_all: bool, before: Floats) -> None:
    last = cited.size - 1
    for node in range(start.size - 1):
        count, exponent = 1.0 if from_all or start[node] == start[node + 1] else 0.0, 0.0
        for arc in range(start[node], start[node + 1]):
            fetch_early(before, cited[min(arc + AHEAD, last)])
            place = cited[arc]
            count, exponent = _add(count, exponent, before[place, 0], before[place, 1])
        before[node, 0], before[node, 1] = count, exponent


@njit(cache=True, nogil=True)
def _wide_after(start: NDArray[np.int64], cited: NDArray[np.int32], to_all: bool, after: Floats) -> None:
    for node in range(start.size - 2, -1, -1):
        count, exponent = after[node, 0], after[node, 1]
        if to_all or count == 0.0:
            count, exponent = _add(count, exponent, 1.0, 0.0)
            after[node, 0], after[node, 1] = count, exponent
        for arc in range(start[node], start[node + 1]):
            fetch_early(after, cited[max(arc - AHEAD, 0)])
            place = cited[arc]
            after[place, 0], after[place, 1] = _add(after[place, 0], after[place, 1], count, exponent)


@njit(cache=True, nogil=True)
def _plain_sum(counts: Floats, start: NDArray[np.int64], is_sink: NDArray[np.bool_], from_all: bool) -> float:
    """Add up the counts where paths begin, over the nodes that have an arc."""
    total = 0.0
    for node in range(counts.size):
        is_source = start[node] == start[node + 1]
        if (is_source and not is_sink[node]) or (from_all and not is_source):
            total += counts[node]
    return total


@njit(cache=True, nogil=True)
def _wide_sum(mantissa: Floats, scale: Exponents) -> tuple[float, float]:
    total, exponent = 0.0, 0.0
    for place in range(mantissa.size):
        total, exponent = _add(total, exponent, mantissa[place], float(scale[place]))
    return total, exponent


@njit(cache=True, nogil=True)
def _plain_products(
    start: NDArray[np.int64],
    cited: NDArray[np.int32],
    before: Floats,
    after: Floats,
    divisor: float,
    product: Floats,
    first: int,
    last: int,
) -> None:
    final = cited.size - 1
    for node in range(first, last):
        onward = after[node]
        for arc in range(start[node], start[node + 1]):
            fetch_early(before, cited[min(arc + AHEAD, final)])
            product[arc] = before[cited[arc]] * onward / divisor


@njit(cache=True, nogil=True)
def _wide_products(
    start: NDArray[np.int64],
    cited: NDArray[np.int32],
    before: Floats,
    before_scale: Exponents,
    after: Floats,
    after_scale: Exponents,
    product: Floats,
    scale: Exponents,
    first: int,
    last: int,
) -> None:
    final = cited.size - 1
    for node in range(first, last):
        onward, steps = after[node], after_scale[node]
        for arc in range(start[node], start[node + 1]):
            later = cited[min(arc + AHEAD, final)]
            fetch_early(before, later)
            fetch_early(before_scale, later)
            place = cited[arc]
            number, exponent = before[place] * onward, before_scale[place] + steps
            is_large = number >= STEP
            product[arc] = number * _DOWN if is_large else number
            scale[arc] = exponent + is_large


def path_counts(dag: Dag, weight: Weight = "spc", *, threads: int = 1) -> PathCounts:
    """Count the paths before and behind every node.

    Parameters
    ----------
    dag : Dag
        The network.
    weight : {"spc", "splc", "spnp"}
        Whether paths begin at sources or anywhere, and end at sinks or anywhere.
    threads : {1, 2}
        With 2 the two directions run side by side; the bits are the same.
    """
    before, after = _plain_counts(dag, weight, threads)
    if fits_plain(before, after):
        total = _plain_sum(after, dag.start, dag.is_sink, weight != "spc")
        return PathCounts(weight, Scaled(before), Scaled(after), Scaled(np.array([total])))
    return _wide_counts(dag, weight, threads)


def _plain_counts(dag: Dag, weight: Weight, threads: int) -> tuple[Floats, Floats]:
    from_all, to_all = weight != "spc", weight == "spnp"
    before, after = np.empty(dag.node_count), np.zeros(dag.node_count)
    side_by_side(
        lambda: _plain_before(dag.start, dag.cited, from_all, before),
        lambda: _plain_after(dag.start, dag.cited, to_all, after),
        threads,
    )
    return before, after


def fits_plain(*counts: Floats) -> bool:
    """Tell whether the products of counts, and sums of them, are far from the end of float64."""
    return bool(max(part.max(initial=0.0) for part in counts) < _PLAIN_LIMIT)


def _wide_counts(dag: Dag, weight: Weight, threads: int) -> PathCounts:
    """Count with exponents kept apart; each stands beside its mantissa, in one cache line."""
    from_all, to_all = weight != "spc", weight == "spnp"
    before, after = np.empty((dag.node_count, 2)), np.zeros((dag.node_count, 2))
    side_by_side(
        lambda: _wide_before(dag.start, dag.cited, from_all, before),
        lambda: _wide_after(dag.start, dag.cited, to_all, after),
        threads,
    )
    begins = ~dag.is_isolated if from_all else dag.is_source & ~dag.is_isolated
    upto, onward = (Scaled(part[:, 0].copy(), part[:, 1].astype(np.int32)) for part in (before, after))
    number, exponent = _wide_sum(after[begins, 0], after[begins, 1].astype(np.int32))
    return PathCounts(weight, upto, onward, Scaled(np.array([number]), np.array([exponent], dtype=np.int32)))


def arc_weights(dag: Dag, counts: PathCounts, *, threads: int = 1, out: Floats | None = None) -> Scaled:
    """Return the weight of every arc, in the order of the network's arcs.

    Parameters
    ----------
    dag, counts
        The network and its path counts.
    threads : {1, 2}
        The bits are the same.
    out : ndarray of float64, shape (arc_count,), optional
        Where to write; fresh memory costs as much as the weights.
    """
    product = np.empty(dag.arc_count) if out is None else out
    if counts.before.exponent is None or counts.after.exponent is None:
        return Scaled(_plain(dag, counts, 1.0, threads, product))
    scale = np.empty(dag.arc_count, dtype=np.int32)
    before, after = counts.before, counts.after
    known = (before.mantissa, before.exponent, after.mantissa, after.exponent)
    multiply: Any = _wide_products
    in_parts(dag.start, partial(multiply, dag.start, dag.cited, *known, product, scale), threads)
    return Scaled(product, scale)


def arc_shares(dag: Dag, counts: PathCounts, *, threads: int = 1) -> Floats:
    """Return the weight of every arc as a share of all paths of its kind, in 0–1, in the order of the arcs."""
    if counts.before.exponent is None or counts.after.exponent is None:
        return _plain(dag, counts, float(counts.total.mantissa[0]), threads, np.empty(dag.arc_count))
    return arc_weights(dag, counts, threads=threads).divided_by(counts.total)


def _plain(dag: Dag, counts: PathCounts, divisor: float, threads: int, product: Floats) -> Floats:
    before, after = (np.ascontiguousarray(part.mantissa) for part in (counts.before, counts.after))
    multiply: Any = _plain_products
    in_parts(dag.start, partial(multiply, dag.start, dag.cited, before, after, divisor, product), threads)
    return product


def node_weights(counts: PathCounts) -> Scaled:
    """Return the weight of every node, in the order of the network's places."""
    product = counts.before.mantissa * counts.after.mantissa
    if counts.before.exponent is None or counts.after.exponent is None:
        return Scaled(product)
    scale = counts.before.exponent + counts.after.exponent
    is_large = product >= STEP
    return Scaled(np.where(is_large, product * _DOWN, product), (scale + is_large).astype(np.int32))
