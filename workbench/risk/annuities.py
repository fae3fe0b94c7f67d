"""Which fees of a portfolio fall due between two days?"""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, Final, get_args

import polars as pl

from workbench.corpus import Corpus
from workbench.labels import Language, words
from workbench.risk.fees import fee_days, schedule_of
from workbench.risk.files import write_whole, write_workbook
from workbench.risk.right import PatentType, Right
from workbench.tables import LeftOut, Table

_COLUMNS: Final = {
    "application_number": pl.String, "title": pl.String, "applicant": pl.String, "office": pl.String,
    "patent_type": pl.String, "fee_year": pl.Int32, "due_date": pl.Date, "grace_until": pl.Date,
    "fee_cny": pl.Int32, "late_fee_cny": pl.Int32, "day_off": pl.String,
}  # fmt: skip


def annuity_calendar(corpus: Corpus, first: date, last: date) -> Table:
    """List the fees of the rights in force that fall due between two days, the days themselves included.

    Returns
    -------
    Table
        One row per fee, by due date. Rights of unknown state are listed too: their fees may be due.
    """
    rights = list(_rights(corpus))
    rows = [
        {**{name: row[name] for name in _TOLD[:-1]}, **asdict(fee), "day_off": weekend(fee.due_date)}
        for row, right in rights
        for fee in (fee_days(right) if right is not None else ())
        if first <= fee.due_date <= last
    ]
    frame = pl.DataFrame(rows, schema=_COLUMNS).sort("due_date", "application_number", "fee_year")
    reasons = [_why_not(row, right) for row, right in rights]
    return Table(
        "annuity_calendar",
        frame,
        unit="application",
        cut_off=corpus.manifest.cut_off,
        sources=corpus.manifest.source_names(),
        population=len(rights),
        left_out=tuple(LeftOut(reason, reasons.count(reason)) for reason in _REASONS if reason in reasons),
        notes=("fees_standard", "fees_not_shifted"),
        formats={"fee_cny": "count", "late_fee_cny": "count", "fee_year": "year"},
    )


def weekend(day: date) -> str | None:
    """Name a day of the weekend; None for any other day. Public holidays are not known here."""
    return {5: "saturday", 6: "sunday"}.get(day.weekday())


_TOLD: Final = ("application_number", "title", "applicant", "office", "patent_type", "validity")
_REASONS: Final = ("not_in_force", "no_fee_schedule", "missing_filing_date", "no_grant_date")


def _rights(corpus: Corpus) -> Iterator[tuple[dict[str, Any], Right | None]]:
    for row in application_rows(corpus).iter_rows(named=True):
        told = {
            name: row[name] for name in ("application_number", "title", "applicant", "office", "patent_type")
        }
        is_lost = row["validity"] in ("lapsed", "pending", "not_applicable")
        told["validity"] = row["validity"]
        yield told, None if is_lost else right_of(row)


def application_rows(corpus: Corpus) -> pl.DataFrame:
    """Return one row per application: its own columns, the title and applicants of its first record."""
    from workbench.corpus.listing import publication_list

    shown = publication_list(corpus).select("record", "title", "applicant")
    first = (
        corpus.polars("publications")
        .select("record", "application", "publication_number")
        .join(shown, on="record")
        .sort("application", "record")
        .group_by("application", maintain_order=True)
        .agg(pl.col("title", "applicant").drop_nulls().first(), pl.col("publication_number", "record").last())
    )
    return corpus.polars("applications").join(first, on="application", how="left").sort("application").collect()


def right_of(row: dict[str, Any]) -> Right | None:
    """Return the right that a row of applications describes, where its type has a term."""
    if row["patent_type"] not in get_args(PatentType) or row["office"] is None:
        return None
    filed, granted = row["filing_date"], row["grant_date"]
    is_sound = filed is None or granted is None or filed <= granted
    return Right(
        row["office"],
        row["patent_type"],
        filing_date=filed,
        grant_date=granted if is_sound else None,
        is_pct=row.get("route") == "pct",
    )


def _why_not(row: dict[str, Any], right: Right | None) -> str | None:
    if right is None:
        return "not_in_force" if row["validity"] != "in_force" else "no_fee_schedule"
    if schedule_of(right) is None:
        return "no_fee_schedule"
    if right.grant_date is None:
        return "no_grant_date"
    return "missing_filing_date" if right.filing_date is None else None


def write_annuities(table: Table, out: Path, language: Language, stamp: date) -> Path:
    """Write the calendar as ``.ics`` (one all-day event per fee) or ``.xlsx``, by the ending of the name."""
    if out.suffix.lower() == ".ics":
        return write_whole(out, _calendar(table, language, stamp))
    return write_workbook(out, [table], language)


def _calendar(table: Table, language: Language, stamp: date) -> bytes:
    from datetime import UTC, datetime, time

    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//patent-workbench//annuities//")
    calendar.add("version", "2.0")
    for row in table.frame.iter_rows(named=True):
        event = Event()
        event.add("uid", f"{row['office']}-{row['application_number']}-{row['fee_year']}@patent-workbench")
        event.add("dtstamp", datetime.combine(stamp, time(), UTC))
        event.add("dtstart", row["due_date"])
        number = row["application_number"] or ""
        title = row["title"] or ""
        event.add("summary", words("risk_terms.fee_event", language, number=number, year=row["fee_year"]))
        event.add(
            "description",
            words("risk_terms.fee_event_told", language, title=title, grace=row["grace_until"], fee=_fee(row)),
        )
        calendar.add_component(event)
    text: bytes = calendar.to_ical()
    return text


def _fee(row: dict[str, Any]) -> str:
    return "—" if row["fee_cny"] is None else f"{row['fee_cny']:,}"
