"""Every table of a technology route, beside the least of it in networkx, on a network of 400,000 citations.

    python benchmarks/route_tables.py

networkx builds the graph, sorts it, finds one longest path and PageRank: no weights, no ties, no robustness.
The tables are all of `workbench.route` that a network without a corpus has, eighty draws and Leiden included.
Medians of five in processor seconds, each contender in a process of its own, kernels compiled before.
"""

import argparse
import time
from functools import partial

import numpy as np
import polars as pl
from citation_graphs import citation_graph
from measuring import report, run_once

import workbench.route as route
from workbench.route.network import CitationNetwork


def network(arc_count: int) -> CitationNetwork:
    """Generate citations with dates; titles are the names of the nodes."""
    count, (cited, citing) = citation_graph(arc_count, "shallow")
    years = 1980 + (np.arange(count) * 40 // max(count, 1))
    names = pl.Series("name", np.arange(count)).cast(pl.String)
    return CitationNetwork(cited, citing, names, dates=(years * 10_000).astype(np.int32))


def all_tables(given: CitationNetwork) -> int:
    """Make every table; return how many rows they have."""
    made = route.Route.of_network(given)
    told = [name.removesuffix("_findings") for name in route.__all__ if name.endswith("_findings")]
    more = ("milestones", "branch_flows", "main_path_links", "coupled_documents", "path_agreement")
    names = [name for name in (*told, *more) if hasattr(route, name)]
    return sum(getattr(route, name)(made).frame.height for name in names)


def in_networkx(given: CitationNetwork) -> int:
    """Build the graph, and find one longest path and PageRank."""
    import networkx as nx

    graph = nx.DiGraph(zip(given.cited.tolist(), given.citing.tolist(), strict=True))
    return len(nx.dag_longest_path(graph)) + len(nx.pagerank(graph))


def seconds(name: str, arc_count: int) -> float:
    """Time one contender by its processor time, after it has run on a small network."""
    work = {"workbench": all_tables, "networkx": in_networkx}[name]
    work(network(2_000))
    given = network(arc_count)
    begun = time.process_time()
    work(given)
    return time.process_time() - begun


def main() -> None:
    """Run both contenders in turn and print one line."""
    words = argparse.ArgumentParser()
    words.add_argument("--arcs", type=int, default=400_000)
    words.add_argument("--repeats", type=int, default=5)
    told = words.parse_args()
    spent = {
        name: float(np.median([run_once(partial(seconds, name, told.arcs))[2] for _ in range(told.repeats)]))
        for name in ("workbench", "networkx")
    }
    ratio = spent["workbench"] / spent["networkx"]
    rounded = {f"{name}_cpu_seconds": round(value, 2) for name, value in spent.items()}
    report("route_tables", {"arcs": told.arcs, **rounded, "ratio_to_networkx": round(ratio, 2)})


if __name__ == "__main__":
    main()
