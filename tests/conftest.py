"""Tiny corpora from plain tuples, and how thoroughly properties are tried."""

import os
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import settings

from workbench.corpus import Corpus, Manifest

settings.register_profile("fast", max_examples=30, deadline=None, derandomize=True)
settings.register_profile("thorough", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))

CorpusOf = Callable[..., Corpus]
_APPLICATION_COLUMNS = (
    "application_number", "patent_type", "route", "filing_date", "priority_date", "grant_date",
    "legal_status", "validity", "expiry_date", "claim_count",
)  # fmt: skip


@pytest.fixture
def corpus_of() -> CorpusOf:
    """Return a function that makes a corpus of rows, one application each.

    A row is a mapping with any of ``number``, ``office``, ``stage``, ``publication_date``, the columns of
    ``applications``, ``application`` (rows that share it are one application), ``family``,
    ``applicants``, ``owners``, ``inventors`` (names, or mappings with ``name`` and details), ``ipc``,
    ``fields`` and ``priorities`` (offices). A row may also be a tuple ``(family, filing_date)``. Dates may be
    text. ``cut_off`` and other fields of the manifest are given by keyword.
    """
    return make_corpus


def make_corpus(*rows: Any, cut_off: str | None = "2024-12-31", **manifest: Any) -> Corpus:
    told = [
        dict(zip(("family", "filing_date"), row, strict=True)) if isinstance(row, tuple) else row
        for row in rows
    ]
    keys: dict[Any, int] = {}
    applications = [keys.setdefault(row.get("application", ("alone", i)), i) for i, row in enumerate(told)]
    frames = {
        "publications": _frame(
            [_publication(i, key, row) for i, (key, row) in enumerate(zip(applications, told, strict=True))]
        ),
        "applications": _frame([_application(key, told[key]) for key in dict.fromkeys(applications)]),
        "families": _frame(
            {"application": key, "scheme": "simple", "family": told[key]["family"]}
            for key in dict.fromkeys(applications)
            if told[key].get("family")
        ),
        "priorities": _frame(
            {
                "application": key,
                "priority_office": office,
                "priority_date": _date(told[key].get("priority_date")),
            }
            for key in dict.fromkeys(applications)
            for office in told[key].get("priorities", ())
        ),
        "parties": _frame(party for i, row in enumerate(told) for party in _parties(i, row)),
        "classifications": _frame(symbol for i, row in enumerate(told) for symbol in _classes(i, row)),
    }
    known = {name: frame for name, frame in frames.items() if frame.width}
    return Corpus.from_frames(known, Manifest(cut_off=_date(cut_off), **manifest))


def _frame(rows: Any) -> pl.DataFrame:
    listed = list(rows)
    return pl.DataFrame(listed, infer_schema_length=None) if listed else pl.DataFrame()


def _date(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _publication(record: int, application: int, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "record": record,
        "application": application,
        "publication_number": row.get("number", f"CN{100000000 + record}A"),
        "office": row.get("office", "CN"),
        "stage": row.get("stage", "application"),
        "level": row.get("level", "publication"),
        "publication_date": _date(row.get("publication_date")),
        "title": row.get("title", f"title {record}"),
    }


def _application(key: int, row: dict[str, Any]) -> dict[str, Any]:
    given = {name: row.get(name) for name in _APPLICATION_COLUMNS}
    dates = {name: _date(value) for name, value in given.items() if name.endswith("_date")}
    number = row.get("application_number", f"CN20{key:010d}.X")
    kind = row.get("patent_type", "invention")
    return {"application": key, "office": row.get("office", "CN"), **given, **dates,
            "application_number": number, "patent_type": kind}  # fmt: skip


def _parties(record: int, row: dict[str, Any]) -> list[dict[str, Any]]:
    roles = {"applicant": "applicants", "owner": "owners", "inventor": "inventors"}
    return [
        {"record": record, "role": role, "position": place, **_party(party)}
        for role, column in roles.items()
        for place, party in enumerate(row.get(column, ()))
    ]


def _party(party: Any) -> dict[str, Any]:
    details = {"name": party} if isinstance(party, str) else dict(party)
    columns = ("party_type", "country_region", "province", "district", "group")
    empty: dict[str, Any] = dict.fromkeys(columns)
    return {**empty, "party": details["name"], **details}


def _classes(record: int, row: dict[str, Any]) -> list[dict[str, Any]]:
    schemes: dict[str, Sequence[str]] = {"ipc": row.get("ipc", ()), "wipo35": row.get("fields", ())}
    return [
        {"record": record, "scheme": scheme, "symbol": symbol, "position": place, "is_main": place == 0}
        for scheme, symbols in schemes.items()
        for place, symbol in enumerate(symbols)
    ]
