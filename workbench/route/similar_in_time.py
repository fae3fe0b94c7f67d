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
        0.3 or more.
    """
    known = pl.DataFrame({"name": network.names}).join(
        documents.select(name="name", record="record"), on="name", how="left", maintain_order="left"
    )
    opening = pl.col("abstract").str.head(_OPENING)
    texts = corpus.polars("publications").select(
        "record", text=pl.concat_str("title", opening, separator=" ", ignore_nulls=True)
    )
    text = known.lazy().join(texts, on="record", how="left", maintain_order="left").collect()["text"]
    dates = network.dates
    if dates is None or not len(text):
        return network
    profile = profiles(text_terms(text), len(text))
    found = precursors(profile, dates, neighbours=NEIGHBOURS, threshold=THRESHOLD)
    return CitationNetwork(
        found.earlier.astype("int32"),
        found.later.astype("int32"),
        network.names,
        network.labels,
        dates,
        remarks=network.remarks,
    )
