"""How alike are texts, character pair by character pair, word by word? Similarity ranks; it decides nothing."""

import re
from collections import Counter

_IGNORED = re.compile(r"[\W_]+")
_LATIN = re.compile(r"[a-z\u00c0-\u024f]+")
_SHORTEST_WORD = 4
"""Shorter words (a, of, the, and) stand in every text and say nothing."""


def character_pairs(text: str) -> Counter[str]:
    """Count what two texts can share: pairs of neighbouring characters, and Latin words as a whole.

    Chinese needs no dictionary. Latin words are counted from four letters on, in lower case, a plural s
    taken off: pairs of their letters stand in every English text. Blanks and punctuation do not count.
    """
    lowered = text.lower()
    words = (word.rstrip("s") for word in _LATIN.findall(lowered) if len(word) >= _SHORTEST_WORD)
    kept = _IGNORED.sub("", _LATIN.sub(" ", lowered))
    found = Counter(words) + Counter(kept[at : at + 2] for at in range(len(kept) - 1))
    return found or Counter([_IGNORED.sub("", lowered)])


def shared_bigram_share(text: str, other: str) -> float:
    """Return which share of a text's distinct character pairs stands in another text. [0–1]

    Asymmetric: 1 where all pairs of ``text`` are in ``other``, however long that is.
    """
    own = character_pairs(text)
    return len(own.keys() & character_pairs(other).keys()) / len(own)


def dice_bigrams(text: str, other: str) -> float:
    r"""Return the Dice coefficient of two texts' character pairs. [0–1]

    :math:`2\,|A \cap B| / (|A| + |B|)` over multisets of pairs.

    References
    ----------
    .. [1] L. R. Dice, "Measures of the Amount of Ecologic Association Between Species", Ecology 26(3), 1945.
    """
    one, two = character_pairs(text), character_pairs(other)
    return 2 * (one & two).total() / (one.total() + two.total())
