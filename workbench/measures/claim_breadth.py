"""How broad claims are, by the numbers the literature uses: fewer words, broader claim."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

SMALLEST_CELL = 30
"""Cells of fewer documents get no percentile."""


def shortest_independent_claim_length(lengths: Sequence[int], independent: Sequence[bool]) -> int | None:
    """Return the length of the shortest independent claim (ICL).

    Parameters
    ----------
    lengths : sequence of int, shape (n_claims,)
        Length of each claim. [words, or characters]
    independent : sequence of bool, shape (n_claims,)
        Whether the claim refers to no other.

    Returns
    -------
    int or None
        In the unit of ``lengths``; null where no claim is independent.

    References
    ----------
    .. [1] A. C. Marco, J. D. Sarnoff, C. A. W. deGrazia, "Patent claims and patent scope", Research Policy
       48(9), 2019.

    Examples
    --------
    >>> shortest_independent_claim_length([120, 20, 90], [True, False, True])
    90
    """
    chosen = [length for length, alone in zip(lengths, independent, strict=True) if alone]
    return min(chosen, default=None)


def independent_claim_count(independent: Sequence[bool]) -> int:
    """Return how many claims refer to no other (ICC). [claims]

    References
    ----------
    .. [1] A. C. Marco, J. D. Sarnoff, C. A. W. deGrazia, "Patent claims and patent scope", Research Policy
       48(9), 2019.
    """
    return sum(bool(alone) for alone in independent)


def first_claim_length(lengths: Sequence[int]) -> int | None:
    """Return the length of the first claim, in the unit of ``lengths``; null for no claims.

    References
    ----------
    .. [1] J. M. Kuhn, N. C. Thompson, "How to measure and draw causal inferences with patent scope",
       International Journal of the Economics of Business 26(1), 2019.

    Examples
    --------
    >>> first_claim_length([120, 20])
    120
    """
    return lengths[0] if lengths else None


def breadth_percentiles(lengths: ArrayLike) -> NDArray[np.float64]:
    r"""Return how broad each claim is among its peers: the share of peers that are longer, ties halved.

    Parameters
    ----------
    lengths : array_like of float, shape (n,)
        Lengths of the claims of one cell (office, class, period, type). [words, or characters]

    Returns
    -------
    ndarray of float, shape (n,)
        :math:`(\#\{j: l_j > l_i\} + \tfrac12 \#\{j: l_j = l_i\}) / n` in 0–1: 1 is the broadest. All are nan
        where ``n`` is below ``SMALLEST_CELL``. [dimensionless]

    Examples
    --------
    >>> float(breadth_percentiles([10] * 15 + [20] * 15)[0])
    0.75
    """
    values = np.asarray(lengths, dtype=np.float64).ravel()
    if values.size < SMALLEST_CELL:
        return np.full(values.size, np.nan)
    ordered = np.sort(values)
    longer = values.size - np.searchsorted(ordered, values, side="right")
    equal = np.searchsorted(ordered, values, side="right") - np.searchsorted(ordered, values, side="left")
    return np.asarray((longer + equal / 2) / values.size)
