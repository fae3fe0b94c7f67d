"""Main paths at growing size: memory above the loaded arcs, and time, each in a process of its own.

    python benchmarks/route_growth.py                          16.5, 50 and 100 million arcs, shallow and deep
    python benchmarks/route_growth.py --arcs 1650000 --arcs 16500000 --shape deep

Gates: at most 24 bytes per arc and 40 per node above the two arrays of arcs, at the peak of ordering, SPC of
every arc and the global path with exact ties; 100 million arcs within 24 GiB; time grows with an exponent of
at most 1.1 from the smallest network to the largest. ``seconds`` is the first run in a process, as a command
makes it, its memory new from the system; ``again_seconds`` the third, in memory that the process has kept. The
sweep beside them tells what of the growth is the machine's, where the values of a larger network no longer fit
its cache. One JSON line per network and per step, medians of five processes. The kernels are compiled on a
small network before the clock starts; run it with nothing beside it.
"""

import argparse
import ctypes
import gc
import math
import resource
import statistics
import time
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from citation_graphs import Ends, citation_graph
from measuring import report, run_once
from route import chain, sweep_seconds

_PAGE = resource.getpagesize()
_BYTES_PER_ARC, _BYTES_PER_NODE = 24, 40
_TRIM_THRESHOLD, _MMAP_MAX = -1, -4
TIMES = ("seconds", "again_seconds", "sweep_seconds")


def resident() -> int:
    """Return the bytes this process has in memory now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE


def peak() -> int:
    """Return the most bytes this process has had in memory."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def measured(arc_count: int, shape: str) -> dict[str, Any]:
    """Measure one network once, in a fresh process; then again, in memory that the process has kept."""
    small_count, small = citation_graph(200_000, shape)
    chain(small, small_count)
    node_count, ends = citation_graph(arc_count, shape)
    gc.collect()
    loaded, before = resident(), peak()
    seconds, above, most = timed(ends, node_count), peak() - loaded, peak()
    keep_memory()
    timed(ends, node_count)
    return {
        "arcs": ends[0].size,
        "nodes": node_count,
        "seconds": seconds,
        "above": above,
        "is_peak_of_the_work": most > before,
        "peak": most,
        "again_seconds": timed(ends, node_count),
        "sweep_seconds": sweep_seconds(ends, node_count, 3),
    }


def keep_memory() -> None:
    """Let the C library keep what is freed for what is asked for next (Linux)."""
    library = ctypes.CDLL(None)
    library.mallopt(_TRIM_THRESHOLD, -1)
    library.mallopt(_MMAP_MAX, 0)


def timed(ends: Ends, node_count: int) -> float:
    """Return the seconds that the chain takes."""
    start = time.perf_counter()
    chain(ends, node_count)
    return time.perf_counter() - start


def figures(shape: str, runs: list[dict[str, Any]]) -> dict[str, Any]:
    """Sum up the processes of one size."""
    arcs, nodes = runs[0]["arcs"], runs[0]["nodes"]
    medians = {name: statistics.median(run[name] for run in runs) for name in TIMES}
    return {
        "shape": shape,
        "arcs": arcs,
        "nodes": nodes,
        **{name: round(seconds, 3) for name, seconds in medians.items()},
        "all_seconds": [round(run["seconds"], 2) for run in runs],
        "sweeps": round(medians["seconds"] / medians["sweep_seconds"], 1),
        "above_loaded_bytes_per_arc": round(max(run["above"] for run in runs) / arcs, 1),
        "allowed_bytes_per_arc": round((_BYTES_PER_ARC * arcs + _BYTES_PER_NODE * nodes) / arcs, 1),
        "is_peak_of_the_work": all(run["is_peak_of_the_work"] for run in runs),
        "peak_gib": round(max(run["peak"] for run in runs) / 2**30, 2),
    }


def exponent(small: dict[str, Any], large: dict[str, Any], name: str) -> float:
    """Return the power of the number of arcs that a figure grew with between two networks."""
    return round(math.log(large[name] / small[name]) / math.log(large["arcs"] / small["arcs"]), 3)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arcs", type=int, action="append")
    parser.add_argument("--shape", choices=("shallow", "deep"), action="append")
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    for shape in options.shape or ("shallow", "deep"):
        points = []
        for arc_count in sorted(options.arcs or (16_500_000, 50_000_000, 100_000_000)):
            runs = [run_once(partial(measured, arc_count, shape))[2] for _ in range(options.repeats)]
            points.append(figures(shape, runs))
            report("route_growth", points[-1])
        ends = [(points[0], points[-1])] if len(points) > 2 else []
        for step in [*pairwise(points), *ends]:
            sizes = [point["arcs"] for point in step]
            told = {name: exponent(*step, name) for name in TIMES}
            report("route_growth", {"shape": shape, "arcs": sizes, "exponents": told})


if __name__ == "__main__":
    main()
