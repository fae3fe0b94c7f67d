import itertools
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from workbench.charts.style import COLOURS, STACKED, cut_name


def lightness(colour):
    """Return CIE L* of a colour: what remains of it in grey print."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 116 * luminance ** (1 / 3) - 16


def test_at_most_seven_colours():
    assert len(COLOURS) <= 7


def test_colours_differ_in_grey_print():
    grey = [lightness(colour) for colour in COLOURS]
    assert min(abs(one - other) for one, other in itertools.combinations(grey, 2)) >= 5


@given(st.text(max_size=80), st.integers(10, 40))
def test_cut_names_are_no_longer_than_allowed(name, length):
    width = sum(2 if ord(sign) > 0x2E7F else 1 for sign in cut_name(name, length))
    assert width <= length


def test_neighbours_of_a_stack_are_far_apart_in_grey_print():
    grey = [lightness(colour) for colour in STACKED]
    assert sorted(STACKED) == sorted(COLOURS)
    assert min(abs(one - other) for one, other in pairwise(grey)) > 20
