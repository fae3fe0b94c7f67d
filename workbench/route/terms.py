"""What is a group of documents about? The terms of its titles that the other titles lack."""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.measures.grams import Terms, log_likelihood, text_terms
from workbench.measures.topology import Ids

SHOWN_TERMS: Final = 3
_CANDIDATES: Final = 60
_LEAST: Final = 3
_FUNCTION_SIGNS: Final = frozenset("的与和及其于种一之在为用或由对从向上下中")
_BETWEEN: Final = "一种|方法|装置|系统|设备|用于|基于|以及|[的与和及其]"
"""What stands between the terms of a title: no term runs across it."""
_EMPTY_TERMS: Final = frozenset(
    ("方法", "装置", "系统", "设备", "控制方法", "检测方法", "method", "methods", "system", "systems", "device",
     "devices", "apparatus", "and", "for", "the", "with", "using", "from", "same", "thereof", "based", "having")
)  # fmt: skip


def community_names(titles: pl.Series, community: Ids, named: int) -> list[str]:
    """Name the first communities by what their titles have and the others lack.

    Parameters
    ----------
    titles : Series of str
        One for each document.
    community : ndarray of int32
        Number of each document's community.
    named : int
        How many are to be named.

    Returns
    -------
    list of str
        ``1 越障底盘 / 履带`` : number and up to three terms, by Dunning's log-likelihood.
    """
    terms = text_terms(titles.str.replace_all(_BETWEEN, " "), (2, 3, 4))
    count = terms.codes.size
    having = np.bincount(terms.term, minlength=count).astype(np.float64)
    names = []
    for number in range(named):
        members = community == number
        inside = np.bincount(terms.term[members[terms.row]], minlength=count).astype(np.float64)
        total = float(members.sum())
        score = log_likelihood(inside, having - inside, total, titles.len() - total)
        told = " / ".join(_distinctive(terms, score, inside))
        names.append(f"{number + 1} {told}".strip())
    return names


def _distinctive(terms: Terms, score: NDArray[np.float64], inside: NDArray[np.float64]) -> list[str]:
    """Return the terms that tell most, one of several that lie in or overlap one another."""
    place = np.lexsort((terms.codes, -np.round(score, 6)))[:_CANDIDATES]
    found = [(terms.text(at), inside[at]) for at in place if score[at] > 0 and inside[at] >= _LEAST]
    plain = [(text, count) for text, count in found if not _says_nothing(text)]
    chosen: list[str] = []
    for text, count in plain:
        longer = [other for other, own in plain if text in other and own >= 0.7 * count]
        best = max(longer, key=len)
        if not any(_overlap(best, other) for other in chosen):
            chosen.append(best)
    return chosen[:SHOWN_TERMS]


def _says_nothing(text: str) -> bool:
    return text in _EMPTY_TERMS or bool(_FUNCTION_SIGNS & set(text))


def _overlap(one: str, other: str) -> bool:
    if one.isascii() or other.isascii():
        return one == other
    pairs = {one[at : at + 2] for at in range(len(one) - 1)}
    return any(pair in other for pair in pairs)
