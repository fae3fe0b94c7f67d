"""Arcs sorted, repeats gone, nodes in an order that respects every arc."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.measures.topology import acyclic, distinct_arcs, is_acyclic

ARCS = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=60)


def ends(arcs):
    cited, citing = np.array(arcs, dtype=np.int32).reshape(-1, 2).T.copy()
    return cited, citing


@given(ARCS)
def test_distinct_arcs_are_each_arc_once_by_citing_and_cited_end(arcs):
    cited, citing = distinct_arcs(*ends(arcs), 12)
    assert list(zip(citing.tolist(), cited.tolist(), strict=True)) == sorted(
        {(head, tail) for tail, head in arcs}
    )


@given(ARCS, st.permutations(range(12)))
def test_the_order_puts_every_document_behind_what_it_cites(arcs, names):
    rising = [(names[min(arc)], names[max(arc)]) for arc in arcs if arc[0] != arc[1]]
    dag = acyclic(*ends(rising), 12)
    assert sorted(dag.node.tolist()) == list(range(12))
    assert (dag.cited < dag.citing()).all()
    found = zip(dag.node[dag.cited].tolist(), dag.node[dag.citing()].tolist(), strict=True)
    assert sorted(found) == sorted(rising)


@given(ARCS)
def test_a_network_is_acyclic_if_nothing_leads_back(arcs):
    import networkx as nx

    graph = nx.DiGraph(arcs)
    assert is_acyclic(*ends(arcs), 12) == nx.is_directed_acyclic_graph(graph)


def test_numbers_that_rise_already_are_kept():
    cited, citing = ends([(0, 1), (0, 2), (1, 2)])
    dag = acyclic(cited, citing, 3)
    assert dag.node.tolist() == [0, 1, 2]
    assert dag.cited is cited


@pytest.mark.parametrize("many", [100, 300_000])
def test_rows_of_any_length_are_sorted(many):
    cited = np.random.default_rng(1).permutation(many).astype(np.int32)
    dag = acyclic(cited, np.full(many, many, dtype=np.int32), many + 1)
    assert (np.diff(dag.cited) > 0).all()


def test_a_chain_of_a_million_documents_needs_no_stack():
    place = np.arange(1_000_000, dtype=np.int32)[::-1]
    dag = acyclic(place[:-1].copy(), place[1:].copy(), 1_000_000)
    assert dag.node[0] == 999_999
