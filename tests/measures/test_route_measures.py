"""Criticality, coverage, PageRank, resampling, coupling: against a listing of all paths, or by hand."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.measures.test_enumerated_paths import Drawn, all_paths, ends_of, networks, union
from workbench.measures.communities import by_size, leiden_communities
from workbench.measures.coupling import couplings
from workbench.measures.criticality import basket, criticality, depths, heights
from workbench.measures.flow_coverage import flow_coverage
from workbench.measures.page_rank import page_rank
from workbench.measures.percentiles import percentiles, rarity
from workbench.measures.persistence import layers
from workbench.measures.resampling import drawn_arcs, with_arcs_added, with_arcs_dropped
from workbench.measures.sets import jaccard, longest_plateau, sorted_distinct, weighted_jaccard
from workbench.measures.ties import tie_shares


def by_node(drawn, values):
    return dict(zip(drawn.dag.node.tolist(), values.tolist(), strict=True))


@given(networks(), st.data())
def test_criticality_is_what_the_heaviest_listed_path_through_a_node_lacks(network, data):
    drawn = Drawn(network)
    numbers = data.draw(st.lists(st.integers(1, 9), min_size=drawn.dag.arc_count, max_size=drawn.dag.arc_count))
    weight = drawn.by_arc(numbers)
    sources, sinks, nodes = ends_of(drawn.pairs)
    paths = all_paths(drawn.pairs, sources, sinks)
    sums = {path: sum(weight[arc] for arc in pairwise(path)) for path in paths}
    best = max(sums.values())
    found = by_node(drawn, criticality(drawn.dag, np.array(numbers, dtype=float)))
    assert {node: found[node] for node in nodes} == {
        node: best - max(total for path, total in sums.items() if node in path) for node in nodes
    }


@given(networks())
def test_unit_heights_are_layers_and_zero_criticality_is_the_longest_paths(network):
    drawn = Drawn(network)
    assert heights(drawn.dag).tolist() == layers(drawn.dag).tolist()
    sources, sinks, _ = ends_of(drawn.pairs)
    paths = all_paths(drawn.pairs, sources, sinks)
    longest = {node for path in paths if len(path) == max(map(len, paths)) for node in path}
    critical = criticality(drawn.dag)
    assert {int(node) for node in drawn.dag.node[critical == 0]} == longest
    assert (heights(drawn.dag) + depths(drawn.dag) + critical == max(map(len, paths)) - 1).all()


def test_a_basket_takes_all_that_tie_with_its_last():
    values = np.array([0.0, 1.0, 1.0, 2.0])
    assert basket(values, 2).tolist() == [True, True, True, False]
    assert basket(values, 0).tolist() == [False] * 4
    assert basket(values, 9).all()


@given(networks(), st.data())
def test_coverage_is_the_share_of_the_listed_paths(network, data):
    drawn = Drawn(network)
    chosen = data.draw(st.sets(st.integers(0, drawn.dag.arc_count - 1)))
    arcs = np.array(sorted(chosen), dtype=np.int64)
    shown, nodes = drawn.arcs(arcs), {node for arc in drawn.arcs(arcs) for node in arc}
    sources, sinks, _ = ends_of(drawn.pairs)
    paths = all_paths(drawn.pairs, sources, sinks)
    found = flow_coverage(drawn.dag, drawn.counts, arcs)
    expected = [
        sum(bool(union([path]) & shown) for path in paths),
        sum(bool(set(path) & nodes) for path in paths),
        sum(union([path]) <= shown for path in paths),
    ]
    assert [found.through_arcs, found.through_nodes, found.inside] == pytest.approx(
        [count / len(paths) for count in expected]
    )


def test_coverage_holds_where_paths_outnumber_floating_point():
    rungs = 1500
    arcs = [
        arc
        for r in range(rungs)
        for a in (3 * r,)
        for arc in ((a, a + 1), (a, a + 2), (a + 1, a + 3), (a + 2, a + 3))
    ]
    drawn = Drawn((3 * rungs + 1, arcs))
    first = [place for place, arc in enumerate(drawn.by_arc(range(len(arcs)))) if arc[0] == 0][:1]
    assert flow_coverage(drawn.dag, drawn.counts, np.array(first)).through_arcs == pytest.approx(0.5)


def test_coverage_is_told_of_spc_only():
    drawn = Drawn((2, [(0, 1)]), "splc")
    with pytest.raises(ValueError, match="splc"):
        flow_coverage(drawn.dag, drawn.counts, np.array([0]))


@given(networks())
def test_page_rank_of_one_sweep_is_that_of_iterating(network):
    import networkx as nx

    drawn = Drawn(network)
    graph = nx.DiGraph()
    graph.add_nodes_from(range(drawn.count))
    graph.add_edges_from((citing, cited) for cited, citing in drawn.pairs)
    expected = nx.pagerank(graph, alpha=0.85, tol=1e-13, max_iter=1000)
    assert by_node(drawn, page_rank(drawn.dag)) == pytest.approx(expected, abs=1e-9)


@given(networks(), st.data())
def test_a_network_with_arcs_dropped_is_the_network_of_the_others(network, data):
    drawn = Drawn(network)
    flags = np.array(
        data.draw(st.lists(st.booleans(), min_size=drawn.dag.arc_count, max_size=drawn.dag.arc_count))
    )
    less = with_arcs_dropped(drawn.dag, flags)
    kept = list(zip(drawn.dag.cited[~flags].tolist(), drawn.dag.citing()[~flags].tolist(), strict=True))
    assert list(zip(less.cited.tolist(), less.citing().tolist(), strict=True)) == kept
    assert set(np.flatnonzero(~less.is_sink)) == {cited for cited, _ in kept}


@given(networks(), st.integers(0, 20), st.integers(0, 99))
def test_drawn_arcs_are_new_distinct_and_in_order(network, count, seed):
    drawn = Drawn(network)
    cited, citing = drawn_arcs(drawn.dag, count, np.random.default_rng(seed))
    pairs = list(zip(cited.tolist(), citing.tolist(), strict=True))
    known = set(zip(drawn.dag.cited.tolist(), drawn.dag.citing().tolist(), strict=True))
    assert len(set(pairs)) == len(pairs) <= count
    assert not known & set(pairs)
    assert all(one < other for one, other in pairs)
    more = with_arcs_added(drawn.dag, cited, citing)
    assert set(zip(more.cited.tolist(), more.citing().tolist(), strict=True)) == known | set(pairs)


def test_jaccard_and_plateau():
    assert jaccard(np.array([1, 2, 3]), np.array([2, 3, 4])) == 0.5
    assert jaccard(np.array([], dtype=int), np.array([], dtype=int)) == 1.0
    assert longest_plateau([1, 2, 2, 3, 3, 3, 4]) == (3, 5)
    assert longest_plateau([1, 1, 2, 2]) == (0, 1)
    assert longest_plateau([1, 2, 3]) == (-1, -1)


def test_percentiles_count_equals_half_and_keep_groups_and_gaps():
    assert percentiles([0, 0, 5, 9]).tolist() == [0.25, 0.25, 0.625, 0.875]
    found = percentiles([1, 2, 5, np.nan, 7], [1, 1, 2, 2, 2])
    assert found[:3].tolist() == [0.25, 0.75, 0.25]
    assert np.isnan(found[3])
    assert found[4] == 0.75


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5)), min_size=1))
def test_percentiles_are_what_counting_gives(rows):
    values, groups = [value for _, value in rows], [group for group, _ in rows]
    for (group, value), found in zip(rows, percentiles(values, groups), strict=True):
        peers = [other for own, other in rows if own == group]
        below, same = sum(other < value for other in peers), sum(other == value for other in peers)
        assert found == pytest.approx((below + same / 2) / len(peers))


def test_two_cliques_are_two_communities_and_a_seed_repeats_itself():
    pairs = [(a, b) for block in (range(4), range(4, 10)) for a in block for b in block if a < b] + [(3, 4)]
    cited, citing = np.array(pairs, dtype=np.int32).T
    found = leiden_communities(cited, citing, 11, seed=7)
    assert found.community.tolist() == [1] * 4 + [0] * 6 + [2]
    again = leiden_communities(cited, citing, 11, seed=7)
    assert again.community.tolist() == found.community.tolist()
    inside, degree = {0: 15, 1: 6, 2: 0}, {0: 31, 1: 13, 2: 0}
    assert found.modularity == pytest.approx(sum(inside[c] / 22 - (degree[c] / 44) ** 2 for c in inside))
    assert leiden_communities(cited[:0], citing[:0], 0).community.size == 0


def test_seeding_communities_leaves_other_chance_alone():
    import random

    random.seed(5)
    expected = random.random()
    random.seed(5)
    leiden_communities(np.array([0], dtype=np.int32), np.array([1], dtype=np.int32), 2)
    assert random.random() == expected


def test_groups_are_numbered_by_size_then_by_their_smallest_member():
    assert by_size(np.array([7, 3, 3, 5, 7], dtype=np.int32)).tolist() == [0, 1, 1, 2, 0]


def listed_couplings(links, cap):
    cited_by = {}
    for row, column in links:
        cited_by.setdefault(column, set()).add(row)
    sources = {column: rows for column, rows in cited_by.items() if 1 < len(rows) <= cap}
    rows = {row for row, _ in links}
    return {
        (one, other): (len(common), sum(1 / (len(sources[column]) - 1) for column in common))
        for one in rows
        for other in rows
        if one < other
        if (common := [column for column, own in sources.items() if {one, other} <= own])
    }


@given(st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1))
def test_couplings_are_those_of_counting_by_hand(links):
    row, column = np.array(sorted(links)).T
    found = couplings(row, column, cap=4, neighbours=10)
    pairs = zip(found.one.tolist(), found.other.tolist(), strict=True)
    every = np.arange(found.one.size)
    told = dict(
        zip(pairs, zip(found.shared(every).tolist(), found.strength.tolist(), strict=True), strict=True)
    )
    expected = listed_couplings(links, 4)
    assert told.keys() == expected.keys()
    assert [told[pair] for pair in expected] == [pytest.approx(value) for value in expected.values()]
    similarity = found.similarity(every)
    assert ((similarity > 0) & (similarity <= 1 + 1e-12)).all()


def test_a_hub_couples_nothing_and_is_counted():
    row = np.array([0, 1, 2, 0, 1])
    column = np.array([0, 0, 0, 1, 1])
    found = couplings(row, column, cap=2)
    assert (found.one.tolist(), found.other.tolist(), found.hub_count) == ([0], [1], 1)


def test_rarity_tells_the_highest_apart_and_a_small_group_never_reaches_one():
    assert rarity([0, 0, 5, 9]) == pytest.approx(np.log([0.75, 0.75, 0.375, 0.125]) / np.log(1 / 8))
    values = np.arange(1000.0)
    found = rarity(values)
    assert found[-1] == pytest.approx(1.0)
    assert found[-1] - found[-10] > 3 * (found[500] - found[490])
    assert rarity([1, 2, 3, 4], [0, 0, 1, 1]).max() < 1
    assert np.isnan(rarity([np.nan, np.nan])).all()


@given(networks(), st.data())
def test_tie_shares_are_those_of_the_listed_ways(network, data):
    drawn = Drawn(network)
    chosen = data.draw(st.sets(st.integers(0, drawn.dag.arc_count - 1), min_size=1))
    arcs = np.array(sorted(chosen), dtype=np.int64)
    pairs = sorted(drawn.arcs(arcs))
    sources, sinks, _ = ends_of(pairs)
    ways = all_paths(pairs, sources, sinks)
    expected = {node: sum(node in way for way in ways) / len(ways) for node in range(drawn.count)}
    assert by_node(drawn, tie_shares(drawn.dag, arcs)) == pytest.approx(expected)


def test_weighted_jaccard_is_jaccard_where_grades_are_whole():
    one, other = np.array([1.0, 1, 1, 0]), np.array([0.0, 1, 1, 1])
    assert weighted_jaccard(one, other) == 0.5
    assert weighted_jaccard(one * 0, other * 0) == 1.0
    assert weighted_jaccard(np.array([1, 0.5]), np.array([1, 0.25])) == pytest.approx(1.25 / 1.5)


def test_sorted_distinct_is_a_sorted_set():
    assert sorted_distinct(np.array([3, 1, 3, 2, 1])).tolist() == [1, 2, 3]
    assert sorted_distinct(np.empty(0, dtype=np.int64)).size == 0
