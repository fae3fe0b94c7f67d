"""One document of EPO exchange XML as a row of the intake."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from workbench.readers.documents import DocumentError
from workbench.readers.parts import Row
from workbench.readers.xml_text import Element, mixed_text, read_date, text_of

COLUMNS: Final = (
    "publication_number", "kind_code", "publication_date", "title", "title_language", "abstract",
    "abstract_language", "application_number", "filing_date", "priority_number", "priority_dates",
    "priority_office", "family_simple", "applicant", "applicant_group", "applicant_country", "inventor",
    "agent", "ipc", "cpc", "cited", "cited_npl", "cited_category", "cited_origin", "claim_count", "claims",
    "claims_coverage", "claims_language", "events",
)  # fmt: skip
_LANGUAGES: Final = ("zh", "en")
_COUNTRY_BEHIND: Final = re.compile(r"\s*\[([A-Z]{2})\]\s*$")
_NEXT_CLAIM: Final = re.compile(r"\s*(\d{1,3})\s*[.．、)]\s*\S")
_SYMBOL: Final = ("section", "class", "subclass", "main-group")


def document_row(document: Element) -> Row:
    """Return the row of an exchange document, a full text document or a publication reference.

    Raises
    ------
    DocumentError
        If it carries no publication number.
    """
    biblio = document.find("{*}bibliographic-data")
    row = {**_publication(document, biblio), **_texts(document), **_claims(document)}
    row["family_simple"] = document.get("family-id")
    if biblio is not None:
        row |= _application(biblio.findall("{*}application-reference"))
        row |= _priorities(biblio.iterfind("{*}priority-claims/{*}priority-claim"))
        row |= _classes(biblio)
        row |= _applicants(_parties(biblio, "applicant"))
        row["inventor"] = _names(_parties(biblio, "inventor"), "inventor-name")
        row["agent"] = _names(_parties(biblio, "agent"), "agent-name")
        row |= _citations(biblio.iterfind("{*}references-cited/{*}citation"))
        row |= _title(biblio.findall("{*}invention-title"))
    return _numbered(row, document)


def member_row(member: Element) -> Row:
    """Return the row of a family member: its references, its bibliography if given, its legal events."""
    inner = member.find("{*}exchange-document")
    row = document_row(inner) if inner is not None else _publication(member, member)
    row["family_simple"] = member.get("family-id") or row.get("family_simple")
    if inner is None:
        row |= _application(member.findall("{*}application-reference"))
        row |= _priorities(member.iterfind("{*}priority-claim"))
    row["events"] = [_event(legal) for legal in member.iterfind("{*}legal")] or None
    return _numbered(row, member)


def _numbered(row: Row, element: Element) -> Row:
    if not row.get("publication_number") and not row.get("application_number"):
        raise DocumentError("document_without_number", mixed_text(element)[:200])
    return row


def _publication(document: Element, biblio: Element | None) -> Row:
    references = [] if biblio is None else biblio.findall("{*}publication-reference")
    found = _document_id(references or [document], ("docdb", "epodoc", "original"))
    country = found.get("country") or document.get("country")
    number = found.get("doc-number") or document.get("doc-number")
    kind = found.get("kind") or document.get("kind")
    return {
        "publication_number": f"{country or ''}{number}{kind or ''}" if number else None,
        "kind_code": kind,
        "publication_date": read_date(found.get("date") or document.get("date-publ")),
    }


def _document_id(references: Iterable[Element], forms: Sequence[str]) -> dict[str, str]:
    """Merge the forms of one reference: the first form that gives a part wins."""
    given: dict[str, Element] = {}
    for reference in references:
        for found in reference.iter("{*}document-id"):
            form = found.get("document-id-type") or reference.get("data-format") or forms[0]
            given.setdefault(form, found)
    parts: dict[str, str] = {}
    for form in forms:
        for leaf in given.get(form, ()):
            text = text_of(leaf)
            name = _local(leaf)
            # the long epodoc number repeats the country: it may lend its date, not its digits
            if text and not (form == "epodoc" and name == "doc-number" and "country" in parts):
                parts.setdefault(name, text)
    return parts


def _local(element: Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _application(references: list[Element]) -> Row:
    found = _document_id(references, ("docdb", "epodoc", "original"))
    number = found.get("doc-number")
    return {
        "application_number": f"{found.get('country', '')}{number}" if number else None,
        "filing_date": read_date(found.get("date")),
    }


def _priorities(claims: Iterable[Element]) -> Row:
    found: dict[str, dict[str, str]] = {}
    for number, claim in enumerate(claims):
        if _text(claim, "priority-active-indicator") != "NO":
            parts = _document_id([claim], ("docdb", "epodoc", "original"))
            found.setdefault(claim.get("sequence") or str(number), {}).update(parts)
    given = [parts for parts in found.values() if parts.get("doc-number")]
    if not given:
        return {}
    return {
        "priority_number": [f"{parts.get('country', '')}{parts['doc-number']}" for parts in given],
        "priority_dates": [read_date(parts.get("date")) for parts in given],
        "priority_office": [parts.get("country") or _office(parts["doc-number"]) for parts in given],
    }


def _office(number: str) -> str | None:
    return number[:2] if number[:2].isalpha() and number[:2].isupper() else None


def _text(element: Element, name: str) -> str | None:
    found = element.find(f"{{*}}{name}")
    return None if found is None else text_of(found)


def _classes(biblio: Element) -> Row:
    ipc = [
        _ipc_symbol(text_of(t))
        for t in biblio.iterfind("{*}classifications-ipcr/{*}classification-ipcr/{*}text")
    ]
    if not ipc:
        ipc = [text_of(t) for t in biblio.iterfind("{*}classification-ipc/{*}text")]
    cpc = [
        _cpc_symbol(found)
        for found in biblio.iterfind("{*}patent-classifications/{*}patent-classification")
        if _is_cpc(found)
    ]
    cpc += [_ipc_symbol(text_of(t)) or "" for t in biblio.iterfind("{*}classifications-cpc//{*}text")]
    return {"ipc": _once(ipc), "cpc": _once(cpc)}


def _ipc_symbol(text: str | None) -> str | None:
    """Read ``B28B   1/    29            A I`` as B28B1/29."""
    if text is None:
        return None
    found = re.match(r"([A-HY]\d{2}[A-Z])\s*(\d+)\s*/\s*(\d+)", text)
    return f"{found[1]}{found[2]}/{found[3]}" if found else text


def _cpc_symbol(classification: Element) -> str:
    head = "".join(_text(classification, part) or "" for part in _SYMBOL)
    return f"{head}/{_text(classification, 'subgroup') or ''}"


def _is_cpc(classification: Element) -> bool:
    scheme = classification.find("{*}classification-scheme")
    return scheme is None or (scheme.get("scheme") or "CPC").startswith("CPC")


def _once(values: Iterable[str | None]) -> list[str] | None:
    return list(dict.fromkeys(value for value in values if value and value != "/")) or None


def _parties(biblio: Element, role: str) -> list[dict[str, Element]]:
    """Return each party's forms (epodoc, original, docdb …) by its place in the list."""
    places: dict[str, dict[str, Element]] = {}
    for number, party in enumerate(biblio.iterfind(f"{{*}}parties/{{*}}{role}s/{{*}}{role}")):
        form = party.get("data-format") or "original"
        places.setdefault(party.get("sequence") or str(number), {})[form] = party
    return list(places.values())


def _names(parties: list[dict[str, Element]], element: str) -> list[str] | None:
    return [
        name for forms in parties if (name := _name(forms, element, ("original", "docdba", "docdb", "epodoc")))
    ] or None


def _name(forms: dict[str, Element], element: str, order: Sequence[str]) -> str | None:
    for form in order:
        if form in forms:
            name = next((text_of(leaf) for leaf in forms[form].iterfind(f"{{*}}{element}/{{*}}name")), None)
            if name:
                return _COUNTRY_BEHIND.sub("", name).rstrip(",")
    return None


def _applicants(parties: list[dict[str, Element]]) -> Row:
    named = [(forms, name) for forms in parties if (name := _applicant_name(forms))]
    if not named:
        return {}
    return {
        "applicant": [name for _, name in named],
        "applicant_group": [_name(forms, "applicant-name", ("docdb", "epodoc")) for forms, _ in named],
        "applicant_country": [_country(forms) for forms, _ in named],
    }


def _applicant_name(forms: dict[str, Element]) -> str | None:
    return _name(forms, "applicant-name", ("original", "docdba", "docdb", "epodoc"))


def _country(forms: dict[str, Element]) -> str | None:
    for party in forms.values():
        residence = party.find("{*}residence/{*}country")
        if residence is not None:
            return text_of(residence)
        for leaf in party.iterfind("{*}applicant-name/{*}name"):
            found = _COUNTRY_BEHIND.search(text_of(leaf) or "")
            if found:
                return found[1]
    return None


def _citations(citations: Iterable[Element]) -> Row:
    cited, categories, origins, literature = [], [], [], []
    for citation in citations:
        found = _document_id(citation.findall("{*}patcit"), ("docdb", "epodoc", "original"))
        number = found.get("doc-number")
        if number:
            cited.append(f"{found.get('country', '')}{number}{found.get('kind', '')}")
            categories.append(_text(citation, "category"))
            origins.append(citation.get("cited-by") or citation.get("cited-phase"))
        else:
            literature += [text for t in citation.iterfind("{*}nplcit/{*}text") if (text := text_of(t))]
    return {
        "cited": cited or None,
        "cited_category": categories or None,
        "cited_origin": origins or None,
        "cited_npl": literature or None,
    }


def _chosen(elements: list[Element]) -> Element | None:
    """Choose the Chinese text, then the English, then the first."""
    for language in _LANGUAGES:
        for element in elements:
            if (element.get("lang") or "").lower() == language:
                return element
    return elements[0] if elements else None


def _title(titles: list[Element]) -> Row:
    title = _chosen(titles)
    if title is None:
        return {}
    return {"title": text_of(title), "title_language": (title.get("lang") or "").lower() or None}


def _texts(document: Element) -> Row:
    abstract = _chosen(document.findall("{*}abstract"))
    if abstract is None:
        return {}
    paragraphs = [text_of(p) for p in abstract.iterfind("{*}p")] or [text_of(abstract)]
    return {
        "abstract": "\n".join(p for p in paragraphs if p) or None,
        "abstract_language": (abstract.get("lang") or "").lower() or None,
    }


def _claims(document: Element) -> Row:
    claims = _chosen(document.findall("{*}claims"))
    if claims is None:
        return {}
    texts = [mixed_text(text).strip() for text in claims.iter("{*}claim-text") if not _is_inner(text)]
    numbered = number_claims([text for text in texts if text])
    return {
        "claims": numbered or None,
        "claim_count": len(numbered) or None,
        "claims_coverage": "all",
        "claims_language": (claims.get("lang") or "").lower() or None,
    }


def _is_inner(text: Element) -> bool:
    return _local(text.getparent()) == "claim-text"


def number_claims(texts: Iterable[str]) -> list[dict[str, object]]:
    """Put paragraphs together to claims: a paragraph with the next number begins the next claim."""
    claims: list[dict[str, object]] = []
    for text in texts:
        found = _NEXT_CLAIM.match(text)
        if not claims or (found and int(found[1]) == len(claims) + 1):
            claims.append({"number": len(claims) + 1, "text": text})
        else:
            claims[-1]["text"] = f"{claims[-1]['text']}\n{text}"
    return claims


def _event(legal: Element) -> dict[str, object]:
    told = " ".join(text for line in legal.iterfind("{*}pre") if (text := text_of(line)))
    return {
        "event": legal.get("desc"),
        "date": read_date(_text(legal, "L007EP")),
        "from_party": None,
        "to_party": None,
        "amount_cny": None,
        "reference": " ".join(filter(None, ((legal.get("code") or "").strip(), told))) or None,
    }
