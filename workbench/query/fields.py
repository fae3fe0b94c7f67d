"""The fields a query may name: what kind of value each holds and where a corpus keeps it."""

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["text", "name", "code", "number", "class", "date", "integer"]


@dataclass(frozen=True)
class Place:
    """Where a field lies: table, column, and the value another column must have."""

    kind: Kind
    table: str
    column: str
    where: tuple[str, object] | None = None


FIELDS: Final[dict[str, Place]] = {
    "title": Place("text", "publications", "title"),
    "abstract": Place("text", "publications", "abstract"),
    "claims": Place("text", "claims", "text"),
    "first_claim": Place("text", "claims", "text", ("number", 1)),
    "description": Place("text", "extras", "description"),
    "applicant": Place("name", "parties", "name", ("role", "applicant")),
    "owner": Place("name", "parties", "name", ("role", "owner")),
    "assignee": Place("name", "parties", "name", ("role", "assignee")),
    "inventor": Place("name", "parties", "name", ("role", "inventor")),
    "agency": Place("name", "parties", "name", ("role", "agency")),
    "agent": Place("name", "parties", "name", ("role", "agent")),
    "examiner": Place("name", "parties", "name", ("role", "examiner")),
    "address": Place("name", "parties", "address"),
    "ipc": Place("class", "classifications", "symbol", ("scheme", "ipc")),
    "main_ipc": Place("class", "classifications", "symbol", ("scheme", "ipc")),
    "cpc": Place("class", "classifications", "symbol", ("scheme", "cpc")),
    "locarno": Place("class", "classifications", "symbol", ("scheme", "locarno")),
    "industry": Place("class", "classifications", "symbol", ("scheme", "sei")),
    "office": Place("code", "publications", "office"),
    "kind_code": Place("code", "publications", "kind_code"),
    "stage": Place("code", "publications", "stage"),
    "patent_type": Place("code", "applications", "patent_type"),
    "legal_status": Place("code", "applications", "legal_status"),
    "validity": Place("code", "applications", "validity"),
    "province": Place("code", "parties", "province"),
    "event": Place("code", "events", "event"),
    "publication_number": Place("number", "publications", "publication_number"),
    "application_number": Place("number", "applications", "application_number"),
    "priority_number": Place("number", "priorities", "priority_number"),
    "family": Place("number", "families", "family"),
    "publication_date": Place("date", "publications", "publication_date"),
    "filing_date": Place("date", "applications", "filing_date"),
    "priority_date": Place("date", "applications", "priority_date"),
    "grant_date": Place("date", "applications", "grant_date"),
    "expiry_date": Place("date", "applications", "expiry_date"),
    "claim_count": Place("integer", "applications", "claim_count"),
    "cited_count": Place("integer", "applications", "stated_cited_count"),
    "citing_count": Place("integer", "applications", "stated_citing_count"),
}
"""Field → where it lies. ``text`` and ``name`` are searched by words, the others compared as values."""

TEXT_KINDS: Final = ("text", "name")


def is_text(name: str) -> bool:
    """Tell whether a field is searched by words."""
    return FIELDS[name].kind in TEXT_KINDS
