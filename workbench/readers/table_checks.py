"""What is to be said about a table's rows: zero dates, ruined numbers, gaps, likely download caps."""

from collections.abc import Iterator
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


class RowChecks:
    """What the user should know of a table's rows, gathered batch by batch.

    Parameters
    ----------
    grid : Grid
        Where the rows come from.
    plan : Plan
        What the columns are.
    """

    def __init__(self, grid: Grid, plan: Plan) -> None:
        self._grid = grid
        self._plan = plan
        self._tests = dict(_tests(plan))
        self._dates = dict(_date_cells(plan))
        self._serial = plan.cell("_serial") if plan.has("_serial") else pl.lit(None, dtype=pl.String)
        self._seen: list[pl.DataFrame] = []

    @property
    def needed(self) -> set[str]:
        """Return the columns of the grid that are looked at."""
        looks = [self._serial, *self._tests.values(), *self._dates.values()]
        return {"row", *(name for look in looks for name in look.meta.root_names())}

    @property
    def row_count(self) -> int:
        """Return how many rows were seen."""
        return sum(int(seen["row_count"][0]) for seen in self._seen)

    def add(self, seen: pl.DataFrame) -> None:
        """Take what was seen of a batch; batches in the order of the table."""
        self._seen.append(seen)

    def seen(self, rows: pl.DataFrame, has_number: pl.Series) -> pl.DataFrame:
        """Look at a batch of rows below the header; ``has_number`` tells which hold a document number."""
        found = rows.select(test.alias(name) for name, test in self._tests.items())
        return rows.select(
            pl.lit(rows.height).alias("row_count"),
            self._serial.filter(has_number).drop_nulls().implode().alias("serial"),
            *(pl.lit(found[name].sum(), dtype=pl.UInt32).alias(f"count:{name}") for name in self._tests),
            *(
                pl.col("row").filter(found[name]).head(SHOWN).implode().alias(f"places:{name}")
                for name in self._tests
            ),
            *(kind.value_counts().implode().alias(f"kinds:{column}") for column, kind in self._dates.items()),
        )

    def warnings(self, rows: pl.LazyFrame, row_count: int) -> tuple[Notice, ...]:
        """Return what there is to say.

        Parameters
        ----------
        rows : polars.LazyFrame
            The rows once more, gone to only where dates are at fault.
        row_count : int
            How many of them hold a document number.
        """
        seen, grid, plan = pl.concat(self._seen), self._grid, self._plan
        found = []
        for name in self._tests:
            count = int(seen[f"count:{name}"].sum())
            if count:
                places = _values(seen[f"places:{name}"]).head(SHOWN).to_list()
                found.append(_notice(name, count, places, grid, plan))
        for column in self._dates:
            found += _date_notices(rows, column, _values(seen[f"kinds:{column}"]), grid, plan)
        serial = cells.count(_values(seen["serial"])).drop_nulls()
        found += [*_cap(grid, row_count), *_row_numbers(serial, grid)]
        if plan.profile.name == "generic":
            found.append(Notice("generic_profile", {"file": grid.place}))
        return tuple(found)


def _values(lists: pl.Series) -> pl.Series:
    return lists.explode(empty_as_null=False, keep_nulls=False)


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
        is_filled = [pl.col(place).str.strip_chars(cells.BLANKS).str.len_bytes() > 0 for place in beyond]
        yield "extra_fields:", pl.any_horizontal(is_filled).fill_null(value=False)


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
    pairs = counted.struct.unnest().group_by("kind", maintain_order=True).agg(pl.col("count").sum())
    kinds = pairs.unnest("kind")
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
