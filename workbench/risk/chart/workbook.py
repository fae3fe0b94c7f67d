"""A chart as a workbook: written for a person, read back without loss, its claim text locked."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final, cast

import polars as pl

from workbench.errors import WorkbenchError, raise_faults
from workbench.labels import LANGUAGES, Language, topic, value_words, words
from workbench.risk.chart import locks, sheets
from workbench.risk.chart.bars import bar_rules
from workbench.risk.chart.fact_words import (
    anomaly_code,
    anomaly_words,
    jurisdiction_code,
    jurisdiction_words,
)
from workbench.risk.chart.model import JURISDICTIONS, Bar, Cell, Chart, ChartClaim, Jurisdiction, SignOff, State
from workbench.risk.chart.sheets import CELLS, CLAIMS, FACTS, SIGN_OFF
from workbench.risk.chart.suggestions import NumberFact, Suggestion
from workbench.risk.chart.tampering import broken_structure, changed_texts
from workbench.risk.chart.verdict import chart_verdict
from workbench.tables.editable import ROW, read_editable, write_editable

_FACTS: Final = ("claim_set", "product_name", "jurisdiction")
_ANOMALY: Final = "anomaly"
_LOCK: Final = "locked_digest"


def write_chart(
    chart: Chart,
    path: Path,
    language: Language,
    *,
    passages: Sequence[Suggestion] = (),
    numbers: Sequence[NumberFact] = (),
    is_replaced: bool = False,
) -> Path:
    """Write a chart: what is missing first, then the cells, the claims, the suggestions, the sign-off.

    Raises
    ------
    WorkbenchError
        If the file exists and may not go, or cannot be written.
    """
    found = chart_verdict(chart).gaps
    contents = [
        (sheets.GAPS, sheets.gap_rows(found, language)),
        (CELLS, sheets.cell_rows(chart, language)),
        (CLAIMS, sheets.claim_rows(chart)),
        (sheets.PASSAGES, _frame(sheets.PASSAGES.columns, _passages(passages))),
        (sheets.NUMBERS, _frame(sheets.NUMBERS.columns, _numbers(numbers, language))),
        (SIGN_OFF, _frame(SIGN_OFF.columns, [asdict(chart.sign_off)])),
        (FACTS, _frame(FACTS.columns, _facts(chart, language))),
        (sheets.NOTES, _frame(("note",), [{"note": note} for note in _notes(chart, language)])),
    ]
    return write_editable(path, contents, language=language, replace=is_replaced)


def _frame(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    listed = [{name: row.get(name) for name in columns} for row in rows]
    return pl.DataFrame(listed, schema=list(columns), infer_schema_length=None)


def _passages(found: Sequence[Suggestion]) -> list[dict[str, Any]]:
    return [{**vars(s), "feature": s.cell} for s in found]


def _numbers(found: Sequence[NumberFact], language: Language) -> list[dict[str, Any]]:
    relations: dict[str, Any] = topic("values")["range_relation"]
    return [{**vars(f), "feature": f.cell, "relation": relations[f.relation][language]} for f in found]


def _facts(chart: Chart, language: Language) -> list[dict[str, str]]:
    told = [(name, str(getattr(chart, name))) for name in _FACTS[:-1]]
    told += [(_FACTS[-1], jurisdiction_words(chart.jurisdiction, language))]
    told += [(_LOCK, locks.lock(chart))]
    told += [(_ANOMALY, anomaly_words(anomaly, language)) for anomaly in chart.anomalies]
    return [{"item": item, "value": value} for item, value in told]


def _notes(chart: Chart, language: Language) -> list[str]:
    keys = ("states", "locked", "equivalents", "bars", "preamble", "closed", "reference", "sign", "no_advice")
    sources = (f"{sheets.bar_words(bar, language)}: {rule['source']}"
               for bar, rule in bar_rules(chart.jurisdiction).items())  # fmt: skip
    return [*(words(f"risk_charts.note_{key}", language) for key in keys), *sources]


def read_chart(path: Path) -> Chart:
    """Read a chart back and hold it against its locks.

    Raises
    ------
    WorkbenchError
        If claim text, rows or structure were changed (the cell is named), a bar stands without citation and
        author or does not exist in the jurisdiction, or a value is not allowed; all faults at once.
    """
    told = read_editable(path, [CELLS, CLAIMS, FACTS, SIGN_OFF])
    facts = told[FACTS.address]
    given = {row["item"]: row["value"] or "" for row in facts.iter_rows(named=True)}
    rows = told[CELLS.address].to_dicts()
    raise_faults([*changed_texts(path, rows), *_unknown_facts(path, given)])
    jurisdiction = cast("Jurisdiction", jurisdiction_code(given["jurisdiction"]))
    raise_faults(_bar_faults(path, rows, jurisdiction))
    anomalies = tuple(anomaly_code(text) for text in facts.filter(pl.col("item") == _ANOMALY)["value"])
    parts = _parts(told[CLAIMS.address].to_dicts(), rows)
    if parts is not None:
        sign_off = _sign_off(told[SIGN_OFF.address])
        chart = Chart(given["claim_set"], given["product_name"], jurisdiction, *parts, anomalies, sign_off)
        if locks.is_held(given[_LOCK], chart):
            return chart
    raise broken_structure(path, given[_LOCK], told[CLAIMS.address].to_dicts(), rows)


def _parts(claims: locks.Rows, cells: locks.Rows) -> tuple[tuple[ChartClaim, ...], tuple[Cell, ...]] | None:
    """Return claims and cells, or none where numbers that are locked can no longer be read."""
    try:
        return tuple(map(_claim, claims)), tuple(map(_cell, cells))
    except (ValueError, TypeError, AttributeError):
        return None


def _sign_off(rows: pl.DataFrame) -> SignOff:
    signed = next(iter(rows.drop(ROW).iter_rows(named=True)), {})
    told = SignOff(**{name: text or "" for name, text in signed.items()})
    return replace(told, date=_MIDNIGHT.sub("", told.date))


_MIDNIGHT: Final = re.compile(r"(?<=\d{4}-\d\d-\d\d)[ T]00:00:00(\.0+)?$")
"""A date that Excel holds as such comes with its midnight."""


def _unknown_facts(path: Path, given: Mapping[str, str]) -> list[WorkbenchError]:
    lacking = [name for name in (*_FACTS, _LOCK) if name not in given]
    if not lacking and jurisdiction_code(given["jurisdiction"]) not in JURISDICTIONS:
        return [_unknown_jurisdiction(path, given["jurisdiction"])]
    named = [value_words("chart_item", name, "zh") for name in lacking]
    return [WorkbenchError("chart_fact_missing", file=path.name, item=name) for name in named]


def _unknown_jurisdiction(path: Path, found: str) -> WorkbenchError:
    sheet, known = words(FACTS.address, "zh"), " | ".join(JURISDICTIONS)
    return WorkbenchError("chart_jurisdiction_unknown", file=path.name, sheet=sheet, found=found, known=known)


def _bar_faults(path: Path, rows: Sequence[Mapping[str, Any]], where: Jurisdiction) -> list[WorkbenchError]:
    faults = []
    for row in rows:
        if row["bar"] is None:
            continue
        place = {
            "file": path.name,
            "sheet": words(CELLS.address, "zh"),
            "row": row[ROW],
            "bar": _bar_named(row["bar"]),
        }
        if row["bar"] not in bar_rules(where):
            faults.append(WorkbenchError("chart_bar_foreign", **place, jurisdiction=where))
        elif not row["citation"] or not row["bar_author"]:
            faults.append(WorkbenchError("chart_bar_without_citation", **place))
    return faults


def _bar_named(bar: Bar) -> str:
    """Return a bar as it may stand in the sheet: in either language."""
    return " / ".join(sheets.bar_words(bar, language) for language in LANGUAGES)


def _claim(row: Mapping[str, Any]) -> ChartClaim:
    references = sheets.read_references(row["references"])
    return ChartClaim(
        int(row["number"]), row["legal_type"], references, row["transition"], row["reference_limits"]
    )


def _cell(row: Mapping[str, Any]) -> Cell:
    claim, _, position = row["feature"].partition(".")
    entered: dict[str, Any] = {n: row[n] or "" for n in sheets.ENTERED if n not in ("state", "bar")}
    found: State = row["state"] or "undetermined"
    proposed = sheets.read_bars(row["proposed"])
    cell = Cell(int(claim), int(position), row["kind"], row["claim_text"], **entered)
    return replace(cell, state=found, bar=row["bar"], proposed=proposed)
