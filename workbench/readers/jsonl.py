"""Lens JSON lines: a record a line, as the site downloads them (flat) or as its API gives them (nested)."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from workbench.readers.archives import Member
from workbench.readers.documents import Form, Tally, read_documents
from workbench.readers.intake import Intake
from workbench.readers.parts import Row
from workbench.readers.xml_text import read_date

SOURCE: Final = "lens_jsonl"
_SUFFIXES: Final = (".jsonl", ".ndjson", ".json")
_SNIFFED_BYTES: Final = 1 << 16
_LINE_BYTES: Final = 64 << 20
COLUMNS: Final = (
    "publication_number", "kind_code", "publication_date", "title", "title_language", "abstract",
    "abstract_language", "vendor_url", "application_number", "filing_date", "patent_type", "priority_number",
    "priority_dates", "priority_office", "priority_date", "family_simple", "family_simple_members",
    "family_simple_size", "family_inpadoc", "family_inpadoc_members", "family_inpadoc_size", "applicant",
    "applicant_address", "applicant_country", "owner", "owner_address", "owner_country", "inventor", "agent",
    "examiner", "ipc", "cpc", "cited", "citing", "cited_npl", "cited_category", "cited_origin",
    "legal_status", "grant_date", "expiry_date", "claim_count", "stated_cited_count", "stated_citing_count",
    "claims", "claims_coverage", "claims_language", "extra:lens_id", "extra:document_type",
    "extra:us_classifications",
)  # fmt: skip


def is_lens_jsonl(path: Path) -> bool:
    """Tell whether a file holds Lens records, one JSON object a line."""
    names = path.name.lower().removesuffix(".gz")
    if not path.is_file() or not names.endswith(_SUFFIXES):
        return False
    try:
        with gzip.open(path, "rb") if path.suffix.lower() == ".gz" else path.open("rb") as file:
            head = file.read(_SNIFFED_BYTES).removeprefix(b"\xef\xbb\xbf").lstrip()
    except (OSError, EOFError):
        return False
    return head.startswith(b"{") and (b'"lensId"' in head or b'"lens_id"' in head)


def read_lens_jsonl(path: Path, *, workspace: Path, processes: int = 1) -> list[Intake]:
    """Read Lens JSON lines, plain or gzipped; lines that are no JSON become rejects.

    Raises
    ------
    WorkbenchError
        If no line holds a record, or a gzip file unpacks beyond measure.
    """
    return read_documents(path, FORM, workspace=workspace, processes=processes)


def lens_rows(member: Member, tally: Tally) -> Iterator[Row]:
    """Yield a row per line; the row's number is the line's."""
    with member.open() as stream:
        number = 0
        while line := stream.readline(_LINE_BYTES):
            number += 1
            text = line.removeprefix(b"\xef\xbb\xbf").strip()
            row = _line_row(text, number, member.place, tally) if text else None
            if row is not None:
                row["row"] = number
                yield row


def _line_row(line: bytes, number: int, place: str, tally: Tally) -> Row | None:
    try:
        record = json.loads(line)
    except ValueError as fault:
        tally.reject(place, number, "malformed_document", f"{fault}: {line[:200].decode(errors='replace')}")
        return None
    row = None
    if isinstance(record, dict):
        row = flat_row(record) if "lensId" in record else nested_row(record)
    if row is None or not (row.get("publication_number") or row.get("application_number")):
        tally.reject(place, number, "document_without_number", line[:200].decode(errors="replace"))
        return None
    return row


def flat_row(record: dict[str, Any]) -> Row:
    """Return the row of a record as downloaded from the site."""
    key = record.get("publicationKey") or record.get("displayKey") or ""
    priorities = [_priority(found) for found in record.get("priorityFilingKeysActive") or ()]
    owners = [owner for owner in record.get("owners") or () if owner.get("name")]
    return {
        "publication_number": key.replace("_", "").replace(" ", "").replace("/", "") or None,
        "kind_code": record.get("kindCode"),
        "publication_date": read_date(record.get("publicationDate")),
        "title": record.get("title"),
        "abstract": record.get("abstract"),
        "vendor_url": record.get("url"),
        "application_number": record.get("filingNumber"),
        "filing_date": read_date(record.get("filingDate")),
        "patent_type": record.get("docType"),
        **_priorities(priorities),
        "priority_date": read_date(record.get("earliestPriorityDate")),
        "family_simple_size": record.get("simpleFamilySize"),
        "family_inpadoc_size": record.get("familySize"),
        "applicant": record.get("applicants") or None,
        "inventor": record.get("inventors") or None,
        "owner": [owner["name"] for owner in owners] or None,
        "ipc": record.get("ipcrClassifications") or None,
        "cpc": record.get("cpcClassifications") or None,
        "cited_npl": record.get("nplCitations") or None,
        "stated_citing_count": record.get("citedByPatentCount"),
        "extra:lens_id": record.get("lensId"),
        "extra:document_type": record.get("docType"),
        "extra:us_classifications": "; ".join(record.get("usClassifications") or ()) or None,
    }


def _priority(found: str) -> tuple[str, str | None, str | None]:
    """Take ``US 87165806 P 20061222`` apart: number, office, date."""
    words = found.split()
    last = words[-1] if len(words) > 1 and len(words[-1]) == 8 and words[-1].isdigit() else None
    number = " ".join(words[:-1] if last else words)
    return number, words[0] if words else None, last


def _priorities(found: list[tuple[str, str | None, str | None]]) -> Row:
    if not found:
        return {}
    return {
        "priority_number": [number for number, _, _ in found],
        "priority_office": [office for _, office, _ in found],
        "priority_dates": [read_date(day) for _, _, day in found],
    }


def nested_row(record: dict[str, Any]) -> Row:
    """Return the row of a record as the API gives it."""
    biblio = record.get("biblio") or {}
    publication = biblio.get("publication_reference") or record
    application = biblio.get("application_reference") or {}
    claimed = (biblio.get("priority_claims") or {}).get("claims") or ()
    status = record.get("legal_status") or {}
    title, title_language = _text_in(biblio.get("invention_title"))
    abstract, abstract_language = _text_in(record.get("abstract"))
    number = _number(publication)
    lens = record.get("lens_id")
    return {
        "publication_number": number,
        "kind_code": publication.get("kind"),
        "publication_date": read_date(publication.get("date") or record.get("date_published")),
        "title": title,
        "title_language": title_language,
        "abstract": abstract,
        "abstract_language": abstract_language,
        "vendor_url": f"https://lens.org/{lens}" if lens else None,
        "application_number": _number(application, kind=False),
        "filing_date": read_date(application.get("date")),
        "patent_type": record.get("publication_type"),
        **_priorities([(_number(c, kind=False) or "", c.get("jurisdiction"), c.get("date")) for c in claimed]),
        **_parties(biblio.get("parties") or {}),
        **_citations(biblio),
        **_families(record.get("families") or {}, number),
        **_claims(record.get("claims") or ()),
        "ipc": _symbols(biblio.get("classifications_ipcr")),
        "cpc": _symbols(biblio.get("classifications_cpc")),
        "legal_status": status.get("patent_status"),
        "grant_date": read_date(status.get("grant_date")),
        "expiry_date": read_date(status.get("anticipated_term_date")),
        "extra:lens_id": lens,
        "extra:document_type": record.get("publication_type"),
    }


def _number(reference: dict[str, Any], *, kind: bool = True) -> str | None:
    number = reference.get("doc_number")
    if not number:
        return None
    return f"{reference.get('jurisdiction') or ''}{number}{(reference.get('kind') or '') if kind else ''}"


def _text_in(texts: list[dict[str, Any]] | None) -> tuple[str | None, str | None]:
    """Choose the Chinese text, then the English, then the first."""
    order = {"zh": 0, "en": 1}
    found = [text for text in texts or () if text.get("text")]
    if not found:
        return None, None
    best = min(found, key=lambda text: order.get(text.get("lang") or "", 2))
    return best["text"], best.get("lang")


def _symbols(classes: dict[str, Any] | None) -> list[str] | None:
    found = (classes or {}).get("classifications") or ()
    return [c["symbol"] for c in found if c.get("symbol")] or None


def _parties(parties: dict[str, Any]) -> Row:
    row: Row = {
        "inventor": _names(parties.get("inventors")),
        "agent": _names(parties.get("agents")),
        "examiner": _names((parties.get("examiners") or {}).values()),
    }
    for role, key, country in (
        ("applicant", "applicants", "residence"),
        ("owner", "owners_all", "extracted_country"),
    ):
        found = [party for party in parties.get(key) or () if _name(party)]
        if found:
            row[role] = [_name(party) for party in found]
            row[f"{role}_address"] = [party.get("extracted_address") for party in found]
            row[f"{role}_country"] = [party.get(country) for party in found]
    return row


def _name(party: dict[str, Any]) -> str | None:
    return (party.get("extracted_name") or {}).get("value") or None


def _names(parties: Any) -> list[str] | None:
    return [name for party in parties or () if isinstance(party, dict) and (name := _name(party))] or None


def _citations(biblio: dict[str, Any]) -> Row:
    references = biblio.get("references_cited") or {}
    cited_by = biblio.get("cited_by") or {}
    citations = references.get("citations") or ()
    patents = [(c, n) for c in citations if (n := _number((c.get("patcit") or {}).get("document_id") or {}))]
    literature = [text for c in citations if (text := (c.get("nplcit") or {}).get("text"))]
    citing = [n for p in cited_by.get("patents") or () if (n := _number(p.get("document_id") or {}))]
    return {
        "cited": [number for _, number in patents] or None,
        "cited_category": [",".join(c.get("category") or ()) or None for c, _ in patents] or None,
        "cited_origin": [c.get("cited_phase") for c, _ in patents] or None,
        "cited_npl": literature or None,
        "citing": citing or None,
        "stated_cited_count": references.get("patent_count"),
        "stated_citing_count": cited_by.get("patent_count"),
    }


def _families(families: dict[str, Any], number: str | None) -> Row:
    """Name a family, which has no name in Lens, by the first of its members' numbers in order."""
    row: Row = {}
    for column, key in (("family_simple", "simple_family"), ("family_inpadoc", "extended_family")):
        family = families.get(key) or {}
        members = [n for m in family.get("members") or () if (n := _number(m.get("document_id") or {}))]
        if members:
            row[column] = min([*members, number] if number else members)
            row[f"{column}_members"] = members
        row[f"{column}_size"] = family.get("size")
    return row


def _claims(versions: Any) -> Row:
    version = next(iter(versions), None)
    if not isinstance(version, dict):
        return {}
    texts = ["\n".join(claim.get("claim_text") or ()) for claim in version.get("claims") or ()]
    if not texts:
        return {}
    return {
        "claims": [{"number": number, "text": text} for number, text in enumerate(texts, start=1)],
        "claims_coverage": "all",
        "claims_language": version.get("lang"),
        "claim_count": len(texts),
    }


FORM: Final = Form(source=SOURCE, columns=COLUMNS, suffixes=_SUFFIXES, rows=lens_rows)
