import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.measures.growth import compound_annual_growth, growth_rate

amount = st.floats(1e-3, 1e9)


def test_growth_of_the_published_collection():
    """Papers on management, 2 in the first and 199 in the last of 35 years (bibliometrix): 14.05 % a year."""
    assert round(100 * compound_annual_growth(2, 199, 35), 2) == 14.05


@given(amount, amount)
def test_one_year_of_compound_growth_is_the_growth_rate(former, latter):
    assert compound_annual_growth(former, latter, 1) == pytest.approx(
        growth_rate(former, latter), rel=1e-9, abs=1e-9
    )


@given(amount, st.floats(-0.5, 0.5), st.integers(1, 30))
def test_compounding_leads_from_first_to_last(first, rate, years):
    assert compound_annual_growth(first, first * (1 + rate) ** years, years) == pytest.approx(rate, abs=1e-9)


@pytest.mark.parametrize("former", [0, -1])
def test_base_zero_has_no_rate(former):
    with pytest.raises(ValueError, match="no growth rate"):
        growth_rate(former, 5)


@pytest.mark.parametrize(("first", "last", "years"), [(0, 5, 3), (1, -1, 3), (1, 2, 0)])
def test_no_base_or_no_time_has_no_compound_growth(first, last, years):
    with pytest.raises(ValueError, match="no compound growth"):
        compound_annual_growth(first, last, years)
