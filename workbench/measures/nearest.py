"""The exact most similar rows of a sparse matrix: rare columns first, common ones only where they can matter.

The score of a row is a sum over the query's columns. The rarest columns name some rows that are likely to be
the best; the worst of their scores is a floor for all. Once the columns that are left cannot lift a row over
the floor, only the rows within reach are finished, each from its own row [1]_. Rows are taken part by part, so
that the sums of a part stay near the processor. Places are unsigned: a signed one might count from the end, and
asking whether it does takes as long as a sum.

References
----------
.. [1] H. Turtle, J. Flood, "Query evaluation: strategies and optimizations", Information Processing &
   Management 31(6), 1995 (MaxScore).
"""

import numba
import numpy as np

from workbench.measures.prefetching import fetch_early

_MARGIN = np.float32(1e-5)
"""More than single precision can lose in a sum of some thousand products below one."""

_PART = 1 << 16
"""Rows of a part: as many as stay near the processor."""

_SHARE = 0.3
"""Columns are left out once they can add at most this share of the floor."""

_TRIED, _LIKELY = 1 << 14, 2
"""Entries of the rarest columns that are read for the floor, and rows to score for each that is wanted."""

_WORDS = 1 << 10
"""Words of a filter with a bit for a query's columns, many columns to a bit; it stays next to the processor."""

_SOON, _LINE = 8, 16
"""How many rows ahead a row is asked for, and columns that come at once."""


@numba.njit(cache=True, nogil=True)
def find_nearest(asked, lists, rows, rarity, most):  # type: ignore[no-untyped-def]
    """Return the best rows of each query, and their scores.

    Parameters
    ----------
    asked : tuple
        Row starts, columns and weights of the queries.
    lists : tuple
        By column: starts, rows (ascending), weights (not negative), and the highest weight of each.
    rows : tuple
        Row starts, columns and weights of the rows.
    rarity : array
        By column; columns are tried from the rarest on.
    most : int
        Rows wanted of each query.
    """
    count, size = len(asked[0]) - 1, len(rows[0]) - 1
    best = np.full((count, most), -1, np.int32)
    scores = np.zeros((count, most), np.float32)
    sums = np.zeros(size, np.float32)
    table = (np.zeros(len(rarity), np.float32), np.zeros(_WORDS, np.uint64))
    for query in range(count):
        begin, end = asked[0][query], asked[0][query + 1]
        columns, weights = asked[1][begin:end], asked[2][begin:end]
        _write(table, columns, weights)
        order = np.argsort(-rarity[columns], kind="mergesort")
        rare, heavy = columns[order], weights[order]
        floor = _floor(rare, heavy, table, lists, rows, sums, most)
        _search(rare, heavy, table, lists, rows, sums[:_PART], floor, best[query], scores[query])
        table[0][columns], table[1][:] = 0, 0
    return best, scores


@numba.njit(cache=True, nogil=True)
def _write(table, columns, weights):  # type: ignore[no-untyped-def]
    """Write a query's weights to their columns, and set the columns' bits."""
    spread, bits = table
    for at in range(len(columns)):
        column = columns[at]
        spread[column] = weights[at]
        bits[(column >> 6) & (_WORDS - 1)] |= np.uint64(1) << np.uint64(column & 63)


@numba.njit(cache=True, nogil=True)
def _floor(rare, heavy, table, lists, rows, sums, most):  # type: ignore[no-untyped-def]
    """Return a score that as many rows reach as are wanted; 0 where the rarest columns hold fewer rows."""
    starts, listed_rows, listed, _ = lists
    touched = np.empty(min(_TRIED, len(listed_rows)), np.int32)
    filled = 0
    for at in range(len(rare)):
        column, weight = rare[at], heavy[at]
        if filled + starts[column + 1] - starts[column] > len(touched):
            break
        for place in range(np.uint64(starts[column]), np.uint64(starts[column + 1])):
            row = np.uint32(listed_rows[place])
            before = sums[row]
            touched[np.uint32(filled)] = row
            filled += before == 0
            sums[row] = before + weight * listed[place]
    touched = touched[:filled]
    found = sums[touched]
    sums[touched] = 0
    if filled < most:
        return np.float32(0)
    likely = min(_LIKELY * most, filled)
    chosen = touched[np.argpartition(found, filled - likely)[filled - likely :]]
    reached = np.sort(_scores(chosen, table, rows))
    return reached[likely - most]


@numba.njit(cache=True, nogil=True)
def _search(rare, heavy, table, lists, rows, sums, floor, best, scores):  # type: ignore[no-untyped-def]
    """Fill the best rows of one query, part by part."""
    starts, listed_rows, listed, highest = lists
    reach = np.zeros(len(rare) + 1, np.float64)
    for at in range(len(rare) - 1, -1, -1):
        reach[at] = reach[at + 1] + heavy[at] * highest[rare[at]]
    used = 0
    while used < len(rare) and reach[used] >= floor * _SHARE:
        used += 1
    bound = max(np.float32(floor - reach[used] - _MARGIN), np.float32(0))
    places, lasts = starts[rare].astype(np.uint64), starts[rare + 1].astype(np.uint64)
    within = np.empty(len(sums), np.int32)
    size = len(rows[0]) - 1
    for begin in range(0, size, _PART):
        end, offset, filled = min(begin + _PART, size), np.uint32(begin), np.uint32(0)
        for at in range(used):
            fetch_early(listed_rows, places[at])
            fetch_early(listed, places[at])
        sums[:] = 0
        for at in range(used):
            place, last, weight = places[at], lasts[at], heavy[at]
            while place < last and listed_rows[place] < end:
                row = np.uint32(listed_rows[place]) - offset
                before = sums[row]
                after = before + weight * listed[place]
                sums[row] = after
                if after > bound and before <= bound:
                    within[filled] = row
                    filled += np.uint32(1)
                place += np.uint64(1)
            places[at] = place
        chosen = np.sort(within[:filled])
        reached = _scores(chosen + begin, table, rows)
        for at in range(len(chosen)):
            _keep(begin + chosen[at], reached[at], best, scores)
    sums[:] = 0


@numba.njit(cache=True, nogil=True)
def _scores(chosen, table, rows):  # type: ignore[no-untyped-def]
    """Return the products of some rows and the query in the table."""
    starts, row_columns, row_weights = rows
    spread, bits = table
    scores = np.zeros(len(chosen), np.float32)
    for at in range(len(chosen)):
        if at + 2 * _SOON < len(chosen):
            fetch_early(starts, chosen[at + 2 * _SOON])
        if at + _SOON < len(chosen):
            later = chosen[at + _SOON]
            for place in range(starts[later], starts[later + 1], _LINE):
                fetch_early(row_columns, place)
                fetch_early(row_weights, place)
        total = 0.0
        for place in range(np.uint64(starts[chosen[at]]), np.uint64(starts[chosen[at] + 1])):
            column = np.uint32(row_columns[place])
            if (bits[(column >> 6) & (_WORDS - 1)] >> np.uint64(column & 63)) & np.uint64(1):
                total += row_weights[place] * spread[column]
        scores[at] = total
    return scores


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
