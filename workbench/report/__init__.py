"""Tables, figures and findings in; html, docx, pdf and xlsx out (a content model and its writers)."""

from workbench.report.explain import explain
from workbench.report.model import Appendix, FigureBlock, HeadingBlock, Report, Section, TableBlock, TextBlock
from workbench.report.write import write_report

__all__ = [
    "Appendix",
    "FigureBlock",
    "HeadingBlock",
    "Report",
    "Section",
    "TableBlock",
    "TextBlock",
    "explain",
    "write_report",
]
