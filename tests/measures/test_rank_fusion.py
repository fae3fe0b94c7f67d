"""Two rankings joined by places alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.measures.rank_fusion import cosine_similarities, reciprocal_rank_fusion

ORDERS = st.integers(1, 12).flatmap(lambda n: st.tuples(*[st.permutations(range(1, n + 1))] * 2))


def test_the_score_is_the_sum_of_the_reciprocals_of_sixty_and_the_rank():
    told = reciprocal_rank_fusion([[1, 2, np.nan], [4, 1, 2]])
    assert told.tolist() == pytest.approx([1 / 61 + 1 / 64, 1 / 62 + 1 / 61, 1 / 62])


@given(ORDERS)
def test_what_is_before_another_in_both_rankings_stays_before_it(orders):
    one, two = orders
    told = reciprocal_rank_fusion(orders)
    for a in range(len(one)):
        for b in range(len(one)):
            if one[a] < one[b] and two[a] < two[b]:
                assert told[a] > told[b]
    assert reciprocal_rank_fusion([two, one]).tolist() == told.tolist()


@pytest.mark.parametrize(("ranks", "smoothing"), [([0, 1], 60.0), ([1, 2], -1.0)])
def test_ranks_below_one_and_a_negative_k_are_refused(ranks, smoothing):
    with pytest.raises(ValueError, match="from 1"):
        reciprocal_rank_fusion([ranks], smoothing)


VECTORS = st.lists(st.floats(-1e3, 1e3).filter(lambda x: abs(x) > 1e-3), min_size=3, max_size=3)


@given(VECTORS, VECTORS, st.floats(1e-150, 1e150))
def test_the_cosine_does_not_depend_on_lengths_and_lies_between_minus_one_and_one(one, two, factor):
    (plain,) = cosine_similarities([one], two)
    (scaled,) = cosine_similarities([np.asarray(one) * factor], two)
    assert scaled == pytest.approx(plain, abs=1e-9)
    assert -1 <= plain <= 1
    assert cosine_similarities([two], one)[0] == pytest.approx(plain, abs=1e-12)


def test_opposite_crosswise_and_equal_directions():
    assert cosine_similarities([[2, 0], [0, 3], [-1, 0]], [1, 0]).tolist() == [1.0, 0.0, -1.0]
    with pytest.raises(ValueError, match="without length"):
        cosine_similarities([[0.0, 0.0]], [1, 0])
