"""What happened to a patent: events in the workbench's own words, and the status they leave behind."""

from functools import cache
from typing import Final

import polars as pl

from workbench.corpus import Corpus
from workbench.reference import facts

SEPARATORS: Final = r"\s*[|;；\n,，]\s*"
"""Between the words of one cell that tells several things."""


def name_events(corpus: Corpus) -> Corpus:
    """Name every event by its key in ``reference/legal_events``; the words found move into ``reference``.

    Codes of CNIPA's legal status data, gazette headings and the vendors' words are known; any other
    event becomes ``other``.
    """
    events = corpus.polars("events")
    found = events.select("event").unique().collect(engine="streaming").drop_nulls()
    named = found.select("event", named=event_key(pl.col("event")))
    told = events.join(named.lazy(), on="event", how="left", maintain_order="left").with_columns(
        named=pl.when(pl.col("event").is_not_null()).then(pl.col("named").fill_null("other"))
    )
    words = pl.when(pl.col("named") != pl.col("event")).then("event")
    reference = pl.concat_str(words, "reference", separator=" ", ignore_nulls=True)
    return corpus.with_tables(
        events=told.with_columns(
            reference=pl.when(reference != "").then(reference), event=pl.col("named")
        ).drop("named")
    )


def event_key(words: pl.Expr) -> pl.Expr:
    """Return the key of an event told in words, by code or as a key; null where it is none."""
    return spelling_key(words).replace_strict(_events_by_spelling(), default=None, return_dtype=pl.String)


def status_of_event(event: pl.Expr) -> pl.Expr:
    """Return the canonical status that an event (by key) leaves behind; null where it leaves none."""
    known = {entry["event"]: entry["status"] for entry in facts("legal_events")["event"] if "status" in entry}
    return event.replace_strict(known, default=None, return_dtype=pl.String)


def latest_status_events(events: pl.LazyFrame) -> pl.LazyFrame:
    """Return ``application``, ``event_status`` and ``event_date`` of the last event that made a status.

    Events without a date tell no order and are left out; of events of one day the later in the life of
    a patent counts (the order of ``reference/legal_events``).
    """
    order = {entry["event"]: place for place, entry in enumerate(facts("legal_events")["event"])}
    rank = pl.col("event").replace_strict(order, default=None, return_dtype=pl.Int32)
    made = events.with_columns(event_status=status_of_event(pl.col("event")), rank=rank)
    return (
        made.filter(pl.col("event_status").is_not_null() & pl.col("date").is_not_null())
        .group_by("application")
        .agg(pl.col("event_status", "date").sort_by("date", "rank").last())
        .rename({"date": "event_date"})
    )


def spelling_key(words: pl.Expr) -> pl.Expr:
    """Return words half-width, in lower case, without spaces and punctuation."""
    return words.str.normalize("NFKC").str.to_lowercase().str.replace_all(r"[\W_]+", "")


@cache
def _events_by_spelling() -> dict[str, str]:
    told = {
        spelling: entry["event"]
        for entry in facts("legal_events")["event"]
        for spelling in (
            *entry["spellings"],
            *entry["codes"],
            entry["event"],
            *map(str, entry.get("patsnap", ())),
        )
    }
    return spelled(told)


def spelled(told: dict[str, str]) -> dict[str, str]:
    """Return the same mapping keyed by :func:`spelling_key`."""
    frame = pl.DataFrame({"words": list(told), "value": list(told.values())})
    return dict(frame.select(spelling_key(pl.col("words")), "value").iter_rows())
