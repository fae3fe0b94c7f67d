"""What is taken out, in which order, and that every arc is accounted for."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.measures.topology import is_acyclic
from workbench.route.cleaning import CYCLE_RULES, clean
from workbench.route.network import CitationNetwork


def network(pairs, *, dates=None, names=None):
    """Make a network of (cited, citing) pairs of numbers."""
    ends = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    count = int(ends.max(initial=-1)) + 1
    return CitationNetwork(
        ends[:, 0].copy(),
        ends[:, 1].copy(),
        pl.Series(names or [str(node) for node in range(count)], dtype=pl.String),
        dates=None if dates is None else np.array(dates, dtype=np.int32),
    )


def kept(cleaned):
    names = cleaned.network.names.to_list()
    return {(names[t], names[h]) for t, h in zip(cleaned.network.cited, cleaned.network.citing, strict=True)}


def test_loops_go_first_and_repetitions_count_once():
    cleaned = clean(network([(0, 0), (0, 0), (0, 1), (0, 1), (0, 1)]))
    assert kept(cleaned) == {("0", "1")}
    assert cleaned.removed == {"loops": 2, "duplicates": 2, "against_date": 0, "cycles": 0}


def test_arcs_against_the_date_go_before_cycles_are_looked_for():
    pairs, dates = [(0, 1), (1, 2), (2, 0)], [19990000, 20000000, 20010000]
    cleaned = clean(network(pairs, dates=dates))
    assert kept(cleaned) == {("0", "1"), ("1", "2")}
    assert (cleaned.removed["against_date"], cleaned.removed["cycles"]) == (1, 0)


def test_an_undated_document_is_not_held_against_time():
    cleaned = clean(network([(0, 1), (1, 0), (1, 2)], dates=[0, 20000000, 19990000]))
    assert cleaned.removed == {"loops": 0, "duplicates": 0, "against_date": 1, "cycles": 1}
    assert [remark.key for remark in cleaned.remarks] == ["some_undated"]


def test_without_dates_only_cycles_are_broken_and_it_is_said():
    cleaned = clean(network([(0, 1), (1, 0), (1, 2)]))
    assert kept(cleaned) == {("0", "1"), ("1", "2")}
    assert [remark.key for remark in cleaned.remarks] == ["no_dates"]


def test_drop_takes_every_arc_inside_a_component():
    cleaned = clean(network([(0, 1), (1, 2), (2, 1), (2, 3)]), "drop")
    assert kept(cleaned) == {("0", "1"), ("2", "3")}
    assert cleaned.removed["cycles"] == 2


@pytest.mark.parametrize(("names", "smallest"), [(["a", "d", "c", "e"], "c"), (["1", "10", "9", "3"], "9")])
def test_shrink_names_a_component_by_its_smallest_member_and_merges_parallel_arcs(names, smallest):
    cleaned = clean(network([(0, 1), (0, 2), (1, 2), (2, 1), (2, 3)], names=names), "shrink")
    assert kept(cleaned) == {(names[0], smallest), (smallest, names[3])}
    assert cleaned.network.node_count == 3
    assert (cleaned.removed["cycles"], cleaned.removed["parallel"]) == (2, 1)


def test_preprints_keep_every_arc_of_a_component():
    cleaned = clean(network([(0, 1), (1, 2), (2, 1), (2, 3)]), "preprint")
    assert kept(cleaned) == {
        ("0", "1"), ("0", "1'"), ("1'", "1"), ("2'", "2"), ("1'", "2"), ("2'", "1"), ("2", "3"),
    }  # fmt: skip


@st.composite
def tangles(draw):
    pairs = draw(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), min_size=1, max_size=25))
    dates = draw(st.none() | st.lists(st.sampled_from([0, 19990000, 20000000]), min_size=8, max_size=8))
    return network([*pairs, (7, 7)], dates=dates)


@given(tangles(), st.sampled_from(CYCLE_RULES))
def test_no_cycle_is_left_and_every_arc_is_accounted_for(given, rule):
    cleaned = clean(given, rule)
    left = cleaned.network
    assert is_acyclic(left.cited, left.citing, left.node_count)
    assert given.arc_count + cleaned.added == left.arc_count + sum(cleaned.removed.values())


@given(tangles(), st.sampled_from(CYCLE_RULES), st.randoms())
def test_the_order_of_the_rows_does_not_matter(given, rule, random):
    pairs = list(zip(given.cited.tolist(), given.citing.tolist(), strict=True))
    random.shuffle(pairs)
    again = network(pairs, dates=given.dates)
    assert kept(clean(given, rule)) == kept(clean(again, rule))
