"""One character for one character: a view of the text on which patterns are matched, offsets unchanged."""

from typing import Final

_WIDE: Final[dict[int, int | str]] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_OTHERS: Final[dict[int, int | str]] = {
    ord(found): shown
    for shown, signs in {
        " ": "\u3000\u00a0\u2002\u2003\u2009\u202f\ufeff\u200b\t\f\v",
        "~": "～〜∼˜",
        "-": "‐‑‒–—―−－",
        "'": "‘’`´",
        '"': "“”",
    }.items()
    for sign in signs
    for found in (sign,)
}
_LINES: Final[dict[int, int | str]] = {ord(sign): "\n" for sign in "\r\x85\u2028\u2029"}
_KEPT: Final = frozenset(map(ord, "，；：。"))

_TABLE: Final[dict[int, int | str]] = {
    code: sign for code, sign in {**_WIDE, **_OTHERS, **_LINES}.items() if code not in _KEPT
}


def plain_signs(text: str) -> str:
    """Return the text with half-width digits, letters and signs, blanks and dashes of one kind; same length.

    Chinese commas, semicolons, colons and stops stay: they say that the sentence is Chinese.
    """
    return text.translate(_TABLE)
