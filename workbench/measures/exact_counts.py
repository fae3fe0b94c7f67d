"""Path counts as exact integers, however long.

In a large network the counts are taken modulo primes just below 2**62, one pass of compiled code for each, and
put together by the Chinese remainder theorem for the nodes that are asked for: a few sweeps and a little
memory, not a big integer at every node. Where the network is small against the length of the numbers,
plain big integers are summed along the arcs.

References
----------
.. [1] D. E. Knuth, The Art of Computer Programming, vol. 2, section 4.3.2 (modular arithmetic).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numba import njit
from numpy.typing import NDArray

from workbench.measures.path_counts import PathCounts, Weight
from workbench.measures.topology import Dag, Flags

Residues = NDArray[np.uint64]
_WITNESSES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)
_MODULUS_BITS = 61
_EXACT_IN_FLOAT = 2.0**53
_ARC_SWEEP, _LONG, _BITS_PER_MICROSECOND, _MOST_BITS = 0.1, 40, 20_000, 2**33
"""Costs in units of one big-integer addition (about 0.3 µs), and the memory that integers may take (1 GiB)."""


@dataclass(frozen=True)
class ExactCounts:
    """Exact path counts at some places of a network.

    Attributes
    ----------
    before, after : dict of int to int
        Place → number of paths up to it, onward from it.
    total : int
        Number of paths that the weight counts in the whole network.
    """

    before: dict[int, int]
    after: dict[int, int]
    total: int


class ExactWeights:
    """The exact weights of arcs, computed where they are asked for.

    Parameters
    ----------
    dag : Dag
        The network.
    counts : PathCounts
        Its counts in floating point.
    """

    def __init__(self, dag: Dag, counts: PathCounts) -> None:
        self._dag, self._counts = dag, counts
        self._known = ExactCounts({}, {}, 0)

    def __call__(self, arcs: NDArray[np.int64]) -> list[int]:
        """Return the weights of some arcs as integers."""
        cited, citing = self._dag.cited[arcs].tolist(), self._dag.citing_of(arcs).tolist()
        self._learn({*cited, *citing})
        before, after = self._known.before, self._known.after
        return [before[tail] * after[head] for tail, head in zip(cited, citing, strict=True)]

    def total(self) -> int:
        """Return the number of paths that the weight counts."""
        if not self._known.total:
            self._learn({0})
        return self._known.total

    def _learn(self, places: set[int]) -> None:
        wanted = sorted(places - self._known.before.keys())
        if wanted:
            new = exact_counts(self._dag, self._counts, np.array(wanted, dtype=np.int64))
            known = self._known
            self._known = ExactCounts({**known.before, **new.before}, {**known.after, **new.after}, new.total)


@njit(cache=True, nogil=True)
def _before_modulo(
    start: NDArray[np.int64], cited: NDArray[np.int32], from_all: bool, modulus: np.uint64
) -> Residues:
    before = np.empty(start.size - 1, dtype=np.uint64)
    for node in range(start.size - 1):
        count = np.uint64(1 if from_all or start[node] == start[node + 1] else 0)
        for arc in range(start[node], start[node + 1]):
            count += before[cited[arc]]
            if count >= modulus:
                count -= modulus
        before[node] = count
    return before


@njit(cache=True, nogil=True)
def _after_modulo(
    start: NDArray[np.int64], cited: NDArray[np.int32], begins: Flags, modulus: np.uint64
) -> Residues:
    after = np.zeros(start.size - 1, dtype=np.uint64)
    for node in range(start.size - 2, -1, -1):
        count = after[node]
        if begins[node]:
            count += np.uint64(1)
            if count >= modulus:
                count -= modulus
            after[node] = count
        for arc in range(start[node], start[node + 1]):
            more = after[cited[arc]] + count
            after[cited[arc]] = more - modulus if more >= modulus else more
    return after


@njit(cache=True, nogil=True)
def _sum_modulo(residues: Residues, chosen: Flags, modulus: np.uint64) -> np.uint64:
    total = np.uint64(0)
    for node in range(residues.size):
        if chosen[node]:
            total += residues[node]
            if total >= modulus:
                total -= modulus
    return total


def exact_counts(dag: Dag, counts: PathCounts, places: NDArray[np.integer]) -> ExactCounts:
    """Return the exact counts behind floating ones, at some places.

    Parameters
    ----------
    dag : Dag
        The network.
    counts : PathCounts
        The same counts in floating point; they tell the kind, and how many primes are needed.
    places : ndarray of int
        Where exact numbers are wanted.
    """
    places = np.unique(places)
    if _fits_float(counts):
        return ExactCounts(
            {int(place): int(counts.before.mantissa[place]) for place in places},
            {int(place): int(counts.after.mantissa[place]) for place in places},
            int(counts.total.mantissa[0]),
        )
    bits = _bits(counts)
    moduli = bits // _MODULUS_BITS + 1
    by_primes = moduli * (_ARC_SWEEP * dag.arc_count + places.size * (1 + moduli / _LONG))
    by_integers = dag.arc_count * (1 + bits / _BITS_PER_MICROSECOND)
    if by_integers < by_primes and dag.node_count * bits < _MOST_BITS:
        return _by_integers(dag, counts.weight, places)
    return _by_primes(dag, counts.weight, places, _moduli(moduli))


def _by_primes(dag: Dag, weight: Weight, places: NDArray[np.integer], moduli: Sequence[int]) -> ExactCounts:
    begins, ends = _begins(dag, weight), _ends(dag, weight)
    columns = np.empty((len(moduli), 2 * places.size + 1), dtype=np.uint64)
    for row, modulus in enumerate(moduli):
        limit = np.uint64(modulus)
        columns[row, : places.size] = _before_modulo(dag.start, dag.cited, weight != "spc", limit)[places]
        after = _after_modulo(dag.start, dag.cited, ends, limit)
        columns[row, places.size : -1] = after[places]
        columns[row, -1] = _sum_modulo(after, begins, limit)
    whole = _recombined(columns, moduli)
    keys = places.tolist()
    return ExactCounts(
        dict(zip(keys, whole, strict=False)),
        dict(zip(keys, whole[places.size :], strict=False)),
        whole[-1],
    )


def _by_integers(dag: Dag, weight: Weight, places: NDArray[np.integer]) -> ExactCounts:
    start, cited = dag.start.tolist(), dag.cited.tolist()
    before = [int(weight != "spc" or start[node] == start[node + 1]) for node in range(dag.node_count)]
    after = [int(end) for end in _ends(dag, weight)]
    for node in range(dag.node_count):
        before[node] += sum([before[place] for place in cited[start[node] : start[node + 1]]])
    for node in reversed(range(dag.node_count)):
        for place in cited[start[node] : start[node + 1]]:
            after[place] += after[node]
    total = sum(after[node] for node in np.flatnonzero(_begins(dag, weight)).tolist())
    keys = places.tolist()
    return ExactCounts({key: before[key] for key in keys}, {key: after[key] for key in keys}, total)


def _begins(dag: Dag, weight: Weight) -> Flags:
    """Return where counted paths begin."""
    return np.asarray(~dag.is_isolated & (dag.is_source | (weight != "spc")))


def _ends(dag: Dag, weight: Weight) -> Flags:
    """Return where counted paths end."""
    return np.asarray(dag.is_sink | (weight == "spnp"))


def _fits_float(counts: PathCounts) -> bool:
    """Tell whether every count is a whole number that float64 holds without rounding."""
    return all(
        part.exponent is None and part.mantissa.max(initial=0.0) < _EXACT_IN_FLOAT
        for part in (counts.before, counts.after, counts.total)
    )


def _bits(counts: PathCounts) -> int:
    """Return the length of the largest count in bits, with room for rounding."""
    return int(max(part.log2().max(initial=0.0) for part in (counts.before, counts.after, counts.total))) + 2


def _recombined(columns: Residues, moduli: Sequence[int]) -> list[int]:
    """Return the numbers with these residues, by Garner's steps: each prime adds the next digit."""
    numbers = [int(residue) for residue in columns[0]]
    product = moduli[0]
    for row, modulus in zip(columns[1:], moduli[1:], strict=True):
        inverse = pow(product, -1, modulus)
        for at, residue in enumerate(row.tolist()):
            number = numbers[at]
            digit = (residue - number) * inverse % modulus
            if digit:
                numbers[at] = number + digit * product
        product *= modulus
    return numbers


@cache
def _moduli(count: int) -> tuple[int, ...]:
    """Return the largest primes below 2**62."""
    found: list[int] = []
    candidate = 2**62 - 1
    while len(found) < count:
        if _is_prime(candidate):
            found.append(candidate)
        candidate -= 2
    return tuple(found)


def _is_prime(number: int) -> bool:
    """Tell whether an odd number below 2**64 is prime (Miller–Rabin with the bases that decide there)."""
    if any(number % witness == 0 for witness in _WITNESSES):
        return False
    odd, halvings = number - 1, 0
    while odd % 2 == 0:
        odd, halvings = odd // 2, halvings + 1
    return all(_passes(number, witness, odd, halvings) for witness in _WITNESSES)


def _passes(number: int, witness: int, odd: int, halvings: int) -> bool:
    power = pow(witness, odd, number)
    if power in (1, number - 1):
        return True
    for _ in range(halvings - 1):
        power = power * power % number
        if power == number - 1:
            return True
    return False
