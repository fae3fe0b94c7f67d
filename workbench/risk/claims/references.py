"""Which claims a claim refers to: phrases, lists, ranges, ``any of the preceding claims``.

A phrase is a word for claim with the numbers behind it. In what is claimed (the preamble) any such phrase
refers; further on only one that says how it refers (of claim 1, 权利要求1所述): inventions that work on patents
speak of claims too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from workbench.risk.claims import reference_patterns as said

_DIGITS = str.maketrans("lI|Oo", "11100")
_NUMERALS: Final = {sign: value for value, sign in enumerate("一二三四五六七八九", start=1)}
_LOOKED_BACK: Final = 90
_NEAR: Final = 12

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A reference as written.

    Attributes
    ----------
    start, end : int
        Place in the claim.
    spans : tuple of (int, int)
        Numbers and ranges, as stated.
    excepted : tuple of (int, int)
        Numbers taken out again (except claim 3).
    wholesale : bool
        Whether all claims before are meant; with ``singular`` only the one before, with ``kind`` only those
        of a category (any of the preceding method claims).
    is_any : bool
        Whether the numbers are said to be alternatives (任一项, any of).
    joined : frozenset of str
        The words and signs between the numbers.
    anchored : bool
        Whether the phrase says how it refers.
    """

    start: int
    end: int
    spans: Spans = ()
    excepted: Spans = ()
    wholesale: bool = False
    singular: bool = False
    kind: str = ""
    is_any: bool = False
    joined: frozenset[str] = frozenset()
    anchored: bool = True


def reference_phrases(plain: str, preamble_end: int) -> Iterator[Phrase]:
    """Yield the phrases of one claim that refer to claims.

    Parameters
    ----------
    plain : str
        The claim as :func:`workbench.risk.claims.signs.plain_signs` shows it.
    preamble_end : int
        Where the preamble ends; before that any phrase refers.
    """
    at, last = 0, -_NEAR - 1
    while (found := said.CLAIM.search(plain, at)) is not None:
        phrase = _phrase(plain, found)
        at = max(found.end(), phrase.end if phrase else 0)
        is_echo = phrase is not None and not phrase.spans and phrase.start - last <= _NEAR
        if is_echo:  # 权利要求1至4中任一项权利要求
            continue
        last = at
        if phrase is None or said.OTHERS_PATENT.match(plain, phrase.end):
            continue
        if phrase.anchored or phrase.start < preamble_end:
            yield phrase


def without_references(plain: str) -> str:
    """Return the text with every reference that names claims blotted out, offsets unchanged."""
    parts, at = [], 0
    for phrase in reference_phrases(plain, len(plain)):
        if phrase.spans:
            parts += [plain[at : phrase.start], "\0" * (phrase.end - phrase.start)]
            at = phrase.end
    return "".join([*parts, plain[at:]]) if parts else plain


def _phrase(plain: str, found: re.Match[str]) -> Phrase | None:
    opening = said.OPENING.match(plain, found.end())
    spans, joined, end = _numbers(plain, opening.end() if opening else found.end())
    before = plain[max(0, found.start() - _LOOKED_BACK) : found.start()]
    if not spans:
        place = found.start(), found.end()
        return (
            _zh_wholesale(plain, place, before)
            if found["zh"]
            else _en_wholesale(plain, place, before, found[0])
        )
    excepted, end = _excepted(plain, end)
    if found["zh"]:
        is_any = bool(said.ANY_ZH.match(plain, end))
        anchored = bool(said.HOW_BEHIND_ZH.match(plain, end))
    else:
        is_any = bool(said.ANY_EN.search(before))
        lost = said.NOUN_EN.search(before) and said.NOUN_BEHIND_EN.match(plain, end)
        anchored = bool(said.HOW_EN.search(before) or lost)
    return Phrase(found.start(), end, spans, excepted, is_any=is_any, joined=joined, anchored=anchored)


def _numbers(plain: str, at: int) -> tuple[Spans, frozenset[str], int]:
    """Read ``1, 2 or 4 to 6``: the spans, the joining signs, and where it ends."""
    first = _number(plain, at)
    if first is None:
        return (), frozenset(), at
    spans, joined = [(first[0], first[0])], set()
    end = first[1]
    while True:
        if (sign := said.RANGE.match(plain, end)) and (number := _continued(plain, sign)):
            spans[-1] = (spans[-1][0], number[0])
        elif (sign := said.LIST.match(plain, end)) and (number := _continued(plain, sign, sign["sign"])):
            joined.add(sign["sign"].lower())
            spans.append((number[0], number[0]))
        else:
            return tuple(spans), frozenset(joined), end
        end = number[1]


def _continued(plain: str, sign: re.Match[str], joint: str = "") -> tuple[int, int] | None:
    """Return the number behind a sign; behind a comma it must not be a quantity (claim 1, 12 volts)."""
    again = said.AGAIN.match(plain, sign.end())
    found = _number(plain, again.end() if again else sign.end())
    if found is None or again or joint not in (",", "，"):
        return found
    is_quantity = said.UNIT_BEHIND.match(plain, found[1]) and not said.ENGLISH_BEHIND.match(plain, found[1])
    return None if is_quantity else found


def _number(plain: str, at: int) -> tuple[int, int] | None:
    found = said.NUMBER.match(plain, at)
    if found is None:
        return None
    if found["word"]:
        return _numeral(found["word"]), found.end()
    digits = found["number"] or found["letter"] + found["more"]
    return int(digits.translate(_DIGITS)), found.end()


def _numeral(word: str) -> int:
    """Read 一 to 九十九."""
    tens, ten, ones = word.rpartition("十")
    unit = _NUMERALS.get(ones, 0)
    return (_NUMERALS.get(tens, 1) * 10 + unit) if ten else unit


def _excepted(plain: str, end: int) -> tuple[Spans, int]:
    without = said.EXCEPT.match(plain, end)
    if without is None:
        return (), end
    again = said.AGAIN.match(plain, without.end())
    spans, _, after = _numbers(plain, again.end() if again else without.end())
    return (spans, after) if spans else ((), end)


def _zh_wholesale(plain: str, place: tuple[int, int], before: str) -> Phrase | None:
    """Read 前述任一权利要求, 上述权利要求中任一项, 权利要求所述 (a number is missing)."""
    if said.EARLIER_ZH.search(before):
        singular = said.ONE_EARLIER_ZH.search(before) and not said.EACH_ZH.search(before[-6:])
        singular = singular and not said.ANY_BEHIND_ZH.match(plain, place[1])
        return Phrase(*place, wholesale=True, singular=bool(singular), is_any=True)
    if said.ANY_BEHIND_ZH.match(plain, place[1]) or said.ANY_BEFORE_ZH.search(before):
        return Phrase(*place, wholesale=True, is_any=True)
    return Phrase(*place) if said.NO_NUMBER_ZH.match(plain, place[1]) else None


def _en_wholesale(plain: str, place: tuple[int, int], before: str, word: str) -> Phrase | None:
    """Read ``any of the preceding claims``, ``the preceding claim``, ``of claim,`` (a number is missing)."""
    if said.EARLIER_WORD_EN.search(before) and (earlier := said.EARLIER_EN.search(before)):
        each = re.search(r"\b(?:any|one|each|all|anyone)\b", earlier["words"], re.IGNORECASE)
        kind = (earlier["kind"] or "").strip(" -").lower()
        singular = not each and not word.lower().endswith("s")
        return Phrase(*place, wholesale=True, singular=singular, kind=kind, is_any=True)
    is_after = said.EARLIER_AFTER_EN.match(plain, place[1])
    is_missing = word.lower() == "claim" and said.NO_NUMBER_EN.match(plain, place[1])
    if not (is_after or is_missing) or not said.HOW_EN.search(before):
        return None
    return Phrase(*place, wholesale=True, is_any=True) if is_after else Phrase(*place, anchored=False)
