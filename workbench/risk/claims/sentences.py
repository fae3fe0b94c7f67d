"""Whether a claim is one whole sentence: cut off at the end, or more sentences than one."""

import re

_STOP = re.compile(r"[.。!?！？;；)）\]】}”\"'`|]\s*$")
_HANGING = re.compile(
    r"(?:[,，、:：(（\[-]|\b(?:of|the|an?|and|or|to|in|with|by|for|wherein|is|are|at|from|that|which|comprising|comprises|including|said|having|on|"
    r"as|being|between|through)|[和与且或及]|以及|所述|其中|包括|用于|具有|在于)\s*$",
    re.IGNORECASE,
)
_ZH_NEXT = re.compile(r"。(?=\s{0,4}[^\s。；;,，)）\]」”\"0-9%.．|*#-][^\n]{5})")
_EN_NEXT = re.compile(
    r"(?P<word>[\w)\]%°'\"-]{1,30})\s?\.\s{1,4}"
    r"(?=(?:An?|The|In|Wherein|This|These|It|Said|Also|And|Further|[A-Z][a-z]{3,}) ?[a-z ])"
)
_ABBREVIATION = re.compile(
    r"(?i:figs?|nos?|tables?|examples?|eqs?|vols?|refs?|cols?|ser|pat|approx|al|vs|st|e\.?g|i\.?e|min|max|temp|dia|in|ca|cf|inc|co|ltd|corp|dr|mr|ex|sec|resp|etc|wt|mol|seq|id|"
    r"spp?|var|subsp|incl|int|cl)$|^[A-Za-z]$|^\d+$|^\(?[a-z0-9]{1,3}\)$"
)


def second_sentence(plain: str) -> str | None:
    """Return the words around a full stop inside the claim, null where it is one sentence."""
    for found in _ZH_NEXT.finditer(plain):
        return plain[max(0, found.start() - 12) : found.end() + 12]
    for found in _EN_NEXT.finditer(plain):
        if not _ABBREVIATION.search(found["word"]):
            return plain[max(0, found.start()) : found.end() + 24]
    return None


def is_hanging(plain: str) -> bool:
    """Tell whether the claim breaks off after a word or sign that announces more."""
    return bool(_HANGING.search(plain[-40:]))


def has_stop(plain: str) -> bool:
    """Tell whether the claim ends as a claim ends."""
    return bool(_STOP.search(plain[-8:]))


def is_cut_off(plain: str, *, is_last: bool, others_stop: bool) -> bool:
    """Tell whether a claim seems truncated.

    Parameters
    ----------
    plain : str
    is_last : bool
        The last claim of a set is where excerpts break off.
    others_stop : bool
        Whether the other claims of the set end with a stop.
    """
    if has_stop(plain):
        return False
    if is_hanging(plain):
        return True
    return is_last and others_stop
