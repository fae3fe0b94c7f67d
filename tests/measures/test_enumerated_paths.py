"""Random small networks: every weight and every tie against a listing of all paths."""

from collections import Counter
from fractions import Fraction
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.measures.exact_counts import ExactWeights
from workbench.measures.main_paths import global_path, key_route, local_path, longest_path
from workbench.measures.path_counts import arc_weights, node_weights, path_counts
from workbench.measures.persistence import knowledge_persistence, layer_persistence
from workbench.measures.topology import acyclic

WEIGHTS = ("spc", "splc", "spnp")


@st.composite
def networks(draw):
    """Draw node count and arcs of a network without cycles, its nodes in any order."""
    count = draw(st.integers(2, 8))
    pairs = list(combinations(range(count), 2))
    chosen = draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=16, unique=True))
    name = draw(st.permutations(range(count)))
    return count, [(name[tail], name[head]) for tail, head in chosen]


def all_paths(arcs, begins, ends):
    """List every path from a begin to an end, single nodes included."""
    after = {}
    for tail, head in arcs:
        after.setdefault(tail, []).append(head)
    found, waiting = [], [(node,) for node in begins]
    while waiting:
        path = waiting.pop()
        if path[-1] in ends:
            found.append(path)
        waiting += [(*path, onward) for onward in after.get(path[-1], ())]
    return found


def ends_of(arcs):
    tails, heads = {tail for tail, _ in arcs}, {head for _, head in arcs}
    return tails - heads, heads - tails, tails | heads


def listed_weights(arcs, weight):
    """Count the paths through each arc by listing them."""
    sources, sinks, nodes = ends_of(arcs)
    begins = sources if weight == "spc" else nodes
    paths = all_paths(arcs, begins, nodes if weight == "spnp" else sinks)
    return Counter(arc for path in paths for arc in pairwise(path)), len(paths)


class Drawn:
    """A network as the measures see it."""

    def __init__(self, network, weight="spc", threads=1):
        self.count, self.pairs = network
        cited, citing = np.array(self.pairs, dtype=np.int32).T
        self.dag = acyclic(cited, citing, self.count)
        self.counts = path_counts(self.dag, weight, threads=threads)
        self.weights = arc_weights(self.dag, self.counts, threads=threads)
        self.shares = self.weights.divided_by(self.counts.total)
        self.exact = ExactWeights(self.dag, self.counts)
        self.given = (self.dag, self.shares, self.exact)

    def arcs(self, chosen):
        return {
            (int(self.dag.node[self.dag.cited[arc]]), int(self.dag.node[self.dag.citing_of(arc)]))
            for arc in chosen
        }

    def by_arc(self, values):
        ends = zip(self.dag.node[self.dag.cited], self.dag.node[self.dag.citing()], strict=True)
        return {(int(t), int(h)): value for (t, h), value in zip(ends, values, strict=True)}


def union(paths):
    return {arc for path in paths for arc in pairwise(path)}


@given(networks(), st.sampled_from(WEIGHTS))
def test_weights_count_the_listed_paths(network, weight):
    drawn = Drawn(network, weight)
    expected, total = listed_weights(drawn.pairs, weight)
    assert drawn.by_arc(drawn.weights.mantissa) == expected
    assert drawn.by_arc(drawn.exact(np.arange(drawn.dag.arc_count))) == expected
    assert drawn.counts.total.mantissa[0] == drawn.exact.total() == total


@given(networks())
def test_flow_is_conserved_at_inner_nodes(network):
    drawn = Drawn(network)
    flow, node_flow = drawn.by_arc(drawn.weights.mantissa), node_weights(drawn.counts).mantissa
    for place in np.flatnonzero(~drawn.dag.is_source & ~drawn.dag.is_sink):
        node = int(drawn.dag.node[place])
        inflow = sum(value for (_, head), value in flow.items() if head == node)
        outflow = sum(value for (tail, _), value in flow.items() if tail == node)
        assert inflow == outflow == node_flow[place]


@given(networks(), st.sampled_from(WEIGHTS))
def test_two_threads_give_the_same_bits(network, weight):
    one, two = Drawn(network, weight), Drawn(network, weight, threads=2)
    assert one.weights.mantissa.tobytes() == two.weights.mantissa.tobytes()


@given(networks(), st.sampled_from(WEIGHTS))
def test_global_path_is_the_union_of_the_heaviest_paths(network, weight):
    drawn = Drawn(network, weight)
    weights, _ = listed_weights(drawn.pairs, weight)
    sources, sinks, _ = ends_of(drawn.pairs)
    best = heaviest(all_paths(drawn.pairs, sources, sinks), weights)
    found = global_path(*drawn.given)
    assert drawn.arcs(found.arcs) == union(best)
    assert found.optima == len(best)


def heaviest(paths, weights):
    sums = [sum(weights[arc] for arc in pairwise(path)) for path in paths]
    return [path for path, own in zip(paths, sums, strict=True) if own == max(sums)]


@given(networks())
def test_longest_path_is_the_union_of_the_longest(network):
    drawn = Drawn(network)
    sources, sinks, _ = ends_of(drawn.pairs)
    best = heaviest(all_paths(drawn.pairs, sources, sinks), Counter(drawn.pairs))
    found = longest_path(drawn.dag)
    assert (drawn.arcs(found.arcs), found.optima) == (union(best), len(best))


@given(networks(), st.sampled_from(WEIGHTS))
def test_local_paths_take_the_heaviest_arcs_step_by_step(network, weight):
    drawn = Drawn(network, weight)
    weights, _ = listed_weights(drawn.pairs, weight)
    forward = greedy(drawn.pairs, weights)
    backward = [path[::-1] for path in greedy([(h, t) for t, h in drawn.pairs], turned(weights))]
    for direction, expected in (
        ("forward", forward),
        ("backward", backward),
        ("both", sorted({*forward, *backward})),
    ):
        found = local_path(*drawn.given, direction)
        assert drawn.arcs(found.arcs) == union(expected), direction
        assert found.optima == len(expected), direction


def turned(weights):
    return {(head, tail): value for (tail, head), value in weights.items()}


def greedy(arcs, weights):
    sources, sinks, _ = ends_of(arcs)
    best = max(weights[arc] for arc in arcs if arc[0] in sources)
    begins = {tail for tail, head in arcs if tail in sources and weights[tail, head] == best}
    kept = [
        (tail, head)
        for tail, head in arcs
        if weights[tail, head] == max(weights[arc] for arc in arcs if arc[0] == tail)
    ]
    return all_paths(kept, begins, sinks)


@given(networks(), st.sampled_from(WEIGHTS), st.integers(1, 4))
def test_global_key_routes_extend_every_key_link_by_the_heaviest_ways(network, weight, top):
    drawn = Drawn(network, weight)
    weights, _ = listed_weights(drawn.pairs, weight)
    sources, sinks, _ = ends_of(drawn.pairs)
    seeds = key_links(drawn.pairs, weights, top)
    paths = all_paths(drawn.pairs, sources, sinks)
    routes = {path for seed in seeds for path in heaviest([p for p in paths if seed in union([p])], weights)}
    found = key_route(*drawn.given, top=top)
    assert drawn.arcs(found.seeds) == set(seeds)
    assert drawn.arcs(found.arcs) == union(routes)
    assert found.optima == len(routes)


@given(networks(), st.sampled_from(WEIGHTS), st.integers(1, 4))
def test_local_key_routes_extend_every_key_link_step_by_step(network, weight, top):
    drawn = Drawn(network, weight)
    weights, _ = listed_weights(drawn.pairs, weight)
    sources, sinks, _ = ends_of(drawn.pairs)
    onward = {a for a in drawn.pairs if weights[a] == max(weights[b] for b in drawn.pairs if b[0] == a[0])}
    back = {a for a in drawn.pairs if weights[a] == max(weights[b] for b in drawn.pairs if b[1] == a[1])}
    routes = {
        path
        for path in all_paths(drawn.pairs, sources, sinks)
        for seed in set(key_links(drawn.pairs, weights, top)) & union([path])
        if union([path[: path.index(seed[0]) + 1]]) <= back and union([path[path.index(seed[1]) :]]) <= onward
    }
    found = key_route(*drawn.given, top=top, extend="local")
    assert (drawn.arcs(found.arcs), found.optima) == (union(routes), len(routes))


def key_links(arcs, weights, top):
    bar = sorted((weights[arc] for arc in arcs), reverse=True)[:top][-1]
    return [arc for arc in arcs if weights[arc] >= bar]


@given(networks())
def test_persistence_is_what_the_sinks_hand_back(network):
    drawn = Drawn(network)
    _, sinks, nodes = ends_of(drawn.pairs)
    references = Counter(head for _, head in drawn.pairs)
    expected = dict.fromkeys(range(drawn.count), Fraction(0))
    for node in nodes:
        for path in all_paths(drawn.pairs, {node}, sinks):
            share = Fraction(1)
            for _, head in pairwise(path):
                share /= references[head]
            expected[node] += share if len(path) > 1 else 0
    found = dict(zip(drawn.dag.node.tolist(), knowledge_persistence(drawn.dag).tolist(), strict=True))
    assert found == pytest.approx({node: float(value) for node, value in expected.items()})
    assert (layer_persistence(drawn.dag) <= 1).all()
