"""How documents stand in the tables of a route, and the patents behind their cells."""

from typing import Final

import narwhals as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.route.scope import Route
from workbench.tables import Condition, Evidence, RowValue

DOCUMENT: Final = ("document", "title", "applicant", "document_year", "branch")
"""The columns by which a document is told."""
DOCUMENT_TYPES: Final = {
    "document": pl.String,
    "title": pl.String,
    "applicant": pl.String,
    "document_year": pl.Int32,
    "branch": pl.String,
}


def shown_documents(route: Route) -> pl.DataFrame:
    """Return ``node``, ``record`` and the columns by which each document is told, in the order of the nodes."""
    shown: pl.DataFrame = route.remembered("shown", lambda: _shown(route))
    return shown


def _shown(route: Route) -> pl.DataFrame:
    named = route.documents.select("node", "record", "document", "title", "applicant", document_year="year")
    return named.with_columns(branch=route.groups.names)


def told(route: Route, nodes: NDArray[np.integer], prefix: str = "") -> pl.DataFrame:
    """Return the columns by which some documents are told, in the order given."""
    frame: pl.DataFrame = shown_documents(route)[nodes.tolist()].select(DOCUMENT)
    return frame.rename({name: f"{prefix}{name}" for name in DOCUMENT}) if prefix else frame


def document_evidence(route: Route) -> Evidence:
    """Return the patents behind a row's documents, ``citation_count`` and ``reference_count``."""
    named = ("document", "cited_document", "citing_document", "other_document", "weakest_document")
    return Evidence(
        nw.from_native(route.remembered("document_evidence", lambda: _document_rows(route)).lazy()),
        {
            **{column: (Condition("own", "==", RowValue(column)),) for column in named},
            "citation_count": (Condition("cited", "==", RowValue("document")),),
            "reference_count": (Condition("citing", "==", RowValue("document")),),
        },
    )


def _document_rows(route: Route) -> pl.DataFrame:
    frame = route.documents
    number, record = frame["document"], frame["record"]
    network = route.cleaned.network
    own = pl.DataFrame({"record": record, "own": number})
    citing = pl.DataFrame({"record": record.gather(network.citing), "cited": number.gather(network.cited)})
    cited = pl.DataFrame({"record": record.gather(network.cited), "citing": number.gather(network.citing)})
    return pl.concat([own, citing, cited], how="diagonal").drop_nulls("record")


def yearly_order(route: Route, nodes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return nodes in the order of their dates, then of the network."""
    dates = route.cleaned.network.dates
    place = np.empty(route.dag.node_count, dtype=np.int64)
    place[route.dag.node] = np.arange(route.dag.node_count)
    when = np.zeros(nodes.size, dtype=np.int64) if dates is None else dates[nodes]
    return nodes[np.lexsort((place[nodes], when))]
