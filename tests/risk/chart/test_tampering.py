"""Charts that people filled in oddly or changed where they may not: what is said, and where."""

from dataclasses import replace
from datetime import datetime

import openpyxl
import pytest

from workbench.errors import WorkbenchError
from workbench.labels import LANGUAGES, topic, words
from workbench.labels.problems import error_text
from workbench.risk.chart import SignOff, chart_verdict, read_chart, verdict_document, write_chart
from workbench.risk.chart.signing import chart_digest

CELLS, CLAIMS = "特征对比表", "权利要求结构"


@pytest.fixture
def changed(chart_of, tmp_path):
    """Return a function that lets a person work on a chart's workbook."""

    def make(work):
        path = write_chart(chart_of(), tmp_path / "c.xlsx", "zh", is_replaced=True)
        book = openpyxl.load_workbook(path)
        work(book)
        book.save(path)
        return path

    return make


def refused(path):
    with pytest.raises(WorkbenchError) as caught:
        read_chart(path)
    return caught.value


def put(sheet, heading, row, value):
    """Return the work that puts a value below a heading."""

    def work(book):
        at = next(cell.column for cell in book[sheet][1] if cell.value == heading)
        book[sheet].cell(row, at).value = value

    return work


def duplicated(book):
    sheet = book[CELLS]
    told = [cell.value for cell in sheet[3]]
    sheet.insert_rows(4)
    for at, value in enumerate(told, start=1):
        sheet.cell(4, at).value = value


def swapped(book):
    sheet = book[CELLS]
    for one, two in zip(sheet[3], sheet[4], strict=True):
        one.value, two.value = two.value, one.value


@pytest.mark.parametrize(
    ("work", "sheet", "told"),
    [
        (lambda book: book[CELLS].delete_rows(3), CELLS, ("第 3 行", "1.2", "生成时 6 行，现有 5 行")),
        (lambda book: book[CELLS].delete_rows(7), CELLS, ("末尾缺行", "生成时 6 行，现有 5 行")),
        (duplicated, CELLS, ("第 4 行", "1.1", "现有 7 行")),
        (swapped, CELLS, ("第 3 行", "1.2")),
        (put(CELLS, "特征号", 3, "甲"), CELLS, ("第 3 行", "甲")),
        (put(CELLS, "类别", 3, "主题名称"), CELLS, ("第 3 行", "主题名称")),
        (put(CLAIMS, "引用", 4, "1"), CLAIMS, ("第 4 行", "3 | 从属 | 1")),
        (put(CLAIMS, "引用", 4, "甲"), CLAIMS, ("第 4 行", "甲")),
        (put(CLAIMS, "过渡词", 2, "封闭式"), CLAIMS, ("第 2 行", "封闭式")),
        (put(CLAIMS, "权利要求", 5, "4"), CLAIMS, ("第 5 行", "4")),
        (put(CELLS, "特征号", 8, "3.2"), CELLS, ("第 8 行", "3.2", "不得增删行")),
    ],
)
def test_changed_structure_is_told_with_sheet_row_and_what_was_found(changed, work, sheet, told):
    fault = refused(changed(work))
    text = error_text(fault, "zh")
    assert (fault.key, fault.fields["sheet"]) == ("chart_structure_changed", sheet)
    assert all(word in text for word in told), text


def test_a_changed_chart_of_an_older_file_without_marks_is_refused_all_the_same(changed):
    def older(book):
        sheet = book["基本信息"]
        lock = next(row[1] for row in sheet.iter_rows(min_row=2) if "锁定" in row[0].value)
        lock.value = lock.value.partition(".")[0]

    read_chart(changed(older))
    fault = refused(changed(lambda book: (older(book), book[CELLS].delete_rows(3))))
    assert CELLS in error_text(fault, "zh") and CLAIMS in error_text(fault, "zh")


def test_an_unknown_jurisdiction_is_shown_with_those_permitted(changed):
    def work(book):
        for row in book["基本信息"].iter_rows(min_row=2):
            if row[0].value == "适用法域":
                row[1].value = "法国"

    text = error_text(refused(changed(work)), "zh")
    assert "“法国”" in text and "CN | US | EP | EP-DE | EP-UK" in text


def test_a_bar_without_citation_is_named_in_words(changed):
    text = error_text(refused(changed(put(CELLS, "适用的限制", 3, "禁止反悔"))), "zh")
    assert "禁止反悔" in text and "estoppel " not in text.replace("prosecution estoppel", "")


def test_a_date_that_excel_holds_as_such_is_told_as_a_day(changed):
    path = changed(put("复核签署", "日期", 2, datetime(2024, 1, 2)))
    assert read_chart(path).sign_off.date == "2024-01-02"


def test_a_signature_without_digest_is_not_bound_to_the_content(chart_of, filled):
    chart = filled(chart_of())
    document = told(replace(chart, sign_off=SignOff("审核员乙", "2024-06-01")))
    assert [gap["kind"] for gap in document["gaps"]] == ["signature_not_bound"]
    assert (document["sign_off"]["is_current"], document["provisional"]) == (False, True)
    document = told(replace(chart, sign_off=SignOff("审核员乙", "2024-06-01", chart_digest(chart))))
    assert (document["sign_off"]["is_current"], document["provisional"]) == (True, False)


def told(chart):
    return verdict_document(chart, chart_verdict(chart))


@pytest.mark.parametrize(
    ("where", "bar", "state", "kinds"),
    [
        ("CN", "estoppel", "literal", ["bar_without_effect"]),
        ("CN", "estoppel", "absent", ["bar_without_effect"]),
        ("CN", "prior_art", "literal", ["bar_without_effect", "prior_art_defence"]),
        ("US", "prior_art", "literal", ["bar_without_effect"]),
        ("CN", "prior_art", "equivalent", []),
    ],
)
def test_a_bar_where_nothing_is_equivalent_changes_nothing_and_says_so(
    chart_of, filled, where, bar, state, kinds
):
    chart = filled(chart_of(jurisdiction=where), {"1.1": state})
    cell = next(cell for cell in chart.cells if cell.key == "1.1")
    barred = chart.with_cells([replace(cell, bar=bar, citation="对比文件 1", bar_author="审核员甲")])
    found = [g for g in chart_verdict(barred).gaps if g.kind in ("bar_without_effect", "prior_art_defence")]
    assert [gap.kind for gap in found] == kinds
    assert {gap.place for gap in found} <= {"1.1"}
    if state != "equivalent":
        assert chart_verdict(barred).risk == chart_verdict(chart).risk


def test_every_gap_has_words_in_the_chart_and_in_the_report():
    from workbench.risk.chart.gaps import _ORDER

    for kind in _ORDER:
        assert all(words(f"risk_charts.gap_{kind}", language) for language in LANGUAGES)
        assert kind in topic("values")["gap"]
