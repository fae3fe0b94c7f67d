"""The lock of a chart: one digest over all that is locked, and a mark per row that tells what broke."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from workbench.risk.chart.model import Chart
from workbench.risk.chart.sheets import cell_rows, claim_rows, locked_cells
from workbench.risk.chart.signing import set_digest

Rows = Sequence[Mapping[str, Any]]
CLAIM_COLUMNS: Final = ("number", "legal_type", "references", "transition")
CELL_COLUMNS: Final = ("feature", "kind", "claim_text")
_MARK: Final = 4
_LONGEST: Final = 30_000
"""A worksheet's cell holds 32,767 characters; a longer lock goes without marks."""


def lock(chart: Chart) -> str:
    """Return the lock of a chart: ``digest.marks of claims.marks of cells``."""
    digest = set_digest(chart.claim_set, chart.claims, locked_cells(chart.cells))
    claims, cells = claim_rows(chart).to_dicts(), cell_rows(chart, "zh").to_dicts()
    told = ".".join((digest, "".join(_marks(claims, CLAIM_COLUMNS)), "".join(_marks(cells, CELL_COLUMNS))))
    return told if len(told) <= _LONGEST else digest


def is_held(stored: str, chart: Chart) -> bool:
    """Tell whether all that is locked stands as it was laid out; a lock of older files is the digest alone."""
    return stored.partition(".")[0] == lock(chart).partition(".")[0]


def laid_out(stored: str) -> tuple[list[str], list[str]] | None:
    """Return the marks of claims and cells as they were laid out, where the lock holds them."""
    parts = stored.split(".")
    if len(parts) != 3:
        return None
    claims, cells = ([part[at : at + _MARK] for at in range(0, len(part), _MARK)] for part in parts[1:])
    return claims, cells


def first_broken(marks: Sequence[str], rows: Rows, columns: Sequence[str]) -> int | None:
    """Return the place of the first row that is not as it was laid out, none where all are."""
    found = _marks(rows, columns)
    differing = (at for at, (one, two) in enumerate(zip(marks, found, strict=False)) if one != two)
    ended = min(len(marks), len(found)) if len(marks) != len(found) else None
    return next(differing, ended)


def _marks(rows: Rows, columns: Sequence[str]) -> list[str]:
    return [_mark([row[name] or "" for name in columns]) for row in rows]


def _mark(told: list[str]) -> str:
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:_MARK]
