# ruff: noqa: E501
"""Which claims a claim refers to: phrases, lists, ranges, ``any of the preceding claims``.

A phrase is a word for claim with the numbers behind it. In what is claimed (the preamble) any such phrase
refers; further on only one that says how it refers (of claim 1, 权利要求1所述): inventions that work on patents
speak of claims too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_ZH_CLAIM: Final = r"(?:[权杈權権][利力] ?[要耍] ?[求采]|纟又利[要耍]求|權利要求|請求項|请求项|[專专]利申?[請请]?範[圍围]|[專专]利申?[請请]?范[圍围]|申[請请][專专]利[範范][圍围]|权要)(?:书|書)?"
_EN_CLAIM: Final = r"(?:c(?:laim|liam|alim|iaim|1aim|lairn|laini|lalm)s?)(?![a-z]*(?:ed|ing|ant|able))"
_NUMERAL: Final = r"[一二三四五六七八九十]{1,3}(?=[项項所述或至、和及]|任)"
_CLAIM = re.compile(
    rf"(?P<zh>{_ZH_CLAIM})|(?<![a-z])(?P<en>{_EN_CLAIM})|(?<=of)(?P<of>{_EN_CLAIM})", re.IGNORECASE
)
_OPENING = re.compile(r"\s{0,4}(?:[(\[#]|[Nn]o\.?|[Nn]umbers?|[Nn]os\.?|第|:|其中|中)?\s{0,3}第?\s{0,2}")
_NUMBER = re.compile(
    rf"(?P<number>\d{{1,6}})(?!\d|\.\d)|(?P<letter>[lI|])(?P<more>\d{{0,2}})(?![A-Za-z])|(?P<word>{_NUMERAL})"
)
_RANGE = re.compile(
    r"\s{0,3}(?:项|項)?\s{0,3}(?:-{1,2}|~|至|到|\bto\b|\bthrough\b|\bthru\b|\buntil\b|\.\.\.?|…)\s{0,3}(?:[Cc]laims? ?)?",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"\s{0,3}(?:项|項)?\s{0,3}(?P<sign>[,，、;/]|或者?|和/或|和|及|以及|与|與|\band/or\b|\bor\b|\band\b|\bas well as\b|&)"
    r"(?:\s{0,3}(?:[,，、]|或|和|及|\bor\b|\band\b))?\s{0,3}",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    rf"(?:(?:any|either|each)?\s?(?:one|of)?\s?(?:or more)?\s?(?:of)?\s?(?:the)?\s?(?:of|in|by|to|according to|as claimed in|as defined in)?\s?(?:any)?\s?(?:one)?\s?(?:of)?\s?{_EN_CLAIM}\s?"
    rf"|(?:如|根据|按照|依据)?{_ZH_CLAIM}\s?第?|第)",
    re.IGNORECASE,
)
_ANY_ZH = re.compile(
    r"\s{0,3}(?:项|項)?\s{0,3}[)\]]?\s{0,3}(?:之?中|之|的|所述的?)?\s{0,2}(?:任|之一|其中任?一|某一|一项|一項|各项|各項)"
)
_ANY_EN = re.compile(
    r"\b(?:any|either|one|each|at least one|some)(?:\s?(?:one|or more))?\s?(?:of|in|among)?\s?(?:the)?\s?(?:preceding|previous|foregoing|above|patent)?\s{0,2}$",
    re.IGNORECASE,
)
_EARLIER_ZH = re.compile(
    r"(?:前述|上述|前面|以上|在前|在先|之前|先前|前列|上面|前)(?:的|所述|任[一意何]|[一1]?[项項个個]|各|中|之|所有|几|多)*$"
)
_ANY_BEHIND_ZH = re.compile(
    r"\s{0,2}(?:书|書)?(?:之?中)?的?(?:任[一意何]|所述|之一|中的?任|一项或多项|一项所述|一項|各)"
)
_ONE_EARLIER_ZH = re.compile(r"(?:前|上)[一1]?[个個项項]?$")
_EARLIER_EN = re.compile(
    r"(?P<words>(?:(?:any|one|each|all|some|either|the|of|or|more|at|least|ones?|anyone|a|an)\s){0,8}"
    r"(?P<which>preceding|previous|foregoing|above|aforementioned|prior|earlier|preceeding|precedent|aforesaid|afore-mentioned|forgoing)"
    r"(?:\s(?:numbered|mentioned|listed|patent|recited|stated))?\s(?P<kind>[a-z]{3,14}(?:\s|-))?)$",
    re.IGNORECASE,
)
_EARLIER_AFTER_EN = re.compile(
    r"\s{0,3}(?:as (?:set forth|mentioned|recited) )?(?:above|preceding|herein ?before|foregoing)\b",
    re.IGNORECASE,
)
_EXCEPT = re.compile(
    r"\s{0,3}[,，(（]?\s{0,3}(?:except|excluding|other than|除了?|不包括)\s{0,3}(?:for )?", re.IGNORECASE
)
_UNIT_BEHIND = re.compile(r"\s?(?:[%°μΩ℃]|[A-Za-z])")
_ENGLISH_BEHIND = re.compile(
    r"\s?(?:and|or|to|through|wherein|where|which|that|in|further|char|compris|includ|having|said|the|when|for|being|with|is|are|using|as|by|on|of|at|if|inclusive|consist|contain|an?|further|wherei|also|additionally|together|respectively|whereby|adapted|configured|prepared|made|used|under|without|from|but|has|additional|optionally|wherien|whererin|ccomp)",
    re.IGNORECASE,
)
_OTHERS_PATENT = re.compile(
    r"\s{0,2}(?:of|in|from) (?:the |said )?(?:U\.? ?S\.?|United States|EP|WO|European|[Ii]nternational|[Pp]atent\b|application (?:no|serial)|prior application|parent application)"
)
_HOW_ZH = re.compile(
    r"(?:如|根据|根據|按照?|依据|依據|依照|基于|基於|依|依权|实现|執行|执行|采用|使用|利用|包括|包含|具有|由|通过|应用|用于|制备|的|上述|前述|所述|本|实施|施行|運行|运行|满足|与|和|含有|含|以|将|是|为|，|,|：|:)\s{0,3}(?:本|[发發]明|申[请請]|专利|專利|上述|前述|所述)*\s{0,2}$"
)
_HOW_BEHIND_ZH = re.compile(
    r"\s{0,3}(?:项|項)?\s{0,3}[)）】]?\s{0,2}(?:之?中)?\s{0,2}(?:任|所|述|记载|記載|之|的|限定|定义|定義|保护|要求|其中|，|,|描述|公开|、?.{0,6}(?:所述|任)|一项|中?的?方法|装置|設備|设备)"
)
_HOW_EN = re.compile(
    r"(?:\b(?:of|in|by|to|with|per|under|from|according|for|following|on|and|or|as|at|via|using|performing|comprising|including|through|than|both|ofany|f|ot|0f|if)"
    r"|\b(?:claimed|recited|defined|described|disclosed|set forth|specified|stated|characteri[sz]ed))\s{0,3}"
    r"(?:(?:any|an|one|each|either|anyone|all|the|of|or|more|at|least|preceding|previous|foregoing|patent|above|some|two|in|a|said|ones)\s{1,3}){0,9}[(\[]?$",
    re.IGNORECASE,
)
_ZERO = str.maketrans("lI|Oo", "11100")
_NUMERALS: Final = {sign: value for value, sign in enumerate("一二三四五六七八九", start=1)}
_BACK: Final = 90


@dataclass(frozen=True, slots=True)
class Phrase:
    """A reference as written: its place, single numbers and ranges, and how they are joined."""

    start: int
    end: int
    spans: tuple[tuple[int, int], ...]
    wholesale: bool
    singular: bool
    kind: str
    is_any: bool
    joined: frozenset[str]
    anchored: bool
    excepted: tuple[tuple[int, int], ...]


def reference_phrases(plain: str, preamble_end: int) -> Iterator[Phrase]:
    """Yield the phrases of one claim that refer to claims.

    Parameters
    ----------
    plain : str
        The claim as :func:`workbench.risk.claims.signs.plain_signs` shows it.
    preamble_end : int
        Where the preamble ends; before that any phrase refers.
    """
    at = 0
    while (found := _CLAIM.search(plain, at)) is not None:
        phrase = _phrase(plain, found)
        at = max(found.end(), phrase.end if phrase else 0)
        if phrase is None or _OTHERS_PATENT.match(plain, phrase.end):
            continue
        if phrase.anchored or phrase.start < preamble_end:
            yield phrase


def _phrase(plain: str, found: re.Match[str]) -> Phrase | None:
    behind = _OPENING.match(plain, found.end())
    at = behind.end() if behind else found.end()
    spans, joined, end = _numbers(plain, at)
    before = plain[max(0, found.start() - _BACK) : found.start()]
    if not spans:
        return _wholesale(plain, found, before)
    excepted: tuple[tuple[int, int], ...] = ()
    if without := _EXCEPT.match(plain, end):
        again = _AGAIN.match(plain, without.end())
        excepted, _, after = _numbers(plain, again.end() if again else without.end())
        end = after if excepted else end
    is_zh = found["zh"] is not None
    is_any = bool(_ANY_ZH.match(plain, end)) if is_zh else bool(_ANY_EN.search(before))
    anchored = (
        bool((_HOW_ZH.search(before) and _HOW_BEHIND_ZH.match(plain, end)) or _HOW_BEHIND_ZH.match(plain, end))
        if is_zh
        else bool(_HOW_EN.search(before))
    )
    return Phrase(found.start(), end, spans, False, False, "", is_any, joined, anchored, excepted)


def _numbers(plain: str, at: int) -> tuple[tuple[tuple[int, int], ...], frozenset[str], int]:
    """Read ``1, 2 or 4 to 6``: the spans, the joining signs, and where it ends."""
    first = _number(plain, at)
    if first is None:
        return (), frozenset(), at
    spans, joined = [(first[0], first[0])], set()
    end = first[1]
    while True:
        if span := _continued(plain, end, _RANGE):
            spans[-1] = (spans[-1][0], span[0])
        elif (span := _continued(plain, end, _LIST)) is not None:
            sign = _LIST.match(plain, end)
            joined.add(sign["sign"].lower() if sign else "")
            spans.append((span[0], span[0]))
        else:
            return tuple(spans), frozenset(joined), end
        end = span[1]


def _continued(plain: str, at: int, pattern: re.Pattern[str]) -> tuple[int, int] | None:
    sign = pattern.match(plain, at)
    if sign is None:
        return None
    again = _AGAIN.match(plain, sign.end())
    start = again.end() if again else sign.end()
    found = _number(plain, start)
    if found is None:
        return None
    is_comma = "sign" in sign.re.groupindex and sign["sign"] in ",，"
    is_quantity = _UNIT_BEHIND.match(plain, found[1]) and not _ENGLISH_BEHIND.match(plain, found[1])
    return None if is_comma and not again and is_quantity else found


def _number(plain: str, at: int) -> tuple[int, int] | None:
    found = _NUMBER.match(plain, at)
    if found is None:
        return None
    if found["number"]:
        return int(found["number"]), found.end()
    if found["letter"]:
        return int((found["letter"] + found["more"]).translate(_ZERO)), found.end()
    return _numeral(found["word"]), found.end()


def _numeral(word: str) -> int:
    """Read 一 to 九十九."""
    tens, ten, ones = word.rpartition("十")
    unit = _NUMERALS.get(ones, 0)
    return (_NUMERALS.get(tens, 1) * 10 + unit) if ten else unit


def _wholesale(plain: str, found: re.Match[str], before: str) -> Phrase | None:
    """Read ``any of the preceding claims``, 前述任一权利要求, 上述权利要求中任一项."""
    place = found.start(), found.end()
    if found["zh"]:
        if _EARLIER_ZH.search(before):
            single = bool(_ONE_EARLIER_ZH.search(before)) and not re.search("任|各|所有", before[-6:])
            return Phrase(*place, (), True, single, "", True, frozenset(), True, ())
        if _ANY_BEHIND_ZH.match(plain, found.end()) or re.search(r"任[一意何][项項个個]?$", before):
            missing = not re.match(
                r"\s{0,2}(?:书|書)?(?:之?中)?的?(?:任|一项|各|之一)", plain[found.end() : found.end() + 12]
            ) and not re.search(r"任[一意何][项項个個]?$", before)
            return Phrase(*place, (), not missing, False, "", not missing, frozenset(), True, ())
        return None
    if earlier := _EARLIER_EN.search(before):
        plural = found[0].lower().endswith("s") or re.search(
            r"\b(?:any|one|each|all|anyone)\b", earlier["words"], re.IGNORECASE
        )
        kind = (earlier["kind"] or "").strip().lower()
        return Phrase(*place, (), True, not plural, kind, True, frozenset(), True, ())
    if _EARLIER_AFTER_EN.match(plain, found.end()) and _HOW_EN.search(before):
        return Phrase(*place, (), True, False, "", True, frozenset(), True, ())
    return None
