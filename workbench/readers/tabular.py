"""Vendors' tables (csv, txt, xlsx, xls, packed or not) in, intakes out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path

import polars as pl

from workbench.errors import WorkbenchError, raise_faults
from workbench.readers.cells import BLANKS, text
from workbench.readers.grid import Grid, read_grids
from workbench.readers.intake import INTAKE, REJECTS, Intake, Notice
from workbench.readers.intake_columns import Builder, builder_for
from workbench.readers.profile import (
    NUMBERS,
    Profile,
    check_columns,
    plain_header,
    profile_named,
    read_profile,
)
from workbench.readers.recognise import Recognition, recognise, unknown_header
from workbench.readers.table_checks import check_rows

SAMPLE_ROWS = 20_000


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
    for grid in read_grids(path):
        reading = recognise(grid, candidates, forced) if _is_wanted(grid, candidates) else None
        if reading is not None:
            intakes.append(_intake(grid, reading))
        elif any(cell for row in grid.head for cell in row):
            foreign.append((grid, unknown_header(grid, candidates, forced)))
    if not intakes:
        raise_faults(
            [fault for _, fault in foreign[:1]] or [WorkbenchError("empty_file", file=str(path), size=0)]
        )
    notices = tuple(Notice("foreign_sheet", {"file": grid.place}) for grid, _ in foreign)
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
    builder = builder_for(reading, body.head(SAMPLE_ROWS).collect())
    numbers = [column for column in NUMBERS if builder.has(column)]
    has_number = pl.any_horizontal(builder.one(column).is_not_null() for column in numbers)
    rows = body.filter(~_repeats_header(builder, numbers[0]))
    frame = _frame(rows.filter(has_number), grid, builder)
    rejects = _rejects(rows.filter(~has_number).collect(engine="streaming"), grid)
    checked = check_rows(rows.filter(has_number), grid, builder)
    return Intake(
        path=grid.path,
        source=reading.profile.name,
        frame=frame if grid.is_streamed else frame.collect().lazy(),
        rejects=rejects,
        rows_read=checked.row_count + rejects.height,
        columns=reading.told(),
        warnings=(*grid.warnings, *checked.warnings),
    )


def _frame(rows: pl.LazyFrame, grid: Grid, builder: Builder) -> pl.LazyFrame:
    made = {**builder.columns(), **builder.extras()}
    sheet = " › ".join(part for part in (grid.member, grid.sheet) if part) or None
    return rows.select(
        file=pl.lit(str(grid.path)),
        sheet=pl.lit(sheet, dtype=pl.String),
        row=pl.col("row").cast(pl.UInt32),
        **{name: made[name] for name in [*INTAKE, *made] if name in made},
    )


def _repeats_header(builder: Builder, column: str) -> pl.Expr:
    """Tell rows that repeat the header, as where batches were pasted below each other."""
    header = builder.reading.header_of(column) or ""
    found = builder.raw(column).str.strip_chars(BLANKS).fill_null("")
    return (found == header) & (plain_header(header) != "")


def _rejects(rows: pl.DataFrame, grid: Grid) -> pl.DataFrame:
    """Return rows without any document number; rows without anything are no rows."""
    places = [column for column in rows.columns if column != "row"]
    plain = rows.with_columns(text(pl.col(places)))
    kept = plain.filter(pl.any_horizontal(pl.col(places).is_not_null()))
    found = pl.struct(places).struct.json_encode() if places else pl.lit("")
    sheet = " › ".join(part for part in (grid.member, grid.sheet) if part) or None
    return kept.select(
        file=pl.lit(str(grid.path)),
        sheet=pl.lit(sheet, dtype=pl.String),
        row=pl.col("row").cast(pl.UInt32),
        reason=pl.lit("no_document_number"),
        found=found,
    ).select(list(REJECTS))
