"""The value of each document by each criterion of key patents."""

from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.corpus import Corpus
from workbench.measures.page_rank import page_rank
from workbench.measures.percentiles import rarity
from workbench.route.baskets import unit_criticality
from workbench.route.corpus_network import documents
from workbench.route.criteria import VENDOR
from workbench.route.paths import measured
from workbench.route.scope import Route

_EVENTS = ("transfer", "license", "pledge", "litigation", "invalidation", "reexamination", "opposition")
"""What happens to patents that matter to someone; fees and changes of address do not count."""


def criterion_values(route: Route, names: list[str]) -> dict[str, NDArray[np.float64]]:
    """Return criterion → value of each node, NaN where not known."""
    return {name: _value(route, name) for name in names}


def _value(route: Route, name: str) -> NDArray[np.float64]:
    count = route.cleaned.network.node_count
    if name.startswith(VENDOR):
        return _vendor(route, name.removeprefix(VENDOR))
    if name in _BY_NETWORK:
        found = _by_network(route, name) if route.has_arcs else np.full(count, np.nan)
        return np.asarray(found, dtype=np.float64)
    if route.corpus is None:
        return np.full(count, np.nan)
    return route.remembered("document_facts", lambda: _facts(route, route.corpus))[name].to_numpy()


_BY_NETWORK: Final = {
    "citations_for_age": "citation_count",
    "citation_count": "citation_count",
    "persistence": "persistence",
    "flow": "flow_share",
    "page_rank": "",
    "on_main_path": "",
    "criticality": "",
}


def _by_network(route: Route, name: str) -> NDArray[Any]:
    nodes = np.arange(route.cleaned.network.node_count)
    if _BY_NETWORK[name]:
        return measured(route, nodes)[_BY_NETWORK[name]].to_numpy()
    if name == "page_rank":
        return route.by_node(page_rank(route.dag))
    return np.isin(nodes, route.nodes_on(route.path)) if name == "on_main_path" else -unit_criticality(route)


def standing(route: Route, name: str, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how rare each value is, 0–1: among all documents, citations by age among those of its year."""
    if name == "citations_for_age":
        return rarity(values, route.documents["year"].fill_null(0).to_numpy())
    return rarity(values)


def _facts(route: Route, corpus: Corpus | None) -> pl.DataFrame:
    """Return what the corpus knows of each document, over all members of a family."""
    if corpus is None:
        raise ValueError("no corpus")
    members = documents(corpus, route.unit).select("record", name="node").lazy()
    publications = corpus.polars("publications").select("record", "application", "office")
    applications = corpus.polars("applications").select(
        "application", "claim_count", "stated_citing_count", "validity"
    )
    frame = (
        members.join(publications, on="record", how="left")
        .join(applications, on="application", how="left")
        .join(_family_sizes(corpus), on="application", how="left")
        .join(_event_counts(corpus), on="application", how="left")
        .join(_claims_given(corpus), on="record", how="left")
    )
    known = frame.group_by("name").agg(
        family_size=pl.max_horizontal(pl.col("stated_size").max(), pl.col("application").n_unique()),
        office_count=pl.col("office").n_unique(),
        claim_count=pl.coalesce(pl.col("claim_count").max(), pl.col("claims_given").max()),
        stated_citing_count=pl.col("stated_citing_count").max(),
        in_force=pl.when(pl.col("validity").is_not_null().any()).then((pl.col("validity") == "in_force").any()),
        event_count=pl.col("event_count").max(),
    )
    numbers = known.with_columns(pl.exclude("name").cast(pl.Float64)).collect()
    has_events = corpus.polars("events").select(pl.len()).collect().item() > 0
    events = pl.col("event_count").fill_null(0.0) if has_events else pl.lit(None, dtype=pl.Float64)
    aligned = route.documents.select("name").join(numbers, on="name", how="left", maintain_order="left")
    return aligned.with_columns(event_count=events).with_columns(pl.exclude("name").fill_null(float("nan")))


def _family_sizes(corpus: Corpus) -> pl.LazyFrame:
    outside = pl.col("outside_members").list.len()
    return (
        corpus.polars("families")
        .group_by("application")
        .agg(stated_size=pl.max_horizontal(pl.col("stated_size").max(), outside.max()))
    )


def _claims_given(corpus: Corpus) -> pl.LazyFrame:
    """Return how many claims stand in the corpus of each record that has all of them."""
    whole = corpus.polars("claims").filter(pl.col("coverage") == "all")
    return whole.group_by("record").agg(claims_given=pl.col("number").n_unique().cast(pl.Int32))


def _event_counts(corpus: Corpus) -> pl.LazyFrame:
    matters = pl.col("event").str.contains_any(list(_EVENTS)).fill_null(False)
    return corpus.polars("events").filter(matters).group_by("application").agg(event_count=pl.len())


def _vendor(route: Route, column: str) -> NDArray[np.float64]:
    """Return a numeric column of the export; NaN where there is none."""
    empty = np.full(route.cleaned.network.node_count, np.nan)
    if route.corpus is None or "extras" not in route.corpus.tables:
        return empty
    extras = route.corpus.polars("extras")
    if column not in extras.collect_schema().names():
        return empty
    number = pl.col(column).cast(pl.String).str.extract(r"(-?\d+(?:\.\d+)?)").cast(pl.Float64, strict=False)
    known = extras.select("record", value=number).unique("record", keep="first").collect()
    found: Any = route.documents.select("record").join(known, on="record", how="left", maintain_order="left")
    return np.asarray(found["value"].fill_null(float("nan")).to_numpy(), dtype=np.float64)
