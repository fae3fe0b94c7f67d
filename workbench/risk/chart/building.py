"""A claim set and a product in, an empty chart out: every feature a cell, everything undetermined."""

from collections.abc import Iterator

from workbench.errors import WorkbenchError
from workbench.risk.chart.bars import proposed_bars
from workbench.risk.chart.model import Cell, CellKind, Chart, ChartClaim, Jurisdiction
from workbench.risk.claims import Claim, ClaimSet

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
        raise WorkbenchError("no_claims", place=claims.id)
    listed = list(claims.by_number.values())
    cells = tuple(
        _cell(claim, place, kind, text, jurisdiction, published, description)
        for claim in sorted(listed, key=lambda claim: claim.number)
        for place, (kind, text) in enumerate(_pieces(claim), start=0 if _has_subject(claim) else 1)
    )
    anomalies = tuple(f"{a.claim}: {a.kind} {a.detail}".strip() for a in claims.anomalies)
    told = sorted((_chart_claim(claim) for claim in listed), key=lambda claim: claim.number)
    return Chart(claims.id, product_name, jurisdiction, tuple(told), cells, anomalies)


def _has_subject(claim: Claim) -> bool:
    """Tell whether the preamble is a feature of its own: not where it only repeats the parent's."""
    return claim.type != "dependent" and bool(_preamble(claim))


def _preamble(claim: Claim) -> str:
    before = claim.text[: claim.features[0].start] if claim.features else claim.text
    return before.strip(" \n\t，,：:；;")


def _pieces(claim: Claim) -> Iterator[tuple[CellKind, str]]:
    if _has_subject(claim):
        yield "preamble", _preamble(claim)
    for feature in claim.features:
        yield "feature", feature.text
    if not claim.features and not _has_subject(claim):
        yield "feature", claim.text.strip()
    if claim.transition in ("closed", "semi"):
        yield ("closed" if claim.transition == "closed" else "semi"), claim.transition_text


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
