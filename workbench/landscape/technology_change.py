"""Which technologies gain, and which lose ground?"""

from typing import Any

import narwhals as nw
import polars as pl

from workbench.corpus.counting import small
from workbench.landscape.periods import Period, last_two_periods, period_name, period_of
from workbench.landscape.scope import SMALL_BASE, Scope
from workbench.landscape.sentences import missing_findings, unit_words
from workbench.landscape.technology import classes, title_keys
from workbench.tables import Cell, Condition, Evidence, Finding, LeftOut, RowValue, Table

SMALL_COUNT = 5
"""A change on fewer units than this in both periods is not worth a sentence."""


def technology_change(scope: Scope) -> Table:
    """Compare IPC subclasses between the last complete years and as many years before.

    Returns
    -------
    Table
        The scope's ``top`` subclasses of both periods together: ``ipc_subclass``, ``ipc_title``,
        ``former_count``, ``recent_count``, ``former_share`` and ``recent_share`` of the classified units of the
        period, ``share_change`` and ``period_growth_rate`` (null on
        a base below 10), by ``share_change``, the largest
        gain first. ``former_period`` and ``recent_period`` name the years.
    """
    span = last_two_periods(scope)
    if span is None:
        return _empty(scope)
    place = period_of(nw.col("year"), list(span))
    found = classes(scope, "ipc_subclass").with_columns(place=place).filter(~nw.col("place").is_null())
    frame = _compared(scope, found, span)
    if frame.is_empty():
        return _empty(scope)
    inside = int(_classified(scope, found)["units"].sum())
    return scope.table(
        "technology_change",
        frame,
        evidence=None if scope.counting == "fractional" else _evidence(found),
        left_out=[LeftOut("outside_periods_or_unclassified", scope.counted - inside)],
        notes=("main_class_only",) if scope.counting == "first" else ("classes_overlap",),
        formats=_FORMATS,
        counting=scope.counting,
    )


_FORMATS = {
    "former_count": "count",
    "recent_count": "count",
    "former_share": "share",
    "recent_share": "share",
    "share_change": "share",
    "period_growth_rate": "share",
}
_SCHEMA: dict[str, Any] = {
    "ipc_subclass": pl.String,
    "ipc_title": pl.String,
    "former_period": pl.String,
    "recent_period": pl.String,
    "former_count": pl.Int64,
    "recent_count": pl.Int64,
    **dict.fromkeys(("former_share", "recent_share", "share_change", "period_growth_rate"), pl.Float64),
}


def _empty(scope: Scope) -> Table:
    has_classes = len(small(classes(scope, "ipc_subclass").head(1))) > 0
    note = scope.lacking("missing_ipc") if not has_classes else "missing_complete_years"
    left_out = [LeftOut("outside_periods_or_unclassified", scope.counted)]
    return scope.table("technology_change", pl.DataFrame(schema=_SCHEMA), left_out=left_out, notes=(note,))


def _classified(scope: Scope, found: nw.LazyFrame[Any]) -> pl.DataFrame:
    rows = found.select("record", "place")
    once = rows if scope.counting == "first" else rows.unique()
    return small(once.group_by("place").agg(units=nw.len()))


def _compared(scope: Scope, found: nw.LazyFrame[Any], span: tuple[Period, Period]) -> pl.DataFrame:
    weight = nw.col("weight").sum()
    total = weight.round(6) if scope.counting == "fractional" else weight
    counts = small(found.group_by("ipc_subclass", "place").agg(total.alias("units")))
    units = dict(_classified(scope, found).rows())
    by_place = counts.group_by("ipc_subclass").agg(
        former_count=pl.col("units").filter(pl.col("place") == 0).sum(),
        recent_count=pl.col("units").filter(pl.col("place") == 1).sum(),
    )
    former, recent = pl.col("former_count"), pl.col("recent_count")
    leading = by_place.sort(former + recent, "ipc_subclass", descending=[True, False]).head(scope.top)
    shared = leading.with_columns(
        title_keys(leading["ipc_subclass"]),
        former_period=pl.lit(period_name(span[0])),
        recent_period=pl.lit(period_name(span[1])),
        former_share=former / max(units.get(0, 0), 1),
        recent_share=recent / max(units.get(1, 0), 1),
        period_growth_rate=pl.when(former >= SMALL_BASE).then((recent - former) / former),
    ).with_columns(share_change=pl.col("recent_share") - pl.col("former_share"))
    return shared.sort("share_change", "ipc_subclass", descending=[True, False]).select(list(_SCHEMA))


def _evidence(found: nw.LazyFrame[Any]) -> Evidence:
    is_class = Condition("ipc_subclass", "==", RowValue("ipc_subclass"))
    return Evidence(
        found.select("record", "ipc_subclass", "place"),
        {
            "former_count": (is_class, Condition("place", "==", 0)),
            "recent_count": (is_class, Condition("place", "==", 1)),
        },
    )


def technology_change_findings(table: Table) -> tuple[Finding, ...]:
    """Say which subclass gained most and which lost most, where the numbers carry it."""
    if table.is_empty():
        return missing_findings(table)
    rows = table.frame.with_row_index("row").filter(
        pl.max_horizontal("former_count", "recent_count") >= SMALL_COUNT
    )
    gained, lost = rows.filter(pl.col("share_change") > 0), rows.filter(pl.col("share_change") < 0)
    told = []
    if len(gained):
        row = int(gained["row"][0])
        key = "technology_new" if not table.frame["former_count"][row] else "technology_gained"
        told.append(Finding.of(key, **_slots(table, row)))
    if len(lost):
        told.append(Finding.of("technology_lost", **_slots(table, int(lost["row"][-1]))))
    return tuple(told) or (Finding.of("technology_no_change"),)


def _slots(table: Table, row: int) -> dict[str, Any]:
    columns = ("former_period", "recent_period", "former_count", "recent_count", "former_share", "recent_share")
    cells = {column: Cell(table, row, column) for column in columns}
    return {"unit": unit_words(table), "class": Cell(table, row, "ipc_subclass"), **cells}
