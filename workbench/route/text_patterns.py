"""Take document numbers apart: the pattern of letters, and the digits as one integer, from the bytes in place.

Two texts are equal if and only if pattern and integer are: the pattern is the text with zeros for its digits,
and it keeps the length.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl
from numba import njit
from numpy.typing import NDArray

Words = NDArray[np.uint64]
Longs = NDArray[np.int64]
signed: Final[Any] = np.int64
"""In compiled code ``int`` leaves an unsigned number unsigned; mixed with a signed one it would be a float."""

Triple = tuple[np.uint64, np.uint64, np.uint64]

MISSING: Final = -1
"""Stands for a null or an empty text."""
ODD: Final = -2
"""Stands for a text that has no pattern: more than 23 bytes or 18 digits."""
MOST_PATTERNS: Final = 2048

_MOST_BYTES, _MOST_DIGITS, _INLINE_BYTES = 23, 18, 12
_TEXTS_IN_PART: Final = 50_000_000
_ZEROS, _HIGH, _LOW, _SEVENS = 0x3030303030303030, 0x8080808080808080, 0x7F7F7F7F7F7F7F7F, 0x7676767676767676
_ONE, _OTHER = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F


@dataclass
class Parsed:
    """A column taken apart.

    Attributes
    ----------
    pattern : ndarray of int16, shape (row_count,)
        Place among the patterns; MISSING or ODD below 0.
    number : ndarray of int64, shape (row_count,)
        The digits in the order of the text.
    patterns : ndarray of uint64, shape (MOST_PATTERNS + 1, 3)
        The text with zeros for digits; its length in the last byte.
    least, most, values : ndarray of int64, shape (MOST_PATTERNS + 1,)
        Range of each pattern's numbers, and how many rows have it.
    count : int
        How many patterns there are; more than MOST_PATTERNS if the column was left there.
    is_padded : bool
        Whether white space may stand at an end of a text.
    """

    pattern: NDArray[np.int16]
    number: Longs
    patterns: Words
    least: Longs
    most: Longs
    values: Longs
    count: int = 0
    is_padded: bool = False


def parsed(column: pl.Series) -> Parsed:
    """Take a column of texts apart."""
    size, room = column.len(), MOST_PATTERNS + 1
    made = Parsed(
        np.empty(size, dtype=np.int16),
        np.empty(size, dtype=np.int64),
        np.zeros((room, 3), dtype=np.uint64),
        np.full(room, np.iinfo(np.int64).max),
        np.full(room, -1, dtype=np.int64),
        np.zeros(room, dtype=np.int64),
    )
    slots = np.zeros(4 * MOST_PATTERNS, dtype=np.int16)
    filled = 0
    for chunk in column.get_chunks():
        last = filled + chunk.len()
        rows = slice(filled, last)
        known = (slots, made.patterns, made.least, made.most, made.values)
        given: Any = (*_buffers(chunk), made.pattern[rows], made.number[rows], *known, made.count)
        made.count, is_padded = _parse(*given)
        made.is_padded |= is_padded
        filled = last
    return made


def _buffers(chunk: pl.Series) -> tuple[Words, NDArray[np.uint8], Longs, NDArray[np.bool_]]:
    """Return a chunk's texts as two words each, the bytes of the long ones, and which rows are null."""
    array = chunk.to_arrow(compat_level=pl.CompatLevel.newest())
    _, views, *buffers = array.buffers()
    words = np.frombuffer(views, dtype=np.uint64)[2 * array.offset : 2 * (array.offset + len(array))]
    parts = [np.frombuffer(buffer, dtype=np.uint8) for buffer in buffers]
    bases = np.cumsum([0, *(part.size for part in parts)], dtype=np.int64)
    text = parts[0] if len(parts) == 1 else np.concatenate([np.empty(0, dtype=np.uint8), *parts])
    text.flags.writeable = False
    nulls = chunk.is_null().to_numpy() if chunk.null_count() else np.empty(0, dtype=np.bool_)
    return words.reshape(-1, 2), text, bases, nulls


@njit(cache=True, nogil=True, inline="always")
def _short(head: np.uint64, tail: np.uint64) -> Triple:
    """Return the bytes of a text that stands in the two words themselves."""
    return (head >> np.uint64(32)) | (tail << np.uint64(32)), tail >> np.uint64(32), np.uint64(0)


@njit(cache=True, nogil=True, inline="always")
def _long(tail: np.uint64, length: int, text: NDArray[np.uint8], bases: Longs) -> Triple:
    """Return the bytes of a text that stands elsewhere."""
    begin = bases[tail & np.uint64(0xFFFFFFFF)] + signed(tail >> np.uint64(32))
    end = begin + length
    return _word_at(text, begin, end), _word_at(text, begin + 8, end), _word_at(text, begin + 16, end)


@njit(cache=True, nogil=True, inline="always")
def _word_at(text: NDArray[np.uint8], begin: int, end: int) -> np.uint64:
    """Return up to eight bytes as a number, the first lowest."""
    word = np.uint64(0)
    for at in range(8):
        if begin + at < end:
            word |= np.uint64(text[begin + at]) << np.uint64(8 * at)
    return word


@njit(cache=True, nogil=True, inline="always")
def _letters(word: np.uint64) -> np.uint64:
    """Return the high bit of each byte that is no digit."""
    off = word ^ np.uint64(_ZEROS)
    return (((off & np.uint64(_LOW)) + np.uint64(_SEVENS)) | off) & np.uint64(_HIGH)


@njit(cache=True, nogil=True, inline="always")
def _read_word(word: np.uint64, number: int, digits: int) -> tuple[np.uint64, int, int]:
    """Append the digits of a word to a number; return the word with zeros in their places."""
    letters = _letters(word)
    for at in range(8):
        shift = np.uint64(8 * at)
        if (letters >> shift) & np.uint64(0x80) == 0:
            number = number * 10 + signed((word >> shift) & np.uint64(15))
            digits += 1
    is_digit = (letters ^ np.uint64(_HIGH)) >> np.uint64(7)
    return word & ~(is_digit * np.uint64(15)), number, digits


@njit(cache=True, nogil=True, inline="always")
def _is_blank(word: np.uint64, at: int) -> bool:
    """Tell whether a byte may be white space: a control, a space, or beyond ASCII."""
    byte = (word >> np.uint64(8 * (at & 7))) & np.uint64(255)
    return bool(byte <= 32 or byte >= 127)


@njit(cache=True, nogil=True, inline="always")
def _is_padded(words: Triple, length: int) -> bool:
    last = words[0] if length <= 8 else words[1] if length <= 16 else words[2]
    return _is_blank(words[0], 0) or _is_blank(last, length - 1)


@njit(cache=True, nogil=True)
def _parse(
    views: Words,
    text: NDArray[np.uint8],
    bases: Longs,
    nulls: NDArray[np.bool_],
    pattern: NDArray[np.int16],
    number: Longs,
    slots: NDArray[np.int16],
    patterns: Words,
    least: Longs,
    most: Longs,
    values: Longs,
    count: int,
) -> tuple[int, bool]:
    """Take each text apart; return the number of patterns, and whether white space may stand at an end."""
    is_padded, known = False, signed(0)
    for row in range(views.shape[0]):
        length = signed(views[row, 0] & np.uint64(0xFFFFFFFF))
        pattern[row], number[row] = MISSING, 0
        if length == 0 or (nulls.size > 0 and nulls[row]):
            continue
        pattern[row] = ODD
        if length > _MOST_BYTES:
            is_padded = True
            continue
        words = _short(views[row, 0], views[row, 1])
        if length > _INLINE_BYTES:
            words = _long(views[row, 1], length, text, bases)
        is_padded |= _is_padded(words, length)
        first, value, digits = _read_word(words[0], signed(0), signed(0))
        second, value, digits = _read_word(words[1], value, digits)
        third = words[2]
        if length > 16:
            third, value, digits = _read_word(third, value, digits)
        if digits > _MOST_DIGITS:
            continue
        third |= np.uint64(length) << np.uint64(56)
        if patterns[known, 0] != first or patterns[known, 1] != second or patterns[known, 2] != third:
            known, count = _place_of((first, second, third), slots, patterns, count)
            if count > MOST_PATTERNS:
                return count, is_padded
        least[known], most[known] = min(least[known], value), max(most[known], value)
        values[known] += 1
        pattern[row], number[row] = known, value
    return count, is_padded


@njit(cache=True, nogil=True)
def _place_of(words: Triple, slots: NDArray[np.int16], patterns: Words, count: int) -> tuple[int, int]:
    """Return the place of a pattern, and the number of patterns; slots hold places, counted from 1."""
    mixed = (words[0] * np.uint64(_ONE)) ^ (words[1] * np.uint64(_OTHER)) ^ (words[2] * np.uint64(_ONE))
    slot = signed((mixed ^ (mixed >> np.uint64(29))) % np.uint64(slots.size))
    while slots[slot] != 0:
        known = signed(slots[slot]) - 1
        own = patterns[known]
        if own[0] == words[0] and own[1] == words[1] and own[2] == words[2]:
            return known, count
        slot = (slot + 1) % slots.size
    patterns[count, 0], patterns[count, 1], patterns[count, 2] = words
    slots[slot] = count + 1
    return signed(count), count + 1


@njit(cache=True, nogil=True, inline="always")
def _write_digits(word: np.uint64, number: np.uint64) -> tuple[np.uint64, np.uint64]:
    """Put the last digits of a number in the place of a word's zeros; return the digits left."""
    letters = _letters(word)
    for back in range(8):
        shift = np.uint64(8 * (7 - back))
        if (letters >> shift) & np.uint64(0x80) == 0:
            rest = number // np.uint64(10)
            word |= (number - np.uint64(10) * rest) << shift
            number = rest
    return word, number


@njit(cache=True, nogil=True)
def _write(pattern: Words, numbers: Longs, views: Words, text: NDArray[np.uint8]) -> None:
    """Write the texts of some numbers of one pattern as views, the bytes of long ones beside them."""
    length, filled = signed(pattern[2] >> np.uint64(56)), 0
    for row in range(numbers.size):
        third, left = _write_digits(pattern[2] & np.uint64(0x00FFFFFFFFFFFFFF), np.uint64(numbers[row]))
        second, left = _write_digits(pattern[1], left)
        first, left = _write_digits(pattern[0], left)
        views[row, 0] = np.uint64(length) | (first << np.uint64(32))
        if length <= _INLINE_BYTES:
            views[row, 1] = (first >> np.uint64(32)) | (second << np.uint64(32))
            continue
        views[row, 1] = np.uint64(filled) << np.uint64(32)
        for at in range(length):
            word = first if at < 8 else second if at < 16 else third
            text[filled + at] = (word >> np.uint64(8 * (at & 7))) & np.uint64(255)
        filled += length


def texts(pattern: bytes, numbers: Longs) -> list[pl.Series]:
    """Return the texts of some numbers of one pattern, in parts."""
    words = np.frombuffer(pattern, dtype=np.uint64)
    length = pattern[-1] if pattern[-1] > _INLINE_BYTES else 0
    made = []
    for begin in range(0, numbers.size, _TEXTS_IN_PART):
        part = numbers[begin : begin + _TEXTS_IN_PART]
        views = np.empty((part.size, 2), dtype=np.uint64)
        text = np.empty(part.size * length, dtype=np.uint8)
        _write(words, part, views, text)
        made.append(_as_series(views, text))
    return made


def _as_series(views: Words, text: NDArray[np.uint8]) -> pl.Series:
    import pyarrow as pa

    buffers = [None, pa.py_buffer(views), *([pa.py_buffer(text)] if text.size else [])]
    return pl.Series("name", pa.Array.from_buffers(pa.string_view(), views.shape[0], buffers))
