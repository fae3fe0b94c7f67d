"""Two threads for compiled sweeps that hold no lock: side by side, or each over half of the arcs."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
from numba import njit
from numpy.typing import NDArray

_One = TypeVar("_One")
_Other = TypeVar("_Other")

_WORTHWHILE = 100_000


def side_by_side(one: Callable[[], _One], other: Callable[[], _Other], threads: int) -> tuple[_One, _Other]:
    """Run two pieces of work, at once if there are two threads."""
    if threads < 2:
        return one(), other()
    with ThreadPoolExecutor(1) as beside:
        later = beside.submit(other)
        return one(), later.result()


def in_parts(start: NDArray[np.int64], work: Callable[[int, int], None], threads: int) -> None:
    """Run work on the rows of two halves with as many arcs each.

    Parameters
    ----------
    start : ndarray of int64, shape (row_count + 1,)
        Where the arcs of each row begin.
    work : callable
        Takes the first row, and the row behind the last.
    threads : int
        Networks of few arcs are not worth a second thread.
    """
    rows = start.size - 1
    middle = min(int(np.searchsorted(start, start[-1] // 2)), rows)
    side_by_side(lambda: work(0, middle), lambda: work(middle, rows), threads if start[-1] > _WORTHWHILE else 1)


def in_waves(start: NDArray[np.int64], cited: NDArray[np.int32], work: Callable[[int, int], None]) -> None:
    """Run work that needs what it found for cited rows: two threads where rows in a run do not cite each other.

    Parameters
    ----------
    start, cited
        As a network's: the rows that each row cites, all before it, the last of them at the end.
    work : callable
        Takes the first row, and the row behind the last.
    """
    bounds = np.array(_waves(start, cited))
    if start[-1] < _WORTHWHILE * (bounds.size - 1):
        work(0, start.size - 1)
        return
    with ThreadPoolExecutor(1) as beside:
        middles = np.searchsorted(start, (start[bounds[:-1]] + start[bounds[1:]]) // 2)
        for first, middle, end in zip(
            bounds[:-1], np.clip(middles, bounds[:-1], bounds[1:]), bounds[1:], strict=True
        ):
            later = beside.submit(work, middle, end)
            work(first, middle)
            later.result()


@njit(cache=True, nogil=True)
def _waves(start: NDArray[np.int64], cited: NDArray[np.int32]) -> list[int]:
    """Return the bounds of runs of rows, each as long as none of it cites another of it."""
    bounds, first = [0], 0
    for row in range(start.size - 1):
        end = start[row + 1]
        if end > start[row] and cited[end - 1] >= first:
            first = row
            bounds.append(row)
    bounds.append(start.size - 1)
    return bounds
