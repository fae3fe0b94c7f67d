"""What is counted: one row per publication, application or family, on any engine.

The unit is known by its ``record``: the representative publication, which is the first one published
(the smaller key where dates tie). A family is represented by the first filed of its applications.
"""

from collections.abc import Mapping
from itertools import count
from typing import Any, Final

import narwhals as nw
import polars as pl

from workbench.corpus.corpus import Corpus
from workbench.corpus.keys import join_on_key
from workbench.tables import DateBasis, Unit

AUTO_SHARE: Final = 0.8
"""A unit is chosen by itself where at least this share of the records has one."""

_KEY_SPAN: Final = 2**32
NO_DATE: Final = 99_999_999
"""Sorts after every day: see :func:`ordinal_day`."""
_SCHEMES: Final = ("simple", "vendor", "derived", "inpadoc")
_VALIDITY_ORDER: Final = ("not_applicable", "unknown", "lapsed", "pending", "in_force")
_ATTRIBUTES: Final = ("patent_type", "route", "filing_date", "priority_date", "validity", "expiry_date")
_kept_names = count()


def small(frame: nw.LazyFrame[Any]) -> pl.DataFrame:
    """Collect a small result: the same types whichever engine computed it.

    duckdb sums integers to 128 bits, which arrive as decimals.
    """
    native = frame.to_native()
    if isinstance(native, pl.LazyFrame):
        found = native.collect(engine="streaming")
    else:
        found = frame.collect("polars").to_native()
    return found.with_columns(
        (pl.selectors.integer() | pl.selectors.decimal()).cast(pl.Int64),
        pl.selectors.float().cast(pl.Float64),
        pl.selectors.categorical().cast(pl.String),
    )


def kept(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Compute a narrow frame once and keep it where its engine keeps things.

    On polars, text is kept as categories: integers to all that groups, joins and compares.
    """
    native: Any = frame.to_native()
    if isinstance(native, pl.LazyFrame):
        codes = pl.selectors.string().cast(pl.Categorical())
        native = native.with_columns(codes).collect(engine="streaming").lazy()
    elif frame.implementation.is_duckdb():
        name = f"kept_{next(_kept_names)}"
        native.query("computed", f"create temp table {name} as select * from computed")  # noqa: S608
        native = native.query("computed", f"select * from {name}")  # noqa: S608
    else:
        native = native.cache()
    same: nw.LazyFrame[Any] = nw.from_native(native)
    return same


def chosen_unit(shares: Mapping[str, float]) -> Unit:
    """Choose the unit: family where 80 % of the records have one, else application, else publication."""
    if shares["family"] >= AUTO_SHARE:
        return "family"
    return "application" if shares["application"] >= AUTO_SHARE else "publication"


def unit_shares(corpus: Corpus) -> dict[str, float]:
    """Return the share of records that have a family and that have an application number."""
    records = corpus["publications"].select("application", "level")
    members = corpus["families"].filter(~nw.col("family").is_null()).select("application")
    as_family = records.filter(nw.col("level") == "family")
    alone = _length(join_on_key(as_family, members, "application", "anti")) if _length(as_family) else 0
    numberless = corpus["applications"].filter(nw.col("application_number").is_null()).select("application")
    total = _length(records)
    keys = records.select("application")
    in_family = _length(join_on_key(keys, members, "application", "semi")) + alone
    bare = _length(join_on_key(keys, numberless, "application", "semi")) if _length(numberless) else 0
    return {"family": in_family / max(total, 1), "application": (total - bare) / max(total, 1)}


def _length(frame: nw.LazyFrame[Any]) -> int:
    return int(small(frame.select(length=nw.len()))["length"][0])


def counted_units(corpus: Corpus, unit: Unit) -> nw.LazyFrame[Any]:
    """Return one row per unit.

    Returns
    -------
    narwhals.LazyFrame
        ``record`` (the unit's representative), its ``application``, ``office``, ``patent_type``, ``route``,
        ``filing_date``, ``priority_date`` (null where none is claimed), ``publication_date`` (the first),
        ``grant_date`` (of the first grant), ``validity`` and ``expiry_date``; for families also ``lead``,
        the smallest application of the family. A family is in force while one member is; its expiry is
        the last of its members. An application without a family is its own family.
    """
    if unit == "publication":
        return _publications(corpus)
    applications = _applications(corpus)
    if unit == "application":
        return applications
    return _families(corpus, kept(applications))


def unit_date(basis: DateBasis) -> nw.Expr:
    """Return the date that places a unit in time; a missing priority falls back to the filing date."""
    if basis == "priority_date":
        return nw.coalesce(nw.col("priority_date"), nw.col("filing_date"))
    return nw.col(basis)


def chosen_date_basis(units: nw.LazyFrame[Any], unit: Unit) -> DateBasis:
    """Choose the date: filing (priority for families), or publication where filing dates are mostly missing.

    Families of an export that claims no priority at all go by filing, and say so.
    """
    claimed = nw.when(nw.col("priority_date").is_null()).then(0).otherwise(1)
    has_priority = unit == "family" and bool(
        small(units.select(claimed=claimed).select(nw.all().sum())).row(0)[0]
    )
    basis: DateBasis = "priority_date" if has_priority else "filing_date"
    dated = nw.when(unit_date(basis).is_null()).then(0).otherwise(1)
    published = nw.when(nw.col("publication_date").is_null()).then(0).otherwise(1)
    sums = small(units.select(dated=dated, published=published).select(nw.all().sum(), units=nw.len()))
    dated_count, published_count, total = (int(value or 0) for value in sums.row(0))
    return "publication_date" if 2 * dated_count < total and published_count > dated_count else basis


def _publications(corpus: Corpus) -> nw.LazyFrame[Any]:
    records = corpus["publications"].select("record", "application", "office", "stage", "publication_date")
    known = corpus["applications"].select("application", "grant_date", *_ATTRIBUTES)
    granted = nw.coalesce(nw.col("grant_date"), nw.col("publication_date"))
    return (
        join_on_key(kept(records), kept(known), "application", "left")
        .with_columns(
            grant_date=nw.when(nw.col("stage") == "grant")
            .then(granted)
            .otherwise(nw.when(nw.col("stage").is_null()).then(nw.col("grant_date")))
        )
        .drop("stage")
    )


def _applications(corpus: Corpus) -> nw.LazyFrame[Any]:
    records = corpus["publications"].select("record", "application", "stage", "publication_date")
    key = records.collect_schema()["record"]
    first = (
        records.with_columns(
            order=_order(records, "publication_date"),
            grant_publication=nw.when(nw.col("stage") == "grant").then(nw.col("publication_date")),
        )
        .group_by("application")
        .agg(
            nw.col("order").min(),
            nw.col("publication_date").min(),
            nw.col("grant_publication").min(),
        )
        .with_columns(record=(nw.col("order") % _KEY_SPAN).cast(key))
    )
    known = corpus["applications"].select("application", "office", "grant_date", *_ATTRIBUTES)
    return join_on_key(first, kept(known), "application", "left").select(
        "record",
        "application",
        "office",
        "publication_date",
        nw.coalesce(nw.col("grant_date"), nw.col("grant_publication")).alias("grant_date"),
        *_ATTRIBUTES,
    )


def _families(corpus: Corpus, applications: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    members = join_on_key(applications, family_leads(corpus), "application", "left").with_columns(
        lead=nw.coalesce(nw.col("lead"), nw.col("application")),
        order=_order(applications, "filing_date"),
        validity_order=_validity_order(),
    )
    key = applications.collect_schema()["record"]
    first = (
        members.group_by("lead")
        .agg(
            nw.col("order", "filing_date", "priority_date", "publication_date", "grant_date").min(),
            nw.col("expiry_date", "validity_order").max(),
        )
        .with_columns(record=(nw.col("order") % _KEY_SPAN).cast(key), validity=_validity())
        .drop("order", "validity_order")
    )
    lead = applications.select("record", "application", "office", "patent_type", "route")
    return join_on_key(first, lead, "record", "left")


def family_leads(corpus: Corpus) -> nw.LazyFrame[Any]:
    """Return ``application`` and ``lead``, the smallest application of its family.

    Of several schemes the first of simple, vendor, derived, inpadoc is used, application by application.
    """
    families = corpus["families"].filter(~nw.col("family").is_null()).select("application", "scheme", "family")
    schemes = small(families.select("scheme").unique())["scheme"].to_list()
    if len(schemes) > 1:
        best = families.with_columns(choice=_scheme_order()).group_by("application").agg(nw.col("choice").min())
        families = (
            families.with_columns(choice=_scheme_order())
            .join(best, on=["application", "choice"], how="inner")
            .drop("choice")
        )
    leads = families.group_by("scheme", "family").agg(lead=nw.col("application").min())
    return families.join(leads, on=["scheme", "family"], how="inner").select("application", "lead")


def _scheme_order() -> nw.Expr:
    order = nw.lit(len(_SCHEMES))
    for place, scheme in enumerate(_SCHEMES):
        order = nw.when(nw.col("scheme") == scheme).then(place).otherwise(order)
    return order


def _validity_order() -> nw.Expr:
    order = nw.lit(-1)
    for place, validity in enumerate(_VALIDITY_ORDER):
        order = nw.when(nw.col("validity") == validity).then(place).otherwise(order)
    return order


def _validity() -> nw.Expr:
    validity = nw.lit(None, dtype=nw.String)
    for place, name in enumerate(_VALIDITY_ORDER):
        validity = nw.when(nw.col("validity_order") == place).then(nw.lit(name)).otherwise(validity)
    return validity


def _order(frame: nw.LazyFrame[Any], date: str) -> nw.Expr:
    """Return one integer that sorts by date, then record: its minimum names the first on every engine."""
    ordinal = nw.coalesce(ordinal_day(frame, date), nw.lit(NO_DATE))
    return ordinal * _KEY_SPAN + nw.col("record").cast(nw.Int64)


def ordinal_day(frame: nw.LazyFrame[Any], date: str) -> nw.Expr:
    """Return an integer that sorts like a date column; below 99,999,999."""
    column = nw.col(date)
    if frame.implementation.is_polars():
        return column.cast(nw.Int64)
    parts = (column.dt.year(), column.dt.month(), column.dt.day())
    year, month, day = (part.cast(nw.Int64) for part in parts)
    return year * 10_000 + month * 100 + day
