"""One USPTO grant or application in XML of 2005 and later ("Red Book") as a row of the intake."""

from collections.abc import Iterable, Iterator
from typing import Final

from workbench.readers.documents import DocumentError
from workbench.readers.parts import Row
from workbench.readers.xml_text import Element, mixed_text, read_date, text_of

COLUMNS: Final = (
    "publication_number", "kind_code", "publication_date", "title", "title_language", "abstract",
    "abstract_language", "application_number", "filing_date", "patent_type", "route", "pct_number",
    "priority_number", "priority_dates", "priority_office", "applicant", "applicant_country",
    "applicant_province", "applicant_city", "assignee", "owner", "owner_country", "owner_province",
    "owner_city", "inventor", "agent", "examiner", "ipc", "ipc_main", "cpc", "cpc_main", "locarno", "cited",
    "cited_npl", "cited_origin", "claim_count", "claims", "claims_coverage", "claims_language",
    "extra:us_term_extension_days", "extra:us_classification",
)  # fmt: skip
_SYMBOL: Final = ("section", "class", "subclass", "main-group")
_STEPS: Final = frozenset({"claim-text"})
_UNKNOWN: Final = frozenset({"unknown", "omitted", "None"})


def us_number(number: str) -> str:
    """Return a US document number without padding: 08930553 is 8930553, D0512345 is D512345."""
    text = number.replace("/", "").replace(" ", "").replace(",", "")
    letters = text.rstrip("0123456789")
    digits = text[len(letters) :]
    return letters + (digits.lstrip("0") if len(digits) < 9 else digits)


def red_book_row(root: Element) -> Row:
    """Return the row of one ``us-patent-grant`` or ``us-patent-application``.

    Raises
    ------
    DocumentError
        If it has no bibliographic data or no number.
    """
    biblio = next((part for part in root if str(part.tag).startswith("us-bibliographic-data")), None)
    if biblio is None:
        raise DocumentError("document_without_number", root.get("file") or "")
    row = _references(biblio)
    row |= _classes(biblio) | _parties(biblio) | _priorities(biblio) | _citations(biblio)
    row |= _claims(root)
    row["title"], row["title_language"] = _text(biblio, "invention-title"), "en"
    row["abstract"], row["abstract_language"] = _paragraphs(root), "en"
    row["extra:us_term_extension_days"] = _text(biblio, "us-term-of-grant/us-term-extension")
    pct = _text(biblio, "pct-or-regional-filing-data/document-id/doc-number")
    if pct:
        row["pct_number"], row["route"] = pct, "pct"
    count = _text(biblio, "number-of-claims")
    if count and count.isdigit():
        row["claim_count"] = int(count)
    return row


def _text(element: Element, path: str) -> str | None:
    found = element.find(path)
    return None if found is None else text_of(found)


def _references(biblio: Element) -> Row:
    publication = biblio.find("publication-reference/document-id")
    application = biblio.find("application-reference")
    number = None if publication is None else _text(publication, "doc-number")
    if publication is None or not number:
        raise DocumentError("document_without_number", "publication-reference")
    kind = _text(publication, "kind") or ""
    row: Row = {
        "publication_number": f"{_text(publication, 'country') or 'US'}{us_number(number)}{kind}",
        "kind_code": kind or None,
        "publication_date": read_date(_text(publication, "date")),
    }
    if application is not None:
        filed = _text(application, "document-id/doc-number")
        country = _text(application, "document-id/country") or "US"
        row["application_number"] = f"{country}{filed}" if filed else None
        row["filing_date"] = read_date(_text(application, "document-id/date"))
        row["patent_type"] = application.get("appl-type")
    return row


def _classes(biblio: Element) -> Row:
    ipc: list[str | None] = [
        _symbol(found) for found in biblio.iterfind("classifications-ipcr/classification-ipcr")
    ]
    if not ipc:
        ipc = [
            text_of(leaf)
            for path in _MAIN_AND_FURTHER
            for leaf in biblio.iterfind(f"classification-ipc/{path}")
        ]
    cpc = [_symbol(found) for found in biblio.iterfind("classifications-cpc/*/classification-cpc")]
    main_cpc = biblio.find("classifications-cpc/main-cpc/classification-cpc")
    national = [
        text_of(leaf)
        for path in _MAIN_AND_FURTHER
        for leaf in biblio.iterfind(f"classification-national/{path}")
    ]
    locarno = _text(biblio, "classification-locarno/main-classification")
    symbols = _once(ipc)
    return {
        "ipc": symbols,
        "ipc_main": symbols[0] if symbols else None,
        "cpc": _once(cpc),
        "cpc_main": None if main_cpc is None else _symbol(main_cpc),
        "locarno": [locarno] if locarno else None,
        "extra:us_classification": "; ".join(_once(national) or ()) or None,
    }


_MAIN_AND_FURTHER: Final = ("main-classification", "further-classification")


def _symbol(element: Element) -> str:
    head = "".join(_text(element, part) or "" for part in _SYMBOL)
    # a group of 0 is read as empty elsewhere; here the subgroup 00 must stay
    subgroup = element.find("subgroup")
    return f"{head}/{(subgroup.text or '').strip()}" if subgroup is not None else head


def _once(values: Iterable[str | None]) -> list[str] | None:
    return list(dict.fromkeys(value for value in values if value)) or None


def _parties(biblio: Element) -> Row:
    applicants = list(_both(biblio, "us-parties/us-applicants/us-applicant", "parties/applicants/applicant"))
    inventors = list(_both(biblio, "us-parties/inventors/inventor", "parties/inventors/inventor"))
    inventors = inventors or [party for party in applicants if "inventor" in (party.get("app-type") or "")]
    assignees = biblio.findall("assignees/assignee")
    row = _addressed("applicant", applicants) | _addressed("owner", assignees)
    row["assignee"] = row.get("owner")
    row["inventor"] = _once(map(_name, inventors))
    row["agent"] = _once(map(_name, _both(biblio, "us-parties/agents/agent", "parties/agents/agent")))
    row["examiner"] = _once(map(_name, biblio.iterfind("examiners/*")))
    return row


def _both(biblio: Element, *paths: str) -> Iterator[Element]:
    for path in paths:
        yield from biblio.iterfind(path)


def _addressed(role: str, parties: Iterable[Element]) -> Row:
    named = [(party, name) for party in parties if (name := _name(party))]
    if not named:
        return {}
    return {
        role: [name for _, name in named],
        f"{role}_country": [_known(party, "country") or _residence(party) for party, _ in named],
        f"{role}_province": [_known(party, "state") for party, _ in named],
        f"{role}_city": [_known(party, "city") for party, _ in named],
    }


def _known(party: Element, part: str) -> str | None:
    text = next((text_of(leaf) for leaf in party.iterfind(f".//address/{part}")), None)
    return None if text in _UNKNOWN else text


def _residence(party: Element) -> str | None:
    text = _text(party, "residence/country")
    return None if text in _UNKNOWN else text


def _name(party: Element) -> str | None:
    book = party.find("addressbook")
    place = party if book is None else book
    organization = _text(place, "orgname") or _text(place, "name")
    if organization:
        return organization
    return ", ".join(filter(None, (_text(place, "last-name"), _text(place, "first-name")))) or None


def _priorities(biblio: Element) -> Row:
    claims = biblio.findall("priority-claims/priority-claim")
    claims += biblio.findall("us-related-documents/us-provisional-application/document-id")
    given = [claim for claim in claims if _text(claim, "doc-number")]
    if not given:
        return {}
    return {
        "priority_number": [f"{_text(claim, 'country') or ''}{_text(claim, 'doc-number')}" for claim in given],
        "priority_dates": [read_date(_text(claim, "date")) for claim in given],
        "priority_office": [_text(claim, "country") for claim in given],
    }


def _citations(biblio: Element) -> Row:
    cited, origins, literature = [], [], []
    for citation in _both(biblio, "us-references-cited/us-citation", "references-cited/citation"):
        document = citation.find("patcit/document-id")
        number = None if document is None else _text(document, "doc-number")
        if document is not None and number:
            country = _text(document, "country") or ""
            plain = us_number(number) if country == "US" else number
            cited.append(f"{country}{plain}{_text(document, 'kind') or ''}")
            origins.append((_text(citation, "category") or "").removeprefix("cited by ") or None)
        else:
            text = _text(citation, "nplcit/othercit")
            literature += [text] if text else []
    return {"cited": cited or None, "cited_origin": origins or None, "cited_npl": literature or None}


def _paragraphs(root: Element) -> str | None:
    abstract = root.find("abstract")
    if abstract is None:
        return None
    paragraphs = [mixed_text(p).strip() for p in abstract.iterfind("p")] or [mixed_text(abstract).strip()]
    return "\n".join(filter(None, paragraphs)) or None


def _claims(root: Element) -> Row:
    claims = []
    for number, claim in enumerate(root.iterfind("claims/claim"), start=1):
        given = claim.get("num") or ""
        text = mixed_text(claim, lines=_STEPS)
        claims.append({"number": int(given) if given.isdigit() else number, "text": text})
    if not claims:
        return {}
    return {"claims": claims, "claim_count": len(claims), "claims_coverage": "all", "claims_language": "en"}
