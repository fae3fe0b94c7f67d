# ruff: noqa: E501
"""Independent, dependent, or independent by reference: told by what the reference is attached to.

A claim whose subject *is* the referred one (根据权利要求1所述的装置, the device of claim 1) narrows it: dependent.
A claim with a subject of its own that takes the other in (包括权利要求1所述装置的系统, a method of making the device
of claim 1) stands on its own: independent by reference (审查指南 II-2-3.1.2; EPO Guidelines F-IV 3.8).
"""

import re
from dataclasses import dataclass
from typing import Final

from workbench.risk.claims.model import Category, LegalType
from workbench.risk.claims.subjects import (
    EN_LINK,
    coarse,
    en_category,
    en_head,
    strip_article,
    zh_category,
    zh_subject,
)

_ZH_OPENING = re.compile(
    r"[\s，,、:：]*(?P<one>[-一][种種个個]|该|該|所述的?|本发明的?)?\s*(?P<how>(?:如|根据|根據|按照?|依据|依據|依照|依|基于|基於|参照|由|据|与|和|同)?(?:本(?:发明|申请)?的?|上述|前述|前面|以上|在前|任[一意何]?一?[项項个]?|之前|所述|的|专利|專利|申请|申請|各|以?下述?)*)[\s，,、:：]*"
)
_ZH_AS = re.compile(
    r"(?:其|且|，|,)?\s*(?:如|根据|根據|按照?|依据|依據|依照|依|即|是)(?:本发明|上述|前述|前面|任[一意何]项?|的|所述)*\s*$"
)
_ZH_BEHIND = re.compile(
    r"\s*(?:项|項)?\s*[)）】]?\s*(?:(?:之?中|的)?\s*(?:任[一意何]?\s*(?:[一1]?[项項个個条種种])?|之一|各项)?\s*(?:权利要求|權利要求|請求項|请求项)?(?:中|之)?)?\s*"
    r"(?:[，,]?(?:所|记|記|描)?(?:述及|述|记载|記載|限定|定义|定義|要求保护|要求|保护|公开|描述|请求保护|提供|給出|载)(?:的|之)*|的|之|中的?)?\s*(?:一[种種])?\s*"
)
_ZH_MADE = re.compile(
    r"[的之]?(?:制备|制得|制成|製備|製得|製成|制造|製造|制作|生产|得到|获得|獲得|加工|合成|形成|所得|构成|处理|用于|使用|应用|在|进行|实现|控制|操作|检测|测试|安装|运行|的)"
)
_ZH_SAME = re.compile(r"或|及|和|与|、|其|，|,|[（(]|中|。|$")
_EN_HOW = re.compile(
    r"[,\s(]*(?:\b(?:as|is|are|being|that|which|when|in accordance with|according|further|only|each|either|substantially|essentially)\b\s*)*"
    r"(?:\b(?:claimed|recited|defined|described|disclosed|specified|stated|set|forth|characteri[sz]ed|outlined|detailed|provided|presented|mentioned|called|for|laid|out|given|made|prepared|produced|obtained)\b\s*)*"
    r"(?:\b(?:according|accord|accordance|per|under)\b\s*)?(?:\b(?:to|of|in|by|with|or|from|on|f|ot|as|at|for|and|and/or)\b\s*)?"
    r"(?:\b(?:any|anyone|an|one|ones|each|either|the|of|or|more|at|least|in|said|all|some|patent|preceding|previous|foregoing|above|prior|earlier|aforementioned)\b\s*)*[\s(\[,]*$",
    re.IGNORECASE,
)
_EN_MADE = re.compile(
    r"\b(?:made|prepared|produced|obtained|obtainable|manufactured|formed|producible|processed|treated|created|fabricated|generated|resulting)\b[\w\s,-]{0,30}$",
    re.IGNORECASE,
)
_EN_TAIL = re.compile(
    r"\b(?P<link>comprising|comprises|including|includes|containing|contains|having|has|with|for|of|in|on|to|by|from|using|storing|employing|that|which|wherein|into|via|through|performing|executing|implementing|administering|practicing|carrying out|and|use|against|between|incorporating|utilizing|making|producing|manufacturing|preparing|operating)\b\s+(?P<det>an?|the|said|any|at least one|one or more|a plurality of|each|such|its|two|multiple|this|these)?\s*(?P<noun>[^,;:]*?)\s*$",
    re.IGNORECASE,
)
_ALSO = re.compile(
    r"[\s,)]{0,3}(?:and|together with|in combination with|plus) (?:an?|at least one|one or more|another) ",
    re.IGNORECASE,
)
_COMBINED = re.compile(
    r"\b(?:comprising|comprises|comprise|including|includes|containing|contains|consisting|incorporating|storing|stored|having stored|equipped with|fitted with|provided with|encoded|embodying|employing|using|utilizing|performing|executing|to perform|to execute|to carry out|to implement|for performing|for carrying out|for executing|for implementing|of using|of making|of producing|of manufacturing|of preparing|administering)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z0-9]+")
_LITTLE: Final = frozenset(
    {"a", "an", "the", "said", "one", "or", "more", "at", "least", "of", "and", "plurality"}
)


@dataclass(frozen=True, slots=True)
class Form:
    """How a claim refers: its own subject, and whether the reference is attached to it.

    Attributes
    ----------
    subject : str
        Subject in the claim's own words; empty where the claim only says ``of claim 1``.
    category : Category
    attached : bool
        Whether the reference belongs to the subject itself and not to something it takes in.
    begins_anew : bool
        Whether it is introduced as new: 一种, a, an.
    before : str
        Words before the reference.
    combined : bool
        Whether the referred subject is only one part of what is claimed (a compound of claim 1 and an antibody).
    """

    subject: str
    category: Category
    attached: bool
    begins_anew: bool
    before: str
    combined: bool = False


def zh_form(plain: str, start: int, end: int) -> Form:
    """Read how a Chinese claim refers, from the place of its first reference."""
    opening = _ZH_OPENING.match(plain, 0, start)
    behind = _ZH_BEHIND.match(plain, end)
    named = zh_subject(plain[behind.end() if behind else end :][:300])
    if opening and opening.end() >= start:
        return Form(named, zh_category(named), True, bool(opening["one"] and opening["one"][0] in "-一"), "")
    before = plain[:start]
    subject = zh_subject(before[:300])
    anew = bool(re.match(r"\s*[-一][种種个個]", before))
    if _ZH_AS.search(before) and len(before) < 80 and subject and before.count("，") + before.count(",") <= 1:
        told = subject if not named or zh_category(named) == zh_category(subject) else named
        if not named or _shares_tail(named, subject):
            return Form(told, zh_category(told), True, anew, "")
    link = _zh_linked(before)
    if link is not None:
        return Form(named, zh_category(named), False, anew, link)
    return Form(subject, zh_category(subject), False, anew, before)


def _zh_linked(before: str) -> str | None:
    """Return the words before the reference where the subject comes after it: 一种使用权利要求1所述装置的方法."""
    words = re.sub(r"^\s*(?:[-一][种種个個]|该|所述)?\s*", "", before)
    words = re.sub(r"(?:如|根据|根據|按照?|依据|依照|前述|上述)\s*$", "", words)
    if len(words) <= 12 and not re.search(r"[，,。；;：:]|特征", words) and zh_is_link(words):
        return words
    return None


def zh_is_link(words: str) -> bool:
    """Tell whether words only lead to the reference (采用, 用于制备, 包括) and name no subject."""
    return bool(
        re.fullmatch(
            r"(?:包括|包含|含有?|采用|使用|利用|具有|带有|设有|装有|配有|搭载|应用|用于|用以|用|实现|实施|执行|運行|运行|制备|制造|生产|加工|控制|检测|通过|由|以|对|针对|基于|适用于|应用于|操作|安装|清洗|测试|合成|"
            r"製備|製造|實現|執行|應用|對|通過|包[含括]有|至少|一个|权|的|在|于|上|了|有|能够|可|并|和|进行|或|与|从|将|按|存储|装载|集成|储存)*",
            words,
        )
    )


def _shares_tail(one: str, other: str) -> bool:
    one, other = one.rstrip("的 "), other.rstrip("的 ")
    if not one or not other:
        return False
    if one.endswith(other) or other.endswith(one):
        return True
    return len(one) > 1 and len(other) > 1 and one[-2:] == other[-2:]


def zh_type(form: Form, parent: str) -> tuple[LegalType, bool]:
    """Return the legal type against the parent's subject, and whether the subjects mismatch."""
    if not form.attached:
        same = bool(form.subject) and form.subject == parent
        linked = not form.before or zh_is_link(form.before)
        return ("dependent" if same and not linked else "independent_by_reference"), False
    own = form.subject
    if not own or not parent:
        return "dependent", False
    kinds = coarse(form.category), coarse(zh_category(parent))
    at = _found_head(own, parent)
    if at is not None and not _ZH_SAME.match(own, at):
        if _ends_alike(own, parent) and kinds[0] == kinds[1]:
            return "dependent", False
        if _ZH_MADE.match(own, at):
            return "independent_by_reference", False
    if kinds[0] == kinds[1] or "unknown" in kinds:
        return "dependent", False
    if at is not None and _ZH_SAME.match(own, at):
        return "dependent", False
    if form.begins_anew or kinds[0] == "use" or _zh_modified(own, parent):
        return "independent_by_reference", False
    return "dependent", True


def _found_head(own: str, parent: str) -> int | None:
    """Return where the parent's subject, or its last word, ends inside the claim's own subject."""
    for size in range(min(len(parent), 30), min(len(parent), 2) - 1, -1):
        if (at := own.find(parent[-size:])) >= 0:
            return at + size
    return None


def _ends_alike(own: str, parent: str) -> bool:
    return own.endswith(parent) or parent.endswith(own) or own[-2:] == parent[-2:]


def _zh_modified(own: str, parent: str) -> bool:
    """Tell whether the claim's subject is something *of* the parent's: …芯片的制备方法 against 芯片."""
    modifier, of, _ = own.rpartition("的")
    return (
        bool(of)
        and bool(modifier)
        and (modifier[-2:] in parent if len(parent) > 1 else modifier.endswith(parent))
    )


def en_form(plain: str, start: int, end: int) -> Form:
    """Read how an English claim refers, from the place of its first reference."""
    before = plain[:start]
    how = _EN_HOW.search(before)
    words = before[: how.start()] if how else before
    words = words.strip(" ,(")
    if not words or re.fullmatch(r"(?:in|as|the)?", words.strip(), re.IGNORECASE):
        after = re.sub(r"^[\s,)]*(?:inclusive|wherein|in which|further)?[\s,]*", "", plain[end : end + 200])
        subject = en_head(after) if re.match(r"(?:an?|the|said)\b", after, re.IGNORECASE) else ""
        return Form(subject, en_category(subject) if subject else "unknown", True, False, "")
    anew = not re.match(r"\W*(?:the|said)\b", words, re.IGNORECASE)
    subject = en_head(words)
    made = how is not None and _EN_MADE.search(before[:start]) is not None
    if anew and _ALSO.match(plain, end):
        return Form(subject, en_category(words), False, anew, words, combined=True)
    return Form(subject, en_category(words), not made and not _links(words), anew, words)


def _links(words: str) -> bool:
    """Tell whether a link word (comprising, for, of) stands between the subject and the reference."""
    bare = strip_article(words)
    return any(link.start() > 0 for link in EN_LINK.finditer(bare))


def en_type(form: Form, parent_preamble: str) -> tuple[LegalType, bool]:
    """Return the legal type against the parent's preamble, and whether the subjects mismatch."""
    parent_kind = en_category(parent_preamble) if parent_preamble else "unknown"
    kinds = coarse(form.category), coarse(parent_kind)
    if form.combined:
        return "independent_by_reference", False
    if form.attached:
        if not form.before or kinds[0] == kinds[1] or "unknown" in kinds:
            return "dependent", False
        if _same_head(form.subject, parent_preamble):
            return "dependent", False
        return ("independent_by_reference", False) if form.begins_anew else ("dependent", True)
    if parent_preamble and _begins_alike(form.before, parent_preamble):
        return "dependent", False
    if not parent_preamble and not form.begins_anew and not _COMBINED.search(form.before):
        return "dependent", False
    tail = _EN_TAIL.search(form.before)
    near = tail["noun"] if tail else ""
    if near and _is_referred(near, parent_preamble):
        return "independent_by_reference", False
    if _same_head(form.subject, parent_preamble) and kinds[0] == kinds[1] and not _EN_MADE.search(form.before):
        return "dependent", False
    return "independent_by_reference", False


def _tokens(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.lower()) if word not in _LITTLE]


def _stem(word: str) -> str:
    for ending in ("uses", "ses", "xes", "ches", "shes"):
        if word.endswith(ending):
            return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _begins_alike(own: str, parent: str) -> bool:
    """Tell whether the words before the reference are the parent's own opening words."""
    mine, theirs = [_stem(w) for w in _tokens(own)], [_stem(w) for w in _tokens(parent)]
    return len(mine) > 0 and theirs[: len(mine)] == mine


def _same_head(own: str, parent: str) -> bool:
    mine, theirs = _tokens(en_head(own)), _tokens(en_head(parent))
    return bool(mine and theirs) and _stem(mine[-1]) in map(_stem, theirs)


def _is_referred(near: str, parent: str) -> bool:
    """Tell whether the noun next to the reference is what the parent claims."""
    mine, theirs = _tokens(near), _tokens(en_head(parent))
    return bool(mine and theirs) and _stem(mine[-1]) == _stem(theirs[-1])
