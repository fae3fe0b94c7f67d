"""The patents behind a number, found again from the report's folder alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import narwhals as nw
import openpyxl
import polars as pl
import pytest

from workbench.errors import WorkbenchError
from workbench.report import Report, explain
from workbench.report.datasets import datasets
from workbench.report.evidence import cell_records, write_evidence
from workbench.tables import Condition, Evidence, RowValue, Table

Maker = Callable[..., Report]


@pytest.fixture(scope="module")
def out(
    tmp_path_factory: pytest.TempPathFactory, lent_words: None, report_maker: Callable[..., Report]
) -> Path:
    folder = tmp_path_factory.mktemp("explained")
    report_maker("zh").write(folder, only=["xlsx"])
    return folder


@pytest.mark.parametrize("table", ["1-1", "表 1-1", "test_annual", "历年申请量", "1-1 历年申请量"])
@pytest.mark.parametrize("cell", ["B7", "$B$7", "2|test_count", "2017:test_count", "2017:申请量"])
def test_table_and_cell_may_be_named_in_any_way(out: Path, table: str, cell: str) -> None:
    found = explain(out, table, cell)
    assert found.height == 40
    assert set(found["filing_date"].dt.year()) == {2017}


def test_every_listed_cell_of_the_workbook_equals_its_list(out: Path) -> None:
    book = openpyxl.load_workbook(out / "data.xlsx")
    for sheet in (book["1-1 历年申请量"], book["2-1 申请人排名"]):
        for row in range(5, sheet.max_row + 1):
            assert explain(out, sheet.title, f"B{row}").height == sheet[f"B{row}"].value


def test_list_carries_what_a_reader_needs(out: Path) -> None:
    found = explain(out, "2-1", "示例科技03有限公司:test_count")
    assert found.columns == [
        "record", "publication_number", "title", "applicant", "filing_date", "publication_date",
        "legal_status", "vendor_url",
    ]  # fmt: skip
    assert found.row(0, named=True)["publication_number"] == "CN100000003A"
    assert found.row(0, named=True)["publication_date"] is None


@pytest.mark.parametrize(
    ("table", "cell", "key"),
    [
        ("9-9", "B5", "explain_no_table"),
        ("1-1", "B99", "explain_no_cell"),
        ("1-1", "Z5", "explain_no_cell"),
        ("1-1", "1999:test_count", "explain_no_cell"),
        ("1-1", "nonsense", "explain_no_cell"),
        ("1-1", "B4", "explain_no_cell"),
        ("1-1", "C5", "explain_no_list"),
    ],
)
def test_what_does_not_exist_is_named(out: Path, table: str, cell: str, key: str) -> None:
    with pytest.raises(WorkbenchError) as caught:
        explain(out, table, cell)
    assert caught.value.key == key


def test_folder_without_a_report_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match="explain_no_report"):
        explain(tmp_path, "1-1", "B5")


def test_name_of_two_tables_is_ambiguous(make_report: Callable[..., Report], tmp_path: Path) -> None:
    report = make_report("zh")
    report.add(report.sections[0].blocks[-1].table)  # type: ignore[union-attr]
    report.add(replace(report.sections[0].blocks[-1].table))  # type: ignore[union-attr]
    report.write(tmp_path, only=["xlsx"])
    with pytest.raises(WorkbenchError, match="explain_ambiguous_table"):
        explain(tmp_path, "test_annual", "B5")


EVIDENCE = pl.LazyFrame(
    {
        "record": pl.Series([5, 5, 3, 8, 9], dtype=pl.UInt32),
        "year": pl.Series([2019, 2019, 2020, 2021, None], dtype=pl.Int32),
        "kind": ["a", "b", "a", "a", "b"],
        "day": [date(2019, 1, 1), date(2019, 1, 1), date(2020, 2, 2), date(2021, 3, 3), None],
    }
)
CONDITIONS = {
    "total": (),
    "of_year": (Condition("year", "==", RowValue("year")),),
    "until_year": (Condition("year", "<=", RowValue("year")),),
    "of_year_a": (Condition("year", "==", RowValue("year")), Condition("kind", "==", "a")),
    "since": (Condition("day", ">=", date(2020, 1, 1)), Condition("year", "!=", None)),
}


def conditioned_report() -> Report:
    frame = pl.DataFrame({"year": pl.Series([2019, 2020, None], dtype=pl.Int64)}).with_columns(
        pl.lit(1).alias(name) for name in CONDITIONS
    )
    table = Table("test_annual", frame, "publication", evidence=Evidence(nw.from_native(EVIDENCE), CONDITIONS))
    return Report("test_report", "en").section("test_trend").add(table)


def test_joined_lists_equal_the_filter_of_the_table_for_every_kind_of_condition(tmp_path: Path) -> None:
    report = conditioned_report()
    (dataset,) = datasets(report)
    write_evidence((dataset,), None, "en", tmp_path)
    found = {address: cell.records for address, cell in cell_records(dataset, tmp_path).items()}
    assert {address: cell.total for address, cell in cell_records(dataset, tmp_path, most=1).items()} == {
        address: len(records) for address, records in found.items()
    }
    expected = {
        f"{row}|{column}": dataset.table.records(row, column) for row in range(3) for column in CONDITIONS
    }
    assert found == expected
    assert found["0|of_year"] == [5]
    assert found["2|of_year"] == [9], "a missing key matches what is missing"
    assert found["1|until_year"] == [3, 5]
    assert found["0|since"] == [3, 8]


def test_conditions_survive_the_way_through_the_folder(tmp_path: Path) -> None:
    conditioned_report().write(tmp_path, only=["xlsx"])
    assert explain(tmp_path, "1-1", "0|since")["record"].to_list() == [3, 8]
    assert explain(tmp_path, "1-1", "1|until_year")["record"].to_list() == [3, 5]
    assert explain(tmp_path, "1-1", "2|of_year")["record"].to_list() == [9]
