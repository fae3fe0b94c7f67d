"""What is missing in a chart: the list a lawyer reads first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from workbench.measures.all_elements import ABSENT
from workbench.risk.chart.model import Cell, Chart
from workbench.risk.chart.signing import is_signed, is_void

_ORDER: Final = (
    "undetermined", "no_evidence", "no_author", "not_argued", "bar_undecided", "no_parent", "parent_missing",
    "reference_effect", "claim_anomaly", "signature_void", "not_signed",
)  # fmt: skip


@dataclass(frozen=True)
class Gap:
    """One thing missing: its kind (``risk_charts.gap_<kind>``), the feature or claim, and the detail.

    ``decides`` tells whether filling it could still change the claim's risk.
    """

    kind: str
    place: str
    detail: str
    decides: bool = True


def gaps(chart: Chart, states: Mapping[int, int]) -> tuple[Gap, ...]:
    """List what is missing, what could still change the result first."""
    found = [*_cell_gaps(chart, states), *_claim_gaps(chart)]
    if is_void(chart):
        found.append(Gap("signature_void", "", chart.sign_off.digest, decides=False))
    elif not is_signed(chart):
        found.append(Gap("not_signed", "", "", decides=False))
    return tuple(sorted(found, key=lambda gap: (not gap.decides, _ORDER.index(gap.kind))))


def _cell_gaps(chart: Chart, states: Mapping[int, int]) -> Iterator[Gap]:
    for cell in chart.cells:
        decides = states.get(cell.claim, ABSENT) != ABSENT or cell.effective == "absent"
        for kind, detail in _lacking(cell):
            yield Gap(kind, cell.key, detail, decides)


def _lacking(cell: Cell) -> Iterator[tuple[str, str]]:
    if cell.state == "undetermined":
        yield "undetermined", cell.text
        return
    if not cell.evidence:
        yield "no_evidence", cell.text
    if not cell.author:
        yield "no_author", cell.text
    if cell.state == "equivalent":
        if not cell.is_argued:
            yield "not_argued", cell.text
        if cell.bar is None and cell.proposed:
            yield "bar_undecided", ", ".join(cell.proposed)


def _claim_gaps(chart: Chart) -> Iterator[Gap]:
    known = {claim.number for claim in chart.claims}
    for claim in chart.claims:
        if claim.type != "independent" and not claim.references:
            yield Gap("no_parent", str(claim.number), "")
        if claim.is_open_reference:
            yield Gap("reference_effect", str(claim.number), "")
        for number in sorted({n for group in claim.references for n in group} - known):
            yield Gap("parent_missing", str(claim.number), str(number))
    for anomaly in chart.anomalies:
        yield Gap("claim_anomaly", "", anomaly, decides=False)
