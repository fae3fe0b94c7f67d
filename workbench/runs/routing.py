"""A technology route for a notebook: opened from exports, a corpus or a file of citations; its report."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import polars as pl

from workbench.corpus import Manifest
from workbench.errors import WorkbenchError
from workbench.files import found_path
from workbench.labels import Language, speak_of, words
from workbench.query.decomposition import DecompositionTable, has_queries, read_decomposition
from workbench.report import Report
from workbench.route import Route, SearchPlan, read_branch_table, read_key_patent_criteria
from workbench.route.branches import BranchTable, Grouping
from workbench.route.cleaning import CYCLE_RULES
from workbench.route.main_path import SEARCHES, WEIGHTS
from workbench.route.network import remark_text
from workbench.route.reading import ReadingOptions, read_network
from workbench.route.scope import Basis
from workbench.runs.reading import open_or_read
from workbench.runs.reporting import corpus_report
from workbench.sample.marks import is_invented
from workbench.search.branches import tag_branches
from workbench.search.session import Session

_LEVELS = ("auto", "publication", "application", "family")
_DATES = ("priority_date", "filing_date", "publication_date")


def open_route(
    *,
    citations: str = "",
    dates: str = "",
    member: str = "",
    reverse: bool = False,
    exports: str = "",
    corpus: str = "",
    given: Manifest | None = None,
    decisions: str = "",
    branches: str = "",
    level: str = "auto",
    date_basis: str = "priority_date",
    basis: str = "auto",
    cycles: str = "date-first",
    weight: str = "spc",
    search: str = "global",
    top_links: int = 10,
    grouping: str = "auto",
    top: int = 20,
) -> Route:
    """Open the route that a notebook's parameters describe.

    Parameters
    ----------
    citations : str
        A file of citations (csv, parquet, Pajek); wins over corpus and exports.
    dates, member, reverse
        How that file is read (:class:`workbench.route.reading.ReadingOptions`).
    exports, corpus, given, decisions
        As for :func:`workbench.runs.open_or_read`.
    branches : str
        A technology decomposition table.
    level, date_basis, basis, cycles, grouping, top
        As for :meth:`workbench.route.Route.of`.
    weight, search, top_links
        The plan of the main path.

    Raises
    ------
    WorkbenchError
        If a file is missing or malformed, or a parameter has no such value.
    """
    speak_of("citations")
    plan = SearchPlan(
        _one_of("weight", weight, WEIGHTS), _one_of("search", search, SEARCHES), max(top_links, 1)
    )
    rule = _one_of("cycles", cycles, CYCLE_RULES)
    if citations:
        options = ReadingOptions(member=member or None, dates=_dates(dates), reverse=reverse)
        network = read_network(found_path(citations), options)
        return Route.of_network(network, cycles=rule, plan=plan, top=top)
    chosen: dict[str, Any] = {
        "level": _one_of("level", level, _LEVELS),
        "date_basis": _one_of("date_basis", date_basis, _DATES),
        "basis": _one_of("basis", basis, get_args(Basis)),
        "grouping": _one_of("grouping", grouping, get_args(Grouping)),
    }
    asked = _asked_branches(branches)
    read = open_or_read(exports=exports, corpus=corpus, given=given or Manifest(), decisions=decisions)
    if isinstance(asked, DecompositionTable):
        read = tag_branches(Session(read), asked)
    else:
        chosen["branch_table"] = asked
    route = Route.of(read, cycles=rule, plan=plan, top=top, **chosen)
    speak_of("similarity" if route.basis == "similarity" else "citations")
    return route


def _asked_branches(branches: str) -> BranchTable | DecompositionTable | None:
    """Read a decomposition table: one of queries, which tag the corpus, or one of words and classes."""
    if not branches:
        return None
    path = found_path(branches)
    return read_decomposition(path) if path.is_file() and has_queries(path) else read_branch_table(path)


def _dates(text: str) -> str | None:
    if not text:
        return None
    place = found_path(text)
    return str(place) if place.is_file() else text


def _one_of(name: str, found: str, known: tuple[Any, ...]) -> Any:
    if found not in known:
        raise WorkbenchError("malformed_option", option=name, expected=" / ".join(known), found=found)
    return found


def searched_by(route: Route, search: str, top_links: int = 10) -> Route:
    """Return the same route with its path searched otherwise: ``local``, ``global`` or ``key-route``."""
    plan = replace(route.plan, search=_one_of("search", search, SEARCHES), top=max(top_links, 1))
    return replace(route, plan=plan)


def criteria_of(path: str) -> pl.DataFrame | None:
    """Read the criteria of key patents, or None for those of the house."""
    return read_key_patent_criteria(found_path(path)) if path else None


def roadmap_place(path: str) -> Path | None:
    """Return where the roadmap workbook stands or shall stand; None without one."""
    return found_path(path) if path else None


def route_report(
    name: str,
    route: Route,
    *,
    language: Language,
    subject: str,
    parameters: Mapping[str, Any],
    citations: str = "",
) -> Report:
    """Open a report on a technology route.

    Parameters
    ----------
    name : str
        Key of ``labels/report.toml`` (``title_<name>``).
    route : Route
        What the report is about; how it was drawn stands in the data-source section.
    subject : str
        In the user's words.
    parameters : mapping
        The notebook's parameters, for provenance.
    citations : str
        The file of citations, where the route stands on one.
    """
    facts = _route_facts(route, language)
    if route.corpus is not None:
        return corpus_report(
            name, route.corpus, language=language, subject=subject, parameters=parameters, facts=facts
        )
    file = found_path(citations)
    return Report(
        name,
        language,
        subject=subject,
        facts=(("citation_file", file.name), *facts),
        parameters=parameters,
        inputs=[_input(file, route)],
        is_sample=is_invented(file),
    )


def _input(file: Path, route: Route) -> dict[str, Any]:
    removed = route.cleaned.removed
    read = route.network.arc_count + route.network.incomplete
    taken = removed.get("loops", 0) + removed.get("duplicates", 0)
    return {
        "file": file.name,
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "rows_read": read,
        "kept": read - taken - route.network.incomplete,
        "duplicates": taken,
        "rejects": route.network.incomplete,
    }


def _route_facts(route: Route, language: Language) -> tuple[tuple[str, str], ...]:
    plan = route.plan
    search = words(f"report.route_search_{plan.search}", language, count=plan.top)
    remarks = "\n".join(remark_text(remark, language) for remark in route.cleaned.remarks)
    return (
        ("route_basis", words(f"report.route_basis_{route.basis}", language)),
        ("unit", words(f"report.unit_{route.unit}", language)),
        ("date_basis", words(f"report.basis_{route.date_basis}", language)),
        ("route_weight", plan.weight.upper()),
        ("route_search", search),
        ("route_cycles", words(f"report.route_cycles_{route.cycles}", language)),
        ("route_branches", words(f"report.route_branches_{route.groups.kind}", language)),
        *((("route_remarks", remarks),) if remarks else ()),
    )
