"""How fast something grows."""

import math


def growth_rate(former: float, latter: float) -> float:
    r"""Return the relative change from one period to the next.

    Parameters
    ----------
    former, latter : float
        Quantity in the earlier and the later period. [any unit, the same]

    Returns
    -------
    float
        :math:`(x_t - x_{t-1}) / x_{t-1}`. [dimensionless]

    Raises
    ------
    ValueError
        If the base is zero or a quantity is negative: there is no rate then.

    References
    ----------
    .. [1] National Bureau of Statistics of China, explanatory notes on main statistical indicators.

    Examples
    --------
    >>> growth_rate(80, 100)
    0.25
    """
    if former <= 0 or latter < 0:
        raise ValueError(f"no growth rate from {former} to {latter}")
    return (latter - former) / former


def compound_annual_growth(first: float, last: float, years: float) -> float:
    r"""Return the mean yearly growth that leads from the first quantity to the last.

    Parameters
    ----------
    first, last : float
        Quantity in the first and the last year. [any unit, the same]
    years : float
        Years between them. [years]

    Returns
    -------
    float
        :math:`(x_T / x_0)^{1/T} - 1`. [1/year]

    Raises
    ------
    ValueError
        If the base is not positive, the last quantity negative, or no time passes.

    References
    ----------
    .. [1] M. Aria, C. Cuccurullo, "bibliometrix", J. Informetrics 11(4), 2017: annual growth rate.

    Examples
    --------
    >>> round(100 * compound_annual_growth(2, 199, 35), 2)
    14.05
    """
    if first <= 0 or last < 0 or years <= 0:
        raise ValueError(f"no compound growth from {first} to {last} over {years} years")
    return float(math.pow(last / first, 1 / years) - 1)
