"""The most similar texts of a million, exactly: character pairs, weighted by rarity, compared by cosine."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import numba
import numpy as np
from numpy.typing import NDArray

from workbench.measures.nearest import find_nearest

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
_CODES: Final = 0x110000
_CHUNK: Final = 50_000
_NONE: Final = -1


@dataclass(frozen=True)
class Pairs:
    """Character pairs of texts, row by row: pair numbers ascending, with their counts."""

    starts: Ints
    pairs: NDArray[np.int32]
    counts: Floats


class SimilarityIndex:
    r"""Texts made ready to be searched for the most similar.

    Each text becomes a vector over its pairs of neighbouring letters, digits or characters (other signs are
    taken out, letters made lower case); a pair counts :math:`(1 + \ln c)\,\ln(N / n)` with its count
    :math:`c` in the text and the number :math:`n` of the :math:`N` texts that have it; vectors have length one.
    No pair is left out and no list is cut: the result equals a comparison with every text.

    References
    ----------
    .. [1] G. Salton, C. Buckley, "Term-Weighting Approaches in Automatic Text Retrieval", Information
       Processing & Management 24(5), 1988.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.size = len(texts)
        self._letters = _letters_of(texts)
        self._width = int(self._letters.max(initial=0)) + 1
        found = _pairs_of(texts, self._letters, self._width)
        self._known = _known_pairs(found.pairs, self._width)
        found = Pairs(found.starts, _renumbered(found.pairs, self._known, self._width), found.counts)
        held = np.bincount(found.pairs, minlength=len(self._known)).astype(np.int64)
        self._rarity = np.log(self.size / np.maximum(held, 1)).astype(np.float32)
        weights = _unit_weights(found, self._rarity)
        self._rows, self._row_pairs, self._row_weights = found.starts, found.pairs, weights
        self._starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(held)])
        self._texts, self._weights = np.empty_like(found.pairs), np.empty_like(weights)
        _fill_lists(found.starts, found.pairs, weights, self._starts[:-1].copy(), self._texts, self._weights)
        self._bounds = _highest(self._starts, self._weights)

    def nearest(self, texts: Sequence[str], most: int, *, threads: int = 2) -> tuple[NDArray[np.int32], Floats]:
        """Return the most similar texts of each text, best first.

        Parameters
        ----------
        texts : sequence of str
            What is looked for.
        most : int
            How many are wanted, up to some hundreds; fewer come where fewer share a pair.
        threads : int
            The texts are shared out; the result does not depend on it.

        Returns
        -------
        rows : array of int32, shape (len(texts), most)
            Places in the indexed texts; alike scores in their order; -1 where nothing shares a pair.
        scores : array of float32, shape (len(texts), most)
            Cosine. [0–1]
        """
        asked = self._asked(texts)
        weights = _unit_weights(asked, self._rarity)
        lists = (self._starts, self._texts, self._weights, self._bounds)
        rows = (self._rows, self._row_pairs, self._row_weights)
        found = _in_threads(
            lambda begin, end: find_nearest(
                (asked.starts[begin : end + 1], asked.pairs, weights), lists, rows, self._rarity, most
            ),
            len(texts),
            threads,
        )
        return np.concatenate([part[0] for part in found]), np.concatenate([part[1] for part in found])

    def scores(self, text: str) -> Floats:
        """Return the likeness of every indexed text to one text, in their order. [0–1]"""
        found: Floats = (self.matrix() @ self.vectors([text]).T).toarray().ravel()
        return found

    def matrix(self) -> Any:
        """Return the vectors as a sparse matrix, one row a text."""
        from scipy.sparse import csr_matrix

        shape = (self.size, len(self._rarity))
        return csr_matrix((self._row_weights, self._row_pairs, self._rows), shape=shape)

    def vectors(self, texts: Sequence[str]) -> Any:
        """Return other texts as vectors over the same pairs."""
        from scipy.sparse import csr_matrix

        asked = self._asked(texts)
        weights = _unit_weights(asked, self._rarity)
        return csr_matrix((weights, asked.pairs, asked.starts), shape=(len(texts), len(self._rarity)))

    def _asked(self, texts: Sequence[str]) -> Pairs:
        """Return the pairs of other texts, those that no indexed text has left out."""
        found = _pairs_of(texts, self._letters, self._width)
        place = np.searchsorted(self._known, found.pairs)
        place[place == len(self._known)] = 0
        is_known = self._known[place] == found.pairs if len(self._known) else np.zeros(len(place), bool)
        kept = np.concatenate([np.zeros(1, np.int64), np.cumsum(is_known)])
        return Pairs(kept[found.starts], place[is_known].astype(np.int32), found.counts[is_known])


def _in_threads(work: Callable[[int, int], Any], count: int, threads: int) -> list[Any]:
    """Run work on ranges of a count at once."""
    edges = np.linspace(0, count, max(min(threads, count), 1) + 1).astype(int).tolist()
    with ThreadPoolExecutor(len(edges) - 1) as pool:
        return list(pool.map(work, edges[:-1], edges[1:]))


def _known_pairs(pairs: NDArray[np.int32], width: int) -> NDArray[np.int32]:
    """Return the pairs that occur, ascending."""
    seen = np.zeros(width * width, bool)
    seen[pairs] = True
    return np.flatnonzero(seen).astype(np.int32)


def _renumbered(pairs: NDArray[np.int32], known: NDArray[np.int32], width: int) -> NDArray[np.int32]:
    """Return pairs numbered by their place among those that occur."""
    table = np.zeros(width * width, np.int32)
    table[known] = np.arange(len(known), dtype=np.int32)
    return table[pairs]


def _chunks(texts: Sequence[str]) -> Iterator[tuple[NDArray[np.uint32], Ints]]:
    """Yield texts as code points, with the places where each ends."""
    for begin in range(0, len(texts), _CHUNK):
        part = [text or "" for text in texts[begin : begin + _CHUNK]]
        joined = "".join(part).encode("utf-32-le", "surrogatepass")
        yield np.frombuffer(joined, np.uint32), np.cumsum([len(text) for text in part], dtype=np.int64)


def _letters_of(texts: Sequence[str]) -> NDArray[np.int32]:
    """Return the numbers of letters, digits, characters; capitals have their small letters', others -1."""
    seen = np.zeros(_CODES, bool)
    for codes, _ in _chunks(texts):
        seen[np.unique(codes)] = True
    numbers: dict[str, int] = {}
    table = np.full(_CODES, _NONE, np.int32)
    for code in np.flatnonzero(seen):
        sign = chr(code).lower()[:1]
        if sign.isalnum():
            table[code] = numbers.setdefault(sign, len(numbers))
    return table


def _pairs_of(texts: Sequence[str], letters: NDArray[np.int32], width: int) -> Pairs:
    parts = [_count_pairs(codes, ends, letters, width) for codes, ends in _chunks(texts)]
    sizes = [np.zeros(1, np.int64), *(part[0] for part in parts)]
    starts = np.cumsum(np.concatenate(sizes), dtype=np.int64)
    empty = (np.zeros(0, np.int32), np.zeros(0, np.float32))
    pairs = np.concatenate([empty[0], *(part[1] for part in parts)])
    return Pairs(starts, pairs, np.concatenate([empty[1], *(part[2] for part in parts)]))


@numba.njit(cache=True, nogil=True)
def _count_pairs(codes, ends, letters, width):  # type: ignore[no-untyped-def]
    """Count the pairs of each text; equal pairs stand together after sorting."""
    sizes = np.zeros(len(ends), np.int64)
    pairs = np.empty(len(codes), np.int32)
    counts = np.empty(len(codes), np.float32)
    used, begin = 0, 0
    buffer = np.empty(len(codes) + 1, np.int32)
    for row in range(len(ends)):
        found, before = 0, -1
        for at in range(begin, ends[row]):
            letter = letters[codes[at]]
            if letter < 0:
                continue
            if before >= 0:
                buffer[found] = before * width + letter
                found += 1
            before = letter
        begin = ends[row]
        ordered = np.sort(buffer[:found])
        first = used
        for at in range(found):
            if at and ordered[at] == ordered[at - 1]:
                counts[used - 1] += 1
            else:
                pairs[used], counts[used] = ordered[at], 1
                used += 1
        sizes[row] = used - first
    return sizes, pairs[:used].copy(), counts[:used].copy()


def _unit_weights(found: Pairs, rarity: Floats) -> Floats:
    """Return the weights of pairs; their memory is taken here, where large arrays get large pages."""
    weights = np.empty_like(found.counts)
    _weigh(found.starts, found.pairs, found.counts, rarity, weights)
    return weights


@numba.njit(cache=True, nogil=True)
def _weigh(starts, pairs, counts, rarity, weights):  # type: ignore[no-untyped-def]
    """Weigh pairs by count and rarity, and make every row a vector of length one."""
    for row in range(len(starts) - 1):
        total = 0.0
        for at in range(starts[row], starts[row + 1]):
            value = (1.0 + np.log(counts[at])) * rarity[pairs[at]]
            weights[at] = value
            total += value * value
        if total > 0:
            length = np.sqrt(total)
            for at in range(starts[row], starts[row + 1]):
                weights[at] /= length


@numba.njit(cache=True, nogil=True)
def _fill_lists(starts, pairs, weights, place, texts, listed):  # type: ignore[no-untyped-def]
    """Turn rows of pairs into lists of texts by pair, texts ascending, from the place where each begins."""
    for row in range(len(starts) - 1):
        for at in range(starts[row], starts[row + 1]):
            pair = pairs[at]
            texts[place[pair]], listed[place[pair]] = row, weights[at]
            place[pair] += 1


@numba.njit(cache=True, nogil=True)
def _highest(begins, listed):  # type: ignore[no-untyped-def]
    """Return the highest weight of each list: what a pair can add to a text at most, per unit of the query."""
    highest = np.zeros(len(begins) - 1, np.float32)
    for pair in range(len(highest)):
        for place in range(begins[pair], begins[pair + 1]):
            highest[pair] = max(highest[pair], listed[place])
    return highest
