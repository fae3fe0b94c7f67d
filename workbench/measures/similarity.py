"""How alike are texts, character pair by character pair? Similarity ranks; it decides nothing."""

import re
from collections import Counter

_IGNORED = re.compile(r"[\W_]+")


def character_pairs(text: str) -> Counter[str]:
    """Count the pairs of neighbouring characters of a text, blanks and punctuation taken out.

    Chinese texts are compared without a dictionary, English ones in lower case.
    """
    kept = _IGNORED.sub("", text.lower())
    return Counter(kept[at : at + 2] for at in range(len(kept) - 1)) if len(kept) > 1 else Counter([kept])


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
