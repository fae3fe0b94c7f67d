"""How many families give so many records."""

from datetime import date
from typing import Final

import numpy as np

from workbench.sample.applications import NEVER, applications
from workbench.sample.families import families
from workbench.sample.world import CUT_OFF, World, check_size

_PROBES: Final = 20_000
_CHUNK: Final = 250_000


def records_of(world: World, low: int, high: int, stride: int = 1) -> int:
    """Return how many publications the families of a range have by the cut-off."""
    apps = applications(world, families(world, np.arange(low, high, stride)))
    return len(apps) + int((apps["second"] < NEVER).sum())


def world_of(records: int, seed: int, cut_off: date = CUT_OFF) -> tuple[World, int]:
    """Return a world with at least so many records and the number of its families.

    Only a few records more than asked for are there, so that cutting them off leaves no trace.

    Raises
    ------
    WorkbenchError
        If the size is out of range.
    """
    check_size(records)
    count = max(8, int(records / 1.6))
    for _ in range(6):
        world = World(seed, count, cut_off)
        found = _total(world)
        if records <= found <= records * 1.002 + 4:
            break
        count = (
            max(count + 1, int(count * records / found * 1.0005) + 1)
            if found < records
            else int(count * records / found * 1.0005)
        )
    while _total(world) < records:
        world = World(seed, world.families + max(1, world.families // 500), cut_off)
    return world, world.families


def _total(world: World) -> int:
    if world.families > 40 * _PROBES:
        stride = world.families // (10 * _PROBES)
        return (
            records_of(world, 0, world.families, stride)
            * world.families
            // len(range(0, world.families, stride))
        )
    return sum(
        records_of(world, low, min(low + _CHUNK, world.families)) for low in range(0, world.families, _CHUNK)
    )
