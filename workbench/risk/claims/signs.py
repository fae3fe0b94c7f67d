"""One character for one character: a view of the text on which patterns are matched, offsets unchanged."""

import re
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


_NAMES: Final = (
    r"br|p|div|span|sub|sup|li|ol|ul|td|tr|table|img|maths?"
    r"|claims?|claim-text|claim-ref|\w{1,12}:[A-Za-z]{1,20}"
)
_TAG = re.compile(rf"</?(?:{_NAMES})(?:\s[^<>]{{0,300}})?\s?/?>|</?[biu]>", re.IGNORECASE)
_NUMBERED = re.compile(
    r"<(?![^<>]{0,40}(?:claims|claim-ref|claim-text))[^<>]*claim[^<>]*\bnum=[\"']0{0,6}(\d{1,4})[\"']",
    re.IGNORECASE,
)


def plain_signs(text: str) -> str:
    """Return the text with half-width digits, letters and signs, blanks and dashes of one kind; same length.

    Chinese commas, semicolons, colons and stops stay: they say that the sentence is Chinese. Tags of XML and
    HTML become blanks; one that begins a claim and carries its number reads ``Claim 1:``.
    """
    plain = text.translate(_TABLE)
    return _TAG.sub(_blank, plain) if "<" in plain else plain


def _blank(tag: re.Match[str]) -> str:
    numbered = _NUMBERED.match(tag[0])
    return (f"\nClaim {int(numbered[1])}:" if numbered else "").ljust(len(tag[0]))
