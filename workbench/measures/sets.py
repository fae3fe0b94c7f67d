"""How alike are two sets, and where does a curve stand still?"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def jaccard(one: NDArray[np.integer], other: NDArray[np.integer]) -> float:
    r"""Return the Jaccard index :math:`|A \cap B| / |A \cup B|` of two sets of numbers.

    Returns
    -------
    float
        In 0–1; 1 for two empty sets. [dimensionless]

    References
    ----------
    .. [1] P. Jaccard, "The distribution of the flora in the alpine zone", New Phytologist 11(2), 1912.
    """
    union = np.union1d(one, other).size
    return float(np.intersect1d(one, other).size / union) if union else 1.0


def longest_plateau(values: Sequence[float]) -> tuple[int, int]:
    """Return the first and last place of the longest run of equal values, the earliest where runs tie.

    Returns
    -------
    tuple of int
        ``(-1, -1)`` where no two neighbours are equal.
    """
    best, begin = (-1, -1), 0
    for place in range(1, len(values) + 1):
        if place == len(values) or values[place] != values[begin]:
            if place - begin > max(best[1] - best[0] + 1, 1):
                best = (begin, place - 1)
            begin = place
    return best


def sorted_distinct(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return distinct values, rising: by sorting, which suits many values better than hashing."""
    ordered = np.sort(values)
    return np.asarray(ordered[np.diff(ordered, prepend=ordered[:1] - 1) != 0])


def weighted_jaccard(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    r"""Return :math:`\sum \min(a_i, b_i) / \sum \max(a_i, b_i)`: the Jaccard index of graded membership.

    Returns
    -------
    float
        In 0–1; 1 where both are zero throughout, the Jaccard index where all grades are 0 or 1.

    References
    ----------
    .. [1] M. Ružička, "Anwendung mathematisch-statistischer Methoden in der Geobotanik", Biológia 13, 1958.
    """
    most = float(np.maximum(one, other).sum())
    return float(np.minimum(one, other).sum()) / most if most else 1.0
