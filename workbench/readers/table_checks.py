"""What is to be said about a table's rows: zero dates, ruined numbers, gaps, likely download caps."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from workbench.readers import cells
from workbench.readers.dates import TWO_DIGIT, is_unreadable, is_zero_date
from workbench.readers.grid import Grid
from workbench.readers.intake import INTAKE, Notice
from workbench.readers.intake_columns import Builder

CAPS: Final = frozenset({500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 50_000, 60_000, 65_535, 100_000})
"""Row counts at which vendors stop a download."""
_ZERO_INSIDE: Final = r"(?:30|31)\.12\.1899|1899[-/.]?12[-/.]?3[01]"
SHOWN: Final = 3
"""How many places a warning names."""


@dataclass(frozen=True)
class Checked:
    """Rows with a document number, and the warnings they gave."""

    row_count: int
    warnings: tuple[Notice, ...]


def check_rows(rows: pl.LazyFrame, grid: Grid, builder: Builder) -> Checked:
    """Count the rows and look for what the user should know, in one pass.

    Parameters
    ----------
    rows : polars.LazyFrame
        The grid's rows that hold a document number.
    grid : Grid
        Where they come from.
    builder : Builder
        What the columns are.
    """
    tests = dict(_tests(builder))
    seen = rows.select(
        pl.len().alias("rows"),
        *(test.sum().alias(f"count:{name}") for name, test in tests.items()),
        *(
            pl.col("row").filter(test).head(SHOWN).implode().alias(f"places:{name}")
            for name, test in tests.items()
        ),
    ).collect(engine="streaming")
    found = seen.row(0, named=True)
    warnings = [
        Notice(
            name.partition(":")[0],
            {
                "file": grid.place,
                "column": builder.reading.header_of(name.partition(":")[2]) or "",
                "count": found[f"count:{name}"],
                "rows": ", ".join(str(place) for place in found[f"places:{name}"]),
            },
        )
        for name in tests
        if found[f"count:{name}"]
    ]
    row_count = int(found["rows"])
    warnings += _cap(grid, row_count)
    if builder.profile.name == "generic":
        warnings.append(Notice("generic_profile", {"file": grid.place}))
    warnings += _row_numbers(rows, grid, builder)
    return Checked(row_count, tuple(warnings))


def _tests(builder: Builder) -> Iterator[tuple[str, pl.Expr]]:
    """Yield warning:column → which rows it concerns."""
    for column in builder.reading.positions:
        raw = builder.raw(column)
        if INTAKE.get(column) == pl.Date:
            read = builder.date(column)
            is_short = raw.str.strip_chars(cells.BLANKS).str.contains(TWO_DIGIT).fill_null(value=False)
            is_zero = is_zero_date(raw, builder.orders.get(column, "mdy"))
            yield f"zero_dates:{column}", is_zero
            yield f"two_digit_years:{column}", is_short & read.is_null()
            yield f"unreadable_dates:{column}", is_unreadable(raw, read) & ~is_short & ~is_zero
        elif INTAKE.get(column) == pl.List(pl.Date) or column == "_priorities":
            yield f"zero_dates:{column}", raw.str.contains(_ZERO_INSIDE).fill_null(value=False)
        elif column in ("application_number", "publication_number"):
            is_ruined = raw.str.contains(cells.RUINED) | raw.str.contains(cells.FLOATED)
            yield f"ruined_numbers:{column}", is_ruined.fill_null(value=False)
    beyond = _beyond_header(builder)
    if beyond:
        is_filled = pl.any_horizontal(cells.text(pl.col(place)).is_not_null() for place in beyond)
        yield "extra_fields:", is_filled


def _beyond_header(builder: Builder) -> list[str]:
    """Return the columns of the grid that have no header at all."""
    reading = builder.reading
    last = max(at for at, header in enumerate(reading.headers) if header) + reading.shift
    return [str(at) for at in range(last + 1, builder.width)]


def _cap(grid: Grid, row_count: int) -> list[Notice]:
    return (
        [Notice("likely_download_cap", {"file": grid.place, "count": row_count})] if row_count in CAPS else []
    )


def _row_numbers(rows: pl.LazyFrame, grid: Grid, builder: Builder) -> list[Notice]:
    """Compare the vendor's row numbers with a row without gaps."""
    if not builder.has("_serial"):
        return []
    serial = rows.select(n=cells.count(builder.raw("_serial"))).collect(engine="streaming")["n"].drop_nulls()
    if serial.is_empty():
        return []
    kinds = serial.unique().sort()
    missing = int(kinds[-1]) - int(kinds[0]) + 1 - kinds.len()
    after = kinds.filter(kinds.diff(null_behavior="ignore").fill_null(1) > 1).head(SHOWN)
    notices = []
    if missing:
        places = ", ".join(str(n) for n in after)
        notices.append(Notice("row_number_gaps", {"file": grid.place, "count": missing, "rows": places}))
    if kinds.len() < serial.len():
        repeated = serial.len() - kinds.len()
        notices.append(Notice("row_number_repeats", {"file": grid.place, "count": repeated}))
    return notices
