"""What is new, gone or otherwise since the last version of a topic database?"""

from typing import Final

import polars as pl

from workbench.corpus import Corpus
from workbench.corpus.listing import publication_list
from workbench.corpus.numbers import publication_key

WATCHED: Final = ("legal_status", "validity", "branch", "tag")
"""In this order a change is told; a document has one line for each."""

CHANGES: Final = pl.Schema(
    {
        "change": pl.String,
        "publication_number": pl.String,
        "title": pl.String,
        "before": pl.String,
        "after": pl.String,
    }
)


def documents(corpus: Corpus) -> pl.DataFrame:
    """Return one row per document in order of record: how people name it, its status, branches and tags.

    Returns
    -------
    DataFrame
        The columns of :func:`workbench.corpus.listing.publication_list`, ``validity``, ``abstract``,
        ``filing_year``, and the lists ``branch`` and ``tag``.
    """
    facts = (
        corpus.polars("publications")
        .join(corpus.polars("applications").select("application", "validity"), on="application", how="left")
        .select("record", "abstract", "validity")
    )
    listed = publication_list(corpus).join(facts, on="record", how="left")
    for column, start in (("branch", "branch:"), ("tag", "tag:")):
        listed = listed.join(_symbols(corpus, column, start), on="record", how="left")
    told = listed.with_columns(
        pl.col("filing_date").dt.year().alias("filing_year"),
        *(pl.col(name).fill_null([]) for name in ("branch", "tag")),
    )
    return told.sort("record").collect()  # a join promises no order


def _symbols(corpus: Corpus, column: str, start: str) -> pl.LazyFrame:
    scheme = pl.col("scheme")
    named = scheme.str.strip_prefix(start) + "：" + pl.col("symbol") if column == "tag" else pl.col("symbol")
    return (
        corpus.polars("classifications")
        .filter(scheme.str.starts_with(start))
        .select("record", named.alias(column))
        .group_by("record")
        .agg(pl.col(column).unique().sort())
    )


def changes(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Compare two versions.

    Parameters
    ----------
    before, after : DataFrame
        Of :func:`documents`.

    Returns
    -------
    DataFrame
        ``change`` (``added``, ``removed``, or the column that differs), ``publication_number``, ``title``,
        ``before`` and ``after``; sorted by kind of change and number.
    """
    old, new = _keyed(before), _keyed(after)
    found = [
        _line(new.join(old, on="key", how="anti"), "added"),
        _line(old.join(new, on="key", how="anti"), "removed"),
    ]
    both = new.join(old, on="key", how="inner", suffix="_before")
    for column in WATCHED:
        differs = both.filter(pl.col(column).ne_missing(pl.col(f"{column}_before")))
        found.append(
            differs.select(
                pl.lit(column).alias("change"),
                "publication_number",
                "title",
                pl.col(f"{column}_before").alias("before"),
                pl.col(column).alias("after"),
            )
        )
    return pl.concat(found).sort("change", "publication_number", maintain_order=True)


def _keyed(frame: pl.DataFrame) -> pl.DataFrame:
    joined = (pl.col(name).list.join("；") for name in ("branch", "tag"))
    number = pl.col("publication_number")
    key = pl.coalesce(publication_key(number), number)
    listed = frame.select(key.alias("key"), "publication_number", "title", "legal_status", "validity", *joined)
    return listed.filter(pl.col("key").is_not_null()).unique("key", keep="first", maintain_order=True)


def _line(frame: pl.DataFrame, kind: str) -> pl.DataFrame:
    nothing = pl.lit(None, dtype=pl.String)
    return frame.select(
        pl.lit(kind).alias("change"),
        "publication_number",
        "title",
        nothing.alias("before"),
        nothing.alias("after"),
    )
