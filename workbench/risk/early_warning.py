"""What is new around a watched product? New publications that are alike, and events of watched rights."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import polars as pl

from workbench.corpus import Corpus
from workbench.risk.embeddings import Embeddings
from workbench.risk.product import Product
from workbench.risk.screening import screen
from workbench.tables import Table

_COLUMNS: Final = {
    "warning": pl.String, "publication_number": pl.String, "title": pl.String, "applicant": pl.String,
    "event": pl.String, "date": pl.Date, "risk_status": pl.String, "similarity": pl.Float64,
    "embedding_similarity": pl.Float64,
}  # fmt: skip
_SCORES: Final = ("similarity", "embedding_similarity")


def early_warning(
    before: Corpus,
    after: Corpus,
    product: Product,
    *,
    on: date,
    watched: Sequence[str] = (),
    most: int = 50,
    embeddings: Embeddings | None = None,
) -> Table:
    """Compare two states of a corpus around a product.

    Parameters
    ----------
    before, after : Corpus
        The last state looked at, and the present one.
    watched : sequence of str
        Publication numbers that are watched whatever their likeness.
    most : int
        Candidates of the present screening whose news are told.
    embeddings : Embeddings, optional
        Vectors for the present corpus: they join the order of the screening.

    Returns
    -------
    Table
        One row per new publication among the candidates, and per new event of a candidate or watched right.
    """
    screening = screen(after, product, on=on, most=most, embeddings=embeddings)
    candidates = screening.candidates.frame
    scores = {row["publication_number"]: {name: row.get(name) for name in _SCORES}
              for row in candidates.iter_rows(named=True)}  # fmt: skip
    status = dict(candidates.select("publication_number", "risk_status").iter_rows())
    followed = {*scores, *watched}
    rows = [*_publications(before, after, followed), *_events(before, after, followed)]
    told = [
        {
            **row,
            **scores.get(row["publication_number"], {}),
            "risk_status": status.get(row["publication_number"]),
        }
        for row in rows
    ]
    frame = pl.DataFrame(told, schema=_COLUMNS).sort("warning", "date", "publication_number", nulls_last=True)
    joins = ("embedding_joins_order",) if embeddings else ()
    return Table(
        "early_warning",
        frame if embeddings else frame.drop("embedding_similarity"),
        unit="publication",
        cut_off=after.manifest.cut_off,
        sources=after.manifest.source_names(),
        population=len(followed),
        notes=("likeness_ranks_only", *joins, "blind_spot"),
        formats={"similarity": "share", "embedding_similarity": "index"},
    )


def _listed(corpus: Corpus) -> pl.DataFrame:
    from workbench.corpus.listing import publication_list

    shown = publication_list(corpus).select(
        "record", "publication_number", "title", "applicant", "publication_date"
    )
    return shown.join(corpus.polars("publications").select("record", "application"), on="record").collect()


def _publications(before: Corpus, after: Corpus, followed: set[str]) -> list[dict[str, Any]]:
    known = _listed(before)["publication_number"].to_list()
    new = _listed(after).filter(
        pl.col("publication_number").is_in(list(followed)) & ~pl.col("publication_number").is_in(known)
    )
    return [
        {"warning": "new_publication", "publication_number": row["publication_number"], "title": row["title"],
         "applicant": row["applicant"], "event": None, "date": row["publication_date"]}
        for row in new.iter_rows(named=True)
    ]  # fmt: skip


def _events(before: Corpus, after: Corpus, followed: set[str]) -> list[dict[str, Any]]:
    def dated(corpus: Corpus) -> pl.DataFrame:
        events = corpus.polars("events").select("application", "event", "date").collect()
        return _listed(corpus).join(events, on="application")

    known = set(dated(before).select("publication_number", "event", "date").iter_rows())
    new = dated(after).filter(pl.col("publication_number").is_in(list(followed)))
    return [
        {
            "warning": "new_event",
            **{n: row[n] for n in ("publication_number", "title", "applicant", "event", "date")},
        }
        for row in new.iter_rows(named=True)
        if (row["publication_number"], row["event"], row["date"]) not in known
    ]
