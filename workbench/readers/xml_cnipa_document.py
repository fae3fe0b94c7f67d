"""One CNIPA publication (``business:PatentDocumentAndRelated``) as a row of the intake.

References, classifications and parties are given twice, as found (``original``) and in the standard
form; the first is taken, the second stands in where the first is missing. A literal ``0`` is empty.
Lookups walk children and compare tags (three times faster than ``find`` or ``iter`` with tags): this
runs once per document of packages that hold tens of millions.
"""

from collections.abc import Callable, Iterable
from typing import Final

from workbench.readers.documents import DocumentError, Tally
from workbench.readers.parts import Row
from workbench.readers.xml_text import Element, is_given, mixed_text, plain_text, read_date, text_of

BUSINESS: Final = "{http://www.sipo.gov.cn/XMLSchema/business}"
BASE: Final = "{http://www.sipo.gov.cn/XMLSchema/base}"
DOCUMENT: Final = f"{BUSINESS}PatentDocumentAndRelated"
COLUMNS: Final = (
    "level", "publication_number", "kind_code", "publication_date", "title", "title_language", "abstract",
    "abstract_language", "application_number", "filing_date", "patent_type", "route", "pct_number",
    "priority_number", "priority_dates", "priority_office", "applicant", "applicant_address",
    "applicant_country", "applicant_province", "applicant_city", "applicant_district", "applicant_postcode",
    "applicant_code", "owner", "owner_address", "owner_country", "owner_province", "owner_city",
    "owner_district", "owner_postcode", "owner_code", "inventor", "agency", "agent", "examiner", "ipc",
    "ipc_main", "locarno", "cited", "cited_npl", "cited_category", "cited_origin", "claim_count", "claims",
    "claims_coverage", "claims_language",
)  # fmt: skip
PATENT_TYPES: Final = {"10": "invention", "20": "utility_model", "30": "design"}

_COUNTRY: Final = f"{BASE}WIPOST3Code"
_NUMBER: Final = f"{BASE}DocNumber"
_DOCUMENT_ID: Final = f"{BASE}DocumentID"
_KIND: Final = f"{BASE}Kind"
_DATE: Final = f"{BASE}Date"
_NAME: Final = f"{BASE}Name"
_ORGANIZATION: Final = f"{BASE}OrganizationName"
_TEXT: Final = f"{BASE}Text"
_CODE: Final = f"{BUSINESS}OrganizationCode"
_AGENCY: Final = f"{BUSINESS}Agency"
_MATHS: Final = frozenset({f"{BASE}MathDetails", f"{BASE}MathText", f"{BASE}Image"})
_PLACE: Final = {
    _NAME: "name",
    _ORGANIZATION: "name",
    f"{BASE}Text": "address",
    _COUNTRY: "country",
    f"{BASE}Province": "province",
    f"{BASE}City": "city",
    f"{BASE}County": "district",
    f"{BASE}PostCode": "postcode",
    _CODE: "code",
}
_NAMES: Final = (_NAME, _ORGANIZATION)
_DETAILS: Final = ("address", "country", "province", "city", "district", "postcode", "code")


def document_row(root: Element, tally: Tally) -> Row:
    """Return the row of one publication.

    Raises
    ------
    DocumentError
        If the document carries neither a publication nor an application number.
    """
    row: Row = {}
    for part in root:
        read = _PARTS.get(part.tag)
        if read is not None:
            read(part, row)
    _identify(root, row)
    if not row.get("publication_number") and not row.get("application_number"):
        raise DocumentError("document_without_number", root.get("file") or "")
    for column, given in (("publication_date", "given_publication"), ("filing_date", "given_filing")):
        found = row.pop(given, None)
        row[column] = read_date(found)
        if row[column] is None and is_given(found):
            tally.unread_dates += 1
    return row


def _identify(root: Element, row: Row) -> None:
    """Fill number, kind and date from the root's attributes where the reference is missing."""
    number = row.pop("number", None) or root.get("docNumber")
    country = row.pop("country", None) or root.get("country") or "CN"
    kind = row.setdefault("kind_code", None) or root.get("kind")
    row["kind_code"] = kind
    if number:
        row["publication_number"] = (
            f"{country}{number.removeprefix(country).removesuffix(kind or '')}{kind or ''}"
        )
    row["given_publication"] = row.get("given_publication") or root.get("datePublication")


def _bibliography(element: Element, row: Row) -> None:
    for part in element:
        read = _BIBLIOGRAPHY.get(part.tag)
        if read is not None:
            read(part, row)


def document_id(element: Element) -> dict[str, str | None]:
    """Return country, number, kind and date of a reference, by tag."""
    leaves = element
    for child in element:
        if child.tag == _DOCUMENT_ID:
            leaves = child
            break
    return {leaf.tag: plain_text(leaf) for leaf in leaves}


def _publication(element: Element, row: Row) -> None:
    if "number" in row and element.get("dataFormat") != "original":
        return
    found = document_id(element)
    if found.get(_NUMBER):
        row["number"], row["country"] = found[_NUMBER], found.get(_COUNTRY)
        row["kind_code"], row["given_publication"] = found.get(_KIND), found.get(_DATE)


def application(element: Element, row: Row) -> None:
    """Take number, filing date and patent type from an application reference."""
    if "application_number" in row and element.get("dataFormat") != "original":
        return
    found = document_id(element)
    number = found.get(_NUMBER)
    if number:
        country = found.get(_COUNTRY) or "CN"
        row["application_number"] = number if number.startswith(country) else country + number
    row["given_filing"] = found.get(_DATE) or row.get("given_filing")
    row["patent_type"] = PATENT_TYPES.get(element.get("applType"), row.get("patent_type"))


def _title(element: Element, row: Row) -> None:
    if "title" not in row or element.get("dataFormat") == "original":
        title = text_of(element)
        if title:
            row["title"], row["title_language"] = title, element.get("lang")


def _ipc_of_edition(element: Element, row: Row) -> None:
    """Read the reformed IPC: ``H04L   27/26    (2006.01)`` is H04L27/26."""
    symbols = []
    for classification in element:
        # the text closes the classification; parts before it say the same in pieces
        leaf = classification[-1] if len(classification) else classification
        text = plain_text(leaf if leaf.tag == _TEXT else classification.find(_TEXT))
        if text:
            symbols.append(text.partition("(")[0].replace(" ", ""))
    if symbols:
        row["ipc"], row["ipc_main"] = symbols, symbols[0]


def _ipc_before_reform(element: Element, row: Row) -> None:
    if "ipc" not in row:
        symbols = _given_texts(element)
        if symbols:
            row["ipc"], row["ipc_main"] = symbols, symbols[0]


def _locarno(element: Element, row: Row) -> None:
    row["locarno"] = _given_texts(element) or None


def _given_texts(element: Element) -> list[str]:
    """Return main and further symbols in order, as given where they are, in the standard form elsewhere."""
    found: dict[tuple[str, str | None], str] = {}
    for leaf in element.iterchildren(f"{BUSINESS}MainClassification", f"{BUSINESS}FurtherClassification"):
        text = text_of(leaf)
        key = (leaf.tag, leaf.get("sequence"))
        if text and (key not in found or leaf.get("dataFormat") == "original"):
            found[key] = text
    return list(found.values())


def _parties(element: Element, row: Row) -> None:
    for part in element:
        read = _BIBLIOGRAPHY.get(part.tag)
        if read is not None:
            read(part, row)


def _once(elements: Iterable[Element]) -> list[Element]:
    """Keep one form of each party: the original one, or the first of those with the same place."""
    found = list(elements)
    if len(found) < 2:
        return found
    chosen: dict[str | int, Element] = {}
    for number, element in enumerate(found):
        place = element.get("sequence") or number
        if place not in chosen or (
            element.get("dataFormat") == "original" and chosen[place].get("dataFormat") != "original"
        ):
            chosen[place] = element
    return list(chosen.values())


def _addressed(role: str) -> Callable[[Element, Row], None]:
    columns = tuple((detail, f"{role}_{detail}") for detail in _DETAILS)

    def read(element: Element, row: Row) -> None:
        found = [_party(party) for party in _once(element)]
        named = [party for party in found if party.get("name")]
        if not named:
            return
        row[role] = [party["name"] for party in named]
        for detail, column in columns:
            values = [party.get(detail) for party in named]
            if any(values):
                row[column] = values

    return read


def _party(element: Element) -> dict[str, str]:
    """Return a party's name, place and code: two levels of leaves below its address book."""
    found: dict[str, str] = {}
    for book in element:
        _take(book, found)
        for leaf in book:
            if not _take(leaf, found):
                for inner in leaf:
                    _take(inner, found)
    return found


def _take(leaf: Element, found: dict[str, str]) -> bool:
    key = _PLACE.get(leaf.tag)
    if key is None:
        return False
    text = plain_text(leaf)
    if text:
        found.setdefault(key, text)
    return True


def _named(role: str) -> Callable[[Element, Row], None]:
    def read(element: Element, row: Row) -> None:
        row[role] = [name for party in _once(element) for name in _names(party)] or None

    return read


def _names(element: Element) -> list[str]:
    """Return the names below an agency, an address book, or the party itself; the first of a party counts."""
    for child in element:
        if child.tag in _NAMES:
            text = text_of(child)
            return [text] if text else []
        for leaf in child:
            if leaf.tag in _NAMES:
                text = text_of(leaf)
                return [text] if text else []
    return []


def _agents(element: Element, row: Row) -> None:
    agencies: list[str] = []
    agents: list[str] = []
    for agent in _once(element.iterchildren(f"{BUSINESS}Agent")):
        for part in agent:
            if part.tag == _AGENCY:
                agencies += _names(part)
            else:
                agents += [text for leaf in part if leaf.tag == _NAME and (text := text_of(leaf))]
    row["agency"] = list(dict.fromkeys(agencies)) or None
    row["agent"] = agents or None


def _priorities(element: Element, row: Row) -> None:
    found = [document_id(priority) for priority in _once(element)]
    numbered = [priority for priority in found if priority.get(_NUMBER)]
    if numbered:
        row["priority_number"] = [priority[_NUMBER] for priority in numbered]
        row["priority_dates"] = [read_date(priority.get(_DATE)) for priority in numbered]
        row["priority_office"] = [priority.get(_COUNTRY) for priority in numbered]


def _pct(element: Element, row: Row) -> None:
    row["route"] = "pct"
    number = document_id(element).get(_NUMBER)
    if number:
        row["pct_number"] = number


def _citations(element: Element, row: Row) -> None:
    cited: list[str] = []
    literature: list[str] = []
    categories: list[str | None] = []
    for citation in element.iterchildren(f"{BUSINESS}Citation"):
        found = {leaf.tag: plain_text(leaf) for leaf in citation.iter(_COUNTRY, _NUMBER, _KIND)}
        number = found.get(_NUMBER)
        if number:
            cited.append(f"{found.get(_COUNTRY) or ''}{number}{found.get(_KIND) or ''}")
            categories.append(next(map(text_of, citation.iter(f"{BUSINESS}Category")), None))
        else:
            text = mixed_text(citation).strip()
            if text:
                literature.append(text)
    row["cited"], row["cited_npl"] = cited or None, literature or None
    if cited:
        row["cited_category"] = categories if any(categories) else None
        row["cited_origin"] = ["search_report"] * len(cited)


def _abstract(element: Element, row: Row) -> None:
    if "abstract" not in row or element.get("dataFormat") == "original":
        paragraphs = [text_of(p) for p in element.iterchildren(f"{BASE}Paragraphs")]
        row["abstract"] = "\n".join(p for p in paragraphs if p) or None
        row["abstract_language"] = element.get("lang")


def _claims(element: Element, row: Row) -> None:
    claims = []
    for number, claim in enumerate(element.iterchildren(f"{BUSINESS}Claim"), start=1):
        given = claim.get("num") or ""
        text = "\n".join(filter(None, (mixed_text(part, _MATHS).strip() for part in claim)))
        claims.append({"number": int(given) if given.isdigit() else number, "text": text})
    if claims:
        row["claims"], row["claim_count"] = claims, len(claims)
        row["claims_coverage"], row["claims_language"] = "all", element.get("lang")


_PARTS: Final[dict[str, Callable[[Element, Row], None]]] = {
    f"{BUSINESS}BibliographicData": _bibliography,
    f"{BUSINESS}DesignBibliographicData": _bibliography,
    f"{BUSINESS}Abstract": _abstract,
    f"{BUSINESS}DesignBriefExplanation": _abstract,
    f"{BUSINESS}Claims": _claims,
}
_BIBLIOGRAPHY: Final[dict[str, Callable[[Element, Row], None]]] = {
    f"{BUSINESS}PublicationReference": _publication,
    f"{BUSINESS}ApplicationReference": application,
    f"{BUSINESS}ClassificationIPCRDetails": _ipc_of_edition,
    f"{BUSINESS}ClassificationIPC": _ipc_before_reform,
    f"{BUSINESS}ClassificationLocarno": _locarno,
    f"{BUSINESS}InventionTitle": _title,
    f"{BUSINESS}DesignTitle": _title,
    f"{BUSINESS}Parties": _parties,
    f"{BUSINESS}ApplicantDetails": _addressed("applicant"),
    f"{BUSINESS}AssigneeDetails": _addressed("owner"),
    f"{BUSINESS}InventorDetails": _named("inventor"),
    f"{BUSINESS}DesignerDetails": _named("inventor"),
    f"{BUSINESS}ExaminerDetails": _named("examiner"),
    f"{BUSINESS}AgentDetails": _agents,
    f"{BUSINESS}PriorityDetails": _priorities,
    f"{BUSINESS}ReferencesCited": _citations,
    f"{BUSINESS}PCTOrRegionalFilingData": _pct,
    f"{BUSINESS}InternationalFilingData": _pct,
}
