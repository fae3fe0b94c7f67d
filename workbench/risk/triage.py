"""Which independent claims may be set aside first, and why? A hint with its reason; a person confirms it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from workbench.measures.similarity import shared_bigram_share
from workbench.risk.chart.building import new_chart
from workbench.risk.chart.suggestions import number_facts
from workbench.risk.claims import read_numbered_claims
from workbench.risk.product import Product

_UNANSWERED = 0.2
"""Below this share of a feature's character pairs in any passage, no passage answers it."""


@dataclass(frozen=True)
class Triage:
    """One independent claim against the product.

    Attributes
    ----------
    kind : {"compare", "may_be_set_aside"}
    reason : str
        The claim's own words for which the product names no passage, or whose numbers lie apart.
    missing_count : int
        Features that no passage answers, or whose numbers are disjoint.
    """

    claim: int
    kind: Literal["compare", "may_be_set_aside"]
    reason: str
    missing_count: int
    feature_count: int


def triage(claims: Sequence[tuple[int, str]], product: Product) -> tuple[Triage, ...]:
    """Look at the independent claims of one document; none is decided."""
    read = read_numbered_claims(claims)
    free = {claim.number for claim in read.claims if claim.is_independent}
    chart = new_chart(read, "", "CN") if read.claims else None
    if chart is None:
        return ()
    apart = {fact.cell for fact in number_facts(chart.cells, product) if fact.relation == "disjoint"}
    told = []
    for number in sorted(free):
        cells = [cell for cell in chart.cells_of(number) if cell.kind == "feature"]
        missing = [cell for cell in cells if cell.key in apart or _best(cell.text, product) < _UNANSWERED]
        reason = f"{missing[0].key} {missing[0].text[:40]}" if missing else ""
        kind: Literal["compare", "may_be_set_aside"] = "may_be_set_aside" if missing else "compare"
        told.append(Triage(number, kind, reason, len(missing), len(cells)))
    return tuple(told)


def _best(text: str, product: Product) -> float:
    return max(shared_bigram_share(text, feature.text) for feature in product.features)
