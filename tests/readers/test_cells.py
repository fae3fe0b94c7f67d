"""Cells made plain: text, lists, counts, numbers, dates, symbols, events."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.readers import cells
from workbench.readers.dates import date_faults, date_lists, dates, order_of
from workbench.readers.events import event_columns, status_parts
from workbench.readers.symbols import locarno_classes, symbols


def column(*values: str | None) -> pl.Series:
    return pl.Series(values, dtype=pl.String)


@pytest.mark.parametrize("mark", ["", " ", "--", "-", "无", "null", "<s", "N/A", None, "　"])
def test_missing_marks_are_null(mark: str | None):
    assert cells.text(column("甲", mark)).to_list() == ["甲", None]


def test_text_stands_on_one_line_without_what_spreadsheets_add():
    assert cells.text(column("\ufeff一_x000D_\n二\r\n三 ")).to_list() == ["一 二 三"]


def test_a_hyphen_inside_a_text_is_no_missing_mark():
    assert cells.text(column("A-B", "无线通信")).to_list() == ["A-B", "无线通信"]


def test_lists_are_split_trimmed_and_without_missing_marks():
    found = cells.many(column("甲; 乙;; -;丙 ", None, "--", "丁"), [";"])
    assert found.to_list() == [["甲", "乙", "丙"], None, None, ["丁"]]


def test_lists_split_at_any_separator_of_the_vendor():
    assert cells.many(column("罗凯 |\n李进|王恺"), ["|", "\n"]).to_list() == [["罗凯", "李进", "王恺"]]


def test_a_comma_before_a_legal_form_does_not_part_names():
    found = cells.many(column("Foo, Inc., Bar Co., Ltd., 李四"), [", "], protect_commas=True)
    assert found.to_list() == [["Foo Inc.", "Bar Co. Ltd.", "李四"]]


@given(st.lists(st.lists(st.text("甲乙丙AB", min_size=1, max_size=4), min_size=1, max_size=4), max_size=6))
def test_what_was_joined_is_parted_again(lists: list[list[str]]):
    joined = pl.Series([" ; ".join(values) for values in lists], dtype=pl.String)
    assert cells.many(joined, [";"]).to_list() == lists


def test_counts_read_groups_and_floats_and_refuse_words():
    assert cells.count(column("12", "1,204", "10.0", "many", None)).to_list() == [12, 1204, 10, None, None]


@pytest.mark.parametrize(
    ("found", "number"),
    [
        ("CN217161623U", "CN217161623U"),
        ("CN202211224208.2", "CN202211224208.2"),
        ("KR20150000637 (U)", "KR20150000637U"),
        ("US 2011/0185700 A1", "US20110185700A1"),
        ("US16/113,519", "US16/113,519"),
        ("WO2015026896 (A1)\nUS2015056344 (A1)", "WO2015026896A1"),
        ("201710601862.299987793", "201710601862.3"),
        ("2.0171E+11", "2.0171E+11"),
        ("--", None),
    ],
)
def test_document_numbers(found: str, number: str | None):
    assert cells.document_number(column(found)).to_list() == [number]


def test_dashed_numbers_lose_their_dashes_where_the_vendor_writes_them():
    assert cells.document_number(column("DE-102021126648-A1"), dashed=True).to_list() == ["DE102021126648A1"]


def test_links_lose_the_words_printed_over_them():
    found = cells.link(
        column("到incoPat中查看\r\nhttps://example.org/1", '=HYPERLINK("https://example.org/2","x")')
    )
    assert found.to_list() == ["https://example.org/1", "https://example.org/2"]


def test_standardised_names_lose_brackets_and_type_letter():
    found = cells.group_name(pl.Series([["[甲集团-C]", "[乙大学-E]", "[丙-丁公司]"]]))
    assert found.to_list() == [["甲集团", "乙大学", "丙-丁公司"]]


def test_script_tells_the_language():
    found = cells.language(column("車両の制御", "차량 제어", "车辆控制", "Vehicle", None), "en")
    assert found.to_list() == ["ja", "ko", "zh", "en", None]


@pytest.mark.parametrize(
    "written",
    [
        "2020-01-05", "2020-01-05 00:00:00", "2020-01-05T23:59:59.000Z", "20200105", "2020/1/5", "2020.01.05",
        "05.01.2020", "1/5/2020", "43835", "2020年1月5日", "05-Jan-2020", "Jan 5, 2020", " 2020-01-05\n",
        "2020-01-05 | 2021-01-01",
    ],
)  # fmt: skip
def test_every_form_of_date(written: str):
    assert dates(column(written)).to_list() == [date(2020, 1, 5)]


def test_day_first_where_a_sample_proves_it():
    assert order_of(column("5/1/2020", "25/1/2020"), "mdy") == "dmy"
    assert order_of(column("5/1/2020"), "dmy") == "dmy"
    assert order_of(column("1/25/2020"), "dmy") == "mdy"
    assert dates(column("5/1/2020"), "dmy").to_list() == [date(2020, 1, 5)]


def test_zero_dates_are_unknown_and_the_nineteenth_century_stays():
    found = dates(column("1899-12-30 00:00:00", "31.12.1899", "1899-12-29", "1868-03-24", "0"))
    assert found.to_list() == [None, None, date(1899, 12, 29), date(1868, 3, 24), None]


def test_two_digit_years_are_settled_by_a_column_of_years_or_stay_unknown():
    cell, year = column("8/21/09", "8/21/09", "8/21/09"), column("2009", "1909", "2010")
    assert dates(cell, "mdy", year).to_list() == [date(2009, 8, 21), date(1909, 8, 21), None]
    assert dates(cell).to_list() == [None, None, None]


def test_faults_of_dates_are_told_apart():
    kinds = pl.DataFrame({"cell": ["1899-12-30", "8/21/09", "soon", "2020-02-30", "2020-01-05", "--", None]})
    assert date_faults(kinds, "mdy")["fault"].to_list() == [
        "zero_dates", "two_digit_years", "unreadable_dates", "unreadable_dates", None, None, None,
    ]  # fmt: skip


def test_lists_of_dates_stay_in_step():
    found = date_lists(pl.Series([["2018-05-18", "never", "20180612"], None]))
    assert found.to_list() == [[date(2018, 5, 18), None, date(2018, 6, 12)], None]


@pytest.mark.parametrize(
    ("found", "symbol"),
    [
        ("G09B9/00", "G09B9/00"),
        ("G09B  9/00", "G09B9/00"),
        ("g06f 3/048 (2006.01)I", "G06F3/048"),
        ("Int. Cl.7 A01B 1/00", "A01B1/00"),
        ("B62B000300", "B62B3/00"),
        ("G07G00010081", "G07G1/0081"),
        ("G05D00010246", "G05D1/0246"),
        ("Y02T00107005", "Y02T10/7005"),
        ("B03C0003090000", "B03C3/09"),
        ("A61K0031000000", "A61K31/00"),
        ("B64C 39/02 ▪以特殊用途为特点的", "B64C39/02"),
        ("'G06T2210/56'", "G06T2210/56"),
        ("G09B", "G09B"),
    ],
)
def test_symbols_have_one_spelling(found: str, symbol: str):
    assert symbols(pl.Series([[found]])).to_list() == [[symbol]]


def test_locarno_classes_move_out_of_the_ipc():
    lists = pl.Series([["09-01", "G09B 9/00"], ["LOC(14)14-03"], ["1216"], ["G06F3/01", "G06F 3/01"], None])
    assert symbols(lists).to_list() == [["G09B9/00"], None, None, ["G06F3/01"], None]
    assert locarno_classes(lists).to_list() == [["09-01"], ["14-03"], ["12-16"], None, None]


def test_status_and_events_of_one_cell_are_parted():
    status, events = status_parts(column("授权 | 权利转移|许可", "实质审查", "质押", None))
    assert status.to_list() == ["授权", "实质审查", None, None]
    told = [[(e["event"], e["reference"]) for e in found] if found else None for found in events.to_list()]
    assert told == [[("transfer", "权利转移"), ("license", "许可")], None, [("pledge", "质押")], None]


def test_events_are_put_together_from_columns_in_step():
    found = event_columns(
        "transfer", {"date": column("2020-01-05; 2021-02-03", None), "to": column("乙公司", None)}, [";"]
    )
    assert found[1] is None
    assert [(e["event"], e["date"], e["to_party"]) for e in found.to_list()[0]] == [
        ("transfer", date(2020, 1, 5), "乙公司"),
        ("transfer", date(2021, 2, 3), None),
    ]


def test_no_rows_give_no_rows():
    nothing = pl.Series([], dtype=pl.String)
    assert cells.many(nothing, [";"]).len() == 0
    assert dates(nothing).dtype == pl.Date
    assert symbols(cells.many(nothing, [";"])).len() == 0
    assert event_columns("transfer", {"date": nothing}, [";"]).len() == 0
