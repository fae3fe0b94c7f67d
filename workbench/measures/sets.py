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
