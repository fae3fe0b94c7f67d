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
UNSURE_COUNT = round(1 / STEADY)
"""In a year with fewer units a single one moves the share by as much as counts as a change."""


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
        One row a year: the year, a count for each type that occurs (``invention_count`` …), ``typed_count``
        of all of them, ``invention_share`` of the year's units of known type (null in a year without any) and
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
        frame = frame.with_columns(typed_count=total, invention_share=share).select(
            year, *types, "typed_count", "invention_share", "is_complete"
        )
    untyped = scope.year_counts.filter(pl.col("patent_type").is_in(PATENT_TYPES).fill_null(False).not_())
    return scope.table(
        "patent_types_by_year",
        frame,
        evidence=_evidence(scope, year, present),
        left_out=_left_out(
            scope, int(untyped["units"].sum()), sum(int(frame[column].sum()) for column in types)
        ),
        notes=() if len(frame) else (scope.lacking("missing_patent_type"),),
        formats={year: "year", **dict.fromkeys([*types, "typed_count"], "count"), "invention_share": "share"},
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


def _fewest(table: Table, *rows: int) -> int:
    return int(min(table.frame["typed_count"][row] for row in rows))


def _pooled(table: Table, row: int) -> float:
    """Return the share of inventions in three years together."""
    years = range(max(row, 0), max(row, 0) + END_YEARS)
    inventions = sum(table.frame["invention_count"][year] for year in years)
    return float(inventions / max(sum(table.frame["typed_count"][year] for year in years), 1))


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
    if last - first < END_YEARS or _fewest(table, first, last) < SMALL_COUNT:
        return (Finding.of("types_too_short"),)
    between_years = table.frame["invention_share"][last] - table.frame["invention_share"][first]
    between_ends = _pooled(table, last - END_YEARS + 1) - _pooled(table, first)
    kinds = {_direction(between_years), _direction(between_ends)}
    meaning = kinds.pop() if len(kinds) == 1 else "unsteady"
    told = Finding.of(f"inventions_{meaning}", **_compared(table, first, last))
    return (told, *_unsure(table, first, last))


def _compared(table: Table, first: int, last: int) -> dict[str, Any]:
    year = table.frame.columns[0]
    slots: dict[str, Any] = {"unit": unit_words(table)}
    for name, row in (("first", first), ("last", last)):
        slots |= {
            name: Cell(table, row, year),
            f"{name}_share": Cell(table, row, "invention_share"),
            f"{name}_base": Cell(table, row, "typed_count"),
        }
    return slots


def _unsure(table: Table, first: int, last: int) -> tuple[Finding, ...]:
    """Say that a compared year has so few units that single patents move its share."""
    if _fewest(table, first, last) >= UNSURE_COUNT:
        return ()
    counts = table.frame["typed_count"]
    row = first if counts[first] <= counts[last] else last
    slots = {"year": Cell(table, row, table.frame.columns[0]), "count": Cell(table, row, "typed_count")}
    return (Finding.of("inventions_small_base", unit=unit_words(table), **slots),)
