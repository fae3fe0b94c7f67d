"""Arcs are added one by one as long as they close no cycle, whatever order one begins with."""

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from workbench.measures.growing_order import keep_acyclic, neighbours

PLENTY = 10**9


def kept(pairs, place, visits=PLENTY):
    cited, citing = np.array(pairs, dtype=np.int32).reshape(-1, 2).T.copy()
    start, _ = neighbours(cited, citing, len(place))
    found = np.empty(len(pairs), dtype=np.bool_)
    keep_acyclic(cited, citing, np.array(place, dtype=np.int32), start, found, visits)
    return found.tolist()


@st.composite
def ordered_arcs(draw):
    count = draw(st.integers(2, 9))
    pairs = [(a, b) for a in range(count) for b in range(count) if a != b]
    return draw(st.lists(st.sampled_from(pairs), max_size=40)), draw(st.permutations(range(count)))


@given(ordered_arcs())
def test_an_arc_is_kept_if_its_citing_end_does_not_lead_back(network):
    pairs, place = network
    graph = nx.DiGraph((a, b) for a, b in pairs if place[a] < place[b])
    graph.add_nodes_from(range(len(place)))
    expected = []
    for tail, head in pairs:
        expected.append(place[tail] < place[head] or not nx.has_path(graph, head, tail))
        if expected[-1]:
            graph.add_edge(tail, head)
    assert kept(pairs, place) == expected


def test_a_list_without_room_is_numbered_anew():
    count = 400
    behind_one = [(0, node) for node in range(1, count)]
    chain = [(node, node + 1) for node in range(1, count - 1)]
    rising = [(count - 1, 1)]
    place = [count - 1, *range(count - 2, -1, -1)]
    expected = [True] * (count - 1) + [True] * (count - 3) + [False, True]
    assert kept([*behind_one, *chain, *rising], place) == expected


def test_without_work_only_rising_arcs_stay():
    assert kept([(0, 1), (2, 1)], [0, 1, 2], visits=0) == [True, False]


def test_neighbours_stand_on_both_sides():
    ends = np.array([0, 0, 1], dtype=np.int32), np.array([1, 2, 2], dtype=np.int32)
    start, far = neighbours(*ends, 3)
    assert start.tolist() == [[0, 2, 3, 3], [0, 0, 1, 3]]
    assert far.tolist() == [[1, 2, 2], [0, 0, 1]]
