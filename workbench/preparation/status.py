"""Which patents are alive? The vendors' words settled into one status and one validity."""

from functools import cache
from typing import Final

import polars as pl

from workbench.corpus import Corpus
from workbench.corpus.corpus import conform
from workbench.preparation.events import (
    SEPARATORS,
    event_key,
    latest_status_events,
    name_events,
    spelled,
    spelling_key,
    status_of_event,
)
from workbench.preparation.notices import with_notice, with_rules
from workbench.reference import facts

_GENERAL: Final = {"in_force": "in_force", "pending": "pending", "lapsed": "lapsed"}
"""Validity → the status that says no more than it."""


def settle_status(corpus: Corpus) -> Corpus:
    """Settle ``legal_status``, ``validity`` and ``status_as_of`` of every application.

    The status given is translated by ``reference/legal_status``. Where none is given, or an event
    recorded later than the status date made another, the last dated event decides. The vendor's own
    validity, where given, stands. International applications (WO) have no validity. A grant alone
    proves nothing: without a status or an event, validity is ``unknown``. The day of a status is the one
    given, else the status date of the whole export, else its search date.
    """
    corpus = name_events(corpus)
    applications = _with_validity_given(corpus)
    words = _collected(applications, "legal_status_given")
    told = words.select(
        "legal_status_given",
        given=canonical_status(pl.col("legal_status_given")),
        is_event=event_key(pl.col("legal_status_given")).is_not_null(),
    )
    vendor = _collected(applications, "validity_given")
    vendor = vendor.with_columns(vendor=_validity_of(canonical_status(pl.col("validity_given"), simple=True)))
    joined = (
        applications.join(told.lazy(), on="legal_status_given", how="left", maintain_order="left")
        .join(vendor.lazy(), on="validity_given", how="left", maintain_order="left")
        .join(
            latest_status_events(corpus.polars("events")), on="application", how="left", maintain_order="left"
        )
    )
    settled = _settled(joined, pl.lit(corpus.manifest.status_date or corpus.manifest.search_date, pl.Date))
    unknown = (
        told.filter(pl.col("given").is_null() & ~pl.col("is_event"))["legal_status_given"].sort().to_list()
    )
    return _told(corpus.with_tables(applications=settled), unknown)


def canonical_status(words: pl.Expr, *, simple: bool = False) -> pl.Expr:
    """Return the canonical status that words, a code or an event's name tell; null where they tell none.

    Parameters
    ----------
    words : Expr of str
        A cell as found; where it tells several things, the first status among them counts.
    simple : bool
        Numbers are the vendor's codes of validity, not of status.
    """
    parts = words.str.replace_all(SEPARATORS, "\n").str.split("\n")
    first = parts.list.eval(_status_of_part(pl.element(), simple=simple).drop_nulls()).list.first()
    return pl.coalesce(_status_of_part(words, simple=simple), first)


def _status_of_part(words: pl.Expr, *, simple: bool) -> pl.Expr:
    known = spelling_key(words).replace_strict(_statuses(simple), default=None, return_dtype=pl.String)
    event = event_key(words)
    phrase = pl.coalesce(
        pl.when(words.str.contains(entry["contains"], literal=True)).then(pl.lit(entry["status"]))
        for entry in facts("legal_status")["phrase"]
    )
    return known.fill_null(pl.when(event.is_null()).then(phrase).otherwise(status_of_event(event)))


@cache
def _statuses(simple: bool) -> dict[str, str]:
    entries = facts("legal_status")["status"]
    told = {text: entry["status"] for entry in entries for text in (*entry["spellings"], entry["status"])}
    codes = {str(code): entry["status"] for entry in entries for code in entry.get("patsnap", ())}
    return spelled(told | (facts("legal_status")["simple_codes"] if simple else codes))


def _validity_of(status: pl.Expr) -> pl.Expr:
    validity = {entry["status"]: entry["validity"] for entry in facts("legal_status")["status"]}
    return status.replace_strict(validity, default=None, return_dtype=pl.String)


def _settled(joined: pl.LazyFrame, as_of: pl.Expr) -> pl.LazyFrame:
    given, event, vendor = pl.col("given"), pl.col("event_status"), pl.col("vendor")
    general = [entry["status"] for entry in facts("legal_status")["status"] if entry.get("is_general")]
    is_later = pl.col("event_date") > pl.col("status_as_of")
    is_sharper = given.is_in(general) & (_validity_of(event) == _validity_of(given))
    by_event = event.is_not_null() & (given.is_null() | is_later | is_sharper).fill_null(False)
    frame = joined.with_columns(by_event=by_event.fill_null(False), is_later=is_later.fill_null(False))
    return (
        frame.with_columns(legal_status=pl.when("by_event").then(event).otherwise(given))
        .with_columns(settled=_settled_validity(vendor))
        .with_columns(legal_status=pl.col("legal_status").fill_null(_general_status()))
        .with_columns(validity=pl.col("settled"), status_as_of=_as_of(as_of))
        .drop("given", "is_event", "vendor", "event_status", "event_date", "by_event", "is_later", "settled")
    )


def _settled_validity(vendor: pl.Expr) -> pl.Expr:
    is_international = (pl.col("office") == "WO") | (pl.col("patent_type") == "pct")
    stands = pl.when(~pl.col("is_later") & (vendor != "unknown")).then(vendor)
    return (
        pl.when(is_international.fill_null(False))
        .then(pl.lit("not_applicable"))
        .otherwise(pl.coalesce(stands, _validity_of(pl.col("legal_status")), pl.lit("unknown")))
    )


def _general_status() -> pl.Expr:
    return pl.col("settled").replace_strict(_GENERAL, default=None, return_dtype=pl.String)


def _as_of(as_of: pl.Expr) -> pl.Expr:
    dated = pl.when("by_event").then(pl.max_horizontal("status_as_of", "event_date")).otherwise("status_as_of")
    return (
        pl.when(pl.col("legal_status").is_not_null()).then(pl.coalesce(dated, as_of)).otherwise("status_as_of")
    )


def _with_validity_given(corpus: Corpus) -> pl.LazyFrame:
    """Keep the vendor's word apart from what is settled here: preparing again starts from it."""
    applications = conform(corpus.polars("applications"), "applications")
    if corpus.manifest.is_prepared:
        return applications
    return applications.with_columns(validity_given=pl.coalesce("validity_given", "validity"))


def _collected(applications: pl.LazyFrame, column: str) -> pl.DataFrame:
    return applications.select(column).unique().collect(engine="streaming").drop_nulls()


def _told(corpus: Corpus, unknown: list[str]) -> Corpus:
    known = with_rules(corpus, legal_status=str(facts("legal_status")["date"]))
    if not unknown:
        return known
    return with_notice(known, "status_words_unknown", count=len(unknown), words="、".join(unknown[:5]))
