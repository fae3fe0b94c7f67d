"""Executes what users ask for: reading, notebooks, explaining; stages outputs and moves them into place."""

from workbench.runs.kernel import data_options, kinds, settings, show_errors_in
from workbench.runs.reading import open_or_read, read_corpus
from workbench.runs.reporting import corpus_report, landscape_report
from workbench.runs.routing import criteria_of, open_route, roadmap_place, route_report, searched_by

__all__ = [
    "corpus_report",
    "criteria_of",
    "data_options",
    "kinds",
    "landscape_report",
    "open_or_read",
    "open_route",
    "read_corpus",
    "roadmap_place",
    "route_report",
    "searched_by",
    "settings",
    "show_errors_in",
]
