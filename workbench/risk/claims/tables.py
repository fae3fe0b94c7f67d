"""Claims out of tables: which column holds them, told from the headers that the vendors use."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from workbench.errors import WorkbenchError
from workbench.readers.grid import Grid, read_grids
from workbench.readers.profile import nearest, plain_header, vendor_profiles

_WANTED: Final = (
    "publication_number",
    "application_number",
    "ipc",
    "filing_date",
    "publication_date",
    "patent_type",
)
_WHOLE: Final = (
    "claims_text",
    "claims",
    "权利要求书",
    "权利要求",
    "权利要求文本",
    "全部权利要求",
    "Claims (English)",
)
"""Headers of whole claim sets, before those of first claims."""
_YEAR = re.compile(r"(?:19|20)\d{2}")


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One row of a table: the claims of a document as found, and what the table tells of it."""

    id: str
    claims: str
    ipc: str
    year: int | None
    patent_type: str


def table_rows(path: Path, column: str | None) -> Iterator[ClaimRow]:
    """Yield the rows of every sheet that has a column of claims.

    Raises
    ------
    WorkbenchError
        If no sheet has one: what was looked for, what was found, and the nearest header.
    """
    seen: list[str] = []
    found = False
    for grid in read_grids(path):
        header = _header(grid, column)
        if header is None:
            seen += [cell for cell in (grid.head[0] if grid.head else ()) if cell]
            continue
        found = True
        yield from _rows(grid, *header)
    if not found:
        near = nearest(column or "claims_text", seen) if seen else ""
        raise WorkbenchError(
            "no_claims_column",
            file=str(path),
            looked_for=column or ", ".join(_WHOLE),
            found=", ".join(seen[:40]),
            nearest={"label": "claims.nearest", "fields": {"near": near}} if near else "",
        )


@cache
def _headers(canonical: str) -> tuple[str, ...]:
    """Return every vendor's headers of a column, as they are compared."""
    told = (header for profile in vendor_profiles() for header in profile.columns.get(canonical, ()))
    return tuple(dict.fromkeys(plain_header(header) for header in told))


def _header(grid: Grid, column: str | None) -> tuple[int, int, Mapping[str, int]] | None:
    """Return the row of the header, the place of the claims, and the places of what else is wanted."""
    names = (column,) if column else (*_WHOLE, *_headers("claims_text"))
    wanted = tuple(dict.fromkeys(plain_header(name) for name in names))
    for at, cells in enumerate(grid.head):
        plain = [plain_header(cell) for cell in cells]
        for name in wanted:
            if name in plain:
                return (
                    at + 1,
                    plain.index(name),
                    {key: place for key in _WANTED if (place := _place(key, plain)) >= 0},
                )
    return None


def _place(key: str, plain: Sequence[str]) -> int:
    names = ("id", *_headers(key)) if key == "publication_number" else (plain_header(key), *_headers(key))
    return next((plain.index(name) for name in names if name in plain), -1)


def _rows(grid: Grid, header_row: int, claims_at: int, places: Mapping[str, int]) -> Iterator[ClaimRow]:
    for row in grid.cells.collect().iter_rows(named=True):
        if row["row"] <= header_row:
            continue
        told = {key: (row.get(str(at)) or "").strip() for key, at in places.items()}
        text = row.get(str(claims_at)) or ""
        if not text and not any(told.values()):
            continue
        name = told.get("publication_number") or told.get("application_number") or str(row["row"])
        date = _YEAR.search(told.get("filing_date") or told.get("publication_date") or "")
        yield ClaimRow(
            name, text, told.get("ipc", ""), int(date[0]) if date else None, told.get("patent_type", "")
        )
