"""In which states is a European patent in force? What the data tell state by state, and where they do not."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from workbench.corpus import Corpus
from workbench.measures.calendar_days import corresponding_day
from workbench.reference import facts
from workbench.risk.screening import Screening
from workbench.tables import Table

_COLUMNS: Final[dict[str, Any]] = {
    "publication_number": pl.String, "member": pl.String, "part_states": pl.List(pl.String),
    "part_status": pl.String, "part_evidence": pl.String, "date": pl.Date,
}  # fmt: skip
_OVER: Final = ("void", "dead", "ended_suable")
_STATE_NAMED: Final = re.compile(r"(?:country|country code|state)[\s:]*\b([A-Z]{2})\b", re.IGNORECASE)
_TWO_LETTERS: Final = re.compile(r"(?<![A-Za-z])([A-Z]{2})(?![A-Za-z])")


@dataclass(frozen=True)
class PartFact:
    """One thing the data tell of the part of one state: what, by which event or document, when.

    ``is_own`` where the corpus holds the part as a right of its own, with its status.
    """

    state: str
    kind: str
    evidence: str
    day: date | None = None
    is_own: bool = False


def national_parts(screening: Screening, corpus: Corpus, *, on: date) -> Table:
    """Tell for every European patent in the candidates' families the state of each national part on a day.

    Events of the EPO's data (fee paid, lapsed, reinstated, unitary effect) and translations that states
    published are what may be known; the last word on a state counts. The states that could be designated and of
    which nothing is known stand in one row, by name.
    """
    told = _told_by_events(corpus, on)
    rows = []
    for row in screening.compared.iter_rows(named=True):
        members = screening.listed.filter(pl.col("family") == row["family"])
        for patent in members.filter(pl.col("office") == "EP").iter_rows(named=True):
            known = [*told.get(patent["application"], []), *_translations(members, row)]
            rows += [(row["publication_number"], *part) for part in _parts(patent, known, on)]
        rows += [(row["publication_number"], *part) for part in _outside(members, row, on)]
    frame = pl.DataFrame(rows, schema=_COLUMNS, orient="row")
    return Table(
        "national_parts",
        frame,
        unit="application",
        cut_off=corpus.manifest.cut_off,
        sources=corpus.manifest.source_names(),
        population=screening.compared.height,
        notes=("national_parts_rule", "coverage_as_given"),
    )


Part = tuple[str, list[str], str, str | None, date | None]


def _parts(patent: Mapping[str, Any], known: list[PartFact], on: date) -> Iterator[Part]:
    """Yield the parts of one European patent: state by state, then the states of which nothing is known."""
    number = patent["publication_number"]
    if patent["legal_status"] in facts("risk_status")["never_granted"]:
        yield number, [], "never_granted", None, patent["ended_on"]
        return
    if patent["risk_status"] in _OVER:
        yield number, [], "whole_ended", None, patent["ended_on"]
        return
    if patent["grant_date"] is None and patent["risk_status"] == "pending":
        yield number, [], "not_granted", None, None
        return
    by_state: dict[str, list[PartFact]] = {}
    for fact in known:
        by_state.setdefault(fact.state, []).append(fact)
    designated = designated_states(patent["filing_date"], on)
    for state in sorted(by_state, key=lambda s: (s not in designated, s)):
        last = max(by_state[state], key=lambda fact: (fact.is_own, fact.day is not None, fact.day or on))
        yield number, [state], part_status(last, on), last.evidence, last.day
    if silent := [state for state in designated if state not in by_state]:
        yield number, silent, "nothing_known", None, None


def _outside(members: pl.DataFrame, row: Mapping[str, Any], on: date) -> Iterator[Part]:
    """Yield European patents of the family that are known by number only."""
    here = set(members["publication_number"].to_list())
    for number in row.get("outside_members") or []:
        if number.startswith("EP") and number not in here:
            yield number, designated_states(None, on), "nothing_known", None, None


def designated_states(filed: date | None, on: date) -> list[str]:
    """Return the states a European patent can cover: those that had joined when it was filed, by code."""
    states: dict[str, date] = facts("european_patents")["states"]
    return sorted(state for state, joined in states.items() if joined <= (filed or on))


def part_status(last: PartFact, on: date) -> str:
    """Return what the last thing told of a part means on a day (``labels/values.toml``, ``part_status``)."""
    if last.kind != "fee_paid":
        return last.kind
    months: int = facts("european_patents")["fee_shows_months"]
    shows = last.day is not None and on <= corresponding_day(last.day, months=months)
    return "in_force_by_fee" if shows else "fee_paid_before"


def _told_by_events(corpus: Corpus, on: date) -> dict[int, list[PartFact]]:
    """Return what events up to a day tell of the parts, by application."""
    found: dict[int, list[PartFact]] = {}
    codes = "|".join(facts("european_patents")["event_codes"])
    events = corpus.polars("events").filter(
        pl.concat_str("event", "reference", separator=" ", ignore_nulls=True).str.contains(rf"\b(?:{codes})\b")
        & (pl.col("date").is_null() | (pl.col("date") <= on))
    )
    for row in events.select("application", "event", "reference", "date").collect().iter_rows(named=True):
        words = " ".join(filter(None, (row["event"], row["reference"])))
        found.setdefault(row["application"], []).extend(event_facts(words, row["date"]))
    return found


def event_facts(words: str, day: date | None) -> list[PartFact]:
    """Return what one event tells of one state, or of all of a unitary patent; nothing where none is named."""
    known = facts("european_patents")
    code = next((code for code in known["event_codes"] if re.search(rf"\b{code}\b", words)), None)
    if code is None:
        return []
    kind = known["event_codes"][code]
    states = _unitary(day) if kind == "unitary_effect" else _named_states(words, known["states"])
    return [PartFact(state, kind, code, day) for state in states]


def _named_states(words: str, states: Mapping[str, date]) -> list[str]:
    """Return the states an event names: after "country code", else the only two letters that are a state."""
    named = [found.upper() for found in _STATE_NAMED.findall(words) if found.upper() in states]
    loose = {found for found in _TWO_LETTERS.findall(words) if found in states}
    return list(dict.fromkeys(named)) or (sorted(loose) if len(loose) == 1 else [])


def _unitary(day: date | None) -> list[str]:
    """Return the states of a unitary patent registered on a day."""
    known = facts("european_patents")["unitary_states"]
    later = [state for state, joined in known["later"].items() if day is not None and day >= joined]
    return sorted([*known["states"], *later])


def _translations(members: pl.DataFrame, row: Mapping[str, Any]) -> Iterator[PartFact]:
    """Yield the translations that states published: the part was validated there."""
    inside = zip(
        members["publication_number"].to_list(), members["risk_status"].to_list(), strict=True
    )  # fmt: skip
    told = {number: status for number, status in inside if number is not None}
    for number in [*told, *(n for n in row.get("outside_members") or [] if n not in told)]:
        if (state := translating_state(number)) is not None:
            status = told.get(number)
            is_known = status in (*_OVER, "in_force")
            yield PartFact(state, f"part_{status}" if is_known else "validated", number, is_own=is_known)


def translating_state(number: str) -> str | None:
    """Return the state that published a translation of a European patent under this number, or None."""
    known = facts("european_patents")
    state, kind = number[:2], re.search(r"\d([A-Z])\d?$", number)
    if kind is None or state not in known["states"]:
        return None
    kinds = [*known["translations"]["kinds"], *known["translations"]["kinds_of"].get(state, [])]
    return state if kind.group(1) in kinds else None
