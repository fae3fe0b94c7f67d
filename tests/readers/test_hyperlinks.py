"""The link of a record is read from behind the words that a vendor prints over it."""

import xlsxwriter

from workbench.readers.tabular import read_tabular

HEADERS = ("序号", "公开（公告）号", "申请号", "标题", "链接到incoPat")
ADDRESS = "https://vendor.example/detail?query=a%2Bb&local=zh&n="


def workbook(path, rows, *, first_row=0):
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("说明").write_url(1, 4, "https://elsewhere.example/", string="x")
        sheet = book.add_worksheet("著录项")
        sheet.write_row(first_row, 0, HEADERS)
        for number, link in enumerate(rows, first_row + 1):
            cells = (number, f"CN10200{number}000A", f"CN2010100{number}0000.0", "示例", "到incoPat中查看")
            sheet.write_row(number, 0, cells)
            if link:
                sheet.write_url(number, 4, link, string="到incoPat中查看\r\n")
    return path


def links(path):
    return read_tabular(path)[0].frame.collect()["vendor_url"].to_list()


def test_address_behind_the_words_is_the_records_link(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [f"{ADDRESS}1", None, f"{ADDRESS}3"])
    assert links(path) == [f"{ADDRESS}1", None, f"{ADDRESS}3"]


def test_sheet_that_does_not_begin_at_its_first_cell_gives_no_links(tmp_path):
    assert links(workbook(tmp_path / "a.xlsx", [f"{ADDRESS}1"], first_row=2)) == [None]


def test_links_of_other_columns_and_within_the_workbook_are_not_the_records(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [f"{ADDRESS}1", None, None, None])
    with xlsxwriter.Workbook(tmp_path / "b.xlsx") as book:
        sheet = book.add_worksheet("著录项")
        sheet.write_row(0, 0, HEADERS)
        for number, link in enumerate(("internal:'著录项'!A1", "mailto:a@vendor.example", f"{ADDRESS}3"), 1):
            sheet.write_row(number, 0, (number, f"CN10200{number}000A", "", "示例"))
            sheet.write_url(number, 4, link, string="查看")
            sheet.write_url(number, 3, f"{ADDRESS}other", string="示例")
    assert links(path) == [f"{ADDRESS}1", None, None, None]
    assert links(tmp_path / "b.xlsx") == [None, None, f"{ADDRESS}3"]


def test_links_stand_behind_any_number_of_rows(tmp_path):
    count = 6_000  # the cells fill more than one piece of the sheet
    path = workbook(tmp_path / "a.xlsx", [f"{ADDRESS}{n}" for n in range(count)])
    assert links(path) == [f"{ADDRESS}{n}" for n in range(count)]
