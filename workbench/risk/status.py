"""What may still happen from each right on a day? In force, pending, restorable, suable, dead: all are kept."""

from datetime import date, timedelta
from typing import Any, Final, Literal, get_args

import polars as pl

from workbench.corpus import Corpus
from workbench.measures.calendar_days import corresponding_day
from workbench.reference import facts
from workbench.reference.terms import rules_ending_the_day_before
from workbench.risk.annuities import application_rows, right_of
from workbench.risk.term import term_of

RiskStatus = Literal[
    "in_force", "pending", "lapsed_restorable", "ended_suable", "end_unknown", "status_unknown", "void", "dead"
]
RISK_STATUSES: Final[tuple[RiskStatus, ...]] = get_args(RiskStatus)
LIVE: Final = ("in_force", "pending", "lapsed_restorable", "ended_suable", "end_unknown", "status_unknown")
"""What still has to be looked at; the rest is listed and explained."""


def rights(corpus: Corpus, on: date) -> pl.DataFrame:
    """List every application with its status on a day.

    Returns
    -------
    DataFrame, one row per application
        The columns of ``applications``, title, applicant, publication, ``family``, ``risk_status``,
        ``latest_end`` (the end of the term at the latest; null for an application that was never granted, the
        day it ended for a right that cannot return), ``ended_on`` (null where unknown or not ended).
    """
    ended = _last_ends(corpus, on)
    rows = application_rows(corpus).join(ended, on="application", how="left").join(
        _families(corpus), on="application", how="left"
    )  # fmt: skip
    ends = pl.Series("latest_end", [_latest_end(row) for row in rows.iter_rows(named=True)], dtype=pl.Date)
    dated = rows.with_columns(ends).with_columns(family=pl.coalesce("family", pl.format("#{}", "application")))
    told = [_status(row, on) for row in dated.iter_rows(named=True)]
    return dated.with_columns(
        pl.Series("risk_status", [status for status, _ in told], dtype=pl.String),
        pl.Series("ended_on", [end for _, end in told], dtype=pl.Date),
    ).with_columns(latest_end=_shown_end())


def _shown_end() -> pl.Expr:
    """Return the end that may be shown: none without a grant, none beyond the day of a final end."""
    was_never_granted = pl.col("legal_status").is_in(facts("risk_status")["never_granted"])
    is_over = pl.col("risk_status").is_in(["ended_suable", "dead"])
    return (
        pl.when(was_never_granted.fill_null(value=False))
        .then(pl.lit(None, pl.Date))
        .when(is_over)
        .then(pl.min_horizontal("latest_end", "ended_on"))
        .otherwise("latest_end")
    )


def _last_ends(corpus: Corpus, on: date) -> pl.DataFrame:
    events = corpus.polars("events").filter(
        pl.col("event").is_in(facts("risk_status")["end_events"]) & (pl.col("date") <= on)
    )
    return events.group_by("application").agg(end_event=pl.col("date").max()).collect()


def _families(corpus: Corpus) -> pl.DataFrame:
    """Return one family per application: the simple one where there is one."""
    order = pl.col("scheme").replace_strict({"simple": 0, "vendor": 1, "derived": 2, "inpadoc": 3}, default=4)
    return (
        corpus.polars("families")
        .with_columns(order=order)
        .sort("application", "order")
        .group_by("application", maintain_order=True)
        .agg(pl.col("family").first(), pl.col("stated_size").first(), pl.col("outside_members").first())
        .collect()
    )


def _latest_end(row: dict[str, Any]) -> date | None:
    if row["expiry_date"] is not None:
        found: date = row["expiry_date"]
        return found
    right = right_of(row)
    return None if right is None else term_of(right).statutory_end


def _status(row: dict[str, Any], on: date) -> tuple[RiskStatus, date | None]:
    """Return the status on a day, and when the right ended."""
    known = facts("risk_status")
    if row["office"] == "WO" or row["validity"] == "not_applicable":
        return ("pending", None) if _may_enter(row, on, known["pct_entry_months"]) else ("dead", None)
    last = _last_day(row)
    is_over = last is not None and last < on
    if row["validity"] in ("in_force", "pending") and not is_over:
        return row["validity"], None
    if row["validity"] not in ("in_force", "pending", "lapsed"):
        return "status_unknown", None
    status, ended = row["legal_status"], row["end_event"]
    ends = row["latest_end"] if is_over and status not in known["never_granted"] else None
    if ends is not None and (status in known["ended_by_term"] or row["validity"] != "lapsed"):
        ended = min(filter(None, (ended, ends)))
    if ended is None and ends is not None and on > corresponding_day(ends, years=known["limitation_years"]):
        return ("void" if status in known["void_from_the_start"] else "dead"), None
    return _ended(status, ended, on, known, is_over=is_over), ended


def _last_day(row: dict[str, Any]) -> date | None:
    """Return the last day of the term: in China the day before the end that is told, elsewhere that day itself.

    So it is too where the export gives the end without its rule: the right may still be in force on that day.
    """
    ends: date | None = row["latest_end"]
    if ends is None or row["expiry_date"] is None:
        right = right_of(row)
        return None if ends is None or right is None else term_of(right).last_day_in_force
    is_before = row["expiry_rule"] in rules_ending_the_day_before()
    return ends - timedelta(days=1) if is_before else ends


def _may_enter(row: dict[str, Any], on: date, months: int) -> bool:
    """Tell whether an international application may still enter a national phase."""
    first = row["priority_date"] or row["filing_date"]
    return first is not None and on <= corresponding_day(first, months=months)


def _ended(
    status: str | None, ended: date | None, on: date, known: dict[str, Any], *, is_over: bool
) -> RiskStatus:
    """Return what is left of a right that ended; a term that is over cannot be restored."""
    if status in known["void_from_the_start"]:
        return "void"
    is_application = status in known["never_granted"]
    may_return = (
        not is_over and status in known["restorable_without_grant" if is_application else "lapsed_for_fees"]
    )
    if is_application and not may_return:
        return "dead"
    if ended is None:
        return "end_unknown"
    if may_return and on <= corresponding_day(ended, months=known["restoration_months"]):
        return "lapsed_restorable"
    is_suable = not is_application and on <= corresponding_day(ended, years=known["limitation_years"])
    return "ended_suable" if is_suable else "dead"
