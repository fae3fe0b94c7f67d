"""How likely and how grave is each risk? Every input shown, one step of doubt shown, ties shown."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import polars as pl

from workbench.corpus import Corpus
from workbench.measures.risk_scores import bounded, scored_ranks
from workbench.reference import facts
from workbench.risk.chart.verdict import Verdict
from workbench.risk.screening import Screening
from workbench.tables import Table

_STABILITY_EVENTS: Final = (
    "partial_invalidation",
    "license",
    "pledge",
    "litigation",
    "opposition",
    "reexamination",
)
_COLUMNS: Final[dict[str, Any]] = {
    "rank": pl.Int32, "publication_number": pl.String, "office": pl.String, "risk_grade": pl.String,
    "risk_score": pl.Int32, "likelihood": pl.Int32, "severity": pl.Int32, "tied_count": pl.Int32,
    "rank_range": pl.String, "verdict_basis": pl.String, "risk_status": pl.String,
    "remaining_years": pl.Float64, "stability": pl.List(pl.String), "adjustment": pl.Int32,
}  # fmt: skip


def risk_matrix(screening: Screening, corpus: Corpus, verdicts: Mapping[str, Verdict], *, on: date) -> Table:
    """Grade every candidate.

    Likelihood comes from the chart's result (all literal 5, some by equivalents 4, undetermined or no chart 3,
    no chart and a feature that no passage answers 2, a feature absent 1), moved by status and stability
    evidence as ``reference/risk_matrix.toml`` says. Severity comes from the remaining term. The grade is
    undetermined wherever a chart is missing or undetermined, whatever the score.

    Parameters
    ----------
    verdicts : mapping
        Publication number → verdict of its chart.
    """
    events = _stability(corpus)
    candidates = screening.candidates.frame.rows(named=True)
    full = screening.compared.rows(named=True)
    inputs = [
        _inputs(told, row, verdicts.get(told["publication_number"]), events.get(row["application"], {}), on)
        for told, row in zip(candidates, full, strict=True)
    ]
    ranks = scored_ranks([i["likelihood"] for i in inputs], [i["severity"] for i in inputs])
    rows = [
        {**told, "rank": r.rank, "risk_score": r.score, "tied_count": r.tied,
         "rank_range": f"{r.best_rank}–{r.worst_rank}", "risk_grade": _grade(told, r.score)}
        for told, r in zip(inputs, ranks, strict=True)
    ]  # fmt: skip
    frame = pl.DataFrame(rows, schema=_COLUMNS).sort("rank", "publication_number", nulls_last=True)
    return Table(
        "risk_matrix",
        frame,
        unit="application",
        cut_off=corpus.manifest.cut_off,
        sources=corpus.manifest.source_names(),
        population=screening.candidates.population,
        left_out=screening.candidates.left_out,
        notes=("risk_matrix_rule", "rank_range_rule", "stability_coverage"),
        formats={"remaining_years": "number", "rank": "year"},
    )


def _stability(corpus: Corpus) -> dict[int, dict[str, int]]:
    events = corpus.polars("events").filter(pl.col("event").is_in(_STABILITY_EVENTS))
    counted = events.group_by("application", "event").len().sort("application", "event").collect()
    found: dict[int, dict[str, int]] = {}
    for application, event, count in counted.iter_rows():
        found.setdefault(application, {})[event] = count
    return found


def _inputs(
    told: Mapping[str, Any],
    row: Mapping[str, Any],
    verdict: Verdict | None,
    events: Mapping[str, int],
    on: date,
) -> dict[str, Any]:
    known = facts("risk_matrix")
    basis = verdict.basis if verdict else "no_chart" if told["triage"] == "compare" else "no_passage"
    moves = [known["status_move"].get(told["risk_status"], 0), *(known["event_move"].get(e, 0) for e in events)]
    if row["patent_type"] == "utility_model" and not events:
        moves.append(known["unexamined_move"])
    start = known["likelihood"][basis]
    likelihood = start if basis == "some_absent" else bounded(start + sum(moves))
    years = None if row["latest_end"] is None else max((row["latest_end"] - on).days / 365.25, 0.0)
    return {
        "publication_number": told["publication_number"],
        "office": told["office"],
        "likelihood": likelihood,
        "severity": _severity(years, known["severity_years"]),
        "verdict_basis": basis,
        "risk_status": told["risk_status"],
        "remaining_years": years,
        "stability": list(events) or None,
        "adjustment": likelihood - start,
    }


def _severity(years: float | None, bands: list[float]) -> int:
    """Return the step of severity; an unknown term counts as the middle."""
    return 3 if years is None else bounded(1 + sum(years >= band for band in bands))


def _grade(told: Mapping[str, Any], score: int) -> str:
    if told["verdict_basis"] not in ("all_literal", "some_by_equivalence", "some_absent"):
        return "undetermined"
    if told["verdict_basis"] == "some_absent":
        return "low"
    known = facts("risk_matrix")["grade_from"]
    return "high" if score >= known["high"] else "medium" if score >= known["medium"] else "low"
