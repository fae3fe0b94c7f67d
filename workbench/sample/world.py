"""The world of a sample: its seed, its calendar, its cast, and the numbers that all parts share."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

import numpy as np

from workbench.errors import WorkbenchError
from workbench.sample.calendar import day_of
from workbench.sample.cast import Cast, make_cast
from workbench.sample.chance import Chance, Ints
from workbench.sample.timeline import Timeline

CUT_OFF: Final = date(2025, 6, 30)
LARGEST_SAMPLE: Final = 12_000_000
PATH_BRANCH: Final = 3
_PATH_YEARS: Final = (2002, 2005, 2008, 2010, 2012, 2014, 2016, 2018, 2020, 2022)


@dataclass(frozen=True)
class World:
    """Everything that the parts of one sample agree on."""

    seed: int
    families: int
    cut_off: date = CUT_OFF

    @cached_property
    def chance(self) -> Chance:
        """Streams of chance of this seed."""
        return Chance(self.seed)

    @cached_property
    def timeline(self) -> Timeline:
        """Priority dates and branches."""
        return Timeline(self.families, self.cut_off)

    @cached_property
    def cast(self) -> Cast:
        """The applicants."""
        return make_cast(self.chance, self.families)

    @cached_property
    def last_day(self) -> int:
        """Day number of the cut-off."""
        return day_of(self.cut_off)

    @cached_property
    def before_nine_digits(self) -> int:
        """Families that may still be published with seven digits."""
        return self.timeline.before(date(2007, 8, 1))

    @cached_property
    def path(self) -> Ints:
        """Families of the planted main path, oldest first."""
        days = np.array([day_of(date(year, 3, 1)) for year in _PATH_YEARS if year < self.cut_off.year - 2])
        return np.unique(self.timeline.at(days))


def check_size(records: int) -> None:
    """Refuse sizes for which the number ranges do not suffice.

    Raises
    ------
    WorkbenchError
        If ``records`` is below 1 or above twelve million.
    """
    if not 1 <= records <= LARGEST_SAMPLE:
        raise WorkbenchError("sample_size", found=records, smallest=1, largest=LARGEST_SAMPLE)
