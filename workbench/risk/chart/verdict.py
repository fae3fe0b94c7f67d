"""What do the recorded facts say of each claim? Risk words only, never a conclusion of law."""

from dataclasses import dataclass
from typing import Any, Final, Literal

from workbench.measures.all_elements import ABSENT, EQUIVALENT, LITERAL, UNDETERMINED, all_elements
from workbench.risk.chart.gaps import Gap, gaps
from workbench.risk.chart.model import Chart, ChartClaim, SignOff, State
from workbench.risk.chart.signing import chart_digest, is_signed, is_void

Risk = Literal["high", "medium", "low", "undetermined"]
_VALUE: Final[dict[State, int]] = {
    "absent": ABSENT, "undetermined": UNDETERMINED, "equivalent": EQUIVALENT, "literal": LITERAL,
}  # fmt: skip
BASIS: Final = {
    LITERAL: "all_literal",
    EQUIVALENT: "some_by_equivalence",
    UNDETERMINED: "some_undetermined",
    ABSENT: "some_absent",
}
RISK: Final[dict[str, Risk]] = {
    "all_literal": "high", "some_by_equivalence": "medium", "some_undetermined": "undetermined",
    "some_absent": "low",
}  # fmt: skip
"""On the recorded facts: the only words a verdict may use (``labels/risk_verdicts.toml``)."""


@dataclass(frozen=True)
class ClaimVerdict:
    """One claim: the risk on the recorded facts, why, and the path and cells that decide.

    Attributes
    ----------
    path : tuple of int
        The claims whose features apply together on the best path, the farthest first.
    deciding : tuple of str
        Numbers of the cells on that path that hold the state that decides.
    """

    number: int
    type: str
    risk: Risk
    basis: str
    path: tuple[int, ...]
    deciding: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """A chart's verdict: the riskiest claim, every claim, what is missing (first), and who signed."""

    jurisdiction: str
    risk: Risk
    basis: str
    gaps: tuple[Gap, ...]
    claims: tuple[ClaimVerdict, ...]
    sign_off: SignOff
    is_signed: bool

    @property
    def is_provisional(self) -> bool:
        """Tell whether something is missing, or nobody signed what stands there."""
        return bool(self.gaps) or not self.is_signed

    def of(self, number: int) -> ClaimVerdict:
        """Return the verdict on one claim."""
        return next(claim for claim in self.claims if claim.number == number)


def chart_verdict(chart: Chart) -> Verdict:
    """Apply the all-elements rule over every dependency path of every claim."""
    states = _states(chart)
    claims = tuple(_claim_verdict(chart, claim, states) for claim in chart.claims)
    worst = max((states[claim.number] for claim in chart.claims), default=UNDETERMINED)
    basis = BASIS[worst]
    return Verdict(
        chart.jurisdiction, RISK[basis], basis, gaps(chart, states), claims, chart.sign_off, is_signed(chart)
    )


def _states(chart: Chart) -> dict[int, int]:
    own = {
        claim.number: [
            *(_VALUE[cell.effective] for cell in chart.cells_of(claim.number)),
            *([] if _has_footing(claim) else [UNDETERMINED]),
        ]
        for claim in chart.claims
    }
    unconfirmed = {claim.number for claim in chart.claims if claim.is_open_reference}
    return all_elements(own, {claim.number: limiting(claim) for claim in chart.claims}, unconfirmed)


def limiting(claim: ChartClaim) -> tuple[tuple[int, ...], ...]:
    """Return the references whose features apply: none where a person found that it does not limit."""
    return () if claim.reference_limits == "no" else claim.references


def _has_footing(claim: ChartClaim) -> bool:
    """Tell whether it is known what the claim stands on: a dependent claim needs a parent."""
    return claim.type == "independent" or bool(claim.references)


def _claim_verdict(chart: Chart, claim: ChartClaim, states: dict[int, int]) -> ClaimVerdict:
    path = _best_path(chart, claim.number, states)
    basis = BASIS[states[claim.number]]
    deciding = tuple(
        cell.key
        for number in path
        for cell in chart.cells_of(number)
        if _VALUE[cell.effective] == states[claim.number]
    )
    return ClaimVerdict(claim.number, claim.type, RISK[basis], basis, path, deciding)


def _best_path(chart: Chart, number: int, states: dict[int, int]) -> tuple[int, ...]:
    """Return the claims whose features apply together, taking the best alternative of each reference."""
    by_number = {claim.number: claim for claim in chart.claims}
    taken, waiting = [number], [number]
    while waiting:
        for group in limiting(by_number[waiting.pop()]):
            known = [n for n in group if n in by_number]
            best = max(known, key=lambda n: (states[n], -n), default=None)
            if best is not None and best not in taken:
                taken.append(best)
                waiting.append(best)
    return tuple(reversed(taken))


def verdict_document(chart: Chart, verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as plain data: the gap list first."""
    return {
        "gaps": [vars(gap) for gap in verdict.gaps],
        "jurisdiction": verdict.jurisdiction,
        "risk": verdict.risk,
        "basis": verdict.basis,
        "provisional": verdict.is_provisional,
        "claims": [
            {**_claim_document(chart, claim), "provisional": verdict.is_provisional} for claim in verdict.claims
        ],
        "sign_off": {**vars(verdict.sign_off), "is_current": verdict.is_signed, "is_void": is_void(chart)},
        "digest": chart_digest(chart),
    }


def _claim_document(chart: Chart, claim: ClaimVerdict) -> dict[str, Any]:
    cells = [
        {"feature": cell.key, "text": cell.text, "state": cell.state, "effective": cell.effective,
         "bar": cell.bar, "proposed_bars": list(cell.proposed)}
        for cell in chart.cells_of(claim.number)
    ]  # fmt: skip
    told = {"number": claim.number, "type": claim.type, "risk": claim.risk, "basis": claim.basis}
    return {**told, "path": list(claim.path), "deciding": list(claim.deciding), "cells": cells}
