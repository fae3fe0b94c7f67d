"""What is the network like: how many citations are there, and what did the cleaning take out?"""

from typing import Any, Final

import numpy as np
import polars as pl

from workbench.measures.topology import strong_components
from workbench.route.scope import LINKED_SHARE, Route
from workbench.tables import Cell, Finding, Table

_FIGURES: Final = {"network_figure": pl.String, "figure_count": pl.Int64, "figure_share": pl.Float64}


def citation_coverage(route: Route) -> Table:
    """Tell how well citations cover the documents.

    Returns
    -------
    Table
        One row per ``network_figure`` (``documents``, ``linked``, ``isolated``, ``sources``, ``sinks``,
        ``largest_component``, ``linked_by_citation`` (where links are likenesses), ``citations_given``,
        ``citations_inside``, ``citations_kept``, ``longest_path``): ``figure_count``, and ``figure_share`` of
        the documents (of the citations given, for citations; null for the longest path, which is counted in
        citations).
    """
    network = route.cleaned.network
    count = network.node_count
    cited, citing = route.cited_count > 0, route.reference_count > 0
    rows: list[tuple[str, int, float | None]] = [
        ("documents", count, 1.0 if count else None),
        *(
            (name, int(flags.sum()), float(flags.mean()) if count else None)
            for name, flags in (
                ("linked", cited | citing),
                ("isolated", ~(cited | citing)),
                ("sources", cited & ~citing),
                ("sinks", citing & ~cited),
            )
        ),
        ("largest_component", *_largest_component(route)),
        *_citations(route),
        ("longest_path", route.depth, None),
    ]
    frame = pl.DataFrame(rows, schema=_FIGURES, orient="row")
    return route.table(
        "citation_coverage",
        frame,
        linked_only=False,
        formats={"figure_count": "count", "figure_share": "share"},
    )


def _largest_component(route: Route) -> tuple[int, float | None]:
    network = route.cleaned.network
    if not network.node_count:
        return 0, None
    both = (np.concatenate([network.cited, network.citing]), np.concatenate([network.citing, network.cited]))
    sizes = np.bincount(strong_components(*both, network.node_count))
    return int(sizes.max()), float(sizes.max() / network.node_count)


def _citations(route: Route) -> list[tuple[str, int, float | None]]:
    told = {remark.key: remark.fields for remark in route.network.remarks}.get("corpus_level", {})
    given, inside = (int(str(told.get(name, 0))) for name in ("total", "inside"))
    kept = route.cleaned.network.arc_count
    rows: list[tuple[str, int, float | None]] = []
    if given:
        rows = [("citations_given", given, 1.0), ("citations_inside", inside, inside / given)]
    if route.basis == "similarity":
        cited = route.citing.linked_count if route.citing is not None else 0
        share = cited / route.documents.height if route.documents.height else None
        return [*rows, ("linked_by_citation", cited, share), ("likenesses_drawn", kept, None)]
    return [*rows, ("citations_kept", kept, kept / given if given else None)]


def citation_coverage_findings(table: Table) -> tuple[Finding, ...]:
    """Say how many documents are linked, and whether that carries a route."""
    rows = {name: place for place, name in enumerate(table.frame["network_figure"])}
    if not table.frame["figure_count"][rows["documents"]]:
        return (Finding.of("missing_documents"),)
    slots: dict[str, Any] = {
        "unit": f"findings.unit_{table.unit}",
        "total": Cell(table, rows["documents"], "figure_count"),
        "linked": Cell(table, rows["linked"], "figure_count"),
        "share": Cell(table, rows["linked"], "figure_share"),
        "longest": Cell(table, rows["longest_path"], "figure_count"),
    }
    if "likenesses_drawn" in rows:
        slots["cited_share"] = Cell(table, rows["linked_by_citation"], "figure_share")
        return (Finding.of("coverage_similarity", **slots),)
    is_thin = table.frame["figure_share"][rows["linked"]] < LINKED_SHARE
    return (Finding.of("coverage_thin" if is_thin else "coverage_enough", **slots),)


_STEPS: Final = ("incomplete", "loops", "duplicates", "against_date", "cycles", "parallel")
_ACCOUNT: Final = {"cleaning_step": pl.String, "arc_count": pl.Int64, "arc_share": pl.Float64}


def cleaning_account(route: Route) -> Table:
    """Account for every citation between documents of the field.

    Returns
    -------
    Table
        One row per ``cleaning_step``: ``read`` (with what lacked an end), what each step took out
        (``incomplete``, ``loops``, ``duplicates``, ``against_date``, ``cycles``, ``parallel``), ``added``
        (arcs of preprints), ``kept``; ``arc_count`` and ``arc_share`` of those read. Read and added = taken
        out and kept.
    """
    removed = route.cleaned.removed
    read = route.network.arc_count + removed.get("incomplete", 0)
    steps = [("read", read), *((step, removed[step]) for step in _STEPS if step in removed)]
    if route.cleaned.added:
        steps.append(("added", route.cleaned.added))
    steps.append(("kept", route.cleaned.network.arc_count))
    frame = pl.DataFrame(
        [(step, count, count / read if read else None) for step, count in steps], schema=_ACCOUNT, orient="row"
    )
    return route.table(
        "cleaning_account", frame, linked_only=False, formats={"arc_count": "count", "arc_share": "share"}
    )


def cleaning_account_findings(table: Table) -> tuple[Finding, ...]:
    """Say how many citations were taken out for going against time or closing cycles."""
    rows = {name: place for place, name in enumerate(table.frame["cleaning_step"])}
    if not table.frame["arc_count"][rows["read"]]:
        return (Finding.of("missing_citations"),)
    slots: dict[str, Any] = {
        name: Cell(table, rows[step], "arc_count") for name, step in (("read", "read"), ("kept", "kept"))
    }
    if "against_date" in rows:
        slots["against"] = Cell(table, rows["against_date"], "arc_count")
    slots["cycles"] = Cell(table, rows["cycles"], "arc_count")
    return (Finding.of("cleaning_dated" if "against" in slots else "cleaning_undated", **slots),)
