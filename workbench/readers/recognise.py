"""Which row of a grid is the header, whose header it is, and which column is what."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from workbench.errors import WorkbenchError
from workbench.readers.grid import HEAD_ROWS, Grid
from workbench.readers.intake import INTAKE
from workbench.readers.profile import NUMBERS, Profile, nearest, plain_header, vendor_profiles

HEADER_ROWS: Final = 10
SNIFF_WEIGHT: Final = 4
ANY: Final = "generic"
"""The profile of common headers; the only one that columns named by hand are enough for."""
_NUMBER: Final = re.compile(r"^\s*(?:[A-Za-z]{2}[\s-]?)?[\d/\s,.-]*\d{4,}[\d/.,\sA-Za-z()-]*$")


@dataclass(frozen=True)
class Recognition:
    """What a grid's columns are.

    Attributes
    ----------
    profile : Profile
        Whose table it is.
    header_row : int
        Position of the header among the grid's rows, 0 is the first.
    headers : tuple of str
        As found, repeated ones with a suffix.
    positions : mapping
        Canonical column → positions in the grid, best first.
    extras : mapping
        Header → position, for what the corpus keeps beside.
    shift : int
        1 where rows carry one field too many at their front, else 0.
    score : float
        How well the profile fits; larger is better.
    """

    profile: Profile
    header_row: int
    headers: tuple[str, ...]
    positions: Mapping[str, tuple[int, ...]]
    extras: Mapping[str, int]
    shift: int
    score: float

    def header_of(self, column: str) -> str | None:
        """Return the header of a canonical column, None where the table lacks it."""
        return self.headers[self.positions[column][0]] if column in self.positions else None

    def told(self) -> dict[str, str | None]:
        """Return header as found → canonical column, None where it is carried as an extra."""
        known = {
            at: column for column, places in self.positions.items() for at in places[:1] if column in INTAKE
        }
        return {header: known.get(at) for at, header in enumerate(self.headers) if header}


def recognise(
    grid: Grid, profiles: Sequence[Profile] | None = None, columns: Mapping[str, str] | None = None
) -> Recognition | None:
    """Return the best reading of a grid's header, or None if no profile fits.

    Parameters
    ----------
    grid : Grid
        The table.
    profiles : sequence of Profile, optional
        The candidates; all vendors unless given.
    columns : mapping, optional
        Canonical column → header, set by the user; they win over the profile.
    """
    forced = columns or {}
    candidates = vendor_profiles() if profiles is None else profiles
    found = [
        reading
        for at, row in enumerate(grid.head[:HEADER_ROWS])
        if sum(1 for cell in row if cell and cell.strip()) >= 2 and _holds(row, forced)
        for profile in candidates
        if (reading := _read(grid, at, row, profile, forced, profiles is not None)) is not None
    ]
    return max(found, key=lambda reading: (reading.score, -reading.header_row), default=None)


def unknown_header(
    grid: Grid, profiles: Sequence[Profile] | None = None, columns: Mapping[str, str] | None = None
) -> WorkbenchError:
    """Return the error for a grid that no profile fits: looked for, found, nearest, cure."""
    row = max(grid.head[:HEADER_ROWS], key=lambda cells: sum(1 for cell in cells if cell), default=())
    found = [cell.strip() for cell in row if cell and cell.strip()]
    missing = [header for header in (columns or {}).values() if not _holds(row, {"": header})]
    looked = missing or _looked_for(profiles)
    guesses = ((header, nearest(header, looked, 70)) for header in found if len(header) > 1)
    meant = next(((header, known) for header, known in guesses if known), ("", ""))
    return WorkbenchError(
        "unknown_header",
        file=grid.place,
        column=next((c for c, h in (columns or {}).items() if h in missing), "publication_number"),
        looked_for=", ".join(looked[:8]),
        found=", ".join(found[:30]),
        suggestion=f"{meant[0]} -> {meant[1]}" if meant[0] else "-",
        example=meant[0] or (found[0] if found else "…"),
    )


def _looked_for(profiles: Sequence[Profile] | None) -> list[str]:
    candidates = profiles or vendor_profiles()
    headers = [h for profile in candidates for h in profile.columns.get("publication_number", ())]
    return list(dict.fromkeys(headers))


def _holds(row: Sequence[str | None], forced: Mapping[str, str]) -> bool:
    plain = {plain_header(cell) for cell in row}
    return all(plain_header(header) in plain for header in forced.values())


def _read(
    grid: Grid, at: int, row: Sequence[str | None], profile: Profile, forced: Mapping[str, str], is_asked: bool
) -> Recognition | None:
    """Read one row as the header of one profile; None where it does not fit."""
    filled = sum(1 for cell in row if cell and cell.strip())
    known = sum(1 for cell in row if profile.is_known(cell))
    marks = sum(1 for cell in row if profile.has_sniff(cell))
    if not (is_asked or _is_enough(known, marks, filled) or (bool(forced) and profile.name == ANY)):
        return None
    headers = _distinct(row)
    positions = _positions(row, profile, forced)
    if not any(number in positions for number in NUMBERS):
        return None
    taken = {
        place for places in positions.values() for place in places[:1] if not profile.is_kept(headers[place])
    }
    extras = {header: i for i, header in enumerate(headers) if i not in taken and header}
    score = known + SNIFF_WEIGHT * marks + profile.priority / 100
    shift = _shift(grid, at, headers, positions)
    return Recognition(profile, at, headers, positions, extras, shift, score)


def _is_enough(known: int, marks: int, filled: int) -> bool:
    return known >= 3 and (marks > 0 or known >= 0.3 * filled)


def _positions(
    row: Sequence[str | None], profile: Profile, forced: Mapping[str, str]
) -> dict[str, tuple[int, ...]]:
    """Return canonical column → positions by rank; what the user set comes first."""
    found: dict[str, list[tuple[int, int]]] = {}
    for i, cell in enumerate(row):
        set_by_user = [(c, -1) for c, header in forced.items() if plain_header(header) == plain_header(cell)]
        for column, rank in set_by_user or profile.canonical(cell):
            found.setdefault(column, []).append((rank, i))
    return {column: tuple(i for _, i in sorted(places)) for column, places in found.items()}


def _distinct(row: Sequence[str | None]) -> tuple[str, ...]:
    """Return the headers as found, without marks and line breaks; repeated ones get `` (2)``."""
    seen: dict[str, int] = {}
    headers = []
    for cell in row:
        header = " ".join((cell or "").replace("\ufeff", "").replace("_x000D_", " ").split())
        seen[header] = seen.get(header, 0) + 1
        headers.append(f"{header} ({seen[header]})" if header and seen[header] > 1 else header)
    return tuple(headers)


def _shift(grid: Grid, at: int, headers: Sequence[str], positions: Mapping[str, tuple[int, ...]]) -> int:
    """Tell at which end rows longer than the header carry their extra field.

    The number column decides: where it reads as document numbers one field further right, and not in
    place, the extra field stands in front.
    """
    width = max((i + 1 for i, header in enumerate(headers) if header), default=0)
    if grid.width <= width:
        return 0
    number = next(positions[name][0] for name in NUMBERS if name in positions)
    sample = grid.cells.slice(at + 1, 200).select(pl.col(str(i)) for i in (number, number + 1)).collect()
    here, right = (
        sum(1 for cell in column if cell and _NUMBER.match(cell)) for column in sample.iter_columns()
    )
    return 1 if here == 0 and right > 0.5 * sample.height else 0


__all__ = ["HEAD_ROWS", "Recognition", "recognise", "unknown_header"]
