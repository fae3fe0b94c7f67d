"""Likelihood times severity on a five-by-five grid, and how far one step of either moves the ranking."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

LOWEST: Final = 1
HIGHEST: Final = 5


@dataclass(frozen=True)
class ScoredRank:
    """A score, its rank (ties share the better place), how many share it, and the ranks one step may give."""

    score: int
    rank: int
    tied: int
    best_rank: int
    worst_rank: int


def bounded(step: int) -> int:
    """Return a step held between 1 and 5."""
    return min(max(step, LOWEST), HIGHEST)


def scored_ranks(likelihoods: Sequence[int], severities: Sequence[int]) -> list[ScoredRank]:
    """Score and rank; and tell the ranks if this one's likelihood or severity were one step off, others fixed.

    Parameters
    ----------
    likelihoods, severities : sequence of int
        Steps from 1 to 5.

    Raises
    ------
    ValueError
        If a step lies outside 1 to 5, or the two differ in length.

    References
    ----------
    .. [1] IEC 31010:2019, B.10.3 (consequence/likelihood matrix).
    """
    pairs = list(zip(likelihoods, severities, strict=True))
    if any(not LOWEST <= step <= HIGHEST for pair in pairs for step in pair):
        raise ValueError("steps run from 1 to 5")
    scores = [one * two for one, two in pairs]
    told = []
    for place, (one, two) in enumerate(pairs):
        others = scores[:place] + scores[place + 1 :]
        moved = [bounded(one + a) * bounded(two + b) for a, b in ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1))]
        ranks = [1 + sum(other > score for other in others) for score in moved]
        tied = 1 + sum(other == scores[place] for other in others)
        told.append(ScoredRank(scores[place], ranks[0], tied, min(ranks), max(ranks)))
    return told
