"""What may the future route turn on? Evidence by branch, for a person to judge: nothing is forecast."""

from typing import Any, Final

import numpy as np
import polars as pl

from workbench.route.cards import told_means
from workbench.route.groups import branch_note
from workbench.route.periods import PERIOD_YEARS
from workbench.route.scope import Route
from workbench.route.showing import document_evidence, shown_documents
from workbench.route.trends import branch_trends
from workbench.tables import Cell, Finding, Table

_TRENDS: Final = ("emerging", "growing", "steady")
MOST_BRANCHES: Final = 10
_OUTLOOK: Final = {
    "branch": pl.String,
    "trend": pl.String,
    "recent_count": pl.Int64,
    "share_factor": pl.Float64,
    "document": pl.String,
    "applicant": pl.String,
    "document_year": pl.Int32,
    "citation_count": pl.Int64,
    "problem": pl.String,
    "means": pl.String,
    "effect": pl.String,
    "uncertainty": pl.String,
}


def route_outlook(route: Route, years: int = PERIOD_YEARS) -> Table:
    """Gather the evidence on which a future route may be argued: one row per branch that does not shrink.

    Returns
    -------
    Table
        ``branch``, ``trend``, ``recent_count`` and ``share_factor`` (:func:`branch_trends`); the document of
        the recent period or later that is cited most for its age, with ``applicant``, ``document_year``,
        ``citation_count``, and the ``problem``, ``means`` and ``effect`` that it states (bottleneck, candidate,
        promise; null where it states none); ``uncertainty``: ``few_documents``, ``not_cited`` (no document of
        the recent period is cited yet), ``not_stated`` (the document states no problem), else ``lag`` (the last
        years are not complete). Goals and judgement are left to the analyst.
    """
    trends = branch_trends(route, years)
    chosen = trends.frame.filter(pl.col("trend").is_in(_TRENDS)).head(MOST_BRANCHES)
    if chosen.is_empty():
        return route.empty("route_outlook", _OUTLOOK, "missing_outlook")
    leaders = _leaders(route, int(str(chosen["recent_period"][0]).split("–", maxsplit=1)[0]))
    rows = chosen.join(leaders, on="branch", how="left", maintain_order="left")
    stated = told_means(route, rows["node"].fill_null(0).to_numpy())
    frame = rows.hstack(stated.select(pl.when(rows["node"].is_not_null()).then(pl.all())))
    return route.table(
        "route_outlook",
        frame.with_columns(uncertainty=_uncertainty()).select(list(_OUTLOOK)),
        evidence=document_evidence(route),
        notes=(branch_note(route), "outlook_is_evidence"),
        linked_only=False,
        formats={
            "recent_count": "count",
            "citation_count": "count",
            "share_factor": "index",
            "document_year": "year",
        },
    )


def _leaders(route: Route, first_year: int) -> pl.DataFrame:
    """Return the document of each branch, from a year on, that is cited most for its age."""
    frame = shown_documents(route).with_columns(
        pl.col("node").cast(pl.Int64), citation_count=pl.Series(route.cited_count.astype(np.int64))
    )
    recent = frame.filter(pl.col("document_year") >= first_year).drop_nulls("branch")
    age = pl.col("document_year").max() - pl.col("document_year") + 1
    ordered = recent.with_columns(pace=pl.col("citation_count") / age).sort(
        "pace", "document_year", "document", descending=[True, True, False]
    )
    first = ordered.unique("branch", keep="first", maintain_order=True)
    return first.select("branch", "node", "document", "applicant", "document_year", "citation_count")


def _uncertainty() -> pl.Expr:
    return (
        pl.when(pl.col("is_small"))
        .then(pl.lit("few_documents"))
        .when(pl.col("citation_count").fill_null(0) == 0)
        .then(pl.lit("not_cited"))
        .when(pl.col("problem").is_null())
        .then(pl.lit("not_stated"))
        .otherwise(pl.lit("lag"))
    )


def route_outlook_findings(table: Table) -> tuple[Finding, ...]:
    """Say which branches rise, and that judgement is the analyst's."""
    if table.is_empty():
        return (Finding.of("missing_outlook"),)
    rising = table.frame["trend"].is_in(["emerging", "growing"])
    slots: dict[str, Any] = {"count": int(rising.sum()), "branches": table.frame.height}
    if not rising.any():
        return (Finding.of("outlook_steady", branches=table.frame.height),)
    row = int(rising.arg_true()[0])
    return (Finding.of("outlook_rising", first=Cell(table, row, "branch"), **slots),)
