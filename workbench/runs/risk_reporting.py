"""Lays a risk case out as a report: chapters of charts, and what must be said on every such report."""

from pathlib import Path

import polars as pl

from workbench.labels import Language, value_words, words
from workbench.report import Report
from workbench.report.model import HeadingBlock
from workbench.report.provenance import add_outputs
from workbench.risk.case import RiskCase
from workbench.tables import Cell, Finding, Table


def risk_facts(case: RiskCase, language: Language) -> tuple[tuple[str, str], ...]:
    """Return what stands in the data-source section of a risk report; nothing of the product's features."""
    return (
        ("product", case.product.name),
        ("markets", _markets(case, language)),
        ("analysis_day", case.on.isoformat()),
        ("edition", words(f"risk_charts.edition_{case.edition}", language)),
    )


def risk_scope(case: RiskCase, language: Language) -> dict[str, str]:
    """Return what the chapter on the scope tells."""
    missing = words("report.not_provided", language)
    return {
        "markets": _markets(case, language) or missing,
        "day": case.on.isoformat(),
        "cut_off": str(case.corpus.manifest.cut_off or missing),
    }


def _markets(case: RiskCase, language: Language) -> str:
    separator = words("risk_charts.list_sign", language)
    return separator.join(value_words("office", office, language) for office in case.product.markets)


def search_log(case: RiskCase, language: Language) -> Table:
    """Return the steps of the search, the markets by name."""
    log = case.screening.log
    is_market = (pl.col("step") == "markets") & pl.col("content").is_not_null()
    named = pl.when(is_market).then(pl.lit(_markets(case, language))).otherwise("content")
    return log.with_frame(log.frame.with_columns(content=named))


def screening_findings(case: RiskCase) -> list[Finding]:
    """Say how many applications were compared, of how many, and where the rest went."""
    accounts = case.screening.accounts
    places = {name: at for at, name in enumerate(accounts.frame["account"].to_list())}
    told = {
        name: Cell(accounts, places[name], "unit_count")
        for name in ("compared", "beyond_most", "design_for_people")
    }
    return [Finding.of("risk_screened", **told)]


def grade_findings(case: RiskCase) -> list[Finding]:
    """Say how many candidates have which grade."""
    accounts = case.screening.accounts
    places = {name: at for at, name in enumerate(accounts.frame["account"].to_list())}
    left = {name: Cell(accounts, places[name], "unit_count") for name in ("no_claims_given", "beyond_most")}
    if case.screening.compared.is_empty():
        return [Finding.of("risk_not_graded", no_claims_given=left["no_claims_given"])]
    table = case.grades
    cells = {
        grade: Cell(table, at, "unit_count") for at, grade in enumerate(table.frame["risk_grade"].to_list())
    }
    told = [Finding.of("risk_grades", **cells)]
    return [*told, Finding.of("risk_uncompared", **left)] if any(cell.value for cell in left.values()) else told


_WHY_EMPTY = {"risk_designs": "risk_no_rows_designs"}
"""Tables whose emptiness has nothing to do with what was compared."""


def add_listed(report: Report, case: RiskCase, table: Table, shown_rows: int = 30) -> None:
    """Add a table, or where it has no row a sentence that says why."""
    if not table.frame.is_empty():
        report.add(table, shown_rows=shown_rows)
        return
    compared = case.screening.compared.height
    accounts = words("tables.risk_accounts", report.language)
    key = _WHY_EMPTY.get(table.name) or ("risk_no_rows_found" if compared else "risk_no_rows_uncompared")
    why = words(f"report.{key}", report.language, count=compared, accounts=accounts)
    report.text("risk_no_rows", table=words(f"tables.{table.name}", report.language), why=why)


def add_people(report: Report, case: RiskCase) -> None:
    """Say what the workbook of severity holds and where experts differ; without one, how to get it."""
    if case.people:
        report.text("risk_people_told", **case.people_counts())
    elif case.edition == "internal" and not case.screening.compared.is_empty():
        report.text("risk_people_none")


def add_charts(report: Report, case: RiskCase) -> None:
    """Add every chart: what is missing first, then the features, then what the recorded facts give."""
    if not case.charts:
        report.text("no_charts")
    for number in case.charts:
        report.sections[-1].blocks.append(HeadingBlock(number))
        for table in (case.gap_table(number), case.chart_table(number), case.verdict_table(number)):
            report.add(table, heading=False, shown_rows=60)


def add_grounds(report: Report, case: RiskCase) -> None:
    """Add what must stand on every report of risk: its law, its nature, its blind spots, how long it holds."""
    report.text("risk_law")
    if short := case.short_of_claims():
        report.text("risk_claims_given", compared=case.screening.compared.height, short=short)
    for key in (
        "risk_no_advice",
        "risk_blind_spot",
        "risk_designs_blind",
        "risk_status_as_given",
        "risk_holds",
    ):
        report.text(key)


def write_case(
    report: Report,
    case: RiskCase,
    out: str | None,
    language: Language,
    only: list[str] | None,
    *,
    is_graded: bool = True,
) -> list[Path]:
    """Write the report, and beside an internal one the charts and, where it grades, the sheets people fill in.

    They stand in the provenance too, so that a new run sees what people filled in and sets it aside.
    """
    written = report.write(out, only)
    if out is None:
        return written
    folder = Path(out)
    sheets = case.write_charts(folder / "charts", language)
    sheets += case.write_severity(folder / "severity.xlsx", language) if is_graded else []
    add_outputs(folder / "provenance.json", sheets)
    return written + sheets
