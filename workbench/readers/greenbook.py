"""One USPTO grant of 1976 to 2001 in the Green Book's tagged lines as a row of the intake.

A line is a tag of four places and a value; lines that begin with blanks continue the value. A tag alone
on its line opens a section (``INVT``, ``UREF`` …), which may come many times.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from workbench.readers.documents import DocumentError
from workbench.readers.parts import Row
from workbench.readers.xml_text import read_date
from workbench.readers.xml_uspto_document import us_number
from workbench.readers.xml_uspto_patdoc import old_ipc_symbol

Section = list[tuple[str, str]]

_NO_LINE_TAGS: Final = 4
_KINDS: Final = {"1": "A", "2": "E", "4": "S", "6": "P", "7": "H"}
"""Type of application (APT) → kind code used for US grants before 2001, as in WIPO ST.16."""
_TYPES: Final = {"1": "utility", "2": "reissue", "4": "design", "6": "plant", "7": "other"}
_PARAGRAPH: Final = re.compile(r"PA[0-9LR]")


def sections(text: str) -> Iterator[tuple[str, Section]]:
    """Yield the sections of a document in order, each with its tagged values."""
    name = ""
    values: Section = []
    for line in text.splitlines():
        tag, value = line[:_NO_LINE_TAGS].strip(), line[_NO_LINE_TAGS:].strip()
        if tag and not value and len(tag) == _NO_LINE_TAGS:
            if name:
                yield name, values
            name, values = tag, []
        elif tag:
            values.append((tag, value))
        elif values and value:
            values[-1] = (values[-1][0], f"{values[-1][1]} {value}")
    if name:
        yield name, values


def greenbook_row(content: bytes) -> Row:
    """Return the row of one Green Book document.

    Raises
    ------
    DocumentError
        If it has no number.
    """
    parts: dict[str, list[Section]] = {}
    for name, values in sections(content.decode("latin-1")):
        parts.setdefault(name, []).append(values)
    head = dict(parts.get("PATN", [[]])[0])
    if not head.get("WKU"):
        raise DocumentError("document_without_number", content[:100].decode("latin-1"))
    count = head.get("NCL", "")
    return {
        **_references(head),
        **_parties(parts),
        **_classes(parts, head),
        **_priorities(parts),
        **_citations(parts),
        **_claims(parts),
        "title": head.get("TTL"),
        "title_language": "en",
        "abstract": _paragraphs(value for section in parts.get("ABST", ()) for value in section),
        "abstract_language": "en",
        "claim_count": int(count) if count.isdigit() else None,
        "examiner": [head[tag] for tag in ("EXP", "EXA") if head.get(tag)] or None,
    }


def _references(head: dict[str, str]) -> Row:
    """Read the numbers: the last places of WKU and APN are check digits, SRC is the series of APN."""
    kind = _KINDS.get(head.get("APT", ""), "")
    filed = head.get("APN", "")[:6]
    return {
        "publication_number": f"US{us_number(head['WKU'][:8])}{kind}",
        "kind_code": kind or None,
        "publication_date": read_date(head.get("ISD")),
        "application_number": f"US{head.get('SRC', ''):0>2}{filed}" if filed else None,
        "filing_date": read_date(head.get("APD")),
        "patent_type": _TYPES.get(head.get("APT", "")),
    }


def _country(section: dict[str, str]) -> str | None:
    """Foreign countries are written with an X behind (JPX); none means the United States."""
    code = section.get("CNT")
    if code:
        return code.removesuffix("X")
    return "US" if section.get("STA") or section.get("CTY") else None


def _parties(parts: dict[str, list[Section]]) -> Row:
    inventors = [dict(section).get("NAM") for section in parts.get("INVT", ())]
    owners = [found for section in parts.get("ASSG", ()) if (found := dict(section)).get("NAM")]
    agents = [
        value for section in parts.get("LREP", ()) for tag, value in section if tag in ("FRM", "FR2", "ATT")
    ]
    row: Row = {"inventor": [name for name in inventors if name] or None, "agent": agents or None}
    if owners:
        row["assignee"] = row["owner"] = [owner["NAM"] for owner in owners]
        row["owner_country"] = [_country(owner) for owner in owners]
        row["owner_province"] = [owner.get("STA") for owner in owners]
        row["owner_city"] = [owner.get("CTY") for owner in owners]
    return row


def _classes(parts: dict[str, list[Section]], head: dict[str, str]) -> Row:
    found = [pair for section in parts.get("CLAS", ()) for pair in section]
    symbols = [old_ipc_symbol(value) for tag, value in found if tag == "ICL"]
    national = [value for tag, value in found if tag in ("OCL", "XCL")]
    row: Row = {"extra:us_classification": "; ".join(national) or None}
    if head.get("APT") == "4":
        return row | {"locarno": [value for tag, value in found if tag == "ICL"] or None}
    return row | {"ipc": symbols or None, "ipc_main": symbols[0] if symbols else None}


def _priorities(parts: dict[str, list[Section]]) -> Row:
    found = [claim for section in parts.get("PRIR", ()) if (claim := dict(section)).get("APN")]
    pct = next((dict(section).get("PCN") for section in parts.get("PCTA", ())), None)
    row: Row = {"pct_number": pct, "route": "pct"} if pct else {}
    if found:
        row["priority_number"] = [f"{_country(claim) or ''}{claim['APN']}" for claim in found]
        row["priority_dates"] = [read_date(claim.get("APD")) for claim in found]
        row["priority_office"] = [_country(claim) for claim in found]
    return row


def _citations(parts: dict[str, list[Section]]) -> Row:
    own = [dict(section).get("PNO") for section in parts.get("UREF", ())]
    foreign = [dict(section) for section in parts.get("FREF", ())]
    cited = [f"US{us_number(number)}" for number in own if number]
    cited += [f"{_country(section) or ''}{section['PNO']}" for section in foreign if section.get("PNO")]
    literature = [value for section in parts.get("OREF", ()) for tag, value in section if _PARAGRAPH.match(tag)]
    return {"cited": cited or None, "cited_npl": literature or None}


def _paragraphs(values: Iterable[tuple[str, str]]) -> str | None:
    return "\n".join(value for tag, value in values if _PARAGRAPH.match(tag)) or None


def _claims(parts: dict[str, list[Section]]) -> Row:
    claims: list[dict[str, object]] = []
    for section in (*parts.get("CLMS", ()), *parts.get("DCLM", ())):
        for tag, value in section:
            if tag == "NUM":
                claims.append({"number": len(claims) + 1, "text": ""})
            elif _PARAGRAPH.match(tag):
                if not claims:
                    claims.append({"number": 1, "text": ""})
                claims[-1]["text"] = f"{claims[-1]['text']}\n{value}".strip()
    if not claims:
        return {}
    return {"claims": claims, "claims_coverage": "all", "claims_language": "en"}
