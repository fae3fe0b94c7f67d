"""How do two stated ranges lie to each other?"""

import math
from dataclasses import dataclass
from typing import Literal

Relation = Literal["contains", "overlaps", "disjoint"]


@dataclass(frozen=True)
class Interval:
    """A range of one quantity; None is open to that side."""

    low: float | None
    high: float | None
    low_included: bool = True
    high_included: bool = True

    @property
    def lower(self) -> tuple[float, int]:
        """Return the lower end as a place on the line: an end that does not belong lies just above."""
        return (-math.inf, 0) if self.low is None else (self.low, 0 if self.low_included else 1)

    @property
    def upper(self) -> tuple[float, int]:
        """Return the upper end as a place on the line."""
        return (math.inf, 0) if self.high is None else (self.high, 0 if self.high_included else -1)


def compare_intervals(claimed: Interval, found: Interval) -> Relation:
    """Tell whether the claimed range contains what was found, overlaps it, or is disjoint from it.

    Parameters
    ----------
    claimed, found : Interval
        In one unit. Ends are compared as written, after conversion to 12 significant digits.

    Examples
    --------
    >>> compare_intervals(Interval(6.0, 9.0), Interval(5.0, 5.0))
    'disjoint'
    """
    one, two = (_rounded(claimed.lower), _rounded(claimed.upper)), (_rounded(found.lower), _rounded(found.upper))
    if one[0] <= two[0] and two[1] <= one[1]:
        return "contains"
    return "disjoint" if two[1] < one[0] or one[1] < two[0] else "overlaps"


def _rounded(end: tuple[float, int]) -> tuple[float, int]:
    return (end[0] if math.isinf(end[0]) else float(f"{end[0]:.12g}")), end[1]
