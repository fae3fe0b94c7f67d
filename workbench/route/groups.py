"""Which branches does the technology have, and how do they hang together?"""

from typing import Any, Final

import narwhals as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.route.scope import Route
from workbench.route.showing import shown_documents
from workbench.tables import Cell, Condition, Evidence, Finding, LeftOut, RowValue, Table

_SCHEMA: Final = {
    "branch": pl.String,
    "document_count": pl.Int64,
    "document_share": pl.Float64,
    "first_year": pl.Int32,
    "median_year": pl.Int32,
    "last_year": pl.Int32,
    "inner_citation_share": pl.Float64,
    "path_document_count": pl.Int64,
    "leading_applicant": pl.String,
    "leading_applicant_count": pl.Int64,
    "most_cited_document": pl.String,
    "most_cited_count": pl.Int64,
}


def branch_codes(route: Route) -> tuple[NDArray[np.int64], list[str]]:
    """Return the number of each node's branch (-1 for none), and the branches, largest first."""
    return route.remembered("branch_codes", lambda: _branch_codes(route))


def _branch_codes(route: Route) -> tuple[NDArray[np.int64], list[str]]:
    names = route.groups.names.rename("branch")
    counted = (
        names.drop_nulls().to_frame().group_by("branch").len().sort("len", "branch", descending=[True, False])
    )
    order = counted["branch"].to_list()
    if route.groups.kind == "community":
        order = sorted(order, key=lambda name: int(name.split(" ")[0]))
    place = {name: at for at, name in enumerate(order)}
    codes = names.replace_strict(place, default=-1, return_dtype=pl.Int64)
    return codes.to_numpy(), order


def branch_note(route: Route) -> str:
    """Return the note that says what the branches are."""
    return f"branches_by_{route.groups.kind}"


def without_branch(route: Route) -> LeftOut:
    """Return how many documents are in no branch."""
    return LeftOut("no_branch", int(route.groups.names.null_count()))


def branch_evidence(route: Route, columns: pl.DataFrame, cells: dict[str, tuple[Condition, ...]]) -> Evidence:
    """Return evidence by branch: ``record``, ``branch`` and further columns of each document."""
    frame = shown_documents(route).select("record", "branch").hstack(columns).drop_nulls("record")
    return Evidence(nw.from_native(frame.lazy()), cells)


def route_branches(route: Route) -> Table:
    """Describe the branches of the route, largest first.

    Returns
    -------
    Table
        One row per ``branch``: ``document_count``, ``document_share`` (of the documents in a branch),
        ``first_year``, ``median_year``, ``last_year``, ``inner_citation_share`` (of the citations its
        documents make to documents in a branch, those to its own), ``path_document_count``,
        ``leading_applicant`` with ``leading_applicant_count``, and ``most_cited_document`` with
        ``most_cited_count`` (within the field; null where none is cited).
    """
    codes, names = branch_codes(route)
    if not names:
        return route.empty("route_branches", _SCHEMA, "missing_branches")
    whole = _described(route, codes)
    share = pl.col("document_count") / pl.col("document_count").sum()
    counts = [name for name in _SCHEMA if name.endswith("_count")]
    return route.table(
        "route_branches",
        whole.sort("code").with_columns(document_share=share).select(list(_SCHEMA)),
        evidence=branch_evidence(
            route,
            pl.DataFrame({"is_on_path": _on_path(route)}),
            {
                "document_count": (Condition("branch", "==", RowValue("branch")),),
                "path_document_count": (
                    Condition("branch", "==", RowValue("branch")),
                    Condition("is_on_path", "==", True),
                ),
            },
        ),
        left_out=[without_branch(route)],
        notes=(branch_note(route),),
        linked_only=False,
        formats={
            **dict.fromkeys(counts, "count"),
            **dict.fromkeys(("first_year", "median_year", "last_year"), "year"),
            **dict.fromkeys(("document_share", "inner_citation_share"), "share"),
        },
    )


def _described(route: Route, codes: NDArray[np.int64]) -> pl.DataFrame:
    frame = shown_documents(route).with_columns(
        code=pl.Series(codes), citations=pl.Series(route.cited_count), is_on_path=pl.Series(_on_path(route))
    ).filter(pl.col("code") >= 0)  # fmt: skip
    by = frame.group_by("code").agg(
        pl.col("branch").first(),
        document_count=pl.len().cast(pl.Int64),
        first_year=pl.col("document_year").min(),
        median_year=pl.col("document_year").median().round().cast(pl.Int32),
        last_year=pl.col("document_year").max(),
        path_document_count=pl.col("is_on_path").sum().cast(pl.Int64),
        **_top("document", "citations", "most_cited_document", "most_cited_count"),
    )
    return by.join(_leaders(frame), on="code", how="left").join(_inner(route, codes), on="code", how="left")


def _on_path(route: Route) -> NDArray[np.bool_]:
    flags = np.zeros(route.cleaned.network.node_count, dtype=np.bool_)
    if route.has_arcs:
        flags[route.nodes_on(route.path)] = True
    return flags


def _top(name: str, by: str, column: str, count: str) -> dict[str, pl.Expr]:
    first = pl.col(name).sort_by([by, name], descending=[True, False]).first()
    return {
        column: pl.when(pl.col(by).max() > 0).then(first),
        count: pl.when(pl.col(by).max() > 0).then(pl.col(by).max()).cast(pl.Int64),
    }


def _leaders(frame: pl.DataFrame) -> pl.DataFrame:
    held = frame.drop_nulls("applicant").group_by("code", "applicant").len()
    ordered = held.sort("code", "len", "applicant", descending=[False, True, False])
    return ordered.group_by("code", maintain_order=True).agg(
        leading_applicant=pl.col("applicant").first(),
        leading_applicant_count=pl.col("len").first().cast(pl.Int64),
    )


def _inner(route: Route, codes: NDArray[np.int64]) -> pl.DataFrame:
    network = route.cleaned.network
    ends = pl.DataFrame({"code": codes[network.citing], "other": codes[network.cited]}).filter(
        (pl.col("code") >= 0) & (pl.col("other") >= 0)
    )
    return ends.group_by("code").agg(inner_citation_share=(pl.col("code") == pl.col("other")).mean())


def route_branches_findings(table: Table) -> tuple[Finding, ...]:
    """Say which branch is largest, and which the path runs through most."""
    if table.is_empty():
        return (Finding.of("missing_branches"),)
    main = int(table.frame["path_document_count"].arg_max() or 0)
    slots: dict[str, Any] = {
        "unit": f"findings.unit_{table.unit}",
        "branch": Cell(table, 0, "branch"),
        "count": Cell(table, 0, "document_count"),
        "share": Cell(table, 0, "document_share"),
        "main_branch": Cell(table, main, "branch"),
        "main_count": Cell(table, main, "path_document_count"),
    }
    return (Finding.of("branches_largest", **slots),)
