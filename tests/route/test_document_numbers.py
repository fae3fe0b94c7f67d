"""Equal document numbers are one node, others are not, whatever they look like."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from workbench.route.document_numbers import numbered
from workbench.route.text_patterns import MISSING, MOST_PATTERNS

NUMBERS = st.one_of(
    st.from_regex(r"\A[A-Z]{2}[0-9]{1,13}[A-Z]?[0-9]?\Z"),
    st.text(max_size=30),
    st.sampled_from(
        ["", " ", " US1 ", "US1", "US01", "0", "00", "一1", "1一", "US1\x00", "US1\t", "9" * 19, "1" * 24]
    ),
    st.none(),
)


def texts_of(columns):
    codes, names = numbered([pl.Series("column", column, dtype=pl.String) for column in columns])
    assert names.n_unique() == names.len()
    named = names.to_list()
    return [[None if code == MISSING else named[code] for code in own] for own in codes]


def stripped(columns):
    series = [pl.Series(column, dtype=pl.String).str.strip_chars() for column in columns]
    return [[text or None for text in each] for each in series]


@given(st.lists(st.tuples(NUMBERS, NUMBERS), max_size=40))
def test_every_row_gets_back_its_own_text(rows):
    columns = [[row[side] for row in rows] for side in (0, 1)]
    assert texts_of(columns) == stripped(columns)


@given(st.lists(NUMBERS, max_size=40))
def test_one_column_is_numbered_as_two_are(column):
    assert texts_of([column]) == stripped([column])


def test_numbers_of_one_pattern_are_nodes_in_rising_order():
    codes, names = numbered(
        [pl.Series(["CN9A", "CN1A", "US2010012345678A1"]), pl.Series(["CN1A", "CN5A", None])]
    )
    assert names.to_list() == ["CN1A", "CN5A", "CN9A", "US2010012345678A1"]
    assert [each.tolist() for each in codes] == [[2, 0, 3], [0, 1, MISSING]]


def test_scattered_numbers_are_hashed():
    scattered = [f"CN{at * 10**14 + at}A" for at in range(1, 900)]
    pages = [f"EP{at * 10**6:09d}B1" for at in range(900)]
    columns = [scattered + pages, pages + scattered]
    assert texts_of(columns) == columns


def test_more_patterns_than_are_kept_are_hashed():
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    column = [f"{a}{b}{c}7" for a in letters for b in letters for c in "ABCD"]
    assert len(column) > MOST_PATTERNS
    assert texts_of([column, column[::-1]]) == [column, column[::-1]]


def test_texts_in_several_chunks_and_slices_are_read_in_place():
    parts = [pl.Series([f"US2010{at:07d}A{at % 9}" for at in range(first, first + 50)]) for first in (0, 50)]
    column = pl.concat([part[7:] for part in parts], rechunk=False)
    assert column.n_chunks() == 2
    assert texts_of([column]) == [column.to_list()]
