"""How sure is a share that was read off a sample? Intervals and sample sizes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

_NORMAL_97_5 = 1.959963984540054


@dataclass(frozen=True)
class Estimate:
    """A number with its interval.

    Attributes
    ----------
    value : float
        Point estimate.
    low, high : float
        Ends of the interval.
    """

    value: float
    low: float
    high: float


def wilson_interval(successes: float, trials: float, *, population: int | None = None) -> Estimate:
    r"""Return a share with its 95 % score interval.

    Parameters
    ----------
    successes : float
        Hits in the sample. [documents]
    trials : float
        Size of the sample. [documents] A weighted sample gives its effective size.
    population : int, optional
        Size of the population the sample was drawn from without replacement: the interval narrows as
        the sample comes near to the whole, and closes when everything was read.

    Returns
    -------
    Estimate
        Share and interval on a 0–1 scale. [dimensionless]

    Raises
    ------
    ValueError
        If nothing was sampled, or more hits than documents.

    References
    ----------
    .. [1] E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
       JASA 22(158), 1927.
    .. [2] W. G. Cochran, Sampling Techniques, 3rd ed., 1977, section 3.4: finite population correction.

    Examples
    --------
    >>> found = wilson_interval(81, 263)
    >>> round(found.low, 3), round(found.high, 3)
    (0.255, 0.366)
    """
    if trials <= 0 or not 0 <= successes <= trials:
        raise ValueError(f"no share of {successes} in {trials}")
    share = successes / trials
    if population is not None and trials >= population:
        return Estimate(share, share, share)
    size = trials if population is None else trials * (population - 1) / (population - trials)
    square = _NORMAL_97_5**2
    centre = (share + square / (2 * size)) / (1 + square / size)
    half = _NORMAL_97_5 * math.sqrt(share * (1 - share) / size + square / (4 * size**2)) / (1 + square / size)
    low = 0.0 if share == 0 else max(0.0, centre - half)
    high = 1.0 if share == 1 else min(1.0, centre + half)
    return Estimate(share, low, high)


@dataclass(frozen=True)
class Stratum:
    """One part of a stratified sample.

    Attributes
    ----------
    population : int
        Documents in the stratum.
    sampled : int
        Documents read, drawn at random without replacement.
    relevant : int
        Of those, the relevant ones.
    """

    population: int
    sampled: int
    relevant: int


def stratified_share(strata: Sequence[Stratum]) -> Estimate:
    r"""Return the share over all strata with its 95 % interval.

    The share is :math:`\sum_h W_h p_h` with :math:`W_h = N_h / N`; its variance
    :math:`\sum_h W_h^2 (1 - n_h/N_h) p_h (1 - p_h) / (n_h - 1)`, with one hit and one miss added to a
    stratum that is all hits or all misses, gives the effective sample size that the score interval takes.

    Raises
    ------
    ValueError
        If a stratum with documents was not sampled.

    References
    ----------
    .. [1] W. G. Cochran, Sampling Techniques, 3rd ed., 1977, sections 5.3 and 5.10.
    .. [2] E. L. Korn, B. I. Graubard, "Confidence intervals for proportions with small expected number of
       positive counts estimated from survey data", Survey Methodology 24(2), 1998: effective size.
    """
    filled = [stratum for stratum in strata if stratum.population]
    if not filled or any(stratum.sampled <= 0 for stratum in filled):
        raise ValueError("every stratum needs a sample")
    total = sum(stratum.population for stratum in filled)
    weight = {id(stratum): stratum.population / total for stratum in filled}
    share = sum(weight[id(stratum)] * stratum.relevant / stratum.sampled for stratum in filled)
    variance = sum(weight[id(stratum)] ** 2 * _variance(stratum) for stratum in filled)
    if variance == 0:
        return Estimate(share, share, share)
    plain = sum(stratum.sampled for stratum in filled)
    smooth = (share * plain + 1) / (plain + 2)
    return wilson_interval(share * (size := smooth * (1 - smooth) / variance), size)


def _variance(stratum: Stratum) -> float:
    if stratum.sampled >= stratum.population:
        return 0.0
    share = stratum.relevant / stratum.sampled
    if share in (0.0, 1.0):
        share = (stratum.relevant + 1) / (stratum.sampled + 2)
    unread = 1 - stratum.sampled / stratum.population
    return unread * share * (1 - share) / max(stratum.sampled - 1, 1)


def sample_size(population: int, *, margin: float, expected_share: float = 0.5) -> int:
    r"""Return how many documents to read for a 95 % margin of error.

    Parameters
    ----------
    population : int
        Documents to draw from.
    margin : float
        Half width of the interval wanted, on a 0–1 scale.
    expected_share : float, optional
        Share expected; one half is the worst case.

    Returns
    -------
    int
        :math:`\lceil n_0 / (1 + (n_0 - 1) / N) \rceil` with :math:`n_0 = z^2 p (1 - p) / e^2`. [documents]

    References
    ----------
    .. [1] W. G. Cochran, Sampling Techniques, 3rd ed., 1977, section 4.4.

    Examples
    --------
    >>> sample_size(1_000_000, margin=0.05), sample_size(1_200, margin=0.05)
    (385, 292)
    """
    if population < 0 or not 0 < margin < 1 or not 0 < expected_share < 1:
        raise ValueError("population, margin and share must lie in their ranges")
    infinite = _NORMAL_97_5**2 * expected_share * (1 - expected_share) / margin**2
    return min(population, math.ceil(infinite / (1 + (infinite - 1) / population))) if population else 0
