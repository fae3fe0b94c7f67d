"""Wording that the law treats in its own way: functional terms, Markush groups, reference numerals."""

import re
from dataclasses import dataclass
from typing import Final

from workbench.risk.claims.patterns import any_of

_PART_EN: Final = any_of(
    "means mechanism module unit element component logic circuitry device apparatus section portion member"
)
_ABLE_EN: Final = any_of("configured adapted operable arranged designed capable programmed")
_PART_ZH: Final = any_of("装置 单元 模块 模组 部件 机构 构件 组件 器件 元件 手段 單元 裝置 機構 構件 模組 模塊")
_FOR_ZH: Final = any_of("(?:被)?配置为 (?:被)?配置成 用于 用以 用来 适于 適於 构造为 配置為 設置為")
_FUNCTIONAL = re.compile(
    r"\b(?:means|steps?) (?:for|to|of) \w+"
    rf"|\b{_PART_EN}s?\b[^,;.]{{0,30}}\b(?:for \w+ing|{_ABLE_EN} (?:to|of|for))\b"
    rf"|(?:用于|用以|用来|能够|可)[^，。；;,]{{2,60}}的(?:{_PART_ZH}|部分)"
    rf"|{_PART_ZH}\d*[，,：:]?{_FOR_ZH}",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    r"[^，。；;:：]{0,60}?(?:还|進一步|进一步|具体)?(?:包括|包含)[有：:]*"
    r"|[^;:.]{0,120}?\b(?:comprising|including)(?: the steps of)?:?\s",
    re.IGNORECASE,
)
"""The claim's transition, which is no structure of the feature behind it."""
_STRUCTURE_EN: Final = any_of(
    "compris includ consist made_of formed_of connected mounted located disposed positioned attached coupled"
    " secured fixed hinged threaded spring screw gear lever shaft wall plate"
)
_STRUCTURE_ZH: Final = any_of(
    "包括 包含 组成 構成 由[^，。；]{1,30}(?:制成|构成) 设置[在于] 设[在于] 位于 连接 固定 安装 穿过 套设 卡接"
    " 铰接 焊接 螺纹 螺栓 弹簧 齿轮 轴承 一端 两端 上端 下端 内壁 外壁 表面 之间 顶部 底部"
)
_STRUCTURE = re.compile(rf"\b{_STRUCTURE_EN}\w*|{_STRUCTURE_ZH}", re.IGNORECASE)
_GROUP = re.compile(
    r"(?:selected|chosen|taken|drawn) (?:independently )?from (?:the |a )?(?:group|list|class|set)?\s?"
    r"(?:consisting|composed|comprising|comprised|made up|including)?\s?(?:of|in|the group)?\s?"
    r"(?:the following)?:?\s|(?:选|選)自(?:由|于|下列|以下|下述|下面|：|:)*",
    re.IGNORECASE,
)
_ONE_ZH: Final = (
    r"(?:中|之中)?的?(?:至少|任意|任何|任|其中)*(?:一|1|两|二)(?:种|種|者|个|個|项|項|类)(?:以上)?"
    r"(?:或(?:多|几|两|二|幾)(?:种|種|者|个|項|项)(?:以上)?)?(?:的(?:组合|混合物))?"
)
_ZH_GROUP_END = re.compile(
    r"等?(?:所|按[^，。；]{1,10})?(?:组成|構成|构成|组成)(?:的|之)(?:组|組|群组|群組|群|集合)"
    rf"|{_ONE_ZH}|之一|[；;。]"
)
_EN_GROUP_END = re.compile(r"[;.](?:\s|\Z)|,? (?:wherein|whereby|in which|and wherein)\b|\Z")
_ZH_JOIN = re.compile(r"[、，,；;]\s*(?:以及|和|或|及)?|以及|(?<=.)(?:和/或|和|或|及|与)(?=.)")
_EN_JOIN = re.compile(r"[,;]\s*(?:and/or|and|or)?\s+|\s+(?:and/or|and|or)\s+(?=[^,;]+$)")
_SIGN: Final = r"[A-Z]{0,3}\d{1,4}[a-zA-Z]?'{0,2}(?:-\d+)?"
_NUMERAL = re.compile(rf"[（(]\s?({_SIGN}(?:\s?[,，、;/]\s?{_SIGN}){{0,12}})\s?[)）]")
_JOIN_NUMERAL = re.compile(r"[\s,，、;/]+")
_LONGEST_GROUP: Final = 4000


@dataclass(frozen=True, slots=True)
class Group:
    """A Markush group: its place in the claim, from ``selected`` to the end of its list, and its members."""

    start: int
    end: int
    members: tuple[str, ...]


def is_functional(plain: str) -> bool:
    """Tell whether a feature is possibly worded by its function alone, without structure or place.

    A flag for a person, never a decision: 法释〔2009〕21号 art. 4, 法释〔2016〕1号 art. 8, 35 USC 112(f);
    structure or place given beside the function speaks against it.
    """
    announced = _ANNOUNCED.match(plain)
    begin = announced.end() if announced else 0
    return bool(_FUNCTIONAL.search(plain, begin)) and not _STRUCTURE.search(plain, begin)


def markush_groups(plain: str) -> tuple[Group, ...]:
    """Return the groups ``selected from the group consisting of …`` and 选自由…组成的组."""
    groups: list[Group] = []
    for found in _GROUP.finditer(plain):
        if groups and found.start() < groups[-1].end:
            continue
        is_chinese = found[0][-1] > "\u2e80" or "自" in found[0]
        limit = min(len(plain), found.end() + _LONGEST_GROUP)
        end = (_ZH_GROUP_END if is_chinese else _EN_GROUP_END).search(plain, found.end(), limit)
        stop = end.start() if end else limit
        members = _members(plain[found.end() : stop], is_chinese=is_chinese)
        if len(members) > 1:
            groups.append(Group(found.start(), stop, members))
    return tuple(groups)


def _members(text: str, *, is_chinese: bool) -> tuple[str, ...]:
    parts = (_ZH_JOIN if is_chinese else _EN_JOIN).split(text)
    return tuple(part.strip(" \n.,:") for part in parts if part and part.strip(" \n.,:"))


def reference_numerals(plain: str) -> tuple[str, ...]:
    """Return the reference numerals in brackets: ``(12)``, ``(3a, 4)``."""
    found = (_JOIN_NUMERAL.split(match[1].strip()) for match in _NUMERAL.finditer(plain))
    return tuple(dict.fromkeys(numeral for numerals in found for numeral in numerals if numeral))
