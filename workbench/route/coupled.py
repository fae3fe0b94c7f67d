"""Which documents and branches draw on the same sources, and which are cited together?

Coupling reads every cited document, in the field or outside; co-citation what the documents of the field cite
of one another. Hubs are treated (:mod:`workbench.measures.coupling`): fractional weights, and a cap.
"""

from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.corpus.numbers import publication_key
from workbench.measures.coupling import Couplings, couplings
from workbench.route.corpus_network import documents
from workbench.route.groups import branch_codes, branch_note, without_branch
from workbench.route.scope import Route
from workbench.route.showing import DOCUMENT_TYPES, document_evidence, told
from workbench.tables import Cell, Finding, LeftOut, Table

HUB_CAP: Final = 200
NEIGHBOURS: Final = 10
_PAIRS: Final = {
    "rank": pl.Int64,
    **DOCUMENT_TYPES,
    **{f"other_{name}": dtype for name, dtype in DOCUMENT_TYPES.items()},
    "shared_count": pl.Int64,
    "strength": pl.Float64,
    "similarity": pl.Float64,
    "is_cited_between": pl.Boolean,
}


def _links(route: Route) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return distinct (node, cited document) pairs: cited documents outside the field included, where known."""
    return route.remembered("reference_links", lambda: _references(route))


def _references(route: Route) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    network = route.cleaned.network
    inside = pl.DataFrame({"row": network.citing, "column": network.cited}).cast(pl.Int64)
    if route.corpus is None or route.basis == "similarity":
        return inside["row"].to_numpy(), inside["column"].to_numpy()
    nodes = route.documents.select("node", "name")
    own = documents(route.corpus, route.unit).join(nodes, left_on="node", right_on="name", how="inner")
    records = own.select("record", row=pl.col("node_right").cast(pl.Int64))
    known = own.drop_nulls("key").select("key").unique()
    wanted = (pl.col("direction") == "cited") & pl.col("document").is_not_null()
    cited = (
        route.corpus.polars("citations")
        .filter(wanted)
        .select("record", key=publication_key(pl.col("document")))
    )
    outside = cited.collect().join(known, on="key", how="anti").join(records, on="record", how="inner")
    number = outside["key"].unique().sort()
    column = number.search_sorted(outside["key"]).cast(pl.Int64) + network.node_count
    both = (
        pl.concat([inside, pl.DataFrame({"row": outside["row"], "column": column})])
        .unique()
        .sort("row", "column")
    )
    return both["row"].to_numpy(), both["column"].to_numpy()


def coupled(route: Route) -> Couplings:
    """Return the bibliographic couplings of a route's documents."""
    return route.remembered("coupled", lambda: couplings(*_links(route), cap=HUB_CAP, neighbours=NEIGHBOURS))


def coupled_documents(route: Route) -> Table:
    """Rank the pairs of documents that draw on the same sources.

    Returns
    -------
    Table
        The route's ``top`` pairs by ``strength`` (each shared source counts 1/(k − 1), k documents citing
        it): ``rank``, the document, the other one (prefix ``other_``), ``shared_count``, ``similarity``
        (cosine) and ``is_cited_between``. Sources that more than 200 documents cite are left out; ten
        neighbours are kept for each document.
    """
    return _pairs_table(route, "coupled_documents", coupled(route))


def co_cited_documents(route: Route) -> Table:
    """Rank the pairs of documents of the field that are cited together, as :func:`coupled_documents` does."""
    network = route.cleaned.network
    found = route.remembered(
        "co_cited",
        lambda: couplings(
            network.cited.astype(np.int64), network.citing.astype(np.int64), cap=HUB_CAP, neighbours=NEIGHBOURS
        ),
    )
    return _pairs_table(route, "co_cited_documents", found)


def _pairs_table(route: Route, name: str, found: Couplings) -> Table:
    if not found.one.size:
        return route.empty(name, _PAIRS, "missing_couplings")
    order = np.lexsort((found.other, found.one, -np.round(found.strength, 9)))[: route.top]
    one, other = found.one[order], found.other[order]
    between = _has_arc(route, one, other) | _has_arc(route, other, one)
    frame = (
        told(route, one)
        .hstack(told(route, other, "other_"))
        .with_columns(
            shared_count=pl.Series(found.shared(order)),
            strength=pl.Series(found.strength[order]),
            similarity=pl.Series(found.similarity(order)),
            is_cited_between=pl.Series(between),
            rank=pl.Series(found.strength[order]).round(9).rank("min", descending=True).cast(pl.Int64),
        )
    )
    return route.table(
        name,
        frame.select(list(_PAIRS)),
        evidence=document_evidence(route),
        left_out=[LeftOut("hubs_left_out", found.hub_count)],
        notes=("coupling_fractional",),
        formats={
            **dict.fromkeys(("rank", "shared_count"), "count"),
            **dict.fromkeys(("document_year", "other_document_year"), "year"),
            "strength": "number",
            "similarity": "index",
        },
    )


def _has_arc(route: Route, cited: NDArray[np.int64], citing: NDArray[np.int64]) -> NDArray[np.bool_]:
    network = route.cleaned.network
    if not network.arc_count:
        return np.zeros(cited.size, dtype=np.bool_)
    known = np.sort(network.citing.astype(np.int64) * network.node_count + network.cited)
    wanted = citing * network.node_count + cited
    return np.asarray(known[np.minimum(np.searchsorted(known, wanted), known.size - 1)] == wanted)


_BRANCHES: Final = {
    "branch": pl.String,
    "other_branch": pl.String,
    "coupling_strength": pl.Float64,
    "coupling_ratio": pl.Float64,
}


def branch_coupling(route: Route) -> Table:
    """Tell how strongly the branches are coupled by common sources: a matrix for a heat map.

    Returns
    -------
    Table
        One row per ordered pair of branches: ``coupling_strength`` (sum over the pairs of documents) and
        ``coupling_ratio`` (over what is expected if strength fell to branches in proportion to their totals;
        above 1: nearer than by chance; null where nothing is expected).
    """
    codes, names = branch_codes(route)
    found = coupled(route)
    inside = (codes[found.one] >= 0) & (codes[found.other] >= 0)
    if not names or not inside.any():
        return route.empty("branch_coupling", _BRANCHES, "missing_couplings" if names else "missing_branches")
    count = len(names)
    one, other = codes[found.one[inside]], codes[found.other[inside]]
    matrix = np.bincount(one * count + other, found.strength[inside], minlength=count * count).reshape(
        count, count
    )
    matrix = matrix + matrix.T
    total = matrix.sum()
    expected = np.outer(matrix.sum(axis=1), matrix.sum(axis=0)) / total
    ratio = np.divide(matrix, expected, out=np.full_like(matrix, np.nan), where=expected > 0)
    frame = pl.DataFrame(
        {
            "branch": np.repeat(names, count),
            "other_branch": names * count,
            "coupling_strength": matrix.ravel(),
            "coupling_ratio": ratio.ravel(),
        },
        schema=_BRANCHES,
    ).with_columns(pl.col("coupling_ratio").fill_nan(None))
    return route.table(
        "branch_coupling",
        frame,
        left_out=[without_branch(route)],
        notes=(branch_note(route), "coupling_fractional"),
        formats={"coupling_strength": "number", "coupling_ratio": "index"},
    )


def branch_coupling_findings(table: Table) -> tuple[Finding, ...]:
    """Say which two branches are nearest by their sources."""
    rows = table.frame.with_row_index("row").filter(
        (pl.col("branch") < pl.col("other_branch")) & (pl.col("coupling_strength") > 0)
    )
    if rows.is_empty():
        return (Finding.of("missing_couplings"),)
    row = int(rows.sort("coupling_ratio", "row", descending=[True, False])["row"][0])
    slots: dict[str, Any] = {
        "one": Cell(table, row, "branch"),
        "other": Cell(table, row, "other_branch"),
        "ratio": Cell(table, row, "coupling_ratio"),
    }
    is_near = table.frame["coupling_ratio"][row] >= 1
    return (Finding.of("branches_coupled" if is_near else "branches_apart", **slots),)
