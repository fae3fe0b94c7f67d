"""When the invented industry files: six technology branches that grow, ripen and age at different times.

Families are numbered in order of their priority dates, so the number of a family tells its date and a date
tells a number, whatever the size of the sample.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from workbench.sample.calendar import day_of, days_of_years, year_of
from workbench.sample.chance import Floats, Ints

FIRST_YEAR = 1986
# branch: (ceiling a year, year of fastest growth, years of slope, floor a year, year from which it fades)
_CURVES = (
    (230.0, 2012.5, 2.6, 0.9, 2019),  # chassis
    (210.0, 2015.0, 3.0, 0.8, 2023),  # manipulator
    (330.0, 2016.0, 3.0, 0.7, 2024),  # sensing
    (430.0, 2018.0, 2.3, 0.4, 2024),  # navigation
    (640.0, 2020.5, 1.6, 0.2, 2026),  # recognition
    (260.0, 2018.5, 2.0, 0.3, 2022),  # energy and fleet
)
_FADE = 0.9


@dataclass(frozen=True)
class Timeline:
    """The calendar of ``families`` numbered families up to the cut-off date."""

    families: int
    cut_off: date

    @cached_property
    def years(self) -> Ints:
        """Years with filings."""
        return np.arange(FIRST_YEAR, self.cut_off.year + 1)

    @cached_property
    def weights(self) -> Floats:
        """Expected filings, shape (years, branches); the last year only up to the cut-off."""
        years = self.years[:, None].astype(np.float64)
        ceiling, middle, slope, floor, fading = np.array(_CURVES).T
        grown = floor + ceiling / (1 + np.exp(-(years - middle) / slope))
        curve = grown * _FADE ** np.maximum(0, years - fading)
        curve[-1] *= (day_of(self.cut_off) + 1 - self.starts[-2]) / 365.25
        return np.asarray(curve)

    @cached_property
    def starts(self) -> Ints:
        """First day of each year, and the day after the cut-off."""
        return np.append(days_of_years(self.years), day_of(self.cut_off) + 1)

    @cached_property
    def steps(self) -> Floats:
        """Share of all families before each year, shape (years + 1,)."""
        totals = np.cumsum(self.weights.sum(axis=1))
        return np.asarray(np.concatenate(([0.0], totals / totals[-1])))

    @cached_property
    def firsts(self) -> Ints:
        """Number of the first family of each year."""
        return np.ceil(self.steps * self.families - 0.5).astype(np.int64)

    def days(self, index: Ints) -> Ints:
        """Return the priority day of each family."""
        share = (index + 0.5) / self.families
        return np.floor(np.interp(share, self.steps, self.starts)).astype(np.int64)

    def at(self, days: Ints) -> Ints:
        """Return the family filed on or just before each day."""
        share = np.interp(days, self.starts, self.steps)
        return np.clip(np.floor(share * self.families - 0.5), 0, self.families - 1).astype(np.int64)

    def places(self, index: Ints, years: Ints) -> Ints:
        """Return the place of each family within its year."""
        return np.asarray(index - self.firsts[years - FIRST_YEAR])

    def branches(self, years: Ints, uniform: Floats) -> Ints:
        """Return the technology branch drawn for each year."""
        steps = np.cumsum(self.weights, axis=1) / self.weights.sum(axis=1, keepdims=True)
        chosen = steps[years - FIRST_YEAR]
        return np.asarray((uniform[:, None] >= chosen[:, :-1]).sum(axis=1))

    def before(self, day: date) -> int:
        """Return how many families were filed before a day."""
        return int(self.at(np.array([day_of(day)]))[0]) + 1


def years_of_families(timeline: Timeline, index: Ints) -> Ints:
    """Return the priority year of each family."""
    return year_of(timeline.days(index))
