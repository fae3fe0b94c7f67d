"""How broad is each document's protection, by published numbers, and among its peers?"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from workbench.measures.claim_breadth import (
    SMALLEST_CELL,
    breadth_percentiles,
    first_claim_length,
    independent_claim_count,
    shortest_independent_claim_length,
)
from workbench.risk.claims.documents import ClaimDocument
from workbench.risk.claims.lengths import WORD_RULE, character_count, word_count
from workbench.risk.claims.model import Claim, ClaimSet, NumericRange

PERIOD_YEARS: Final = 5
_IPC = re.compile(r"[A-HY]\d{2}[A-Z]")
_OFFICE = re.compile(r"^[A-Z]{2}(?=[\d\W])")
_TYPES: Final = {
    "invention": re.compile(r"发明|發明|invention|utility patent|^patent$|^B\d?$", re.IGNORECASE),
    "utility_model": re.compile(r"实用新型|新型|utility model", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """Documents that may be compared: office, IPC subclass, five years from ``first_year``, type."""

    office: str
    ipc4: str
    first_year: int
    patent_type: str


def breadth_table(documents: Iterable[ClaimDocument]) -> list[dict[str, Any]]:
    """Return the numbers of each document, with its percentile among its peers.

    Returns
    -------
    list of dict
        Marco et al. (2019): ``shortest_independent_words`` and ``independent_claim_count``, over claims that
        refer to no other (those independent by reference are counted apart: their own words are not all they
        claim); Kuhn and Thompson (2019): ``first_claim_words``. Chinese also in characters. Percentiles within
        office + IPC subclass + five years + type, null where the cell is unknown or has fewer than 30
        documents; 1 is the broadest. [words, characters, claims, features]
    """
    rows, cells = [], []
    for document in documents:
        claims = document.read()
        rows.append(claim_set_breadth(claims))
        cells.append(_cell(document, claims))
    _add_percentiles(rows, cells)
    return rows


def claim_set_breadth(claims: ClaimSet) -> dict[str, Any]:
    """Return the numbers of one set. [words, characters, claims, features]"""
    alone = [claim.type == "independent" for claim in claims.claims]
    words = [word_count(claim.text) for claim in claims.claims]
    characters = [character_count(claim.text) for claim in claims.claims]
    is_chinese = claims.language != "en"
    independent = [claim for claim in claims.claims if claim.is_independent]
    return {
        "id": claims.id,
        "language": claims.language,
        "word_rule": WORD_RULE if is_chinese else "latin words and numbers",
        "claim_count": len(claims.claims),
        "independent_claim_count": independent_claim_count(alone),
        "independent_by_reference_count": len(independent) - sum(alone),
        "first_claim_words": first_claim_length(words),
        "first_claim_characters": first_claim_length(characters) if is_chinese else None,
        "shortest_independent_words": shortest_independent_claim_length(words, alone),
        "shortest_independent_characters": shortest_independent_claim_length(characters, alone)
        if is_chinese
        else None,
        "independent_claims": [_numbers(claim) for claim in independent],
    }


def _numbers(claim: Claim) -> dict[str, Any]:
    return {
        "number": claim.number,
        "type": claim.type,
        "words": word_count(claim.text),
        "characters": character_count(claim.text),
        "features": len(claim.features),
        "transition": claim.transition,
        "functional_features": sum(feature.functional for feature in claim.features),
        "markush_sizes": [len(group) for group in claim.markush],
        "numeric_ranges": [
            {"unit": r.unit, "low": r.low, "high": r.high, "width": _width(r)} for r in claim.ranges
        ],
    }


def _width(stated: NumericRange) -> float | None:
    """Return how wide a range is, in its unit; null where it is open."""
    return None if stated.low is None or stated.high is None else stated.high - stated.low


def _cell(document: ClaimDocument, claims: ClaimSet) -> Cell | None:
    """Return the cell of a document, null where the file does not tell all of it."""
    ipc = _IPC.match(document.ipc.strip().upper())
    kind = next(
        (name for name, words in _TYPES.items() if words.search(document.patent_type)), document.patent_type
    )
    office = _OFFICE.match((document.number or document.id).upper())
    if ipc is None or document.year is None or not kind:
        return None
    first = document.year - document.year % PERIOD_YEARS
    return Cell(office[0] if office else claims.jurisdiction, ipc[0], first, kind)


def _add_percentiles(rows: Sequence[dict[str, Any]], cells: Sequence[Cell | None]) -> None:
    members: dict[Cell | None, list[int]] = defaultdict(list)
    for at, cell in enumerate(cells):
        members[cell].append(at)
    for cell, places in members.items():
        for measure in ("first_claim_words", "shortest_independent_words"):
            _add_percentile([rows[at] for at in places], measure, known=cell is not None)
        for at in places:
            rows[at]["cell"] = None if cell is None else _told(cell, len(places))


def _add_percentile(rows: Sequence[dict[str, Any]], measure: str, *, known: bool) -> None:
    told = [row for row in rows if row[measure] is not None] if known else []
    for row in rows:
        row[f"{measure}_percentile"] = None
    for row, share in zip(told, breadth_percentiles([row[measure] for row in told]), strict=True):
        row[f"{measure}_percentile"] = None if math.isnan(share) else round(float(share), 4)


def _told(cell: Cell, count: int) -> dict[str, Any]:
    return {
        "office": cell.office,
        "ipc4": cell.ipc4,
        "years": f"{cell.first_year}-{cell.first_year + PERIOD_YEARS - 1}",
        "type": cell.patent_type,
        "n": count,
        "suppressed": count < SMALLEST_CELL,
    }
