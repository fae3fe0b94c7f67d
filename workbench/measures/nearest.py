"""The exact most similar rows of a sparse matrix: rare columns first, common ones only where they can matter.

The score of a row is a sum over the query's columns. Once the columns that are left cannot lift any unseen row
over the worst row kept so far, only the rows within reach are finished, each from its own row [1]_. Rows are
taken part by part, so that the sums of a part stay near the processor; each knows the worst row kept before it.

References
----------
.. [1] H. Turtle, J. Flood, "Query evaluation: strategies and optimizations", Information Processing &
   Management 31(6), 1995 (MaxScore).
"""

import numba
import numpy as np

_MARGIN = np.float32(1e-5)
"""More than single precision can lose in a sum of some thousand products below one."""

_FIRST_PART = 1 << 13
_PART = 1 << 16
"""Rows of a part: small at first, until a worst row is known, then as many as stay near the processor."""

_SHARE = 0.2
"""Columns are left out once they can add at most this share of the worst score kept."""


@numba.njit(cache=True, nogil=True)
def find_nearest(asked, lists, rows, rarity, most):  # type: ignore[no-untyped-def]
    """Return the best rows of each query, and their scores.

    Parameters
    ----------
    asked : tuple
        Row starts, columns and weights of the queries.
    lists : tuple
        By column: starts, rows, weights, and the highest weight of each.
    rows : tuple
        Row starts, columns (ascending) and weights of the rows.
    rarity : array
        By column; columns are tried from the rarest on.
    most : int
        Rows wanted of each query.
    """
    count = len(asked[0]) - 1
    best = np.full((count, most), -1, np.int32)
    scores = np.zeros((count, most), np.float32)
    sums = np.zeros(min(_PART, len(rows[0]) - 1), np.float32)
    spread = np.zeros(len(rarity), np.float32)
    for query in range(count):
        begin, end = asked[0][query], asked[0][query + 1]
        columns, weights = asked[1][begin:end], asked[2][begin:end]
        spread[columns] = weights
        _search(columns, weights, spread, lists, rows, rarity, sums, best[query], scores[query])
        spread[columns] = 0
    return best, scores


@numba.njit(cache=True, nogil=True)
def _search(columns, weights, spread, lists, rows, rarity, sums, best, scores):  # type: ignore[no-untyped-def]
    """Fill the best rows of one query, part by part."""
    starts, listed_rows, listed, highest = lists
    order = np.argsort(-rarity[columns], kind="mergesort")
    rare, heavy = columns[order], weights[order]
    reach = np.zeros(len(rare) + 1, np.float64)
    for at in range(len(rare) - 1, -1, -1):
        reach[at] = reach[at + 1] + heavy[at] * highest[rare[at]]
    places = starts[rare].copy()
    size = len(rows[0]) - 1
    end = 0
    while end < size:
        begin, end = end, min(end + min(max(end, _FIRST_PART), _PART), size)
        room = sums[: end - begin]
        room[:] = 0
        level, used = scores[-1], 0
        while used < len(rare) and reach[used] >= level * _SHARE:
            last = _first_from(listed_rows, places[used], starts[rare[used] + 1], end)
            weight = heavy[used]
            for place in range(places[used], last):
                room[listed_rows[place] - begin] += weight * listed[place]
            places[used] = last
            used += 1
        if level == 0:
            level = _level(room, len(best))
        bound = max(np.float32(level - reach[used] - _MARGIN), np.float32(0))
        for row in range(end - begin):
            if room[row] > bound and room[row] + reach[used] + _MARGIN > scores[-1]:
                _keep(begin + row, _score(begin + row, spread, rows), best, scores)


@numba.njit(cache=True, nogil=True)
def _first_from(listed_rows, low, high, row):  # type: ignore[no-untyped-def]
    """Return the first place of an ascending list whose row is not before a row."""
    while low < high:
        middle = (low + high) // 2
        if listed_rows[middle] < row:
            low = middle + 1
        else:
            high = middle
    return low


@numba.njit(cache=True, nogil=True)
def _level(sums, most):  # type: ignore[no-untyped-def]
    """Return the sum of the worst of the best rows of a part; 0 where there are fewer."""
    kept = np.zeros(most, np.float32)
    lowest, place = np.float32(0), 0
    for value in sums:
        if value > lowest:
            kept[place] = value
            place = int(np.argmin(kept))
            lowest = kept[place]
    return lowest


@numba.njit(cache=True, nogil=True)
def _keep(row, score, best, scores):  # type: ignore[no-untyped-def]
    """Put a row among the best; of alike ones the earlier row stands first."""
    if score <= scores[-1]:
        return
    at = len(best) - 1
    while at > 0 and scores[at - 1] < score:
        scores[at], best[at] = scores[at - 1], best[at - 1]
        at -= 1
    scores[at], best[at] = score, row


@numba.njit(cache=True, nogil=True)
def _score(row, spread, rows):  # type: ignore[no-untyped-def]
    """Return the product of a row and a query whose weights stand at their columns."""
    starts, row_columns, row_weights = rows
    total = 0.0
    for at in range(starts[row], starts[row + 1]):
        total += row_weights[at] * spread[row_columns[at]]
    return np.float32(total)
