"""One USPTO grant in the XML of 2001 to 2004 (``PATDOC``, WIPO ST.32) as a row of the intake."""

from collections.abc import Iterable
from typing import Final

from workbench.readers.documents import DocumentError
from workbench.readers.parts import Row
from workbench.readers.xml_text import Element, mixed_text, read_date
from workbench.readers.xml_uspto_document import us_number

_DESIGN_KINDS: Final = ("S",)


def old_ipc_symbol(text: str) -> str:
    """Return ``G06F 1516`` (subclass, group of three places, subgroup) as G06F15/16."""
    if len(text) < 8 or "/" in text:
        return text
    return f"{text[:4]}{text[4:7].strip()}/{text[7:].strip()}"


def patdoc_row(root: Element) -> Row:
    """Return the row of one ``PATDOC``.

    Raises
    ------
    DocumentError
        If it has no number.
    """
    biblio = root.find("SDOBI")
    number = None if biblio is None else _text(biblio, "B100/B110/DNUM")
    if biblio is None or not number:
        raise DocumentError("document_without_number", root.get("STATUS") or "")
    kind = _text(biblio, "B100/B130") or ""
    filed = _text(biblio, "B200/B210/DNUM")
    row: Row = {
        "publication_number": f"US{us_number(number)}{kind}",
        "kind_code": kind or None,
        "publication_date": read_date(_text(biblio, "B100/B140/DATE")),
        "application_number": f"US{filed}" if filed else None,
        "filing_date": read_date(_text(biblio, "B200/B220/DATE")),
        "title": _text(biblio, "B500/B540"),
        "title_language": "en",
        "abstract": _lines(root.iterfind("SDOAB//PARA")),
        "abstract_language": "en",
        "extra:us_term_extension_days": _text(biblio, "B400/B474US") or _text(biblio, "B400/B474"),
    }
    return (
        row
        | _parties(biblio)
        | _classes(biblio, kind)
        | _priorities(biblio)
        | _citations(biblio)
        | _claims(root, biblio)
    )


def _text(element: Element, path: str) -> str | None:
    found = element.find(path)
    return None if found is None else mixed_text(found).strip() or None


def _lines(elements: Iterable[Element]) -> str | None:
    return "\n".join(text for element in elements if (text := mixed_text(element).strip())) or None


def _classes(biblio: Element, kind: str) -> Row:
    main, further = _text(biblio, "B500/B510/B511"), biblio.iterfind("B500/B510/B512")
    found = [text for text in (main, *(mixed_text(element).strip() for element in further)) if text]
    if kind.startswith(_DESIGN_KINDS):
        return {"locarno": found or None}
    symbols = [old_ipc_symbol(text) for text in found]
    national = [
        _text(biblio, "B500/B520/B521"),
        *(mixed_text(e).strip() for e in biblio.iterfind("B500/B520/B522")),
    ]
    return {
        "ipc": symbols or None,
        "ipc_main": symbols[0] if symbols else None,
        "extra:us_classification": "; ".join(filter(None, national)) or None,
    }


def _parties(biblio: Element) -> Row:
    owners = [party for party in biblio.iterfind("B700/B730/B731/PARTY-US") if _name(party)]
    names = [_name(party) for party in owners]
    row: Row = {
        "inventor": _names(biblio.iterfind("B700/B720/B721/PARTY-US")),
        "agent": _names(biblio.iterfind("B700/B740/B741/PARTY-US")),
        "examiner": _names(biblio.iterfind("B700/B745//PARTY-US")),
    }
    if owners:
        row |= {"assignee": names, "owner": names}
        row["owner_country"] = [_country(party) for party in owners]
        row["owner_province"] = [_text(party, "ADR/STATE") for party in owners]
        row["owner_city"] = [_text(party, "ADR/CITY") for party in owners]
    return row


def _country(party: Element) -> str | None:
    """Return the country: a party with a state and no country lives in the United States."""
    return _text(party, "ADR/CTRY") or ("US" if _text(party, "ADR/STATE") else None)


def _name(party: Element) -> str | None:
    organization = _text(party, "NAM/ONM")
    return organization or ", ".join(filter(None, (_text(party, "NAM/SNM"), _text(party, "NAM/FNM")))) or None


def _names(parties: Iterable[Element]) -> list[str] | None:
    return [name for party in parties if (name := _name(party))] or None


def _priorities(biblio: Element) -> Row:
    """Numbers, dates and countries follow one another without a group of their own."""
    claims: list[dict[str, str]] = []
    for element in biblio.iterfind("B300/*"):
        if element.tag == "B310":
            claims.append({})
        if claims:
            claims[-1][str(element.tag)] = mixed_text(element).strip()
    if not claims:
        return {}
    return {
        "priority_number": [f"{claim.get('B330', '')}{claim['B310']}" for claim in claims],
        "priority_dates": [read_date(claim.get("B320")) for claim in claims],
        "priority_office": [claim.get("B330") for claim in claims],
    }


def _citations(biblio: Element) -> Row:
    cited, origins = [], []
    for citation in biblio.iterfind("B500/B560/B561"):
        number = _text(citation, "PCIT/DOC/DNUM")
        if number:
            country = _text(citation, "PCIT/DOC/CTRY") or "US"
            plain = us_number(number) if country == "US" else number
            cited.append(f"{country}{plain}{_text(citation, 'PCIT/DOC/KIND') or ''}")
            origins.append("examiner" if citation.find("CITED-BY-EXAMINER") is not None else "applicant")
    literature = [text for e in biblio.iterfind("B500/B560/B562/NCIT") if (text := mixed_text(e).strip())]
    return {"cited": cited or None, "cited_origin": origins or None, "cited_npl": literature or None}


def _claims(root: Element, biblio: Element) -> Row:
    texts = [_lines(claim) for claim in root.iterfind("SDOCL/CL/CLM")]
    claims = [{"number": number, "text": text} for number, text in enumerate(texts, start=1) if text]
    stated = _text(biblio, "B500/B570/B577") or ""
    row: Row = {"claim_count": int(stated) if stated.isdigit() else len(claims) or None}
    if claims:
        row |= {"claims": claims, "claims_coverage": "all", "claims_language": "en"}
    return row
