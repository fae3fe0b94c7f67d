"""The five-by-five grid: scores, ties, and one step of doubt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.measures.risk_scores import bounded, scored_ranks

STEPS = st.integers(1, 5)


def test_ranks_ties_and_the_range_of_one_step():
    told = scored_ranks([5, 3, 3, 1], [4, 3, 3, 1])
    assert [(t.score, t.rank, t.tied) for t in told] == [(20, 1, 1), (9, 2, 2), (9, 2, 2), (1, 4, 1)]
    assert (told[1].best_rank, told[1].worst_rank) == (2, 3)


@given(st.lists(st.tuples(STEPS, STEPS), min_size=1, max_size=8))
def test_the_rank_lies_in_its_range_and_order_does_not_matter(pairs):
    told = scored_ranks(*zip(*pairs, strict=True))
    assert all(1 <= t.best_rank <= t.rank <= t.worst_rank <= len(pairs) for t in told)
    back = scored_ranks(*zip(*pairs[::-1], strict=True))
    assert told == back[::-1]


def test_steps_outside_the_grid_are_refused():
    with pytest.raises(ValueError, match="1 to 5"):
        scored_ranks([6], [1])
    assert (bounded(0), bounded(6)) == (1, 5)
