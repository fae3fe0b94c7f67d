"""Where does a value stand among its peers?"""

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
