"""Nobody real: every party carries a mark of fiction."""

import polars as pl

from workbench.sample.names import FICTION_MARKS, agencies, persons


def marked(names):
    return all(any(mark in name for mark in FICTION_MARKS) for name in names)


def test_every_party_of_the_tables_carries_a_mark_of_fiction(tables):
    parties = tables["parties"]
    for column in ("name", "party", "group"):
        assert marked(parties[column].drop_nulls().unique())
    events = tables["events"]
    assert marked(events["from_party"].drop_nulls().unique())
    assert marked(events["to_party"].drop_nulls().unique())


def test_every_name_of_the_cast_is_marked_and_unique(world):
    table = world.cast.table
    for column in ("name", "english", "variant", "former"):
        assert marked(table[column].drop_nulls())
    assert not table["name"].is_duplicated().any()
    assert marked(persons())
    assert marked(agencies())


def test_texts_say_that_they_are_sample_data(tables):
    abstracts = tables["publications"]["abstract"]
    assert (abstracts.str.starts_with("（示例数据）") | abstracts.str.starts_with("(Sample data")).all()


def test_applicants_are_heavy_tailed_with_partners_and_renames(tables, world):
    applicants = tables["parties"].filter(pl.col("role") == "applicant")
    counts = applicants.filter(pl.col("position") == 0)["group"].value_counts(sort=True)["count"]
    assert counts.head(len(counts) // 10).sum() > 0.3 * counts.sum()
    assert (applicants["position"] > 0).sum() > 100
    renamed = world.cast.table.drop_nulls("former")
    assert applicants["name"].is_in(renamed["former"].implode()).any()


def test_all_districts_of_tianjin_and_the_traps_are_there(world):
    places = world.cast.table
    local = places.filter(pl.col("province") == "120000")
    assert len(set(local["district"].drop_nulls())) == 16
    assert {"teda", "airport", "binhai_hightech"} <= set(local["zone"].drop_nulls())
    assert places["address"].str.contains("天津市河北区").any()
    assert places["address"].str.contains("沈阳市和平区").any()
    assert local["address"].str.contains("塘沽|汉沽|大港").any()
