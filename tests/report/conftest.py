"""A handmade report: a hostile title, a missing value, an empty table, a long table."""

from collections.abc import Callable, Iterator
from datetime import date

import narwhals as nw
import plotly.graph_objects as go
import polars as pl
import pytest

from workbench.labels import Language, topic
from workbench.report import Report
from workbench.tables import Cell, Condition, Evidence, Finding, LeftOut, RowValue, Table

HOSTILE = '</script><script>window.hacked=1</script><img src=x onerror=window.hacked=1> & "引号"'
COUNTS = {"rows_read": 252, "kept": 240, "duplicates": 10, "rejects": 2}

TEST_WORDS: dict[str, dict[str, dict[str, str]]] = {
    "report": {
        "title_test_report": {"zh": "示例产业专利态势分析报告", "en": "Patent landscape of a sample industry"},
        "section_test_trend": {"zh": "申请趋势", "en": "Filing trend"},
        "section_test_actors": {"zh": "创新主体", "en": "Actors"},
        "test_paragraph": {"zh": "本章统计 {what}。", "en": "This chapter counts {what}."},
        "fact_test_database": {"zh": "数据库", "en": "Database"},
        "fact_test_query": {"zh": "检索式", "en": "Query"},
        "appendix_test_query": {"zh": "检索式原文", "en": "Query as run"},
    },
    "findings": {
        "test_peak": {
            "zh": "{first}年至{last}年，申请量由 {low} 件增至 {high} 件，{last}年占全部的 {share}。",
            "en": "From {first} to {last} filings rose from {low} to {high}; {last} holds {share} of all.",
        },
        "test_leader": {"zh": "申请量居首的是{name}，共 {count} 件。", "en": "{name} leads with {count}."},
    },
    "warnings": {
        "test_no_date": {"zh": "缺申请日", "en": "No filing date"},
        "test_lag": {
            "zh": "{cut_off}前18个月的数据不完整",
            "en": "Incomplete before {cut_off}",
        },
    },
    "tables": {
        "test_annual": {"zh": "历年申请量", "en": "Annual filings"},
        "test_ranking": {"zh": "申请人排名", "en": "Applicant ranking"},
        "test_empty": {"zh": "诉讼事件", "en": "Litigation"},
    },
    "columns": {
        "test_year": {"zh": "申请年", "en": "Filing year"},
        "test_applicant": {"zh": "申请人", "en": "Applicant"},
        "test_count": {"zh": "申请量", "en": "Filings"},
        "test_share": {"zh": "占比", "en": "Share"},
        "test_last": {"zh": "最近申请日", "en": "Last filing"},
    },
}


@pytest.fixture(autouse=True, scope="package")
def lent_words() -> Iterator[None]:
    """Lend the catalogue the words of these tests."""
    for name, entries in TEST_WORDS.items():
        topic(name).update(entries)
    yield
    for name, entries in TEST_WORDS.items():
        for key in entries:
            topic(name).pop(key, None)


def listing(count: int) -> pl.LazyFrame:
    """Return invented patents; the first title is hostile, one link is not of the web."""
    return pl.LazyFrame(
        {
            "record": pl.Series(range(count), dtype=pl.UInt32),
            "publication_number": [f"CN1{n:08d}A" for n in range(count)],
            "title": [HOSTILE, "=SUM(A1)", *(f"一种示例装置及其控制方法{n}" for n in range(2, count))],
            "applicant": [f"示例科技{n % 40:02d}有限公司" for n in range(count)],
            "filing_date": [date(2015 + n % 6, 1 + n % 12, 1 + n % 28) for n in range(count)],
            "publication_date": [None if n == 3 else date(2021, 1, 5) for n in range(count)],
            "legal_status": ["granted" for _ in range(count)],
            "vendor_url": [
                "javascript:alert(1)",
                *(f"https://example.org/p/{n}?a=1&b=2" for n in range(1, count)),
            ],
        },
        schema_overrides={"record": pl.UInt32},
    )


def evidence(count: int, column: str) -> Evidence:
    """Return evidence keyed by year and applicant."""
    frame = listing(count).select(
        "record",
        pl.col("filing_date").dt.year().alias("test_year"),
        pl.col("applicant").alias("test_applicant"),
    )
    conditions = (Condition(column, "==", RowValue(column)),)
    return Evidence(nw.from_native(frame), {"test_count": conditions})


def annual_table(count: int = 240) -> Table:
    """Return filings per year with an exact share."""
    frame = (
        listing(count)
        .group_by(pl.col("filing_date").dt.year().cast(pl.Int32).alias("test_year"))
        .agg(pl.len().cast(pl.Int64).alias("test_count"))
        .sort("test_year")
        .with_columns((pl.col("test_count") / count).alias("test_share"))
        .collect()
    )
    return Table(
        name="test_annual",
        frame=frame,
        unit="application",
        date_basis="filing_date",
        cut_off=date(2021, 6, 30),
        sources=("test_source",),
        population=count + 12,
        left_out=(LeftOut("test_no_date", 12),),
        evidence=evidence(count, "test_year"),
        notes=("test_lag",),
        formats={"test_share": "share", "test_year": "year"},
    )


def ranking_table(count: int = 240) -> Table:
    """Return forty applicants; one last filing is missing."""
    frame = (
        listing(count)
        .group_by(pl.col("applicant").alias("test_applicant"))
        .agg(pl.len().cast(pl.Int64).alias("test_count"), pl.col("filing_date").max().alias("test_last"))
        .sort("test_count", "test_applicant", descending=[True, False])
        .collect()
    )
    frame = frame.with_columns(
        pl.when(pl.int_range(pl.len()) == 1).then(None).otherwise(pl.col("test_last")).alias("test_last")
    )
    return Table(
        name="test_ranking",
        frame=frame,
        unit="application",
        counting="first",
        cut_off=date(2021, 6, 30),
        sources=("test_source",),
        population=count,
        evidence=evidence(count, "test_applicant"),
    )


def bars(table: Table, x: str, y: str, title: str) -> go.Figure:
    """Return bars whose marks name their cells."""
    frame = table.frame
    marks = [f"{row}|{y}" for row in range(frame.height)]
    figure = go.Figure(go.Bar(x=frame[x].to_list(), y=frame[y].to_list(), customdata=marks))
    return figure.update_layout(
        title=title, width=900, height=460, font={"family": "SimHei, Noto Sans CJK SC, sans-serif"}
    )


def handmade_report(language: Language = "zh", *, is_sample: bool = True) -> Report:
    """Return a report of two chapters with three tables and two figures."""
    annual, ranking = annual_table(), ranking_table()
    empty = Table(
        "test_empty", pl.DataFrame(schema={"test_applicant": pl.String, "test_count": pl.Int64}), "application"
    )
    last = annual.frame.height - 1
    peak = Finding.of(
        "test_peak",
        first=Cell(annual, 0, "test_year"),
        last=Cell(annual, last, "test_year"),
        low=Cell(annual, 0, "test_count"),
        high=Cell(annual, last, "test_count"),
        share=Cell(annual, last, "test_share"),
    )
    leader = Finding.of(
        "test_leader", name=Cell(ranking, 0, "test_applicant"), count=Cell(ranking, 0, "test_count")
    )
    report = Report(
        "test_report",
        language,
        subject="示例产业 <b>#let x = 1</b>",
        facts=[("test_database", "示例数据库"), ("test_query", "")],
        listing=listing(240),
        parameters={"top": 20, "exports": "datasets/sample"},
        inputs=[
            {
                "file": "示例.xlsx",
                "sha256": "ab" * 32,
                "rows_read": 252,
                "kept": 240,
                "duplicates": 10,
                "rejects": 2,
            }
        ],
        is_sample=is_sample,
    )
    report.section("test_trend").text("test_paragraph", what="申请量")
    report.add(annual, bars(annual, "test_year", "test_count", "申请量逐年变化"), peak)
    report.section("test_actors")
    report.add(ranking, bars(ranking, "test_applicant", "test_count", "申请人"), leader)
    report.add(empty)
    return report.append(
        "test_query", "TIAB=(电池 OR battery)\n#pagebreak() </pre><script>window.hacked=1</script>"
    )


@pytest.fixture(scope="session")
def report_maker() -> Callable[..., Report]:
    """Return the maker of the handmade report, for fixtures of a whole module."""
    return handmade_report


@pytest.fixture
def make_report() -> Callable[..., Report]:
    """Return the maker of the handmade report."""
    return handmade_report
