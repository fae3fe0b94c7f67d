"""A chart as a workbook: written for a person, read back without loss, its claim text locked."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final, cast

import polars as pl

from workbench.errors import WorkbenchError, raise_faults
from workbench.labels import Language, topic, value_words, words
from workbench.risk.chart import sheets
from workbench.risk.chart.bars import bar_rules
from workbench.risk.chart.fact_words import (
    anomaly_code,
    anomaly_words,
    jurisdiction_code,
    jurisdiction_words,
)
from workbench.risk.chart.model import JURISDICTIONS, Cell, Chart, ChartClaim, Jurisdiction, SignOff, State
from workbench.risk.chart.sheets import CELLS, CLAIMS, FACTS, SIGN_OFF
from workbench.risk.chart.signing import set_digest, text_digest
from workbench.risk.chart.suggestions import NumberFact, Suggestion
from workbench.risk.chart.verdict import chart_verdict
from workbench.tables.editable import ROW, read_editable, write_editable

_FACTS: Final = ("claim_set", "product_name", "jurisdiction")
_ANOMALY: Final = "anomaly"
_LOCK: Final = "locked_digest"
_TEXT_COLUMN: Final = chr(ord("A") + CELLS.columns.index("claim_text"))


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
    told += [(_LOCK, _lock(chart.claim_set, chart.claims, chart.cells))]
    told += [(_ANOMALY, anomaly_words(anomaly, language)) for anomaly in chart.anomalies]
    return [{"item": item, "value": value} for item, value in told]


def _notes(chart: Chart, language: Language) -> list[str]:
    keys = ("states", "locked", "equivalents", "bars", "preamble", "closed", "reference", "sign", "no_advice")
    sources = (f"{sheets.bar_words(bar, language)}: {rule['source']}"
               for bar, rule in bar_rules(chart.jurisdiction).items())  # fmt: skip
    return [*(words(f"risk_charts.note_{key}", language) for key in keys), *sources]


def _lock(claim_set: str, claims: Sequence[ChartClaim], cells: Sequence[Cell]) -> str:
    return set_digest(claim_set, claims, sheets.locked_cells(cells))


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
    given["jurisdiction"] = jurisdiction_code(given.get("jurisdiction", ""))
    rows = told[CELLS.address].to_dicts()
    raise_faults([*_changed_texts(path, rows), *_unknown_facts(path, given)])
    jurisdiction = cast("Jurisdiction", given["jurisdiction"])
    raise_faults(_bar_faults(path, rows, jurisdiction))
    claims, cells = tuple(_claims(path, told[CLAIMS.address])), tuple(_cell(row) for row in rows)
    if _lock(given["claim_set"], claims, cells) != given[_LOCK]:
        raise WorkbenchError("chart_structure_changed", file=path.name, sheet=_sheet_name())
    odd = facts.filter(pl.col("item") == _ANOMALY)["value"].to_list()
    anomalies = [anomaly_code(text) for text in odd]
    signed = next(iter(told[SIGN_OFF.address].drop(ROW).iter_rows(named=True)), {})
    sign_off = SignOff(**{name: text or "" for name, text in signed.items()})
    return Chart(
        given["claim_set"], given["product_name"], jurisdiction, claims, cells, tuple(anomalies), sign_off
    )


def _sheet_name() -> str:
    return words(CELLS.address, "zh")


def _changed_texts(path: Path, rows: Sequence[Mapping[str, Any]]) -> list[WorkbenchError]:
    return [
        WorkbenchError(
            "chart_text_changed",
            file=path.name,
            cell=f"{_sheet_name()}!{_TEXT_COLUMN}{row[ROW]}",
            feature=row["feature"],
            found=(row["claim_text"] or "")[:60],
        )
        for row in rows
        if text_digest(row["claim_text"] or "") != row["text_digest"]
    ]


def _unknown_facts(path: Path, given: Mapping[str, str]) -> list[WorkbenchError]:
    lacking = [name for name in (*_FACTS, _LOCK) if name not in given]
    if not lacking and given["jurisdiction"] not in JURISDICTIONS:
        lacking = ["jurisdiction"]
    named = [value_words("chart_item", name, "zh") for name in lacking]
    return [WorkbenchError("chart_fact_missing", file=path.name, item=name) for name in named]


def _bar_faults(path: Path, rows: Sequence[Mapping[str, Any]], where: Jurisdiction) -> list[WorkbenchError]:
    faults = []
    for row in rows:
        if row["bar"] is None:
            continue
        place = {"file": path.name, "sheet": _sheet_name(), "row": row[ROW], "bar": row["bar"]}
        if row["bar"] not in bar_rules(where):
            faults.append(WorkbenchError("chart_bar_foreign", **place, jurisdiction=where))
        elif not row["citation"] or not row["bar_author"]:
            faults.append(WorkbenchError("chart_bar_without_citation", **place))
    return faults


def _claims(path: Path, rows: pl.DataFrame) -> list[ChartClaim]:
    try:
        return [
            ChartClaim(
                int(row["number"]),
                row["legal_type"],
                sheets.read_references(row["references"]),
                row["transition"],
                row["reference_limits"],
            )
            for row in rows.iter_rows(named=True)
        ]
    except ValueError:
        name = words(CLAIMS.address, "zh")
        raise WorkbenchError("chart_structure_changed", file=path.name, sheet=name) from None


def _cell(row: Mapping[str, Any]) -> Cell:
    claim, _, position = row["feature"].partition(".")
    entered: dict[str, Any] = {n: row[n] or "" for n in sheets.ENTERED if n not in ("state", "bar")}
    found: State = row["state"] or "undetermined"
    proposed = sheets.read_bars(row["proposed"])
    cell = Cell(int(claim), int(position), row["kind"], row["claim_text"], **entered)
    return replace(cell, state=found, bar=row["bar"], proposed=proposed)
