"""Tables, figures and findings in; html, docx, pdf and xlsx out (a content model and its writers)."""

from workbench.report.model import Appendix, FigureBlock, Report, Section, TableBlock, TextBlock

__all__ = ["Appendix", "FigureBlock", "Report", "Section", "TableBlock", "TextBlock"]
