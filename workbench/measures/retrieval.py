"""How much of what it should does a query find, and how much else? Precision, recall, when to stop reading."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from workbench.measures.proportions import Estimate

_NORMAL_97_5 = 1.959963984540054


def f_score(precision: float, recall: float, beta: float = 1.0) -> float:
    r"""Return the weighted harmonic mean of precision and recall.

    Parameters
    ----------
    precision, recall : float
        On a 0–1 scale.
    beta : float, optional
        How many times as important recall is.

    Returns
    -------
    float
        :math:`(1 + \beta^2) P R / (\beta^2 P + R)`; 0 where both are 0. [dimensionless]

    References
    ----------
    .. [1] C. J. van Rijsbergen, Information Retrieval, 2nd ed., 1979, chapter 7.

    Examples
    --------
    >>> f_score(0.5, 1.0)
    0.6666666666666666
    """
    if beta <= 0 or not (0 <= precision <= 1 and 0 <= recall <= 1):
        raise ValueError(f"no F score of {precision} and {recall}")
    below = beta**2 * precision + recall
    return (1 + beta**2) * precision * recall / below if below else 0.0


def chapman_population(first: int, second: int, both: int) -> Estimate:
    r"""Estimate how many relevant documents there are from two independent searches.

    Parameters
    ----------
    first, second : int
        Relevant documents that each search found.
    both : int
        Relevant documents that both found.

    Returns
    -------
    Estimate
        :math:`\hat N = (n_1 + 1)(n_2 + 1) / (m + 1) - 1` with a 95 % interval for the documents unseen,
        log-normal, so that it never falls below what was seen. [documents]

    Raises
    ------
    ValueError
        If the overlap is larger than a search.

    Notes
    -----
    Valid only if finding a document by one search says nothing about the other, all documents are equally
    easy to find, and none was misjudged. Two queries of the same words are not independent: the estimate is
    then too low, and recall looks too good.

    References
    ----------
    .. [1] D. G. Chapman, "Some properties of the hypergeometric distribution with applications to zoological
       sample censuses", Univ. California Publ. Statistics 1, 1951.
    .. [2] G. A. F. Seber, "The effects of trap response on tag recapture estimates", Biometrics 26, 1970:
       variance.
    .. [3] A. Chao, "Estimating the population size for capture-recapture data with unequal catchability",
       Biometrics 43, 1987: log-normal interval.

    Examples
    --------
    >>> chapman_population(200, 100, 50).value
    397.0392156862745
    """
    if both < 0 or both > min(first, second):
        raise ValueError(f"an overlap of {both} between {first} and {second}")
    value = (first + 1) * (second + 1) / (both + 1) - 1
    spread = (first + 1) * (second + 1) * (first - both) * (second - both)
    variance = spread / ((both + 1) ** 2 * (both + 2))
    seen = first + second - both
    unseen = value - seen
    if variance == 0 or unseen <= 0:
        return Estimate(value, value, value)
    factor = math.exp(_NORMAL_97_5 * math.sqrt(math.log(1 + variance / unseen**2)))
    return Estimate(value, seen + unseen / factor, seen + unseen * factor)


def cohen_kappa(first: Sequence[object], second: Sequence[object]) -> float:
    r"""Return how far two readers agree beyond chance.

    Parameters
    ----------
    first, second : sequence
        Judgements of the same documents in the same order.

    Returns
    -------
    float
        :math:`(p_o - p_e) / (1 - p_e)`; 1 for full agreement, nan where both gave one and the same
        judgement throughout: chance alone explains that. [dimensionless]

    References
    ----------
    .. [1] J. Cohen, "A coefficient of agreement for nominal scales", Educ. Psychol. Meas. 20(1), 1960.

    Examples
    --------
    >>> round(cohen_kappa([1, 1, 0, 0, 1], [1, 1, 0, 1, 1]), 4)
    0.5455
    """
    if len(first) != len(second) or not first:
        raise ValueError("two readers judge the same documents, at least one")
    count = len(first)
    observed = sum(one == other for one, other in zip(first, second, strict=True)) / count
    labels = set(first) | set(second)
    chance = sum(sum(one == label for one in first) * sum(one == label for one in second) for label in labels)
    expected = chance / count**2
    return (observed - expected) / (1 - expected) if expected < 1 else math.nan


def missed_recall_probability(
    judgements: ArrayLike, population: int, *, recall_target: float = 0.95, bias: float = 1.0
) -> float:
    r"""Return the p value of "the recall target has not been reached yet" while documents are read in order.

    For every stretch of the last :math:`n` documents read it asks how likely so few relevant ones would be,
    drawn at random from all that were unread before it, if the target were still missed; the least of
    these probabilities counts. Reading may stop when it falls under one minus the confidence wanted.

    Parameters
    ----------
    judgements : array_like of {0, 1}, shape (n_read,)
        Relevance of the documents in the order they were read.
    population : int
        All documents to be searched, read and unread. [documents]
    recall_target : float, optional
        Share of the relevant documents to be found, in (0, 1].
    bias : float, optional
        How many times likelier the order brings a relevant document up than an irrelevant one; 1 assumes
        no help of the order, which is the cautious choice.

    Returns
    -------
    float
        In [0, 1]. [dimensionless]

    Raises
    ------
    ValueError
        If nothing was read, or more than there is.

    References
    ----------
    .. [1] M. W. Callaghan, F. Müller-Hansen, "Statistical stopping criteria for automated screening in
       systematic reviews", Systematic Reviews 9, 273, 2020.
    """
    from scipy.stats import hypergeom, nchypergeom_wallenius

    read = np.asarray(judgements, dtype=np.int64)
    if not 0 < read.size <= population or not 0 < recall_target <= 1 or bias <= 0:
        raise ValueError("documents read, population, target and bias must lie in their ranges")
    found = read.sum()
    in_stretch = read[::-1].cumsum()
    lengths = np.arange(1, read.size + 1)
    before = found - in_stretch
    least_relevant = np.floor(found / recall_target + 1 - before)
    unread_before = population - (read.size - lengths)
    if (least_relevant > unread_before).any():
        return 0.0  # so many could not even be left: the target is reached
    given = (in_stretch, unread_before, least_relevant, lengths)
    chances = hypergeom.cdf(*given) if bias == 1 else nchypergeom_wallenius.cdf(*given, bias)
    return float(np.min(chances))


def recall_by_elusion(found: Estimate, missed: Estimate) -> Estimate:
    r"""Return recall from a sample of the hits and a sample of what the query left.

    Parameters
    ----------
    found : Estimate
        Relevant documents among the hits, with its interval. [documents]
    missed : Estimate
        Relevant documents among the rest, with its interval. [documents]

    Returns
    -------
    Estimate
        :math:`F / (F + M)`; the interval recovers the variances of both (MOVER) for the ratio
        :math:`M / F`. Without a relevant hit its upper end is 1. [dimensionless]

    Raises
    ------
    ValueError
        If nothing relevant was seen at all.

    References
    ----------
    .. [1] A. Donner, G. Y. Zou, "Closed-form confidence intervals for functions of the normal mean and
       standard deviation", Stat. Methods Med. Res. 21(4), 2012: interval of a ratio.
    .. [2] H. L. Roitblat et al., "Document categorization in legal electronic discovery", JASIST 61(1), 2010:
       elusion.
    """
    if found.value + missed.value <= 0:
        raise ValueError("nothing relevant was seen")
    if found.value <= 0:
        return Estimate(0.0, 0.0, found.high / (found.high + missed.low) if missed.low else 1.0)
    recall = found.value / (found.value + missed.value)
    most, least = _ratio_limits(missed, found)
    return Estimate(recall, 1 / (1 + most), 1 / (1 + least))


def _ratio_limits(above: Estimate, below: Estimate) -> tuple[float, float]:
    """Return the upper and the lower limit of ``above / below``, ``below`` being positive."""
    product = above.value * below.value
    bottom = below.low * (2 * below.value - below.low)
    root = product**2 - above.high * (2 * above.value - above.high) * bottom
    upper = (product + math.sqrt(max(root, 0.0))) / bottom if bottom > 0 else math.inf
    bottom = below.high * (2 * below.value - below.high)
    top = above.low * (2 * above.value - above.low)
    root = product**2 - top * bottom
    if abs(bottom) < 1e-12 * product or bottom == 0:
        return upper, top / (2 * product) if product else 0.0
    lower = (product - math.sqrt(max(root, 0.0))) / bottom
    return upper, max(lower, 0.0)
