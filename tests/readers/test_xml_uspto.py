"""USPTO full text in its three forms, alone and in weekly files."""

import zipfile
from datetime import date

import pytest

from workbench.readers.greenbook import greenbook_row
from workbench.readers.office import OFFICE_READERS
from workbench.readers.xml_uspto import is_uspto, read_uspto
from workbench.readers.xml_uspto_document import us_number
from workbench.readers.xml_uspto_patdoc import old_ipc_symbol


def grant(number="08000001", biblio="", after="", root="us-patent-grant", kind="B2"):
    data = "us-bibliographic-data-" + root.rpartition("-")[2]
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE {root} SYSTEM "{root}.dtd" [ ]>\n'
        f'<{root} lang="EN">\n<{data}>'
        f"<publication-reference><document-id><country>US</country><doc-number>{number}"
        f"</doc-number><kind>{kind}</kind>"
        f"<date>20150106</date></document-id></publication-reference>{biblio}</{data}>{after}</{root}>\n"
    )


@pytest.fixture
def read(tmp_path):
    def read_text(text, name="week.xml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        assert is_uspto(path)
        (intake,) = read_uspto(path, workspace=tmp_path / f"work{len(list(tmp_path.iterdir()))}")
        return intake

    return read_text


@pytest.fixture
def first_row(read):
    return lambda text, **name: read(text, **name).frame.collect().row(0, named=True)


@pytest.mark.parametrize(
    ("found", "plain"),
    [
        ("08930553", "8930553"),
        ("D0512345", "D512345"),
        ("RE038123", "RE38123"),
        ("2007/0140112", "20070140112"),
    ],
)
def test_us_numbers_lose_padding_and_slashes(found, plain):
    assert us_number(found) == plain


@pytest.mark.parametrize(
    ("found", "symbol"), [("G06F 1516", "G06F15/16"), ("G06F  728", "G06F7/28"), ("A01B100", "A01B100")]
)
def test_old_ipc_has_a_group_of_three_places(found, symbol):
    assert old_ipc_symbol(found) == symbol


def test_a_weekly_file_is_read_document_by_document_past_a_broken_one(read):
    week = grant("08000001") + grant("08000002").replace("</us-patent-grant>", "") + grant("08000003")
    intake = read(week)
    rows = intake.frame.collect()
    assert rows["publication_number"].to_list() == ["US8000001B2", "US8000003B2"]
    assert rows["row"].to_list() == [1, 3]
    assert intake.rejects["row"].to_list() == [2]
    assert intake.rows_read == 3


def test_applicants_before_2012_are_the_inventors(first_row):
    party = (
        '<parties><applicants><applicant app-type="applicant-inventor"><addressbook>'
        "<last-name>Doe</last-name><first-name>J"
        "</first-name><address><city>Bern</city><country>CH</country></address></addressbook>"
        "</applicant></applicants></parties>"
    )
    row = first_row(grant(biblio=party))
    assert (row["applicant"], row["inventor"], row["applicant_country"]) == (["Doe, J"], ["Doe, J"], ["CH"])


def test_assignees_are_owners_at_grant(first_row):
    assignee = (
        "<assignees><assignee><addressbook><orgname>Example Corp</orgname><address>"
        "<state>NY</state><country>US</country>"
        "</address></addressbook></assignee><assignee><orgname>Other</orgname></assignee></assignees>"
    )
    row = first_row(grant(biblio=assignee))
    assert row["owner"] == row["assignee"] == ["Example Corp", "Other"]
    assert (row["owner_country"], row["owner_province"]) == (["US", None], ["NY", None])


def test_unknown_and_omitted_countries_are_empty(first_row):
    party = (
        "<us-parties><us-applicants><us-applicant><addressbook><orgname>Example</orgname>"
        "<address><country>unknown</country>"
        "</address></addressbook></us-applicant></us-applicants></us-parties>"
    )
    assert first_row(grant(biblio=party))["applicant_country"] == [None]


def test_citations_tell_who_cited(first_row):
    cited = (
        "<us-references-cited><us-citation><patcit><document-id><country>US</country>"
        "<doc-number>2007/0140112</doc-number>"
        "<kind>A1</kind></document-id></patcit><category>cited by examiner</category></us-citation>"
        "<us-citation><nplcit><othercit>A <i>book</i></othercit></nplcit></us-citation></us-references-cited>"
    )
    row = first_row(grant(biblio=cited))
    assert (row["cited"], row["cited_origin"], row["cited_npl"]) == (
        ["US20070140112A1"],
        ["examiner"],
        ["A book"],
    )


def test_claims_keep_one_line_a_step(first_row):
    claims = (
        '<claims><claim num="00001">'
        "<claim-text>1. A system,\nnamely:\n<claim-text>a <b>wheel</b>; and</claim-text>\n"
        "<claim-text>a bell.</claim-text>\n</claim-text>\n</claim></claims>"
    )
    row = first_row(grant(after=claims))
    assert row["claims"] == [{"number": 1, "text": "1. A system, namely:\na wheel; and\na bell."}]


def test_provisional_applications_are_priorities_and_days_of_extension_an_extra(first_row):
    biblio = (
        "<us-related-documents><us-provisional-application><document-id><country>US</country>"
        "<doc-number>60195933</doc-number>"
        "<date>20000410</date></document-id></us-provisional-application></us-related-documents>"
        "<us-term-of-grant><us-term-extension>129</us-term-extension></us-term-of-grant>"
    )
    row = first_row(grant(biblio=biblio))
    assert (row["priority_number"], row["priority_dates"]) == (["US60195933"], [date(2000, 4, 10)])
    assert row["extra:us_term_extension_days"] == "129"


def test_applications_are_read_like_grants(first_row):
    row = first_row(grant("20050000001", root="us-patent-application", kind="A1"))
    assert row["publication_number"] == "US20050000001A1"


PATDOC = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE PATDOC SYSTEM "ST32-US-Grant-025xml.dtd" [
<!ENTITY a.TIF SYSTEM "a.TIF" NDATA TIF>
]>
<PATDOC><SDOBI><B100><B110><DNUM><PDAT>06000001</PDAT></DNUM></B110><B130><PDAT>B1</PDAT></B130></B100>
<B300><B310><DNUM><PDAT>971605</PDAT></DNUM></B310><B320><DATE><PDAT>19970408</PDAT></DATE></B320><B330>
<CTRY><PDAT>NO</PDAT></CTRY></B330>
<B310><DNUM><PDAT>971606</PDAT></DNUM></B310><B330><CTRY><PDAT>SE</PDAT></CTRY></B330></B300>
<B500><B510><B511><PDAT>G06F 1516</PDAT></B511></B510><B540><STEXT>
<PDAT>On &lsquo;demand&rsquo; &aring;</PDAT></STEXT></B540>
<B560><B561><PCIT><DOC><DNUM><PDAT>5825759</PDAT></DNUM><KIND><PDAT>A</PDAT></KIND></DOC></PCIT>
<CITED-BY-EXAMINER/></B561></B560></B500>
</SDOBI><SDOCL><CL><CLM ID="1"><PARA><PTEXT><PDAT>1. A device</PDAT></PTEXT></PARA></CLM></CL></SDOCL></PATDOC>
"""


def test_patdoc_entities_become_characters(first_row):
    row = first_row(PATDOC)
    assert row["title"] == "On ‘demand’ å"
    assert (row["publication_number"], row["ipc"], row["cited"]) == (
        "US6000001B1",
        ["G06F15/16"],
        ["US5825759A"],
    )
    assert row["cited_origin"] == ["examiner"]


def test_patdoc_priorities_follow_one_another(first_row):
    row = first_row(PATDOC)
    assert (row["priority_number"], row["priority_office"]) == (["NO971605", "SE971606"], ["NO", "SE"])
    assert row["priority_dates"] == [date(1997, 4, 8), None]


GREENBOOK = """PATN
WKU  0400000102
SRC  6
APN  1925296
APT  1
APD  19800310
TTL  Electronic reading
      balance
ISD  19820907
INVT
NAM  Doe; Jane
CTY  Kyoto
CNT  JPX
ASSG
NAM  Example Corporation
STA  NY
CLAS
ICL  G01G 1904
UREF
PNO  4102421
CLMS
STM  We claim:
NUM  1.
PAR  1. A balance comprising:
PA1  (a) a pan.
NUM  2.
PAR  2. A balance as claimed in claim 1.
"""


def test_greenbook_numbers_lose_their_check_digits():
    row = greenbook_row(GREENBOOK.replace("0400000102", "040000010").encode())
    assert (row["publication_number"], row["application_number"]) == ("US4000001A", "US06192529")
    assert (row["publication_date"], row["filing_date"]) == (date(1982, 9, 7), date(1980, 3, 10))


def test_greenbook_lines_run_on_and_sections_repeat(first_row):
    row = first_row("HHHHHT header\n" + GREENBOOK + GREENBOOK.replace("Doe", "Roe"), name="pftaps.txt")
    assert (row["title"], row["inventor"]) == ("Electronic reading balance", ["Doe; Jane"])
    assert (row["owner"], row["owner_country"]) == (["Example Corporation"], ["US"])
    assert [claim["text"] for claim in row["claims"]] == [
        "1. A balance comprising:\n(a) a pan.",
        "2. A balance as claimed in claim 1.",
    ]


def test_a_zip_of_weekly_files_names_the_place(tmp_path):
    path = tmp_path / "ipg150106.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("ipg150106.xml", grant("08000001") + grant("08000002"))
    (intake,) = read_uspto(path, workspace=tmp_path / "work")
    rows = intake.frame.collect()
    assert rows["sheet"].unique().to_list() == ["ipg150106.xml"]
    assert rows.height == 2


@pytest.mark.parametrize(
    ("name", "text", "key"),
    [
        ("cpc-scheme.xml", '<?xml version="1.0"?><class-scheme/>', "classification_scheme"),
        ("answer.json", '{"patentBag": []}', "unsupported_document"),
    ],
)
def test_files_of_an_office_that_hold_no_patents_are_refused_by_name(tmp_path, name, text, key):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    read = next(read for _, sniff, read in OFFICE_READERS if sniff(path))
    with pytest.raises(Exception, match=key):
        read(path, workspace=tmp_path)
