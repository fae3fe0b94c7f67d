"""The sheets of a chart: which columns they have, and how values stand in their cells."""

import re
from collections.abc import Sequence
from typing import Any, Final

import polars as pl

from workbench.labels import LANGUAGES, Language, topic, words
from workbench.risk.chart.fact_words import gap_detail
from workbench.risk.chart.gaps import Gap
from workbench.risk.chart.model import BARS, Bar, Cell, Chart
from workbench.risk.chart.signing import text_digest
from workbench.tables.editable import EditableSheet

LOCKED: Final = ("feature", "kind", "claim_text", "text_digest")
ENTERED: Final = (
    "product", "state", "evidence", "note", "means", "function", "effect", "obviousness",
    "bar", "citation", "bar_author", "author", "time",
)  # fmt: skip
GAPS: Final = EditableSheet(
    "risk_charts.sheet_gaps",
    ("gap", "place", "detail", "decides"),
    widths={"gap": 40, "detail": 80, "decides": 12},
)
CELLS: Final = EditableSheet(
    "risk_charts.sheet_cells",
    (*LOCKED[:3], *ENTERED[:8], "proposed", *ENTERED[8:], "text_digest"),
    kept=(*LOCKED, *ENTERED, "proposed"),
    choices={"state": "cell_state", "bar": "equivalence_bar", "kind": "cell_kind"},
    widths={"feature": 8, "claim_text": 60, "product": 40, "evidence": 30, "note": 30, "citation": 30},
)
CLAIMS: Final = EditableSheet(
    "risk_charts.sheet_claims",
    ("number", "legal_type", "references", "transition", "reference_limits"),
    kept=("number", "legal_type", "references", "transition"),
    choices={"legal_type": "claim_type", "transition": "transition", "reference_limits": "reference_limits"},
    widths={"reference_limits": 40},
)
PASSAGES: Final = EditableSheet(
    "risk_charts.sheet_passages",
    ("feature", "rank", "score", "product_key", "passage", "evidence"),
    widths={"passage": 80, "evidence": 30},
)
NUMBERS: Final = EditableSheet(
    "risk_charts.sheet_numbers", ("feature", "claimed", "product_key", "found", "unit", "relation")
)
SIGN_OFF: Final = EditableSheet(
    "risk_charts.sheet_sign_off",
    ("name", "date", "digest"),
    kept=("name", "date", "digest"),
    widths={"digest": 40},
)
FACTS: Final = EditableSheet(
    "risk_charts.sheet_facts",
    ("item", "value"),
    required=("item",),
    kept=("value",),
    choices={"item": "chart_item"},
    widths={"item": 28, "value": 80},
)
NOTES: Final = EditableSheet("risk_charts.sheet_notes", ("note",), widths={"note": 110})

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def cell_text(text: str) -> str:
    """Return a text as a worksheet's cell can hold it: no control signs, line ends of one kind, trimmed."""
    return _CONTROLS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def cell_rows(chart: Chart, language: Language) -> pl.DataFrame:
    """Return the sheet of cells; proposed bars in words."""
    rows = [
        {
            "feature": cell.key,
            "kind": cell.kind,
            "claim_text": cell.text,
            "text_digest": text_digest(cell.text),
            "proposed": words("risk_charts.list_sign", language).join(
                bar_words(bar, language) for bar in cell.proposed
            ),
            **{name: getattr(cell, name) for name in ENTERED},
        }
        for cell in chart.cells
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(CELLS.columns, pl.String))


def bar_words(bar: Bar, language: Language) -> str:
    """Return a bar in words."""
    known: dict[str, Any] = topic("values")["equivalence_bar"]
    return str(known[bar][language])


def read_bars(text: str | None) -> tuple[Bar, ...]:
    """Return the bars that a cell of proposals names, in either language."""
    known: dict[str, Any] = topic("values")["equivalence_bar"]
    spelled = {known[bar][language].lower(): bar for bar in BARS for language in LANGUAGES}
    parts = re.split(r"[、;；]\s*", (text or "").strip().lower())
    found = {spelled[part.strip()] for part in parts if part.strip() in spelled}
    return tuple(bar for bar in BARS if bar in found)


def claim_rows(chart: Chart) -> pl.DataFrame:
    """Return the sheet of claims; alternatives joined by |, references that add up by &."""
    rows = [
        {"number": str(claim.number), "legal_type": claim.type, "transition": claim.transition,
         "reference_limits": claim.reference_limits,
         "references": " & ".join("|".join(map(str, group)) for group in claim.references)}
        for claim in chart.claims
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=dict.fromkeys(CLAIMS.columns, pl.String))


def read_references(text: str | None) -> tuple[tuple[int, ...], ...]:
    """Return the references that a cell of the claims' sheet tells."""
    groups = (part.strip() for part in (text or "").split("&"))
    return tuple(tuple(int(n) for n in group.split("|")) for group in groups if group)


def gap_rows(found: Sequence[Gap], language: Language) -> pl.DataFrame:
    """Return the sheet of what is missing, in words."""
    rows = [
        {"gap": words(f"risk_charts.gap_{gap.kind}", language), "place": gap.place,
         "detail": gap_detail(gap, language),
         "decides": words(f"risk_charts.decides_{'yes' if gap.decides else 'no'}", language)}
        for gap in found
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=dict.fromkeys(GAPS.columns, pl.String))


def locked_cells(cells: Sequence[Cell]) -> list[tuple[str, str, str]]:
    """Return what is locked of the cells."""
    return [(cell.key, cell.kind, cell.text) for cell in cells]
