"""Where citations are too sparse: each document drawn on the earlier ones that it is most like, by its words.

Such a route shows how themes follow one another, not who built on whom. Every table of it says so.
"""

from typing import Final

import polars as pl

from workbench.corpus import Corpus
from workbench.measures.grams import text_terms
from workbench.measures.likeness import precursors, profiles
from workbench.route.network import CitationNetwork

NEIGHBOURS: Final = 3
THRESHOLD: Final = 0.3
"""Least cosine similarity of title and opening of the abstract."""
_OPENING: Final = 120
"""Characters of the abstract that are compared: what the document is of, not how it is worded."""


def similarity_network(corpus: Corpus, network: CitationNetwork, documents: pl.DataFrame) -> CitationNetwork:
    """Draw each document of a network on the earlier ones it is most like.

    Parameters
    ----------
    corpus : Corpus
        Where titles and abstracts stand.
    network : CitationNetwork
        The documents, with their dates; its citations are not used.
    documents : DataFrame
        ``document`` and ``record`` of each node.

    Returns
    -------
    CitationNetwork
        The same documents; at most three arcs into each, from documents with an earlier date and a cosine of
        0.3 or more. Documents of one title are one invention published again, and are not joined.
    """
    known = pl.DataFrame({"name": network.names}).join(
        documents.select(name="name", record="record"), on="name", how="left", maintain_order="left"
    )
    opening = pl.col("abstract").str.head(_OPENING)
    texts = corpus.polars("publications").select(
        "record",
        title=pl.col("title").str.to_lowercase().str.strip_chars(),
        text=pl.concat_str("title", opening, separator=" ", ignore_nulls=True),
    )
    told = known.lazy().join(texts, on="record", how="left", maintain_order="left").collect()
    dates = network.dates
    if dates is None or told.is_empty():
        return network
    profile = profiles(text_terms(told["text"]), told.height)
    same = told.select(pl.coalesce("title", "name").rank("dense")).to_series().to_numpy()
    found = precursors(profile, dates, same, neighbours=NEIGHBOURS, threshold=THRESHOLD)
    return CitationNetwork(
        found.earlier.astype("int32"),
        found.later.astype("int32"),
        network.names,
        network.labels,
        dates,
        remarks=network.remarks,
    )
