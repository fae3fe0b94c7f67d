"""What is missing in a chart: the list a lawyer reads first."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from workbench.measures.all_elements import ABSENT
from workbench.risk.chart.model import Cell, Chart
from workbench.risk.chart.signing import is_signed, is_unbound, is_void

_ORDER: Final = (
    "undetermined", "no_evidence", "no_author", "no_time", "not_argued", "bar_undecided", "no_parent",
    "parent_missing", "reference_effect", "bar_without_effect", "prior_art_defence", "claim_anomaly",
    "signature_void", "signature_not_bound", "not_signed",
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
    found = [*_cell_gaps(chart, states), *_idle_bars(chart), *_claim_gaps(chart)]
    if is_void(chart):
        found.append(Gap("signature_void", "", chart.sign_off.digest, decides=False))
    elif is_unbound(chart):
        found.append(Gap("signature_not_bound", "", chart.sign_off.name, decides=False))
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
    if not is_day(cell.time):
        yield "no_time", cell.time or cell.text
    if cell.state == "equivalent":
        if not cell.is_argued:
            yield "not_argued", cell.text
        if cell.bar is None and cell.proposed:
            yield "bar_undecided", ", ".join(cell.proposed)


def _idle_bars(chart: Chart) -> Iterator[Gap]:
    """Name bars at cells that are not equivalent: a bar changes nothing else, a defence is another matter."""
    for cell in chart.cells:
        if cell.bar is not None and cell.state != "equivalent":
            yield Gap("bar_without_effect", cell.key, cell.bar, decides=False)
            if cell.bar == "prior_art" and chart.jurisdiction == "CN":
                yield Gap("prior_art_defence", cell.key, cell.text, decides=False)


_DAY: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")


def is_day(text: str) -> bool:
    """Tell whether a text opens with a day of the calendar."""
    found = _DAY.match(text.strip())
    try:
        return found is not None and bool(date(*map(int, found.groups())))
    except ValueError:
        return False


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
