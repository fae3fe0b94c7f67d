"""Claims out of files: plain text, JSON, tables, and what the offices publish."""

import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from workbench.errors import WorkbenchError
from workbench.risk.claims.languages import office_practice
from workbench.risk.claims.model import ClaimSet, Jurisdiction
from workbench.risk.claims.reading import read_claims, read_numbered_claims

Numbered = tuple[tuple[int, str], ...]
_TEXT_ENDINGS: Final = ("", ".txt", ".md", ".text")
_TEXT_KEYS: Final = ("claims_text", "claims", "claim_text", "权利要求", "权利要求书")
_ID_KEYS: Final = ("id", "publication_number", "application_number", "公开号", "公开（公告）号")


@dataclass(frozen=True, slots=True)
class ClaimDocument:
    """The claims of one document as found, and what its file tells of it.

    Attributes
    ----------
    id : str
        Name of the document in its file; a number where it has none.
    claims : str or tuple of (int, str)
        One text, or claims that come apart already.
    ipc : str
        Main classification; empty where it is not told.
    year : int or None
        Year of filing, else of publication.
    patent_type : str
        Type as found; empty where it is not told.
    number : str
        Number of the document where ``id`` is something else: it tells the office.
    """

    id: str
    claims: str | Numbered
    ipc: str = ""
    year: int | None = None
    patent_type: str = ""
    number: str = ""

    def read(self, jurisdiction: Jurisdiction | None = None) -> ClaimSet:
        """Read the claims."""
        jurisdiction = jurisdiction or office_practice(self.number)
        if isinstance(self.claims, str):
            return read_claims(self.claims, id=self.id, jurisdiction=jurisdiction)
        return read_numbered_claims(self.claims, id=self.id, jurisdiction=jurisdiction)


def claim_documents(path: Path, column: str | None = None) -> Iterator[ClaimDocument]:
    """Yield the documents of a file that may hold claims.

    Parameters
    ----------
    path : Path
        ``txt`` (one set), ``jsonl`` or ``json`` with ``id`` and ``claims_text``, a table with a column of
        claims, or full text of an office (CNIPA, USPTO, EPO).
    column : str, optional
        Header of the claims column of a table, where it is not recognised.

    Raises
    ------
    WorkbenchError
        If the file is missing, malformed, or holds no claims.
    """
    if not path.exists():
        raise WorkbenchError("no_such_file", file=str(path))
    ending = path.suffix.lower()
    if column is not None:
        yield from _table(path, column)
    elif path.is_file() and ending in (".jsonl", ".ndjson", ".json") and not _is_office(path):
        yield from _json(path)
    elif _is_office(path):
        yield from _office(path)
    elif path.is_dir():
        raise WorkbenchError("is_a_directory", file=str(path))
    elif ending in _TEXT_ENDINGS:
        yield ClaimDocument(path.stem, _text(path))
    else:
        yield from _table(path, None)


def _refuse_false_workbook(path: Path) -> None:
    """Refuse a file that is named a workbook and is plain text: it would be read as a table of one line."""
    from workbench.readers.content import content_of, kind_of

    if path.suffix.lower() in (".xlsx", ".xlsm", ".xls") and kind_of(content_of(path)) == "text":
        head = path.read_bytes()[:200].decode("utf-8", errors="replace")
        if "," not in head and "\t" not in head:
            raise WorkbenchError("not_a_table", file=str(path), found=head.strip()[:40])


def _text(path: Path) -> str:
    from workbench.readers.text_grid import find_encoding

    data = path.read_bytes()
    encoding, _ = find_encoding(data)
    text = data.decode(encoding, errors="replace").removeprefix("\ufeff")
    if not text.strip() or "\0" in text[:4096]:
        raise WorkbenchError("no_claims", file=str(path))
    return text


def _is_office(path: Path) -> bool:
    from workbench.readers.office import OFFICE_READERS

    return any(name != "unsupported" and sniff(path) for name, sniff, _ in OFFICE_READERS)


def _office(path: Path) -> Iterator[ClaimDocument]:
    """Read full text with the readers of the offices' own formats."""
    from workbench.readers.office import OFFICE_READERS

    read = next(read for name, sniff, read in OFFICE_READERS if name != "unsupported" and sniff(path))
    found = 0
    with tempfile.TemporaryDirectory(prefix="claims-") as room:
        for intake in read(path, workspace=Path(room)):
            for row in intake.frame.collect().iter_rows(named=True):
                claims = tuple((c["number"], c["text"] or "") for c in row.get("claims") or ())
                if claims:
                    found += 1
                    told = _told(row, f"{path.stem}#{row['row']}")
                    yield ClaimDocument(claims=claims[0][1] if len(claims) == 1 else claims, **told)
    if not found:
        raise WorkbenchError("no_claims", file=str(path))


def _told(row: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return what a row of an intake tells of a document."""
    ipc = row.get("ipc") or row.get("ipc_main") or ""
    date = row.get("filing_date") or row.get("publication_date")
    return {
        "id": row.get("publication_number") or row.get("application_number") or name,
        "ipc": ipc[0] if isinstance(ipc, list) else ipc,
        "year": getattr(date, "year", None),
        "patent_type": row.get("patent_type") or "",
    }


def _json(path: Path) -> Iterator[ClaimDocument]:
    found = False
    for at, record in _records(path):
        if not isinstance(record, dict):
            raise WorkbenchError("claims_bad_record", file=str(path), line=at, found=type(record).__name__)
        claims = next((record[key] for key in _TEXT_KEYS if record.get(key)), None)
        found = found or claims is not None
        yield _document(record, _claims_of(claims), str(at))
    if not found:
        raise WorkbenchError("no_claims", file=str(path))


def _records(path: Path) -> Iterator[tuple[int, Any]]:
    text = _text(path)
    if path.suffix.lower() == ".json":
        whole = _parsed(path, 1, text)
        yield from enumerate(whole if isinstance(whole, list) else [whole], start=1)
        return
    for at, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield at, _parsed(path, at, line)


def _parsed(path: Path, line: int, text: str) -> Any:
    try:
        return json.loads(text)
    except (json.JSONDecodeError, RecursionError) as fault:
        raise WorkbenchError("claims_bad_record", file=str(path), line=line, found=text[:60]) from fault


def _claims_of(found: Any) -> str | Numbered:
    """Return claims as one text, or in numbers where they come as a list (also one written as text)."""
    if isinstance(found, str) and found.lstrip().startswith("["):
        try:
            listed = json.loads(found)
        except (json.JSONDecodeError, RecursionError):
            return found
        return _claims_of(listed) if isinstance(listed, list) else found
    if not isinstance(found, list):
        return found if isinstance(found, str) else ""
    return tuple(_numbered(at, claim) for at, claim in enumerate(found, start=1))


def _numbered(at: int, claim: Any) -> tuple[int, str]:
    if not isinstance(claim, dict):
        return at, claim if isinstance(claim, str) else ""
    number = next((claim[key] for key in ("number", "num", "claim_number") if key in claim), at)
    text = next((claim[key] for key in ("text", "claim_text") if isinstance(claim.get(key), str)), "")
    if not text and isinstance(claim.get("limitations"), list):
        text = "\n".join(str(part) for part in claim["limitations"])
    digits = str(number).strip()
    return (int(digits) if digits.isdecimal() and len(digits) < 6 else at), text


def _document(record: Mapping[str, Any], claims: str | Numbered, name: str) -> ClaimDocument:
    year = str(
        next((record[key] for key in ("year", "filing_date", "publication_date") if record.get(key)), "")
    )[:4]
    return ClaimDocument(
        id=str(next((record[key] for key in _ID_KEYS if record.get(key)), name)),
        claims=claims,
        ipc=str(record.get("ipc") or ""),
        year=int(year) if year.isdecimal() and len(year) == 4 else None,
        patent_type=str(record.get("patent_type") or record.get("type") or ""),
        number=str(record.get("publication_number") or ""),
    )


def _table(path: Path, column: str | None) -> Iterator[ClaimDocument]:
    from workbench.risk.claims.tables import table_rows

    _refuse_false_workbook(path)
    for row in table_rows(path, column):
        yield ClaimDocument(row.id, row.claims, row.ipc, row.year, row.patent_type)
