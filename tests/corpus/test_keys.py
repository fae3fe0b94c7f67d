"""A join by array gives what the engine's own join gives."""

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from workbench.corpus import keys

HOWS = ("inner", "left", "semi", "anti")
some_keys = st.lists(st.one_of(st.integers(0, 12), st.integers(0, 2**32 - 1)), max_size=12)


def frames(left, right):
    one = pl.DataFrame({"key": pl.Series(left, dtype=pl.UInt32), "name": [f"n{n}" for n in range(len(left))]})
    other = pl.DataFrame({"key": pl.Series(right, dtype=pl.UInt32), "year": list(range(len(right)))})
    return one, other


def joined(one, other, how):
    sides = (nw.from_native(frame.lazy()) for frame in (one, other))
    return keys.join_on_key(*sides, "key", how).collect().to_native()


@pytest.mark.parametrize("how", HOWS)
@given(left=some_keys, right=some_keys)
def test_join_equals_the_engines_own(how, left, right):
    one, other = frames(left, right)
    assert_frame_equal(joined(one, other, how), one.join(other, on="key", how=how), check_row_order=False)


def test_keys_that_are_missing_join_with_nothing():
    one, other = frames([None, 1, 2], [None, 2])
    assert joined(one, other, "inner").rows() == [(2, "n2", 1)]


@pytest.mark.parametrize("how", HOWS)
def test_dense_keys_need_no_join_of_the_engine(how, monkeypatch):
    one, other = frames([5, 3, 9], [9, 4, 5])
    expected = one.join(other, on="key", how=how)
    monkeypatch.setattr(pl.LazyFrame, "join", None)
    assert_frame_equal(joined(one, other, how), expected, check_row_order=False)
