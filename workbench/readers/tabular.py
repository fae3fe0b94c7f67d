"""Vendors' tables (csv, txt, xlsx, xls, packed or not) in, intakes out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

import polars as pl
from polars.io.plugins import register_io_source

from workbench.errors import WorkbenchError, raise_faults
from workbench.readers.cells import BLANKS, MISSING, text
from workbench.readers.grid import Grid, read_grids
from workbench.readers.intake import INTAKE, REJECTS, Intake, Notice, no_rejects
from workbench.readers.intake_columns import Plan, intake_columns, plan_for
from workbench.readers.profile import (
    NUMBERS,
    Profile,
    check_columns,
    profile_named,
    read_profile,
)
from workbench.readers.recognise import Recognition, recognise, unknown_header
from workbench.readers.table_checks import check_rows

SAMPLE_ROWS: Final = 20_000
BATCH_ROWS: Final = 50_000
"""Rows of a large table made ready at a time."""


def read_tabular(
    path: Path,
    *,
    source: str | None = None,
    profile: Path | None = None,
    columns: Mapping[str, str] | None = None,
) -> list[Intake]:
    """Read every table of a file.

    Parameters
    ----------
    path : Path
        csv, txt, tsv, xlsx or xls, also in gz and zip.
    source : str, optional
        Name of the vendor's profile; told from the header unless given.
    profile : Path, optional
        A profile the user wrote.
    columns : mapping, optional
        Canonical column → header as found, which win over any profile.

    Returns
    -------
    list of Intake
        One for each sheet or member that holds patents; others are named in the warnings of the first.

    Raises
    ------
    WorkbenchError
        If the file cannot be read, or none of its tables has a known header.
    """
    forced = dict(columns or {})
    check_columns(forced, "--column")
    candidates = _candidates(source, profile)
    intakes: list[Intake] = []
    foreign: list[tuple[Grid, WorkbenchError]] = []
    skipped: list[WorkbenchError] = []
    for grid in read_grids(path, skipped):
        reading = recognise(grid, candidates, forced) if _is_wanted(grid, candidates) else None
        if reading is not None:
            intakes.append(_intake(grid, reading))
        elif any(cell for row in grid.head for cell in row):
            foreign.append((grid, unknown_header(grid, candidates, forced)))
    if not intakes:
        empty = WorkbenchError("empty_file", file=str(path), size=path.stat().st_size)
        raise_faults([*(fault for _, fault in foreign), *skipped, empty][:1])
    places = [*(grid.place for grid, _ in foreign), *(fault.fields["file"] for fault in skipped)]
    notices = tuple(Notice("foreign_sheet", {"file": place}) for place in places)
    return [replace(intakes[0], warnings=intakes[0].warnings + notices), *intakes[1:]]


def sniff(path: Path) -> str:
    """Return the name of the profile that fits a table best.

    Raises
    ------
    WorkbenchError
        If the file cannot be read or no profile fits.
    """
    faults = []
    for grid in read_grids(path):
        reading = recognise(grid)
        if reading is not None:
            return reading.profile.name
        faults.append(unknown_header(grid))
    raise_faults(faults[:1] or [WorkbenchError("empty_file", file=str(path), size=0)])
    return ""


def _candidates(source: str | None, profile: Path | None) -> Sequence[Profile] | None:
    if profile is not None:
        return (read_profile(profile),)
    return None if source is None else (profile_named(source),)


def _is_wanted(grid: Grid, candidates: Sequence[Profile] | None) -> bool:
    patterns = [pattern for profile in candidates or () for pattern in profile.sheets]
    return not patterns or not grid.sheet or any(fnmatch(grid.sheet, pattern) for pattern in patterns)


def _intake(grid: Grid, reading: Recognition) -> Intake:
    body = grid.cells.filter(pl.col("row") > reading.header_row + 1)
    plan = plan_for(reading, body.head(SAMPLE_ROWS).collect())
    has_number = pl.any_horizontal(_is_filled(plan, column) for column in NUMBERS if plan.has(column))
    rows = body.filter(~_repeats_header(plan))
    checked = check_rows(rows, has_number, grid, plan)
    bare = rows.filter(~has_number).collect(engine="streaming") if checked.bare_count else None
    rejects = no_rejects() if bare is None else _rejects(bare, grid)
    return Intake(
        path=grid.path,
        source=reading.profile.name,
        frame=_frame(rows.filter(has_number), grid, plan),
        rejects=rejects,
        rows_read=checked.row_count + rejects.height,
        columns=reading.told(),
        warnings=(*grid.warnings, *checked.warnings),
    )


def _frame(rows: pl.LazyFrame, grid: Grid, plan: Plan) -> pl.LazyFrame:
    """Return the rows as an intake: made at once, or batch by batch where the grid is streamed."""
    if not grid.is_streamed:
        return _made(rows.collect(), grid, plan).lazy()

    def batches(
        columns: list[str] | None, predicate: pl.Expr | None, n_rows: int | None, _batch: int | None
    ) -> Iterator[pl.DataFrame]:
        wanted = rows if n_rows is None else rows.head(n_rows)
        for batch in wanted.collect_batches(chunk_size=BATCH_ROWS):
            made = _made(batch, grid, plan)
            kept = made if predicate is None else made.filter(predicate)
            yield kept if columns is None else kept.select(columns)

    empty = pl.DataFrame(schema=rows.collect_schema())
    return register_io_source(batches, schema=_made(empty, grid, plan).schema)


def _made(rows: pl.DataFrame, grid: Grid, plan: Plan) -> pl.DataFrame:
    made = intake_columns(plan, rows)
    place = rows.select(
        file=pl.lit(str(grid.path)),
        sheet=pl.lit(_sheet(grid), dtype=pl.String),
        row=pl.col("row").cast(pl.UInt32),
    )
    return place.with_columns(
        made[name].alias(name) for name in dict.fromkeys([*INTAKE, *made]) if name in made
    )


def _sheet(grid: Grid) -> str | None:
    return " › ".join(part for part in (grid.member, grid.sheet) if part) or None


def _is_filled(plan: Plan, column: str) -> pl.Expr:
    trimmed = plan.cell(column).str.strip_chars(BLANKS)
    return trimmed.is_not_null() & ~trimmed.is_in([*MISSING, *plan.profile.missing])


def _repeats_header(plan: Plan) -> pl.Expr:
    """Tell rows that repeat the header, as where batches were pasted below each other."""
    column = next(name for name in NUMBERS if plan.has(name))
    header = plan.reading.header_of(column)
    return (plan.cell(column).str.strip_chars(BLANKS) == header).fill_null(value=False)


def _rejects(rows: pl.DataFrame, grid: Grid) -> pl.DataFrame:
    """Return rows without any document number; rows without anything are no rows."""
    places = [column for column in rows.columns if column != "row"]
    plain = rows.with_columns(text(rows[place]).alias(place) for place in places)
    kept = plain.filter(pl.any_horizontal(pl.col(places).is_not_null()))
    return kept.select(
        file=pl.lit(str(grid.path)),
        sheet=pl.lit(_sheet(grid), dtype=pl.String),
        row=pl.col("row").cast(pl.UInt32),
        reason=pl.lit("no_document_number"),
        found=pl.struct(places).struct.json_encode(),
    ).select(list(REJECTS))
