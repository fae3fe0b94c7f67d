"""EPO exchange XML: DOCDB and OPS spell the same document differently."""

from datetime import date

import pytest

from workbench.errors import WorkbenchError
from workbench.readers.xml_docdb import is_docdb, read_docdb
from workbench.readers.xml_docdb_document import number_claims

OPS = '<ops:world-patent-data xmlns="http://www.epo.org/exchange" xmlns:ops="http://ops.epo.org">{}</ops:world-patent-data>'
NUMBER = (
    "<document-id{form}><country>{country}</country><doc-number>{number}</doc-number>"
    "<kind>{kind}</kind>{date}</document-id>"
)


def number(country, digits, kind, day="", form="docdb"):
    told = f"<date>{day}</date>" if day else ""
    mark = f' document-id-type="{form}"' if form else ""
    return NUMBER.format(form=mark, country=country, number=digits, kind=kind, date=told)


def exchange(biblio="", after="", attributes='family-id="777" country="EP" doc-number="1000001" kind="A1"'):
    return (
        f"<exchange-documents><exchange-document {attributes}><bibliographic-data>{biblio}</bibliographic-data>"
        f"{after}</exchange-document></exchange-documents>"
    )


@pytest.fixture
def rows(tmp_path):
    def read(text, name="answer.xml"):
        path = tmp_path / name
        path.write_text(f'<?xml version="1.0" encoding="UTF-8"?>{text}', encoding="utf-8")
        assert is_docdb(path)
        (intake,) = read_docdb(path, workspace=tmp_path / "work")
        return intake.frame.collect().rows(named=True)

    return read


def test_family_id_becomes_the_simple_family(rows):
    (row,) = rows(OPS.format(exchange()))
    assert (row["publication_number"], row["family_simple"]) == ("EP1000001A1", "777")


def test_a_reference_takes_its_date_from_the_form_that_has_it(rows):
    application = (
        "<application-reference>"
        + number("EP", "99203729", "A")
        + '<document-id document-id-type="epodoc"><doc-number>EP19990203729</doc-number>'
        + "<date>19991108</date></document-id>"
        + "</application-reference>"
    )
    (row,) = rows(OPS.format(exchange(application)))
    assert (row["application_number"], row["filing_date"]) == ("EP99203729", date(1999, 11, 8))


def test_applicants_keep_their_own_name_the_standard_one_and_the_country(rows):
    applicant = (
        '<applicant sequence="1" data-format="{}"><applicant-name><name>{}</name></applicant-name></applicant>'
    )
    both = applicant.format("epodoc", "EXAMPLE BV [NL]") + applicant.format(
        "original", "Voorbeeld Example B.V."
    )
    (row,) = rows(OPS.format(exchange(f"<parties><applicants>{both}</applicants></parties>")))
    assert row["applicant"] == ["Voorbeeld Example B.V."]
    assert row["applicant_group"] == ["EXAMPLE BV"]
    assert row["applicant_country"] == ["NL"]


def test_docdb_prefixes_and_the_residence_are_understood(rows):
    text = (
        '<exch:exchange-documents xmlns:exch="http://www.epo.org/exchange">'
        '<exch:exchange-document country="CN" '
        'doc-number="102000001" kind="A" date-publ="20110420" family-id="9"><exch:bibliographic-data>'
        '<exch:publication-reference data-format="docdb">'
        + number("CN", "102000001", "A", "20110420", form=None)
        + '</exch:publication-reference><exch:parties><exch:applicants><exch:applicant sequence="1" '
        'data-format="docdb"><exch:applicant-name><name>EXAMPLE CO LTD</name></exch:applicant-name><residence>'
        "<country>CN</country></residence></exch:applicant></exch:applicants></exch:parties>"
        "</exch:bibliographic-data></exch:exchange-document></exch:exchange-documents>"
    )
    (row,) = rows(text)
    assert (row["publication_number"], row["publication_date"]) == ("CN102000001A", date(2011, 4, 20))
    assert (row["applicant"], row["applicant_country"]) == (["EXAMPLE CO LTD"], ["CN"])


def test_classes_lose_their_padding_and_repeats(rows):
    ipc = (
        "<classifications-ipcr><classification-ipcr>"
        "<text>B28B   1/    29            A I   </text></classification-ipcr></classifications-ipcr>"
    )
    cpc = (
        "<patent-classification><classification-scheme office='EP' scheme='CPCI'/>"
        "<section>B</section><class>28</class>"
        "<subclass>B</subclass><main-group>7</main-group><subgroup>0064</subgroup></patent-classification>"
    )
    (row,) = rows(OPS.format(exchange(ipc + f"<patent-classifications>{cpc}{cpc}</patent-classifications>")))
    assert (row["ipc"], row["cpc"]) == (["B28B1/29"], ["B28B7/0064"])


def test_citations_carry_category_and_origin(rows):
    citation = (
        '<citation cited-by="examiner"><patcit>'
        + number("DE", "3546191", "A1")
        + "</patcit><category>A</category></citation><citation><nplcit><text>A book</text></nplcit></citation>"
    )
    (row,) = rows(OPS.format(exchange(f"<references-cited>{citation}</references-cited>")))
    assert (row["cited"], row["cited_category"], row["cited_origin"]) == (["DE3546191A1"], ["A"], ["examiner"])
    assert row["cited_npl"] == ["A book"]


def test_family_members_are_rows_with_their_legal_events(rows):
    member = (
        '<ops:family-member family-id="55"><publication-reference>'
        + number("US", "6093011", "A", "20000725")
        + "</publication-reference><application-reference>"
        + number("US", "19990436890", "A", "19991109")
        + '</application-reference><priority-claim sequence="1">'
        + number("NL", "1010536", "A", "19981112")
        + "<priority-active-indicator>YES</priority-active-indicator></priority-claim>"
        + "<priority-claim sequence='2'>"
        + number("NL", "9", "A", "19970101")
        + "<priority-active-indicator>NO</priority-active-indicator></priority-claim>"
        "<ops:legal code='AS  ' desc='ASSIGNMENT'><ops:pre>OWNER EXAMPLE</ops:pre>"
        "<ops:L007EP>2018-03-14</ops:L007EP></ops:legal>"
        "</ops:family-member>"
    )
    first, second = rows(OPS.format(f"<ops:patent-family>{member}{member}</ops:patent-family>"))
    assert first["publication_number"] == second["publication_number"] == "US6093011A"
    assert (first["family_simple"], first["priority_number"]) == ("55", ["NL1010536"])
    (event,) = first["events"]
    assert (event["event"], event["date"], event["reference"]) == (
        "ASSIGNMENT",
        date(2018, 3, 14),
        "AS OWNER EXAMPLE",
    )


def test_claims_of_the_fulltext_service_are_numbered(rows):
    text = (
        '<ftxt:fulltext-documents xmlns:ftxt="http://www.epo.org/fulltext">'
        "<ftxt:fulltext-document><bibliographic-data>"
        f"<publication-reference>{number('EP', '1000001', 'A1')}</publication-reference></bibliographic-data>"
        "<claims lang='EN'><claim><claim-text>1. A device comprising 2 wheels</claim-text>"
        "<claim-text>and a bell.</claim-text>"
        "<claim-text>2. The device of claim 1.</claim-text></claim></claims>"
        "</ftxt:fulltext-document></ftxt:fulltext-documents>"
    )
    (row,) = rows(OPS.format(text))
    assert row["claims"] == [
        {"number": 1, "text": "1. A device comprising 2 wheels\nand a bell."},
        {"number": 2, "text": "2. The device of claim 1."},
    ]
    assert row["claims_language"] == "en"


def test_a_number_out_of_order_does_not_begin_a_claim():
    assert len(number_claims(["1. A thing:", "3. mm wide,", "2. The thing of claim 1."])) == 2


def test_search_hits_are_rows_of_numbers(rows):
    hit = (
        f'<ops:publication-reference family-id="3">{number("CA", "3237865", "A1")}</ops:publication-reference>'
    )
    (row,) = rows(
        OPS.format(f"<ops:biblio-search><ops:search-result>{hit}</ops:search-result></ops:biblio-search>")
    )
    assert (row["publication_number"], row["family_simple"]) == ("CA3237865A1", "3")


def test_an_answer_without_documents_is_named_as_such(tmp_path):
    path = tmp_path / "register.xml"
    path.write_text(OPS.format("<ops:register-search/>"), encoding="utf-8")
    with pytest.raises(WorkbenchError) as refused:
        read_docdb(path, workspace=tmp_path / "work")
    assert refused.value.key == "unsupported_document"
