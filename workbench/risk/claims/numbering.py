# ruff: noqa: E501
"""Where each claim begins: the best rising chain of the numbers that may begin one.

Every number that could begin a claim is weighed by what stands before and behind it; the chain of largest
weight is taken, a jump or a step back costing more than a weak link brings. Tables of contents, numbered
steps and decimals lose against the claims that way.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

LARGEST_NUMBER: Final = 9999
_GAP, _BACK, _START = 4.0, 7.0, 2.5

_LEAD = r"[ *#>|_\[<(-]{0,8}"
_EXPLICIT = re.compile(
    rf"(?:(?<=\n)|(?<=\A)|(?<=[。.;；!?]) ?){_LEAD}"
    r"[【\[(]? {0,2}(?:权利要求|權利要求|請求項|请求项|[Cc]laims?|CLAIMS?) {0,2}(?:[Nn]o\. ?)?第? {0,2}"
    r"(?P<first>\d{1,4})(?:项|項)?(?: ?(?:-|~|to|至|到) ?(?P<last>\d{1,4})(?:项|項)?)? {0,2}"
    r"(?:[】\])] {0,2}[.:：、,]?|[.:：]|、(?! ?\d)|(?= {0,2}\n)|(?= {1,3}\((?:[Cc]ance|[Dd]elet)))[*_]{0,3}"
)
_LINE = re.compile(
    rf"(?:(?<=\n)|(?<=\A)){_LEAD}(?:\[c\d+\] {{0,2}})?第?(?P<first>\d{{1,4}})"
    r"(?:(?: ?\.)? ?(?:-|~|to|至|到) ?(?P<last>\d{1,4}))?"
    r"(?P<sign> {0,3}(?:[.、:：)\]}·•]|[,，-](?!\d))(?!\d+[ %.~-]|\d*\n)|项[.、:：]|項[.、:：]| {1,4}(?=[A-Z\u4e00-\u9fff(])|(?=一种|一種)|(?=[A-Z][a-z]* ))"
    r"[*_)\]]{0,3}"
)
_INLINE = re.compile(
    r"(?:(?<=[。.;；:：!?)\]】”\"])|(?<=[ \u4e00-\u9fff])) {0,6}(?P<mark>[*_]{0,3})(?P<first>(?<![\d.,/-])\d{1,4})"
    r"(?:(?: ?\.)? ?(?:-|~|to|至|到) ?(?P<last>\d{1,4}))?"
    r"(?P<sign> ?[.、)](?!\d)|(?= (?:一种|一種))|(?=一种|一種)| (?=A [a-z]|An [a-z]|The [a-z]))[*_]{0,3}"
)
_STATUS = re.compile(
    r" {0,3}\(? {0,2}(?P<word>(?:[Cc]urrently |CURRENTLY |[Pp]reviously |PREVIOUSLY )?"
    r"(?:[Aa]mended|AMENDED|[Pp]resented|PRESENTED|[Oo]riginal|ORIGINAL|[Nn]ew|NEW|[Ww]ithdrawn|WITHDRAWN|[Rr]e-?presented)"
    r"(?: ?[-,;] ?(?:[Cc]urrently |[Pp]reviously )?(?:[Aa]mended|[Pp]resented|[Ww]ithdrawn))?) {0,2}\)[.:,]? {0,3}"
)
_CANCELLED = re.compile(
    r"[ .:：]{0,4}(?:[(\[] {0,2})?(?:claims? )?(?:canceled|cancelled|deleted|not entered|已?删除|已?取消|已?刪除|缺失|空缺|撤回)"
    r"(?: without prejudice[^.)\n]{0,40})?(?: {0,2}[)\]])?[.。;；]?(?= *(?:\n|\Z|[*_]{0,3}\d{1,4}(?:[ .、,-]|\b)|[Cc]laims?\b|[【\[]))",
    re.IGNORECASE,
)
_ZH_START = re.compile(
    r" {0,4}\n? {0,4}(?:[-一]种|[-一]種|(?:根据|根據|依据|依據|如|按照|按|依照|基于|基於|依|采用|利用|使用|由|用|包括|包含)?(?:上述|前述|任[一意何]|本|申请|申請|前面|以上|权利|權利|权力|杈利|纟又利|請求|请求|專利|专利){1,2}"
    r"|一个|一種|[^，。；,;:：\n]{2,60}(?:其特征|其特徵|的制备方法|的應用|的应用|的用途|，包括|,包括|，包含|，所述|，该|，其))"
)
_EN_START = re.compile(
    r" {0,4}\n? {0,4}[\"'(]?(?:(?:An?|One or more|At least one|In an?|In combination|Use|Method|Process|Apparatus|Device|System|Kit|Composition) ?[\w\"'(,-]|The (?=.)|(?:[Aa]ccording|[Aa]s claimed|[Aa]s recited) |Claim )"
)
_EN_REFERENCE = re.compile(
    r"[^.;]{0,220}?\b(?:of|or|in|by|to|with|under|per|from) ?(?:any |an |one |each |either |the |of |preceding |previous ){0,6}claims? ?(?:\d|[lI]\b|[1-9])",
    re.IGNORECASE,
)
_ZH_REFERENCE = re.compile(r"[^。；;]{0,40}?(?:权利要求|權利要求|請求項|请求项|專利範圍|专利范围) ?第? ?\d")
_CAPITAL = re.compile(r" {0,4}\n? {0,4}[\"'(\[]?[A-Z\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A number that may begin a claim: its place, the first and last number it names, and its weight."""

    start: int
    end: int
    number: int
    last: int
    weight: float
    cancelled: bool
    status: str


def claim_marks(plain: str) -> list[Mark]:
    """Return the numbers that begin claims, in the order of the text.

    Parameters
    ----------
    plain : str
        The text as :func:`workbench.risk.claims.signs.plain_signs` shows it.
    """
    return _best_chain(_candidates(plain))


def _candidates(plain: str) -> list[Mark]:
    found: dict[int, Mark] = {}
    for pattern, base in ((_EXPLICIT, 4.0), (_LINE, 0.5), (_INLINE, -1.5)):
        for match in pattern.finditer(plain):
            at = match.start("first")
            if at not in found and (mark := _mark(plain, match, base)) is not None:
                found[at] = mark
    return [found[at] for at in sorted(found)]


def _mark(plain: str, match: re.Match[str], base: float) -> Mark | None:
    first = int(match["first"])
    last = int(match["last"] or first)
    if not 1 <= first <= last <= LARGEST_NUMBER:
        return None
    end = match.end()
    cancelled = _CANCELLED.match(plain, end)
    if cancelled:
        return Mark(match.start(), cancelled.end(), first, last, base + 4, cancelled=True, status="")
    if last > first:
        return None
    status = _STATUS.match(plain, end)
    if status:
        end = status.end()
    weight = (
        base + _start_weight(plain, end, first) + (2 if status else 0) + _before_weight(plain, match.start())
    )
    if "sign" in match.re.groupindex and not match["sign"].strip() and weight < base + 2:
        return None
    return Mark(
        match.start(), end, first, first, weight, cancelled=False, status=status["word"] if status else ""
    )


def _start_weight(plain: str, at: int, number: int) -> float:
    """Weigh what follows: the beginning of a claim, a reference to an earlier one, or anything."""
    if _ZH_START.match(plain, at):
        return 3.0 + (1.0 if _ZH_REFERENCE.match(plain, at) else 0.0)
    if _EN_START.match(plain, at):
        return 2.5 + (1.5 if number > 1 and _EN_REFERENCE.match(plain, at) else 0.0)
    if number > 1 and (_ZH_REFERENCE.match(plain, at) or _EN_REFERENCE.match(plain, at)):
        return 2.5
    return 0.0 if _CAPITAL.match(plain, at) else -0.5


def _before_weight(plain: str, at: int) -> float:
    """Weigh what precedes: a claim ends with a stop; a comma or colon announces a list of steps."""
    back = at - 1
    while back >= 0 and at - back < 40 and plain[back] in " \n*#":
        back -= 1
    if back < 0 or plain[back] in "。.":
        return 0.5
    return -2.0 if plain[back] in ";；:：,，、" else 0.0


class _Best:
    """The largest score among numbers up to a bound (a Fenwick tree of maxima)."""

    def __init__(self, numbers: Iterable[int]) -> None:
        self._numbers = sorted(set(numbers))
        self._best: list[tuple[float, int]] = [(float("-inf"), -1)] * (len(self._numbers) + 1)

    def put(self, number: int, score: float, index: int) -> None:
        at = bisect_left(self._numbers, number) + 1
        while at < len(self._best):
            self._best[at] = max(self._best[at], (score, index))
            at += at & -at

    def below(self, number: int) -> tuple[float, int]:
        at, best = bisect_left(self._numbers, number), (float("-inf"), -1)
        while at > 0:
            best = max(best, self._best[at])
            at -= at & -at
        return best


def _best_chain(marks: list[Mark]) -> list[Mark]:
    exact: dict[int, tuple[float, int]] = {}
    below = _Best(mark.last for mark in marks)
    best_of_all = (float("-inf"), -1)
    before = [-1] * len(marks)
    for index, mark in enumerate(marks):
        score, before[index] = max(
            (0.0 if mark.number == 1 else -_START, -1),
            exact.get(mark.number - 1, (float("-inf"), -1)),
            _less(below.below(mark.number), _GAP),
            _less(best_of_all, _BACK if mark.weight < 3 else _GAP),
        )
        score += mark.weight
        exact[mark.last] = max(exact.get(mark.last, (float("-inf"), -1)), (score, index))
        below.put(mark.last, score, index)
        best_of_all = max(best_of_all, (score, index))
    if best_of_all[0] <= 0:
        return []
    chain, at = [], best_of_all[1]
    while at >= 0:
        chain.append(marks[at])
        at = before[at]
    return chain[::-1]


def _less(found: tuple[float, int], cost: float) -> tuple[float, int]:
    return found[0] - cost, found[1]
