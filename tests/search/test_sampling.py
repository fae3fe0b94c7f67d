"""Samples are seeded, proportional, and cover every stratum."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import WorkbenchError
from workbench.search.sampling import ReadingKey, allocation, draw_sample

HITS = {f"CN{i:09d}A": str(2000 + i % 5) for i in range(200)}
REST = {f"CN{i:09d}A": "" for i in range(200, 900)}


def test_the_same_seed_draws_the_same_documents_in_the_same_order():
    first, again = (draw_sample({"hits": HITS}, {"hits": 50}, seed=7) for _ in range(2))
    assert first == again
    assert draw_sample({"hits": HITS}, {"hits": 50}, seed=8).order != first.order


def test_strata_share_the_sample_in_proportion_and_no_document_is_drawn_twice():
    key = draw_sample({"hits": HITS, "rest": REST}, {"hits": 50, "rest": 70}, seed=1)
    assert [(s.part, s.name, s.population, len(s.numbers)) for s in key.strata] == [
        *(("hits", str(2000 + i), 40, 10) for i in range(5)),
        ("rest", "", 700, 70),
    ]
    assert len(set(key.order)) == len(key.order) == 120


def test_the_order_of_the_sheet_mixes_the_strata():
    key = draw_sample({"hits": HITS, "rest": REST}, {"hits": 50, "rest": 50}, seed=1)
    assert {number in HITS for number in key.order[:20]} == {True, False}


@given(st.dictionaries(st.text("abc", max_size=3), st.integers(1, 50), min_size=1), st.integers(0, 120))
def test_an_allocation_keeps_to_its_bounds(populations, size):
    given_out = allocation(populations, size)
    assert all(min(2, populations[name]) <= given_out[name] <= populations[name] for name in populations)
    least = sum(min(2, count) for count in populations.values())
    assert sum(given_out.values()) <= max(size, least) + len(populations)
    assert sum(given_out.values()) >= min(size, sum(populations.values()))


def test_a_key_survives_its_file(tmp_path):
    key = draw_sample({"hits": HITS}, {"hits": 9}, seed=3, query="ti=(电池)", syntax="incopat")
    assert ReadingKey.load(key.save(tmp_path / "key.json")) == key


def test_a_file_that_is_no_key_is_refused(tmp_path):
    (tmp_path / "key.json").write_text("{}", encoding="utf-8")
    with pytest.raises(WorkbenchError) as refused:
        ReadingKey.load(tmp_path / "key.json")
    assert refused.value.key == "not_a_reading_key"
