"""Which generations of technology followed one another, and when did one take over from the other?

A branch (or community) is read as a generation. It takes over from an earlier one in the first complete year
from which on, to the last, its moving total of three years exceeds the other's. Turning points are observed,
never extrapolated.
"""

from typing import Any, Final

import narwhals as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.route.evolution import SMALL_COUNT
from workbench.route.groups import branch_codes, branch_note, without_branch
from workbench.route.scope import Route
from workbench.route.showing import shown_documents
from workbench.tables import Cell, Condition, Evidence, Finding, LeftOut, RowValue, Table

WINDOW_YEARS: Final = 3
TURNED_SHARE: Final = 0.8
"""A generation has turned where its last three years have at most this share of its best three."""
_GENERATIONS: Final = {
    "generation_place": pl.Int64,
    "branch": pl.String,
    "document_count": pl.Int64,
    "tenth_year": pl.Int32,
    "median_year": pl.Int32,
    "peak_year": pl.Int32,
    "last_year": pl.Int32,
    "generation_stage": pl.String,
    "predecessor": pl.String,
    "predecessor_flow_share": pl.Float64,
    "takeover_year": pl.Int32,
    "is_small": pl.Boolean,
}
_CURVES: Final = {
    "year": pl.Int32,
    "branch": pl.String,
    "document_count": pl.Int64,
    "cumulative_count": pl.Int64,
    "cumulative_share": pl.Float64,
    "moving_count": pl.Int64,
    "is_complete": pl.Boolean,
}


_OWN: Final = {"document_count": (Condition("branch", "==", RowValue("branch")),)}


class _Curves:
    """Counts of each branch in each year."""

    def __init__(self, route: Route) -> None:
        self.codes, self.branches = branch_codes(route)
        self.complete = route.complete
        self.years = self.complete["year"].to_numpy()
        year = route.documents["year"].fill_null(-1).to_numpy().astype(np.int64)
        self.is_in = (self.codes >= 0) & (year > 0)
        size = (len(self.branches), len(self.years))
        place = self.codes[self.is_in] * size[1] + (year[self.is_in] - self.years[0] if size[1] else 0)
        self.counts = np.bincount(place, minlength=size[0] * size[1]).reshape(size)
        flags = self.complete["is_complete"].fill_null(True).to_numpy()
        self.last = int(np.flatnonzero(flags)[-1]) if flags.any() else -1

    def moving(self) -> NDArray[np.int64]:
        """Return the totals of each year and the two before."""
        sums = self.counts.cumsum(axis=1)
        former = np.zeros_like(sums)
        former[:, WINDOW_YEARS:] = sums[:, :-WINDOW_YEARS] if sums.shape[1] > WINDOW_YEARS else 0
        return np.asarray(sums - former)


def _curves(route: Route) -> _Curves:
    return route.remembered("curves", lambda: _Curves(route))


def generation_years(route: Route) -> Table:
    """Count each generation year by year.

    Returns
    -------
    Table
        One row per ``year`` and ``branch``: ``document_count``, ``cumulative_count``, ``cumulative_share``
        (of the generation's documents in the data), ``moving_count`` (this year and the two before) and
        ``is_complete``.
    """
    curves = _curves(route)
    if not curves.branches or not len(curves.years):
        return route.empty(
            "generation_years", _CURVES, "missing_branches" if len(curves.years) else "missing_years"
        )
    rows, columns = curves.counts.shape
    total = curves.counts.cumsum(axis=1)
    frame = pl.DataFrame(
        {
            "year": np.tile(curves.years, rows),
            "branch": np.repeat(curves.branches, columns),
            "document_count": curves.counts.ravel(),
            "cumulative_count": total.ravel(),
            "cumulative_share": (total / np.maximum(total[:, -1:], 1)).ravel(),
            "moving_count": curves.moving().ravel(),
            "is_complete": pl.concat([curves.complete["is_complete"]] * rows),
        },
        schema=_CURVES,
    )
    return route.table(
        "generation_years",
        frame,
        evidence=_evidence(route),
        left_out=_left_out(route, curves),
        notes=(branch_note(route), *_incomplete(frame)),
        linked_only=False,
        formats={
            "year": "year",
            "cumulative_share": "share",
            **dict.fromkeys(("document_count", "cumulative_count", "moving_count"), "count"),
        },
    )


def _incomplete(frame: pl.DataFrame) -> tuple[str, ...]:
    known = frame["is_complete"]
    if known.null_count():
        return ("no_cut_off",)
    return () if known.all() else ("incomplete_years",)


def _left_out(route: Route, curves: _Curves) -> list[LeftOut]:
    return [without_branch(route), LeftOut("no_date", int(((curves.codes >= 0) & ~curves.is_in).sum()))]


def _evidence(route: Route) -> Evidence:
    rows = shown_documents(route).select("record", "branch", year="document_year").drop_nulls()
    own = Condition("branch", "==", RowValue("branch"))
    return Evidence(
        nw.from_native(rows.lazy()),
        {
            "document_count": (own, Condition("year", "==", RowValue("year"))),
            "cumulative_count": (own, Condition("year", "<=", RowValue("year"))),
        },
    )


def technology_generations(route: Route) -> Table:
    """Line up the branches as generations, by their median year.

    Returns
    -------
    Table
        One row per ``branch``: ``generation_place``, ``document_count``, ``tenth_year`` (a tenth of its
        documents is there), ``median_year``, ``peak_year`` (end of its best three complete years),
        ``last_year``, ``generation_stage`` (``rising``, ``level``, ``turned``: the last three complete years
        against the best three), ``predecessor`` (the earlier generation it cites most) with
        ``predecessor_flow_share`` (of its citations to earlier generations), ``takeover_year`` from that
        predecessor (null where it has not taken over) and ``is_small`` (under 5).
    """
    curves = _curves(route)
    if not curves.branches or curves.last < 0:
        return route.empty(
            "technology_generations", _GENERATIONS, "missing_branches" if curves.last >= 0 else "missing_years"
        )
    order, medians = _in_order(curves)
    former, share = _predecessors(route, curves, order)
    moving = curves.moving()[:, : curves.last + 1]
    rows = [
        (
            place + 1,
            curves.branches[at],
            int(curves.counts[at].sum()),
            _quantile_year(curves, at, 0.1),
            medians[at],
            int(curves.years[moving[at].argmax()]),
            int(curves.years[np.flatnonzero(curves.counts[at])[-1]]) if curves.counts[at].any() else None,
            _stage(moving[at]),
            curves.branches[former[at]] if former[at] >= 0 else None,
            share[at] if former[at] >= 0 else None,
            _takeover(curves, moving, int(former[at]), int(at)),
            int(curves.counts[at].sum()) < SMALL_COUNT,
        )
        for place, at in enumerate(order)
    ]
    return route.table(
        "technology_generations",
        pl.DataFrame(rows, schema=_GENERATIONS, orient="row"),
        evidence=Evidence(_evidence(route).frame, _OWN),
        left_out=_left_out(route, curves),
        notes=(branch_note(route), "generations_observed"),
        linked_only=False,
        formats={
            "generation_place": "count",
            "document_count": "count",
            "predecessor_flow_share": "share",
            **{name: "year" for name in _GENERATIONS if name.endswith("_year")},
        },
    )


def _in_order(curves: _Curves) -> tuple[NDArray[np.int64], list[int]]:
    """Return the branches by their median years, and those years."""
    medians = [_quantile_year(curves, at, 0.5) for at in range(len(curves.branches))]
    return np.argsort(np.array(medians), kind="stable"), medians


def _quantile_year(curves: _Curves, branch: int, share: float) -> int:
    total = curves.counts[branch].cumsum()
    return int(curves.years[int(np.searchsorted(total, max(share * total[-1], 1e-9)))]) if total[-1] else 9999


def _stage(moving: NDArray[np.int64]) -> str:
    best, last = int(moving.max()), int(moving[-1])
    if last < TURNED_SHARE * best:
        return "turned"
    return "rising" if last == best and (moving.size < 4 or last > moving[-4]) else "level"


def _predecessors(
    route: Route, curves: _Curves, order: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return, for each branch, the earlier one it cites most (-1 for none), and that one's share."""
    count = len(curves.branches)
    place = np.empty(count, dtype=np.int64)
    place[order] = np.arange(count)
    cited, citing = curves.codes[route.cleaned.network.cited], curves.codes[route.cleaned.network.citing]
    inside = (cited >= 0) & (citing >= 0)
    flow = np.bincount(citing[inside] * count + cited[inside], minlength=count * count).reshape(count, count)
    flow = np.where(place[None, :] < place[:, None], flow, 0)
    total = flow.sum(axis=1)
    found = np.where(total > 0, flow.argmax(axis=1), -1)
    return found, flow.max(axis=1) / np.maximum(total, 1)


def _takeover(curves: _Curves, moving: NDArray[np.int64], former: int, later: int) -> int | None:
    """Return the first year from which on the later generation leads, to the last complete year."""
    if former < 0:
        return None
    leads = moving[later] > moving[former]
    if not leads[-1]:
        return None
    behind = np.flatnonzero(~leads)
    first = int(behind[-1]) + 1 if behind.size else int(np.flatnonzero(moving[later])[0])
    return int(curves.years[first])


def technology_generations_findings(table: Table) -> tuple[Finding, ...]:
    """Say which is the youngest generation that has taken over, and from which."""
    if table.is_empty():
        return tuple(Finding.of(note) for note in table.notes if note.startswith("missing_"))
    rows = table.frame.with_row_index("row").filter(~pl.col("is_small"))
    taken = rows.filter(pl.col("takeover_year").is_not_null())
    if taken.is_empty():
        return (Finding.of("generations_none_taken_over"),)
    row = int(taken["row"][-1])
    slots: dict[str, Any] = {
        name: Cell(table, row, name)
        for name in ("branch", "predecessor", "takeover_year", "predecessor_flow_share")
    }
    return (Finding.of("generation_taken_over", **slots),)
