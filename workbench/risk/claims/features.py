"""The features of a claim: where its words come apart, with offsets that prove nothing is lost.

A feature ends at a semicolon or full stop; at a comma or colon as soon as it has said something new; inside
a long clause, before a word that joins or relates (和, 用于, 根据; wherein, and), as soon as it has said a good
deal that is new. New is what the claim has not said before, counted in pairs of Chinese characters or in
English words: a clause that only takes up what was said (所述方法包括) is no feature, it opens the next one.
Brackets, quotation marks, numbers and Markush groups stay whole.
"""

import re
from bisect import bisect_right
from itertools import pairwise
from typing import Final

from workbench.risk.claims.model import Feature
from workbench.risk.claims.patterns import any_of
from workbench.risk.claims.quantities import numeric_ranges
from workbench.risk.claims.references import without_references
from workbench.risk.claims.wording import is_functional, markush_groups, reference_numerals

_ZH_NEW: Final = {"stop": 1, "comma": 4, "joint": 8}
_EN_NEW: Final = {"stop": 1, "comma": 3, "joint": 12}
"""New pairs of characters (zh) or words (en) that a feature must have said before it ends there."""

_STOP = re.compile(r"[；;。]\s*|(?<=[A-Za-z0-9)])\.\s*\Z")
_COMMA = re.compile(r"[，：](?!\d)|[,:](?!\d)|[，：,:](?=\d)(?<!\d.)|其?特[征徵](?:在于|在於|是)[，：:]?")
_ZH_JOINING: Final = any_of(
    "和 以及 及 并 且 与 或 用于 根据 基于 将 得到 通过 进行 从而 以使 使得 使 位于 设置 设有 连接 安装 固定"
    " 包括 包含 具有 生成 获取 确定 发送 接收 计算 判断 控制 采用 利用 对(?!应) 由 响应 当 若 如果"
    " (?<![置装设定接位存入用])在(?!线) 以(?!及) 向 从(?!而) 按照 为 至少 分别 相连 输入 输出 输送 检测 识别"
    " 提取 存储 显示 建立 构建 执行 调整 处理"
)
_ZH_JOINED: Final = (
    r"(?<=情况下)|(?<=之间)|(?<=[^同及实此]时)(?!间|刻|长|钟|序|域|延)|(?<=[^然前以之]后)(?![端续面部方侧台])"
)
_ZH_JOINT = re.compile(rf"(?<=、)|(?<=[\u4e00-\u9fff]{{3}})(?:(?={_ZH_JOINING})|{_ZH_JOINED})")
_EN_JOINT = re.compile(
    r"\b(?=(?:wherein|whereby|which|and (?:the|an?|wherein|said)|such that|so that|configured to|in response to"
    r"|based on)\b)",
    re.IGNORECASE,
)
_GUARDED = re.compile(r"[（(\[【「“\"][^（()）\[\]【】「」“”\"；;]{0,120}[)）\]】」”\"]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SIGNS: Final = " \n\t\r\u3000,，;；:：。.、*"
_FRAME: Final = rf"(?:[{re.escape(_SIGNS)}]|其?特[征徵](?:在于|在於|是))"
_FRAME_BEFORE = re.compile(rf"{_FRAME}+")
_MARK_BEHIND = re.compile(r"其?特[征徵](?:在于|在於|是)\Z")
_WORD = re.compile(r"[A-Za-z][A-Za-z-]+")
_STOCK = re.compile(r"其?特征在于|所述|包括|包含|其中|以下|如下|下列|步骤|具体|所說|所述|該|该|其")
"""Words that every claim has and that say nothing of their own."""
_CONTENT = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9]+")


def claim_features(
    text: str, plain: str, start: int, subject: tuple[int, int], *, is_chinese: bool
) -> tuple[Feature, ...]:
    """Return the features of a claim from ``start`` on.

    Parameters
    ----------
    text, plain : str
        The claim to the letter, and as :func:`workbench.risk.claims.signs.plain_signs` shows it.
    start : int
        Where the claim's own features begin.
    subject : (int, int)
        Place of the words that name what is claimed; they stay whole.
    is_chinese : bool
        Whether Chinese joints and character pairs are looked at.

    Returns
    -------
    tuple of Feature
        In the order of the text, not overlapping; between them stand only blanks, signs, and 其特征在于.
    """
    groups, unreferring = markush_groups(plain), without_references(plain)
    brackets = [found.span() for found in _GUARDED.finditer(plain)]
    guarded = _merged(sorted([*brackets, *((group.start, group.end) for group in groups), subject]))
    ends = _ends(plain, start, _edges(plain, start, guarded, is_chinese=is_chinese), is_chinese=is_chinese)
    features, waiting = [], list(reversed(groups))
    for begin, end in pairwise([start, *ends]):
        at, kept = _kept(text, begin, end)
        if not kept:
            continue
        piece = plain[at : at + len(kept)]
        alternatives: tuple[str, ...] = ()
        while waiting and waiting[-1].start < at + len(kept):
            alternatives += waiting.pop().members
        numerals, functional = reference_numerals(piece), is_functional(piece)
        ranges = numeric_ranges(unreferring[at : at + len(kept)], at)
        features.append(Feature(at, at + len(kept), kept, numerals, ranges, functional, alternatives))
    return tuple(features)


def _kept(text: str, begin: int, end: int) -> tuple[int, str]:
    """Return a feature without the blanks, signs and 其特征在于 around it, and where it stands."""
    before = _FRAME_BEFORE.match(text, begin, end)
    begin = before.end() if before else begin
    kept = text[begin:end].rstrip(_SIGNS)
    while (shorter := _MARK_BEHIND.sub("", kept).rstrip(_SIGNS)) != kept:
        kept = shorter
    return begin, kept


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _edges(
    plain: str, start: int, guarded: list[tuple[int, int]], *, is_chinese: bool
) -> list[tuple[int, str]]:
    """Return where features may end, with the kind of the place; the strongest kind where several meet."""
    edges: dict[int, str] = {}
    joints = _ZH_JOINT if is_chinese else _EN_JOINT
    edges |= {found.start(): "joint" for found in joints.finditer(plain, start)}
    edges |= {found.end(): "comma" for found in _COMMA.finditer(plain, start)}
    edges |= {found.end(): "stop" for found in _STOP.finditer(plain, start)}
    edges[len(plain)] = "stop"
    begins = [begin for begin, _ in guarded]
    return sorted(
        (at, kind) for at, kind in edges.items() if at > start and not _is_inside(at, begins, guarded)
    )


def _is_inside(at: int, begins: list[int], guarded: list[tuple[int, int]]) -> bool:
    index = bisect_right(begins, at) - 1
    return index >= 0 and guarded[index][0] < at < guarded[index][1]


def _ends(plain: str, start: int, edges: list[tuple[int, str]], *, is_chinese: bool) -> list[int]:
    needed = _ZH_NEW if is_chinese else _EN_NEW
    said: set[str] = set()
    ends, at, new = [], start, 0
    for edge, kind in edges:
        content = _said(plain[at:edge], is_chinese=is_chinese)
        new += len(content - said)
        said |= content
        at = edge
        if new >= needed[kind]:
            ends.append(edge)
            new = 0
    if not ends or ends[-1] < len(plain):
        ends[-1:] = [len(plain)]  # what comes last and says nothing new belongs to the last feature
    return ends


def _said(piece: str, *, is_chinese: bool) -> set[str]:
    if not is_chinese:
        return {word.lower() for word in _WORD.findall(piece)}
    content = _CONTENT.sub("", _STOCK.sub("", piece))
    return {content[at : at + 2] for at in range(len(content) - 1)} if len(content) != 1 else {content}
