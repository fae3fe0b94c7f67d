"""One CNIPA standardized document, and one legal status record, as XML text.

The form follows published files of the office (``business`` and ``base`` namespaces, every reference in
an original and a standard form, ``0`` for what is empty). Texts of the sample hold no markup, so pieces
are joined as they are; parts that recur (applicants, symbols) are made once.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from workbench.sample.cast import Cast, Entity
from workbench.sample.names import person

NAMESPACES: Final = 'xmlns:base="http://www.sipo.gov.cn/XMLSchema/base" xmlns:business="http://www.sipo.gov.cn/XMLSchema/business"'
_HEAD: Final = '<?xml version="1.0" encoding="utf-8" standalone="no"?>\n'
_EMPTY: Final = "".join(
    f"<base:{tag}>0</base:{tag}>"
    for tag in (
        "AddressLine",
        "AddressMailCode",
        "PostBox",
        "AddressRoom",
        "AddressFloor",
        "AddressBuilding",
        "Street",
        "AddressCity",
    )
)
_SOURCE: Final = (
    'dataFormat="original" sourceDB="national office" lang="zh" creator="03" processingType="original"'
)


def standard_number(number: str) -> str:
    """Return the 15 digits of an application number: type, year, serial of nine.

    >>> standard_number("CN200910190429.0"), standard_number("CN85100312.7")
    ('102009000190429', '101985000000312')
    """
    body = number.removeprefix("CN").partition(".")[0]
    if len(body) == 12:
        year, kind, serial = body[:4], body[4], body[5:]
    else:
        year, kind, serial = f"{'20' if body[0] == '0' else '19'}{body[:2]}", body[2], body[3:]
    return f"{application_type(kind)}{year}{serial:0>9}"


def application_type(digit: str) -> str:
    """Return 10, 20 or 30 for the type digit of an application number; entries from the PCT count alike."""
    return {"8": "10", "9": "20"}.get(digit, f"{digit}0")


def type_digit(number: str) -> str:
    """Return the type digit of a Chinese application number."""
    body = number.removeprefix("CN")
    return body[4] if len(body.partition(".")[0]) == 12 else body[2]


def file_stem(number: str, publication: str, kind: str, day: str, package: str) -> str:
    """Return the name of a document's file without its ending."""
    digits = publication.removeprefix("CN").removesuffix(kind)
    return f"CN{standard_number(number)}CN{digits:0>13}0{kind}{package}ZH{day}CN00R"


@cache
def symbol_xml(symbol: str, sequence: int) -> str:
    """Return one symbol of the reformed IPC."""
    group, _, rest = symbol[4:].partition("/")
    return (
        f'<business:ClassificationIPCR sequence="{sequence}"><business:IPCVersionDate>20060101'
        "</business:IPCVersionDate>"
        f"<business:Section>{symbol[0]}</business:Section><business:MainClass>{symbol[1:3]}"
        "</business:MainClass>"
        f"<business:Subclass>{symbol[3]}</business:Subclass><business:MainGroup>{group}</business:MainGroup>"
        f"<business:Subgroup>{rest}</business:Subgroup><business:GeneratingOffice><base:WIPOST3Code>CN"
        "</base:WIPOST3Code></business:GeneratingOffice>"
        "<business:ClassificationDataSource>H</business:ClassificationDataSource>"
        f"<base:Text>{symbol[:4]}{group:>5}/{rest:<5} (2006.01)</base:Text></business:ClassificationIPCR>"
    )


@cache
def old_symbol_xml(symbol: str, sequence: int) -> str:
    """Return one symbol of an IPC edition before 2006, in both forms."""
    group, _, rest = symbol[4:].partition("/")
    standard = f"{symbol[:4]}{group:0>4}{rest:0<6}"
    tag, place = ("Main", "") if sequence == 0 else ("Further", f' sequence="{sequence}"')
    name = f"business:{tag}Classification"
    original = f'<{name}{place} dataFormat="original">{symbol}</{name}>'
    return f'{original}<{name}{place} dataFormat="standard">{standard}</{name}>'


def party_xml(tag: str, kind: str, name: str, entity: Entity, sequence: int) -> str:
    """Return an applicant or owner with its address; the text of the address leads with the postcode."""
    place = entity.place
    told = f"{place.postcode} {entity.address}" if place.postcode else entity.address
    return (
        f'<business:{tag} sequence="{sequence}"{kind} {_SOURCE}><base:AddressBook lang="zh">'
        f"<base:Name>{name}</base:Name>"
        f"<base:Address>{_EMPTY}<base:County>{place.district_name or 0}</base:County>"
        f"<base:City>{place.city or 0}</base:City><base:Province>{place.province_name or 0}</base:Province>"
        f"<base:PostCode>{place.postcode or 0}</base:PostCode><base:WIPOST3Code>{place.country}"
        "</base:WIPOST3Code>"
        f"<base:Text>{told}</base:Text></base:Address></base:AddressBook>"
        f'<business:OrganizationCode createDate="00000000" creator="00">{entity.code or "0000000000"}'
        f"</business:OrganizationCode></business:{tag}>"
    )


class Makers:
    """Makes the XML of parties, each form of a party once."""

    def __init__(self, cast: Cast) -> None:
        self._entities = cast.entities
        self._party = cache(self._make_party)
        self._inventor = cache(_inventor_xml)

    def parties(
        self,
        entity: Sequence[int],
        form: Sequence[int],
        owner: Sequence[int],
        person: Sequence[int],
        agency: str,
    ) -> str:
        """Return the block of parties of one record; numbers below 0 stand for nobody."""
        applicants = "".join(
            self._party("Applicant", e, f, k)
            for k, (e, f) in enumerate(zip(entity, form, strict=True))
            if e >= 0
        )
        owners = "".join(self._party("Assignee", e, 0, k) for k, e in enumerate(owner) if e >= 0)
        inventors = "".join(self._inventor(p, k) for k, p in enumerate(person) if p >= 0)
        return (
            f'<business:Parties><business:ApplicantDetails representative="1">{applicants}'
            "</business:ApplicantDetails>"
            f"<business:InventorDetails>{inventors}"
            f"</business:InventorDetails>{_agent_xml(agency) if agency else ''}"
            + (f"<business:AssigneeDetails>{owners}</business:AssigneeDetails>" if owners else "")
            + "</business:Parties>"
        )

    def _make_party(self, tag: str, number: int, form: int, place: int) -> str:
        entity = self._entities[number]
        name = (entity.name, entity.variant, entity.former or entity.name, entity.english)[form]
        kind = ' appType="applicant"' if tag == "Applicant" else ""
        return party_xml(tag, kind, name, entity, place + 1)


def _inventor_xml(number: int, place: int) -> str:
    return (
        f'<business:Inventor sequence="{place + 1}" publicationMark="0" {_SOURCE}><base:AddressBook lang="zh">'
        f"<base:Name>{person(number)}</base:Name></base:AddressBook></business:Inventor>"
    )


@cache
def _agent_xml(agency: str) -> str:
    return (
        f'<business:AgentDetails><business:Agent sequence="1" repType="agent" {_SOURCE}><business:Agency>'
        f'<base:AddressBook lang="zh"><base:OrganizationName>{agency}</base:OrganizationName>'
        "</base:AddressBook>"
        "</business:Agency></business:Agent></business:AgentDetails>"
    )


def document_xml(row: Mapping[str, Any], stem: str, *, full_text: bool) -> str:
    """Return a publication: bibliography and abstract, with description and claims in full text.

    Parameters
    ----------
    row : mapping
        Columns of :func:`workbench.sample.exports_cnipa.documents`.
    stem : str
        File name without ending.
    full_text : bool
        Whether description and claims are written.
    """
    digits = row["publication_number"][2 : -len(row["kind_code"])]
    is_design = row["member"] == 2
    title = "DesignTitle" if is_design else "InventionTitle"
    bibliography = "DesignBibliographicData" if is_design else "BibliographicData"
    return (
        f'{_HEAD}<business:PatentDocumentAndRelated {NAMESPACES} xsdVersion="V2.2.1" file="{stem}.XML" '
        f'dateProduced="20250701" status="C" lang="zh" country="CN" docNumber="{digits}" '
        f'kind="{row["kind_code"]}" '
        f'datePublication="{row["day"]}">\n<business:{bibliography}>{_references(row, digits)}{_classes(row)}'
        f'<business:{title} lang="zh" dataFormat="original" sourceDB="national office" '
        f'processingType="original" creator="03">{row["title"]}</business:{title}>'
        f"{row['parties']}{_citations(row['cited'])}"
        f"</business:{bibliography}>\n<business:Abstract {_SOURCE}>"
        f'<base:Paragraphs num="0001">{row["abstract"]}'
        f"</base:Paragraphs></business:Abstract>\n{_full_text(row) if full_text else ''}"
        "</business:PatentDocumentAndRelated>"
    )


def _references(row: Mapping[str, Any], digits: str) -> str:
    kind, day = row["kind_code"], row["day"]
    publication = (
        f"<base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>{digits}</base:DocNumber>"
        f"<base:Kind>{kind}</base:Kind><base:Date>{day}</base:Date></base:DocumentID>"
        "</business:PublicationReference>"
    )
    return (
        '<business:PublicationReference dataFormat="original" sourceDB="national office" sequence="1">'
        f'{publication}<business:PublicationReference dataFormat="standard" sequence="1">{publication}'
        f"{application_xml(row['application_number'], row['filing'])}{_priority(row)}"
    )


def application_xml(number: str, filing: str) -> str:
    """Return an application reference in both forms."""
    kind = application_type(type_digit(number))
    tail = f"<base:Date>{filing}</base:Date></base:DocumentID></business:ApplicationReference>"
    head = "<base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>"
    return (
        f'<business:ApplicationReference applType="{kind}" dataFormat="original" sequence="1" '
        f'sourceDB="national office">{head}{number[2:]}</base:DocNumber>{tail}'
        f'<business:ApplicationReference applType="{kind}" dataFormat="standard" sequence="1">'
        f"{head}{standard_number(number)}</base:DocNumber>{tail}"
    )


def _priority(row: Mapping[str, Any]) -> str:
    if not row["priority_number"]:
        return ""
    number = row["priority_number"].removeprefix(row["priority_office"])
    return (
        '<business:PriorityDetails><business:Priority sequence="1" dataFormat="original"><base:DocumentID>'
        f"<base:WIPOST3Code>{row['priority_office']}</base:WIPOST3Code><base:DocNumber>{number}"
        "</base:DocNumber>"
        f"<base:Date>{row['priority_day']}</base:Date></base:DocumentID></business:Priority>"
        "</business:PriorityDetails>"
    )


def _classes(row: Mapping[str, Any]) -> str:
    if row["member"] == 2:
        return (
            "<business:ClassificationLocarno><business:MainClassification dataFormat="
            f'"original">{row["locarno"]}</business:MainClassification></business:ClassificationLocarno>'
        )
    symbols: Sequence[str] = row["ipc"]
    if row["day"] < "20060101":
        old = "".join(old_symbol_xml(symbol, k) for k, symbol in enumerate(symbols))
        edition = "<base:EditionStatement>7</base:EditionStatement>"
        return f"<business:ClassificationIPC>{edition}{old}</business:ClassificationIPC>"
    new = "".join(symbol_xml(symbol, k) for k, symbol in enumerate(symbols, start=1))
    return (
        '<business:ClassificationIPCRDetails creator="03" processingType="original">'
        f"{new}</business:ClassificationIPCRDetails>"
    )


def _citations(cited: Sequence[str] | None) -> str:
    if not cited:
        return ""
    body = "".join(
        f'<business:Citation sequence="{k}"><business:PatentCitation><base:DocumentID>'
        f"<base:WIPOST3Code>{number[:2]}"
        f"</base:WIPOST3Code><base:DocNumber>{number[2:]}</base:DocNumber></base:DocumentID>"
        "</business:PatentCitation>"
        "</business:Citation>"
        for k, number in enumerate(cited, start=1)
    )
    return f"<business:ReferencesCited>{body}</business:ReferencesCited>"


def _full_text(row: Mapping[str, Any]) -> str:
    claims = "".join(
        f'<business:Claim id="cl{k:04d}" num="{k:04d}"><business:ClaimText>{text}</business:ClaimText>'
        "</business:Claim>"
        for k, text in enumerate(row["claims"] or (), start=1)
    )
    return (
        '<business:Description lang="zh" dataFormat="original" sourceDB="national office" creator="03">'
        '<business:TechnicalField id="technical-field001">'
        '<base:Paragraphs id="d0" num="0001">（示例数据）本申请涉及'
        "智能巡检机器人技术领域。</base:Paragraphs></business:TechnicalField>"
        f'<business:Disclosure id="disclosure001"><base:Paragraphs id="d1" num="0002">{row["abstract"]}'
        "</base:Paragraphs>"
        "</business:Disclosure></business:Description>\n"
        f'<business:Claims lang="zh" dataFormat="original" sourceDB="national office" creator="03">{claims}'
        "</business:Claims>\n"
    )


def status_xml(row: Mapping[str, Any], number: int) -> str:
    """Return one legal status record."""
    told = "".join(
        f"{word}:{row[column]}\n"
        for word, column in _DEAL_WORDS.get(row["event"], ())
        if row[column] is not None
    )
    return (
        f'<business:PRSRecord PRSID="{number:012d}" status="C">'
        f"{application_xml(row['application_number'], row['filing'])}"
        "<business:IPRType>patent</business:IPRType><business:PRSPublicationDate>"
        f"<base:Date>{row['day']}</base:Date></business:PRSPublicationDate><business:PRSCode>{row['code']}"
        f"</business:PRSCode><business:PRSValue>{row['reference']}</business:PRSValue>"
        f"<business:PRSInformation>{row['reference']}\n申请号:{row['application_number'][2:]}\n{told}"
        "</business:PRSInformation><business:StatusIndicator>0</business:StatusIndicator>"
        "</business:PRSRecord>\n"
    )


_DEAL_WORDS: Final = {
    "transfer": (("变更前权利人", "from_party"), ("变更后权利人", "to_party")),
    "license": (("让与人", "from_party"), ("受让人", "to_party")),
    "pledge": (("出质人", "from_party"), ("质权人", "to_party")),
}


def status_file_xml(records: Sequence[str]) -> str:
    """Return a file of legal status records."""
    return f"{_HEAD}<business:PRS {NAMESPACES}>\n{''.join(records)}</business:PRS>"


def index_xml(names: Sequence[str], data_number: str) -> str:
    """Return the index that lies beside the documents."""
    listed = "".join(f'<document file="{name}"/>\n' for name in names)
    return f'{_HEAD}<index dataNumber="{data_number}" count="{len(names)}">\n{listed}</index>'
