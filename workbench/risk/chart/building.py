"""A claim set and a product in, an empty chart out: every feature a cell, everything undetermined."""

import re
from collections.abc import Iterator

from workbench.errors import WorkbenchError
from workbench.risk.chart.bars import proposed_bars
from workbench.risk.chart.model import Cell, CellKind, Chart, ChartClaim, Jurisdiction
from workbench.risk.claims import Claim, ClaimSet, Feature

LONGEST_CELL = 30_000
"""A worksheet's cell holds 32,767 characters."""


def new_chart(
    claims: ClaimSet,
    product_name: str,
    jurisdiction: Jurisdiction,
    *,
    published: str | None = None,
    description: str | None = None,
) -> Chart:
    """Lay a chart out.

    Parameters
    ----------
    claims : ClaimSet
        All its claims stand in the chart, so that every dependency path can be followed.
    published : str, optional
        The claims as first published, for proposing estoppel.
    description : str, optional
        For proposing dedication.

    Raises
    ------
    WorkbenchError
        If a feature is too long for a worksheet's cell, or the set holds no claim.
    """
    if not claims.claims:
        raise WorkbenchError("no_claims", file=claims.id)
    listed = list(claims.by_number.values())
    cells = tuple(
        _cell(claim, place, kind, text, jurisdiction, published, description)
        for claim in sorted(listed, key=lambda claim: claim.number)
        for place, kind, text in _numbered(_pieces(claim))
    )
    anomalies = tuple(f"{a.claim}: {a.kind} {a.detail}".strip() for a in claims.anomalies)
    told = sorted((_chart_claim(claim) for claim in listed), key=lambda claim: claim.number)
    return Chart(claims.id, product_name, jurisdiction, tuple(told), cells, anomalies)


def _numbered(pieces: list[tuple[CellKind, str]]) -> Iterator[tuple[int, CellKind, str]]:
    """Yield the pieces with their numbers: from 1, a preamble is 0."""
    first = 0 if pieces[0][0] == "preamble" else 1
    for place, (kind, text) in enumerate(pieces, start=first):
        yield place, kind, text


def _pieces(claim: Claim) -> list[tuple[CellKind, str]]:
    """Return the claim's pieces in order; a preamble that stands alone is one of its own kind."""
    told = [(_kind(claim, feature), feature.text) for feature in claim.features if not _only_leads(feature)]
    if not told:
        told.append(("feature", claim.text.strip()))
    if claim.transition in ("closed", "semi"):
        told.append(("closed" if claim.transition == "closed" else "semi", claim.transition_text))
    return told


def _kind(claim: Claim, feature: Feature) -> CellKind:
    is_subject = claim.type != "dependent" and feature.start == 0 and feature.end <= len(claim.preamble)
    return "preamble" if is_subject else "feature"


_LEADING = re.compile(
    r"(其特征(在于|是)?|包括|包含|含有|[\s，,：:]"
    r"|wherein|comprising|comprises|including|characteri[sz]ed in that)+"
)


def _only_leads(feature: Feature) -> bool:
    """Tell whether a piece holds only the words that lead to the features."""
    return _LEADING.fullmatch(feature.text.lower()) is not None


def _cell(
    claim: Claim,
    place: int,
    kind: CellKind,
    text: str,
    jurisdiction: Jurisdiction,
    published: str | None,
    description: str | None,
) -> Cell:
    if len(text) > LONGEST_CELL:
        raise WorkbenchError("chart_feature_too_long", feature=f"{claim.number}.{place}", found=len(text))
    bars = (
        proposed_bars(text, jurisdiction, published=published, description=description)
        if kind in ("feature", "preamble")
        else ()
    )
    return Cell(claim.number, place, kind, text, proposed=bars)


def _chart_claim(claim: Claim) -> ChartClaim:
    groups = tuple(reference.numbers for reference in claim.references if reference.numbers)
    return ChartClaim(claim.number, claim.type, groups, claim.transition)
