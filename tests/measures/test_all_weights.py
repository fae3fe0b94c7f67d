"""The three weights in one go are the weights one by one, to the bit."""

import numpy as np
import pytest

from workbench.measures.all_weights import all_arc_weights
from workbench.measures.path_counts import arc_shares, arc_weights, path_counts
from workbench.measures.topology import acyclic


def ladder(steps: int):
    arcs = [
        (3 * at + tail, 3 * at + head) for at in range(steps) for tail, head in ((0, 1), (0, 2), (1, 3), (2, 3))
    ]
    cited, citing = np.array([*arcs, (1, 2)], dtype=np.int32).T
    return acyclic(cited.copy(), citing.copy(), 3 * steps + 2)


@pytest.mark.parametrize("steps", [1, 40, 600])
@pytest.mark.parametrize("threads", [1, 2])
def test_weights_together_are_the_weights_apart(steps, threads):
    dag = ladder(steps)
    together = all_arc_weights(dag, threads=threads)
    for weight, (counts, weights) in together.items():
        own = path_counts(dag, weight)
        apart = arc_weights(dag, own)
        assert counts.weight == weight
        assert weights.mantissa.tobytes() == apart.mantissa.tobytes()
        assert counts.total.mantissa.tolist() == own.total.mantissa.tolist()
        assert (weights.exponent is None) == (steps < 600)


def test_weights_can_be_written_into_given_memory():
    dag = ladder(3)
    out, one = np.full((3, dag.arc_count), np.nan), np.full(dag.arc_count, np.nan)
    found = all_arc_weights(dag, out=out)
    assert found["spnp"][1].mantissa.base is out
    assert arc_weights(dag, path_counts(dag), out=one).mantissa is one
    assert one.tolist() == out[0].tolist()


@pytest.mark.parametrize("steps", [40, 600])
def test_shares_are_weights_divided_by_the_total(steps):
    dag = ladder(steps)
    counts = path_counts(dag)
    assert np.array_equal(arc_shares(dag, counts, threads=2), arc_weights(dag, counts).divided_by(counts.total))
