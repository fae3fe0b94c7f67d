import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.measures.life_cycle import (
    technology_ageing,
    technology_growth_rate,
    technology_maturity,
    technology_novelty,
)

count = st.integers(1, 10**6)


@given(count, count, count)
def test_coefficients_lie_between_zero_and_one(a, b, c):
    found = (technology_growth_rate(a, a + b), technology_maturity(a, b), technology_ageing(a, b, c))
    assert all(0 <= value <= 1 for value in found)


@given(count, count, count)
def test_designs_alone_make_a_technology_age(a, b, c):
    assert technology_ageing(a, b, 0) == 1
    assert technology_ageing(a, b, c) < 1


def test_novelty_joins_growth_and_maturity():
    assert technology_novelty(0.6, 0.8) == pytest.approx(1)


@pytest.mark.parametrize(("one", "five"), [(1, 0), (3, 2), (-1, 4)])
def test_more_in_a_year_than_in_five_is_an_error(one, five):
    with pytest.raises(ValueError, match="no growth rate"):
        technology_growth_rate(one, five)


def test_nothing_filed_has_no_coefficient():
    with pytest.raises(ValueError, match="no share"):
        technology_maturity(0, 0)
    with pytest.raises(ValueError, match="negative"):
        technology_ageing(-1, 2, 3)
