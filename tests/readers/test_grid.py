"""Files as grids of text, and every file that is none."""

import gzip
import io
import struct
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from workbench.errors import WorkbenchError
from workbench.labels import words
from workbench.readers import content
from workbench.readers.grid import Grid, read_grids
from workbench.readers.text_grid import find_encoding

TABLE = "公开号,标题,申请人\nCN111111111A,一种水泵的密封结构,甲公司\nCN222222222A,一种轴承与电机,乙大学\n"


def rows_of(grid: Grid) -> list[tuple[object, ...]]:
    return grid.cells.collect().drop("row").rows()


def read_bytes(folder: Path, data: bytes, name: str = "export.csv") -> list[Grid]:
    path = folder / name
    path.write_bytes(data)
    return list(read_grids(path))


def key_of(folder: Path, data: bytes, name: str = "export.xlsx") -> str:
    with pytest.raises(WorkbenchError) as caught:
        read_bytes(folder, data, name)
    error = caught.value
    for language in ("zh", "en"):
        told = words(f"errors.{error.key}", language, **error.fields)
        assert name in told
        assert "处理办法" in told or "Cure" in told
    return error.key


def workbook(**sheets: list[list[object]]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_chinese_text_is_read_in_any_encoding(tmp_path: Path, encoding: str):
    (grid,) = read_bytes(tmp_path, TABLE.encode(encoding))
    assert grid.head[0] == ("公开号", "标题", "申请人")
    assert rows_of(grid)[1] == ("CN111111111A", "一种水泵的密封结构", "甲公司")


def test_mac_roman_with_carriage_returns_alone():
    data = "Title,Applicants\rPâte à pizza,Société générale\r".encode("mac_roman")
    assert find_encoding(data) == ("mac_roman", False)


def test_lines_may_end_with_carriage_return_alone(tmp_path: Path):
    (grid,) = read_bytes(tmp_path, TABLE.replace("\n", "\r").encode())
    assert len(rows_of(grid)) == 3


@pytest.mark.parametrize("separator", ["\t", ";", "|"])
def test_the_separator_is_found(tmp_path: Path, separator: str):
    (grid,) = read_bytes(tmp_path, TABLE.replace(",", separator).encode(), "export.txt")
    assert rows_of(grid)[2] == ("CN222222222A", "一种轴承与电机", "乙大学")


def test_quoted_cells_keep_separators_quotes_and_line_breaks(tmp_path: Path):
    (grid,) = read_bytes(tmp_path, '号,摘要\nCN1,"甲, ""乙""\n丙"\nCN2,无引号 "丁" 戊\n'.encode())
    assert rows_of(grid)[1:] == [("CN1", '甲, "乙"\n丙'), ("CN2", '无引号 "丁" 戊')]


def test_rows_with_a_field_too_many_keep_it_beyond_the_header(tmp_path: Path):
    (grid,) = read_bytes(tmp_path, b"a,b\n1,2,\n3,4,5\n")
    assert rows_of(grid) == [("a", "b", None), ("1", "2", None), ("3", "4", "5")]


def test_a_few_broken_bytes_are_said_aloud(tmp_path: Path):
    data = (TABLE * 40).encode()
    at = data.rindex("公司".encode())
    (grid,) = read_bytes(tmp_path, data[:at] + b"\xff" + data[at + 1 :])
    assert [notice.key for notice in grid.warnings] == ["bad_bytes"]


def test_archives_open_to_all_their_tables(tmp_path: Path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("b.csv", TABLE)
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("a.csv.gz", gzip.compress(TABLE.encode("gb18030")))
        archive.writestr("inner.zip", inner.getvalue())
        archive.writestr("book.xlsx", workbook(s=[["公开号"], ["CN1"]]))
    grids = read_bytes(tmp_path, outer.getvalue(), "all.zip")
    assert [(grid.member, grid.sheet) for grid in grids] == [
        ("a.csv", ""),
        ("inner.zip › b.csv", ""),
        ("book.xlsx", "s"),
    ]


def test_a_member_named_in_gbk_by_chinese_windows_keeps_its_name(tmp_path: Path):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("abcd.csv", TABLE)
    data = stream.getvalue().replace(b"abcd.csv", "专利.csv".encode("gbk"))
    (grid,) = read_bytes(tmp_path, data, "all.zip")
    assert grid.member == "专利.csv"


def test_workbook_cells_are_text_and_dates_are_iso(tmp_path: Path):
    path = tmp_path / "export.xls"  # content decides, not the extension
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [201710601862, 201710601862.3, 2.5e14, True])
        sheet.write_datetime(
            0, 4, __import__("datetime").datetime(2019, 10, 1), book.add_format({"num_format": "yyyy/m/d"})
        )
        book.add_worksheet("空表")
        book.add_chartsheet("图")
    (grid,) = read_grids(path)
    assert rows_of(grid) == [
        ("201710601862", "201710601862.299987793", "250000000000000", "true", "2019-10-01 00:00:00")
    ]


def test_rows_keep_their_number_when_the_sheet_starts_empty(tmp_path: Path):
    path = tmp_path / "export.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write(3, 1, "here")
    (grid,) = read_grids(path)
    assert grid.cells.collect()["0"].to_list() == [None, None, None, "here"]


def test_a_page_saved_as_a_workbook(tmp_path: Path):
    assert key_of(tmp_path, b"\n<html><table><tr><td>1</td></tr></table>", "export.xls") == "html_as_workbook"


def test_xml_is_no_table(tmp_path: Path):
    assert key_of(tmp_path, b"<?xml version='1.0'?><a/>", "export.csv") == "xml_not_table"


@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_a_truncated_workbook(tmp_path: Path, keep: float):
    data = workbook(s=[["公开号"], ["CN1"]])
    assert key_of(tmp_path, data[: int(len(data) * keep)]) == "damaged_archive"


def test_a_workbook_with_a_damaged_sheet(tmp_path: Path):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<broken")
    assert key_of(tmp_path, stream.getvalue()) == "damaged_workbook"


def test_a_workbook_behind_a_password(tmp_path: Path):
    data = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500)
    )
    assert key_of(tmp_path, data) == "password_protected"


def test_an_old_office_file_that_is_no_workbook(tmp_path: Path):
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "WordDocument".encode("utf-16-le") + bytes(500)
    assert key_of(tmp_path, data, "export.xls") == "not_a_table"


def test_a_word_file_is_no_table(tmp_path: Path):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
    assert key_of(tmp_path, stream.getvalue()) == "not_a_table"


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\r\n\r\n"])
def test_an_empty_file(tmp_path: Path, data: bytes):
    assert key_of(tmp_path, data, "export.csv") == "empty_file"


@pytest.mark.parametrize("data", [bytes(range(256)) * 20, b"%PDF-1.4\n1 0 obj", b"\x7fELF" + bytes(64)])
def test_binary_rubbish(tmp_path: Path, data: bytes):
    assert key_of(tmp_path, data, "export.csv") == "binary_file"


def test_an_archive_of_another_kind(tmp_path: Path):
    assert key_of(tmp_path, b"Rar!\x1a\x07\x00" + bytes(100), "export.rar") == "archive_not_supported"


def test_a_cut_off_gzip(tmp_path: Path):
    data = gzip.compress(TABLE.encode() * 50)
    assert key_of(tmp_path, data[:-20], "export.csv.gz") == "damaged_archive"


def test_a_directory_and_a_missing_file(tmp_path: Path):
    for path, key in ((tmp_path, "is_a_directory"), (tmp_path / "none.csv", "no_such_file")):
        with pytest.raises(WorkbenchError, match=key):
            list(read_grids(path))


def bomb(size: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", bytes(size))
    return stream.getvalue()


def test_a_workbook_that_would_unpack_to_gigabytes_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(content, "SPARSE_LIMIT", content.MIB)
    assert key_of(tmp_path, bomb(8 * content.MIB)) == "workbook_too_big"


def test_a_workbook_that_lies_about_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(content, "SPARSE_LIMIT", content.MIB)
    size = 8 * content.MIB
    lying = bomb(size).replace(struct.pack("<I", size), struct.pack("<I", 4000))
    assert key_of(tmp_path, lying) == "workbook_too_big"


def test_a_large_regular_csv_is_scanned_with_the_same_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    text = '﻿号,摘要\nCN1,"甲, ""乙""\n丙"\n\nCN2,短\nCN3\nCN4,五,六\n'
    (plain,) = read_bytes(tmp_path, text.encode())
    monkeypatch.setattr("workbench.readers.text_grid.STREAM_FROM", 1)
    (streamed,) = read_bytes(tmp_path, text.encode())
    assert (plain.is_streamed, streamed.is_streamed) == (False, True)
    width = len(rows_of(plain)[0])
    assert [row[:width] for row in rows_of(streamed)] == rows_of(plain)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_a_large_table_in_another_encoding_is_scanned_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
):
    monkeypatch.setattr("workbench.readers.text_grid.STREAM_FROM", 1)
    (grid,) = read_bytes(tmp_path, TABLE.replace("\n", "\r").encode(encoding))
    assert grid.is_streamed
    assert [row[:3] for row in rows_of(grid)][1] == ("CN111111111A", "一种水泵的密封结构", "甲公司")


def test_members_that_are_no_tables_are_passed_over(tmp_path: Path):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("说明.pdf", b"%PDF-1.4\n")
        archive.writestr("a.csv", TABLE)
    path = tmp_path / "all.zip"
    path.write_bytes(stream.getvalue())
    skipped: list[WorkbenchError] = []
    assert [grid.member for grid in read_grids(path, skipped)] == ["a.csv"]
    assert [fault.key for fault in skipped] == ["binary_file"]


CUT_ROWS = "公开号,标题,申请人\n" + "".join(f'"CN{100000000 + at}A","题 {at}","示例公司"\n' for at in range(30))


@pytest.mark.parametrize(
    ("tail", "is_told"),
    [
        ("", False),
        ('"CN1A","题","示例公司"', False),
        ('"CN1A","题"', True),
        ('"CN1A","题","示例', True),
        ('"CN1', True),
        ('"CN1A","', True),
        ('"CN1A","题","示例公司\n第二行"', False),
    ],
)
def test_a_table_that_ends_within_a_row_is_told(tmp_path, tail, is_told):
    (grid,) = read_bytes(tmp_path, (CUT_ROWS + tail).encode())
    assert ("cut_off_row" in {notice.key for notice in grid.warnings}) is is_told
