# ruff: noqa: E501
"""Preamble, transition, body: where the subject ends and what the claim says of it begins."""

import re
from dataclasses import dataclass
from typing import Final

from workbench.risk.claims.model import Transition

_ZH_CHARACTERISED = re.compile(
    r"其?特[征徵](?:部分)?(?:在于|在於|是|为|為|：|:|，|,)(?:[，,：:是]|\s)*|[改][进進](?:之处)?(?:在于|在於|为)[，,：:\s]*"
)
_ZH_OPEN = re.compile(
    r"(?:[還还]|[進进]一步|[具主][体體要]|至少|[均也又同][时時]?)*(?:包括|包含|包涵|含有|具有|[设設]有|[设設]置有|[备備]有|含|[带帶]有)(?:有|以下|如下|下述|下列)?"
)
_ZH_CLOSED = re.compile(
    r"(?:是|仅|僅|只|完全|以)?由(?P<what>[^。]{1,1500}?)(?P<end>组成|組成|构成|構成)|组成为|組成為|组成如下"
)
_ZH_SEMI = re.compile(
    r"(?:是)?(?:基本上?|主要|实质上?|實質上?|大致|本质上)(?:是)?由(?P<what>[^。]{1,1500}?)(?P<end>组成|組成|构成|構成)|(?:主要|基本)组成为"
)
_EN_SEMI = r"consist(?:ing|s)?,? essentially,? (?:of|in)|consisting substantially of"
_EN_CLOSED = r"consist(?:ing|s)? (?:only |solely |exclusively |entirely )?(?:of|in)(?! one or more of)|composed (?:only|solely|exclusively) of"
_EN_STRONG = r"compris(?:ing|es?|ed of)|comprized|comprizing|characteri[sz]ed(?: in that| by)?|which comprises?|that comprises?"
_EN_WEAK = (
    r"includ(?:ing|es?)|contain(?:ing|s)?|having|which has|that has|has|composed of|constituted (?:by|of)"
)
_EN_TRANSITION = re.compile(
    rf"\b(?:(?P<semi>{_EN_SEMI})|(?P<closed>{_EN_CLOSED})|(?P<strong>{_EN_STRONG})|(?P<weak>{_EN_WEAK}))\b:?",
    re.IGNORECASE,
)
_EN_WHEREIN = re.compile(
    r",?\s*\b(?:wherein|where|whereby|in which|characteri[sz]ed (?:in that|by)|further|the improvement)\b|[;:]",
    re.IGNORECASE,
)
_RESUMED = re.compile(
    r"(?:[,:]|\b(?:the|said|which) [\w -]{0,50}|\b(?:which|that|it|further|also))\s*$", re.IGNORECASE
)
_REACH: Final = 1500
"""Characters in which a preamble ends; beyond that there is no transition to be found."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Offsets in the claim: the preamble's end, the transition, where the body begins."""

    preamble_end: int
    kind: Transition | None
    start: int
    end: int


def zh_parts(plain: str, subject: str, subject_end: int) -> Parts:
    """Take a Chinese claim apart.

    Parameters
    ----------
    plain : str
    subject : str
        The claim's subject; a transition may restate it (所述方法包括).
    subject_end : int
        Where the words of the subject end.
    """
    mark = _ZH_CHARACTERISED.search(plain, subject_end)
    for begin, preamble_end in _zh_places(subject_end, mark):
        found = _zh_transition(plain, begin, subject)
        if found is not None:
            end = mark.start() if mark and mark.start() <= found[1] else preamble_end
            return Parts(end, found[0], found[1], found[2])
    if mark:
        return Parts(mark.start(), None, mark.end(), mark.end())
    return Parts(subject_end, None, subject_end, subject_end)


def _zh_places(subject_end: int, mark: re.Match[str] | None) -> list[tuple[int, int]]:
    places = [(mark.end(), mark.start())] if mark else []
    return [*places, (subject_end, subject_end)]


_ZH_RESTATED = re.compile(
    r"[，,：:；;\s]*(?:(?P<said>所述的?|[该該本]|上述的?|前述的?)(?P<what>[^，。；,;：:]{1,40}?)|它|其|还|該|由它)?[：:，,\s]*(?=(?:是|仅|基本|主要|实质|[還还进進具主至]|包|含|具|[设設][有置]|由|[备備]有|组成|組成|带有|帶有))"
)


def _zh_transition(plain: str, begin: int, subject: str) -> tuple[Transition, int, int] | None:
    restated = _ZH_RESTATED.match(plain, begin)
    if restated is None:
        return None
    what = restated["what"]
    if what and not _same_tail(what, subject):
        return None
    at = restated.end()
    if found := _ZH_SEMI.match(plain, at):
        return "semi", found.start(), found.end()
    if (found := _ZH_CLOSED.match(plain, at)) and plain[found.end() : found.end() + 1] != "的":
        return "closed", found.start(), found.end()
    if found := _ZH_OPEN.match(plain, at):
        return "open", found.start(), found.end()
    return None


def _same_tail(one: str, other: str) -> bool:
    one, other = one.rstrip("的 "), other.rstrip("的 ")
    return bool(one and other) and (
        other.endswith(one) or one.endswith(other) or (len(one) > 1 and one[-2:] == other[-2:])
    )


def en_parts(plain: str, subject_end: int, *, dependent: bool) -> Parts:
    """Take an English claim apart.

    Parameters
    ----------
    plain : str
    subject_end : int
        Where the head of the subject ends; for a dependent claim, where its reference ends.
    dependent : bool
        Whether the claim narrows another: a transition then stands before the first ``wherein``.
    """
    limit = min(len(plain), subject_end + _REACH)
    clause = _EN_WHEREIN.search(plain, subject_end, limit)
    weak: re.Match[str] | None = None
    for found in _EN_TRANSITION.finditer(plain, subject_end, limit):
        is_behind = clause and found.start() > clause.start() and (dependent or weak or clause[0] in ";")
        if is_behind and not (dependent and clause and clause[0].strip(", ").lower() == "further"):
            break
        if found["strong"] or found["closed"] or found["semi"]:
            if weak is None or _RESUMED.search(plain, max(0, found.start() - 60), found.start()):
                return _en_found(plain, found)
        elif weak is None:
            weak = found
    if weak is not None:
        return _en_found(plain, weak)
    end = clause.start() if clause else len(plain)
    return Parts(end, None, end, end)


def _en_found(plain: str, found: re.Match[str]) -> Parts:
    kind: Transition = "semi" if found["semi"] else "closed" if found["closed"] else "open"
    end = found.start()
    while end > 0 and plain[end - 1] in " ,":
        end -= 1
    return Parts(end, kind, found.start(), found.end())
