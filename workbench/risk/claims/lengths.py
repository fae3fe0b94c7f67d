"""How long a claim is: English in words, Chinese in characters and in words by a stated rule."""

import re
from typing import Final

WORD_RULE: Final = "claim-words-1"
"""Chinese words: each word of a closed list of function words is one; what stands between two of them is
counted in words of two characters, the last of an odd run with them. Latin words and numbers are one each. No
dictionary is needed, so that the number never changes with one; it is comparable within this rule only."""

_HAN: Final = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CHARACTER = re.compile(rf"[{_HAN}]")
_RUN = re.compile(rf"[{_HAN}]+")
_FUNCTION = re.compile(
    "所述|所記載|其特征在于|其特徵在於|包括|包含|以及|或者|并且|并|和|与|及|或|的|之|在|于|中|上|下|内|外|由|为|是|有|将|被|对|从|向|至|其|该|一种|一個|一个|用于"
)
_LATIN = re.compile(r"[A-Za-z]+(?:[-'’][A-Za-z]+)*|\d+(?:[.,]\d+)*")


def character_count(text: str) -> int:
    """Return the Chinese characters of a text; signs, digits and Latin letters are not counted. [characters]"""
    return len(_CHARACTER.findall(text))


def word_count(text: str) -> int:
    """Return the words of a text: Latin words and numbers, and Chinese words by ``WORD_RULE``. [words]"""
    return len(_LATIN.findall(text)) + sum(_run_words(run) for run in _RUN.findall(text))


def _run_words(run: str) -> int:
    between = _FUNCTION.split(run)
    return len(between) - 1 + sum((len(part) + 1) // 2 for part in between)
