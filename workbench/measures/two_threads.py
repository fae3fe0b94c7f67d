"""Two threads for compiled sweeps that hold no lock: side by side, or each over half of the arcs."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
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
