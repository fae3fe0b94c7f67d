"""Main paths: overflow-proof weights of every arc, beside the sweep that any such kernel must at least make.

    python benchmarks/route.py                              16.5 million arcs, shallow and deep
    python benchmarks/route.py --text                       and from a parquet of document numbers to paths
    python benchmarks/route.py --arcs 1650000 --networkx    beside networkx
    python benchmarks/route.py --shuffled                   ids and arcs in random order

G is one thread reading the int32 ends in the stored order and gathering one float64 per node. Gates at 16.5
million arcs: SPC at most 10 × G, all three weights at most 18 × G, from text to global path, key route and
persistence at most 130 × G; at 1.6 million arcs networkx at least 300 × slower for SPC and 150 × for
order, weights and global path. Weights are written into memory that is there; the ``fresh`` ones take theirs
from the system each time. One JSON line per network; medians of five. Run it with nothing beside it. Memory and
growth: ``route_growth.py``.
"""

import argparse
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

from workbench.measures.all_weights import all_arc_weights
from workbench.measures.exact_counts import ExactWeights
from workbench.measures.main_paths import global_path, key_route
from workbench.measures.path_counts import Floats, arc_shares, arc_weights, path_counts
from workbench.measures.persistence import knowledge_persistence, layers
from workbench.measures.topology import Dag, acyclic
from workbench.route.cleaning import clean
from workbench.route.reading import read_network
from workbench.route.weighing import weigh


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


def sweep_seconds(ends: Ends, node_count: int, repeats: int) -> float:
    """Return G."""
    values = np.ones(node_count)
    return median_seconds(lambda: _sweep(ends[0], values), repeats)


def spc(dag: Dag, threads: int, out: Floats | None = None) -> None:
    """Count the paths and weigh every arc."""
    arc_weights(dag, path_counts(dag, "spc", threads=threads), threads=threads, out=out)


def chain(ends: Ends, node_count: int) -> int:
    """Order, weigh and search a network."""
    dag = acyclic(*ends, node_count)
    counts = path_counts(dag, "spc", threads=2)
    shares = arc_shares(dag, counts, threads=2)
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


def works(dag: Dag, ends: Ends, node_count: int) -> dict[str, Callable[[], Any]]:
    """Return what is timed."""
    out = np.zeros((3, dag.arc_count))
    return {
        "spc_one_thread": lambda: spc(dag, 1, out[0]),
        "spc_two_threads": lambda: spc(dag, 2, out[0]),
        "spc_two_threads_fresh": lambda: spc(dag, 2),
        "three_weights": lambda: all_arc_weights(dag, threads=2, out=out),
        "three_weights_fresh": lambda: all_arc_weights(dag, threads=2),
        "chain": lambda: chain(ends, node_count),
    }


def measure(shape: str, arc_count: int, options: argparse.Namespace) -> dict[str, Any]:
    """Measure one network."""
    node_count, ends = citation_graph(arc_count, shape)
    if options.shuffled:
        ends = shuffled(ends, node_count)
    dag = acyclic(*ends, node_count)
    sweep = sweep_seconds(ends, node_count, options.repeats)
    timed = {name: median_seconds(work, options.repeats) for name, work in works(dag, ends, node_count).items()}
    figures = {
        "shape": shape,
        "shuffled": options.shuffled,
        "arcs": dag.arc_count,
        "nodes": node_count,
        "layers": int(layers(dag).max()) + 1,
        "flow_log2": round(float(path_counts(dag).total.log2()[0]), 1),
        "sweep_seconds": round(sweep, 5),
        "times_sweep": {name: round(seconds / sweep, 1) for name, seconds in timed.items()},
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


def shuffled(ends: Ends, node_count: int) -> Ends:
    """Return the arcs in random order between documents numbered at random."""
    random = np.random.default_rng(1)
    number = random.permutation(node_count).astype(np.int32)
    order = random.permutation(ends[0].size)
    return number[ends[0][order]], number[ends[1][order]]


def _text_seconds(ends: Ends, repeats: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "citations.parquet"
        cited, citing = (pl.format("US{}B2", pl.Series(side) + 4_000_000) for side in ends)
        pl.select(citing=citing, cited=cited).write_parquet(path)
        return median_seconds(lambda: from_text(path), repeats)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arcs", type=int, default=16_500_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--shape", choices=("shallow", "deep"), action="append")
    parser.add_argument(
        "--networkx", action="store_true", help="compare with networkx (1.6 million arcs at most)"
    )
    parser.add_argument("--shuffled", action="store_true", help="number documents and store arcs at random")
    parser.add_argument("--text", action="store_true", help="measure the way from document numbers too")
    options = parser.parse_args()
    for shape in options.shape or ("shallow", "deep"):
        report("route", measure(shape, options.arcs, options))


if __name__ == "__main__":
    main()
