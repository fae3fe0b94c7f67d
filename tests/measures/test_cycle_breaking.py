"""Cycles are broken by the fewest arcs, the latest among them, and nothing hangs."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.measures import cycle_breaking
from workbench.measures.cycle_breaking import feedback_arcs
from workbench.measures.topology import is_acyclic


def removed(pairs, node_count, lateness=None):
    cited, citing = np.array(pairs, dtype=np.int32).T
    late = np.arange(len(pairs)) if lateness is None else np.array(lateness)
    chosen = feedback_arcs(cited, citing, node_count, late.astype(np.int64))
    assert is_acyclic(cited[~chosen], citing[~chosen], node_count)
    return [pairs[arc] for arc in np.flatnonzero(chosen)]


@pytest.mark.parametrize(("lateness", "latest"), [([0, 1], (1, 0)), ([1, 0], (0, 1))])
def test_of_two_arcs_that_face_each_other_the_later_goes(lateness, latest):
    assert removed([(0, 1), (1, 0)], 2, lateness) == [latest]


def test_one_arc_shared_by_two_cycles_goes_though_it_is_the_earliest():
    assert removed([(0, 1), (1, 2), (2, 0), (1, 3), (3, 0)], 4) == [(0, 1)]


@st.composite
def tangles(draw):
    count = draw(st.integers(2, 6))
    pairs = [(a, b) for a in range(count) for b in range(count) if a != b]
    return count, draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=14, unique=True))


@given(tangles())
def test_no_fewer_arcs_would_do(network):
    count, pairs = network
    cited, citing = np.array(pairs, dtype=np.int32).T
    fewest = len(removed(pairs, count))
    for chosen in combinations(range(len(pairs)), fewest - 1) if fewest else ():
        kept = np.setdiff1d(np.arange(len(pairs)), chosen)
        assert not is_acyclic(cited[kept], citing[kept], count)


@given(tangles())
def test_in_large_components_no_removed_arc_could_stay(network):
    count, pairs = network
    cited, citing = np.array(pairs, dtype=np.int32).T
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cycle_breaking, "EXACT_NODES", 1)
        gone = removed(pairs, count)
    for arc in gone:
        kept = [at for at, pair in enumerate(pairs) if pair == arc or pair not in gone]
        assert not is_acyclic(cited[kept], citing[kept], count)


def test_a_large_tangle_is_undone_in_time_and_always_alike():
    random = np.random.default_rng(7)
    ends = random.integers(0, 3000, size=(2, 20_000))
    cited, citing = ends[:, ends[0] != ends[1]].astype(np.int32)
    late = np.arange(cited.size)
    first = feedback_arcs(cited, citing, 3000, late)
    assert is_acyclic(cited[~first], citing[~first], 3000)
    assert 0 < first.sum() < cited.size / 2
    assert (first == feedback_arcs(cited, citing, 3000, late)).all()


def test_many_small_cycles_each_lose_their_latest_arc():
    node = np.arange(30_000, dtype=np.int32)
    onward = np.where(node % 3 == 2, node - 2, node + 1).astype(np.int32)
    gone = feedback_arcs(node, onward, node.size, node[::-1].astype(np.int64))
    assert np.flatnonzero(gone).tolist() == list(range(0, 30_000, 3))


def test_no_cycle_is_left_where_the_bound_on_work_is_met(monkeypatch):
    random = np.random.default_rng(3)
    ends = random.integers(0, 300, size=(2, 3000))
    cited, citing = ends[:, ends[0] != ends[1]].astype(np.int32)
    late = np.arange(cited.size)
    minimal = feedback_arcs(cited, citing, 300, late)
    monkeypatch.setattr(cycle_breaking, "_MOST_VISITS", 2000)
    monkeypatch.setattr(cycle_breaking, "_FEWEST_VISITS", 0)
    hasty = feedback_arcs(cited, citing, 300, late)
    assert is_acyclic(cited[~hasty], citing[~hasty], 300)
    assert minimal.sum() < hasty.sum()
