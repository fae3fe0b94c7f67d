"""Paired timings: each contender in a process of its own, in turn, medians and peak memory."""

import json
import multiprocessing
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from workbench import POLARS_MEMORY

_MEMORY: Final = "_RJEM_MALLOC_CONF"


def _timed(work: Callable[[], Any], queue: Any) -> None:
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024**2
    queue.put((seconds, max(peak, children), result))


def run_once(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """Run work in a fresh process; return seconds, peak memory in GiB, and its result."""
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    process = context.Process(target=_timed, args=(work, queue))
    process.start()
    while process.is_alive() and queue.empty():
        time.sleep(0.05)
    if queue.empty() and process.exitcode:
        raise RuntimeError(f"{work} ended with {process.exitcode}")
    told = queue.get()
    process.join()
    return told


@contextmanager
def _memory(setting: str) -> Iterator[None]:
    """Set how polars keeps memory in the processes begun meanwhile; with nothing set, as it does by itself."""
    given = os.environ.get(_MEMORY, "")
    os.environ[_MEMORY] = setting
    try:
        yield
    finally:
        os.environ[_MEMORY] = given


def compare(
    contenders: Mapping[str, Callable[[], Any]], repeats: int = 5, bare: Sequence[str] = ()
) -> dict[str, dict[str, float]]:
    """Run every contender ``repeats`` times, in turn; return medians and the worst peak.

    Polars keeps memory as in every command of the workbench; for contenders named in ``bare``, as by itself.
    """
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    peaks = dict.fromkeys(contenders, 0.0)
    for _ in range(repeats):
        for name, work in contenders.items():
            with _memory("" if name in bare else POLARS_MEMORY):
                spent, peak, _result = run_once(work)
            seconds[name].append(spent)
            peaks[name] = max(peaks[name], peak)
    return {
        name: {"median_seconds": round(statistics.median(spent), 3), "peak_gib": round(peaks[name], 2)}
        for name, spent in seconds.items()
    }


def report(benchmark: str, figures: Mapping[str, Any]) -> None:
    """Print one JSON line."""
    print(json.dumps({"benchmark": benchmark, "cpus": os.cpu_count(), **figures}, ensure_ascii=False))
    sys.stdout.flush()
