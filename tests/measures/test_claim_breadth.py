"""Breadth by the published numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.measures.claim_breadth import (
    SMALLEST_CELL,
    breadth_percentiles,
    first_claim_length,
    independent_claim_count,
    shortest_independent_claim_length,
)


def test_the_shortest_independent_claim_is_not_the_shortest_claim():
    assert shortest_independent_claim_length([120, 20, 90], [True, False, True]) == 90
    assert independent_claim_count([True, False, True]) == 2
    assert first_claim_length([120, 20, 90]) == 120


def test_no_claim_has_no_length():
    assert (first_claim_length([]), shortest_independent_claim_length([5], [False])) == (None, None)


def test_a_cell_below_thirty_gets_no_percentile():
    assert np.isnan(breadth_percentiles([7] * (SMALLEST_CELL - 1))).all()
    assert breadth_percentiles([7] * SMALLEST_CELL).tolist() == [0.5] * SMALLEST_CELL


@given(st.lists(st.integers(1, 500), min_size=30, max_size=80))
def test_a_longer_claim_is_never_broader(lengths):
    shares = breadth_percentiles(lengths)
    order = np.argsort(lengths, kind="stable")
    assert (np.diff(shares[order]) <= 0).all()
    assert shares.mean() == pytest.approx(0.5)
