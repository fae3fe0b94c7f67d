"""Preamble, transition, features, quantities, wording."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.risk.claims import read_claims
from workbench.risk.claims.breadth import claim_set_breadth
from workbench.risk.claims.lengths import character_count, word_count
from workbench.risk.claims.quantities import compare_ranges, numeric_ranges
from workbench.risk.claims.wording import is_functional, markush_groups


def only(text):
    (claim,) = read_claims(text).claims
    return claim


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1.一种组合物，由甲和乙组成。", "closed"),
        ("1.一种组合物，其特征在于，主要由甲和乙组成。", "semi"),
        ("1.一种水杯，其特征在于，包括杯体，所述杯体由玻璃组成。", "open"),
        ("1.一种水杯，其特征在于，所述杯体为玻璃。", None),
        ("1. A composition consisting of A and B.", "closed"),
        ("1. A composition consisting essentially of A.", "semi"),
        ("1. A fence having posts and a panel consisting of slats.", "open"),
        ("1. A method for treating a liquid containing salt, the method consisting of heating.", "closed"),
        ("1. A cup comprising a body, wherein the body consists of glass.", "open"),
        ("1. A cup wherein the body is glass.", None),
    ],
)
def test_the_transition_is_that_of_the_claim_and_not_of_a_feature(text, kind):
    assert only(text).transition == kind


def test_a_dependent_claim_takes_no_transition_from_its_feature():
    found = read_claims(
        "1. A cup comprising a body.\n2. The cup of claim 1, wherein the body consists of glass."
    )
    assert [claim.transition for claim in found.claims] == ["open", None]


def test_features_stand_where_they_say_and_nothing_but_signs_is_between_them():
    claim = only("1.一种水杯，其特征在于，包括杯体(1)、杯盖(2)和吸管(3)；所述杯盖(2)铰接在所述杯体(1)的上端。")
    between, at = "", 0
    for feature in claim.features:
        assert claim.text[feature.start : feature.end] == feature.text
        between += claim.text[at : feature.start]
        at = feature.end
    assert set(between + claim.text[at:]) <= set("，；。其特征在于")
    assert len(claim.features) >= 3
    assert claim.numerals == ("1", "2", "3")


def test_a_clause_that_says_nothing_new_is_no_feature():
    claim = only("1.一种清洗水杯的方法，其特征在于，所述方法包括：用热水冲洗杯体内壁；擦干杯体外壁。")
    assert not any(feature.text == "所述方法包括" for feature in claim.features)


def test_a_markush_group_stays_in_one_feature():
    claim = only("1.一种水杯，杯体材料选自由玻璃、陶瓷、不锈钢和聚丙烯组成的组；杯盖材料为硅胶。")
    assert claim.markush == (("玻璃", "陶瓷", "不锈钢", "聚丙烯"),)
    (group,) = markush_groups("a salt selected from the group consisting of sodium, potassium and calcium.")
    assert group.members == ("sodium", "potassium", "calcium")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("means for heating the liquid", True),
        ("means for heating, comprising a coil", False),
        ("用于加热液体的装置", True),
        ("加热模块，用于加热液体", True),
        ("固定在杯体下端、用于加热液体的装置", False),
        ("a coil of copper", False),
    ],
)
def test_functional_wording_is_flagged_unless_structure_or_place_is_given(text, expected):
    assert is_functional(text) is expected


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "stressed"),
    [
        ("温度为80℃~100℃", 80, 100, "degree_Celsius", False),
        ("厚度不超过0.5mm", None, 0.5, "millimeter", True),
        ("长度大于10 cm", 10, None, "centimeter", False),
        ("at least 5 wt%", 5, None, "percent", True),
        ("between 10 and 20 mm", 10, 20, "millimeter", False),
        ("-20℃至80℃", -20, 80, "degree_Celsius", False),
        ("角度为30°±2°", 28, 32, "degree", False),
        ("压力为2兆帕以上", 2, None, "megapascal", True),
        ("pH值为6.5~7.5", 6.5, 7.5, "", False),
        ("活性炭4~8份", 4, 8, "parts", False),
    ],
)
def test_quantities_are_read_with_unit_and_bounds(text, low, high, unit, stressed):
    (found,) = numeric_ranges(text)
    assert (found.low, found.high, found.unit, found.stressed) == (low, high, unit, stressed)


@pytest.mark.parametrize("text", ["第1个", "步骤3-1", "杯体(12)", "A1 and B2", "两个"])
def test_names_and_numerals_are_no_quantities(text):
    assert numeric_ranges(text) == ()


@pytest.mark.parametrize(
    ("claimed", "given", "relation"),
    [
        ("8 cm至10 cm", "90毫米", "contains"),
        ("8 cm至10 cm", "80毫米", "contains"),
        ("大于8 cm", "80毫米", "disjoint"),
        ("8 cm至10 cm", "95毫米至120毫米", "overlaps"),
        ("8 cm至10 cm", "11cm", "disjoint"),
        ("8 cm至10 cm", "9 kg", "incomparable"),
        ("0℃至100℃", "300 K", "contains"),
    ],
)
def test_quantities_compare_after_unit_conversion(claimed, given, relation):
    (one,), (other,) = numeric_ranges(claimed), numeric_ranges(given)
    assert compare_ranges(one, other) == relation


@given(st.integers(-50, 50), st.integers(0, 50), st.integers(-50, 50), st.integers(0, 50))
def test_a_range_holds_another_exactly_when_both_ends_lie_in_it(low, width, other_low, other_width):
    (one,), (other,) = (
        numeric_ranges(f"为{a}mm至{a + w}mm") for a, w in ((low, width), (other_low, other_width))
    )
    inside = low <= other_low and other_low + other_width <= low + width
    assert (compare_ranges(one, other) == "contains") is inside


def test_chinese_is_counted_in_characters_and_in_words_by_rule():
    assert character_count("一种水杯(1)，包括杯体。") == 8
    assert word_count("一种水杯，包括杯体和杯盖。") == 6
    assert word_count("A non-transitory medium of 2.5 mm") == 6


def test_breadth_leaves_claims_independent_by_reference_out_of_the_shortest():
    found = claim_set_breadth(
        read_claims("1. A cup comprising a body and a lid.\n2. A set with the cup of claim 1.")
    )
    assert (found["first_claim_words"], found["shortest_independent_words"]) == (8, 8)
    assert (found["independent_claim_count"], found["independent_by_reference_count"]) == (1, 1)


def test_a_limitation_more_never_makes_a_claim_broader():
    short, long = (
        claim_set_breadth(read_claims(text))["first_claim_words"]
        for text in ("1. A cup comprising a body.", "1. A cup comprising a body and a lid.")
    )
    assert long > short
