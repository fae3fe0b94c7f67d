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
    ],
)
def test_a_term_is_refused_in_the_words_the_user_typed(given, words, typed_risk):
    done = typed_risk("term", *given)
    assert done.returncode == 2
    assert all(word in done.stderr for word in (*words, "处理办法")), done.stderr
    assert not [code for code in ("filing_date", "grant_date", "adjustment_days") if code in done.stderr]


def test_a_term_without_dates_says_which_option_gives_them(typed_risk):
    assert "--filing-date" in typed_risk("term").stderr
