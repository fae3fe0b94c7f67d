"""Where does a value stand among its peers, and how rare is one so high?"""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def percentiles(values: ArrayLike, peers: ArrayLike | None = None) -> NDArray[np.float64]:
    """Return the share of peers that a value exceeds, those that equal it counted half.

    Parameters
    ----------
    values : array_like of float, shape (n,)
        NaN where unknown.
    peers : array_like of int, shape (n,), optional
        The group in which each value is compared (a year's documents); one group where not given.

    Returns
    -------
    ndarray of float64, shape (n,)
        In 0–1; 0.5 where all peers are equal, NaN where the value is unknown. [dimensionless]

    References
    ----------
    .. [1] L. Bornmann, L. Leydesdorff, R. Mutz, "The use of percentiles and percentile rank classes in the
       analysis of bibliometric data", Journal of Informetrics 7(1), 2013.

    Examples
    --------
    >>> percentiles([0, 0, 5, 9]).tolist()
    [0.25, 0.25, 0.625, 0.875]
    """
    number = np.asarray(values, dtype=np.float64)
    group = np.zeros(number.size, dtype=np.int64) if peers is None else np.asarray(peers, dtype=np.int64)
    found = np.full(number.size, np.nan)
    known = np.flatnonzero(~np.isnan(number))
    if not known.size:
        return found
    order = known[np.lexsort((number[known], group[known]))]
    value, own = number[order], group[order]
    place = np.arange(order.size)
    is_new_group = np.diff(own, prepend=own[0] - 1) != 0
    is_new = is_new_group | (np.diff(value, prepend=np.nan) != 0)
    first_of_group = place[is_new_group][np.cumsum(is_new_group) - 1]
    starts = place[is_new]
    run = np.cumsum(is_new) - 1
    lengths = np.diff(np.append(starts, order.size))
    sizes = np.diff(np.append(place[is_new_group], order.size))[np.cumsum(is_new_group) - 1]
    below = starts[run] - first_of_group
    found[order] = (below + lengths[run] / 2) / sizes
    return found


def rarity(values: ArrayLike, peers: ArrayLike | None = None) -> NDArray[np.float64]:
    r"""Return how rare a value so high is, on a scale that tells the very highest apart.

    Percentiles crowd at the top: of 10,000 documents, 100 lie above 0.99. The surprisal of the share q of
    peers that reach a value, :math:`-\ln q`, gives each tenfold rarer value the same step.

    Parameters
    ----------
    values : array_like of float, shape (n,)
        NaN where unknown.
    peers : array_like of int, shape (n,), optional
        The group in which each value is compared; one group where not given.

    Returns
    -------
    ndarray of float64, shape (n,)
        :math:`\ln q / \ln(1 / 2n)` with q the share of peers above, those that equal it counted half, and n
        the number of known values: 1 for the highest of all, near 0 for the common, NaN where unknown. In a
        small group the highest stays below 1. [dimensionless]

    References
    ----------
    .. [1] M. Tribus, Thermostatics and Thermodynamics, 1961: the surprisal of an event.

    Examples
    --------
    >>> rarity([0, 0, 5, 9]).round(2).tolist()
    [0.14, 0.14, 0.47, 1.0]
    """
    number = np.asarray(values, dtype=np.float64)
    known = int((~np.isnan(number)).sum())
    reached = 1.0 - percentiles(number, peers)
    return np.asarray(np.log(reached) / np.log(1 / (2 * known)) if known else reached)
