"""Real exports of every vendor: recognised, complete, unshifted."""

import os
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from workbench.errors import WorkbenchError
from workbench.readers.intake import Intake
from workbench.readers.tabular import read_tabular

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif("WORKBENCH_REAL_DATA" not in os.environ, reason="WORKBENCH_REAL_DATA is not set"),
]

EXPORTS = {
    "incopat/福特自动驾驶INCO.xlsx": ("incopat", 7552),
    "incopat/10000.xlsx": ("incopat", 10000),
    "incopat/72.xlsx": ("incopat", 73),
    "incopat/2002年.xlsx": ("incopat", 120),
    "patentics/20220507--CNAPP-TI=虚拟现实.csv": ("patentics", 7805),
    "patentics/全球1005.csv": ("patentics", 3567),
    "patentics/ptics--autodriving--fleet.csv": ("patentics", 1036),
    "patentics/中国21.xlsx": ("patentics", 20),
    "patentics/download (3).xlsx": ("patentics", 14),
    "derwent/ti.xls": ("derwent", 68),
    "lens/antontruly_patents__lens-export.csv": ("lens", 3779),
    "lens/drone_drones_fulltext_families_5884.csv": ("lens", 5884),
    "lens/cn_firms_patents.xlsx": ("patstat_firms", 1196),  # 1,197 lines under the header, one of them empty
    "google_patents/gp-search-20251001-102842.csv": ("google_patents", 5321),
    "google_patents/patent_details_20251001-102842.csv.gz": ("google_patents_details", 2203),
    "patentscope_espacenet/pizza_medium.csv": ("patentscope", 10000),
    "patentscope_espacenet/pizza_small.xls": ("espacenet", 25),
    "patentscope_espacenet/ewaste.xlsx": ("dwpi", 8867),
}

RECORDS = {
    "incopat/福特自动驾驶INCO.xlsx": (
        "CN115958995A", "CN202211224208.2", date(2022, 10, 8), date(2023, 4, 14), ["福特全球技术公司"],
    ),
    "incopat/10000.xlsx": (
        "US20190320115A1", "US15950587", date(2018, 4, 11), date(2019, 10, 17),
        ["Gm Global Technology Operations Llc"],
    ),
    "patentics/20220507--CNAPP-TI=虚拟现实.csv": (
        "CN216391212U", "CN202123402459.9", date(2021, 12, 30), date(2022, 4, 26), ["郑州科技学院"],
    ),
    "patentics/全球1005.csv": (
        "US11558566B2", "US17/186121", date(2021, 2, 26), date(2023, 1, 17), ["Waymo LLC"],
    ),
    "patentics/download (3).xlsx": (
        "US20200062389A1", "US16/109,495", date(2018, 8, 22), date(2020, 2, 27),
        ["Ford Global Technologies, LLC"],
    ),
    "derwent/ti.xls": (
        "CN108053582A", "CN201711214252A", date(2017, 11, 28), date(2018, 5, 18),
        ["Terminus (beijing) Technology Co. Ltd."],
    ),
    "lens/antontruly_patents__lens-export.csv": (
        "US20110185700A1", "US65784810A", date(2010, 1, 29), date(2011, 8, 4), ["NEWCOMER FRED MICHAEL"],
    ),
    "patentscope_espacenet/pizza_small.xls": (
        "WO2015026896A1", "WO2014US51801", date(2014, 8, 20), date(2015, 2, 26), ["ELWHA LLC"],
    ),
}  # fmt: skip


@cache
def read(name: str) -> Intake:
    (intake,) = read_tabular(Path(os.environ["WORKBENCH_REAL_DATA"]) / name)
    return intake


def warned(name: str) -> set[str]:
    return {notice.key for notice in read(name).warnings}


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_is_recognised_and_complete(name: str):
    intake, (source, rows) = read(name), EXPORTS[name]
    kept = intake.frame.select(pl.len()).collect().item()
    assert (intake.source, intake.rows_read) == (source, rows)
    assert kept + intake.rejects.height == rows
    assert intake.rejects.height < 0.02 * rows


@pytest.mark.parametrize("name", RECORDS)
def test_a_known_record_stands_in_its_columns(name: str):
    number, application, filed, published, applicants = RECORDS[name]
    row = read(name).frame.filter(pl.col("publication_number") == number).collect().row(0, named=True)
    assert row["application_number"] == application
    assert (row["filing_date"], row["publication_date"]) == (filed, published)
    assert row["applicant"] == applicants


@pytest.mark.parametrize("name", [name for name in EXPORTS if name.startswith("patentics/")])
def test_patentics_rows_are_not_shifted(name: str):
    frame = read(name).frame.select("publication_number", "application_number", "ipc").collect()
    assert frame["publication_number"].str.contains(r"^[A-Z]{2,4}\d").all()
    assert frame["application_number"].str.contains(r"^[A-Z]{2}.*\d{3}").all()
    symbols = frame["ipc"].explode().drop_nulls()
    assert symbols.str.contains(r"^[A-H]\d{2}[A-Z]\d+/\d+$").mean() > 0.99


def test_every_date_of_every_export_is_plausible():
    for name in EXPORTS:
        frame = read(name).frame
        for column, kind in frame.collect_schema().items():
            if kind == pl.Date and column != "expiry_date":
                found = frame.select(pl.col(column).drop_nulls()).collect()[column]
                assert found.is_between(date(1850, 1, 1), date(2026, 12, 31)).all(), (name, column)


def test_genuine_documents_of_the_nineteenth_century_stay():
    published = read("incopat/福特自动驾驶INCO.xlsx").frame.select("publication_date").collect().to_series()
    assert published.min() < date(1880, 1, 1)  # type: ignore[operator]


def test_warnings_name_what_is_wrong():
    assert "likely_download_cap" in warned("incopat/10000.xlsx")
    assert {"likely_download_cap", "zero_dates"} <= warned("patentscope_espacenet/pizza_medium.csv")
    assert sum(n.key == "foreign_sheet" for n in read("incopat/2002年.xlsx").warnings) == 6


def test_serials_of_a_spreadsheet_are_dates_of_2002():
    published = read("incopat/2002年.xlsx").frame.select("publication_date").collect().to_series()
    assert published.null_count() == 0
    assert (published.dt.year() == 2002).all()


def test_derwents_groups_go_to_nobody_they_do_not_belong_to():
    frame = read("derwent/ti.xls").frame.select("applicant", "applicant_group").collect()
    told = frame.filter(pl.col("applicant_group").is_not_null())
    assert told["applicant"].list.len().unique().to_list() == [1]
    assert told.height == 55
    persons = ["XU Yu", "CHEN Jiazhi", "ZHUANG Zi-ping", "HE Jing-zhi"]
    assert not told["applicant"].explode().is_in(persons).any()


def test_dwpi_rows_are_families():
    levels = read("patentscope_espacenet/ewaste.xlsx").frame.select("level").unique().collect()
    assert levels["level"].to_list() == ["family"]


def test_details_of_google_patents_belong_to_its_list():
    listed = read("google_patents/gp-search-20251001-102842.csv").frame.select("vendor_url").collect()
    details = read("google_patents/patent_details_20251001-102842.csv.gz").frame.collect()
    linked = listed["vendor_url"].str.extract(r"/patent/(\w+)/", 1)
    assert details["publication_number"].is_in(linked.implode()).all()


def test_a_table_made_by_hand_reads_with_a_short_profile(tmp_path: Path):
    path = Path(os.environ["WORKBENCH_REAL_DATA"]) / "tianjin/tianjin_rows.csv"
    profile = tmp_path / "tianjin.toml"
    profile.write_text(
        'name = "tianjin"\nseparator = ["; ", "|"]\n[columns]\npublication_number = "publication_no"\n'
        'application_number = "application_no"\ntitle = "title"\napplicant = "applicant"\nipc = "ipc"\n'
        'legal_status = "legal_status"\nsei = "sei_class"\n',
        encoding="utf-8",
    )
    (intake,) = read_tabular(path, profile=profile)
    frame = intake.frame.collect()
    assert (intake.source, intake.rows_read, intake.rejects.height) == ("tianjin", 324, 0)
    assert frame["publication_number"][0] == "CN114603326A"
    assert frame["applicant"][0].to_list() == ["天津航天机电设备研究所"]


@pytest.mark.parametrize(
    "name",
    [
        "office_xml/patent_client/legal_code_descriptions_202417.xlsx",
        "citation_networks/gigante_with_cycles.csv",
    ],
)
def test_tables_that_are_no_patents_are_refused(name: str):
    with pytest.raises(WorkbenchError, match="unknown_header"):
        read_tabular(Path(os.environ["WORKBENCH_REAL_DATA"]) / name)
