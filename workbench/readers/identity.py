"""Which source rows are one publication, and which publications are one application?"""

import polars as pl

from workbench.readers.staging import Stage


def identify(stage: Stage) -> pl.DataFrame:
    """Give every source row its record and application.

    A row is known by its publication number; a row without one (a legal-status record, an
    application-level table) joins the first record of its application, or makes a record of its own.

    Returns
    -------
    DataFrame, one row per source row
        The stage's numbers with ``record``, ``application``, ``is_lead`` (this row made the record) and
        ``repeats`` (the record has several rows).
    """
    rows = stage.numbers
    if rows.is_empty():
        return rows
    keyed = _with_lead(rows)
    numbered = keyed.with_columns(is_lead=pl.col("at") == pl.col("lead")).with_columns(
        record_at_lead=(pl.col("is_lead").cum_sum() - 1).cast(pl.UInt32)
    )
    numbered = numbered.with_columns(record=pl.col("record_at_lead").gather(pl.col("lead")))
    numbered = numbered.with_columns(
        repeats=pl.col("is_lead").not_().sum().over("record") > 0
        if keyed["lead"].n_unique() < keyed.height
        else False
    )
    return _with_application(numbered).drop("record_at_lead", "lead")


def _with_lead(rows: pl.DataFrame) -> pl.DataFrame:
    """Find the first row of each publication; rows without a number look to their application."""
    named = rows.with_columns(key=pl.coalesce("publication_key", pl.format("family {}", "family_simple")))
    unnamed = named.filter(pl.col("key").is_null() & pl.col("application_key").is_not_null())
    if unnamed.is_empty():
        return named.with_columns(lead=_first_of("key"))
    bearers = (
        named.filter(pl.col("key").is_not_null(), pl.col("application_key").is_not_null())
        .group_by("application_key")
        .agg(pl.col("key").sort_by("at").first().alias("bearer"))
    )
    named = named.join(bearers, on="application_key", how="left", maintain_order="left").with_columns(
        key=pl.coalesce("key", "bearer", pl.format("application {}", "application_key"))
    )
    return _bearer_first(named.drop("bearer"))


def _bearer_first(named: pl.DataFrame) -> pl.DataFrame:
    """Let the row with the publication number lead, even where a bare row came before it."""
    bare = pl.col("publication_number").is_null().cast(pl.UInt8)
    lead = pl.col("at").sort_by(bare, "at").first().over("key")
    return named.with_columns(lead=pl.when(pl.col("key").is_null()).then("at").otherwise(lead))


def _first_of(key: str) -> pl.Expr:
    first = pl.col("at").first().over(key)
    return pl.when(pl.col(key).is_null()).then("at").otherwise(first)


def _with_application(rows: pl.DataFrame) -> pl.DataFrame:
    """Name an application by its smallest record; a record whose rows give no number stands alone."""
    if not rows["repeats"].any():
        key = pl.col("application_key")
    else:
        key = pl.col("application_key").drop_nulls().first().over("record")
    keyed = rows.with_columns(application_key=key)
    shared = pl.col("record").min().over("application_key")
    alone = pl.col("application_key").is_null()
    return keyed.with_columns(application=pl.when(alone).then("record").otherwise(shared))
