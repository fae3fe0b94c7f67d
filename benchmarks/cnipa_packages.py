"""Writes CNIPA standardized packages of invented bibliographic documents, zips in zips, for measuring."""

import io
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

DOCUMENTS_PER_INNER_ZIP = 4_000
INNER_ZIPS_PER_PACKAGE = 5

_HEAD = """<?xml version="1.0" encoding="utf-8" standalone="no"?>
<!DOCTYPE business:PatentDocumentAndRelated SYSTEM "/DTDS/ExternalStandards/ipphdb-entities.dtd"[]>
<business:PatentDocumentAndRelated xmlns:base="http://www.sipo.gov.cn/XMLSchema/base" \
xmlns:business="http://www.sipo.gov.cn/XMLSchema/business" xmlns:m="http://www.w3.org/1998/Math/MathML" \
xmlns:tbl="http://oasis-open.org/specs/soextblx" xsdVersion="V2.2.1" file="{file}" dateProduced="20240101" \
status="C" lang="zh" country="CN" docNumber="{publication}" kind="A" datePublication="{published}">
  <business:BibliographicData>
"""
_REFERENCE = """    <business:{tag} {more}dataFormat="{form}" sequence="1" sourceDB="national office">
      <base:DocumentID>
        <base:WIPOST3Code>CN</base:WIPOST3Code>
        <base:DocNumber>{number}</base:DocNumber>
{kind}        <base:Date>{date}</base:Date>
      </base:DocumentID>
    </business:{tag}>
"""
_IPC = """      <business:ClassificationIPCR sequence="{n}">
        <business:IPCVersionDate>20060101</business:IPCVersionDate>
        <business:Section>{section}</business:Section>
        <business:MainClass>{main}</business:MainClass>
        <business:Subclass>{sub}</business:Subclass>
        <business:MainGroup>{group}</business:MainGroup>
        <business:Subgroup>00</business:Subgroup>
        <business:GeneratingOffice>
          <base:WIPOST3Code>CN</base:WIPOST3Code>
        </business:GeneratingOffice>
        <business:ClassificationDataSource>H</business:ClassificationDataSource>
        <base:Text>{section}{main}{sub}   {group}/00    (2006.01)</base:Text>
      </business:ClassificationIPCR>
"""
_APPLICANT = """        <business:Applicant sequence="{n}" appType="applicant" dataFormat="original" \
sourceDB="national office" lang="zh" creator="03" processingType="original">
          <base:AddressBook lang="zh">
            <base:Name>{name}</base:Name>
            <base:Address>
              <base:AddressLine>0</base:AddressLine>
              <base:AddressMailCode>0</base:AddressMailCode>
              <base:PostBox>0</base:PostBox>
              <base:AddressRoom>0</base:AddressRoom>
              <base:AddressFloor>0</base:AddressFloor>
              <base:AddressBuilding>0</base:AddressBuilding>
              <base:Street>0</base:Street>
              <base:AddressCity>0</base:AddressCity>
              <base:County>{county}</base:County>
              <base:City>市辖区</base:City>
              <base:Province>天津市</base:Province>
              <base:PostCode>300000</base:PostCode>
              <base:WIPOST3Code>CN</base:WIPOST3Code>
              <base:Text>300000 天津市{county}示例路{n}号</base:Text>
            </base:Address>
          </base:AddressBook>
          <business:OrganizationCode createDate="00000000" creator="00">0000000000</business:OrganizationCode>
        </business:Applicant>
"""
_INVENTOR = """        <business:Inventor sequence="{n}" dataFormat="original" sourceDB="national office" \
lang="zh" publicationMark="0" creator="03" processingType="original">
          <base:AddressBook lang="zh">
            <base:Name>{name}</base:Name>
          </base:AddressBook>
        </business:Inventor>
"""
_AGENT = """      <business:AgentDetails>
        <business:CustomerNumber>00000</business:CustomerNumber>
        <business:Agent sequence="1" lang="zh" dataFormat="original" repType="agent">
          <business:Agency>
            <base:AddressBook lang="zh">
              <base:OrganizationName>天津示例专利代理事务所 {code}</base:OrganizationName>
            </base:AddressBook>
          </business:Agency>
          <base:AddressBook lang="zh">
            <base:Name>{name}</base:Name>
          </base:AddressBook>
        </business:Agent>
      </business:AgentDetails>
"""
_INVENTION_TITLE = """    <business:InventionTitle lang="zh" \
dataFormat="original">{words}</business:InventionTitle>
"""
_ABSTRACT = """  <business:Abstract dataFormat="original" lang="zh" sourceDB="national office">
    <base:Paragraphs num="0001">本发明公开了{words}。</base:Paragraphs>
  </business:Abstract>
</business:PatentDocumentAndRelated>
"""
_COUNTIES = ("和平区", "南开区", "河北区", "西青区", "滨海新区", "武清区")
_WORDS = ("示例", "装置", "方法", "系统", "检测", "信号", "材料", "结构", "控制", "传感", "电池", "通信")
_SURNAMES = "甲乙丙丁戊己庚辛壬癸"


def document(number: int, chance: random.Random) -> tuple[str, bytes]:
    """Return name and content of one invented document of about 9 kB."""
    year, serial = 2004 + number % 20, f"{number % 10_000_000:07}"
    published = f"{year + 1}1{number % 3}12"
    publication = f"1{number % 100_000_000:08}"
    file = f"CN10{year}00{serial}CN0000{publication}0AFULZH{published}CN00{number % 36}.XML"
    parts = (
        _HEAD.format(file=file, publication=publication, published=published),
        *_references(publication, published, "PublicationReference", "", "        <base:Kind>A</base:Kind>\n"),
        *_application(year, serial, number),
        *_classes(chance),
        _INVENTION_TITLE.format(words="".join(chance.choices(_WORDS, k=5))),
        *_parties(number, chance),
        _ABSTRACT.format(words="".join(chance.choices(_WORDS, k=120))),
    )
    return file, "".join(parts).encode()


def _references(number: str, date: str, tag: str, more: str, kind: str) -> Iterator[str]:
    for form in ("original", "standard"):
        yield _REFERENCE.format(tag=tag, more=more, form=form, number=number, kind=kind, date=date)


def _application(year: int, serial: str, number: int) -> Iterator[str]:
    filed = f"{year}0{1 + number % 9}15"
    for form, found in (("original", f"{year}1{serial}.{number % 10}"), ("standard", f"10{year}00{serial}")):
        more = 'applType="10" '
        yield _REFERENCE.format(
            tag="ApplicationReference", more=more, form=form, number=found, kind="", date=filed
        )


def _classes(chance: random.Random) -> Iterator[str]:
    yield '    <business:ClassificationIPCRDetails creator="03" processingType="original">\n'
    for n in range(1, chance.randint(2, 5)):
        main, group = f"{chance.randint(1, 60):02}", chance.randint(1, 99)
        section, sub = chance.choice("ABCDEFGH"), chance.choice("BCFGHKLN")
        yield _IPC.format(n=n, section=section, main=main, sub=sub, group=group)
    yield "    </business:ClassificationIPCRDetails>\n"


def _parties(number: int, chance: random.Random) -> Iterator[str]:
    yield "    <business:Parties>\n      <business:ApplicantDetails>\n"
    for n in range(1, chance.choice((2, 2, 2, 3))):
        name = f"天津{chance.choice(_WORDS)}{int(chance.paretovariate(1.1))}示例科技有限公司"
        yield _APPLICANT.format(n=n, name=name, county=chance.choice(_COUNTIES))
    yield "      </business:ApplicantDetails>\n      <business:InventorDetails>\n"
    for n in range(1, chance.randint(2, 7)):
        yield _INVENTOR.format(n=n, name="".join(chance.choices(_SURNAMES, k=3)))
    yield "      </business:InventorDetails>\n"
    yield _AGENT.format(code=12000 + number % 400, name="".join(chance.choices(_SURNAMES, k=2)))
    yield "    </business:Parties>\n  </business:BibliographicData>\n"


def write_packages(folder: Path, documents: int, *, seed: int = 0) -> list[Path]:
    """Write packages of ``documents`` documents in all; return their paths."""
    chance = random.Random(seed)
    packages: list[Path] = []
    first = 0
    while first < documents:
        path = folder / f"CN-PA-BIBS-ABSS-10-A_{len(packages):04}.ZIP"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as package:
            package.writestr("index.xml", '<?xml version="1.0"?><index><count>0</count></index>')
            for inner in range(INNER_ZIPS_PER_PACKAGE):
                last = min(first + DOCUMENTS_PER_INNER_ZIP, documents)
                if first < last:
                    package.writestr(f"{inner:03}.ZIP", _inner_zip(range(first, last), chance))
                first = last
        packages.append(path)
    return packages


def _inner_zip(numbers: range, chance: random.Random) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for number in numbers:
            name, content = document(number, chance)
            archive.writestr(f"{name.removesuffix('.XML')}/{name}", content)
    return buffer.getvalue()
