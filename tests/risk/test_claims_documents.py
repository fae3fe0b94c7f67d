"""Claims out of files of every promised kind."""

import json

import polars as pl
import pytest

from workbench.errors import WorkbenchError
from workbench.risk.claims.breadth import breadth_table
from workbench.risk.claims.documents import ClaimDocument, claim_documents

CUP = "1.一种水杯，包括杯体。\n2.根据权利要求1所述的水杯，其特征在于，杯体为玻璃。"


def numbers(path, column=None):
    return [(d.id, [c.number for c in d.read().claims]) for d in claim_documents(path, column)]


def test_a_text_is_one_set_in_whatever_encoding(tmp_path):
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        file = tmp_path / "cup.txt"
        file.write_bytes(CUP.encode(encoding))
        assert numbers(file) == [("cup", [1, 2])]


def test_lines_of_json_hold_text_or_claims_that_come_apart(tmp_path):
    rows = [
        {"id": "A", "claims_text": CUP},
        {
            "publication_number": "US1A1",
            "claims": [{"num": "00001", "text": "1. A cup."}, {"num": "2", "text": "A lid."}],
        },
        {"id": "C", "claims": json.dumps([{"num": "1", "text": "A cup."}])},
    ]
    file = tmp_path / "sets.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n", encoding="utf-8")
    assert numbers(file) == [("A", [1, 2]), ("US1A1", [1, 2]), ("C", [1])]


def test_a_table_is_sniffed_by_the_vendors_headers_or_told(tmp_path):
    frame = pl.DataFrame({"公开（公告）号": ["CN1A"], "权利要求": [CUP], "我的列": ["1. A cup."]})
    frame.write_csv(tmp_path / "t.csv")
    frame.write_excel(tmp_path / "t.xlsx")
    assert numbers(tmp_path / "t.csv") == numbers(tmp_path / "t.xlsx") == [("CN1A", [1, 2])]
    assert numbers(tmp_path / "t.csv", "我的列") == [("CN1A", [1])]


def test_us_xml_with_a_cancelled_range_gives_an_anomaly_and_the_claims(tmp_path):
    file = tmp_path / "app.xml"
    file.write_text(
        '<?xml version="1.0"?>\n<us-patent-application><us-bibliographic-data-application>'
        "<publication-reference>"
        "<document-id><country>US</country><doc-number>20990000001</doc-number><kind>A1</kind></document-id>"
        "</publication-reference></us-bibliographic-data-application><claims>"
        '<claim id="CLM-01-03" num="01-03"><claim-text>1-3. (canceled)</claim-text></claim>'
        '<claim id="CLM-04" num="00004"><claim-text>4. A cup comprising a body.</claim-text></claim>'
        '<claim id="CLM-05" num="00005"><claim-text>5. The cup of '
        '<claim-ref idref="CLM-04">claim 4</claim-ref>.'
        "</claim-text></claim></claims></us-patent-application>",
        encoding="utf-8",
    )
    (document,) = claim_documents(file)
    found = document.read()
    assert [(c.number, c.parents) for c in found.claims] == [(4, ()), (5, (4,))]
    assert [(a.claim, a.kind, a.detail) for a in found.anomalies] == [(1, "cancelled", "1-3")]


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("empty.txt", "", "no_claims"),
        ("bad.jsonl", "{broken", "claims_bad_record"),
        ("list.jsonl", "[1, 2]", "claims_bad_record"),
        ("none.json", '{"id": "A"}', "no_claims"),
        ("none.csv", "公开号,标题\nCN1A,杯\n", "no_claims_column"),
    ],
)
def test_a_file_without_claims_is_refused_by_name(tmp_path, name, content, key):
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    with pytest.raises(WorkbenchError) as caught:
        list(claim_documents(file))
    assert caught.value.key == key


def document(number, words, **told):
    return ClaimDocument(f"CN{number}A", f"1.一种水杯，包括{'杯体和' * words}杯盖。", **told)


def test_percentiles_stay_within_office_class_period_and_type_and_need_thirty():
    peers = [document(at, at + 1, ipc="A47G19/22", year=2021, patent_type="发明") for at in range(30)]
    others = [document(100 + at, 1, ipc="A47G19/22", year=2026, patent_type="发明") for at in range(29)]
    rows = breadth_table([*peers, *others, document(999, 1)])
    assert rows[0]["first_claim_words_percentile"] > rows[29]["first_claim_words_percentile"]
    assert (rows[0]["cell"]["n"], rows[0]["cell"]["years"]) == (30, "2020-2024")
    assert (rows[30]["first_claim_words_percentile"], rows[30]["cell"]["suppressed"]) == (None, True)
    assert rows[59]["cell"] is None
