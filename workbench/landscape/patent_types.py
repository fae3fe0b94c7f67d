"""Inventions, utility models or designs?"""

from typing import Any

import narwhals as nw
import polars as pl

from workbench.corpus.counting import small
from workbench.landscape.scope import PATENT_TYPES, Scope
from workbench.landscape.sentences import last_complete_row, missing_findings, unit_words
from workbench.tables import Cell, Condition, Evidence, Finding, LeftOut, RowValue, Table

COMPARED_YEARS = 10
"""The share of inventions is compared over so many years."""
END_YEARS = 3
"""A single year may be a chance: so many at either end must agree with it."""
STEADY = 0.02
"""A change of the share below this is none."""
SMALL_COUNT = 10
"""A year with fewer units says nothing of shares."""


def patent_types(scope: Scope) -> Table:
    """Count the units by patent type.

    Returns
    -------
    Table
        ``patent_type`` (in the order invention, utility model, design, PCT, other), ``filing_count`` and
        ``filing_share`` of the units whose type is known.
    """
    counts = small(scope.units.group_by("patent_type").agg(filing_count=nw.len()))
    known = counts.filter(pl.col("patent_type").is_in(PATENT_TYPES))
    order = pl.col("patent_type").replace_strict({name: place for place, name in enumerate(PATENT_TYPES)})
    total = int(known["filing_count"].sum())
    frame = known.sort(order).with_columns(filing_share=pl.col("filing_count") / max(total, 1))
    condition = (Condition("patent_type", "==", RowValue("patent_type")),)
    return scope.table(
        "patent_types",
        frame.select("patent_type", "filing_count", "filing_share"),
        evidence=Evidence(scope.units.select("record", "patent_type"), {"filing_count": condition}),
        left_out=[LeftOut("no_patent_type", scope.counted - total)],
        notes=() if len(frame) else (scope.lacking("missing_patent_type"),),
        formats={"filing_count": "count", "filing_share": "share"},
        date_basis=None,
    )


def patent_types_findings(table: Table) -> tuple[Finding, ...]:
    """Say which type prevails, and what share inventions have."""
    if table.is_empty():
        return missing_findings(table)
    top = int(table.frame["filing_count"].arg_max() or 0)
    slots: dict[str, Any] = {
        "unit": unit_words(table),
        "first": Cell(table, top, "patent_type"),
        "count": Cell(table, top, "filing_count"),
        "share": Cell(table, top, "filing_share"),
    }
    if table.frame.height == 1:
        return (Finding.of("types_single", **slots),)
    row = table.frame["patent_type"].index_of("invention")
    if row is None:
        return (Finding.of("types_without_inventions", **slots),)
    if row == top:
        return (Finding.of("types_inventions_first", **slots),)
    slots["invention_share"] = Cell(table, row, "filing_share")
    return (Finding.of("types_other_first", **slots),)


def patent_types_by_year(scope: Scope) -> Table:
    """Count the units by year and patent type.

    Returns
    -------
    Table
        One row a year: the year, a count for each type that occurs (``invention_count`` …),
        ``invention_share`` of the year's units of known type (null in a year without any) and
        ``is_complete``.
    """
    year = scope.year_column
    known = scope.year_counts.filter(pl.col("patent_type").is_in(PATENT_TYPES))
    present = [name for name in PATENT_TYPES if name in set(known["patent_type"])]
    counts = known.group_by("year").agg(
        pl.col("units").filter(pl.col("patent_type") == name).sum().alias(f"{name}_count") for name in present
    )
    frame = scope.every_year(counts) if present else _no_years(year)
    types = [f"{name}_count" for name in present]
    if "invention" in present:
        total = pl.sum_horizontal(types)
        share = pl.when(total > 0).then(pl.col("invention_count") / total)
        frame = frame.with_columns(invention_share=share).select(year, *types, "invention_share", "is_complete")
    untyped = scope.year_counts.filter(pl.col("patent_type").is_in(PATENT_TYPES).fill_null(False).not_())
    return scope.table(
        "patent_types_by_year",
        frame,
        evidence=_evidence(scope, year, present),
        left_out=_left_out(
            scope, int(untyped["units"].sum()), sum(int(frame[column].sum()) for column in types)
        ),
        notes=() if len(frame) else (scope.lacking("missing_patent_type"),),
        formats={year: "year", **dict.fromkeys(types, "count"), "invention_share": "share"},
    )


def _no_years(year: str) -> pl.DataFrame:
    return pl.DataFrame(schema={year: pl.Int64, "is_complete": pl.Boolean})


def _evidence(scope: Scope, year: str, present: list[str]) -> Evidence:
    is_year = Condition("year", "==", RowValue(year))
    cells = {f"{name}_count": (is_year, Condition("patent_type", "==", name)) for name in present}
    return Evidence(scope.dated.select("record", "year", "patent_type"), cells)


def _left_out(scope: Scope, untyped: int, shown: int) -> list[LeftOut]:
    before = scope.counted - scope.undated_count - untyped - shown
    return [
        LeftOut("no_date", scope.undated_count),
        LeftOut("no_patent_type", untyped),
        LeftOut("before_series", before),
    ]


def _typed(table: Table, row: int) -> int:
    return sum(table.frame[column][row] for column in table.frame.columns if column.endswith("_count"))


def _pooled(table: Table, row: int) -> float:
    """Return the share of inventions in three years together."""
    years = range(max(row, 0), max(row, 0) + END_YEARS)
    inventions = sum(table.frame["invention_count"][year] for year in years)
    return float(inventions / max(sum(_typed(table, year) for year in years), 1))


def _direction(change: float) -> str:
    return "steady" if abs(change) < STEADY else "up" if change > 0 else "down"


def patent_types_by_year_findings(table: Table) -> tuple[Finding, ...]:
    """Say how the share of inventions has moved in ten years to the last complete one.

    It has risen or fallen only where the three years at either end, taken together, say so too.
    """
    if table.is_empty():
        return missing_findings(table)
    if "invention_share" not in table.frame.columns:
        return (Finding.of("types_no_inventions"),)
    last = last_complete_row(table)
    first = max(last - COMPARED_YEARS, 0)
    if last - first < END_YEARS or min(_typed(table, first), _typed(table, last)) < SMALL_COUNT:
        return (Finding.of("types_too_short"),)
    between_years = table.frame["invention_share"][last] - table.frame["invention_share"][first]
    between_ends = _pooled(table, last - END_YEARS + 1) - _pooled(table, first)
    kinds = {_direction(between_years), _direction(between_ends)}
    meaning = kinds.pop() if len(kinds) == 1 else "unsteady"
    year = table.frame.columns[0]
    return (
        Finding.of(
            f"inventions_{meaning}",
            first=Cell(table, first, year),
            first_share=Cell(table, first, "invention_share"),
            last=Cell(table, last, year),
            last_share=Cell(table, last, "invention_share"),
        ),
    )
