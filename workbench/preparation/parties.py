"""Names that are one party: merged where a rule is sure, suggested where they are only alike."""

from typing import Final

import polars as pl

from workbench.corpus import Corpus
from workbench.preparation.names import clean_name, name_key
from workbench.preparation.notices import with_notice

HOLDERS: Final = ("applicant", "owner", "assignee")
"""Roles that hold rights, in distinction to inventors, agents and examiners."""

_VENDOR_MARK: Final = r"-([CETHG])$"


def unify_parties(corpus: Corpus) -> Corpus:
    """Merge the spellings of one name, and tidy the vendor's standardised names.

    ``party`` becomes the most frequent spelling among those that differ only in case, width, spaces,
    brackets, punctuation, accents, the spelling of the legal form, or an address behind the name; the
    first in alphabetical order where two are equally frequent. ``group`` becomes the vendor's name
    without its marks (``[福特汽车-C]`` → 福特汽车), and reaches the rows of the same party that lack
    one. ``name`` stays as found; names that are merely alike are never merged.
    """
    parties = corpus.polars("parties")
    spelled = parties.group_by("name").len().collect(engine="streaming")
    unified = unified_names(spelled)
    joined = parties.drop("party").join(unified.lazy(), on="name", how="left", maintain_order="left")
    tidied = _with_groups(joined.with_columns(pl.coalesce("party", "name").alias("party")))
    merged = corpus.with_tables(parties=tidied)
    count = unified.filter(pl.col("party") != pl.col("name")).height
    return with_notice(merged, "names_merged", names=spelled.height, merged=count)


def unified_names(spelled: pl.DataFrame) -> pl.DataFrame:
    """Return the party of every name.

    Parameters
    ----------
    spelled : DataFrame
        ``name`` (distinct) and ``len``, how often it occurs.

    Returns
    -------
    DataFrame
        ``name`` and ``party``.
    """
    keyed = (
        spelled.drop_nulls("name")
        .lazy()
        .select("name", "len", key=name_key(pl.col("name")), clean=clean_name(pl.col("name")))
        .with_columns(pl.when(pl.col("clean") == "").then("name").otherwise("clean").alias("clean"))
    )
    shown = keyed.group_by("key", "clean").agg(pl.col("len").sum())
    shown = shown.sort("key", "len", "clean", descending=[False, True, False])
    shown = shown.unique("key", keep="first", maintain_order=True).select("key", party="clean")
    return keyed.join(shown, on="key").select("name", "party").sort("name").collect()


def _with_groups(parties: pl.LazyFrame) -> pl.LazyFrame:
    inner = pl.col("group").str.strip_chars("[] \t")
    tidied = parties.with_columns(
        group=clean_name(inner.str.replace(_VENDOR_MARK, "")).replace("", None),
        mark=inner.str.extract(_VENDOR_MARK),
    )
    told = _echoes(tidied)
    marked = tidied.join(told.lazy(), on=["name", "group"], how="left", maintain_order="left").with_columns(
        party_type=pl.coalesce("party_type", "mark"),
        group=pl.when(pl.col("is_echo").is_null()).then("group"),
    )
    known = marked.filter(pl.col("group").is_not_null()).group_by("party", "group").len()
    usual = known.sort("party", "len", "group", descending=[False, True, False])
    usual = usual.unique("party", keep="first", maintain_order=True).select("party", usual="group")
    spread = marked.join(usual.collect().lazy(), on="party", how="left", maintain_order="left")
    is_holder = pl.col("role").is_in(HOLDERS)
    filled = pl.coalesce(
        "group", pl.when(is_holder).then("usual"), pl.when(pl.col("is_echo").is_not_null()).then("party")
    )
    return spread.with_columns(group=filled).drop("usual", "mark", "is_echo")


def _echoes(tidied: pl.LazyFrame) -> pl.DataFrame:
    """Return the names that the vendor's standardised name only repeats: it says nothing of a group."""
    given = (
        tidied.filter(pl.col("mark").is_null(), pl.col("group").is_not_null()).select("name", "group").unique()
    )
    same = given.filter(name_key(pl.col("name")) == name_key(pl.col("group")))
    return same.select("name", "group", is_echo=pl.lit(True)).collect(engine="streaming")
