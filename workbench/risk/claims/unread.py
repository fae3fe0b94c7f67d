"""Text that belongs to no claim and is no heading: told, since a claim may be lost in it."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

from workbench.risk.claims.model import Anomaly, Gap

_LONGEST: Final = 5_000
"""Characters told of one gap; the gap itself holds them all."""
_ZH_HEADING: Final = (
    r"权利要求书?|權利要求書?|[请請]求[项項]书?|申[請请][專专]利[範范][圍围]|[说說]明[书書](?:摘要|附[图圖])?|摘要(?:附[图圖])?"
    r"|附[图圖](?:[说說]明)?|目[录錄]|技[术術][领領]域|背景技[术術]|[发發]明[内內]容|具[体體][实實]施方式|(?:具体)?如下"
    r"|(?:本(?:发明|發明|申请|申請|实用新型|新型)的?|要求保护的?)(?=权利要求|權利要求)|[第共]?\s{0,3}\d+(?:\s{0,3}[页頁项項])?"
)
_CLAIMED: Final = (
    r"(?:what (?:is|we|i)|(?:i|we)(?: hereby)?|it is|the inventions?) claim(?:ed)?"
    r"(?: as (?:new|my|our)\b[^.;:\n]{0,150}?)?(?: is| are)?(?: as follows| the following)?(?=\s*(?:[:.-]|\Z))"
)
_EN_HEADING: Final = (
    rf"\b(?:{_CLAIMED}"
    r"|(?:having|thus|therefore|accordingly)\b[^.;:\n]{0,200}?, ?(?=what |i claim|we claim|the invention)"
    r"|(?:complete )?(?:listing|list|set|amendments?) (?:of|to) (?:the )?claims|(?:in )?(?:the )?claims?"
    r"|page|of|abstract|description|drawings|table of contents|contents)\b"
)
_DOCUMENT_NUMBER: Final = r"\b(?:CN|TW|US|EP|WO|JP|KR)[ -]?\d[\d/,. ]{4,20}-?(?:[A-Z]\d?)?(?![A-Za-z0-9])"
_HEADING = re.compile(
    rf"\[[^\[\]\n]{{0,60}}\]\(#[^()\n]{{0,80}}\)|{_DOCUMENT_NUMBER}|{_EN_HEADING}|{_ZH_HEADING}", re.IGNORECASE
)
"""Headings, page numbers, entries of a table of contents: what may stand around claims without being one."""
_SAYS_SOMETHING = re.compile(r"[^\W_]")


def unread_text(text: str, plain: str, gaps: Iterable[Gap], places: Sequence[tuple[int, int]]) -> list[Anomaly]:
    """Return the gaps that say something, each at the number that stands before it; 0 before the first.

    Parameters
    ----------
    text, plain : str
        The text to the letter, and as :func:`workbench.risk.claims.signs.plain_signs` shows it.
    gaps : iterable of Gap
        What lies between the claims; numbers, cancelled ranges and blanks among them are passed over.
    places : sequence of (int, int)
        Where each number stands and which it is, in the order of the text.
    """
    starts = [start for start, _ in places]
    found = []
    for gap in gaps:
        lines = _telling_lines(text, plain, gap) if gap.kind == "other" else []
        if lines:
            before = bisect_right(starts, gap.start) - 1
            told = " ".join(" ".join(lines).split())
            shown = told if len(told) <= _LONGEST else f"{told[:_LONGEST]}…"
            found.append(Anomaly(places[before][1] if before >= 0 else 0, "unread_text", shown))
    return found


def _telling_lines(text: str, plain: str, gap: Gap) -> list[str]:
    """Return the lines of a gap, to the letter, that are more than headings and signs."""
    lines, at = [], gap.start
    for line in plain[gap.start : gap.end].split("\n"):
        if _SAYS_SOMETHING.search(_HEADING.sub(" ", line)):
            lines.append(text[at : at + len(line)])
        at += len(line) + 1
    return lines
