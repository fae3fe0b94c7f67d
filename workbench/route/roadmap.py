"""Which patents stand on the roadmap, in which branch and period: as proposed, and as a person made it?"""

from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl

from workbench.route.key_patents import key_patents
from workbench.route.paths import measured
from workbench.route.periods import PERIOD_YEARS, Period, period_name, periods
from workbench.route.roadmap_book import update_roadmap
from workbench.route.roadmap_merge import Roadmap
from workbench.route.scope import Route
from workbench.route.showing import document_evidence, shown_documents
from workbench.tables import Cell, Finding, LeftOut, Table

MOST_STATIONS: Final = 30
"""Stations of the main path that are proposed, those with the largest share of the flow."""
_ROADMAP: Final = {
    "branch": pl.String,
    "period": pl.String,
    "document_year": pl.Int32,
    "document": pl.String,
    "roadmap_label": pl.String,
    "applicant": pl.String,
    "roadmap_basis": pl.String,
    "row_state": pl.String,
    "proposal": pl.String,
}


def roadmap_proposals(route: Route, criteria: pl.DataFrame | None = None) -> pl.DataFrame:
    """Propose patents for the roadmap: stations of the main path, and key patents.

    Returns
    -------
    DataFrame
        ``document``, ``branch``, ``year``, ``label`` (the title), ``keep`` (true), ``title``, ``applicant`` and
        ``roadmap_basis`` (``main_path``, ``key_patent``, ``both``), in order of the network.
    """
    stations = _stations(route)
    key = key_patents(route, criteria).frame["document"]
    known = known_documents(route).with_row_index("node")
    is_key = pl.col("document").is_in(key.implode())
    is_station = pl.col("node").is_in(stations.tolist())
    basis = pl.when(is_key & is_station).then(pl.lit("both")).when(is_key).then(pl.lit("key_patent"))
    chosen = known.filter(is_key | is_station)
    return chosen.with_columns(roadmap_basis=basis.otherwise(pl.lit("main_path"))).drop("node")


def _stations(route: Route) -> Any:
    if not route.has_arcs:
        return np.empty(0, dtype=np.int64)
    nodes = route.nodes_on(route.path)
    flow = measured(route, nodes)["flow_share"].to_numpy()
    return nodes[np.lexsort((nodes, -np.round(flow, 12)))][:MOST_STATIONS]


def known_documents(route: Route) -> pl.DataFrame:
    """Return every document as a roadmap would have it, in the order of the nodes."""
    return shown_documents(route).select(
        "document",
        "branch",
        year="document_year",
        label=pl.col("title").str.strip_prefix("一种"),
        keep=pl.lit(True),
        title="title",
        applicant="applicant",
        roadmap_basis=pl.lit(None, dtype=pl.String),
    )


def technology_roadmap(
    route: Route,
    path: str | Path | None = None,
    *,
    criteria: pl.DataFrame | None = None,
    years: int = PERIOD_YEARS,
) -> Table:
    """Lay out the roadmap: as proposed, or as the analyst's workbook has it.

    Parameters
    ----------
    route : Route
        The route.
    path : path, optional
        The roadmap workbook: made where it is not there, brought up to date where it is
        (:mod:`workbench.route.roadmap_merge`).
    criteria : DataFrame, optional
        Of the key patents.
    years : int
        Length of a period.

    Returns
    -------
    Table
        One row per patent that is kept, by branch and year: ``branch``, ``period`` (complete years; what lies
        before and after stands in periods of its own), ``document_year``, ``document``, ``roadmap_label``,
        ``applicant``, ``roadmap_basis``, ``row_state`` and ``proposal`` (where an edited cell would now be
        proposed otherwise).

    Raises
    ------
    WorkbenchError
        If the workbook cannot be read or written, or a cell is not allowed.
    """
    made = update_roadmap(path, roadmap_proposals(route, criteria), known_documents(route))
    kept = made.kept
    if kept.is_empty():
        return route.table(
            "technology_roadmap",
            pl.DataFrame(schema=_ROADMAP),
            left_out=_left_out(made),
            notes=("missing_roadmap",),
            linked_only=False,
        )
    order = {name: at for at, name in enumerate(dict.fromkeys(known_documents(route)["branch"].drop_nulls()))}
    place = pl.col("branch").replace_strict(order, default=len(order), return_dtype=pl.Int64)
    frame = kept.with_columns(
        period=pl.Series(period_names(kept["year"], periods(route, years))),
        place=pl.when(pl.col("branch").is_null()).then(len(order) + 1).otherwise(place),
    ).sort("place", "branch", "year", "document", nulls_last=True)
    return route.table(
        "technology_roadmap",
        frame.rename({"label": "roadmap_label", "year": "document_year"}).select(list(_ROADMAP)),
        evidence=document_evidence(route),
        left_out=_left_out(made),
        notes=("roadmap_by_analyst" if path else "roadmap_as_proposed",),
        linked_only=False,
        formats={"document_year": "year"},
    )


def _left_out(made: Roadmap) -> tuple[LeftOut, ...]:
    return (
        LeftOut("roadmap_not_kept", made.rows.height - made.kept.height),
        LeftOut("roadmap_deleted", made.deleted),
    )


def period_names(years: pl.Series, found: list[Period]) -> list[str | None]:
    """Return the period of each year; years before the first and after the last make periods of their own."""
    known = [year for year in years if year is not None]
    spans = list(found)
    if known and (not spans or min(known) < spans[0][0]):
        spans.insert(0, (min(known), spans[0][0] - 1 if spans else max(known)))
    if known and max(known) > spans[-1][1]:
        spans.append((spans[-1][1] + 1, max(known)))
    return [
        next((period_name(span) for span in spans if year is not None and span[0] <= year <= span[1]), None)
        for year in years
    ]


def technology_roadmap_findings(table: Table) -> tuple[Finding, ...]:
    """Say how many patents stand on the roadmap, and what edits and new data ask to look at."""
    if table.is_empty():
        return (Finding.of("missing_roadmap"),)
    states = table.frame["row_state"]
    slots: dict[str, Any] = {
        "unit": f"findings.unit_{table.unit}",
        "count": table.frame.height,
        "branches": table.frame["branch"].drop_nulls().n_unique(),
        "first": Cell(table, int(table.frame["document_year"].arg_min() or 0), "document_year"),
        "last": Cell(table, int(table.frame["document_year"].arg_max() or 0), "document_year"),
    }
    told = [Finding.of("roadmap_extent", **slots)]
    for state in ("new", "conflict", "not_proposed", "added"):
        count = int((states == state).sum())
        if count:
            told.append(Finding.of(f"roadmap_{state}", unit=f"findings.unit_{table.unit}", count=count))
    return tuple(told)
