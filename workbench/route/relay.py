"""Who carried the technology on, and from whom did they take it over?"""

from typing import Any, Final

import narwhals as nw
import numpy as np
import polars as pl

from workbench.route.paths import measured, yearly_place
from workbench.route.periods import PERIOD_YEARS, period_name, period_of, periods
from workbench.route.scope import Route
from workbench.route.showing import document_evidence, shown_documents, told
from workbench.tables import Cell, Condition, Evidence, Finding, LeftOut, RowValue, Table

_RELAY: Final = {
    "period": pl.String,
    "rank": pl.Int64,
    "applicant": pl.String,
    "document_count": pl.Int64,
    "path_document_count": pl.Int64,
    "citation_count": pl.Int64,
    "citation_share": pl.Float64,
    "persistence": pl.Float64,
    "former_rank": pl.Int64,
    "relay_role": pl.String,
}
LEADERS: Final = 5


def applicant_relay(route: Route, years: int = PERIOD_YEARS, leaders: int = LEADERS) -> Table:
    """Name the applicants whose documents of each period the field builds on most.

    Returns
    -------
    Table
        The first ``leaders`` of every ``period`` of complete years by ``citation_count`` (citations, whenever
        made, to their documents of the period; what they cite of themselves left out): ``rank``, ``applicant``,
        ``document_count``, ``path_document_count``, ``citation_share`` (of the period), ``persistence``,
        ``former_rank`` (in the period before; null where not among its applicants) and ``relay_role``:
        ``new`` (no document before), ``risen``, ``kept``, ``fallen``.
    """
    found = periods(route, years)
    frame = _counted(route, found)
    if frame.is_empty() or not route.has_arcs:
        note = "missing_citations" if not route.has_arcs else "missing_applicant" if found else "missing_years"
        return route.empty("applicant_relay", _RELAY, note)
    former = frame.select("applicant", place=pl.col("place") + 1, former_rank="rank")
    firsts = frame.group_by("applicant").agg(first_place=pl.col("place").min())
    ranked = frame.join(former, on=["applicant", "place"], how="left").join(firsts, on="applicant", how="left")
    role = (
        pl.when(pl.col("place") == pl.col("first_place"))
        .then(pl.lit("new"))
        .when(pl.col("former_rank").is_null() | (pl.col("rank") < pl.col("former_rank")))
        .then(pl.lit("risen"))
        .when(pl.col("rank") == pl.col("former_rank"))
        .then(pl.lit("kept"))
        .otherwise(pl.lit("fallen"))
    )
    shown = ranked.filter((pl.col("rank") <= leaders) & (pl.col("citation_count") > 0)).with_columns(
        period=pl.col("place").replace_strict(
            {at: period_name(own) for at, own in enumerate(found)}, return_dtype=pl.String
        ),
        relay_role=role,
    )
    nameless = int(route.documents["applicant"].null_count())
    return route.table(
        "applicant_relay",
        shown.sort("place", "rank", "applicant").select(list(_RELAY)),
        evidence=_evidence(route, found),
        left_out=[LeftOut("no_applicant", nameless)],
        notes=("first_applicant_only", "periods_complete_years", "self_citations_left_out"),
        linked_only=False,
        formats={
            **{name: "count" for name in _RELAY if name.endswith(("_count", "rank"))},
            "citation_share": "share",
            "persistence": "number",
        },
    )


def _counted(route: Route, found: list[tuple[int, int]]) -> pl.DataFrame:
    """Return the applicants of each period with their counts and rank."""
    nodes = np.arange(route.cleaned.network.node_count)
    place = period_of(route.documents["year"], found)
    network = route.cleaned.network
    applicant = route.documents["applicant"]
    other = (applicant.gather(network.cited) != applicant.gather(network.citing)).fill_null(True).to_numpy()
    citations = np.bincount(network.cited[other], minlength=nodes.size)
    persistence = measured(route, nodes)["persistence"] if route.has_arcs else pl.Series([0.0] * nodes.size)
    on_path = np.isin(nodes, route.nodes_on(route.path)) if route.has_arcs else np.zeros(nodes.size, dtype=bool)
    frame = pl.DataFrame(
        {
            "applicant": applicant,
            "place": place,
            "citations": citations,
            "persistence": persistence,
            "is_on_path": on_path,
        }
    )
    by = (
        frame.filter(pl.col("place") >= 0)
        .drop_nulls("applicant")
        .group_by("place", "applicant")
        .agg(
            document_count=pl.len().cast(pl.Int64),
            path_document_count=pl.col("is_on_path").sum().cast(pl.Int64),
            citation_count=pl.col("citations").sum().cast(pl.Int64),
            persistence=pl.col("persistence").sort().sum(),
        )
    )
    return by.with_columns(
        citation_share=pl.col("citation_count")
        / pl.max_horizontal(pl.col("citation_count").sum().over("place"), 1),
        rank=pl.col("citation_count").rank("min", descending=True).over("place").cast(pl.Int64),
    )


def _evidence(route: Route, found: list[tuple[int, int]]) -> Evidence:
    names = pl.Series([*(period_name(period) for period in found), None], dtype=pl.String)
    place = period_of(route.documents["year"], found)
    on_path = np.isin(np.arange(place.size), route.nodes_on(route.path))
    rows = (
        shown_documents(route)
        .select("record", "applicant")
        .with_columns(period=names.gather(place % len(names)), is_on_path=pl.Series(on_path))
    )
    own = tuple(Condition(name, "==", RowValue(name)) for name in ("period", "applicant"))
    return Evidence(
        nw.from_native(rows.drop_nulls().lazy()),
        {"document_count": own, "path_document_count": (*own, Condition("is_on_path", "==", True))},
    )


def applicant_relay_findings(table: Table) -> tuple[Finding, ...]:
    """Say who leads in the first period and who in the last."""
    if table.is_empty():
        return tuple(Finding.of(note) for note in table.notes if note.startswith("missing_"))
    last = int((table.frame["period"] == table.frame["period"][-1]).arg_true()[0])
    slots: dict[str, Any] = {
        "first_period": Cell(table, 0, "period"),
        "first": Cell(table, 0, "applicant"),
        "last_period": Cell(table, last, "period"),
        "last": Cell(table, last, "applicant"),
        "role": Cell(table, last, "relay_role"),
    }
    if table.frame["period"][0] == table.frame["period"][-1]:
        return (Finding.of("relay_one_period", **slots),)
    is_same = table.frame["applicant"][0] == table.frame["applicant"][last]
    return (Finding.of("relay_same" if is_same else "relay_changed", **slots),)


_TAKEOVERS: Final = {
    "takeover_year": pl.Int32,
    "from_applicant": pl.String,
    "to_applicant": pl.String,
    "cited_document": pl.String,
    "citing_document": pl.String,
    "citing_title": pl.String,
    "branch_from": pl.String,
    "branch_to": pl.String,
    "link_share": pl.Float64,
}


def path_takeovers(route: Route) -> Table:
    """List the arcs of the main path at which the applicant changes, in order of time.

    Returns
    -------
    Table
        ``takeover_year`` (of the citing document), ``from_applicant``, ``to_applicant``, ``cited_document``,
        ``citing_document`` with ``citing_title``, ``branch_from``, ``branch_to`` and ``link_share``.
    """
    if not route.has_arcs:
        return route.empty("path_takeovers", _TAKEOVERS)
    cited, citing = route.ends(route.path.arcs)
    order = np.lexsort((yearly_place(route)[cited], yearly_place(route)[citing]))
    former, later = told(route, cited[order], "former_"), told(route, citing[order], "later_")
    frame = former.hstack(later).with_columns(
        link_share=pl.Series(route.weighing().normalized[route.path.arcs][order])
    )
    changed = frame.filter(pl.col("former_applicant") != pl.col("later_applicant"))
    renamed = changed.select(
        takeover_year="later_document_year",
        from_applicant="former_applicant",
        to_applicant="later_applicant",
        cited_document="former_document",
        citing_document="later_document",
        citing_title="later_title",
        branch_from="former_branch",
        branch_to="later_branch",
        link_share="link_share",
    )
    nameless = int(told(route, route.nodes_on(route.path))["applicant"].null_count())
    return route.table(
        "path_takeovers",
        renamed,
        left_out=[LeftOut("no_applicant", nameless)],
        notes=("first_applicant_only",) if len(renamed) else ("missing_takeovers",),
        evidence=document_evidence(route),
        formats={"takeover_year": "year", "link_share": "share"},
    )
