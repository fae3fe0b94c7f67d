"""Which documents carry the development, and how do the ways of looking for them compare?"""

from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.measures.concentration import herfindahl_hirschman
from workbench.measures.flow_coverage import FlowCoverage, flow_coverage
from workbench.measures.main_paths import MainPath, longest_path
from workbench.measures.path_counts import node_weights
from workbench.measures.persistence import knowledge_persistence, layer_persistence, layers
from workbench.measures.ties import tie_shares
from workbench.measures.topology import Dag
from workbench.route.main_path import SearchPlan, find_main_path
from workbench.route.scope import Route
from workbench.route.showing import DOCUMENT_TYPES, document_evidence, told, yearly_order
from workbench.tables import Cell, Finding, Table

_MEASURES: Final = {
    "layer": pl.Int32,
    "flow_share": pl.Float64,
    "persistence": pl.Float64,
    "layer_persistence": pl.Float64,
    "citation_count": pl.Int64,
    "reference_count": pl.Int64,
}
_FORMATS: Final = {
    "document_year": "year",
    "layer": "count",
    "flow_share": "share",
    "persistence": "number",
    "layer_persistence": "index",
    "citation_count": "count",
    "reference_count": "count",
}
_PATH: Final = {
    "path_place": pl.Int64,
    **DOCUMENT_TYPES,
    **_MEASURES,
    "path_role": pl.String,
    "path_in_count": pl.Int64,
    "path_out_count": pl.Int64,
    "tie_share": pl.Float64,
}


def measured(route: Route, nodes: NDArray[np.int64]) -> pl.DataFrame:
    """Return the measures of some documents.

    Returns
    -------
    DataFrame
        ``layer`` (citations on the longest chain from a source), ``flow_share`` (of all source–sink paths,
        those through the document), ``persistence``, ``layer_persistence``, ``citation_count`` and
        ``reference_count`` within the field.
    """
    known = route.remembered("measures", lambda: _measures(route))
    return pl.DataFrame({name: values[nodes] for name, values in known.items()}, schema=_MEASURES)


def _measures(route: Route) -> dict[str, NDArray[Any]]:
    dag, flow = route.dag, route.weighing("spc")
    return {
        "layer": route.by_node(layers(dag)),
        "flow_share": route.by_node(node_weights(flow.counts).divided_by(flow.counts.total))
        * (~_isolated(route)),
        "persistence": route.by_node(knowledge_persistence(dag)),
        "layer_persistence": route.by_node(layer_persistence(dag)),
        "citation_count": route.cited_count,
        "reference_count": route.reference_count,
    }


def _isolated(route: Route) -> NDArray[np.bool_]:
    return np.asarray((route.cited_count + route.reference_count) == 0)


def main_path_documents(route: Route) -> Table:
    """List the documents on the main path of the route's plan, with all ties, in order of time.

    Returns
    -------
    Table
        ``path_place``, the document, its measures (:func:`measured`), ``path_role`` (``source``, ``sink``,
        ``fork``, ``merge``, ``fork_merge``, ``inner``), ``path_in_count`` and ``path_out_count`` (arcs of the
        path), ``tie_share`` (of the ways through the path, from its sources to its end points, those through
        the document: 1 on its stem, little where many end points tie).
    """
    if not route.has_arcs:
        return route.empty("main_path_documents", _PATH)
    nodes = yearly_order(route, route.nodes_on(route.path))
    cited, citing = route.ends(route.path.arcs)
    into, out = (np.bincount(ends, minlength=route.dag.node_count)[nodes] for ends in (citing, cited))
    frame = told(route, nodes).hstack(measured(route, nodes))
    frame = frame.with_columns(
        path_place=pl.int_range(1, len(nodes) + 1),
        path_role=pl.Series(_roles(into, out)),
        path_in_count=pl.Series(into),
        path_out_count=pl.Series(out),
        tie_share=pl.Series(path_shares(route, route.path)[nodes]),
    )
    return route.table(
        "main_path_documents",
        frame.select(list(_PATH)),
        evidence=document_evidence(route),
        formats={
            **_FORMATS,
            "path_place": "count",
            "path_in_count": "count",
            "path_out_count": "count",
            "tie_share": "share",
        },
    )


def path_shares(route: Route, path: MainPath) -> NDArray[np.float64]:
    """Return, for each node, the share of the ways through a path that lead through it; 0 off the path."""
    return route.by_node(tie_shares(route.dag, path.arcs))


def _roles(into: NDArray[np.int64], out: NDArray[np.int64]) -> list[str]:
    names = np.where(
        (into > 1) & (out > 1), "fork_merge", np.where(into > 1, "merge", np.where(out > 1, "fork", "inner"))
    )
    names = np.where(into == 0, "source", np.where(out == 0, "sink", names))
    return [str(name) for name in names]


def main_path_documents_findings(table: Table) -> tuple[Finding, ...]:
    """Say where the path begins, where it ends, and which station carries most."""
    if table.is_empty():
        return (Finding.of("missing_citations"),)
    last = table.frame.height - 1
    flow = table.frame["flow_share"]
    station = int(flow.arg_max() or 0)
    slots: dict[str, Any] = {
        "unit": f"findings.unit_{table.unit}",
        "count": Cell(table, last, "path_place"),
        "first": Cell(table, 0, "document"),
        "last": Cell(table, last, "document"),
        "station": Cell(table, station, "document"),
        "share": Cell(table, station, "flow_share"),
    }
    told_path = [Finding.of("main_path_stations", **slots)]
    if table.frame["document_year"].null_count() == 0:
        years = {"first_year": Cell(table, 0, "document_year"), "last_year": Cell(table, last, "document_year")}
        told_path.append(Finding.of("main_path_years", **years))
    return tuple(told_path)


_LINKS: Final = {
    **{f"cited_{name}": dtype for name, dtype in DOCUMENT_TYPES.items()},
    **{f"citing_{name}": dtype for name, dtype in DOCUMENT_TYPES.items()},
    "link_share": pl.Float64,
    "lag_years": pl.Int32,
    "is_key_link": pl.Boolean,
    "is_same_applicant": pl.Boolean,
    "is_same_branch": pl.Boolean,
}


def main_path_links(route: Route) -> Table:
    """List the arcs of the main path, in order of time.

    Returns
    -------
    Table
        The cited and the citing document (columns with the prefixes ``cited_`` and ``citing_``),
        ``link_share`` (the arc's weight as a share of all paths of the plan's kind), ``lag_years``,
        ``is_key_link`` (a seed of the key route), ``is_same_applicant`` and ``is_same_branch`` (null where
        one is not known).
    """
    if not route.has_arcs:
        return route.empty("main_path_links", _LINKS)
    arcs = route.path.arcs
    cited, citing = route.ends(arcs)
    frame = (
        told(route, cited, "cited_")
        .hstack(told(route, citing, "citing_"))
        .with_columns(
            link_share=pl.Series(route.weighing().normalized[arcs]),
            lag_years=pl.col("citing_document_year") - pl.col("cited_document_year"),
            is_key_link=pl.Series(np.isin(arcs, route.path.seeds)),
            is_same_applicant=pl.col("cited_applicant") == pl.col("citing_applicant"),
            is_same_branch=pl.col("cited_branch") == pl.col("citing_branch"),
        )
    )
    order = np.lexsort((yearly_place(route)[cited], yearly_place(route)[citing]))
    return route.table(
        "main_path_links",
        frame[order].select(list(_LINKS)),
        evidence=document_evidence(route),
        formats={
            "cited_document_year": "year",
            "citing_document_year": "year",
            "link_share": "share",
            "lag_years": "count",
        },
    )


def yearly_place(route: Route) -> NDArray[np.int64]:
    """Return each node's place in the order of dates."""
    place = np.empty(route.dag.node_count, dtype=np.int64)
    place[yearly_order(route, np.arange(route.dag.node_count))] = np.arange(route.dag.node_count)
    return place


SEARCHES: Final = {
    "local_forward": SearchPlan(search="local", direction="forward"),
    "local_backward": SearchPlan(search="local", direction="backward"),
    "global": SearchPlan(search="global"),
    "key_route_global": SearchPlan(search="key-route", top=10),
    "key_route_local": SearchPlan(search="key-route", top=10, extend="local"),
}
"""The searches that are laid side by side; the key routes through the ten heaviest arcs."""
_COMPARED: Final = {
    "path_search": pl.String,
    "document_count": pl.Int64,
    "arc_count": pl.Int64,
    "tied_paths": pl.String,
    "first_year": pl.Int32,
    "last_year": pl.Int32,
    "coverage_share": pl.Float64,
    "touched_share": pl.Float64,
    "fork_count": pl.Int64,
    "merge_count": pl.Int64,
    "applicant_count": pl.Int64,
    "applicant_change_share": pl.Float64,
    "applicant_concentration": pl.Float64,
    "shared_with_global_count": pl.Int64,
}


def searched(route: Route, name: str) -> MainPath:
    """Return the path of one of :data:`SEARCHES`, or the longest, by the plan's weight."""
    return route.remembered(f"search:{name}", lambda: _searched(route, name))


def _searched(route: Route, name: str) -> MainPath:
    if name == "longest":
        return longest_path(route.dag)
    return find_main_path(route.weighing(), SEARCHES[name])


def coverage(route: Route, dag: Dag, arcs: NDArray[np.int64]) -> FlowCoverage:
    """Return how much of the flow (SPC) runs through some arcs."""
    return flow_coverage(dag, route.weighing("spc").counts, arcs)


def path_comparison(route: Route) -> Table:
    """Lay the searches side by side: local, global, key route, longest.

    Returns
    -------
    Table
        One row per ``path_search``: ``document_count``, ``arc_count``, ``tied_paths`` (number of optimal
        paths, as text, for it may be very large), ``first_year`` and ``last_year``, ``coverage_share`` (of
        all source–sink paths, those that run along an arc shown), ``touched_share`` (those that meet a
        document shown), ``fork_count``, ``merge_count``, ``applicant_count``, ``applicant_change_share``
        (arcs between different applicants, of those known), ``applicant_concentration``
        (Herfindahl–Hirschman, 0–1) and ``shared_with_global_count`` (documents).
    """
    if not route.has_arcs:
        return route.empty("path_comparison", _COMPARED)
    anchor = route.nodes_on(searched(route, "global"))
    rows = [_compared(route, name, anchor) for name in (*SEARCHES, "longest")]
    return route.table(
        "path_comparison",
        pl.DataFrame(rows, schema=_COMPARED, orient="row"),
        formats={
            **dict.fromkeys([name for name in _COMPARED if name.endswith("_count")], "count"),
            **dict.fromkeys(("coverage_share", "touched_share", "applicant_change_share"), "share"),
            **dict.fromkeys(("first_year", "last_year"), "year"),
            "applicant_concentration": "index",
        },
    )


def _compared(route: Route, name: str, anchor: NDArray[np.int64]) -> tuple[Any, ...]:
    found = searched(route, name)
    nodes = route.nodes_on(found)
    frame = told(route, nodes)
    ends = route.ends(found.arcs)
    forks, merges = (int((np.bincount(own) > 1).sum()) for own in ends)
    cited, citing = (route.documents["applicant"].gather(own) for own in ends)
    changes = (cited != citing).drop_nulls()
    holders = frame["applicant"].drop_nulls().value_counts()["count"].sort()
    shares = coverage(route, route.dag, found.arcs)
    return (
        name,
        nodes.size,
        found.arcs.size,
        number_text(found.optima),
        frame["document_year"].min(),
        frame["document_year"].max(),
        shares.through_arcs,
        shares.through_nodes,
        forks,
        merges,
        len(holders),
        changes.mean() if len(changes) else None,
        herfindahl_hirschman(holders.to_numpy()) if len(holders) else None,
        np.intersect1d(nodes, anchor).size,
    )


def number_text(number: int) -> str:
    """Return a count in digits, or, beyond fifteen of them, as 1.23e45."""
    if number < 10**15:
        return str(number)
    digits = int(number.bit_length() * 0.30103)
    digits -= 10**digits > number
    lead = number // 10 ** (digits - 2)
    return f"{lead / 100:.2f}e{digits}"


def path_comparison_findings(table: Table) -> tuple[Finding, ...]:
    """Say how much of the flow the global path and the key route show, and how near the longest path comes."""
    if table.is_empty():
        return (Finding.of("missing_citations"),)
    rows = {name: place for place, name in enumerate(table.frame["path_search"])}
    slots: dict[str, Any] = {
        "unit": f"findings.unit_{table.unit}",
        "global_share": Cell(table, rows["global"], "coverage_share"),
        "global_count": Cell(table, rows["global"], "document_count"),
        "key_share": Cell(table, rows["key_route_global"], "coverage_share"),
        "key_count": Cell(table, rows["key_route_global"], "document_count"),
        "longest_count": Cell(table, rows["longest"], "document_count"),
        "shared": Cell(table, rows["longest"], "shared_with_global_count"),
    }
    return (Finding.of("paths_compared", **slots),)
