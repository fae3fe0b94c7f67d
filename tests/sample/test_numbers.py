"""Numbers that an office would issue: check digits, eras of digits and letters, no number twice."""

import re
from datetime import date

import numpy as np
import polars as pl

from workbench.sample.numbers import application_numbers, check_digits, social_credit_code

WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9)


def check_digit_by_hand(body: str) -> str:
    total = sum(int(digit) * WEIGHTS[place % 8] for place, digit in enumerate(body))
    return "0123456789X"[total % 11]


def test_published_numbers_keep_their_check_digits():
    bodies = {201710601862: 3, 202010000001: 1, 202120123456: 2, 202230012345: 4, 201380001234: 1}
    assert check_digits(np.array(list(bodies)), 12).tolist() == list(bodies.values())
    old = {97101765: 4, 95115608: 10, 3200662: 4, 561: None}
    assert check_digits(np.array([97101765, 95115608, 3200662, 200561]), 8).tolist() == [4, 10, 4, 1]
    assert old[3200662] == 4


def test_numbers_change_their_form_in_october_2003():
    filing = np.array([12325, 12326])  # 2003-09-30 and 2003-10-01
    numbers = application_numbers(filing, np.array([2003, 2003]), np.array([1, 1]), np.array([17, 17]))
    assert [len(number.partition(".")[0]) for number in numbers] == [10, 14]


def test_every_chinese_application_number_has_the_check_digit_of_its_body(tables):
    chinese = tables["applications"].filter(pl.col("office") == "CN")["application_number"]
    for number in chinese:
        body, _, check = number.removeprefix("CN").partition(".")
        assert check == check_digit_by_hand(body), number


def test_type_digit_tells_type_and_route(tables):
    chinese = tables["applications"].filter(pl.col("office") == "CN")
    digits = {("invention", "national"): "1", ("utility_model", "national"): "2", ("design", "national"): "3",
              ("invention", "pct"): "8", ("utility_model", "pct"): "9"}  # fmt: skip
    for number, kind, route in chinese.select("application_number", "patent_type", "route").iter_rows():
        body = number.removeprefix("CN").partition(".")[0]
        assert body[4 if len(body) == 12 else 2] == digits[kind, route]


def test_no_number_is_issued_twice(tables):
    assert not tables["publications"]["publication_number"].is_duplicated().any()
    assert not tables["applications"]["application_number"].is_duplicated().any()


def test_kind_letters_fit_their_era(tables):
    rows = (
        tables["publications"]
        .filter(pl.col("office") == "CN")
        .join(tables["applications"].select("application", "patent_type"), on="application")
    )
    for kind, day, stage, patent_type in rows.select(
        "kind_code", "publication_date", "stage", "patent_type"
    ).iter_rows():
        era = (day >= date(1993, 1, 1)) + (day >= date(2010, 4, 7))
        announced = {"invention": "BCB", "utility_model": "UYU", "design": "SDS"}[patent_type][era]
        assert kind in ({"A", announced} if patent_type == "invention" else {announced})
        assert stage == ("grant" if kind != "A" and era > 0 else "application"), (
            "announcements were no grants before 1993"
        )


def test_publication_numbers_have_the_digits_of_their_era(tables):
    rows = tables["publications"].filter(pl.col("office") == "CN")
    for number, day in rows.select("publication_number", "publication_date").iter_rows():
        expected = 8 if day < date(1989, 1, 1) else 7 if day < date(2007, 8, 1) else 9
        assert re.fullmatch(rf"CN\d{{{expected}}}[ABCUYSD]", number), (number, day)


def test_a_granted_invention_keeps_its_number_since_2007(tables):
    rows = tables["publications"].filter(
        (pl.col("office") == "CN") & (pl.col("publication_date") >= date(2012, 1, 1))
    )
    pairs = rows.group_by("application").agg(pl.col("publication_number").str.slice(0, 11), pl.len())
    pairs = pairs.filter(pl.col("len") == 2)
    assert len(pairs) > 50
    assert (pairs["publication_number"].list.n_unique() == 1).all()


def test_credit_codes_carry_the_check_character_of_gb_32100(world):
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    codes = world.cast.table["code"].drop_nulls()
    assert len(codes) > 50
    for code in codes:
        total = sum(letters.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:17]))
        assert letters[(31 - total % 31) % 31] == code[17]
    assert social_credit_code("120111", 1) == codes[0]
