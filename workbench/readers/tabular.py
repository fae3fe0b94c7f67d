"""Vendors' tables (csv, txt, xlsx, xls, packed or not) in, intakes out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path

from workbench.errors import WorkbenchError, raise_faults
from workbench.readers.grid import Grid, read_grids
from workbench.readers.intake import Intake, Notice
from workbench.readers.profile import (
    Profile,
    check_columns,
    profile_named,
    read_profile,
)
from workbench.readers.recognise import recognise, unknown_header
from workbench.readers.table_rows import TableRows


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
            intakes.append(TableRows.of(grid, reading).intake())
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
