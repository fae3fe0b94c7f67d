"""Families: who invents what when, and in which offices it is filed."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from workbench.sample.calendar import year_of
from workbench.sample.chance import Flags, Floats, Ints
from workbench.sample.world import PATH_BRANCH, World

MEMBERS: Final = ("CN-I", "CN-U", "CN-D", "WO", "US", "EP", "JP", "KR", "TW")
"""Members a family may have, in order of its records: invention, utility model, design, then abroad."""

INVENTION, UTILITY, DESIGN, WO, US, EP, JP, KR, TW = range(9)
_HOME: Final = {"US": US, "JP": JP, "DE": EP, "KR": KR, "TW": TW}
_FOREIGN_SHARE: Final = 0.09
_ABROAD_SINCE: Final = 2001
# domestic schemes: invention, utility model, design, both on one day, invention with members abroad
_SCHEMES: Final = np.array(
    [
        [0.50, 0.30, 0.09, 0.07, 0.04],  # company
        [0.80, 0.12, 0.01, 0.05, 0.02],  # university
        [0.66, 0.20, 0.02, 0.08, 0.04],  # institute
        [0.25, 0.52, 0.20, 0.03, 0.00],  # individual
        [0.40, 0.55, 0.03, 0.02, 0.00],  # hospital
        [0.40, 0.50, 0.05, 0.05, 0.00],  # government
    ]
)
_LARGEST_TAIWAN: Final = 100_000


@dataclass(frozen=True)
class Families:
    """Families as columns; ``members`` has shape (families, 9)."""

    index: Ints
    day: Ints
    year: Ints
    branch: Ints
    lead: Ints
    is_foreign: Flags
    is_pct: Flags
    is_planted: Flags
    members: Flags

    def __len__(self) -> int:
        return len(self.index)


def families(world: World, index: Ints) -> Families:
    """Draw these families of the world."""
    day = world.timeline.days(index)
    year = year_of(day)
    is_planted = np.isin(index, world.path)
    branch = branches(world, index, year)
    is_foreign = world.chance.happens("foreign", index, _FOREIGN_SHARE) & ~is_planted & (year >= _ABROAD_SINCE)
    lead = np.where(is_foreign, _foreign_leads(world, index), _domestic_leads(world, index, year, branch))
    is_pct = world.chance.happens("pct", index, 0.65)
    members = np.where(
        is_foreign[:, None], _foreign_members(world, index, lead), _domestic_members(world, index, lead, is_pct)
    )
    members[is_planted] = np.arange(9) == INVENTION
    members[year < _ABROAD_SINCE, WO:] = False
    members[:, WO] &= is_pct
    unfiled = ~members.any(axis=1)
    members[unfiled, INVENTION] = True
    return Families(index, day, year, branch, lead, is_foreign, is_pct, is_planted, members)


def branches(world: World, index: Ints, year: Ints) -> Ints:
    """Return the branch of technology of each family."""
    drawn = world.timeline.branches(year, world.chance.uniform("branch", index))
    return np.asarray(np.where(np.isin(index, world.path), PATH_BRANCH, drawn), dtype=np.int64)


def _domestic_leads(world: World, index: Ints, year: Ints, branch: Ints) -> Ints:
    """Draw heavy-tailed applicants who were there at the time and prefer their own branch."""
    cast = world.cast
    chosen = np.full(len(index), -1)
    for attempt in range(4):
        drawn = (cast.domestic * world.chance.uniform(f"lead {attempt}", index) ** 2.6).astype(np.int64)
        fits = (cast.branches[drawn] == branch) | world.chance.happens(f"strays {attempt}", index, 0.3)
        takes = (chosen < 0) & fits & (cast.entry_years[drawn] <= year)
        chosen = np.where(takes, drawn, chosen)
    fallback = np.flatnonzero(cast.entry_years[: cast.domestic] <= 1985)
    return np.where(chosen < 0, fallback[world.chance.integer("old hand", index, len(fallback))], chosen)


def _foreign_leads(world: World, index: Ints) -> Ints:
    size = len(world.cast.entities) - world.cast.domestic
    return np.asarray(
        world.cast.domestic + (size * world.chance.uniform("foreign lead", index) ** 1.5).astype(np.int64)
    )


def _domestic_members(world: World, index: Ints, lead: Ints, is_pct: Flags) -> Flags:
    steps = np.cumsum(_SCHEMES[world.cast.kinds[lead]], axis=1)
    scheme = (world.chance.uniform("scheme", index)[:, None] >= steps[:, :-1]).sum(axis=1)
    members = np.zeros((len(index), 9), dtype=np.bool_)
    members[:, INVENTION] = np.isin(scheme, (0, 3, 4))
    members[:, UTILITY] = np.isin(scheme, (1, 3))
    members[:, DESIGN] = scheme == 2
    goes_abroad = scheme == 4
    for office, share in ((US, 0.7), (EP, 0.4), (JP, 0.35), (KR, 0.15)):
        members[:, office] = goes_abroad & _chosen(world, index, office, share)
    members[:, WO] = goes_abroad & is_pct
    return members


def _foreign_members(world: World, index: Ints, lead: Ints) -> Flags:
    countries = np.array([e.place.country for e in world.cast.entities])[lead]
    members = np.zeros((len(index), 9), dtype=np.bool_)
    members[:, WO] = True
    for office, share in ((US, 0.6), (EP, 0.45), (JP, 0.4), (KR, 0.25)):
        members[:, office] = _chosen(world, index, office, share)
    members[:, INVENTION] = _chosen(world, index, INVENTION, 0.85)
    for country, home in _HOME.items():
        members[:, home] |= countries == country
    members[:, TW] &= world.families < _LARGEST_TAIWAN
    members[:, UTILITY] = ~members[:, INVENTION] & _chosen(world, index, UTILITY, 0.3)
    return members


def _chosen(world: World, index: Ints, member: int, share: float | Floats) -> Flags:
    return world.chance.happens(f"member {MEMBERS[member]}", index, share)


def leading_member(family: Families) -> Ints:
    """Return the member whose publication stands for the family in citations: its first one."""
    return np.asarray(np.argmax(family.members, axis=1), dtype=np.int64)


def partners(world: World, family: Families) -> tuple[Ints, Ints]:
    """Return a second and a third applicant of each family, −1 where there is none.

    Partners come from a small circle of each lead, so that pairs recur and a network shows.
    """
    lead, index = family.lead, family.index
    has_second = world.chance.happens("partner", index, 0.2)
    has_third = has_second & world.chance.happens("third partner", index, 0.18)
    circle = lead * 8 + (3 * world.chance.uniform("circle", index) ** 2.2).astype(np.int64)
    second = _partner(world, circle, family)
    third = _partner(world, circle + 4, family)
    second = np.where(has_second & (second != lead), second, -1)
    third = np.where(has_third & (third != lead) & (third != second) & (second >= 0), third, -1)
    return second, third


def _partner(world: World, circle: Ints, family: Families) -> Ints:
    cast = world.cast
    near = (cast.domestic * world.chance.uniform("partner of circle", circle) ** 2).astype(np.int64)
    abroad = cast.domestic + world.chance.integer("foreign partner", circle, len(cast.entities) - cast.domestic)
    drawn = np.where(family.is_foreign, abroad, near)
    return np.where(cast.entry_years[drawn] <= family.year, drawn, family.lead)
