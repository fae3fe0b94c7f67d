"""``workbench risk term``: what it refuses, in the words the user typed."""

import pytest


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("--office", "DE", "--filing-date", "2020-01-01"), ("--office", "CN | US | EP | JP | KR", "DE")),
        (
            ("--filing-date", "2020-01-01", "--grant-date", "2019-01-01"),
            ("申请日（--filing-date）", "--grant-date"),
        ),
        (("--filing-date", "2022-01-01", "--pta-days", "-3"), ("--pta-days",)),
        (("--type", "design", "--filing-date", "2022-01-01", "--pta-days", "3"), ("外观设计",)),
        (("--filing-date", "2014-06-30", "--pta-days", "999999999"), ("--pta-days", "36500", "999999999")),
        (("--filing-date", "2014-06-30", "--extension-days", "3000000"), ("--extension-days", "3000000")),
        (("--filing-date", "9990-06-30"), ("--filing-date", "2200-12-31", "9990-06-30")),
        (("--filing-date", "1789-12-31"), ("--filing-date", "1790-01-01", "1789-12-31")),
    ],
)
def test_a_term_is_refused_in_the_words_the_user_typed(given, words, typed_risk):
    done = typed_risk("term", *given)
    assert done.returncode == 2
    assert all(word in done.stderr for word in (*words, "处理办法")), done.stderr
    assert not [code for code in ("filing_date", "grant_date", "adjustment_days") if code in done.stderr]


def test_a_term_without_dates_says_which_option_gives_them(typed_risk):
    assert "--filing-date" in typed_risk("term").stderr


def test_a_lapse_decides_and_is_named_as_the_rule(risk, typed_risk):
    given = ("term", "--filing-date", "2010-03-01", "--lapse-date", "2020-03-01")
    document = risk(*given, "--json")
    assert (document["rule"], document["expiry_date"]) == ("lapsed_for_fees", "2020-03-01")
    assert [(step["rule"], step["source"] is None) for step in document["steps"]] == [
        ("cn_invention_20", False),
        ("lapsed_for_fees", True),
    ]
    assert "年费" in typed_risk(*given).stderr + typed_risk(*given).stdout
