"""Cut a text into claims and gaps, so that together they are the text."""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from workbench.risk.claims.model import Anomaly, Gap
from workbench.risk.claims.numbering import Mark, claim_marks
from workbench.risk.claims.signs import plain_signs
from workbench.risk.claims.unread import unread_text

_BLANK: Final = " \n\r\t\f\v\u3000\u00a0\ufeff\u200b\x85\u2028\u2029"
_TRAILING: Final = _BLANK + "*#_|>-"
_CLAIM_LIKE = re.compile(r"\s*(?:[-一][种種]|An? |The |Use |In an? |“|\")", re.IGNORECASE)
_OWN_NUMBER = re.compile(
    r"[\s*#]*(?:[【\[(]?\s*(?:权利要求|權利要求|請求項|请求项|[Cc]laim)?\s*第?(?P<number>\d{1,4})(?:项|項)?\s*[】\])]?\s*[.、:：)]\s*(?!\d)|【\s*(?:請求項|请求项|权利要求)\s*(?P<other>\d{1,4})\s*】\s*)[*\s]*"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A claim's place in the text."""

    number: int
    start: int
    end: int
    status: str


@dataclass(frozen=True, slots=True)
class Cut:
    """A text cut into claims and gaps, and what was odd about it."""

    pieces: tuple[Piece, ...]
    gaps: tuple[Gap, ...]
    anomalies: tuple[Anomaly, ...]
    cancelled: frozenset[int] = frozenset()


def cut_text(text: str, plain: str) -> Cut:
    """Cut at the numbers of the claims; a text without any is one claim, number 1."""
    marks = claim_marks(plain)
    pieces: list[Piece] = []
    anomalies: list[Anomaly] = []
    first = marks[0].start if marks else 0
    if not marks or (marks[0].number > 1 and _is_claim(plain[:first])):
        pieces += _trimmed(plain, 1, 0, marks[0].start if marks else len(text), "")
        if marks and pieces:
            anomalies.append(Anomaly(1, "unnumbered", text[pieces[0].start : pieces[0].start + 40]))
    ends = [*(mark.start for mark in marks[1:]), len(text)][: len(marks)]
    cancelled: set[int] = set()
    for mark, end in zip(marks, ends, strict=True):
        if mark.cancelled:
            anomalies.append(_cancelled(mark))
            cancelled.update(range(mark.number, mark.last + 1))
        else:
            found = _trimmed(plain, mark.number, mark.end, end, mark.status)
            pieces += found
            if not found:
                anomalies.append(Anomaly(mark.number, "empty", ""))
    gaps = _gaps(text, pieces, marks)
    anomalies += unread_text(text, plain, gaps, _places(pieces, marks))
    return Cut(tuple(pieces), gaps, tuple(anomalies), frozenset(cancelled))


def cut_numbered(claims: Sequence[tuple[int, str]]) -> tuple[str, Cut]:
    """Put claims with given numbers one behind the other; a number that the text repeats is set aside."""
    parts: list[str] = []
    pieces: list[Piece] = []
    gone: list[Mark] = []
    at = 0
    for number, text in claims:
        plain = plain_signs(text)
        marks = claim_marks(plain)
        if marks and marks[0].cancelled and not text[marks[0].end :].strip():
            gone.append(replace(marks[0], start=marks[0].start + at, end=marks[0].end + at))
        else:
            pieces += _trimmed(plain, number, _behind_number(plain, number), len(text), "", at)
        parts.append(text)
        at += len(text) + 1
    source = "\n".join(parts)
    cancelled = frozenset(n for mark in gone for n in range(mark.number, mark.last + 1))
    gaps = _gaps(source, pieces, gone)
    unread = unread_text(source, plain_signs(source), gaps, _places(pieces, gone))
    return source, Cut(tuple(pieces), gaps, (*map(_cancelled, gone), *unread), cancelled)


def _behind_number(text: str, number: int) -> int:
    own = _OWN_NUMBER.match(text)
    return own.end() if own and int(own["number"] or own["other"]) == number else 0


def _is_claim(before: str) -> bool:
    return len(before.strip()) > 5 and bool(_CLAIM_LIKE.match(before))


def _cancelled(mark: Mark) -> Anomaly:
    numbers = f"{mark.number}-{mark.last}" if mark.last > mark.number else str(mark.number)
    return Anomaly(mark.number, "cancelled", numbers)


def _places(pieces: Sequence[Piece], marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """Return where each claim or mark begins and the last number it names, in the order of the text."""
    return sorted([*((p.start, p.number) for p in pieces), *((m.start, m.last) for m in marks)])


def _trimmed(plain: str, number: int, start: int, end: int, status: str, offset: int = 0) -> list[Piece]:
    """Return the claim between two places without the blanks around it; none where nothing stands there."""
    while start < end and plain[start] in _BLANK:
        start += 1
    while end > start and plain[end - 1] in _TRAILING:
        end -= 1
    return [Piece(number, start + offset, end + offset, status)] if end > start else []


def _gaps(text: str, pieces: Sequence[Piece], marks: Iterable[Mark]) -> tuple[Gap, ...]:
    numbers = {(mark.start, mark.end): "cancelled" if mark.cancelled else "number" for mark in marks}
    edges = sorted(
        {0, len(text), *(p.start for p in pieces), *(p.end for p in pieces), *(e for n in numbers for e in n)}
    )
    inside = {piece.start: piece.end for piece in pieces}
    gaps, until = [], 0
    for start, end in itertools.pairwise(edges):
        if start in inside:
            until = inside[start]
        if start >= until:
            kind = numbers.get((start, end)) or ("other" if text[start:end].strip() else "blank")
            gaps.append(Gap(start, end, kind, text[start:end]))
    return tuple(gaps)
