"""One small world, drawn once for all tests of the sample."""

import pytest

from workbench.sample.chapter import Chapter
from workbench.sample.sizes import world_of
from workbench.sample.world import World

RECORDS = 4000


@pytest.fixture(scope="session")
def world() -> World:
    return world_of(RECORDS, 11)


@pytest.fixture(scope="session")
def chapter(world):
    return Chapter(world, 0, world.families)


@pytest.fixture(scope="session")
def tables(chapter):
    return chapter.tables()
