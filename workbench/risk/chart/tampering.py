"""What was changed in a chart that may not be: the cell or row is named, with what stands there."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from workbench.errors import WorkbenchError
from workbench.labels import value_words, words
from workbench.risk.chart import locks
from workbench.risk.chart.sheets import CELLS, CLAIMS
from workbench.risk.chart.signing import text_digest
from workbench.tables.editable import ROW, EditableSheet

_SHOWN: Final = 60
_TEXT_COLUMN: Final = chr(ord("A") + CELLS.columns.index("claim_text"))
_Marked = tuple[EditableSheet, list[str], locks.Rows, tuple[str, ...]]


def changed_texts(path: Path, rows: locks.Rows) -> list[WorkbenchError]:
    """Return an error per row whose claim text is not the one laid out; a row without digest was added."""
    return [
        _changed_text(path, row) if row["text_digest"] else _added_row(path, row)
        for row in rows
        if text_digest(row["claim_text"] or "") != row["text_digest"]
    ]


def _changed_text(path: Path, row: Mapping[str, Any]) -> WorkbenchError:
    return WorkbenchError(
        "chart_text_changed",
        file=path.name,
        cell=f"{_sheet_name()}!{_TEXT_COLUMN}{row[ROW]}",
        feature=row["feature"],
        found=(row["claim_text"] or "")[:_SHOWN],
    )


def _added_row(path: Path, row: Mapping[str, Any]) -> WorkbenchError:
    told = _label("broken_added", row=row[ROW], found=_shown(row, locks.CELL_COLUMNS))
    return _structure_changed(path, _sheet_name(), told)


def broken_structure(path: Path, stored: str, claims: locks.Rows, cells: locks.Rows) -> WorkbenchError:
    """Return the error for a chart whose structure changed: sheet, first row that differs, what it holds."""
    for sheet, marks, rows, columns in _marked(stored, claims, cells):
        at = locks.first_broken(marks, rows, columns)
        if at is not None:
            name = words(sheet.address, "zh")
            return _structure_changed(path, name, _difference(at, len(marks), rows, columns))
    both = f"{_sheet_name()} / {words(CLAIMS.address, 'zh')}"
    return _structure_changed(path, both, _label("broken_somewhere"))


def _marked(stored: str, claims: locks.Rows, cells: locks.Rows) -> list[_Marked]:
    """Return the sheets with the marks of their rows as laid out, where the lock holds them."""
    marks = locks.laid_out(stored)
    if marks is None:
        return []
    of_claims, of_cells = marks
    return [(CELLS, of_cells, cells, locks.CELL_COLUMNS), (CLAIMS, of_claims, claims, locks.CLAIM_COLUMNS)]


def _structure_changed(path: Path, sheet: str, found: dict[str, object]) -> WorkbenchError:
    return WorkbenchError("chart_structure_changed", file=path.name, sheet=sheet, found=found)


def _difference(at: int, expected: int, rows: locks.Rows, columns: Sequence[str]) -> dict[str, object]:
    """Tell in words how the first row that differs does so."""
    if at >= len(rows):
        return _label("broken_end", expected=expected, count=len(rows))
    place = {"row": rows[at][ROW], "found": _shown(rows[at], columns)}
    if at >= expected:
        return _label("broken_added", **place)
    return _label("broken_row", **place, expected=expected, count=len(rows))


def _shown(row: Mapping[str, Any], columns: Sequence[str]) -> str:
    """Return what stands in the locked columns of a row, as a person sees it."""
    choices = {**CELLS.choices, **CLAIMS.choices}
    told = [value_words(choices.get(name, ""), row[name], "zh")[:_SHOWN] for name in columns]
    return " | ".join(told)


def _label(key: str, **fields: object) -> dict[str, object]:
    return {"label": f"risk_charts.{key}", "fields": fields}


def _sheet_name() -> str:
    return words(CELLS.address, "zh")
