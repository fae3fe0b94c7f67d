"""Chunks are independent: however a world is cut, the same records come out."""

import polars as pl
import pytest

from workbench.sample.chance import Chance
from workbench.sample.chapter import Chapter
from workbench.sample.exports_yearly import yearly_table
from workbench.sample.sizes import chapters, publications_in, total, world_of


@pytest.mark.parametrize("records", [1, 60, 700])
def test_a_world_has_a_few_records_more_than_wished(records):
    world = world_of(records, 3)
    assert total(world, publications_in) >= records
    assert sum(len(chapter.records) for chapter in chapters(world, records)) == records


def test_chapters_put_together_are_the_whole(tables, world):
    parts = [chapter.tables() for chapter in chapters(world, size=900)]
    assert len(parts) > 3
    for name, whole in tables.items():
        assert pl.concat(part[name] for part in parts).equals(whole), name


def test_a_thinned_chapter_spreads_over_all_years(world):
    thin = Chapter(world, 0, world.families, stride=5.5)
    assert len(thin.family) == pytest.approx(world.families / 5.5, abs=1)
    assert thin.family.year.min() < 2000
    assert thin.family.year.max() == 2025


def test_equal_numbers_are_drawn_for_equal_indices_only():
    import numpy as np

    index = np.arange(10_000)
    drawn = Chance(1).uniform("a", index)
    assert (drawn == Chance(1).uniform("a", index)).all()
    assert (drawn != Chance(2).uniform("a", index)).all()
    assert (drawn != Chance(1).uniform("b", index)).all()
    assert abs(drawn.mean() - 0.5) < 0.02
    assert abs(np.corrcoef(drawn[:-1], drawn[1:])[0, 1]) < 0.05


def test_yearly_tables_hold_applications_with_publication_and_grant(chapter):
    table = yearly_table(chapter)
    assert not table["申请号"].is_duplicated().any()
    inventions = table.filter(pl.col("专利类型") == "发明专利")
    granted = inventions.drop_nulls("授权公告号")
    assert (granted["授权公告号"] != granted["公开公告号"]).all()
    assert granted["授权公告日"].null_count() == 0
    assert table["申请日"].str.contains("-").any()
    assert table["申请日"].str.contains(r"^\d{8}$").any()
    assert table["申请日"].str.contains(".", literal=True).any()
    lean = yearly_table(chapter, with_texts=False)
    assert lean.columns == table.columns
    assert lean["摘要文本"].null_count() == len(lean)
