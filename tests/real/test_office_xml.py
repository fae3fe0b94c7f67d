"""Real office documents, their known numbers and dates."""

import os
import zipfile
from datetime import date
from pathlib import Path

import pytest

from workbench.errors import WorkbenchError
from workbench.readers import archives
from workbench.readers.office import OFFICE_READERS

pytestmark = pytest.mark.real
OLD = "CN101985000000312CN00000851003120AFULZH19870204CN00Z"
NEW = "CN102009000190429CN00001020256780AFULZH20110420CN00R"


@pytest.fixture(scope="module")
def data():
    place = os.environ.get("WORKBENCH_REAL_DATA")
    if not place:
        pytest.skip("WORKBENCH_REAL_DATA is not set")
    return Path(place)


@pytest.fixture
def read(data, tmp_path):
    def read_file(place, processes=1):
        path = place if isinstance(place, Path) else data / place
        workspace = tmp_path / f"work{len(list(tmp_path.iterdir()))}"
        _, _, read_office = next(reader for reader in OFFICE_READERS if reader[1](path))
        (intake,) = read_office(path, workspace=workspace, processes=processes)
        assert intake.rejects.height == 0
        return intake.frame.collect()

    return read_file


def test_the_chinese_document_of_1987_is_not_from_tianjin(read):
    (row,) = read(f"office_xml/{OLD}").rows(named=True)
    assert (row["publication_number"], row["application_number"]) == ("CN85100312A", "CN85100312")
    assert (row["filing_date"], row["publication_date"]) == (date(1985, 4, 1), date(1987, 2, 4))
    assert (row["applicant_province"], row["applicant_city"]) == (["辽宁省"], ["沈阳市"])
    assert (row["applicant_district"], row["applicant_postcode"]) == (["和平区"], None)
    assert (row["ipc"], row["claim_count"]) == (["B03C3/09", "F28F1/38", "F28G1/02"], 5)


def test_the_chinese_document_of_2011_has_claims_without_formulas(read):
    (row,) = read(f"office_xml/{NEW}/{NEW}.XML").rows(named=True)
    assert (row["publication_number"], row["application_number"]) == ("CN102025678A", "CN200910190429.0")
    assert (len(row["inventor"]), row["ipc_main"], row["claim_count"]) == (5, "H04L27/26", 14)
    assert not any("<math" in claim["text"] for claim in row["claims"])
    assert "长度为Nb的第I类离散余弦变换矩阵" in row["claims"][3]["text"]


def test_the_exchange_document_gives_both_publications_of_one_family(read):
    rows = read("office_xml/patent_client/ep1000000_full_cycle_result.xml")
    assert rows["publication_number"].to_list() == ["EP1000000A1", "EP1000000B1"]
    assert rows["family_simple"].to_list() == ["19768124"] * 2
    assert rows["publication_date"].to_list() == [date(2000, 5, 17), date(2003, 2, 12)]
    assert rows["filing_date"].to_list() == [date(1999, 11, 8)] * 2
    assert rows["cited"][0].to_list() == ["DE3546191A1", "EP0680812A1", "NL9400663A"]


def test_the_family_service_gives_six_members(read):
    rows = read("office_xml/patent_client/family_input.xml")
    assert rows["publication_number"].to_list()[-1] == "US6093011A"
    assert rows.height == 6


def test_legal_events_of_a_family_member_are_dated(read):
    (row,) = read("office_xml/patent_client/example_3.xml").rows(named=True)
    assert row["events"][0]["event"] == "ASSIGNMENT"
    assert all(event["date"] for event in row["events"])


@pytest.mark.parametrize(
    ("name", "number", "published", "filed", "claims"),
    [
        ("US08930553.xml", "US8930553B2", date(2015, 1, 6), date(2012, 10, 9), 8),
        ("US06859910.xml", "US6859910B2", date(2005, 2, 22), date(2001, 4, 10), 2),
        ("US20050004437A1.xml", "US20050004437A1", date(2005, 1, 6), date(2004, 4, 23), 10),
        ("US06336130.xml", "US6336130B1", date(2002, 1, 1), date(1999, 10, 5), 22),
        ("US04347903.greenbook", "US4347903A", date(1982, 9, 7), date(1980, 3, 10), 3),
    ],
)
def test_us_documents_of_every_era_are_read(read, name, number, published, filed, claims):
    (row,) = read(f"office_xml/uspto_bulk/{name}").rows(named=True)
    assert (row["publication_number"], row["publication_date"], row["filing_date"]) == (
        number,
        published,
        filed,
    )
    assert (row["claim_count"], len(row["claims"])) == (claims, claims)


@pytest.mark.parametrize(
    ("place", "key"),
    [
        ("office_xml/uspto_bulk/cpc-scheme-A01L.xml", "classification_scheme"),
        ("office_xml/patent_client/application.json", "unsupported_document"),
        ("office_xml/patent_client/search_result.xml", "unsupported_document"),
    ],
)
def test_what_is_no_patent_document_is_refused_by_name(read, place, key):
    with pytest.raises(WorkbenchError, match=key):
        read(place)


@pytest.mark.parametrize(
    ("name", "rows", "first"),
    [
        ("Coronavirus-MERS-patents.jsonl", 259, "CN103724406A"),
        ("Coronavirus-SARS-treatment.jsonl.gz", 782, "WO2008080153A2"),
    ],
)
def test_lens_lines_are_all_read(read, name, rows, first):
    frame = read(f"lens/{name}")
    assert (frame.height, frame["publication_number"][0]) == (rows, first)
    assert frame["publication_date"].null_count() == 0


def test_two_processes_read_what_one_reads(read, data, tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "_JOB_BYTES", 20_000)
    package = tmp_path / "package.zip"
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(20):
            for name in (OLD, NEW):
                archive.write(data / "office_xml" / name / f"{name}.XML", f"{number}/{name}.XML")
    one, two = read(package), read(package, processes=2)
    assert one.height == 40
    assert one.equals(two)
