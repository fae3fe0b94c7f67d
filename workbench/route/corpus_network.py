"""The citation network within a corpus: at publication, application or family level.

Numbers meet by their key, whatever the spelling. A cited document that names no kind is found by its number.
Citations to documents outside the corpus are counted, not drawn: main paths run among the
documents of the field.
"""

from typing import Final, Literal

import polars as pl

from workbench.corpus import Corpus
from workbench.corpus.counting import chosen_unit, unit_shares
from workbench.corpus.numbers import kind_of, publication_key
from workbench.route.document_numbers import text_ids
from workbench.route.network import CitationNetwork, date_numbers

Level = Literal["publication", "application", "family"]

DATE_COLUMNS: Final = ("priority_date", "filing_date", "publication_date")
_SCHEMES: Final = ("simple", "vendor", "derived", "inpadoc")


def corpus_network(corpus: Corpus, level: Level | None = None, dates: str | None = None) -> CitationNetwork:
    """Draw the citations among the documents of a corpus.

    Parameters
    ----------
    corpus : Corpus
        The corpus.
    level : {"publication", "application", "family"}, optional
        What a node is; the unit the corpus counts in, if not given.
    dates : str, optional
        ``priority_date``, ``filing_date`` or ``publication_date``; if not given, the earlier of priority and
        filing, else the publication.
    """
    chosen = level or chosen_unit(unit_shares(corpus))
    found = documents(corpus, chosen, dates)
    both = pl.concat([_backward(corpus), _forward(corpus)])
    pairs = both.filter(pl.col("number").is_not_null()).with_columns(key=publication_key(pl.col("number")))
    known = _by_number(found)
    ends = pairs.join(known, on="key", how="left").join(
        found.select("record", own="node"), on="record", how="left"
    )
    inside = ends.filter(pl.col("node").is_not_null())
    own, other = inside["own"], inside["node"]
    backward = inside["direction"] == "cited"
    citing, cited = own.zip_with(backward, other), other.zip_with(backward, own)
    nodes = found.group_by("node", maintain_order=True).agg(
        pl.col("label").first(), pl.col("date").filter(pl.col("date") > 0).min().fill_null(0)
    )
    codes, names = text_ids(pl.concat([nodes["node"], citing, cited], rechunk=True))
    made = CitationNetwork(
        cited=codes[nodes.height + inside.height :],
        citing=codes[nodes.height : nodes.height + inside.height],
        names=names,
        labels=nodes["label"],
        dates=nodes["date"].to_numpy(),
    )
    return made.remarked("corpus_level", level=chosen, inside=inside.height, total=pairs.height)


def documents(corpus: Corpus, level: Level, dates: str | None = None) -> pl.DataFrame:
    """Return ``record``, ``key``, ``node``, ``label`` and ``date`` of every publication."""
    applications = corpus.polars("applications").select(
        "application", "application_number", "filing_date", "priority_date"
    )
    publications = corpus.polars("publications").select(
        "record", "application", "publication_number", "publication_date", "title"
    )
    frame = publications.join(applications, on="application", how="left", maintain_order="left").join(
        _families(corpus), on="application", how="left", maintain_order="left"
    )
    record = pl.format("#{}", "record")
    number = pl.coalesce("publication_number", "application_number", record)
    application = pl.coalesce("application_number", number).first().over("application")
    node = {
        "publication": number,
        "application": application,
        "family": pl.coalesce("family", application),
    }[level]
    date = pl.min_horizontal("priority_date", "filing_date") if dates is None else pl.col(dates)
    made = frame.select(
        "record",
        key=publication_key(pl.col("publication_number")),
        node=node,
        label=pl.coalesce("title", number),
        date=pl.coalesce(date, "publication_date") if dates is None else date,
    ).collect()
    return made.with_columns(date_numbers(made["date"]))


def _families(corpus: Corpus) -> pl.LazyFrame:
    """Return one family for each application: by the first scheme that has one."""
    order = {scheme: at for at, scheme in enumerate(_SCHEMES)}
    return (
        corpus.polars("families")
        .filter(pl.col("family").is_not_null())
        .with_columns(order=pl.col("scheme").replace_strict(order, default=len(order), return_dtype=pl.Int32))
        .sort("application", "order", "family")
        .group_by("application", maintain_order=True)
        .agg(pl.col("family").first())
    )


def _citations(corpus: Corpus, direction: str) -> pl.DataFrame:
    wanted = (pl.col("direction") == direction) & ~pl.col("is_npl").fill_null(False)
    found = corpus.polars("citations").filter(wanted)
    return found.select("record", "direction", number="document").collect()


def _backward(corpus: Corpus) -> pl.DataFrame:
    return _citations(corpus, "cited")


def _forward(corpus: Corpus) -> pl.DataFrame:
    return _citations(corpus, "citing")


def _by_number(documents: pl.DataFrame) -> pl.DataFrame:
    """Return ``key`` → ``node``, with the numbers that lack their kind where only one node has them."""
    full = documents.filter(pl.col("key").is_not_null()).select("key", "node").unique("key", keep="first")
    kind = kind_of(pl.col("key"))
    bare = full.filter(kind.is_not_null()).select(
        pl.col("key").str.head(pl.col("key").str.len_chars() - kind.str.len_chars()), "node"
    )
    single = bare.group_by("key").agg(pl.col("node").first(), count=pl.col("node").n_unique())
    only = single.filter(pl.col("count") == 1).select("key", "node")
    return pl.concat([full, only.join(full, on="key", how="anti")])
