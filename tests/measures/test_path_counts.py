"""Path counts: published examples, and numbers beyond every machine word."""

import numpy as np
import pytest

from workbench.measures.exact_counts import ExactWeights, exact_counts
from workbench.measures.main_paths import global_path, key_route
from workbench.measures.path_counts import Scaled, arc_weights, node_weights, path_counts
from workbench.measures.persistence import layers
from workbench.measures.topology import CyclicNetworkError, acyclic, is_acyclic, strong_components
from workbench.measures.two_threads import in_waves

# The sample network of Liu & Lu 2012: arcs cited-citing, and their published SPC and SPLC.
LIU_LU = ["AC", "CE", "CH", "EG", "GH", "HK", "BC", "BD", "BJ", "DF", "DI", "FH", "FI", "IL", "IM", "JM", "MN"]
SPC = [2, 2, 2, 2, 2, 5, 2, 5, 1, 3, 2, 1, 2, 2, 2, 1, 3]
SPLC = [2, 3, 3, 4, 5, 12, 2, 5, 1, 6, 4, 3, 6, 6, 6, 2, 9]

# Batagelj's Test.net; TestSPLC.net adds s (7) before every vertex, TestSPNP.net also t (8) behind.
BATAGELJ = [(0, 1), (0, 5), (1, 2), (2, 3), (2, 4), (3, 5), (3, 6), (4, 6), (5, 6)]


def network(pairs, node_count):
    cited, citing = np.array(pairs, dtype=np.int32).T
    return acyclic(cited, citing, node_count)


def weights_by_arc(pairs, node_count, weight):
    dag = network(pairs, node_count)
    values = arc_weights(dag, path_counts(dag, weight)).mantissa
    ends = zip(dag.node[dag.cited].tolist(), dag.node[dag.citing()].tolist(), strict=True)
    return dict(zip(ends, values.tolist(), strict=True))


def ladder(diamonds):
    """Return a chain of diamonds: every arc lies on half of all paths."""
    pairs = []
    for first in range(0, 3 * diamonds, 3):
        pairs += [(first, first + 1), (first, first + 2), (first + 1, first + 3), (first + 2, first + 3)]
    return network(pairs, 3 * diamonds + 1)


@pytest.mark.parametrize(("weight", "published"), [("spc", SPC), ("splc", SPLC)])
def test_weights_of_liu_and_lu_are_those_published(weight, published):
    pairs = [(ord(arc[0]) - 65, ord(arc[1]) - 65) for arc in LIU_LU]
    found = weights_by_arc(pairs, 14, weight)
    assert [found[pair] for pair in pairs] == published


def test_splc_and_spnp_are_spc_of_batageljs_extended_networks():
    with_source = BATAGELJ + [(7, vertex) for vertex in range(7)]
    with_both = with_source + [(vertex, 8) for vertex in range(7)]
    for weight, extended, count in (("splc", with_source, 8), ("spnp", with_both, 9)):
        flow = weights_by_arc(extended, count, "spc")
        assert weights_by_arc(BATAGELJ, 7, weight) == {arc: flow[arc] for arc in BATAGELJ}
        own, outer = (path_counts(network(*given)) for given in ((BATAGELJ, 7), (extended, count)))
        own = path_counts(network(BATAGELJ, 7), weight)
        assert own.total.mantissa[0] == outer.total.mantissa[0]


@pytest.mark.parametrize("diamonds", [5, 63, 300, 1100, 5000])
def test_every_arc_of_a_ladder_carries_half_of_the_flow(diamonds):
    dag = ladder(diamonds)
    counts = path_counts(dag, threads=2)
    assert counts.total.log2()[0] == diamonds
    assert (arc_weights(dag, counts).divided_by(counts.total) == 0.5).all()
    inner = node_weights(counts).divided_by(counts.total)
    assert set(inner.tolist()) == {0.5, 1.0}
    assert layers(dag).max() == 2 * diamonds


@pytest.mark.parametrize("diamonds", [5, 63, 1100])
def test_all_paths_of_a_ladder_tie_and_are_counted_exactly(diamonds):
    dag = ladder(diamonds)
    counts = path_counts(dag)
    shares, exact = arc_weights(dag, counts).divided_by(counts.total), ExactWeights(dag, counts)
    assert exact.total() == 2**diamonds
    for found in (global_path(dag, shares, exact), key_route(dag, shares, exact)):
        assert (found.arcs.size, found.optima) == (4 * diamonds, 2**diamonds)


@pytest.mark.slow
def test_all_paths_of_five_thousand_diamonds_tie():
    dag = ladder(5000)
    counts = path_counts(dag)
    shares, exact = arc_weights(dag, counts).divided_by(counts.total), ExactWeights(dag, counts)
    for found in (global_path(dag, shares, exact), key_route(dag, shares, exact)):
        assert (found.arcs.size, found.optima) == (20_000, 2**5000)


@pytest.mark.parametrize("weight", ["spc", "splc", "spnp"])
def test_counts_by_primes_and_by_big_integers_agree(monkeypatch, weight):
    from workbench.measures import exact_counts as module

    dag = ladder(150)
    counts = path_counts(dag, weight)
    places = np.arange(dag.node_count)
    summed = exact_counts(dag, counts, places)
    monkeypatch.setattr(module, "_MOST_BITS", 0)
    assert exact_counts(dag, counts, places) == summed
    assert summed.before[0] == 1


def test_wide_numbers_have_the_bits_of_plain_ones(monkeypatch):
    from workbench.measures import path_counts as module

    dag = ladder(40)
    plain = arc_weights(dag, path_counts(dag, "spnp"))
    monkeypatch.setattr(module, "_PLAIN_LIMIT", 0.0)
    wide = arc_weights(dag, path_counts(dag, "spnp"))
    assert plain.exponent is None
    assert wide.exponent is not None
    assert not wide.exponent.any()
    assert wide.mantissa.tobytes() == plain.mantissa.tobytes()


def test_a_share_too_small_for_float64_is_zero():
    tiny = Scaled(np.array([1.0]), np.array([0], dtype=np.int32))
    huge = Scaled(np.array([1.0]), np.array([20], dtype=np.int32))
    assert tiny.divided_by(huge).tolist() == [0.0]
    assert huge.divided_by(huge).tolist() == [1.0]


def test_a_cycle_is_refused():
    with pytest.raises(CyclicNetworkError):
        network([(0, 1), (1, 2), (2, 0)], 3)
    assert not is_acyclic(np.array([0, 1], np.int32), np.array([1, 0], np.int32), 2)


def test_components_are_named_by_their_smallest_node():
    cited, citing = np.array([(3, 1), (1, 3), (3, 2), (0, 3)], dtype=np.int32).T
    assert strong_components(cited, citing, 4).tolist() == [0, 1, 2, 1]


def test_nodes_without_arcs_carry_no_flow():
    dag = network([(0, 1)], 4)
    assert [path_counts(dag, weight).total.mantissa[0] for weight in ("spc", "splc", "spnp")] == [1, 2, 3]


def test_sinks_are_told_for_any_number_of_nodes():
    random = np.random.default_rng(5)
    for count in range(1, 40):
        citing = np.sort(random.integers(0, count, 2 * count)).astype(np.int32)
        cited = (citing * random.random(citing.size)).astype(np.int32)
        dag = acyclic(cited[cited < citing], citing[cited < citing], count)
        assert set(np.flatnonzero(~dag.is_sink)) == set(dag.cited.tolist())
        assert dag.is_sink.size == count


def test_best_sums_in_waves_of_two_threads_are_those_of_one():
    random = np.random.default_rng(7)
    layers, width, references = 4, 40_000, 4
    citing = np.repeat(np.arange(width, layers * width, dtype=np.int32), references)
    cited = (citing // width - 1) * width + random.integers(0, width, citing.size)
    dag = acyclic(cited.astype(np.int32), citing, layers * width)
    weights = random.random(dag.arc_count)
    bounds: list[tuple[int, int]] = []
    in_waves(dag.start, dag.cited, lambda first, end: bounds.append((first, end)))
    assert len(bounds) > layers
    best = np.zeros(dag.node_count)
    for node in range(dag.node_count):
        arcs = slice(dag.start[node], dag.start[node + 1])
        best[node] = (best[dag.cited[arcs]] + weights[arcs]).max(initial=0.0)
    found = global_path(dag, weights, lambda arcs: [round(weight * 2**60) for weight in weights[arcs]])
    assert weights[found.arcs].sum() == pytest.approx(best.max())
