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
_GAP, _BACK, _RESTART, _START, _LISTED, _WEAK = 2.5, 7.0, 4.0, 2.5, 4.0, 2.0
_LOOKED_BACK: Final = 40

_LEAD = r"[ *#>|_\[<(-]{0,8}"
_CLAIM_WORD = r"(?:权利要求|權利要求|請求項|请求项|[Cc]laims?|CLAIMS?)"
_RANGE_TO = r"(?: ?\.)? ?(?:-|~|to|through|至|到) ?(?P<last>\d{1,4})"
_EXPLICIT = re.compile(
    rf"(?:(?<=\n)|(?<=\A)|(?<=[。.;；!?]) ?){_LEAD}"
    rf"[【\[(]? {{0,2}}{_CLAIM_WORD} {{0,2}}(?:[Nn]o\. ?)?第? {{0,2}}"
    rf"(?P<first>\d{{1,4}})(?:项|項)?(?:{_RANGE_TO}(?:项|項)?)? {{0,2}}"
    r"(?P<sign>[】\])] {0,2}[.:：、,]?|[.:：](?!\d)|、(?! ?\d)|(?= {0,2}\n)|(?= {1,3}\((?:[Cc]ance|[Dd]elet)))[*_]{0,3}"
)
_BARE_ZH = r"(?=[-一][种種]|根据权|根據|如权|如請|如申|如前|如上|按照?权|依据权|权利要求)"
_LINE = re.compile(
    rf"(?:(?<=\n)|(?<=\A)){_LEAD}(?:\[c\d+\] {{0,2}})?第?(?P<first>\d{{1,4}})(?:{_RANGE_TO})?"
    r"(?P<sign> {0,3}(?:[.、:：)\]}·•]|[,，-](?!\d))(?!\d+[ %.~-]|\d*\n)|项[.、:：]|項[.、:：]| {1,4}(?=[A-Z\u4e00-\u9fff(])"
    rf"|{_BARE_ZH}|(?=[A-Z][a-z]* ))[*_)\]]{{0,3}}"
)
_INLINE = re.compile(
    r"(?:(?<=[。.;；:：!?)\]】”\"])|(?<=[ \u4e00-\u9fff])) {0,6}[*_]{0,3}(?P<first>(?<![\d.,/-])\d{1,4})"
    rf"(?:{_RANGE_TO})?(?P<sign> ?[.、):：](?!\d)|(?= ?{_BARE_ZH[3:-1]})| (?=A [a-z]|An [a-z]|The [a-z]))[*_]{{0,3}}"
)
_TIGHT = re.compile(
    r"(?<=[.。])(?P<first>\d{1,4})(?P<sign>[.、])"
    r"(?= ?(?:[-一][种種]|根据权|根據|如权|如請|如申|按照权|The [a-z]|An? [a-z]))"
)
"""``of claim 1.2. The lock``: not even a blank between two claims."""
_OWN = re.compile(r"[ \n]{0,600}(?P<first>\d{1,4}) {0,2}[.、)](?!\d)")
_STATUS = re.compile(
    r" {0,3}\( {0,2}(?P<word>(?:(?:currently|previously|once|twice) )?"
    r"(?:amended|presented|original|new|withdrawn|re-?presented|allowed)"
    r"(?: ?[-,;/] ?(?:(?:currently|previously) )?(?:amended|presented|withdrawn|new))?) {0,2}\)[.:,]? {0,3}",
    re.IGNORECASE,
)
_CANCELLED = re.compile(
    r"[ .:：]{0,4}(?:[(\[] {0,2})?(?:claims? )?(?:(?:is|are|was|were|has been|have been) )?"
    r"(?:canceled|cancelled|deleted|not entered|已?删除|已?取消|已?刪除|缺失|空缺|撤回)"
    r"(?: without prejudice[^.)\n]{0,40})?(?: {0,2}[)\]])?[.。;；]?"
    r"(?= *(?:\n|\Z|[*_]{0,3}\d{1,4}(?:[ .、,-]|\b)|[Cc]laims?\b|权利要求|[【\[]))",
    re.IGNORECASE,
)
_ZH_REFERENCE = re.compile(
    r"[^。；;]{0,40}?(?:权利要求|權利要求|請求項|请求项|專利範圍|专利范围|[杈权权][利力]要求|纟又利要求)(?:书|書)?"
    r" ?(?:第? ?[\dlI一二三四五六七八九]|所述|之?中?任)"
)
_ZH_START = re.compile(
    r" {0,4}\n? {0,4}(?:[-一][种種]|一个|(?:根据|根據|依据|依據|如|按照|按|依照|基于|基於|依|采用|利用|使用|由|用|包括|包含)"
    r"(?:上述|前述|任[一意何]|本|申请|申請|前面|以上|权利|權利|权力|杈利|纟又利|請求|请求|專利|专利)|(?:权利要求|請求項) ?\d"
    r"|[^，。；,;:：\n]{2,60}(?:其特[征徵]|的制备方法|的應用|的应用|的用途|[，,](?:包括|包含|所述|该|其)))"
)
_EN_START = re.compile(
    r" {0,4}\n? {0,4}[\"'(]?(?:(?:An?|One or more|At least one|In an?|In combination|Use|Method|Process|Apparatus|Device|System|Kit"
    r"|Composition) ?[\w\"'(,-]|The (?=.)|(?:[Aa]ccording|[Aa]s claimed|[Aa]s recited) |Claim )"
)
_EN_REFERENCE = re.compile(
    r"[^.;]{0,220}?\b(?:of|or|in|by|to|with|under|per|from) ?(?:any |an |one |each |either |the |of |preceding |previous ){0,6}"
    r"claims? ?(?:\d|[lI]\b)",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r" {0,4}\n? {0,4}[\"'(\[“]?[A-Z\u4e00-\u9fff]")
_UNFINISHED = re.compile(
    r"(?:根据|根據|如|按|照|依据|依據|[或和与及至到、]|权利要求|權利要求|請求項|请求项|\b(?:to|of|in|by|or|and|claims?|any|one|with|than|about))\s*$"
)
_ABBREVIATED = re.compile(
    r"\b(?:figs?|nos?|eqs?|vols?|ser|pat|approx|vs|e\.?g|i\.?e)\.?\s*$"
    r"|\b(?:tables?|examples?|equations?|formulas?|steps?|sections?|version|type|grade|class|stage|phase)\s*$"
    r"|(?:图|表|式|步骤|实施例)\s*$",
    re.IGNORECASE,
)


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
    for pattern, base in ((_EXPLICIT, 3.5), (_LINE, 0.5), (_INLINE, -1.5), (_TIGHT, -1.5)):
        for match in pattern.finditer(plain):
            at = match.start("first")
            if at not in found and (mark := _mark(plain, match, base)) is not None:
                found[at] = mark
    return [found[at] for at in sorted(found)]


def _mark(plain: str, match: re.Match[str], base: float) -> Mark | None:
    first = int(match["first"])
    last = int(match.groupdict().get("last") or first)
    if not 1 <= first <= last <= LARGEST_NUMBER:
        return None
    end = match.end()
    if base > 1 and (own := _OWN.match(plain, end)) and int(own["first"]) == first:
        end = own.end()  # Claim 1: 1. A lock
    if cancelled := _CANCELLED.match(plain, end):
        return Mark(match.start(), cancelled.end(), first, last, base + 4, cancelled=True, status="")
    if last > first:
        return None
    if status := _STATUS.match(plain, end):
        end = status.end()
    begun = _start_weight(plain, end, first) + (2 if status else 0)
    if not match["sign"].strip(" *_") and begun < 2:
        return None
    weight = base + begun + _before_weight(plain, match.start())
    if (
        base < 0
        and 0 <= begun < 1
        and _stop_before(plain, match.start())
        and match["sign"].strip()[:1] in ".、"
    ):
        weight += 2.0
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
    before = plain[max(0, at - _LOOKED_BACK) : at].rstrip(" \n*#")
    if not before or (before[-1] in "。." and not _ABBREVIATED.search(before)):
        return 0.5
    if _UNFINISHED.search(before) or _ABBREVIATED.search(before):
        return -6.0
    return -2.0 if before[-1] in ";；:：,，、" else 0.0


def _stop_before(plain: str, at: int) -> bool:
    before = plain[max(0, at - _LOOKED_BACK) : at].rstrip(" \n*#")
    return before[-1:] in ("。", ".") and not _ABBREVIATED.search(before)


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
    latest: dict[int, int] = {}
    for index, mark in enumerate(marks):
        score, before[index] = max(
            (0.0 if mark.number == 1 else -_START, -1),
            exact.get(mark.number - 1, (float("-inf"), -1)),
            _less(below.below(mark.number), _GAP),
            _less(best_of_all, _BACK if mark.weight < 3 else _RESTART),
        )
        score += mark.weight
        if mark.weight < _WEAK and before[index] < latest.get(mark.number - 1, -1):
            score -= _LISTED  # the next item of a list inside the claim, not the next claim
        latest[mark.last] = index
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
