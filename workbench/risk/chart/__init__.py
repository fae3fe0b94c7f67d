"""Claim charts: the program lays them out and applies stated rules; people enter the facts and decide."""

from workbench.risk.chart.building import new_chart
from workbench.risk.chart.gaps import Gap
from workbench.risk.chart.model import BARS, JURISDICTIONS, STATES, Cell, Chart, ChartClaim, SignOff
from workbench.risk.chart.suggestions import number_facts, ranked_passages
from workbench.risk.chart.verdict import ClaimVerdict, Verdict, chart_verdict, verdict_document
from workbench.risk.chart.workbook import read_chart, write_chart

__all__ = [
    "BARS",
    "JURISDICTIONS",
    "STATES",
    "Cell",
    "Chart",
    "ChartClaim",
    "ClaimVerdict",
    "Gap",
    "SignOff",
    "Verdict",
    "chart_verdict",
    "new_chart",
    "number_facts",
    "ranked_passages",
    "read_chart",
    "verdict_document",
    "write_chart",
]
