"""Compiled loops over words and their places; everything above them is plain numpy.

A *place* is the number of a word in the whole stream of words. ``stream`` holds for each place the word's
number and, in the two highest bits, whether the word is joined to the next one and whether it opens a
sentence.
"""

from typing import Any, Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from workbench.query.text import BREAK, DOT, HAN, LETTER, LINE, STOP, UPPER

JOINED: Final = 1 << 31
OPENS: Final = 1 << 30
WORD: Final = OPENS - 1
_PRIME: Final = np.uint64(1099511628211)
_BASIS: Final = np.uint64(14695981039346656037)

Places = NDArray[np.int64]


@njit(cache=True, nogil=True)
def _read_word(
    codes: NDArray[np.uint32], end: Any, folded: NDArray[np.uint32], classes: NDArray[np.uint8], at: int
) -> Any:
    """Return where a word ends and the hash of its folded letters."""
    kind, value = classes[codes[at]] & 15, _BASIS
    while at < end and (classes[codes[at]] & 15) == kind:
        value = (value ^ np.uint64(folded[codes[at]])) * _PRIME
        at += 1
        if kind == HAN:
            break
    return at, value


@njit(cache=True, nogil=True)
def cut(
    codes: NDArray[np.uint32],
    ends: Places,
    folded: NDArray[np.uint32],
    classes: NDArray[np.uint8],
    by_lines: bool,
) -> Any:
    """Cut texts laid end to end into words.

    Returns first character and length of each word, its hash, its flags, whether it is Han, and for each
    paragraph with words its first word and its text.
    """
    room = codes.size + 1
    first, length = np.empty(room, np.int64), np.empty(room, np.int32)
    hashes, flags = np.empty(room, np.uint64), np.zeros(room, np.uint32)
    han = np.zeros(room, np.bool_)
    opened, owner = np.empty(room, np.int64), np.empty(room, np.int32)
    words, paragraphs, at = 0, 0, 0
    for text in range(ends.size):
        fresh, opens, broken = True, True, False
        while at < ends[text]:
            kind = classes[codes[at]] & 15
            if kind in (HAN, LETTER):
                first[words], han[words] = at, kind == HAN
                at, hashes[words] = _read_word(codes, ends[text], folded, classes, at)
                length[words] = at - first[words]
                if fresh:
                    opened[paragraphs], owner[paragraphs] = words, text
                    paragraphs += 1
                elif not broken:
                    flags[words - 1] |= np.uint32(JOINED)
                if opens:
                    flags[words] |= np.uint32(OPENS)
                words += 1
                fresh, opens, broken = False, False, False
                continue
            ends_here = kind == STOP or (kind == DOT and _ends_sentence(codes, classes, at, ends[text]))
            new_line = kind == LINE and by_lines
            broken = broken or ends_here or kind == BREAK
            opens = opens or ends_here or new_line
            fresh = fresh or new_line
            at += 1
    return (
        first[:words].copy(), length[:words].copy(), hashes[:words].copy(), flags[:words].copy(),
        han[:words].copy(), opened[:paragraphs].copy(), owner[:paragraphs].copy(),
    )  # fmt: skip


@njit(cache=True, nogil=True)
def _ends_sentence(codes: NDArray[np.uint32], classes: NDArray[np.uint8], at: int, end: int) -> bool:
    """Tell whether a dot is followed by blanks and a capital, a Han character or the end of the text."""
    following = at + 1
    while following < end and (classes[codes[following]] & 15) not in (HAN, LETTER):
        following += 1
    if following == end:
        return True
    return following > at + 1 and (classes[codes[following]] >= UPPER or classes[codes[following]] == HAN)


@njit(cache=True, nogil=True)
def same_letters(
    codes: NDArray[np.uint32],
    folded: NDArray[np.uint32],
    first: Places,
    length: NDArray[np.int32],
    like: Places,
) -> bool:
    """Tell whether every word is written like the word it was taken for."""
    for word in range(first.size):
        other = like[word]
        if length[word] != length[other]:
            return False
        for step in range(length[word]):
            if folded[codes[first[word] + step]] != folded[codes[first[other] + step]]:
                return False
    return True


@njit(cache=True, nogil=True)
def sorted_places(stream: NDArray[np.uint32], word_count: int) -> NDArray[np.uint32]:
    """Return all places sorted by word, then by the word joined to it (0 where none), then by place."""
    n = stream.size
    counts = np.zeros(word_count + 2, np.int64)
    for at in range(n):
        counts[_joined_word(stream, at) + 1] += 1
    for word in range(word_count + 1):
        counts[word + 1] += counts[word]
    by_next = np.empty(n, np.uint32)
    for at in range(n):
        following = _joined_word(stream, at)
        by_next[counts[following]] = at
        counts[following] += 1
    counts[:] = 0
    for at in range(n):
        counts[np.int64(stream[at] & np.uint32(WORD)) + 1] += 1
    for word in range(word_count + 1):
        counts[word + 1] += counts[word]
    order = np.empty(n, np.uint32)
    for place in range(n):
        here = by_next[place]
        first = np.int64(stream[here] & np.uint32(WORD))
        order[counts[first]] = here
        counts[first] += 1
    return order


@njit(cache=True, nogil=True)
def _joined_word(stream: NDArray[np.uint32], at: Any) -> Any:
    if stream[at] & np.uint32(JOINED):
        return np.int64(stream[at + 1] & np.uint32(WORD))
    return np.int64(0)


@njit(cache=True, nogil=True)
def pairs(stream: NDArray[np.uint32], order: NDArray[np.uint32]) -> Any:
    """Return each pair of word and joined word once, as one number, and where its places begin."""
    keys, starts, found = np.empty(order.size, np.uint64), np.empty(order.size + 1, np.int64), 0
    before = np.uint64(0)
    for place in range(order.size):
        at = np.int64(order[place])
        key = (np.uint64(stream[at] & np.uint32(WORD)) << np.uint64(32)) | np.uint64(_joined_word(stream, at))
        if place == 0 or key != before:
            keys[found], starts[found] = key, place
            found += 1
            before = key
    starts[found] = order.size
    return keys[:found].copy(), starts[: found + 1].copy()


@njit(cache=True, nogil=True)
def runs(
    stream: NDArray[np.uint32], anchors: NDArray[np.uint32], shift: int,
    low: NDArray[np.uint32], high: NDArray[np.uint32], slots: Places,
) -> Any:  # fmt: skip
    """Return the places at which a row of joined words begins.

    Slot ``i`` takes a word within one of the spans ``low[j]..high[j]``, ``slots[i] <= j < slots[i + 1]``.
    Each anchor is a place where slot ``shift`` may stand.
    """
    found, count = np.empty(anchors.size, np.int64), 0
    length = slots.size - 1
    for place in range(anchors.size):
        begin = np.int64(anchors[place]) - shift
        if begin >= 0 and begin + length <= stream.size and _fits(stream, begin, length, low, high, slots):
            found[count] = begin
            count += 1
    return found[:count].copy()


@njit(cache=True, nogil=True)
def _fits(
    stream: NDArray[np.uint32], begin: Any, length: int,
    low: NDArray[np.uint32], high: NDArray[np.uint32], slots: Places,
) -> bool:  # fmt: skip
    for slot in range(length):
        here = stream[begin + slot]
        if slot < length - 1 and not here & np.uint32(JOINED):
            return False
        word, left, right = here & np.uint32(WORD), slots[slot], slots[slot + 1]
        while left < right:
            middle = (left + right) // 2
            if high[middle] < word:
                left = middle + 1
            else:
                right = middle
        if left == slots[slot + 1] or low[left] > word:
            return False
    return True


@njit(cache=True, nogil=True)
def paragraph_of(place: Any, opened: Places, blocks: NDArray[np.int32]) -> Any:
    """Return the paragraph a place lies in; ``blocks`` gives it for every 64th place."""
    paragraph = blocks[place >> 6]
    while paragraph + 1 < opened.size and opened[paragraph + 1] <= place:
        paragraph += 1
    return np.int64(paragraph)


@njit(cache=True, nogil=True)
def paragraphs_of(places: Places, opened: Places, blocks: NDArray[np.int32]) -> Places:
    """Return the paragraph of each place."""
    found = np.empty(places.size, np.int64)
    for at in range(places.size):
        found[at] = paragraph_of(places[at], opened, blocks)
    return found


@njit(cache=True, nogil=True)
def block_owners(opened: Places, owner: NDArray[np.int32], size: int) -> NDArray[np.int32]:
    """Return the owner of every 32 places, -1 where they have several."""
    found, paragraph = np.empty((size >> 5) + 1, np.int32), 0
    for block in range(found.size):
        first, last = block << 5, min((block << 5) + 31, size - 1)
        while paragraph + 1 < opened.size and opened[paragraph + 1] <= first:
            paragraph += 1
        ends = paragraph
        while ends + 1 < opened.size and opened[ends + 1] <= last:
            ends += 1
        found[block] = owner[paragraph] if owner[ends] == owner[paragraph] else -1
    return found


@njit(cache=True, nogil=True)
def mark(
    places: Any, of_block: NDArray[np.int32], opened: Places, blocks: NDArray[np.int32],
    owner: NDArray[np.int32], marks: NDArray[np.bool_],
) -> None:  # fmt: skip
    """Mark the owners of the places."""
    for at in range(places.size):
        whose = of_block[places[at] >> 5]
        if whose < 0:
            whose = owner[paragraph_of(np.int64(places[at]), opened, blocks)]
        marks[whose] = True


@njit(cache=True, nogil=True)
def followed(first: NDArray[np.uint32], second: NDArray[np.uint32], shift: int) -> NDArray[np.uint32]:
    """Return the places of the first list that lie ``shift`` before a place of the second; both ascend."""
    found, count, at = np.empty(first.size, np.uint32), 0, np.int64(0)
    for one in range(first.size):
        wanted = np.int64(first[one]) + shift
        if at < second.size and second[at] < wanted:
            step = np.int64(1)
            while at + step < second.size and second[at + step] < wanted:
                at += step
                step *= 2
            high = min(at + step, np.int64(second.size))
            at += 1
            while at < high:
                middle = (at + high) // 2
                if second[middle] < wanted:
                    at = middle + 1
                else:
                    high = middle
        if at == second.size:
            break
        if second[at] == wanted:
            found[count] = first[one]
            count += 1
    return found[:count].copy()


@njit(cache=True, nogil=True)
def near(
    left: Any, right: Any, group: tuple[Places, ...], unit: tuple[Places, ...], text: tuple[Places, ...],
    rule: tuple[int, bool, bool, int],
) -> Any:  # fmt: skip
    """Return the spans of all pairs of finds that are near one another.

    ``left`` and ``right`` are (starts, ends) sorted by start; ``group`` is what the two of a pair must share;
    ``unit`` numbers the unit at each left start, left end, right start and right end, ``text`` likewise what
    the two ends that face each other must share; ``rule`` is the gap (negative: any), ordered, exact, and
    what to take off a difference of units.
    """
    gap, ordered, exact, less = rule
    starts, ends, count = np.empty(64, np.int64), np.empty(64, np.int64), 0
    low = 0
    for one in range(left[0].size):
        while low < right[0].size and group[1][low] < group[0][one]:
            low += 1
        other = low
        while other < right[0].size and group[1][other] == group[0][one]:
            distance = np.int64(-1)
            if right[0][other] > left[1][one] and text[2][other] == text[1][one]:
                distance = unit[2][other] - unit[1][one] - less
            elif not ordered and left[0][one] > right[1][other] and text[0][one] == text[3][other]:
                distance = unit[0][one] - unit[3][other] - less
            if distance >= 0 and (gap < 0 or distance == gap or (distance < gap and not exact)):
                if count == starts.size:
                    starts, ends = _doubled(starts), _doubled(ends)
                starts[count] = min(left[0][one], right[0][other])
                ends[count] = max(left[1][one], right[1][other])
                count += 1
            other += 1
    return starts[:count].copy(), ends[:count].copy()


@njit(cache=True, nogil=True)
def bridged(
    stream: NDArray[np.uint32], left: Any, right_starts: Places, right_ends: Places, least: int, most: int
) -> Any:
    """Return the spans in which a right find follows a left one by so many joined words in between."""
    starts, ends, count = np.empty(64, np.int64), np.empty(64, np.int64), 0
    for one in range(left[0].size):
        at, steps = left[1][one], 0
        while stream[at] & np.uint32(JOINED) and (most < 0 or steps <= most):
            at += 1
            if steps >= least:
                other = np.searchsorted(right_starts, at)
                while other < right_starts.size and right_starts[other] == at:
                    if count == starts.size:
                        starts, ends = _doubled(starts), _doubled(ends)
                    starts[count], ends[count] = left[0][one], right_ends[other]
                    count += 1
                    other += 1
            steps += 1
    return starts[:count].copy(), ends[:count].copy()


@njit(cache=True, nogil=True)
def _doubled(values: Places) -> Places:
    more = np.empty(values.size * 2, np.int64)
    more[: values.size] = values
    return more


@njit(cache=True, nogil=True)
def stretched(stream: NDArray[np.uint32], spans: Any, before: int, behind: int) -> Any:
    """Return the spans that have so many joined words more before and behind."""
    starts, ends, count = np.empty(spans[0].size, np.int64), np.empty(spans[0].size, np.int64), 0
    for one in range(spans[0].size):
        start, end, fits = spans[0][one], spans[1][one], True
        for _ in range(before):
            fits = fits and start > 0 and (stream[start - 1] & np.uint32(JOINED)) != 0
            start -= 1
        for _ in range(behind):
            fits = fits and (stream[end] & np.uint32(JOINED)) != 0
            end += 1 if fits else 0
        if fits:
            starts[count], ends[count] = start, end
            count += 1
    return starts[:count].copy(), ends[:count].copy()
