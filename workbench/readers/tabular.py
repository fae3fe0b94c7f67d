"""Vendors' tables (csv, txt, xlsx, xls, packed or not) in, intakes out."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

import polars as pl

from workbench.errors import WorkbenchError, raise_faults
from workbench.readers.cells import BLANKS, MISSING, text
from workbench.readers.content import spill_path
from workbench.readers.grid import Grid, read_grids
from workbench.readers.hyperlinks import sheet_links, with_links
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
from workbench.readers.table_checks import RowChecks

SAMPLE_ROWS: Final = 20_000
BATCH_ROWS: Final = 50_000
"""Rows of a large table made ready at a time."""


def read_tabular(
    path: Path,
    *,
    source: str | None = None,
    profile: Path | None = None,
    columns: Mapping[str, str] | None = None,
    workspace: Path | None = None,
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
    workspace : Path, optional
        Where the rows of large tables wait; the caller deletes it. Until the process ends unless given.

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
            intakes.append(_intake(grid, reading, workspace))
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


def _intake(grid: Grid, reading: Recognition, workspace: Path | None) -> Intake:
    body = _cells(grid, reading).filter(pl.col("row") > reading.header_row + 1)
    plan = plan_for(reading, body.head(SAMPLE_ROWS).collect())
    has_number = pl.any_horizontal(_is_filled(plan, column) for column in NUMBERS if plan.has(column))
    rows = body.filter(~_repeats_header(plan))
    checks = RowChecks(grid, plan)
    rejects = [no_rejects()]

    def made() -> Iterator[pl.DataFrame]:
        for batch in _batches(rows) if grid.is_streamed else [rows.collect()]:
            is_numbered = batch.select(has_number.alias("is_numbered")).to_series()
            checks.add(batch, is_numbered)
            if not is_numbered.all():
                rejects.append(_rejects(batch.filter(~is_numbered), grid))
                batch = batch.filter(is_numbered)
            yield _made(batch, grid, plan)

    frame, height = _stored(made(), grid, workspace) if grid.is_streamed else _held(made())
    rejected = pl.concat(rejects)
    return Intake(
        path=grid.path,
        source=reading.profile.name,
        frame=frame,
        rejects=rejected,
        rows_read=height + rejected.height,
        columns=reading.told(),
        warnings=(*grid.warnings, *checks.warnings(rows, height)),
        is_stored=grid.is_streamed,
    )


def _cells(grid: Grid, reading: Recognition) -> pl.LazyFrame:
    """Return the cells, with the addresses of the vendor's links where a sheet keeps them behind words."""
    if grid.content is None or "vendor_url" not in reading.positions:
        return grid.cells
    place = reading.positions["vendor_url"][0] + reading.shift
    sample = grid.cells.select(pl.col(str(place)).slice(reading.header_row + 1).drop_nulls().head(1))
    if sample.collect().to_series().str.contains("://").any():
        return grid.cells
    return with_links(grid.cells, str(place), sheet_links(grid.content, grid.sheet, place))


def _held(batches: Iterator[pl.DataFrame]) -> tuple[pl.LazyFrame, int]:
    whole = pl.concat(batches)
    return whole.lazy(), whole.height


def _stored(batches: Iterator[pl.DataFrame], grid: Grid, workspace: Path | None) -> tuple[pl.LazyFrame, int]:
    """Write the batches of a table too large for memory to disk as they come, and return a scan of them."""
    folder = Path(tempfile.mkdtemp(dir=workspace)) if workspace else spill_path(grid.path.name)
    folder.mkdir(exist_ok=True)
    schema: dict[str, pl.DataType] = {}
    paths, height = [], 0
    for number, batch in enumerate(batches):
        paths.append(folder / f"{number:05}.parquet")
        batch.write_parquet(paths[-1], compression="lz4", statistics=False)
        schema |= batch.schema
        height += batch.height
    return pl.scan_parquet(paths, schema=schema, missing_columns="insert", glob=False), height


def _batches(rows: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    """Yield the rows in one piece of about ``BATCH_ROWS`` after the other; the scan gives far smaller ones."""
    waiting: list[pl.DataFrame] = []
    for piece in rows.collect_batches(chunk_size=BATCH_ROWS):
        waiting.append(piece)
        if sum(part.height for part in waiting) >= BATCH_ROWS:
            yield pl.concat(waiting, rechunk=True)
            waiting = []
    yield pl.concat(waiting, rechunk=True) if waiting else rows.head(0).collect()


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
