"""Lens JSON lines in the site's flat form and the API's nested one."""

import gzip
import json
from datetime import date

import pytest

from workbench.errors import WorkbenchError
from workbench.readers.jsonl import is_lens_jsonl, read_lens_jsonl

FLAT = {
    "publicationKey": "US_2008_0080153_A1",
    "lensId": "155-914-041-144-636",
    "kindCode": "A1",
    "publicationDate": "2008-07-03",
    "filingNumber": "US 87165806 A",
    "filingDate": "2007-12-22",
    "priorityFilingKeysActive": ["US 87165806 P 20061222", "CN 201310581981 A"],
    "title": "A device",
    "applicants": ["EXAMPLE CO"],
    "inventors": [],
    "owners": [{"name": "OTHER CO", "executionDate": "2008-05-12"}],
    "docType": "Patent Application",
    "citedByPatentCount": 3,
    "simpleFamilySize": 4,
    "ipcrClassifications": ["A61K38/17"],
    "nplCitations": ["A book"],
}
DOCUMENT = {"jurisdiction": "EP", "doc_number": "1000001", "kind": "A1", "date": "2020-01-01"}
NESTED = {
    "lens_id": "000-000-000-000-001",
    "publication_type": "GRANTED_PATENT",
    "biblio": {
        "publication_reference": DOCUMENT,
        "application_reference": {"jurisdiction": "EP", "doc_number": "18000001", "date": "2018-05-01"},
        "priority_claims": {
            "claims": [{"jurisdiction": "CN", "doc_number": "201710000001", "date": "2017-05-01"}]
        },
        "invention_title": [{"text": "Gerät", "lang": "de"}, {"text": "Device", "lang": "en"}],
        "parties": {
            "applicants": [{"residence": "CN", "extracted_name": {"value": "EXAMPLE CO"}}],
            "owners_all": [{"extracted_name": {"value": "OWNER CO"}, "extracted_country": "CN"}],
        },
        "classifications_cpc": {"classifications": [{"symbol": "A61K9/0043"}]},
        "references_cited": {
            "citations": [
                {"patcit": {"document_id": {"jurisdiction": "US", "doc_number": "5"}}, "category": ["X", "Y"]},
                {"nplcit": {"text": "A book"}},
            ],
            "patent_count": 1,
        },
        "cited_by": {"patents": [{"document_id": {"jurisdiction": "US", "doc_number": "9", "kind": "B2"}}]},
    },
    "families": {
        "simple_family": {
            "members": [{"document_id": {"jurisdiction": "CN", "doc_number": "1", "kind": "A"}}],
            "size": 2,
        }
    },
    "legal_status": {
        "patent_status": "ACTIVE",
        "grant_date": "2021-02-03",
        "anticipated_term_date": "2038-05-01",
    },
    "claims": [{"claims": [{"claim_text": ["1. A device", "with a bell."]}], "lang": "en"}],
}


@pytest.fixture
def read(tmp_path):
    def read_lines(*lines, name="export.jsonl"):
        path = tmp_path / name
        text = "\n".join(
            line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines
        )
        path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
        assert is_lens_jsonl(path)
        (intake,) = read_lens_jsonl(path, workspace=tmp_path / "work")
        return intake

    return read_lines


def test_flat_records_take_priorities_apart(read):
    row = read(FLAT).frame.collect().row(0, named=True)
    assert row["publication_number"] == "US20080080153A1"
    assert row["priority_number"] == ["US 87165806 P", "CN 201310581981 A"]
    assert row["priority_office"] == ["US", "CN"]
    assert row["priority_dates"] == [date(2006, 12, 22), None]


def test_flat_records_keep_empty_lists_empty_and_stated_counts(read):
    row = read(FLAT).frame.collect().row(0, named=True)
    assert row["inventor"] is None
    assert (row["owner"], row["cited_npl"]) == (["OTHER CO"], ["A book"])
    assert (row["family_simple_size"], row["stated_citing_count"]) == (4, 3)


def test_nested_records_give_parties_citations_status_and_claims(read):
    row = read(NESTED).frame.collect().row(0, named=True)
    assert (row["publication_number"], row["title"], row["title_language"]) == ("EP1000001A1", "Device", "en")
    assert (row["application_number"], row["filing_date"]) == ("EP18000001", date(2018, 5, 1))
    assert (row["applicant"], row["applicant_country"], row["owner"]) == (["EXAMPLE CO"], ["CN"], ["OWNER CO"])
    assert (row["cited"], row["cited_category"], row["citing"]) == (["US5"], ["X,Y"], ["US9B2"])
    assert (row["legal_status"], row["expiry_date"]) == ("ACTIVE", date(2038, 5, 1))
    assert row["claims"] == [{"number": 1, "text": "1. A device\nwith a bell."}]


def test_members_of_a_family_meet_under_one_name(read):
    other = json.loads(json.dumps(NESTED))
    other["biblio"]["publication_reference"] = {"jurisdiction": "CN", "doc_number": "1", "kind": "A"}
    other["families"]["simple_family"]["members"] = [{"document_id": DOCUMENT}]
    assert read(NESTED, other).frame.collect()["family_simple"].to_list() == ["CN1A", "CN1A"]


def test_broken_lines_are_rejects_with_their_line_number(read):
    intake = read(FLAT, "", '{"lensId": "cut', FLAT, '{"lensId": "1"}', "[1]", name="export.jsonl.gz")
    assert intake.frame.collect()["row"].to_list() == [1, 4]
    assert intake.rejects["row"].to_list() == [3, 5, 6]
    assert intake.rejects["reason"].to_list() == [
        "malformed_document",
        "document_without_number",
        "document_without_number",
    ]
    assert intake.rows_read == 5


def test_a_truncated_gzip_keeps_what_came_before(tmp_path):
    path = tmp_path / "export.jsonl.gz"
    lines = "\n".join(json.dumps(FLAT | {"index": str(n)}) for n in range(3000))
    whole = gzip.compress(lines.encode())
    path.write_bytes(whole[: len(whole) // 2])
    (intake,) = read_lens_jsonl(path, workspace=tmp_path / "work")
    assert intake.frame.collect().height > 100
    assert "broken_archive_member" in intake.rejects["reason"].to_list()


def test_a_gzip_bomb_is_refused(tmp_path):
    path = tmp_path / "bomb.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"lensId": "1"}\n' + b" " * (100 << 20)))
    with pytest.raises(WorkbenchError) as refused:
        read_lens_jsonl(path, workspace=tmp_path / "work")
    assert refused.value.key == "archive_too_large"


def test_other_json_is_not_taken_for_lens(tmp_path):
    path = tmp_path / "other.json"
    path.write_text('{"patentBag": []}', encoding="utf-8")
    assert not is_lens_jsonl(path)
