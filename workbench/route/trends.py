"""Which branches emerge, and which are dying out?"""

from typing import Any, Final

import polars as pl

from workbench.route.evolution import SMALL_COUNT
from workbench.route.groups import branch_codes, branch_evidence, branch_note, without_branch
from workbench.route.periods import PERIOD_YEARS, period_name, period_of
from workbench.route.scope import Route
from workbench.tables import Cell, Condition, Finding, LeftOut, RowValue, Table

GROWING: Final = 1.5
FALLING: Final = 1 / GROWING
"""A branch whose share of the documents changes by less than this factor is steady."""
_SCHEMA: Final = {
    "branch": pl.String,
    "former_period": pl.String,
    "recent_period": pl.String,
    "former_count": pl.Int64,
    "recent_count": pl.Int64,
    "former_share": pl.Float64,
    "recent_share": pl.Float64,
    "share_factor": pl.Float64,
    "first_year": pl.Int32,
    "last_year": pl.Int32,
    "new_applicant_count": pl.Int64,
    "trend": pl.String,
    "is_small": pl.Boolean,
}


def branch_trends(route: Route, years: int = PERIOD_YEARS) -> Table:
    """Compare the branches between the last complete years and as many before.

    Returns
    -------
    Table
        One row per ``branch``, the largest gain first: ``former_period``, ``recent_period``, ``former_count``,
        ``recent_count``, ``former_share``, ``recent_share`` (of the documents in a branch), ``share_factor``
        (recent over former share; null on base 0), ``first_year``, ``last_year``, ``new_applicant_count``
        (first seen in the branch in the recent period) and ``trend``: ``emerging`` (no document before the
        recent period), ``growing`` (factor 1.5 or more), ``steady``, ``shrinking`` (factor 2/3 or less),
        ``dormant`` (no document in the recent period). ``is_small`` marks fewer than 5 documents in both
        periods: no trend is stated for them in words.
    """
    codes, names = branch_codes(route)
    span = _two_periods(route, years)
    if not names or span is None:
        return route.empty("branch_trends", _SCHEMA, "missing_periods" if names else "missing_branches")
    frame = route.documents.select("year", "applicant").with_columns(
        code=pl.Series(codes), place=pl.Series(period_of(route.documents["year"], list(span)))
    )
    compared = _compared(_counts(frame, span)).with_columns(
        branch=pl.col("code").replace_strict(dict(enumerate(names)), return_dtype=pl.String),
        former_period=pl.lit(period_name(span[0])),
        recent_period=pl.lit(period_name(span[1])),
    )
    ordered = compared.sort(pl.col("recent_share") - pl.col("former_share"), "code", descending=[True, False])
    undated = int(((codes >= 0) & (frame["place"].to_numpy() < 0)).sum())
    return route.table(
        "branch_trends",
        ordered.select(list(_SCHEMA)),
        evidence=_evidence(route, frame),
        left_out=[without_branch(route), LeftOut("outside_periods", undated)],
        notes=(branch_note(route), "periods_complete_years"),
        linked_only=False,
        formats={
            **{name: "count" for name in _SCHEMA if name.endswith("_count")},
            **{name: "share" for name in _SCHEMA if name.endswith("_share")},
            **dict.fromkeys(("first_year", "last_year"), "year"),
            "share_factor": "index",
        },
    )


def _two_periods(route: Route, years: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
    known = route.complete.filter(pl.col("is_complete").fill_null(True))["year"]
    length = min(years, len(known) // 2)
    if not length:
        return None
    last = int(known[-1])
    return (last - 2 * length + 1, last - length), (last - length + 1, last)


def _counts(frame: pl.DataFrame, span: tuple[tuple[int, int], tuple[int, int]]) -> pl.DataFrame:
    """Return what is counted of each branch up to the end of the recent period."""
    dated = frame.filter((pl.col("code") >= 0) & pl.col("year").is_not_null() & (pl.col("year") <= span[1][1]))
    by = dated.group_by("code").agg(
        former_count=(pl.col("place") == 0).sum().cast(pl.Int64),
        recent_count=(pl.col("place") == 1).sum().cast(pl.Int64),
        all_count=pl.len().cast(pl.Int64),
        first_year=pl.col("year").min(),
        last_year=pl.col("year").max(),
    )
    newcomers = (
        dated.drop_nulls("applicant")
        .group_by("code", "applicant")
        .agg(pl.col("year").min())
        .filter(pl.col("year") >= span[1][0])
        .group_by("code")
        .agg(new_applicant_count=pl.len().cast(pl.Int64))
    )
    return by.join(newcomers, on="code", how="left").with_columns(pl.col("new_applicant_count").fill_null(0))


def _compared(counts: pl.DataFrame) -> pl.DataFrame:
    former, recent = pl.col("former_count"), pl.col("recent_count")
    shared = counts.with_columns(
        former_share=former / pl.max_horizontal(former.sum(), 1),
        recent_share=recent / pl.max_horizontal(recent.sum(), 1),
    )
    factor = pl.when(former > 0).then(pl.col("recent_share") / pl.col("former_share"))
    trend = (
        pl.when((recent > 0) & (former == 0) & (recent == pl.col("all_count")))
        .then(pl.lit("emerging"))
        .when(recent == 0)
        .then(pl.lit("dormant"))
        .when((former == 0) | (pl.col("share_factor") >= GROWING))
        .then(pl.lit("growing"))
        .when(pl.col("share_factor") <= FALLING)
        .then(pl.lit("shrinking"))
        .otherwise(pl.lit("steady"))
    )
    return shared.with_columns(
        share_factor=factor, is_small=pl.max_horizontal(former, recent) < SMALL_COUNT
    ).with_columns(trend=trend)


def _evidence(route: Route, frame: pl.DataFrame) -> Any:
    own = Condition("branch", "==", RowValue("branch"))
    return branch_evidence(
        route,
        frame.select("place"),
        {
            "former_count": (own, Condition("place", "==", 0)),
            "recent_count": (own, Condition("place", "==", 1)),
        },
    )


def branch_trends_findings(table: Table) -> tuple[Finding, ...]:
    """Say which branch emerges or grows most, and which shrinks most, where the numbers carry it."""
    if table.is_empty():
        return tuple(Finding.of(note) for note in table.notes if note.startswith("missing_"))
    rows = table.frame.with_row_index("row").filter(~pl.col("is_small"))
    up = rows.filter(pl.col("trend").is_in(["emerging", "growing"]))["row"]
    down = rows.filter(pl.col("trend").is_in(["shrinking", "dormant"]))["row"]
    told = []
    if len(up):
        told.append(Finding.of("branch_rising", **_slots(table, int(up[0]))))
    if len(down):
        told.append(Finding.of("branch_falling", **_slots(table, int(down[-1]))))
    return tuple(told) or (Finding.of("branches_steady"),)


def _slots(table: Table, row: int) -> dict[str, Any]:
    names = ("branch", "trend", "former_period", "recent_period", "former_count", "recent_count")
    return {"unit": f"findings.unit_{table.unit}", **{name: Cell(table, row, name) for name in names}}
