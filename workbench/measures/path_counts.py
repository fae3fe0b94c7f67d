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

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, Literal, TypeVar

import numpy as np
from numba import njit
from numpy.typing import NDArray

from workbench.measures.topology import Dag

Weight = Literal["spc", "splc", "spnp"]
Floats = NDArray[np.float64]
Exponents = NDArray[np.int32]

_Result = TypeVar("_Result")

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
def _plain_before(start: NDArray[np.int64], cited: NDArray[np.int32], from_all: bool) -> Floats:
    before = np.empty(start.size - 1, dtype=np.float64)
    for node in range(start.size - 1):
        count = 1.0 if from_all or start[node] == start[node + 1] else 0.0
        for arc in range(start[node], start[node + 1]):
            count += before[cited[arc]]
        before[node] = count
    return before


@njit(cache=True, nogil=True)
def _plain_after(start: NDArray[np.int64], cited: NDArray[np.int32], to_all: bool) -> Floats:
    after = np.zeros(start.size - 1, dtype=np.float64)
    for node in range(start.size - 2, -1, -1):
        if to_all or after[node] == 0.0:
            after[node] += 1.0
        count = after[node]
        for arc in range(start[node], start[node + 1]):
            after[cited[arc]] += count
    return after


@njit(cache=True, nogil=True, inline="always")
def _add(mantissa: float, exponent: int, more: float, more_exponent: int) -> tuple[float, int]:
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
def _wide_before(
    start: NDArray[np.int64], cited: NDArray[np.int32], from_all: bool
) -> tuple[Floats, Exponents]:
    before = np.empty(start.size - 1, dtype=np.float64)
    scale = np.zeros(start.size - 1, dtype=np.int32)
    for node in range(start.size - 1):
        count, exponent = 1.0 if from_all or start[node] == start[node + 1] else 0.0, 0
        for arc in range(start[node], start[node + 1]):
            count, exponent = _add(count, exponent, before[cited[arc]], scale[cited[arc]])
        before[node], scale[node] = count, exponent
    return before, scale


@njit(cache=True, nogil=True)
def _wide_after(start: NDArray[np.int64], cited: NDArray[np.int32], to_all: bool) -> tuple[Floats, Exponents]:
    after = np.zeros(start.size - 1, dtype=np.float64)
    scale = np.zeros(start.size - 1, dtype=np.int32)
    for node in range(start.size - 2, -1, -1):
        if to_all or after[node] == 0.0:
            after[node], scale[node] = _add(after[node], scale[node], 1.0, 0)
        for arc in range(start[node], start[node + 1]):
            place = cited[arc]
            after[place], scale[place] = _add(after[place], scale[place], after[node], scale[node])
    return after, scale


@njit(cache=True, nogil=True)
def _wide_sum(mantissa: Floats, scale: Exponents) -> tuple[float, int]:
    total, exponent = 0.0, 0
    for place in range(mantissa.size):
        total, exponent = _add(total, exponent, mantissa[place], scale[place])
    return total, exponent


@njit(cache=True, nogil=True)
def _plain_products(
    start: NDArray[np.int64],
    cited: NDArray[np.int32],
    before: Floats,
    after: Floats,
    product: Floats,
    first: int,
    last: int,
) -> None:
    for node in range(first, last):
        onward = after[node]
        for arc in range(start[node], start[node + 1]):
            product[arc] = before[cited[arc]] * onward


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
    for node in range(first, last):
        for arc in range(start[node], start[node + 1]):
            place = cited[arc]
            number, exponent = before[place] * after[node], before_scale[place] + after_scale[node]
            if number >= STEP:
                number, exponent = number * _DOWN, exponent + 1
            product[arc], scale[arc] = number, exponent


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
    from_all, to_all = weight != "spc", weight == "spnp"
    before, after = _side_by_side(
        lambda: _plain_before(dag.start, dag.cited, from_all),
        lambda: _plain_after(dag.start, dag.cited, to_all),
        threads,
    )
    begins = ~dag.is_isolated if from_all else dag.is_source & ~dag.is_isolated
    if max(before.max(initial=0.0), after.max(initial=0.0)) < _PLAIN_LIMIT:
        total = _summed(after[begins], np.zeros(int(begins.sum()), dtype=np.int32))
        return PathCounts(weight, Scaled(before), Scaled(after), _flat(total))
    wide_before, wide_after = _side_by_side(
        lambda: _wide_before(dag.start, dag.cited, from_all),
        lambda: _wide_after(dag.start, dag.cited, to_all),
        threads,
    )
    total = _summed(wide_after[0][begins], wide_after[1][begins])
    return PathCounts(weight, Scaled(*wide_before), Scaled(*wide_after), total)


def _summed(mantissa: Floats, scale: Exponents) -> Scaled:
    number, exponent = _wide_sum(mantissa, scale)
    return Scaled(np.array([number]), np.array([exponent], dtype=np.int32))


def _flat(total: Scaled) -> Scaled:
    """Return a sum that float64 holds, without its exponent."""
    exponent = 0 if total.exponent is None else int(total.exponent[0])
    return Scaled(np.ldexp(total.mantissa, 256 * exponent))


def arc_weights(dag: Dag, counts: PathCounts, *, threads: int = 1) -> Scaled:
    """Return the weight of every arc, in the order of the network's arcs."""
    product = np.empty(dag.arc_count, dtype=np.float64)
    before, after = counts.before, counts.after
    if before.exponent is None or after.exponent is None:
        _in_parts(
            dag,
            threads,
            lambda first, last: _plain_products(
                dag.start, dag.cited, before.mantissa, after.mantissa, product, first, last
            ),
        )
        return Scaled(product)
    scale = np.empty(dag.arc_count, dtype=np.int32)
    known = (before.mantissa, before.exponent, after.mantissa, after.exponent)
    _in_parts(
        dag,
        threads,
        lambda first, last: _wide_products(dag.start, dag.cited, *known, product, scale, first, last),
    )
    return Scaled(product, scale)


def node_weights(counts: PathCounts) -> Scaled:
    """Return the weight of every node, in the order of the network's places."""
    product = counts.before.mantissa * counts.after.mantissa
    if counts.before.exponent is None or counts.after.exponent is None:
        return Scaled(product)
    scale = counts.before.exponent + counts.after.exponent
    is_large = product >= STEP
    return Scaled(np.where(is_large, product * _DOWN, product), (scale + is_large).astype(np.int32))


def _side_by_side(
    one: Callable[[], _Result], other: Callable[[], _Result], threads: int
) -> tuple[_Result, _Result]:
    if threads < 2:
        return one(), other()
    with ThreadPoolExecutor(1) as beside:
        later = beside.submit(other)
        return one(), later.result()


def _in_parts(dag: Dag, threads: int, work: Callable[[int, int], None]) -> None:
    middle = int(np.searchsorted(dag.start, dag.arc_count // 2))
    middle = min(middle, dag.node_count)
    _side_by_side(lambda: work(0, middle), lambda: work(middle, dag.node_count), threads)
