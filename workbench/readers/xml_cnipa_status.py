"""One CNIPA legal status record (``business:PRSRecord``) as a row of the intake."""

import re
from typing import Final

from workbench.readers.documents import DocumentError
from workbench.readers.parts import Row
from workbench.readers.xml_cnipa_document import BASE, BUSINESS, application
from workbench.readers.xml_text import Element, read_date, text_of

STATUS_ROOT: Final = f"{BUSINESS}PRS"
RECORD: Final = f"{BUSINESS}PRSRecord"
STATUS_COLUMNS: Final = (
    "level", "application_number", "filing_date", "patent_type", "legal_status", "status_as_of", "events",
)  # fmt: skip

_APPLICATION: Final = f"{BUSINESS}ApplicationReference"
_CODE: Final = f"{BUSINESS}PRSCode"
_VALUE: Final = f"{BUSINESS}PRSValue"
_INFORMATION: Final = f"{BUSINESS}PRSInformation"
_ANNOUNCED: Final = f"{BUSINESS}PRSPublicationDate"
_SPACE: Final = re.compile(r"\s+")
_FROM: Final = re.compile(r"(?:变更前[^:：\n]{0,8}|让与人|出质人|许可人)[:：]\s*([^\n;；]+)")
_TO: Final = re.compile(r"(?:变更后[^:：\n]{0,8}|受让人|质权人|被许可人)[:：]\s*([^\n;；]+)")


def status_row(record: Element) -> Row:
    """Return the row of one legal event: an application, its event and its status as announced.

    Raises
    ------
    DocumentError
        If the record names no application.
    """
    row: Row = {"level": "application"}
    texts: dict[str, str | None] = {}
    for part in record:
        if part.tag == _APPLICATION:
            application(part, row)
        elif part.tag == _ANNOUNCED:
            texts[_ANNOUNCED] = next(map(text_of, part.iter(f"{BASE}Date")), None)
        elif part.tag in (_CODE, _VALUE):
            texts[part.tag] = text_of(part)
        elif part.tag == _INFORMATION:
            texts[part.tag] = (part.text or "").strip() or None
    if not row.get("application_number"):
        raise DocumentError("document_without_number", record.get("PRSID") or "")
    announced = read_date(texts.get(_ANNOUNCED))
    row["filing_date"] = read_date(row.pop("given_filing", None))
    row["legal_status"], row["status_as_of"] = texts.get(_VALUE), announced
    row["events"] = [_event(texts, announced)]
    return row


def _event(texts: dict[str, str | None], announced: object) -> dict[str, object]:
    information = texts.get(_INFORMATION) or ""
    told = _SPACE.sub(" ", " ".join(filter(None, (texts.get(_CODE), information))))
    return {
        "event": texts.get(_VALUE),
        "date": announced,
        "from_party": _first(_FROM, information),
        "to_party": _first(_TO, information),
        "amount_cny": None,
        "reference": told or None,
    }


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return found.group(1).strip() if found else None
