"""The words of one field of a corpus, and where each of them stands."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.query import kernels
from workbench.query.kernels import OPENS, WORD, Places
from workbench.query.text import character_tables

_CHUNK_CHARACTERS: Final = 16_000_000
_LATIN: Final = 0x110000  # numbers of words that are no single Han character begin here while reading
_LAST: Final = "\U0010ffff"


@dataclass(frozen=True)
class TextIndex:
    """An index by places; make it with :func:`text_index`.

    Attributes
    ----------
    words : list of str
        All different words, folded and sorted; word number ``i`` is ``words[i - 1]``.
    stream : array of uint32
        Word number and flags (:mod:`workbench.query.kernels`) at each place.
    order : array of uint32
        All places, sorted by word, word joined to it, place.
    keys, key_starts : arrays
        Each pair of word and joined word, and where its places begin in ``order``.
    opened, owner : arrays
        First place and owner (row of the record) of each paragraph.
    owners : int
        Number of rows that owners are numbered by.
    """

    words: list[str]
    stream: NDArray[np.uint32]
    order: NDArray[np.uint32]
    keys: NDArray[np.uint64]
    key_starts: Places
    opened: Places
    owner: NDArray[np.int32]
    owners: int

    @cached_property
    def blocks(self) -> NDArray[np.int32]:
        """Return the paragraph of every 64th place."""
        at = np.arange(0, self.stream.size + 64, 64)
        return (np.searchsorted(self.opened, at, side="right") - 1).astype(np.int32)

    @cached_property
    def of_block(self) -> NDArray[np.int32]:
        """Return the owner of every 32 places, -1 where they have several."""
        found: NDArray[np.int32] = kernels.block_owners(self.opened, self.owner, self.stream.size)
        return found

    @cached_property
    def sentences(self) -> Places:
        """Return the first place of each sentence."""
        return np.flatnonzero(self.stream & np.uint32(OPENS))

    @cached_property
    def _listed(self) -> str:
        return "\n".join(["", *self.words, ""])

    @cached_property
    def _line_starts(self) -> Places:
        lengths = np.fromiter((len(word) + 1 for word in self.words), np.int64, len(self.words))
        return np.cumsum(np.concatenate([[1], lengths]))[:-1]

    def numbers(self, word: str) -> tuple[int, int]:
        """Return the number of a word as a span of one; an empty span (1, 0) where it is unknown."""
        at = bisect_left(self.words, word)
        return (at + 1, at + 1) if at < len(self.words) and self.words[at] == word else (1, 0)

    def beginning(self, start: str) -> tuple[int, int]:
        """Return the span of the words that begin so."""
        return bisect_left(self.words, start) + 1, bisect_left(self.words, start + _LAST)

    def like(self, pattern: str) -> list[tuple[int, int]]:
        """Return the spans of the words that a regular expression matches as a whole."""
        found = [hit.start() + 1 for hit in re.finditer(f"\n(?:{pattern})(?=\n)", self._listed)]
        numbers = np.searchsorted(self._line_starts, found) + 1
        if not numbers.size:
            return []
        breaks = np.flatnonzero(np.diff(numbers) > 1)
        lows = numbers[np.concatenate([[0], breaks + 1])]
        highs = numbers[np.concatenate([breaks, [numbers.size - 1]])]
        return list(zip(lows.tolist(), highs.tolist(), strict=True))

    def bounds(self, low: int, high: int) -> tuple[int, int]:
        """Return where the places of a span of words lie in ``order``."""
        if high < low:
            return 0, 0
        ends = np.array([low << 32, (high + 1) << 32], np.uint64)
        begin, end = np.searchsorted(self.keys, ends)
        return int(self.key_starts[begin]), int(self.key_starts[end])

    def pair_bounds(self, first: int, second: int) -> tuple[int, int]:
        """Return where the places of a word that is joined to another lie in ``order``."""
        key = np.uint64((first << 32) | second)
        at = int(np.searchsorted(self.keys, key))
        if at == self.keys.size or self.keys[at] != key:
            return 0, 0
        return int(self.key_starts[at]), int(self.key_starts[at + 1])

    def marked(self, places: NDArray[np.uint32] | Places) -> NDArray[np.bool_]:
        """Return, for each owner, whether one of the places is its own."""
        marks = np.zeros(self.owners, np.bool_)
        if places.size:
            kernels.mark(places, self.of_block, self.opened, self.blocks, self.owner, marks)
        return marks


def text_index(texts: pl.DataFrame, owners: int, *, by_lines: bool) -> TextIndex:
    """Read texts into an index.

    Parameters
    ----------
    texts : DataFrame
        ``owner`` (row of the record, ascending) and ``text``; several rows of an owner are paragraphs.
    owners : int
        Number of rows that owners are numbered by.
    by_lines : bool
        Whether a line break opens a new paragraph.
    """
    numbers: dict[str, int] = {}
    parts = [_read(chunk, numbers, by_lines) for chunk in _chunks(texts.drop_nulls("text"))]
    words_before = np.cumsum([0, *(part[0].size for part in parts)])[:-1]
    opened = [part[2] + before for part, before in zip(parts, words_before, strict=True)]
    raw = _joined([part[0] for part in parts], np.uint32)
    flags = _joined([part[1] for part in parts], np.uint32)
    stream, words = _numbered(raw, numbers)
    stream |= flags
    order = kernels.sorted_places(stream, len(words))
    keys, key_starts = kernels.pairs(stream, order)
    owner = _joined([part[3] for part in parts], np.int32)
    return TextIndex(words, stream, order, keys, key_starts, _joined(opened, np.int64), owner, owners)


def _joined(parts: list[NDArray[Any]], kind: type[np.generic]) -> NDArray[Any]:
    return np.concatenate(parts).astype(kind, copy=False) if parts else np.empty(0, kind)


def _chunks(texts: pl.DataFrame) -> Iterator[pl.DataFrame]:
    if texts.is_empty():
        return
    sizes = texts["text"].str.len_chars().cast(pl.Int64).cum_sum().to_numpy()
    begin = 0
    while begin < texts.height:
        before = sizes[begin - 1] if begin else 0
        end = max(begin + 1, int(np.searchsorted(sizes, before + _CHUNK_CHARACTERS)))
        yield texts.slice(begin, end - begin)
        begin = end


def _read(
    chunk: pl.DataFrame, numbers: dict[str, int], by_lines: bool
) -> tuple[NDArray[np.uint32], NDArray[np.uint32], Places, NDArray[np.int32]]:
    """Return raw word numbers, flags, first word and owner of each paragraph."""
    texts = chunk["text"].to_list()
    codes = np.frombuffer("".join(texts).encode("utf-32-le"), np.uint32)
    ends = chunk["text"].str.len_chars().cast(pl.Int64).cum_sum().to_numpy()
    folded, classes = character_tables()
    first, length, hashes, flags, han, opened, owner = kernels.cut(codes, ends, folded, classes, by_lines)
    raw = folded[codes[first]] if first.size else np.empty(0, np.uint32)
    latin = np.flatnonzero(~han)
    if latin.size:
        raw[latin] = _latin_numbers(codes, first[latin], length[latin], hashes[latin], numbers)
    rows = chunk["owner"].to_numpy().astype(np.int32)
    return raw, flags, opened, rows[owner]


def _latin_numbers(
    codes: NDArray[np.uint32], first: Places, length: NDArray[np.int32], hashes: NDArray[np.uint64],
    numbers: dict[str, int],
) -> NDArray[np.uint32]:  # fmt: skip
    """Return a number for each word by its letters; hashes only find which are alike, and are checked."""
    folded, _classes = character_tables()
    _unique, like, inverse = np.unique(hashes, return_index=True, return_inverse=True)
    if not kernels.same_letters(codes, folded, first, length, like[inverse]):
        like = inverse = np.arange(first.size)
    spelled = (folded[codes[at : at + size]].tobytes().decode("utf-32-le")
               for at, size in zip(first[like].tolist(), length[like].tolist(), strict=True))  # fmt: skip
    known = [numbers.setdefault(word, _LATIN + len(numbers)) for word in spelled]
    found: NDArray[np.uint32] = np.array(known, np.uint32)[inverse]
    return found


def _numbered(raw: NDArray[np.uint32], numbers: dict[str, int]) -> tuple[NDArray[np.uint32], list[str]]:
    """Give the words their final numbers: 1, 2, … in sorted order."""
    seen = np.zeros(_LATIN + len(numbers), np.bool_)
    seen[raw] = True
    names = {code: chr(code) for code in np.flatnonzero(seen[:_LATIN]).tolist()}
    names.update({number: word for word, number in numbers.items()})
    ordered = sorted(names, key=names.__getitem__)
    final = np.zeros(seen.size, np.uint32)
    final[ordered] = np.arange(1, len(ordered) + 1)
    return final[raw], [names[number] for number in ordered]


def word_numbers(index: TextIndex, places: Places) -> NDArray[np.uint32]:
    """Return the word numbers at some places."""
    found: NDArray[np.uint32] = index.stream[places] & np.uint32(WORD)
    return found
