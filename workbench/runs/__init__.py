"""Executes what users ask for: reading, notebooks, explaining; stages outputs and moves them into place."""

from workbench.runs.kernel import data_options, given_date, kinds, settings, show_errors_in
from workbench.runs.reading import open_or_read, read_corpus
from workbench.runs.reporting import corpus_report, landscape_report
from workbench.runs.risk_reporting import (
    add_charts,
    add_grounds,
    add_listed,
    add_people,
    grade_findings,
    risk_facts,
    risk_scope,
    screening_findings,
    search_log,
    write_case,
)
from workbench.runs.routing import criteria_of, open_route, roadmap_place, route_report, searched_by

__all__ = [
    "add_charts",
    "add_grounds",
    "add_listed",
    "add_people",
    "corpus_report",
    "criteria_of",
    "data_options",
    "given_date",
    "grade_findings",
    "kinds",
    "landscape_report",
    "open_or_read",
    "open_route",
    "read_corpus",
    "risk_facts",
    "risk_scope",
    "roadmap_place",
    "route_report",
    "screening_findings",
    "search_log",
    "searched_by",
    "settings",
    "show_errors_in",
    "write_case",
]
