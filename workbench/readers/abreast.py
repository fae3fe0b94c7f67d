"""Work done on several items at a time, results in order, never far ahead of the reader."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def abreast(
    work: Callable[[Item], Result], items: Iterable[Item], workers: int | None = None
) -> Iterator[Result]:
    """Yield ``work(item)`` for every item, in order.

    Threads serve, since polars leaves the interpreter while it computes. At most one item more than
    there are workers is under way, which bounds the memory.

    Parameters
    ----------
    work : callable
        What is done with an item.
    items : iterable
        Taken one by one, as workers become free.
    workers : int, optional
        Threads; one more than there are processors, four at most, unless given: while one waits for
        the interpreter the others compute.
    """
    count = workers or min((os.cpu_count() or 1) + 1, 4)
    waiting: deque[Future[Result]] = deque()
    with ThreadPoolExecutor(count) as pool:
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) > count:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
