"""Main paths at growing size: memory above the loaded arcs, and time, each in a process of its own.

    python benchmarks/route_growth.py                          16.5, 50 and 100 million arcs, shallow and deep
    python benchmarks/route_growth.py --arcs 1650000 --arcs 16500000 --shape deep

Gates: at most 24 bytes per arc and 40 per node above the two arrays of arcs, at the peak of ordering, SPC of
every arc and the global path with exact ties; 100 million arcs within 24 GiB; time grows with an exponent of
at most 1.1 (``median_seconds``) from the smallest network to the largest. Every step is printed too, with the
exponents of the sweep measured beside it and of the work in sweeps: they tell what of the growth is the
machine's, where the values of a larger network no longer fit its cache. One JSON line per network and per step.
The kernels are compiled on a small network before the clock starts; run it with nothing beside it.
"""

import argparse
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

from workbench.measures.path_counts import arc_weights, path_counts
from workbench.measures.topology import acyclic

_PAGE = resource.getpagesize()
_BYTES_PER_ARC, _BYTES_PER_NODE = 24, 40


def resident() -> int:
    """Return the bytes this process has in memory now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE


def peak() -> int:
    """Return the most bytes this process has had in memory."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def weigh(ends: Ends, node_count: int) -> None:
    """Order a network, count the paths and weigh every arc."""
    dag = acyclic(*ends, node_count)
    arc_weights(dag, path_counts(dag, threads=2), threads=2)


def measured(arc_count: int, shape: str, whole: bool, repeats: int) -> dict[str, Any]:
    """Measure one network; all of this runs in a fresh process."""
    small_count, small = citation_graph(200_000, shape)
    work = chain if whole else weigh
    work(small, small_count)
    node_count, ends = citation_graph(arc_count, shape)
    gc.collect()
    loaded, before = resident(), peak()
    work(ends, node_count)
    above = peak() - loaded
    allowed = _BYTES_PER_ARC * ends[0].size + _BYTES_PER_NODE * node_count
    spent = []
    for _ in range(repeats):
        start = time.perf_counter()
        work(ends, node_count)
        spent.append(time.perf_counter() - start)
    sweep, median = sweep_seconds(ends, node_count, repeats), statistics.median(spent)
    return {
        "shape": shape,
        "work": "order, SPC, global path" if whole else "order, SPC",
        "arcs": ends[0].size,
        "nodes": node_count,
        "sweep_seconds": round(sweep, 4),
        "median_seconds": round(median, 3),
        "sweeps": round(median / sweep, 2),
        "above_loaded_bytes_per_arc": round(above / ends[0].size, 1),
        "allowed_bytes_per_arc": round(allowed / ends[0].size, 1),
        "is_peak_of_the_work": bool(peak() > before),
        "peak_gib": round(peak() / 2**30, 2),
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
            for whole in (False, True):
                figures = run_once(partial(measured, arc_count, shape, whole, options.repeats))[2]
                report("route_growth", figures)
            points.append(figures)
        ends = [(points[0], points[-1])] if len(points) > 2 else []
        for step in [*pairwise(points), *ends]:
            told = {name: exponent(*step, name) for name in ("median_seconds", "sweep_seconds", "sweeps")}
            sizes = [point["arcs"] for point in step]
            report("route_growth", {"shape": shape, "arcs": sizes, "exponents": told})


if __name__ == "__main__":
    main()
