"""Text units: how a text becomes words. One rule for queries and corpora, stated in docs/queries.md.

Full-width signs are read as half-width ones and letters without case, one character for one character, so
that places in the folded text are places in the text. Every Han character or kana is a word of its own;
other letters and digits in a row are one word. What else stands between words joins them (blanks, hyphens,
slashes …) or breaks them (commas, brackets, the marks at the end of a sentence …).
"""

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

JOINER, BREAK, LETTER, HAN, STOP, LINE, DOT = range(7)
"""Classes of characters; ``STOP`` ends a sentence, ``DOT`` does so before a blank and a capital or Han."""
UPPER: Final = 16
"""Added to the class of capital letters."""
_CODES: Final = 0x110000
_HAN_RANGES: Final = (
    (0x3005, 0x3005), (0x3007, 0x3007), (0x3040, 0x30FF), (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF), (0xFF66, 0xFF9D), (0x20000, 0x3FFFD),
)  # fmt: skip
_STOPS: Final = "。！？!?"
_BREAKS: Final = '，、；：,;:()[]{}<>《》〈〉【】〔〕「」『』“”‘’"…'


def fold_character(sign: str) -> str:
    """Return a character half-width and without case; what has no single such form stays."""
    code = ord(sign)
    if 0xFF01 <= code <= 0xFF5E:
        sign = chr(code - 0xFEE0)
    elif code == 0x3000:
        sign = " "
    lower = sign.lower()
    return lower if len(lower) == 1 else sign


def fold(text: str) -> str:
    """Return a text half-width and without case, character by character."""
    return "".join(map(fold_character, text))


def is_han(sign: str) -> bool:
    """Tell whether a character is a word of its own."""
    code = ord(sign)
    return any(low <= code <= high for low, high in _HAN_RANGES) and sign.isalnum()


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded, in order."""
    found: list[str] = []
    inside = False
    for sign in fold(text):
        if is_han(sign):
            found.append(sign)
            inside = False
        elif sign.isalnum():
            if inside:
                found[-1] += sign
            else:
                found.append(sign)
            inside = True
        else:
            inside = False
    return found


@cache
def character_tables() -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """Return, for every code point, its folded form and its class."""
    folded = np.arange(_CODES, dtype=np.uint32)
    classes = np.zeros(_CODES, dtype=np.uint8)
    for code in range(_CODES):
        if 0xD800 <= code <= 0xDFFF:
            continue
        sign = chr(code)
        plain = fold_character(sign)
        folded[code] = ord(plain)
        classes[code] = _class(plain) + (UPPER if sign.isupper() else 0)
    return folded, classes


def _class(sign: str) -> int:
    if is_han(sign):
        return HAN
    if sign.isalnum():
        return LETTER
    if sign == "\n":
        return LINE
    if sign == ".":
        return DOT
    return STOP if sign in _STOPS else BREAK if sign in _BREAKS else JOINER


@cache
def spellings() -> dict[str, str]:
    """Return, for each folded character, the characters that fold to it, where there are several."""
    folded, _classes = character_tables()
    several: dict[str, list[str]] = {}
    for code in np.flatnonzero(folded != np.arange(_CODES)).tolist():
        several.setdefault(chr(folded[code]), []).append(chr(code))
    return {plain: plain + "".join(others) for plain, others in several.items()}
