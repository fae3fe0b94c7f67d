"""Executes what users ask for: reading, notebooks, explaining; stages outputs and moves them into place."""

from workbench.runs.kernel import data_options, kinds, settings, show_errors_in
from workbench.runs.reading import open_or_read, read_corpus
from workbench.runs.reporting import corpus_report, landscape_report

__all__ = [
    "corpus_report",
    "data_options",
    "kinds",
    "landscape_report",
    "open_or_read",
    "read_corpus",
    "settings",
    "show_errors_in",
]
