"""The four patent indicators of a technology's stage (专利指标法)."""


def technology_growth_rate(inventions: float, inventions_of_five_years: float) -> float:
    r"""Return the growth rate of a technology, v (技术生长率).

    Parameters
    ----------
    inventions : float
        Invention applications of the year, a. [patents]
    inventions_of_five_years : float
        Invention applications of the year and the four before it, A. [patents]

    Returns
    -------
    float
        :math:`v = a / A`, in 0–1; rising over years in a growing technology. [dimensionless]

    Raises
    ------
    ValueError
        If there are no inventions in five years, or more in one than in five.

    References
    ----------
    .. [1] 陈燕、黄迎燕、方建国，《专利信息采集与分析》，清华大学出版社，2006.

    Examples
    --------
    >>> technology_growth_rate(30, 100)
    0.3
    """
    if inventions_of_five_years <= 0 or not 0 <= inventions <= inventions_of_five_years:
        raise ValueError(f"no growth rate from {inventions} of {inventions_of_five_years} inventions")
    return inventions / inventions_of_five_years


def technology_maturity(inventions: float, utility_models: float) -> float:
    r"""Return the maturity coefficient, α (技术成熟系数).

    Parameters
    ----------
    inventions, utility_models : float
        Applications of the year, a and b. [patents]

    Returns
    -------
    float
        :math:`\alpha = a / (a + b)`; falling over years in a maturing technology. [dimensionless]

    Raises
    ------
    ValueError
        If there are none of either, or a count is negative.

    References
    ----------
    .. [1] 陈燕、黄迎燕、方建国，《专利信息采集与分析》，清华大学出版社，2006.

    Examples
    --------
    >>> technology_maturity(30, 10)
    0.75
    """
    return _part(inventions, inventions + utility_models, utility_models)


def technology_ageing(inventions: float, utility_models: float, designs: float) -> float:
    r"""Return the ageing coefficient, β (技术衰老系数).

    Parameters
    ----------
    inventions, utility_models, designs : float
        Applications of the year, a, b and c. [patents]

    Returns
    -------
    float
        :math:`\beta = (a + b) / (a + b + c)`; falling over years in an ageing technology. [dimensionless]

    Raises
    ------
    ValueError
        If there are none of any, or a count is negative.

    References
    ----------
    .. [1] 陈燕、黄迎燕、方建国，《专利信息采集与分析》，清华大学出版社，2006.

    Examples
    --------
    >>> technology_ageing(30, 10, 10)
    0.8
    """
    if min(inventions, utility_models) < 0:
        raise ValueError("counts must not be negative")
    return _part(inventions + utility_models, inventions + utility_models + designs, designs)


def technology_novelty(growth: float, maturity: float) -> float:
    r"""Return the novelty coefficient, N (新技术特征系数).

    Parameters
    ----------
    growth, maturity : float
        v and α of the year. [dimensionless]

    Returns
    -------
    float
        :math:`N = \sqrt{v^2 + \alpha^2}`; the larger, the newer. [dimensionless]

    References
    ----------
    .. [1] 陈燕、黄迎燕、方建国，《专利信息采集与分析》，清华大学出版社，2006.

    Examples
    --------
    >>> round(technology_novelty(0.3, 0.4), 2)
    0.5
    """
    return float((growth**2 + maturity**2) ** 0.5)


def _part(part: float, whole: float, rest: float) -> float:
    if whole <= 0 or min(part, rest) < 0:
        raise ValueError(f"no share of {part} in {whole}")
    return part / whole
