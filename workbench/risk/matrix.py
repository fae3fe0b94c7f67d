"""How likely and how grave is each risk? Every input shown, one step of doubt shown, ties shown."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import polars as pl

from workbench.corpus import Corpus
from workbench.corpus.numbers import key_of
from workbench.measures.risk_scores import bounded, scored_ranks
from workbench.reference import facts
from workbench.risk.chart.verdict import Verdict
from workbench.risk.screening import Screening
from workbench.risk.severity import PeopleInputs, median_step, rule_step, span_text
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
    "risk_score": pl.Int32, "likelihood": pl.Int32, "severity": pl.Int32, "severity_basis": pl.String,
    "tied_count": pl.Int32, "rank_range": pl.String, "verdict_basis": pl.String, "risk_status": pl.String,
    "remaining_years": pl.Float64, "stability": pl.List(pl.String), "adjustment": pl.Int32,
}  # fmt: skip
PEOPLES: Final[dict[str, Any]] = {
    "revenue_share": pl.Float64, "injunction": pl.String, "severity_by_rule": pl.Int32,
    "severity_by_experts": pl.String, "likelihood_by_experts": pl.String, "expert_count": pl.Int32,
    "disagreement": pl.List(pl.String),
}  # fmt: skip
"""Columns of what people entered: only there where they entered something."""


_NOTES: Final = ("rank_range_rule", "stability_coverage")
_PEOPLES_NOTES: Final = ("severity_rule", "experts_not_averaged", "disagreement_rule")


def risk_matrix(
    screening: Screening,
    corpus: Corpus,
    verdicts: Mapping[str, Verdict],
    *,
    on: date,
    people: Mapping[str, PeopleInputs] | None = None,
) -> Table:
    """Grade every candidate.

    Likelihood comes from the chart's result (all literal 5, some by equivalents 4, undetermined or no chart 3,
    no chart and a feature that no passage answers 2, a feature absent 1), moved by status and stability
    evidence as ``reference/risk_matrix.toml`` says. Severity is the median of the experts who scored it
    (between two steps the graver), else the rule's step: from the remaining term, moved by the revenue affected
    and the injunction expected. What experts say of likelihood is shown and changes nothing. The grade is
    undetermined wherever a chart is missing or undetermined, whatever the score.

    Parameters
    ----------
    verdicts : mapping
        Publication number → verdict of its chart.
    people : mapping, optional
        What people entered (:func:`workbench.risk.severity.read_severity`).
    """
    events = _stability(corpus)
    candidates = screening.candidates.frame.rows(named=True)
    full = screening.compared.rows(named=True)
    keys = key_of(screening.candidates.frame["publication_number"])
    inputs = [
        _inputs(told, row, verdicts.get(told["publication_number"]), events.get(row["application"], {}))
        | _severity_of(_years_left(row, on), (people or {}).get(key))
        for told, row, key in zip(candidates, full, keys, strict=True)
    ]
    ranks = scored_ranks([i["likelihood"] for i in inputs], [i["severity"] for i in inputs])
    rows = [
        {**told, "rank": r.rank, "risk_score": r.score, "tied_count": r.tied,
         "rank_range": f"{r.best_rank}–{r.worst_rank}", "risk_grade": _grade(told, r.score)}
        for told, r in zip(inputs, ranks, strict=True)
    ]  # fmt: skip
    columns = _COLUMNS | (PEOPLES if people else {})
    frame = pl.DataFrame(rows, schema=columns).sort("rank", "publication_number", nulls_last=True)
    return Table(
        "risk_matrix",
        frame,
        unit="application",
        cut_off=corpus.manifest.cut_off,
        sources=corpus.manifest.source_names(),
        population=screening.candidates.population,
        left_out=screening.candidates.left_out,
        notes=("risk_matrix_rule", *(_PEOPLES_NOTES if people else ()), *_NOTES),
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
) -> dict[str, Any]:
    known = facts("risk_matrix")
    basis = verdict.basis if verdict else "no_chart" if told["triage"] == "compare" else "no_passage"
    moves = [known["status_move"].get(told["risk_status"], 0), *(known["event_move"].get(e, 0) for e in events)]
    if row["patent_type"] == "utility_model" and not events:
        moves.append(known["unexamined_move"])
    start = known["likelihood"][basis]
    likelihood = start if basis == "some_absent" else bounded(start + sum(moves))
    return {
        "publication_number": told["publication_number"],
        "office": told["office"],
        "likelihood": likelihood,
        "verdict_basis": basis,
        "risk_status": told["risk_status"],
        "stability": list(events) or None,
        "adjustment": likelihood - start,
    }


def _years_left(row: Mapping[str, Any], on: date) -> float | None:
    return None if row["latest_end"] is None else max((row["latest_end"] - on).days / 365.25, 0.0)


def _severity_of(years: float | None, people: PeopleInputs | None) -> dict[str, Any]:
    """Return the step of severity with its basis and everything it may rest on."""
    by_rule = rule_step(_term_step(years), people)
    steps = people.steps("severity") if people else []
    told = {
        "remaining_years": years,
        "severity": median_step(steps) if steps else by_rule,
        "severity_basis": "experts" if steps else _rule_basis(years, people),
        "severity_by_rule": by_rule,
    }
    return told if people is None else told | _entered(people)


def _entered(people: PeopleInputs) -> dict[str, Any]:
    return {
        "revenue_share": people.revenue_share,
        "injunction": people.injunction,
        "severity_by_experts": span_text(people.steps("severity")),
        "likelihood_by_experts": span_text(people.steps("likelihood")),
        "expert_count": len(people.scores),
        "disagreement": people.disagreement or None,
    }


def _rule_basis(years: float | None, people: PeopleInputs | None) -> str:
    term = "term_unknown" if years is None else "term"
    is_moved = people is not None and (people.revenue_share is not None or people.injunction is not None)
    return f"{term}_and_inputs" if is_moved else term


def _term_step(years: float | None) -> int:
    """Return the step of the years left; an unknown term counts as the middle."""
    bands: list[float] = facts("risk_matrix")["severity_years"]
    return 3 if years is None else bounded(1 + sum(years >= band for band in bands))


def _grade(told: Mapping[str, Any], score: int) -> str:
    if told["verdict_basis"] not in ("all_literal", "some_by_equivalence", "some_absent"):
        return "undetermined"
    if told["verdict_basis"] == "some_absent":
        return "low"
    known = facts("risk_matrix")["grade_from"]
    return "high" if score >= known["high"] else "medium" if score >= known["medium"] else "low"
