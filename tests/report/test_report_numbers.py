"""One formatter for all: what a value looks like, and what kind a column is."""

from datetime import date, datetime
from typing import Any

import polars as pl
import pytest

from workbench.labels import topic
from workbench.report.manuscript import chinese_number
from workbench.report.numbers import kind_of, shown
from workbench.report.wording import cell_text, reasons_text, sentence
from workbench.tables import Cell, Finding, LeftOut, Table


@pytest.mark.parametrize(
    ("value", "kind", "printed"),
    [
        (1234567, "count", "1,234,567"),
        (12.5, "count", "12.50"),
        (3.0, "count", "3"),
        (0.123456, "share", "12.35%"),
        (0.1234567, "index", "0.1235"),
        (1234.5, "number", "1,234.50"),
        (2019, "year", "2019"),
        (2019.0, "year", "2019"),
        (date(2020, 1, 2), "date", "2020-01-02"),
        (datetime(2020, 1, 2, 3), "date", "2020-01-02"),
        (True, "flag", "是"),
        (None, "count", "—"),
        (float("nan"), "share", "—"),
        (["甲", "乙"], "text", "甲；乙"),
        ("华为", "text", "华为"),
    ],
)
def test_value_is_printed_by_its_kind(value: Any, kind: Any, printed: str) -> None:
    assert shown(value, kind, "any", "zh") == printed


@pytest.mark.parametrize(
    ("column", "dtype", "kind"),
    [
        ("filing_year", pl.Int32(), "year"),
        ("office_share", pl.Float64(), "share"),
        ("family_count", pl.UInt32(), "count"),
        ("family_count", pl.Float64(), "number"),
        ("rank", pl.Int64(), "count"),
        ("hhi", pl.Float64(), "number"),
        ("first_day", pl.Date(), "date"),
        ("is_complete", pl.Boolean(), "flag"),
        ("applicant", pl.String(), "text"),
    ],
)
def test_column_without_a_format_is_known_by_name_and_type(column: str, dtype: pl.DataType, kind: str) -> None:
    assert kind_of(column, dtype, {}) == kind


def test_table_decides_before_the_name_does() -> None:
    assert kind_of("x_count", pl.Float64(), {"x_count": "index"}) == "index"
    with pytest.raises(ValueError, match="no such format"):
        kind_of("x", pl.Int64(), {"x": "percent"})


def test_sentence_binds_each_slot_to_its_cell() -> None:
    table = Table("test_ranking", pl.DataFrame({"test_applicant": ["甲"], "test_count": [1234]}), "family")
    cell = Cell(table, 0, "test_count")
    runs = sentence(Finding.of("test_leader", name="某公司", count=cell), "zh")
    assert "".join(run.text for run in runs) == "申请量居首的是某公司，共 1,234 件。"
    assert [(run.text, run.cell) for run in runs if run.cell] == [("1,234", cell)]
    assert cell_text(cell, "en") == "1,234"


@pytest.mark.parametrize(
    ("name", "told"),
    [("通用汽车", "通用汽车居首，其后为示例，占 12%。"), ("GM", "GM 居首，其后为示例，占 12%。")],
)
def test_a_chinese_sentence_keeps_a_gap_only_between_han_and_latin(
    name: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = {"zh": "{leader} 居首，其后为 {second}，占{share}。", "en": "{leader}, {second}, {share}"}
    monkeypatch.setitem(topic("findings"), "test_gaps", template)
    runs = sentence(Finding.of("test_gaps", leader=name, second="示例", share="12%"), "zh")
    assert "".join(run.text for run in runs) == told


@pytest.mark.parametrize(("number", "text"), [(1, "一"), (10, "十"), (11, "十一"), (35, "三十五")])
def test_chapters_are_counted_in_chinese(number: int, text: str) -> None:
    assert chinese_number(number) == text


@pytest.mark.parametrize(
    ("language", "count", "printed"),
    [
        ("en", 1, "Everything counted was filed at one place, China: 1 application (100.00%)."),
        ("en", 2, "Everything counted was filed at one place, China: 2 applications (100.00%)."),
        ("zh", 1, "1 件"),
    ],
)
def test_a_single_unit_stands_in_the_singular(language: Any, count: int, printed: str) -> None:
    frame = pl.DataFrame({"office": ["CN"], "unit_count": [count], "unit_share": [1.0]})
    table = Table("publishing_offices", frame, "application")
    names = {"first": "office", "count": "unit_count", "share": "unit_share"}
    cells = {name: Cell(table, 0, column) for name, column in names.items()}
    told = sentence(Finding.of("offices_single", unit="findings.unit_application", **cells), language)
    assert printed in "".join(run.text for run in told)


@pytest.mark.parametrize(("count", "printed"), [(1, "no date: 1 application"), (2, "no date: 2 applications")])
def test_what_was_left_out_agrees_with_its_number(count: int, printed: str) -> None:
    left_out = (LeftOut("no_date", count),)
    table = Table("annual_filings", pl.DataFrame(), "application", left_out=left_out)
    assert reasons_text(table, "en") == printed
