"""CNIPA packages: what a document gives, what a package may hold, what is refused."""

import io
import pickle
import zipfile
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from functools import cache

import pytest

from workbench.errors import WorkbenchError
from workbench.labels import words
from workbench.readers import archives, documents
from workbench.readers.xml_cnipa import is_cnipa, read_cnipa

SPACES = 'xmlns:base="http://www.sipo.gov.cn/XMLSchema/base" xmlns:business="http://www.sipo.gov.cn/XMLSchema/business"'
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'


def document(inner="", *, number="102000001", kind="A", after="", doctype="", bibliography="BibliographicData"):
    return (
        f"{HEAD}{doctype}<business:PatentDocumentAndRelated {SPACES} country='CN' docNumber='{number}' "
        f"kind='{kind}' datePublication='20110420'><business:{bibliography}>{inner}</business:{bibliography}>"
        f"{after}</business:PatentDocumentAndRelated>"
    ).encode()


def reference(tag, number, *, form="original", date="20090911", more="", kind=""):
    return (
        f'<business:{tag} dataFormat="{form}" {more}><base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code>'
        f"<base:DocNumber>{number}</base:DocNumber>{kind}<base:Date>{date}</base:Date>"
        f"</base:DocumentID></business:{tag}>"
    )


def party(tag, name, sequence=1, form="original", **places):
    told = "".join(f"<base:{place}>{value}</base:{place}>" for place, value in places.items())
    return (
        f'<business:{tag} sequence="{sequence}" dataFormat="{form}"><base:AddressBook>'
        f"<base:Name>{name}</base:Name>"
        f"<base:Address>{told}</base:Address></base:AddressBook></business:{tag}>"
    )


@pytest.fixture
def read(tmp_path):
    def read_bytes(content, name="document.XML", processes=1):
        folder = tmp_path / f"given{len(list(tmp_path.iterdir()))}"
        (folder / "work").mkdir(parents=True)
        path = folder / name
        path.write_bytes(content)
        (intake,) = read_cnipa(path, workspace=folder / "work", processes=processes)
        return intake

    return read_bytes


@pytest.fixture
def first_row(read):
    return lambda content: read(content).frame.collect().row(0, named=True)


def zipped(**members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return buffer.getvalue()


def test_original_number_is_taken_and_the_standard_one_stands_in(first_row):
    both = reference("ApplicationReference", "102009000190429", form="standard") + reference(
        "ApplicationReference", "200910190429.0"
    )
    assert first_row(document(both))["application_number"] == "CN200910190429.0"
    alone = reference("ApplicationReference", "102009000190429", form="standard")
    assert first_row(document(alone))["application_number"] == "CN102009000190429"


def test_publication_without_reference_is_known_by_its_root(first_row):
    row = first_row(document())
    assert (row["publication_number"], row["kind_code"]) == ("CN102000001A", "A")
    assert row["publication_date"] == date(2011, 4, 20)


def test_patent_type_follows_the_kind_of_application(first_row):
    types = [
        first_row(document(reference("ApplicationReference", "1", more=f'applType="{code}"')))["patent_type"]
        for code in ("10", "20", "30", "77")
    ]
    assert types == ["invention", "utility_model", "design", None]


def test_zero_means_empty_in_addresses(first_row):
    applicants = party(
        "Applicant", "甲公司", Province="天津市", City="0", County="和平区", PostCode="0", Text="0"
    )
    row = first_row(document(f"<business:ApplicantDetails>{applicants}</business:ApplicantDetails>"))
    assert row["applicant_province"] == ["天津市"]
    assert row["applicant_district"] == ["和平区"]
    assert row["applicant_city"] is row["applicant_postcode"] is row["applicant_address"] is None


def test_details_stay_in_step_with_their_applicant(first_row):
    applicants = party("Applicant", "甲公司", 1, Province="天津市") + party(
        "Applicant", "乙大学", 2, County="河北区"
    )
    row = first_row(
        document(
            f"<business:Parties><business:ApplicantDetails>{applicants}"
            f"</business:ApplicantDetails></business:Parties>"
        )
    )
    assert row["applicant"] == ["甲公司", "乙大学"]
    assert row["applicant_province"] == ["天津市", None]
    assert row["applicant_district"] == [None, "河北区"]


def test_a_party_given_in_two_forms_counts_once(first_row):
    applicants = party("Applicant", "JIA CO", 1, "standard") + party("Applicant", "甲公司", 1)
    row = first_row(document(f"<business:ApplicantDetails>{applicants}</business:ApplicantDetails>"))
    assert row["applicant"] == ["甲公司"]


def test_patentee_becomes_owner(first_row):
    assignee = party("Assignee", "丙公司", Province="河北省")
    row = first_row(document(f"<business:AssigneeDetails>{assignee}</business:AssigneeDetails>"))
    assert (row["owner"], row["owner_province"]) == (["丙公司"], ["河北省"])


def test_agency_and_agent_are_told_apart(first_row):
    agent = (
        "<business:Agent><business:Agency><base:AddressBook>"
        "<base:OrganizationName>某代理所</base:OrganizationName>"
        "</base:AddressBook></business:Agency><base:AddressBook><base:Name>丁某</base:Name>"
        "</base:AddressBook></business:Agent>"
    )
    row = first_row(document(f"<business:AgentDetails>{agent}</business:AgentDetails>"))
    assert (row["agency"], row["agent"]) == (["某代理所"], ["丁某"])


def test_both_forms_of_ipc_and_locarno_are_read(first_row):
    new = (
        "<business:ClassificationIPCR><base:Text>H04L   27/26    (2006.01)</base:Text>"
        "</business:ClassificationIPCR>"
    )
    row = first_row(document(f"<business:ClassificationIPCRDetails>{new}</business:ClassificationIPCRDetails>"))
    assert (row["ipc"], row["ipc_main"]) == (["H04L27/26"], "H04L27/26")
    old = (
        '<business:MainClassification dataFormat="standard">B03C0003090000</business:MainClassification>'
        '<business:MainClassification dataFormat="original">B03C3/09</business:MainClassification>'
        '<business:FurtherClassification sequence="1" dataFormat="original">'
        "F28F1/38</business:FurtherClassification>"
    )
    row = first_row(document(f"<business:ClassificationIPC>{old}</business:ClassificationIPC>"))
    assert row["ipc"] == ["B03C3/09", "F28F1/38"]
    locarno = (
        "<business:ClassificationLocarno>"
        "<business:MainClassification>14-02</business:MainClassification></business:ClassificationLocarno>"
    )
    assert first_row(document(locarno, bibliography="DesignBibliographicData"))["locarno"] == ["14-02"]


def test_design_takes_title_and_designers_from_its_own_elements(first_row):
    inner = "<business:DesignTitle>杯子</business:DesignTitle>" + (
        f"<business:DesignerDetails>{party('Designer', '戊某')}</business:DesignerDetails>"
    )
    row = first_row(document(inner, kind="S", bibliography="DesignBibliographicData"))
    assert (row["title"], row["inventor"]) == ("杯子", ["戊某"])


def test_priorities_keep_number_office_and_date_in_step(first_row):
    priority = (
        '<business:Priority dataFormat="{}" sequence="1"><base:WIPOST3Code>KR</base:WIPOST3Code>'
        "<base:DocNumber>{}</base:DocNumber><base:Date>20220810</base:Date></business:Priority>"
    )
    both = priority.format("standard", "102022000100096") + priority.format("original", "10-2022-0100096")
    row = first_row(document(f"<business:PriorityDetails>{both}</business:PriorityDetails>"))
    assert row["priority_number"] == ["10-2022-0100096"]
    assert (row["priority_office"], row["priority_dates"]) == (["KR"], [date(2022, 8, 10)])


def test_citations_of_patents_and_of_literature_are_kept_apart(first_row):
    cited = reference("PublicationReference", "203232659", form="standard", kind="<base:Kind>U</base:Kind>")
    patent = (
        f"<business:Citation><business:ApplicationCitation>{cited}"
        "</business:ApplicationCitation></business:Citation>"
    )
    paper = (
        "<business:Citation><business:NPLCitation><base:Text>某某学报，2001年</base:Text>"
        "</business:NPLCitation></business:Citation>"
    )
    row = first_row(document(f"<business:ReferencesCited>{patent}{paper}</business:ReferencesCited>"))
    assert (row["cited"], row["cited_npl"]) == (["CN203232659U"], ["某某学报，2001年"])


def test_claims_keep_their_text_and_drop_formulas(first_row):
    claim = (
        '<business:Claims lang="zh"><business:Claim num="0001">'
        "<business:ClaimText>1.一种装置，长度为N<base:Sub>b</base:Sub>，"
        "“\n      <base:Image file='a.TIF'/>”字型</business:ClaimText><business:ClaimText>"
        "<base:MathDetails><base:MathText><![CDATA[<math>x</math>]]></base:MathText>"
        "</base:MathDetails>其中x为1。"
        "</business:ClaimText></business:Claim></business:Claims>"
    )
    row = first_row(document(after=claim))
    assert row["claims"] == [{"number": 1, "text": "1.一种装置，长度为Nb，“”字型\n其中x为1。"}]
    assert (row["claim_count"], row["claims_coverage"], row["claims_language"]) == (1, "all", "zh")


def status(*records):
    return f"{HEAD}<business:PRS {SPACES}>{''.join(records)}</business:PRS>".encode()


def record(
    number, value="专利权的转移", information="变更前权利人:甲公司\n变更后权利人:乙公司", day="20200317"
):
    application = reference("ApplicationReference", number, more='applType="10"')
    return (
        f"<business:PRSRecord>{application}"
        f"<business:PRSPublicationDate><base:Date>{day}</base:Date></business:PRSPublicationDate>"
        f"<business:PRSCode>C41</business:PRSCode><business:PRSValue>{value}</business:PRSValue>"
        f"<business:PRSInformation>{information}</business:PRSInformation></business:PRSRecord>"
    )


def test_legal_status_records_are_rows_of_applications_with_their_event(read):
    rows = read(
        status(record("200910190429.0"), record("200910190429.0", "专利权的终止", "0", "20220101"))
    ).frame.collect()
    assert rows["level"].to_list() == ["application"] * 2
    assert rows["row"].to_list() == [1, 2]
    assert rows["publication_number"].null_count() == 2
    assert rows["legal_status"].to_list() == ["专利权的转移", "专利权的终止"]
    event = rows["events"][0][0]
    assert (event["date"], event["from_party"], event["to_party"]) == (date(2020, 3, 17), "甲公司", "乙公司")
    assert event["reference"].startswith("C41 变更前")


def test_a_status_file_that_breaks_off_keeps_what_came_before(read):
    whole = status(record("1"), record("2"), record("3"))
    intake = read(whole[: whole.rindex(b"<business:PRSCode>")])
    assert intake.frame.collect().height == 2
    assert intake.rejects["reason"].to_list() == ["malformed_document"]
    assert intake.rows_read == 3


def test_a_record_without_application_does_not_take_the_others_with_it(read):
    intake = read(status(record("1"), "<business:PRSRecord PRSID='7'/>", record("3")))
    assert intake.frame.collect()["row"].to_list() == [1, 3]
    assert intake.rejects.row(0, named=True)["reason"] == "document_without_number"


def test_zips_in_zips_are_read_and_indexes_are_not_counted(read):
    inner = zipped(CN1__XML=document(number="102000001"), CN2__XML=document(number="102000002"), pic__TIF=b"II")
    package = zipped(
        INDEX__XML=b"<index/>", inner__ZIP=inner, **{"folder/CN3__XML": document(number="102000003")}
    )
    intake = read(package, "CN-PA-BIBS-ABSS-10.zip")
    rows = intake.frame.collect()
    assert rows["publication_number"].to_list() == ["CN102000001A", "CN102000002A", "CN102000003A"]
    assert rows["sheet"].to_list()[0] == "inner.ZIP!CN1.XML"
    assert rows["file"].unique().to_list() == ["CN-PA-BIBS-ABSS-10.zip"]
    assert intake.rows_read == 3
    assert {notice.key: notice.fields["count"] for notice in intake.warnings} == {
        "not_documents": 1,
        "other_files_skipped": 1,
    }


def test_one_broken_document_is_a_reject_with_its_place(read):
    package = zipped(a__XML=document(number="1"), b__XML=document()[:-20], c__XML=document(number="3"))
    intake = read(package, "package.zip")
    assert intake.frame.collect()["publication_number"].to_list() == ["CN1A", "CN3A"]
    reject = intake.rejects.row(0, named=True)
    assert (reject["file"], reject["sheet"], reject["reason"]) == ("package.zip", "b.XML", "malformed_document")
    assert intake.rows_read == 3


def test_a_damaged_inner_zip_is_a_reject(read):
    inner = bytearray(zipped(a__XML=document(number="1")))
    package = zipped(bad__ZIP=bytes(inner[:40]), good__ZIP=zipped(b__XML=document(number="2")))
    intake = read(package, "package.zip")
    assert intake.frame.collect()["publication_number"].to_list() == ["CN2A"]
    assert intake.rejects["sheet"].to_list() == ["bad.ZIP"]


def test_two_processes_give_the_rows_of_one_in_the_same_order(read, monkeypatch):
    monkeypatch.setattr(archives, "_JOB_BYTES", 2_000)
    package = zipped(**{f"CN{n}__XML": document(number=str(102000000 + n)) for n in range(60)})
    one, two = read(package, "a.zip"), read(package, "a.zip", processes=2)
    assert one.frame.collect().equals(two.frame.collect())
    documents._pool(2).shutdown()
    documents._pool.cache_clear()


def test_a_reading_process_that_dies_is_told_and_the_next_run_starts_afresh(read, monkeypatch):
    class Broken:
        def map(self, *_):
            raise BrokenProcessPool

    started = []
    fresh = cache(lambda processes: started.append(processes) or Broken())
    monkeypatch.setattr(archives, "_JOB_BYTES", 2_000)
    monkeypatch.setattr(documents, "_pool", fresh)
    package = zipped(**{f"CN{n}__XML": document(number=str(n)) for n in range(60)})
    for _ in range(2):
        with pytest.raises(WorkbenchError, match="reader_process_ended"):
            read(package, "a.zip", processes=2)
    assert started == [2, 2]


def test_large_inner_zips_wait_on_disk(read, monkeypatch):
    monkeypatch.setattr(archives, "_SPOOLED_BYTES", 100)
    package = zipped(in__ZIP=zipped(deep__ZIP=zipped(a__XML=document(number="1")), b__XML=document(number="2")))
    rows = read(package, "outer.zip").frame.collect()
    assert rows["sheet"].to_list() == ["in.ZIP!deep.ZIP!a.XML", "in.ZIP!b.XML"]


def test_named_entities_of_an_unread_dtd_become_their_characters(first_row):
    doctype = '<!DOCTYPE business:PatentDocumentAndRelated SYSTEM "/DTDS/ipphdb-entities.dtd"[]>'
    title = "<business:InventionTitle lang='zh'>&alpha;粒子与&nosuch;</business:InventionTitle>"
    assert first_row(document(title, doctype=doctype))["title"] == "α粒子与&nosuch;"


def test_a_file_named_by_an_entity_is_not_opened(first_row, tmp_path):
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    doctype = f'<!DOCTYPE d [<!ENTITY leak SYSTEM "file://{tmp_path}/secret.txt">]>'
    title = "<business:InventionTitle>&leak;</business:InventionTitle>"
    assert "secret" not in (first_row(document(title, doctype=doctype))["title"] or "").replace("&leak;", "")


def test_entities_of_entities_are_not_expanded(read):
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE d [<!ENTITY e0 "ha">{lines}]>'
    intake = read(document("<business:InventionTitle>&e11;</business:InventionTitle>", doctype=doctype))
    rows = intake.frame.collect()
    assert rows.height + intake.rejects.height == 1
    assert rows.estimated_size() < 10_000


def test_a_zip_bomb_is_refused(read):
    with pytest.raises(WorkbenchError) as refused:
        read(zipped(a__XML=b"\0" * (80 << 20)), "bomb.zip")
    assert refused.value.key == "archive_too_large"
    assert "bomb" in words("errors.archive_too_large", "en", **refused.value.fields)


def test_an_inner_zip_bomb_is_refused(read):
    with pytest.raises(WorkbenchError) as refused:
        read(zipped(inner__zip=zipped(a__XML=b"\0" * (80 << 20))), "outer.zip")
    assert refused.value.key == "archive_too_large"


def test_archives_nested_without_end_are_refused(read):
    content = zipped(a__XML=document())
    for _ in range(7):
        content = zipped(a__zip=content)
    with pytest.raises(WorkbenchError) as refused:
        read(content, "nested.zip")
    assert refused.value.key == "archive_too_deep"


def test_a_package_without_documents_is_an_error(read):
    with pytest.raises(WorkbenchError) as refused:
        read(zipped(index__XML=b"<index/>"), "a.zip")
    assert refused.value.key == "no_documents"


def test_errors_travel_between_processes():
    error = pickle.loads(pickle.dumps(WorkbenchError("no_documents", file="a", source="b")))
    assert (error.key, error.fields) == ("no_documents", {"file": "a", "source": "b"})


def test_sniffing_knows_documents_folders_and_packages(tmp_path):
    (tmp_path / "CN1").mkdir()
    (tmp_path / "CN1" / "CN1.XML").write_bytes(document())
    (tmp_path / "a.zip").write_bytes(zipped(index__XML=b"<index/>", inner__ZIP=zipped(CN1__XML=document())))
    (tmp_path / "b.zip").write_bytes(zipped(table__csv=b"a,b"))
    (tmp_path / "c.zip").write_bytes(b"PK\x03\x04 rubbish")
    (tmp_path / "d.xml").write_bytes(b"<x/>")
    known = [is_cnipa(tmp_path / name) for name in ("CN1", "CN1/CN1.XML", "a.zip", "b.zip", "c.zip", "d.xml")]
    assert known == [True, True, True, False, False, False]
