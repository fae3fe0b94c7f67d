import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.measures.concentration import concentration_ratio, herfindahl_hirschman, shares

held = st.lists(st.integers(0, 10**6), min_size=1, max_size=40).filter(any)


def test_index_of_published_example():
    """Four firms with 30, 30, 20 and 20 % have 2,600 points: US DOJ, Horizontal Merger Guidelines, § 5.3."""
    assert herfindahl_hirschman([30, 30, 20, 20]) == pytest.approx(0.26)


def test_largest_firms_of_an_example():
    assert concentration_ratio([1, 5, 3, 1], 2) == pytest.approx(0.8)
    assert concentration_ratio([1, 5, 3, 1], 99) == 1.0


@given(held)
def test_index_lies_between_one_over_n_and_one(counts):
    assert 1 / len(counts) - 1e-12 <= herfindahl_hirschman(counts) <= 1 + 1e-12


@given(held, st.integers(1, 1000))
def test_index_does_not_depend_on_the_unit(counts, factor):
    assert herfindahl_hirschman([factor * count for count in counts]) == pytest.approx(
        herfindahl_hirschman(counts)
    )


@given(held)
def test_holders_of_nothing_change_nothing(counts):
    assert herfindahl_hirschman([*counts, 0]) == pytest.approx(herfindahl_hirschman(counts))


@given(held)
def test_ratio_grows_with_the_number_of_holders(counts):
    ratios = [concentration_ratio(counts, number) for number in range(1, len(counts) + 1)]
    assert ratios == sorted(ratios)
    assert ratios[-1] == pytest.approx(1)


@given(held)
def test_shares_add_up_to_one(counts):
    assert shares(counts).sum() == pytest.approx(1)


@pytest.mark.parametrize("counts", [[], [0, 0], [-1, 2], [float("nan")], [float("inf")]])
def test_nothing_to_share_is_an_error(counts):
    with pytest.raises(ValueError, match="counts"):
        shares(counts)


def test_no_holders_are_no_ratio():
    with pytest.raises(ValueError, match="holders"):
        concentration_ratio([1], 0)
