"""Bars to equivalents: which exist where, and which the words of a feature suggest."""

import re
from typing import Any

from workbench.measures.similarity import shared_bigram_share
from workbench.reference import facts
from workbench.risk.chart.model import BARS, Bar, Jurisdiction

_ADDED = 0.6


def bar_rules(jurisdiction: Jurisdiction) -> dict[Bar, dict[str, Any]]:
    """Return the bars that exist in a jurisdiction, with source and telling words."""
    rows = facts("chart_bars")["bar"]
    return {row["bar"]: row for row in rows if row["jurisdiction"] == jurisdiction}


def proposed_bars(
    text: str, jurisdiction: Jurisdiction, *, published: str | None = None, description: str | None = None
) -> tuple[Bar, ...]:
    """Propose bars for a feature; none is ever applied here.

    Parameters
    ----------
    text : str
        The feature.
    published : str, optional
        The claims as first published: a feature whose words do not stand there was added in prosecution, so
        estoppel is proposed.
    description : str, optional
        Where it names alternatives of the feature (或, 也可以, alternatively) close to its words, dedication is
        proposed.
    """
    rules = bar_rules(jurisdiction)
    found = {bar for bar, rule in rules.items() if _tells(text, rule.get("words", ()))}
    if published is not None and "estoppel" in rules and shared_bigram_share(text, published) < _ADDED:
        found.add("estoppel")
    if description is not None and "dedication" in rules and _names_alternatives(text, description):
        found.add("dedication")
    return tuple(bar for bar in BARS if bar in found)


def _tells(text: str, words: tuple[str, ...]) -> bool:
    lowered = text.lower()
    return any(re.search(rf"\b{re.escape(w)}" if w.isascii() else re.escape(w), lowered) for w in words)


_SENTENCES = re.compile(r"[。；;\n]|(?<=[a-z])\.\s")
_ALTERNATIVE = re.compile(
    r"也可以|还可以|替代|可替换|alternativ|instead of|may also be|in other embodiments", re.IGNORECASE
)
_NEAR = 0.3


def _names_alternatives(text: str, description: str) -> bool:
    return any(
        _ALTERNATIVE.search(sentence) and shared_bigram_share(text, sentence) >= _NEAR
        for sentence in _SENTENCES.split(description)
    )
