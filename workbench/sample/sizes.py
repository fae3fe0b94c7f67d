"""How many families give so many rows."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from workbench.sample.applications import NEVER, applications
from workbench.sample.chapter import Chapter
from workbench.sample.families import families
from workbench.sample.world import CUT_OFF, World, check_size

Count = Callable[[pl.DataFrame], int]
_CHUNK: Final = 200_000
_SAMPLED: Final = 50_000
_TRIES: Final = 80
_FEWEST: Final = 8


def publications_in(apps: pl.DataFrame) -> int:
    """Count the publications of applications."""
    return len(apps) + int((apps["second"] < NEVER).sum())


def chinese_publications_in(apps: pl.DataFrame) -> int:
    """Count the publications of Chinese applications."""
    return publications_in(apps.filter(pl.col("office") == "CN"))


def chinese_applications_in(apps: pl.DataFrame) -> int:
    """Count the Chinese applications."""
    return int((apps["office"] == "CN").sum())


def world_of(rows: int, seed: int, cut_off: date = CUT_OFF, *, count: Count = publications_in) -> World:
    """Return a world with at least so many rows of a kind, and only a few more.

    Raises
    ------
    WorkbenchError
        If the size is out of range.
    """
    check_size(rows)
    size = max(_FEWEST, int(rows / 1.6))
    slack = 2 + rows // 250
    tried: set[int] = set()
    for _ in range(_TRIES):
        found = total(World(seed, size, cut_off), count)
        if rows <= found <= rows + slack or size == _FEWEST >= rows:
            break
        tried.add(size)
        size = max(_FEWEST, size + int((rows + slack // 3 - found) * size / max(1, found)))
        while size in tried:
            size += 1
    world = World(seed, size, cut_off)
    while total(world, count) < rows:
        world = World(seed, world.families + max(1, world.families // 300), cut_off)
    return world


def total(world: World, count: Count) -> int:
    """Count rows of a world; a large one by every so manieth family."""
    stride = max(1, world.families // _SAMPLED)
    index = np.arange(0, world.families, stride)
    apps = applications(world, families(world, index))
    return int(count(apps) * world.families / len(index) * (0.999 if stride > 1 else 1.0))


def chapters(world: World, rows: int | None = None, *, size: int = _CHUNK) -> Iterator[Chapter]:
    """Cut a world into chapters of about ``size`` records, numbered on; at most ``rows`` records in all."""
    step = int(size / 1.7)
    first = 0
    for low in range(0, world.families, step):
        left = NEVER if rows is None else rows - first
        if left <= 0:
            return
        chapter = Chapter(world, low, min(low + step, world.families), first, left)
        if len(chapter.records):
            yield chapter
        first += len(chapter.records)
