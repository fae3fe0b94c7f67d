"""Names that are one party: merged where a rule is sure, suggested where they are only alike."""

from functools import cache
from typing import Final

import polars as pl

from workbench.corpus import Corpus
from workbench.preparation.names import clean_name, name_key
from workbench.preparation.notices import with_notice
from workbench.reference import facts

HOLDERS: Final = ("applicant", "owner", "assignee")
"""Roles that hold rights, in distinction to inventors, agents and examiners."""

_VENDOR_MARK: Final = r"-([CETHG])$"


def unify_parties(corpus: Corpus) -> Corpus:
    """Merge the spellings of one name, and tidy the vendor's standardised names.

    ``party`` becomes the most frequent spelling among those that differ only in case, width, spaces,
    brackets, punctuation, accents, the spelling of the legal form, or an address behind the name; the
    first in alphabetical order where two are equally frequent. ``group`` becomes the vendor's name
    without its marks (``[福特汽车-C]`` → 福特汽车): the one most often stated where the party files
    alone, whatever stands beside it in a list of several; the one stated there for a party that never
    files alone. A bucket in a name's place (INDIVIDUALS, 个人) is no party: it has neither. ``name`` stays
    as found; names that are merely alike are never merged.
    """
    parties = corpus.polars("parties")
    spelled = parties.group_by("name").len().collect(engine="streaming")
    unified = unified_names(spelled).with_columns(party=pl.when(~is_bucket(pl.col("name"))).then("party"))
    joined = parties.drop("party").join(unified.lazy(), on="name", how="left", maintain_order="left")
    tidied = _with_groups(joined)
    merged = corpus.with_tables(parties=tidied)
    count = unified.filter(pl.col("party") != pl.col("name")).height
    told = with_notice(merged, "names_merged", names=spelled.height, merged=count)
    unnamed = spelled.drop_nulls("name").filter(is_bucket(pl.col("name")))
    if unnamed.is_empty():
        return told
    names = ", ".join(sorted(unnamed["name"]))
    return with_notice(told, "unnamed_parties", names=names, rows=int(unnamed["len"].sum()))


def is_bucket(name: pl.Expr) -> pl.Expr:
    """Tell words that stand where nobody is named: INDIVIDUALS, 个人, UNKNOWN (``reference/party_types``)."""
    return _letters(name).is_in(_buckets()).fill_null(value=False)


@cache
def _buckets() -> list[str]:
    words = pl.DataFrame({"name": facts("party_types")["unnamed"]["names"]})
    return words.select(_letters(pl.col("name"))).to_series().to_list()


def _letters(name: pl.Expr) -> pl.Expr:
    return name.str.to_uppercase().str.replace_all(r"[^\p{L}\p{N}]+", "")


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
    given = parties.filter(pl.col("group").is_not_null()).group_by("name", "party", "group").len()
    told = _tidied_groups(given.collect(engine="streaming"))
    if told.is_empty():
        return parties
    usual = _with_namesakes(_usual_groups(_tidied_groups(_told_alone(parties))), told)
    changed = told.select("name", "group", "new_group", "mark", echo=pl.when("is_echo").then("party"))
    joined = parties.join(changed.lazy(), on=["name", "group"], how="left", maintain_order="left")
    joined = joined.join(usual.lazy(), on="party", how="left", maintain_order="left")
    is_holder = pl.col("role").is_in(HOLDERS)
    return joined.with_columns(
        group=pl.coalesce(pl.when(is_holder).then("usual"), "new_group", "echo"),
        party_type=pl.coalesce("party_type", "mark"),
    ).drop("usual", "mark", "new_group", "echo")


def _with_namesakes(usual: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Let a party whose own name is one of the standardised names stand for itself."""
    known = told.drop_nulls("new_group").select(key=name_key(pl.col("new_group")), usual="new_group")
    parties = told.select("party").unique().with_columns(key=name_key(pl.col("party")))
    named = parties.join(known.sort("usual").unique("key", keep="first", maintain_order=True), on="key")
    return pl.concat([usual, named.join(usual, on="party", how="anti").select("party", "usual")])


def _told_alone(parties: pl.LazyFrame) -> pl.DataFrame:
    """Count the groups stated for sole holders: with several, a vendor's order may be another one."""
    holders = parties.filter(pl.col("role").is_in(HOLDERS)).select("record", "role", "name", "party", "group")
    sole = holders.filter(pl.len().over("record", "role") == 1, pl.col("group").is_not_null())
    return sole.group_by("name", "party", "group").len().collect()


def _tidied_groups(given: pl.DataFrame) -> pl.DataFrame:
    """Take brackets and marks off the vendor's names, and see which only repeat the name found.

    A repetition says nothing of a group: its ``new_group`` is null.
    """
    inner = pl.col("group").str.strip_chars("[] \t")
    tidied = given.with_columns(
        mark=inner.str.extract(_VENDOR_MARK),
        new_group=clean_name(inner.str.replace(_VENDOR_MARK, "")).replace("", None),
    )
    repeats = name_key(pl.col("name")) == name_key(pl.col("new_group"))
    tidied = tidied.with_columns(is_echo=pl.col("mark").is_null() & repeats.fill_null(False))
    is_told = ~pl.col("is_echo") & ~is_bucket(pl.col("new_group"))
    return tidied.with_columns(new_group=pl.when(is_told).then("new_group"))


def _usual_groups(told: pl.DataFrame) -> pl.DataFrame:
    """Return the most frequent group of each party that its own rows state."""
    known = told.drop_nulls("new_group").group_by("party", "new_group").agg(pl.col("len").sum())
    usual = known.sort("party", "len", "new_group", descending=[False, True, False])
    return usual.unique("party", keep="first", maintain_order=True).select("party", usual="new_group")
