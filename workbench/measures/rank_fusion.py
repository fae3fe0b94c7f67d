"""Two rankings of the same things joined into one, without comparing their scores."""

from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

SMOOTHING: Final = 60.0
"""The k of the authors: how little the first places count more than those after them."""


def reciprocal_rank_fusion(ranks: ArrayLike, smoothing: float = SMOOTHING) -> NDArray[np.float64]:
    r"""Return the joined score of things that several rankings order.

    Parameters
    ----------
    ranks : array_like of float, shape (n_rankings, n_things)
        The place of each thing in each ranking, from 1; not a number where a ranking does not hold it.
    smoothing : float, optional
        :math:`k`, not negative.

    Returns
    -------
    ndarray of float64, shape (n_things,)
        :math:`\sum_r 1 / (k + \mathrm{rank}_r)`; the greater stands first. [dimensionless]

    Raises
    ------
    ValueError
        If a rank is below 1, or ``smoothing`` is negative.

    References
    ----------
    .. [1] G. V. Cormack, C. L. A. Clarke, S. Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and
       individual Rank Learning Methods", SIGIR 2009, pp. 758–759 (k = 60).

    Examples
    --------
    >>> reciprocal_rank_fusion([[1, 2, 3], [3, 1, 2]]).round(5).tolist()
    [0.03227, 0.03252, 0.032]
    """
    places = np.atleast_2d(np.asarray(ranks, dtype=float))
    if smoothing < 0 or bool(np.any(places < 1)):
        raise ValueError("ranks run from 1, and k is not negative")
    fused: NDArray[np.float64] = np.nansum(1.0 / (smoothing + places), axis=0)
    return fused


def cosine_similarities(vectors: ArrayLike, vector: ArrayLike) -> NDArray[np.float64]:
    r"""Return the cosine of the angle between each of many vectors and one.

    Parameters
    ----------
    vectors : array_like of float, shape (n_vectors, n_dimensions)
    vector : array_like of float, shape (n_dimensions,)

    Returns
    -------
    ndarray of float64, shape (n_vectors,)
        :math:`a \cdot b / (|a|\,|b|)`, in −1–1. [dimensionless]

    Raises
    ------
    ValueError
        If a vector has no length: its direction is not known.

    References
    ----------
    .. [1] G. Salton, M. J. McGill, Introduction to Modern Information Retrieval, 1983, p. 121.

    Examples
    --------
    >>> cosine_similarities([[1, 0], [1, 1], [0, -2]], [1, 0]).round(4).tolist()
    [1.0, 0.7071, 0.0]
    """
    many, one = _unit(np.atleast_2d(np.asarray(vectors, dtype=float))), _unit(np.asarray([vector], dtype=float))
    found: NDArray[np.float64] = np.clip(many @ one[0], -1.0, 1.0)
    return found


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scale rows to length one; the greatest part first, so that squares neither overflow nor vanish."""
    most: Any = np.abs(rows).max(axis=1, keepdims=True, initial=0.0)
    if bool(np.any(most == 0)):
        raise ValueError("a vector without length has no direction")
    scaled = rows / most
    unit: NDArray[np.float64] = scaled / np.linalg.norm(scaled, axis=1, keepdims=True)
    return unit
