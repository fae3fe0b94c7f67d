"""What is to be said about a table's rows: zero dates, ruined numbers, gaps, likely download caps."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from workbench.readers import cells
from workbench.readers.dates import date_faults
from workbench.readers.grid import Grid
from workbench.readers.intake import INTAKE, Notice
from workbench.readers.intake_columns import Plan

CAPS: Final = frozenset({500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 50_000, 60_000, 65_535, 100_000})
"""Row counts at which vendors stop a download."""
SHOWN: Final = 3
"""How many places a warning names."""

_ZERO_INSIDE: Final = r"(?:30|31)\.12\.1899|1899[-/.]?12[-/.]?3[01]"


@dataclass(frozen=True)
class Checked:
    """How many rows hold a document number and how many do not, and the warnings they gave."""

    row_count: int
    bare_count: int
    warnings: tuple[Notice, ...]


def check_rows(rows: pl.LazyFrame, has_number: pl.Expr, grid: Grid, plan: Plan) -> Checked:
    """Count the rows and look for what the user should know, in one pass.

    Parameters
    ----------
    rows : polars.LazyFrame
        The grid's rows below the header.
    has_number : polars.Expr
        Which of them hold a document number.
    grid : Grid
        Where they come from.
    plan : Plan
        What the columns are.
    """
    tests = dict(_tests(plan))
    kinds = dict(_date_cells(plan))
    serial = plan.cell("_serial") if plan.has("_serial") else pl.lit(None, dtype=pl.String)
    seen = rows.select(
        pl.len().alias("rows"),
        has_number.sum().alias("numbered"),
        serial.filter(has_number).drop_nulls().implode().alias("serial"),
        *(test.sum().alias(f"count:{name}") for name, test in tests.items()),
        *(
            pl.col("row").filter(test).head(SHOWN).implode().alias(f"places:{name}")
            for name, test in tests.items()
        ),
        *(kind.value_counts().implode().alias(f"kinds:{column}") for column, kind in kinds.items()),
    ).collect(engine="streaming")
    found = seen.row(0, named=True)
    warnings = [
        _notice(name, found[f"count:{name}"], found[f"places:{name}"], grid, plan)
        for name in tests
        if found[f"count:{name}"]
    ]
    for column in kinds:
        warnings += _date_notices(rows, column, seen[f"kinds:{column}"].explode(), grid, plan)
    row_count = int(found["numbered"])
    warnings += [
        *_cap(grid, row_count),
        *_row_numbers(cells.count(seen["serial"].explode()).drop_nulls(), grid),
    ]
    if plan.profile.name == "generic":
        warnings.append(Notice("generic_profile", {"file": grid.place}))
    return Checked(row_count, int(found["rows"]) - row_count, tuple(warnings))


def _notice(name: str, count: int, places: list[int], grid: Grid, plan: Plan) -> Notice:
    key, _, column = name.partition(":")
    fields = {
        "file": grid.place,
        "column": plan.reading.header_of(column) or "",
        "count": count,
        "rows": ", ".join(str(place) for place in places),
    }
    return Notice(key, fields)


def _tests(plan: Plan) -> Iterator[tuple[str, pl.Expr]]:
    """Yield warning:column → which rows it concerns."""
    for column in plan.reading.positions:
        raw = plan.cell(column)
        if INTAKE.get(column) == pl.List(pl.Date) or column == "_priorities":
            yield f"zero_dates:{column}", raw.str.contains(_ZERO_INSIDE).fill_null(value=False)
        elif column in ("application_number", "publication_number"):
            is_ruined = raw.str.contains(cells.RUINED) | raw.str.contains(cells.FLOATED)
            yield f"ruined_numbers:{column}", is_ruined.fill_null(value=False)
    if plan.has("title"):
        yield "bad_characters:title", plan.cell("title").str.contains("\ufffd", literal=True)
    beyond = _beyond_header(plan)
    if beyond:
        trimmed = pl.col(beyond).str.strip_chars(cells.BLANKS)
        is_filled = pl.any_horizontal(trimmed.is_not_null() & (trimmed != ""))
        yield "extra_fields:", is_filled


def _date_cells(plan: Plan) -> Iterator[tuple[str, pl.Expr]]:
    for column in plan.reading.positions:
        if INTAKE.get(column) == pl.Date:
            yield column, _date_cell(plan, column)


def _date_cell(plan: Plan, column: str) -> pl.Expr:
    year = plan.year_of(column)
    parts = [plan.cell(column).alias("cell")] + ([] if year is None else [year.alias("year")])
    return pl.struct(parts).alias("kind")


def _date_notices(
    rows: pl.LazyFrame, column: str, counted: pl.Series, grid: Grid, plan: Plan
) -> Iterator[Notice]:
    """Judge the different cells of a date column; only a fault sends us back to the rows."""
    kinds = counted.struct.unnest().unnest("kind")
    judged = date_faults(kinds, plan.orders.get(column, "mdy")).drop_nulls("fault")
    for fault, found in judged.group_by("fault", maintain_order=True):
        is_found = plan.cell(column).is_in(found["cell"].implode())
        places = rows.filter(is_found).select("row").head(SHOWN).collect(engine="streaming")["row"].to_list()
        yield _notice(f"{fault[0]}:{column}", int(found["count"].sum()), places, grid, plan)


def _beyond_header(plan: Plan) -> list[str]:
    """Return the columns of the grid that have no header at all."""
    reading = plan.reading
    last = max(at for at, header in enumerate(reading.headers) if header) + reading.shift
    return [str(at) for at in range(last + 1, plan.width)]


def _cap(grid: Grid, row_count: int) -> list[Notice]:
    return (
        [Notice("likely_download_cap", {"file": grid.place, "count": row_count})] if row_count in CAPS else []
    )


def _row_numbers(serial: pl.Series, grid: Grid) -> Iterator[Notice]:
    """Compare the vendor's row numbers with a row without gaps."""
    if serial.is_empty():
        return
    kinds = serial.unique().sort()
    missing = int(kinds[-1]) - int(kinds[0]) + 1 - kinds.len()
    if missing:
        after = kinds.filter(kinds.diff(null_behavior="ignore").fill_null(1) > 1).head(SHOWN)
        places = ", ".join(str(n) for n in after)
        yield Notice("row_number_gaps", {"file": grid.place, "count": missing, "rows": places})
    if kinds.len() < serial.len():
        yield Notice("row_number_repeats", {"file": grid.place, "count": serial.len() - kinds.len()})
