"""The exact most similar rows of a sparse matrix: rare columns first, common ones only where they can matter.

The score of a row is a sum over the query's columns. Once the columns that are left cannot lift any unseen row
over the worst row kept so far, only the rows within reach are finished, each from its own row [1]_.

References
----------
.. [1] H. Turtle, J. Flood, "Query evaluation: strategies and optimizations", Information Processing &
   Management 31(6), 1995 (MaxScore).
"""

import numba
import numpy as np

_MARGIN = np.float32(1e-5)
"""More than single precision can lose in a sum of some thousand products below one."""

_BLOCK = 256
_FIRST_LOOK = 0.12
"""What the columns left must be able to add at most before the rows so far are looked at."""

_ROW_COST = 300
"""Steps of a list that take as long as finishing one row."""


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
    count, size = len(asked[0]) - 1, len(rows[0]) - 1
    best = np.full((count, most), -1, np.int32)
    scores = np.zeros((count, most), np.float32)
    sums = np.zeros(size, np.float32)
    for query in range(count):
        begin, end = asked[0][query], asked[0][query + 1]
        columns, weights = asked[1][begin:end], asked[2][begin:end]
        sums[:] = 0
        found = _candidates(columns, weights, lists, rarity, sums, most)
        _finish(found, columns, weights, rows, best[query], scores[query])
    return best, scores


@numba.njit(cache=True, nogil=True)
def _candidates(columns, weights, lists, rarity, sums, most):  # type: ignore[no-untyped-def]
    """Return every row that can be among the best."""
    starts, listed_rows, listed, highest = lists
    order = np.argsort(-rarity[columns], kind="mergesort")
    columns, weights = columns[order], weights[order]
    reach, work = np.zeros(len(columns) + 1, np.float64), np.zeros(len(columns) + 1, np.int64)
    for at in range(len(columns) - 1, -1, -1):
        column = columns[at]
        reach[at] = reach[at + 1] + weights[at] * highest[column]
        work[at] = work[at + 1] + (starts[column + 1] - starts[column] if weights[at] > 0 else 0)
    size = len(sums)
    due = _FIRST_LOOK
    for at in range(len(columns)):
        if reach[at] < due and work[at] >= size:
            peaks = _peaks(sums)
            level = _level(sums, peaks, most)
            bound = np.float32(level - reach[at] - _MARGIN)
            due = min(reach[at], level) / 2.5
            if reach[at] < level / 2 and _count(sums, peaks, bound) * _ROW_COST < work[at]:
                return _within(sums, peaks, bound)
        column, weight = columns[at], weights[at]
        if weight > 0:
            for place in range(starts[column], starts[column + 1]):
                sums[listed_rows[place]] += weight * listed[place]
    peaks = _peaks(sums)
    level = _level(sums, peaks, most)
    return _within(sums, peaks, max(np.float32(level - _MARGIN), np.float32(0)))


@numba.njit(cache=True, nogil=True, fastmath=True)
def _peaks(sums):  # type: ignore[no-untyped-def]
    """Return the highest sum of every block of rows: most blocks need no second look."""
    peaks = np.zeros((len(sums) + _BLOCK - 1) // _BLOCK, np.float32)
    for block in range(len(peaks)):
        highest = np.float32(0)
        for value in sums[block * _BLOCK : (block + 1) * _BLOCK]:
            highest = max(highest, value)
        peaks[block] = highest
    return peaks


@numba.njit(cache=True, nogil=True)
def _level(sums, peaks, most):  # type: ignore[no-untyped-def]
    """Return the sum of the worst of the best rows so far; 0 where there are fewer."""
    kept = np.zeros(most, np.float32)
    lowest, place = np.float32(0), 0
    for block in np.argsort(-peaks):
        if peaks[block] <= lowest:
            break
        for value in sums[block * _BLOCK : (block + 1) * _BLOCK]:
            if value > lowest:
                kept[place] = value
                place = int(np.argmin(kept))
                lowest = kept[place]
    return lowest


@numba.njit(cache=True, nogil=True)
def _count(sums, peaks, level):  # type: ignore[no-untyped-def]
    """Count the rows whose sum is above a level."""
    count = 0
    for block in range(len(peaks)):
        if peaks[block] > level:
            for value in sums[block * _BLOCK : (block + 1) * _BLOCK]:
                count += value > level
    return count


@numba.njit(cache=True, nogil=True)
def _within(sums, peaks, level):  # type: ignore[no-untyped-def]
    """Return the rows whose sum is above a level."""
    found = np.empty(_count(sums, peaks, level), np.int32)
    at = 0
    for block in range(len(peaks)):
        if peaks[block] > level:
            for row in range(block * _BLOCK, min((block + 1) * _BLOCK, len(sums))):
                if sums[row] > level:
                    found[at] = row
                    at += 1
    return found


@numba.njit(cache=True, nogil=True)
def _finish(found, columns, weights, rows, best, scores):  # type: ignore[no-untyped-def]
    """Score the candidates from their own rows and keep the best; of alike ones the earlier row."""
    exact = np.empty(len(found), np.float32)
    for at in range(len(found)):
        exact[at] = _score(found[at], columns, weights, rows)
    order = np.argsort(-exact, kind="mergesort")
    for place in range(min(len(order), len(best))):
        if exact[order[place]] > 0:
            best[place], scores[place] = found[order[place]], exact[order[place]]


@numba.njit(cache=True, nogil=True)
def _score(row, columns, weights, rows):  # type: ignore[no-untyped-def]
    """Return the product of a row and a query, both with ascending columns."""
    starts, row_columns, row_weights = rows
    total, at, other = 0.0, starts[row], 0
    while at < starts[row + 1] and other < len(columns):
        if row_columns[at] == columns[other]:
            total += row_weights[at] * weights[other]
            at += 1
            other += 1
        elif row_columns[at] < columns[other]:
            at += 1
        else:
            other += 1
    return total
