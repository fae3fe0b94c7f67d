"""How unevenly a quantity is held."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def shares(counts: ArrayLike) -> NDArray[np.float64]:
    r"""Return each holder's share of the sum.

    Parameters
    ----------
    counts : array_like of float, shape (n_holders,)
        Quantity held by each holder. [any unit, the same]

    Returns
    -------
    ndarray of float, shape (n_holders,)
        :math:`s_i = x_i / \sum_j x_j`, in 0–1. [dimensionless]

    Raises
    ------
    ValueError
        If a count is negative or not finite, or all are zero.

    Examples
    --------
    >>> shares([1, 3]).tolist()
    [0.25, 0.75]
    """
    held = np.asarray(counts, dtype=np.float64).ravel()
    if not np.isfinite(held).all() or (held < 0).any() or not held.any():
        raise ValueError("counts must be finite, not negative, and not all zero")
    return np.asarray(held / held.sum())


def herfindahl_hirschman(counts: ArrayLike) -> float:
    r"""Return the Herfindahl–Hirschman index of concentration.

    Parameters
    ----------
    counts : array_like of float, shape (n_holders,)
        Quantity held by each holder. [patents] Zeros are allowed.

    Returns
    -------
    float
        :math:`\sum_i s_i^2` with shares :math:`s_i` on a 0–1 scale; lies in :math:`[1/n, 1]`.
        [dimensionless] Shares of patents are not market shares: the bands of antitrust law do not apply.

    Raises
    ------
    ValueError
        If a count is negative or not finite, or all are zero.

    References
    ----------
    .. [1] A. O. Hirschman, "The Paternity of an Index", AER 54(5), 1964.

    Examples
    --------
    >>> round(herfindahl_hirschman([50, 30, 20]), 4)
    0.38
    """
    return float(np.square(shares(counts)).sum())


def concentration_ratio(counts: ArrayLike, holders: int) -> float:
    r"""Return the share held by the largest holders together (CR_n).

    Parameters
    ----------
    counts : array_like of float, shape (n_holders,)
        Quantity held by each holder. [patents]
    holders : int
        How many of the largest to add up, 1 or more.

    Returns
    -------
    float
        :math:`\sum_{i \le n} s_{(i)}`, in 0–1. [dimensionless]

    Raises
    ------
    ValueError
        If ``holders`` is less than 1, a count is negative or not finite, or all are zero.

    References
    ----------
    .. [1] J. S. Bain, "Relation of Profit Rate to Industry Concentration", QJE 65(3), 1951.

    Examples
    --------
    >>> round(concentration_ratio([50, 30, 20], 2), 4)
    0.8
    """
    if holders < 1:
        raise ValueError(f"holders={holders}")
    return float(min(1.0, np.sort(shares(counts))[::-1][:holders].sum()))
