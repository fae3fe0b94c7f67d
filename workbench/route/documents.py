"""What is known of each document of a citation network: its records, number, title, applicant, year."""

from typing import Final

import polars as pl

from workbench.corpus import Corpus
from workbench.corpus.counting import counted_units, small
from workbench.route.corpus_network import Level, documents
from workbench.route.network import CitationNetwork

SCHEMA: Final = {
    "node": pl.Int32,
    "name": pl.String,
    "document": pl.String,
    "record": pl.UInt32,
    "application": pl.UInt32,
    "title": pl.String,
    "applicant": pl.String,
    "year": pl.Int32,
}


def corpus_documents(corpus: Corpus, level: Level, network: CitationNetwork) -> pl.DataFrame:
    """Return one row per node of a network of a corpus, in the order of the nodes.

    Returns
    -------
    DataFrame
        ``node``, ``name`` (of the node), ``document`` (publication number of the representative, else the
        name), its ``record`` and ``application``, ``title``, ``applicant`` (the first; its group where it has
        one) and ``year`` (null where undated).
    """
    names = named_nodes(network)
    members = documents(corpus, level).select("record", name="node")
    chosen = small(counted_units(corpus, level).select("record")).select(pl.col("record").cast(pl.UInt32))
    lead = members.join(chosen, on="record", how="semi", maintain_order="left")
    first = pl.concat([lead, members]).unique("name", keep="first", maintain_order=True)
    found = (
        names.join(first, on="name", how="left", maintain_order="left")
        .lazy()
        .join(_publications(corpus), on="record", how="left", maintain_order="left")
        .join(_applicants(corpus), on="record", how="left", maintain_order="left")
    )
    return found.select(
        "node",
        "name",
        pl.coalesce("publication_number", "name").alias("document"),
        "record",
        "application",
        pl.coalesce("title", "name").alias("title"),
        "applicant",
        "year",
    ).collect()


def plain_documents(network: CitationNetwork) -> pl.DataFrame:
    """Return the same columns for a network without a corpus; record, application and applicant are null."""
    found = named_nodes(network).with_columns(title=network.shown_labels())
    empty = [pl.lit(None, dtype=SCHEMA[name]).alias(name) for name in ("record", "application", "applicant")]
    return found.with_columns(*empty, document="name").select(list(SCHEMA))


def named_nodes(network: CitationNetwork) -> pl.DataFrame:
    """Return ``node``, ``name`` and ``year`` of every node."""
    dates = network.dates
    year = pl.Series("year", [0] * network.node_count if dates is None else dates // 10_000, dtype=pl.Int32)
    frame = pl.DataFrame({"name": network.names}).with_row_index("node")
    known = frame.with_columns(pl.col("node").cast(pl.Int32), year)
    return known.with_columns(year=pl.when(pl.col("year") > 0).then(pl.col("year")))


def _publications(corpus: Corpus) -> pl.LazyFrame:
    return corpus.polars("publications").select("record", "application", "publication_number", "title")


def _applicants(corpus: Corpus) -> pl.LazyFrame:
    named = corpus.polars("parties").filter(pl.col("role") == "applicant", pl.col("position") == 0)
    return named.select("record", applicant=pl.coalesce("group", "party")).unique("record", keep="first")
