"""Which node is this document number? Integers for millions of texts, without making a text of any of them.

A document number is letters in fixed places and digits in others: ``US4000001B2`` is the number 40000012 in the
pattern ``US0000000B0``. There are few patterns, and the numbers of one lie close together, so each finds
its node in a table by direct address: one bit for every number of a page of 65,536, pages only where there is
a number, and beside every 64 bits how many were set before. What has no such form (long texts, numbers
scattered over a wide range) is hashed as text.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeVar

import numpy as np
import polars as pl
from numba import njit
from numpy.typing import NDArray

from workbench.measures.topology import Ids
from workbench.measures.two_threads import side_by_side
from workbench.route.text_patterns import MISSING, MOST_PATTERNS, ODD, Parsed, parsed, signed, texts

Words = NDArray[np.uint64]
Longs = NDArray[np.int64]
_Result = TypeVar("_Result")

_PAGE_BITS: Final = 16
_PAGE_WORDS: Final = 1024
_VALUES_PER_PAGE, _FEWEST_PAGES = 1024, 16
_ENTRIES_PER_VALUE, _FEWEST_ENTRIES = 4, 1_000_000
"""How sparse numbers may lie to be addressed directly: pages, and entries in the list of pages."""


@dataclass(frozen=True)
class _Table:
    """The nodes of all numbers that are addressed directly.

    Attributes
    ----------
    least : ndarray of int64, shape (pattern_count,)
        First page of each pattern.
    offset : ndarray of int64, shape (pattern_count,)
        Where the pattern's pages are listed; below 0 if it is not addressed.
    span : ndarray of int64, shape (pattern_count,)
        How many entries that list has.
    page : ndarray of int32
        The page at each entry, -1 for none.
    """

    least: Longs
    offset: Longs
    span: Longs
    page: Ids

    @property
    def lists(self) -> tuple[Longs, Longs, Ids]:
        """What compiled code needs of the table."""
        return self.least, self.offset, self.page


def numbered(columns: Sequence[pl.Series]) -> tuple[list[Ids], pl.Series]:
    """Return the node of each document number, and the document number of each node.

    Parameters
    ----------
    columns : sequence of Series of str
        White space around a number does not count.

    Returns
    -------
    list of ndarray of int32
        A node for each row of each column, or MISSING for a null or a blank.
    Series of str
        The distinct numbers: pattern by pattern in rising order, then the others in order of appearance.
    """
    found = _all_parsed(columns)
    if any(part.is_padded for part in found):
        columns = [column.str.strip_chars() for column in columns]
        found = _all_parsed(columns)
    if any(part.count > MOST_PATTERNS for part in found):
        for part in found:
            part.pattern[:] = ODD
    return _nodes(columns, found)


def _all_parsed(columns: Sequence[pl.Series]) -> list[Parsed]:
    return _for_each(lambda at: parsed(columns[at]), len(columns))


def _nodes(columns: Sequence[pl.Series], found: list[Parsed]) -> tuple[list[Ids], pl.Series]:
    patterns, kinds = _aligned(found)
    table = _listed(found, kinds)
    words = _marked(found, kinds, table)
    codes = [np.empty(part.number.size, dtype=np.int32) for part in found]
    given = [(part.pattern, part.number, kind, *table.lists) for part, kind in zip(found, kinds, strict=True)]
    is_odd = any(_for_each(lambda at: bool(_look_up(*given[at], words, codes[at])), len(found)))
    names = _names(patterns, table, words)
    return (codes, names) if not is_odd else _with_odd(columns, codes, names)


def _for_each(work: Callable[[int], _Result], count: int) -> list[_Result]:
    """Run work on each column: on two at once."""
    if count == 2:
        return list(side_by_side(lambda: work(0), lambda: work(1), threads=2))
    return [work(at) for at in range(count)]


def _marked(found: list[Parsed], kinds: list[Longs], table: _Table) -> Words:
    """Return a bit for each number that is there, and beside each word how many were set before it."""
    count = _PAGE_WORDS * (int(table.page.max(initial=-1)) + 1)
    bits = [np.zeros(count, dtype=np.uint64) for _ in found]
    _for_each(
        lambda at: _set_bits(found[at].pattern, found[at].number, kinds[at], *table.lists, bits[at]), len(found)
    )
    words = np.empty((count, 2), dtype=np.uint64)
    words[:, 0] = bits[0]
    for more in bits[1:]:
        words[:, 0] |= more
    _count_bits(words)
    return words


def _names(patterns: list[bytes], table: _Table, words: Words) -> pl.Series:
    """Write out the numbers of the table, in its order."""
    made = [pl.Series("name", [], dtype=pl.String)]
    for pattern, least, offset, span in zip(patterns, table.least, table.offset, table.span, strict=True):
        if offset >= 0:
            pages = table.page[offset : offset + span]
            numbers = np.empty(_bits_of(pages, words), dtype=np.int64)
            _read_bits(pages, least, words, numbers)
            made += texts(pattern, numbers)
    return pl.concat(made)


@njit(cache=True, nogil=True)
def _bits_of(pages: Ids, words: Words) -> int:
    count = 0
    for page in pages:
        if page >= 0:
            for word in range(page * _PAGE_WORDS, (page + 1) * _PAGE_WORDS):
                count += _bit_count(words[word, 0])
    return count


@njit(cache=True, nogil=True)
def _read_bits(pages: Ids, least: int, words: Words, numbers: Longs) -> None:
    filled = 0
    for entry in range(pages.size):
        for word in range(_PAGE_WORDS if pages[entry] >= 0 else 0):
            bits = words[pages[entry] * _PAGE_WORDS + word, 0]
            base = ((least + entry) << _PAGE_BITS) + (word << 6)
            while bits != 0:
                lowest = bits & (~bits + np.uint64(1))
                numbers[filled] = base + _bit_count(lowest - np.uint64(1))
                filled += 1
                bits ^= lowest


def _aligned(found: list[Parsed]) -> tuple[list[bytes], list[Longs]]:
    """Return all patterns in the order of their texts, and the place there of each column's."""
    known = [[part.patterns[at].tobytes() for at in range(min(part.count, MOST_PATTERNS))] for part in found]
    patterns = sorted({text for each in known for text in each})
    order = {text: at for at, text in enumerate(patterns)}
    return patterns, [np.array([order[text] for text in each], dtype=np.int64) for each in known]


def _listed(found: list[Parsed], kinds: list[Longs]) -> _Table:
    """List the pages that hold a number, and leave out patterns whose numbers lie too far apart."""
    count = max((int(kind.max(initial=-1)) + 1 for kind in kinds), default=0)
    least, most = np.full(count, np.iinfo(np.int64).max), np.full(count, -1, dtype=np.int64)
    values = np.zeros(count, dtype=np.int64)
    for part, kind in zip(found, kinds, strict=True):
        np.minimum.at(least, kind, part.least[: kind.size] >> _PAGE_BITS)
        np.maximum.at(most, kind, part.most[: kind.size] >> _PAGE_BITS)
        np.add.at(values, kind, part.values[: kind.size])
    span = most - least + 1
    span[span > _ENTRIES_PER_VALUE * values + _FEWEST_ENTRIES] = 0
    offset = np.where(span > 0, np.cumsum(span) - span, -1)
    table = _Table(least, offset, span, np.full(int(span.sum()), -1, dtype=np.int32))
    for part, kind in zip(found, kinds, strict=True):
        _mark_pages(part.pattern, part.number, kind, least, offset, table.page)
    filled = 0
    for at in np.flatnonzero(span):
        own = table.page[offset[at] : offset[at] + span[at]]
        pages = int((own == 0).sum())
        if pages > values[at] // _VALUES_PER_PAGE + _FEWEST_PAGES:
            offset[at] = -1
            own[:] = -1
        else:
            own[own == 0] = np.arange(filled, filled + pages, dtype=np.int32)
            filled += pages
    return table


@njit(cache=True, nogil=True)
def _mark_pages(
    pattern: NDArray[np.int16], number: Longs, kind: Longs, least: Longs, offset: Longs, page: Ids
) -> None:
    for row in range(number.size):
        if pattern[row] >= 0:
            own = kind[pattern[row]]
            if offset[own] >= 0:
                page[offset[own] + (number[row] >> _PAGE_BITS) - least[own]] = 0


@njit(cache=True, nogil=True, inline="always")
def _word_of(number: int, own: int, least: Longs, offset: Longs, page: Ids) -> int:
    """Return which word has the bit of a number."""
    at = page[offset[own] + (number >> _PAGE_BITS) - least[own]]
    word: int = signed(at) * _PAGE_WORDS + ((number & 0xFFFF) >> 6)
    return word


@njit(cache=True, nogil=True)
def _set_bits(
    pattern: NDArray[np.int16],
    number: Longs,
    kind: Longs,
    least: Longs,
    offset: Longs,
    page: Ids,
    bits: Words,
) -> None:
    for row in range(number.size):
        if pattern[row] >= 0:
            own = kind[pattern[row]]
            if offset[own] >= 0:
                word = _word_of(number[row], own, least, offset, page)
                bits[word] |= np.uint64(1) << np.uint64(number[row] & 63)


@njit(cache=True, nogil=True, inline="always")
def _bit_count(bits: np.uint64) -> int:
    """Return how many bits are set (Knuth, vol. 4A, section 7.1.3)."""
    bits = bits - ((bits >> np.uint64(1)) & np.uint64(0x5555555555555555))
    bits = (bits & np.uint64(0x3333333333333333)) + ((bits >> np.uint64(2)) & np.uint64(0x3333333333333333))
    bits = (bits + (bits >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    count: int = signed((bits * np.uint64(0x0101010101010101)) >> np.uint64(56))
    return count


@njit(cache=True, nogil=True)
def _count_bits(words: Words) -> None:
    """Write beside each word how many bits are set before it."""
    count = 0
    for word in range(words.shape[0]):
        words[word, 1] = count
        count += _bit_count(words[word, 0])


@njit(cache=True, nogil=True)
def _look_up(
    pattern: NDArray[np.int16],
    number: Longs,
    kind: Longs,
    least: Longs,
    offset: Longs,
    page: Ids,
    words: Words,
    codes: Ids,
) -> bool:
    """Write each row's node; tell whether a row has neither node nor blank."""
    is_odd = False
    for row in range(number.size):
        own = kind[pattern[row]] if pattern[row] >= 0 else signed(pattern[row])
        if own >= 0 and offset[own] >= 0:
            word = _word_of(number[row], own, least, offset, page)
            below = (np.uint64(1) << np.uint64(number[row] & 63)) - np.uint64(1)
            codes[row] = signed(words[word, 1]) + _bit_count(words[word, 0] & below)
        else:
            codes[row] = MISSING if own == MISSING else ODD
            is_odd |= codes[row] == ODD
    return is_odd


def _with_odd(columns: Sequence[pl.Series], codes: list[Ids], names: pl.Series) -> tuple[list[Ids], pl.Series]:
    """Give nodes to the texts that have no table, behind those that have."""
    odd = [own == ODD for own in codes]
    kept = pl.concat([column.alias("name").filter(flags) for column, flags in zip(columns, odd, strict=True)])
    own, texts = text_ids(kept)
    bounds = np.cumsum([0, *(int(flags.sum()) for flags in odd)])
    for part, flags, (begin, end) in zip(codes, odd, pairwise(bounds), strict=True):
        part[flags] = own[begin:end] + names.len()
    return codes, pl.concat([names, texts])


def text_ids(values: pl.Series) -> tuple[Ids, pl.Series]:
    """Return each text's number, in order of appearance, and the distinct texts."""
    if values.is_empty():
        return np.empty(0, dtype=np.int32), pl.Series("name", [], dtype=pl.String)
    kind = pl.Categorical(pl.Categories.random("documents"))
    codes = values.cast(kind).to_physical().to_numpy().astype(np.int32)
    return codes, values.gather(_first_rows(codes, int(codes.max()) + 1)).alias("name")


@njit(cache=True, nogil=True)
def _first_rows(codes: Ids, count: int) -> Longs:
    first = np.zeros(count, dtype=np.int64)
    for at in range(codes.size - 1, -1, -1):
        first[codes[at]] = at
    return first
