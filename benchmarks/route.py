"""Main paths: overflow-proof weights of every arc, beside the sweep that any such kernel must at least make.

G is one thread reading the int32 ends in the stored order and gathering one float64 per node. Gates at 16.5
million arcs: SPC at most 10 × G, all three weights at most 18 × G; at 1.6 million arcs networkx at least 300 ×
slower for SPC and 150 × for order, weights and global path. One JSON line per network.
"""

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import polars as pl
from citation_graphs import Ends, citation_graph
from measuring import report
from numba import njit
from numpy.typing import NDArray

from workbench.measures.exact_counts import ExactWeights
from workbench.measures.main_paths import global_path, key_route
from workbench.measures.path_counts import arc_weights, path_counts
from workbench.measures.persistence import knowledge_persistence, layers
from workbench.measures.topology import Dag, acyclic
from workbench.route.cleaning import clean
from workbench.route.reading import read_network
from workbench.route.weighing import weigh

WEIGHTS = ("spc", "splc", "spnp")


@njit(cache=True, nogil=True)
def _sweep(ends: NDArray[np.int32], values: NDArray[np.float64]) -> float:
    total = 0.0
    for end in ends:
        total += values[end]
    return total


def median_seconds(work: Callable[[], Any], repeats: int) -> float:
    """Return the median time of some runs, after one that compiles."""
    work()
    spent = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent)


def spc(dag: Dag, threads: int) -> None:
    """Count the paths and weigh every arc."""
    arc_weights(dag, path_counts(dag, "spc", threads=threads), threads=threads)


def all_weights(dag: Dag, threads: int) -> None:
    """Compute SPC, SPLC and SPNP of every arc."""
    for weight in WEIGHTS:
        arc_weights(dag, path_counts(dag, weight, threads=threads), threads=threads)


def chain(ends: Ends, node_count: int) -> int:
    """Order, weigh and search a network."""
    dag = acyclic(*ends, node_count)
    counts = path_counts(dag, "spc", threads=2)
    shares = arc_weights(dag, counts, threads=2).divided_by(counts.total)
    return global_path(dag, shares, ExactWeights(dag, counts)).optima


def from_text(path: Path) -> None:
    """Go from a parquet of document numbers to global path, key route and persistence."""
    weighing = weigh(clean(read_network(path)).network)
    given = (weighing.dag, weighing.normalized, weighing.exact)
    global_path(*given)
    key_route(*given, top=20)
    knowledge_persistence(weighing.dag)


def networkx_spc(graph: nx.DiGraph, order: list[int]) -> dict[tuple[int, int], int]:
    """Count paths the plain way."""
    before, after = {}, {}
    for node in order:
        before[node] = sum(before[other] for other in graph.pred[node]) or 1
    for node in reversed(order):
        after[node] = sum(after[other] for other in graph.succ[node]) or 1
    return {(tail, head): before[tail] * after[head] for tail, head in graph.edges}


def networkx_chain(ends: Ends) -> tuple[float, float]:
    """Return the seconds that networkx takes for SPC alone and for the whole chain."""
    start = time.perf_counter()
    graph = nx.DiGraph(zip(*(side.tolist() for side in ends), strict=True))
    order = list(nx.topological_sort(graph))
    ready = time.perf_counter()
    weights = networkx_spc(graph, order)
    weighed = time.perf_counter()
    nx.set_edge_attributes(graph, weights, "weight")
    nx.dag_longest_path(graph, topo_order=order)
    return weighed - ready, time.perf_counter() - start


def measure(shape: str, arc_count: int, options: argparse.Namespace) -> dict[str, Any]:
    """Measure one network."""
    node_count, ends = citation_graph(arc_count, shape)
    dag = acyclic(*ends, node_count)
    loaded = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    values = np.ones(node_count)
    sweep = median_seconds(lambda: _sweep(ends[0], values), options.repeats)
    timed = {
        "spc_one_thread": median_seconds(lambda: spc(dag, 1), options.repeats),
        "spc_two_threads": median_seconds(lambda: spc(dag, 2), options.repeats),
        "three_weights": median_seconds(lambda: all_weights(dag, 2), options.repeats),
        "chain": median_seconds(lambda: chain(ends, node_count), options.repeats),
    }
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    figures = {
        "shape": shape,
        "arcs": dag.arc_count,
        "nodes": node_count,
        "layers": int(layers(dag).max()) + 1,
        "flow_log2": round(float(path_counts(dag).total.log2()[0]), 1),
        "sweep_seconds": round(sweep, 5),
        "times_sweep": {name: round(seconds / sweep, 1) for name, seconds in timed.items()},
        "memory_bytes_per_arc": round((peak - loaded) * 1024 / dag.arc_count, 1),
    }
    if options.text:
        figures["times_sweep"]["from_text"] = round(_text_seconds(ends, options.repeats) / sweep, 1)
    if options.networkx:
        alone, whole = networkx_chain(ends)
        figures["networkx"] = {
            "spc_times": round(alone / timed["spc_two_threads"]),
            "chain_times": round(whole / timed["chain"]),
        }
    return figures


def _text_seconds(ends: Ends, repeats: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "citations.parquet"
        cited, citing = (pl.format("US{}B2", pl.Series(side) + 4_000_000) for side in ends)
        pl.select(citing=citing, cited=cited).write_parquet(path)
        return median_seconds(lambda: from_text(path), repeats)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--arcs", type=int, default=16_500_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--shape", choices=("shallow", "deep"), action="append")
    parser.add_argument(
        "--networkx", action="store_true", help="compare with networkx (1.6 million arcs at most)"
    )
    parser.add_argument("--text", action="store_true", help="measure the way from document numbers too")
    options = parser.parse_args()
    for shape in options.shape or ("shallow", "deep"):
        report("route", measure(shape, options.arcs, options))


if __name__ == "__main__":
    main()
