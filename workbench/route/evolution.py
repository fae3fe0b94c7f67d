"""How do the branches draw on one another from period to period?

A document of a period divides its weight of 1 equally among the documents it cites in the period before. So
the links into a branch never add up to more than its documents: what is missing is new; what of the period
before is not cited is lost.
"""

from typing import Any, Final

import narwhals as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.measures.sets import sorted_distinct
from workbench.route.groups import branch_codes, branch_note, without_branch
from workbench.route.periods import PERIOD_YEARS, Period, period_name, period_of, periods
from workbench.route.scope import Route
from workbench.route.showing import shown_documents
from workbench.tables import Cell, Condition, Evidence, Finding, LeftOut, RowValue, Table

SMALL_COUNT: Final = 5
"""A branch with fewer documents in a period is marked: its shares say little."""
_NODES: Final = {
    "period": pl.String,
    "branch": pl.String,
    "document_count": pl.Int64,
    "document_share": pl.Float64,
    "drawing_count": pl.Float64,
    "new_share": pl.Float64,
    "lost_share": pl.Float64,
    "is_small": pl.Boolean,
}
_COUNTS: Final = ("citing_count", "citation_count")
_LINKS: Final = {
    "from_period": pl.String,
    "from_branch": pl.String,
    "to_period": pl.String,
    "to_branch": pl.String,
    "flow_count": pl.Float64,
    "citing_count": pl.Int64,
    "citation_count": pl.Int64,
    "to_share": pl.Float64,
}


class _Slices:
    """The documents of a route by branch and period, and the citations from each period to the one before."""

    def __init__(self, route: Route, years: int) -> None:
        self.codes, self.branches = branch_codes(route)
        self.periods: list[Period] = periods(route, years)
        self.place = period_of(route.documents["year"], self.periods)
        self.is_in = (self.codes >= 0) & (self.place >= 0)
        network = route.cleaned.network
        cited, citing = network.cited.astype(np.int64), network.citing.astype(np.int64)
        step = self.is_in[cited] & self.is_in[citing] & (self.place[citing] == self.place[cited] + 1)
        self.cited, self.citing = cited[step], citing[step]
        number = np.bincount(self.citing, minlength=network.node_count)
        self.part = 1.0 / number[self.citing] if self.citing.size else np.empty(0)
        self.draws = number > 0
        self.is_cited = np.bincount(self.cited, minlength=network.node_count) > 0

    def names(self) -> list[str]:
        """Return the periods as they are printed."""
        return [period_name(period) for period in self.periods]

    def cell(self, nodes: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the number of the period and branch of some nodes."""
        return self.place[nodes] * len(self.branches) + self.codes[nodes]


def _slices(route: Route, years: int) -> _Slices:
    return route.remembered(f"slices:{years}", lambda: _Slices(route, years))


def _left_out(route: Route, slices: _Slices) -> list[LeftOut]:
    outside = int(((slices.codes >= 0) & (slices.place < 0)).sum())
    return [without_branch(route), LeftOut("outside_periods", outside)]


def branch_periods(route: Route, years: int = PERIOD_YEARS) -> Table:
    """Count the documents of each branch in each period of complete years.

    Returns
    -------
    Table
        One row per ``period`` and ``branch``: ``document_count``, ``document_share`` of the period,
        ``drawing_count`` (documents that cite one of the period before), ``new_share`` (those that do not;
        null in the first period), ``lost_share`` (documents that no document of the next period cites; null
        in the last) and ``is_small`` (fewer than 5 documents).
    """
    slices = _slices(route, years)
    if not slices.branches or not slices.periods:
        return route.empty(
            "branch_periods", _NODES, "missing_periods" if slices.branches else "missing_branches"
        )
    frame = _node_counts(slices)
    return route.table(
        "branch_periods",
        frame.select(list(_NODES)),
        evidence=_node_evidence(route, slices),
        left_out=_left_out(route, slices),
        notes=(branch_note(route), "periods_complete_years"),
        linked_only=False,
        formats={
            "document_count": "count",
            "drawing_count": "count",
            **dict.fromkeys(("document_share", "new_share", "lost_share"), "share"),
        },
    )


def _node_counts(slices: _Slices) -> pl.DataFrame:
    """Return the counts of each period and branch, periods in order."""
    nodes = np.flatnonzero(slices.is_in)
    size = len(slices.periods) * len(slices.branches)
    cells = slices.cell(nodes)
    counts = np.bincount(cells, minlength=size)
    draws = np.bincount(cells, slices.draws[nodes], minlength=size)
    cited = np.bincount(cells, slices.is_cited[nodes], minlength=size)
    place, code = np.divmod(np.arange(size), len(slices.branches))
    frame = pl.DataFrame(
        {
            "period": [slices.names()[at] for at in place],
            "branch": [slices.branches[at] for at in code],
            "document_count": counts,
            "drawing_count": draws,
            "new_share": (counts - draws) / np.maximum(counts, 1),
            "lost_share": (counts - cited) / np.maximum(counts, 1),
            "place": place,
        }
    )
    has_some = pl.col("document_count") > 0
    return frame.with_columns(
        document_share=pl.col("document_count") / pl.col("document_count").sum().over("period"),
        new_share=pl.when(has_some & (pl.col("place") > 0)).then("new_share"),
        lost_share=pl.when(has_some & (pl.col("place") < len(slices.periods) - 1)).then("lost_share"),
        is_small=pl.col("document_count") < SMALL_COUNT,
    )


def _node_evidence(route: Route, slices: _Slices) -> Evidence:
    names = pl.Series([*slices.names(), None])
    frame = (
        shown_documents(route)
        .select("record", "branch")
        .with_columns(period=names.gather(slices.place % len(names)), draws=pl.Series(slices.draws))
    )
    own = tuple(Condition(name, "==", RowValue(name)) for name in ("period", "branch"))
    rows = frame.drop_nulls(["record", "period", "branch"])
    return Evidence(
        nw.from_native(rows.lazy()),
        {"document_count": own, "drawing_count": (*own, Condition("draws", "==", True))},
    )


def branch_periods_findings(table: Table) -> tuple[Finding, ...]:
    """Say which branch of the last period owes least to the period before."""
    if table.is_empty():
        return tuple(Finding.of(note) for note in table.notes if note.startswith("missing_"))
    last = table.frame["period"][-1]
    rows = table.frame.with_row_index("row").filter(
        (pl.col("period") == last) & ~pl.col("is_small") & pl.col("new_share").is_not_null()
    )
    if rows.is_empty():
        return (Finding.of("periods_too_few"),)
    newest = int(rows.sort("new_share", "row", descending=[True, False])["row"][0])
    slots: dict[str, Any] = {
        name: Cell(table, newest, name) for name in ("period", "branch", "new_share", "document_count")
    }
    return (Finding.of("branch_newest", unit=f"findings.unit_{table.unit}", **slots),)


def branch_flows(route: Route, years: int = PERIOD_YEARS) -> Table:
    """Tell how each branch draws on those of the period before: the links of an alluvial.

    Returns
    -------
    Table
        One row per pair that has a citation: ``from_period``, ``from_branch``, ``to_period``, ``to_branch``,
        ``flow_count`` (documents of the later branch, each divided among what it cites in the former period),
        ``citing_count`` (those documents, whole), ``citation_count``, and ``to_share`` (``flow_count`` over all
        documents of the later branch and period).
    """
    slices = _slices(route, years)
    if not slices.branches or len(slices.periods) < 2 or not slices.cited.size:
        note = "missing_citations" if len(slices.periods) > 1 else "missing_periods"
        return route.empty("branch_flows", _LINKS, note)
    width = len(slices.branches)
    size = len(slices.periods) * width
    totals = np.bincount(slices.cell(np.flatnonzero(slices.is_in)), minlength=size)
    code = slices.cell(slices.cited) * size + slices.cell(slices.citing)
    distinct, inverse, citations = np.unique(code, return_inverse=True, return_counts=True)
    source, target = np.divmod(distinct, size)
    flow = np.bincount(inverse, slices.part)
    names = slices.names()
    frame = pl.DataFrame(
        {
            "from_period": [names[at // width] for at in source],
            "from_branch": [slices.branches[at % width] for at in source],
            "to_period": [names[at // width] for at in target],
            "to_branch": [slices.branches[at % width] for at in target],
            "flow_count": flow,
            "citing_count": _citing_counts(slices, code, distinct),
            "citation_count": citations,
            "to_share": flow / totals[target],
        },
        schema=_LINKS,
    )
    return route.table(
        "branch_flows",
        frame,
        evidence=_link_evidence(route, slices),
        left_out=_left_out(route, slices),
        notes=(branch_note(route), "periods_complete_years"),
        formats={
            "flow_count": "number",
            "citing_count": "count",
            "citation_count": "count",
            "to_share": "share",
        },
    )


def _citing_counts(slices: _Slices, code: NDArray[np.int64], distinct: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many documents of the later period cite along each link."""
    place = np.searchsorted(distinct, code)
    pairs = sorted_distinct(place * (int(slices.citing.max()) + 1) + slices.citing)
    return np.asarray(np.bincount(pairs // (int(slices.citing.max()) + 1), minlength=distinct.size))


def _link_evidence(route: Route, slices: _Slices) -> Evidence:
    names, branches = pl.Series(slices.names()), pl.Series(slices.branches)
    rows = pl.DataFrame(
        {
            "record": route.documents["record"].gather(slices.citing),
            "from_period": names.gather(slices.place[slices.cited]),
            "from_branch": branches.gather(slices.codes[slices.cited]),
            "to_period": names.gather(slices.place[slices.citing]),
            "to_branch": branches.gather(slices.codes[slices.citing]),
        }
    ).drop_nulls("record")
    own = tuple(
        Condition(name, "==", RowValue(name))
        for name in ("from_period", "from_branch", "to_period", "to_branch")
    )
    return Evidence(nw.from_native(rows.lazy()), {"flow_count": own, "citing_count": own})
