"""Which applications protect one invention? Vendors' families where given, shared priorities else."""

from typing import Any, Final

import numpy as np
import polars as pl

from workbench.corpus import Corpus
from workbench.corpus.corpus import conform
from workbench.corpus.numbers import application_key, normal_publication_number, publication_key
from workbench.preparation.notices import with_notice, with_rules

_STATED: Final = ("simple", "inpadoc", "vendor")
_MARKS: Final = ("mark", "second_mark")
_DOCUMENT: Final = r"^[A-Z]{2}[A-Z]{0,2}[0-9]+[A-Z]?[A-Z][0-9]?$"


def merge_families(corpus: Corpus) -> Corpus:
    """Give every application its families.

    Stated families (``simple``, ``inpadoc``, ``vendor``) are put together from the vendor's lists:
    applications that share a member or a family name belong together, and the smallest publication
    number of the family names it. Applications without a stated simple family get one of scheme
    ``derived``: those that claim the same priorities, where one that claims none counts as its own
    priority. Where an export tells nothing of priorities, nothing is derived: such applications have
    no family and are counted in the notice.
    """
    publications = _publications(corpus)
    given = conform(corpus.polars("families"), "families").filter(pl.col("scheme") != "derived").collect()
    stated = [
        _stated_families(given.filter(scheme=scheme), publications, scheme) for scheme in _STATED
        if not given.filter(scheme=scheme).is_empty()
    ]  # fmt: skip
    named = pl.concat([_nothing(), *stated])
    resolved = named.filter(pl.col("family").is_not_null(), pl.col("scheme") != "inpadoc")[
        "application"
    ].unique()
    derived = _derived_families(corpus, publications, resolved)
    families = pl.concat([named, derived]).sort("application", "scheme")
    total = corpus.polars("applications").select(pl.len()).collect().item()
    unresolved = total - len(resolved) - derived.height
    merged = corpus.with_tables(families=families)
    if unresolved:
        merged = with_notice(merged, "families_unresolved", count=unresolved, applications=total)
    return with_rules(merged, families="stated_then_shared_priorities")


def _nothing() -> pl.DataFrame:
    return conform(None, "families").collect()


def _publications(corpus: Corpus) -> pl.DataFrame:
    key = publication_key(pl.col("publication_number")).alias("publication_number")
    return corpus.polars("publications").select("application", key).collect(engine="streaming")


def _stated_families(given: pl.DataFrame, publications: pl.DataFrame, scheme: str) -> pl.DataFrame:
    """Put the vendor's lists of one scheme together."""
    members = _members(given, publications)
    component = _components(members)
    placed = members.join(component, on="application")
    inside = component.join(publications, on="application").select("component", number="publication_number")
    everyone = pl.concat([placed.select("component", number="member"), inside]).drop_nulls().unique()
    outside = everyone.join(publications, left_on="number", right_on="publication_number", how="anti")
    summary = (
        placed.group_by("component")
        .agg(name=pl.col("name").min())
        .join(everyone.group_by("component").agg(pl.col("number").min()), on="component", how="left")
        .join(
            outside.group_by("component").agg(outside_members=pl.col("number").sort()),
            on="component",
            how="left",
        )
        .with_columns(family=pl.coalesce("number", "name"))
    )
    sizes = given.group_by("application").agg(pl.col("stated_size").max())
    whole = component.join(summary, on="component", how="left").join(sizes, on="application", how="left")
    sizes_only = sizes.join(component, on="application", how="anti")
    return _shaped(pl.concat([whole, sizes_only], how="diagonal"), scheme)


def _shaped(frame: pl.DataFrame, scheme: str) -> pl.DataFrame:
    return conform(frame.with_columns(scheme=pl.lit(scheme)), "families").collect()


def _members(given: pl.DataFrame, publications: pl.DataFrame) -> pl.DataFrame:
    """Return ``application``, ``member`` (a document number), ``name`` and ``node`` (what ties them).

    A member that is in the corpus brings its own application into the family.
    """
    listed = given.select("application", member="outside_members").explode("member").drop_nulls()
    member = publication_key(normal_publication_number(pl.col("member")))
    listed = listed.with_columns(member=member).drop_nulls()
    names = given.select("application", name="family").drop_nulls()
    names = names.with_columns(number=publication_key(normal_publication_number(pl.col("name"))))
    is_number = pl.col("number").str.contains(_DOCUMENT)
    names = names.select("application", "name", member=pl.when(is_number).then("number"))
    tied = pl.concat([listed, names], how="diagonal")
    tied = tied.with_columns(node=pl.coalesce("member", "family " + pl.col("name")))
    brought = tied.join(publications, left_on="member", right_on="publication_number", suffix="_brought")
    brought = brought.select("member", "name", "node", application="application_brought")
    return pl.concat([tied, brought.select(tied.columns)]).unique()


def _components(members: pl.DataFrame) -> pl.DataFrame:
    """Return ``application`` and ``component``: the connected components of applications and nodes."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    rows: Any = members["application"].rank("dense").to_numpy() - 1
    columns: Any = members["node"].rank("dense").to_numpy() - 1
    if not len(rows):
        return pl.DataFrame(schema={"application": pl.UInt32, "component": pl.Int32})
    count = int(rows.max()) + 1
    size = count + int(columns.max()) + 1
    graph = coo_array((np.ones(len(rows), dtype=np.int8), (rows, columns + count)), shape=(size, size))
    labels = connected_components(graph, directed=False)[1]
    component = pl.Series("component", labels[rows])
    return members.select("application").with_columns(component).unique()


def _derived_families(corpus: Corpus, publications: pl.DataFrame, resolved: pl.Series) -> pl.DataFrame:
    """Put applications with identical priorities together."""
    numbered = pl.col("priority_number").is_not_null()
    if not corpus.polars("priorities").select(numbered.any()).collect(engine="streaming").item():
        return _nothing()
    own = corpus.polars("applications").select("application", key=application_key(pl.col("application_number")))
    is_open = ~pl.col("application").is_in(resolved.implode())
    marks = (
        own.filter(is_open)
        .join(_claimed_sets(corpus), on="application", how="left")
        .join(_applications_with_priority_data(corpus), on="application", how="left")
        .with_columns(
            pl.when(pl.col("is_complete").is_null()).then(_mark("key", name)).otherwise(name).alias(name)
            for name in _MARKS
        )
        .filter(pl.col("is_complete").fill_null(pl.col("is_told") & pl.col("key").is_not_null()))
        .select("application", "key", *_MARKS)
        .collect(engine="streaming")
    )
    first = publications.group_by("application").agg(number=pl.col("publication_number").min())
    members = marks.join(first, on="application", how="left").with_columns(
        pl.col("number").fill_null(pl.col("key"))
    )
    names = members.group_by(_MARKS).agg(family=pl.col("number").min())
    return _shaped(members.join(names, on=_MARKS), "derived")


def _mark(key: str, name: str) -> pl.Expr:
    """Return one of the two 64-bit marks of a key."""
    return pl.col(key).hash(seed=_MARKS.index(name))


def _claimed_sets(corpus: Corpus) -> pl.LazyFrame:
    """Return what each application claims as two marks of the set, and whether all of it is known.

    Sums of the hashes of the keys, equal for equal sets whatever their order: 128 bits, so that a chance
    agreement of two different sets is out of reach.
    """
    keyed = corpus.polars("priorities").select("application", key=application_key(pl.col("priority_number")))
    marks = [_mark("key", name).sum().alias(name) for name in _MARKS]
    return keyed.unique().group_by("application").agg(*marks, is_complete=pl.col("key").is_not_null().all())


def _applications_with_priority_data(corpus: Corpus) -> pl.LazyFrame:
    """Return ``application`` and ``is_told``: whether one of its files tells priority numbers at all."""
    numbered = corpus.polars("priorities").filter(pl.col("priority_number").is_not_null()).select("application")
    place = pl.concat_str(pl.col("file", "sheet").fill_null("")).hash()
    files = (
        corpus.polars("publications")
        .select("record", "application")
        .join(corpus.polars("sources").select("record", place=place), on="record", how="left")
        .select("application", "place")
    )
    telling = files.join(numbered, on="application", how="semi").select("place").unique()
    told = files.join(telling, on="place", how="semi", nulls_equal=True)
    return told.select("application", is_told=pl.lit(True)).unique()
