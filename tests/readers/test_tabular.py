"""Vendors' tables become intakes, whatever the trap."""

import gzip
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from workbench.errors import Faults, WorkbenchError
from workbench.labels import words
from workbench.readers.intake import INTAKE, Intake
from workbench.readers.tabular import read_tabular, sniff

INCOPAT_NEW = [
    "序号",
    "标题 (中文)",
    "申请人",
    "公开（公告）号",
    "公开（公告）日",
    "申请号",
    "申请日",
    "链接到incoPat",
    "IPC主分类",
]
INCOPAT_OLD = [
    "序号",
    "标题",
    "申请人",
    "公开(公告)号",
    "公开(公告)日",
    "申请号",
    "申请日",
    "链接到incoPAT",
    "IPC主分类",
]
ROW = [
    "1",
    "水泵",
    "甲公司; 乙大学",
    "CN111111111A",
    "2020-05-01",
    "CN202010000001.1",
    "2020-01-02",
    "到incoPat中查看\r\nCN111111111A",
    "F04D29/08",
]


def csv(folder: Path, *rows: list[str], name: str = "export.csv") -> Path:
    path = folder / name
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    path.write_text("\n".join(quoted) + "\n", encoding="utf-8")
    return path


def book(folder: Path, sheets: dict[str, list[list[object]]], name: str = "export.xlsx") -> Path:
    path = folder / name
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as out:
        for sheet_name, rows in sheets.items():
            sheet = out.add_worksheet(sheet_name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return path


def only(intakes: list[Intake]) -> Intake:
    assert len(intakes) == 1
    (intake,) = intakes
    frame = intake.frame.collect()
    for name, kind in frame.schema.items():
        assert name.startswith("extra:") or kind == INTAKE[name], name
    assert intake.rows_read == frame.height + intake.rejects.height
    for notice in intake.warnings:
        for language in ("zh", "en"):
            assert words(f"warnings.{notice.key}", language, **notice.fields)
    return intake


def first(intake: Intake) -> dict[str, object]:
    return intake.frame.collect().row(0, named=True)


def warned(intake: Intake) -> dict[str, dict[str, object]]:
    return {notice.key: dict(notice.fields) for notice in intake.warnings}


@pytest.mark.parametrize("header", [INCOPAT_NEW, INCOPAT_OLD])
def test_both_generations_of_incopat_headers(tmp_path: Path, header: list[str]):
    intake = only(read_tabular(csv(tmp_path, header, ROW)))
    row = first(intake)
    assert intake.source == sniff(intake.path) == "incopat"
    assert (row["publication_number"], row["application_number"]) == ("CN111111111A", "CN202010000001.1")
    assert (row["publication_date"], row["filing_date"]) == (date(2020, 5, 1), date(2020, 1, 2))
    assert (row["applicant"], row["ipc_main"], row["title"]) == (["甲公司", "乙大学"], "F04D29/08", "水泵")
    assert row["vendor_url"] is None
    assert (row["row"], row["title_language"]) == (2, "zh")


def test_codes_of_industries_groups_and_families_of_incopat(tmp_path: Path):
    header = [
        *INCOPAT_NEW,
        "标准化申请人",
        "新兴产业分类",
        "国民经济分类",
        "简单同族",
        "当前法律状态",
        "首项权利要求",
    ]
    row = [
        *ROW,
        "[甲集团-C]; [乙大学-E]",
        "1.5 (人工智能),8.1 (数字创意、制造)",
        "I6490; C3914",
        "CN1A; US2B2",
        "授权",
        "1.一种泵",
    ]
    found = first(only(read_tabular(csv(tmp_path, header, row))))
    assert found["applicant_group"] == ["甲集团", "乙大学"]
    assert (found["sei"], found["nic"]) == (["1.5", "8.1"], ["I6490", "C3914"])
    assert found["family_simple_members"] == ["CN1A", "US2B2"]
    assert (found["legal_status"], found["claims_coverage"]) == ("授权", "first")


def test_the_header_is_found_below_a_banner_and_dates_may_be_cells_of_dates(tmp_path: Path):
    rows: list[list[object]] = [
        ["导出时间：2024-01-01"],
        ["检索式：水泵", "", "共 1 条"],
        [],
        list(INCOPAT_NEW),
        list(ROW),
    ]
    rows[4][4] = datetime(2020, 5, 1)
    intake = only(read_tabular(book(tmp_path, {"下载": rows})))
    assert first(intake)["publication_date"] == date(2020, 5, 1)
    assert first(intake)["row"] == 5
    assert first(intake)["sheet"] == "下载"


def test_someones_notes_on_other_sheets_are_named_and_skipped(tmp_path: Path):
    path = book(
        tmp_path, {"下载": [list(INCOPAT_NEW), list(ROW)], "Sheet2": [["列1", "列2"], ["CN1", "CN2"]], "空": []}
    )
    intake = only(read_tabular(path))
    assert [notice.fields["file"] for notice in intake.warnings if notice.key == "foreign_sheet"] == [
        f"{path} › Sheet2"
    ]


def test_every_sheet_of_patents_is_read(tmp_path: Path):
    path = book(tmp_path, {"一": [list(INCOPAT_NEW), list(ROW)], "二": [list(INCOPAT_NEW), list(ROW)]})
    assert [first(intake)["sheet"] for intake in read_tabular(path)] == ["一", "二"]


def test_a_field_too_many_at_the_end_shifts_nothing(tmp_path: Path):
    path = tmp_path / "ptics.csv"
    path.write_text(
        "公开号,申请号,标题,申请日,公开日,授权公告日,国际分类,引用本文专利数,法律状态,技术特征\n"
        '"CN216391212U","CN202123402459.9","装置","20211230","20220426","20220426",'
        '"H04N  5/225 | F16M 11/04","0","有效","17",\n',
        encoding="utf-8",
    )
    intake = only(read_tabular(path))
    row = first(intake)
    assert (intake.source, row["publication_number"], row["grant_date"]) == (
        "patentics",
        "CN216391212U",
        date(2022, 4, 26),
    )
    assert row["ipc"] == ["H04N5/225", "F16M11/04"]
    assert (row["validity"], row["legal_status"], row["extra:技术特征"]) == ("有效", None, "17")
    assert "extra_fields" not in warned(intake)


def test_a_field_too_many_in_front_shifts_the_header_and_not_the_data(tmp_path: Path):
    header, row = INCOPAT_NEW[1:], ["0", *ROW[1:]]
    intake = only(read_tabular(csv(tmp_path, header, row)))
    assert first(intake)["publication_number"] == "CN111111111A"
    assert first(intake)["applicant"] == ["甲公司", "乙大学"]


def test_filled_fields_beyond_the_header_are_said_aloud(tmp_path: Path):
    intake = only(read_tabular(csv(tmp_path, INCOPAT_NEW, [*ROW, "多余"], ROW)))
    assert warned(intake)["extra_fields"]["count"] == 1


def test_repeated_headers_keep_the_first_and_carry_the_second(tmp_path: Path):
    intake = only(read_tabular(csv(tmp_path, [*INCOPAT_NEW, "申请人", "备注"], [*ROW, "丙公司", "急"])))
    assert first(intake)["applicant"] == ["甲公司", "乙大学"]
    assert (first(intake)["extra:申请人 (2)"], first(intake)["extra:备注"]) == ("丙公司", "急")
    assert intake.columns["备注"] is None
    assert intake.columns["申请人"] == "applicant"


def test_rows_without_a_number_are_rejected_and_empty_rows_are_no_rows(tmp_path: Path):
    bare = ["2", "无号专利", "甲公司", "--", "", "无", "", "", ""]
    intake = only(read_tabular(csv(tmp_path, INCOPAT_NEW, ROW, bare, [""] * 9, INCOPAT_NEW)))
    assert (intake.rows_read, intake.rejects.height) == (2, 1)
    assert intake.rejects.row(0, named=True)["row"] == 3
    assert intake.rejects["reason"].to_list() == ["no_document_number"]
    assert "无号专利" in intake.rejects["found"][0]


def test_faulty_dates_are_counted_with_their_places(tmp_path: Path):
    rows = [[*ROW] for _ in range(4)]
    for row, written in zip(rows, ["1899-12-30", "1868-03-24", "someday", "5/1/20"], strict=True):
        row[4] = written
    intake = only(read_tabular(csv(tmp_path, INCOPAT_NEW, *rows)))
    assert intake.frame.collect()["publication_date"].to_list() == [None, date(1868, 3, 24), None, None]
    told = warned(intake)
    assert (told["zero_dates"]["rows"], told["unreadable_dates"]["rows"], told["two_digit_years"]["rows"]) == (
        "2",
        "4",
        "5",
    )
    assert told["zero_dates"]["column"] == "公开（公告）日"


def test_numbers_ruined_by_a_spreadsheet_stay_as_found_and_are_counted(tmp_path: Path):
    row = [*ROW]
    row[5] = "2.0171E+11"
    intake = only(read_tabular(csv(tmp_path, INCOPAT_NEW, ROW, row)))
    assert intake.frame.collect()["application_number"].to_list() == ["CN202010000001.1", "2.0171E+11"]
    assert warned(intake)["ruined_numbers"]["rows"] == "3"


def test_row_numbers_with_gaps_and_repeats_are_said_aloud(tmp_path: Path):
    rows = [[str(n), *ROW[1:]] for n in (1, 2, 2, 7)]
    told = warned(only(read_tabular(csv(tmp_path, INCOPAT_NEW, *rows))))
    assert (told["row_number_gaps"]["count"], told["row_number_repeats"]["count"]) == (4, 1)


def test_exactly_a_thousand_rows_look_like_a_download_cap(tmp_path: Path):
    rows = [[str(n), *ROW[1:]] for n in range(1, 1001)]
    assert "likely_download_cap" in warned(only(read_tabular(csv(tmp_path, INCOPAT_NEW, *rows))))
    assert "likely_download_cap" not in warned(only(read_tabular(csv(tmp_path, INCOPAT_NEW, *rows[1:]))))


def test_patsnap_parts_status_and_event_and_keeps_commas_in_names(tmp_path: Path):
    header = [
        "公开(公告)号",
        "标题",
        "申请号",
        "申请日",
        "[标]原始申请(专利权)人",
        "原始申请(专利权)人",
        "发明人",
        "法律状态/事件",
        "简单法律状态",
    ]
    row = [
        "US11111111B2",
        "Pump",
        "US16/132713",
        "2018-09-17",
        "甲集团",
        "甲公司 | 乙大学",
        "姓, 名|李, 四",
        "授权 | 权利转移",
        "有效",
    ]
    intake = only(read_tabular(csv(tmp_path, header, row)))
    found = first(intake)
    assert intake.source == "patsnap"
    assert (found["inventor"], found["applicant"]) == (["姓, 名", "李, 四"], ["甲公司", "乙大学"])
    assert (found["applicant_group"], found["legal_status"], found["validity"]) == (["甲集团"], "授权", "有效")
    assert [event["event"] for event in found["events"]] == ["transfer"]  # type: ignore[attr-defined]


def test_derwent_below_its_banner_with_padded_symbols_and_addresses_after_names(tmp_path: Path):
    rows: list[list[object]] = [
        ["Derwent Innovation Patent Export, 2019-08-09"],
        [
            "Publication Number",
            "Title - DWPI",
            "Assignee/Applicant",
            "Publication Date",
            "IPC - Current",
            "Cited Refs Details - Patent",
            "DWPI Family Members",
        ],
        [
            "CN108053582A",
            "Shopping device",
            "Alpha Tech Co. Ltd.,Beijing,100034,CN | Beta LLC,Austin,TX,US",
            "2018-05-18",
            "G07G000100 | G05D00010246",
            "CN2550114Y,CN,A,0 (Examiner),2002-06-26,UNIV X",
            "CN108053582A | WO2019104951A1",
        ],
    ]
    intake = only(read_tabular(book(tmp_path, {"Sheet1": rows})))
    found = first(intake)
    assert (intake.source, found["applicant"]) == ("derwent", ["Alpha Tech Co. Ltd.", "Beta LLC"])
    assert found["ipc"] == ["G07G1/00", "G05D1/0246"]
    assert (found["cited"], found["cited_category"], found["cited_origin"]) == (
        ["CN2550114Y"],
        ["A"],
        ["examiner"],
    )
    assert found["family_vendor_members"] == ["CN108053582A", "WO2019104951A1"]


def test_derwents_optimized_assignees_belong_to_sole_holders_who_did_not_invent(tmp_path: Path):
    rows: list[list[object]] = [
        [
            "Publication Number",
            "Title - DWPI",
            "Assignee - Original",
            "Optimized Assignee",
            "Inventor - Original",
        ],
        ["CN100000001A", "a", "Zeta Co. Ltd.", "ZETA GROUP", "WANG, An"],
        ["CN100000002A", "b", "Zeta Co. Ltd. | Alpha LLC", "ALPHA CORP | ZETA GROUP", "WANG, An"],
        ["CN100000003A", "c", "Zeta Co. Ltd. | Alpha LLC", "ALPHA CORP", "WANG, An"],
        ["CN100000004A", "d", "WANG An-yi", "NAMESAKE INC", "WANG, An-yi | LI, Bo"],
        ["CN100000005A", "e", "Omega AG", "OMEGA HOLDING", ""],
    ]
    frame = only(read_tabular(book(tmp_path, {"Sheet1": rows}))).frame.collect()
    assert frame["applicant_group"].to_list() == [["ZETA GROUP"], None, None, None, ["OMEGA HOLDING"]]


def test_a_dwpi_table_counts_families(tmp_path: Path):
    header = ["Derwent Accession Number", "Basic Patent Number", "DWPI Title", "Standardized Assignee"]
    intake = only(
        read_tabular(csv(tmp_path, header, ["1986000013", "AT198400452A", "Isolator", "ALPHA; BETA"]))
    )
    assert (intake.source, first(intake)["level"], first(intake)["family_vendor"]) == (
        "dwpi",
        "family",
        "1986000013",
    )


def test_lens_numbers_with_spaces_and_priorities_with_dates(tmp_path: Path):
    header = [
        "#",
        "Jurisdiction",
        "Kind",
        "Display Key",
        "Lens ID",
        "Publication Date",
        "Priority Numbers",
        "Applicants",
        "Owners (US)",
        "IPCR Classifications",
        "Legal Status",
    ]
    row = [
        "1",
        "US",
        "A1",
        "US 2011/0185700 A1",
        "1-2-3",
        "2011-08-04",
        "US 65784810 A 20100129;;FR 1054449 A 20100607",
        "A CO;;B CO",
        "A CO (2007-09-26)",
        "F02C7/055;;F02C7/08",
        "Active",
    ]
    found = first(only(read_tabular(csv(tmp_path, header, row))))
    assert (found["publication_number"], found["applicant"]) == ("US20110185700A1", ["A CO", "B CO"])
    assert found["priority_dates"] == [date(2010, 1, 29), date(2010, 6, 7)]
    assert (found["priority_office"], found["owner"], found["validity"]) == (["US", "FR"], ["A CO"], "Active")


@pytest.mark.parametrize("before", ["", "search URL:,https://patents.google.com/?q=pump\n"])
def test_google_patents_with_and_without_the_line_of_the_search(tmp_path: Path, before: str):
    path = tmp_path / "gp-search.csv"
    path.write_text(
        before
        + "id,title,assignee,inventor/author,priority date,filing/creation date,publication date,grant date,"
        "result link,representative figure link\n"
        'DE-102021126648-A1,Pump ,"Foo, Inc.","A B, C D",10/15/2020,2021-10-14,4/21/2022,,https://patents.google.com/patent/X/en,\n',
        encoding="utf-8",
    )
    found = first(only(read_tabular(path)))
    assert (found["publication_number"], found["title"]) == ("DE102021126648A1", "Pump")
    assert (found["applicant"], found["inventor"]) == (["Foo Inc."], ["A B", "C D"])
    assert (found["priority_date"], found["filing_date"]) == (date(2020, 10, 15), date(2021, 10, 14))


def test_details_of_google_patents_in_gzip(tmp_path: Path):
    path = tmp_path / "details.csv.gz"
    path.write_bytes(
        gzip.compress(
            b"publication_number,title,abstract,cpc_codes\nUS1B2,Pump,A pump.,\"['G06T19/20', 'G06T17/20']\"\n"
        )
    )
    assert first(only(read_tabular(path)))["cpc"] == ["G06T19/20", "G06T17/20"]


def test_patentscope_in_mac_roman_with_the_office_in_its_own_column(tmp_path: Path):
    path = tmp_path / "patentscope.csv"
    text = (
        "Publication Number,Country,Publication Date,Title,Priority Data,IPC,Applicants\r"
        '20090208610,US,21.08.2009,Pâté,"[60/225,166 14.08.2000 US, 2005070132 2005-09-23T23:59:59.000Z ES]",'
        'A21D 13/00;A21D 13/00,"ÉTÉ, Ole;NA"\r'
        "1820402,EP,01.02.2010,Crème brûlée,[null 30.12.1899 null],A21D 13/00,NA\r"
    )
    path.write_bytes(text.encode("mac_roman"))
    intake = only(read_tabular(path))
    found = first(intake)
    assert (found["office"], found["title"], found["publication_date"]) == ("US", "Pâté", date(2009, 8, 21))
    assert found["priority_number"] == ["60/225,166", "2005070132"]
    assert found["priority_dates"] == [date(2000, 8, 14), date(2005, 9, 23)]
    assert (found["ipc"], found["applicant"]) == (["A21D13/00"], ["ÉTÉ, Ole"])
    assert warned(intake)["zero_dates"]["count"] == 1


def test_espacenet_with_countries_behind_names(tmp_path: Path):
    header = [
        "Title",
        "Publication number",
        "Publication date",
        "Inventor(s)",
        "Applicant(s)",
        "International classification",
        "Patents cited in the search report",
        "Other patent citations",
    ]
    row = [
        "Box\n",
        "KR20150000637 (U)",
        "2015-02-11\n",
        "A B\u2002[US]\nC D\u2002[KR]\n",
        "ELBA LLC\u2002[US]\n",
        "B65D5/30\nB65D5/46\n",
        "US1377974 (A)\n",
        "EP1 (B1)",
    ]
    intake = only(read_tabular(csv(tmp_path, ["Espacenet search results", "", ""], header, row)))
    found = first(intake)
    assert (intake.source, found["publication_number"]) == ("espacenet", "KR20150000637U")
    assert (found["inventor"], found["applicant_country"]) == (["A B", "C D"], ["US"])
    assert found["cited"] == ["US1377974A", "EP1B1"]


def test_orbit_rows_are_families(tmp_path: Path):
    header = [
        "Publication numbers with kind code",
        "Title",
        "Publication dates",
        "Latest standardized assignees - inventors removed",
        "Legal state (Alive, Dead)",
    ]
    row = ["EP1234567 A1\nUS20200000001 A1", "Pump", "2019-01-02\n2020-01-02", "ALPHA\nBETA", "ALIVE"]
    found = first(only(read_tabular(csv(tmp_path, header, row))))
    assert (found["level"], found["publication_number"]) == ("family", "EP1234567A1")
    assert found["applicant"] == ["ALPHA", "BETA"]


YEARLY = [
    "专利名称",
    "专利类型",
    "申请人",
    "申请人区县",
    "申请号",
    "申请日",
    "申请年份",
    "公开公告号",
    "公开公告日",
    "授权公告号",
    "授权公告日",
    "IPC分类号",
    "主权项内容",
    "统一社会信用代码",
]
YEARLY_ROW = [
    "泵",
    "发明专利",
    "甲公司;乙大学",
    "西青区",
    "CN202010000001.1",
    "2020.01.02",
    "2020",
    "CN111111111A",
    "20200501",
    "CN111111111B",
    "2022-05-01",
    "F04D29/08; F04D13/06",
    "1.一种泵",
    "91120111MA0000000X",
]


def test_the_yearly_tables_hold_publication_and_grant_side_by_side(tmp_path: Path):
    found = first(only(read_tabular(csv(tmp_path, YEARLY, YEARLY_ROW))))
    assert (found["level"], found["grant_number"]) == ("application", "CN111111111B")
    assert (found["filing_date"], found["publication_date"]) == (date(2020, 1, 2), date(2020, 5, 1))
    assert (found["applicant_district"], found["applicant_code"]) == (["西青区"], ["91120111MA0000000X"])


def test_a_large_table_is_read_in_batches_to_the_same_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    rows = [[*YEARLY_ROW[:7], f"CN11111{n:04}A", *YEARLY_ROW[8:]] for n in range(50)]
    rows[7][7] = rows[7][4] = rows[7][9] = ""
    rows[9][5] = "1899-12-31"
    path = csv(tmp_path, YEARLY, *rows)
    plain = only(read_tabular(path))
    monkeypatch.setattr("workbench.readers.text_grid.STREAM_FROM", 1)
    monkeypatch.setattr("workbench.readers.table_rows.BATCH_ROWS", 8)
    streamed = only(read_tabular(path))
    assert streamed.frame.collect().equals(plain.frame.collect())
    assert streamed.frame.select("row", "title").filter(pl.col("row") > 40).collect().height == 11
    assert streamed.frame.head(3).collect().height == 3
    assert streamed.warnings == plain.warnings
    assert streamed.rejects.height == plain.rejects.height == 1


def test_a_byte_that_is_no_text_far_down_a_large_table_costs_no_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    rows = [[*YEARLY_ROW[:7], f"CN1{n:08}A", *YEARLY_ROW[8:-1], "长" * 300] for n in range(12_000)]
    path = csv(tmp_path, YEARLY, *rows)
    held = path.read_bytes()
    at = held.index("长".encode(), held.index(b"CN100005000A"))  # past the head, between the slices looked at
    path.write_bytes(held[:at] + b"\xff" + held[at:])
    monkeypatch.setattr("workbench.readers.text_grid.STREAM_FROM", 1)
    monkeypatch.setattr("workbench.readers.table_rows.BATCH_ROWS", 1000)
    intake = only(read_tabular(path))
    assert not any(notice.key == "bad_bytes" for notice in intake.warnings)  # the samples have not met it
    found = intake.frame.select("publication_number").collect()["publication_number"]
    assert found.len() == found.n_unique() == 12_000
    whole = only(read_tabular(csv(tmp_path, YEARLY, *rows))).frame.collect()
    assert found.to_list() == whole["publication_number"].to_list()


def test_an_unknown_header_says_what_was_looked_for_and_found(tmp_path: Path):
    path = csv(tmp_path, ["编号", "公开号码", "题目"], ["1", "CN111111111A", "泵"])
    with pytest.raises(WorkbenchError) as caught:
        read_tabular(path)
    told = words("errors.unknown_header", "zh", **caught.value.fields)
    assert "公开号码 -> 公开号" in told
    assert "--column publication_number=公开号码" in told
    assert str(path) in told


def test_columns_named_by_hand_read_an_unknown_header(tmp_path: Path):
    path = csv(tmp_path, ["编号", "公开号码", "题目"], ["1", "CN111111111A", "泵"])
    intake = only(read_tabular(path, columns={"publication_number": "公开号码", "title": "题目"}))
    assert (first(intake)["publication_number"], first(intake)["title"]) == ("CN111111111A", "泵")
    assert (first(intake)["extra:编号"], intake.source) == ("1", "generic")
    assert "level" not in first(intake)


def test_columns_named_by_hand_win_over_the_profile(tmp_path: Path):
    path = csv(tmp_path, [*INCOPAT_NEW, "受让方"], [*ROW, "丙公司"])
    assert first(only(read_tabular(path, columns={"applicant": "受让方"})))["applicant"] == ["丙公司"]


def test_a_column_that_does_not_exist_is_refused_with_the_nearest(tmp_path: Path):
    with pytest.raises(WorkbenchError) as caught:
        read_tabular(csv(tmp_path, INCOPAT_NEW, ROW), columns={"applicants": "申请人"})
    assert (caught.value.key, caught.value.fields["suggestion"]) == ("unknown_column", "applicant")


def test_a_source_that_does_not_exist_is_refused(tmp_path: Path):
    with pytest.raises(WorkbenchError) as caught:
        read_tabular(csv(tmp_path, INCOPAT_NEW, ROW), source="incopatt")
    assert (caught.value.key, caught.value.fields["suggestion"]) == ("unknown_source", "incopat")


PROFILE = """
name = "天津清单"
separator = [";"]
[columns]
publication_number = "publication_no"
application_number = "application_no"
title = "title"
applicant = "applicant"
ipc = "ipc"
legal_status = "legal_status"
sei = "sei_class"
[values.legal_status]
"有权" = "授权"
"""


def test_a_short_profile_reads_any_other_table(tmp_path: Path):
    profile = tmp_path / "mine.toml"
    profile.write_text(PROFILE, encoding="utf-8")
    path = csv(
        tmp_path,
        ["source", "publication_no", "application_no", "title", "applicant", "ipc", "sei_class"],
        ["a.xlsx", "CN111111111A", "CN202010000001.1", "泵", "甲公司;乙大学", "F04D29/08", "2.1 (智能制造)"],
    )
    intake = only(read_tabular(path, profile=profile))
    assert (intake.source, first(intake)["applicant"], first(intake)["sei"]) == (
        "天津清单",
        ["甲公司", "乙大学"],
        ["2.1"],
    )


def test_a_profile_with_faults_names_them_all(tmp_path: Path):
    profile = tmp_path / "mine.toml"
    profile.write_text('separatr = ";"\nsnif = []\n', encoding="utf-8")
    with pytest.raises(Faults) as caught:
        read_tabular(csv(tmp_path, INCOPAT_NEW, ROW), profile=profile)
    assert [fault.fields["suggestion"] for fault in caught.value.faults] == ["separator", "sniff"]
    profile.write_text("[columns\n", encoding="utf-8")
    with pytest.raises(WorkbenchError, match="profile_not_toml"):
        read_tabular(csv(tmp_path, INCOPAT_NEW, ROW), profile=profile)


def test_a_table_of_common_headers_is_read_and_said_to_be_guessed(tmp_path: Path):
    path = csv(
        tmp_path,
        ["专利名称", "公开号", "申请日期", "专利权人", "主分类号"],
        ["泵", "CN111111111A", "2020年1月2日", "甲公司", "F04D29/08"],
    )
    intake = only(read_tabular(path))
    assert first(intake)["filing_date"] == date(2020, 1, 2)
    assert intake.source in ("generic", "cnipa_pss")
