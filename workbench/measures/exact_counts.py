"""Path counts as exact integers, however long.

Counts are added up in as many 64-bit words as the longest needs, one compiled sweep each way. Where those words
would fill the memory, the counts are taken modulo primes just below 2**62, one sweep for each, and put
together by the Chinese remainder theorem for the nodes that are asked for.

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
from workbench.measures.prefetching import AHEAD, fetch_early
from workbench.measures.topology import Dag, Flags
from workbench.measures.two_threads import side_by_side

Residues = NDArray[np.uint64]
_WITNESSES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)
_MODULUS_BITS = 61
_EXACT_IN_FLOAT = 2.0**53
_WORD_BITS = 64
_FOUR = np.uint64(4)
_MOST_BITS = 2**33
"""Memory that the words of all counts may take: 1 GiB."""


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
        self._words: _Words | None = None

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
            if self._words is None and _take_words(self._dag, self._counts):
                self._words = _counted_in_words(self._dag, self._counts)
            asked = np.array(wanted, dtype=np.int64)
            words = self._words
            new = exact_counts(self._dag, self._counts, asked) if words is None else words.at(asked)
            known = self._known
            self._known = ExactCounts({**known.before, **new.before}, {**known.after, **new.after}, new.total)


@njit(cache=True, nogil=True)
def _before_modulo(
    start: NDArray[np.int64], cited: NDArray[np.int32], from_all: bool, modulus: np.uint64, before: Residues
) -> None:
    last = cited.size - 1
    for node in range(start.size - 1):
        count = np.uint64(1 if from_all or start[node] == start[node + 1] else 0)
        for arc in range(start[node], start[node + 1]):
            fetch_early(before, cited[min(arc + AHEAD, last)])
            count += before[cited[arc]]
            if count >= modulus:
                count -= modulus
        before[node] = count


@njit(cache=True, nogil=True)
def _after_modulo(
    start: NDArray[np.int64], cited: NDArray[np.int32], begins: Flags, modulus: np.uint64, after: Residues
) -> None:
    for node in range(start.size - 2, -1, -1):
        count = after[node]
        if begins[node]:
            count += np.uint64(1)
            if count >= modulus:
                count -= modulus
            after[node] = count
        for arc in range(start[node], start[node + 1]):
            fetch_early(after, cited[max(arc - AHEAD, 0)])
            more = after[cited[arc]] + count
            after[cited[arc]] = more - modulus if more >= modulus else more


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
    if _take_words(dag, counts):
        return _counted_in_words(dag, counts).at(places)
    return _by_primes(dag, counts.weight, places, _moduli(_bits(counts) // _MODULUS_BITS + 1))


@dataclass(frozen=True)
class _Words:
    """Every count in 64-bit words, the lowest first: shape (node_count, word_count)."""

    before: Residues
    after: Residues
    total: int

    def at(self, places: NDArray[np.integer]) -> ExactCounts:
        keys = places.tolist()
        before, after = (
            {key: int.from_bytes(part[key].tobytes(), "little") for key in keys}
            for part in (self.before, self.after)
        )
        return ExactCounts(before, after, self.total)


@njit(cache=True, nogil=True)
def _words_before(
    start: NDArray[np.int64], cited: NDArray[np.int32], from_all: bool, words: Residues, width: np.uint64
) -> None:
    """Add up each row of words from the rows of what it cites."""
    last = cited.size - 1
    for node in range(start.size - 1):
        own = np.uint64(node) * width
        if from_all or start[node] == start[node + 1]:
            words[own] = np.uint64(1)
        for arc in range(start[node], start[node + 1]):
            fetch_early(words, np.uint64(cited[min(arc + AHEAD, last)]) * width)
            more = np.uint64(cited[arc]) * width
            if width == _FOUR:
                _add_words(words, own, more, _FOUR)
            else:
                _add_words(words, own, more, width)


@njit(cache=True, nogil=True)
def _words_after(
    start: NDArray[np.int64], cited: NDArray[np.int32], ends: Flags, words: Residues, width: np.uint64
) -> None:
    for node in range(start.size - 2, -1, -1):
        own = np.uint64(node) * width
        if ends[node]:
            _add_one(words, own, width)
        for arc in range(start[node], start[node + 1]):
            fetch_early(words, np.uint64(cited[max(arc - AHEAD, 0)]) * width)
            into = np.uint64(cited[arc]) * width
            if width == _FOUR:
                _add_words(words, into, own, _FOUR)
            else:
                _add_words(words, into, own, width)


@njit(cache=True, nogil=True, inline="always")
def _add_words(words: Residues, into: np.uint64, more: np.uint64, width: np.uint64) -> None:
    carry = np.uint64(0)
    for at in range(width):
        term = words[more + at] + carry
        total = words[into + at] + term
        carry = np.uint64(term < carry) | np.uint64(total < term)
        words[into + at] = total


@njit(cache=True, nogil=True)
def _add_one(words: Residues, into: np.uint64, width: np.uint64) -> None:
    for at in range(width):
        words[into + at] += np.uint64(1)
        if words[into + at] != 0:
            return


def _take_words(dag: Dag, counts: PathCounts) -> bool:
    """Tell whether the words of all counts fit into memory, and are needed."""
    return not _fits_float(counts) and 2 * dag.node_count * _word_count(counts) * _WORD_BITS <= _MOST_BITS


def _word_count(counts: PathCounts) -> int:
    """Return how many words a count takes: never fewer than the number for which the sweeps are unrolled."""
    return max(int(_FOUR), _bits(counts) // _WORD_BITS + 1)


def _counted_in_words(dag: Dag, counts: PathCounts) -> _Words:
    width = np.uint64(_word_count(counts))
    before, after = (np.zeros((dag.node_count, int(width)), dtype=np.uint64) for _ in range(2))
    side_by_side(
        lambda: _words_before(dag.start, dag.cited, counts.weight != "spc", before.reshape(-1), width),
        lambda: _words_after(dag.start, dag.cited, _ends(dag, counts.weight), after.reshape(-1), width),
        threads=2,
    )
    begins = _begins(dag, counts.weight)
    low, high = (np.uint64(2**32 - 1), np.uint64(32))
    total = 0
    for at in range(after.shape[1]):
        column = after[begins, at]
        own = int((column & low).sum()) + (int((column >> high).sum()) << 32)
        total += own << (_WORD_BITS * at)
    return _Words(before, after, total)


def _by_primes(dag: Dag, weight: Weight, places: NDArray[np.integer], moduli: Sequence[int]) -> ExactCounts:
    begins, ends = _begins(dag, weight), _ends(dag, weight)
    columns = np.empty((len(moduli), 2 * places.size + 1), dtype=np.uint64)
    before = np.empty(dag.node_count, dtype=np.uint64)
    for row, modulus in enumerate(moduli):
        limit = np.uint64(modulus)
        _before_modulo(dag.start, dag.cited, weight != "spc", limit, before)
        columns[row, : places.size] = before[places]
        after = np.zeros(dag.node_count, dtype=np.uint64)
        _after_modulo(dag.start, dag.cited, ends, limit, after)
        columns[row, places.size : -1] = after[places]
        columns[row, -1] = _sum_modulo(after, begins, limit)
    whole = _recombined(columns, moduli)
    keys = places.tolist()
    return ExactCounts(
        dict(zip(keys, whole, strict=False)),
        dict(zip(keys, whole[places.size :], strict=False)),
        whole[-1],
    )


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
    return int(max(part.largest_log2() for part in (counts.before, counts.after, counts.total))) + 2


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
