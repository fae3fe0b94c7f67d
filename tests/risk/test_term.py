"""Until when a right may last: every dated example of the law and of practice, with its rule."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.corpus import Corpus, Manifest
from workbench.errors import WorkbenchError
from workbench.preparation.terms import derive_expiry
from workbench.risk.right import Right, patent_type_of
from workbench.risk.term import term_of


def day(text):
    return date.fromisoformat(text) if text else None


def told(office, kind, filed, granted=None, **facts):
    dates = {name: day(v) if name.endswith("_date") else v for name, v in facts.items()}
    return term_of(Right(office, kind, day(filed), day(granted), **dates))


@pytest.mark.parametrize(
    ("office", "kind", "filed", "granted", "expiry", "last", "rule"),
    [
        ("CN", "utility_model", "1999-09-06", None, "2009-09-06", "2009-09-05", "cn_utility_model_10"),
        ("CN", "invention", "2010-03-01", None, "2030-03-01", "2030-02-28", "cn_invention_20"),
        ("CN", "design", "2021-05-31", None, "2031-05-31", "2031-05-30", "cn_design_10"),
        ("CN", "design", "2021-06-01", None, "2036-06-01", "2036-05-31", "cn_design_15"),
        ("CN", "invention", "2020-02-29", None, "2040-02-29", "2040-02-28", "cn_invention_20"),
        ("CN", "utility_model", "2020-02-29", None, "2030-02-28", "2030-02-27", "cn_utility_model_10"),
        ("CN", "utility_model", "2020-03-31", None, "2030-03-31", "2030-03-30", "cn_utility_model_10"),
        ("CN", "utility_model", "1992-12-31", None, "2000-12-31", "2000-12-30", "cn_utility_model_8"),
        ("CN", "utility_model", "1993-01-01", None, "2003-01-01", "2002-12-31", "cn_utility_model_10"),
        ("CN", "invention", "1986-12-10", None, "2001-12-10", "2001-12-09", "cn_invention_15"),
        ("CN", "invention", "1986-12-11", None, "2006-12-11", "2006-12-10", "cn_invention_20"),
        ("US", "invention", "1995-06-08", "1998-01-06", "2015-06-08", "2015-06-08", "us_invention_20"),
        ("US", "invention", "1995-06-07", "1999-01-05", "2016-01-05", "2016-01-05", "us_invention_17_or_20"),
        ("US", "invention", "1994-01-10", "1995-01-10", "2014-01-10", "2014-01-10", "us_invention_17_or_20"),
        ("US", "invention", "1975-01-10", "1977-05-03", "1994-05-03", "1994-05-03", "us_invention_17"),
        ("US", "design", "2015-05-12", "2016-03-01", "2030-03-01", "2030-03-01", "us_design_14"),
        ("US", "design", "2015-05-13", "2016-03-01", "2031-03-01", "2031-03-01", "us_design_15"),
        ("EP", "invention", "2004-02-29", None, "2024-02-29", "2024-02-29", "ep_invention_20"),
        ("JP", "design", "2020-04-01", "2020-11-02", "2045-04-01", "2045-04-01", "jp_design_25"),
        ("JP", "design", "2020-03-31", "2020-11-02", "2040-11-02", "2040-11-02", "jp_design_20"),
        ("JP", "design", "2007-03-31", "2007-11-02", "2022-11-02", "2022-11-02", "jp_design_15"),
        ("KR", "design", "2014-07-01", "2015-02-02", "2034-07-01", "2034-07-01", "kr_design_20"),
        ("KR", "design", "2014-06-30", "2015-02-02", "2030-02-02", "2030-02-02", "kr_design_15"),
        ("JP", "invention", "2001-08-31", None, "2021-08-31", "2021-08-31", "jp_invention_20"),
    ],
)
def test_the_term_ends_by_the_rule_of_its_office_type_and_day(office, kind, filed, granted, expiry, last, rule):
    found = told(office, kind, filed, granted)
    assert (found.expiry_date, found.last_day_in_force, found.rule) == (day(expiry), day(last), rule)


def test_an_entry_from_the_pct_runs_from_the_international_filing_date():
    found = told("CN", "invention", "2013-04-10", "2017-01-18", is_pct=True)
    assert (found.expiry_date, found.starts_from) == (date(2033, 4, 10), "international_filing_date")


def test_a_divisional_runs_from_its_parent_under_the_parents_rule():
    found = told("CN", "design", "2021-08-02", parent_filing_date="2021-05-31")
    assert (found.expiry_date, found.rule) == (date(2031, 5, 31), "cn_design_10")
    assert found.starts_from == "parent_filing_date"


def test_a_us_continuation_runs_from_the_earliest_filing_relied_upon():
    found = told("US", "invention", "2010-06-01", "2013-01-01", parent_filing_date="2005-06-01")
    assert found.expiry_date == date(2025, 6, 1)
    assert "earliest_filing" not in found.unknown


def test_granted_compensation_and_drug_extension_are_added_one_after_the_other():
    found = told("CN", "invention", "2010-03-01", "2022-01-04", adjustment_days=120, extension_days=365)
    assert [step.rule for step in found.steps] == ["cn_invention_20", "cn_term_adjustment", "cn_drug_extension"]
    assert found.expiry_date == date(2030, 3, 1) + timedelta(days=485)


def test_a_disclaimer_cuts_the_adjusted_term_and_an_extension_counts_from_it():
    facts = {"adjustment_days": 400, "disclaimer_date": "2030-06-01"}
    assert told("US", "invention", "2010-03-01", "2014-01-01", **facts).expiry_date == date(2030, 6, 1)
    extended = told("US", "invention", "2010-03-01", "2014-01-01", **facts, extension_days=10)
    assert extended.expiry_date == date(2030, 6, 11)
    late = told("US", "invention", "2010-03-01", "2014-01-01", disclaimer_date="2040-01-01")
    assert late.expiry_date == date(2030, 3, 1)


@pytest.mark.parametrize(
    ("office", "kind", "granted", "facts", "key"),
    [
        ("CN", "utility_model", "2022-01-04", {"adjustment_days": 5}, "term_days_not_allowed"),
        ("CN", "invention", "2021-05-31", {"adjustment_days": 5}, "term_days_not_allowed"),
        ("CN", "invention", "2022-01-04", {"extension_days": 1828}, "term_over_bound"),
        (
            "CN", "invention", "2022-01-04",
            {"extension_days": 400, "approval_date": "2016-06-01"}, "term_over_bound",
        ),
        ("CN", "invention", "2009-01-04", {}, "term_dates_reversed"),
        ("CN", "invention", "2022-01-04", {"adjustment_days": -1}, "term_negative_days"),
        ("CN", "invention", "2022-01-04", {"extension_days": 36_501}, "term_out_of_range"),
        ("CN", "invention", "2022-01-04", {"approval_date": "2201-01-01"}, "term_out_of_range"),
        ("CN", "invention", "2022-01-04", {"restoration_date": "2023-01-01"}, "term_no_lapse"),
    ],
)  # fmt: skip
def test_days_that_no_rule_allows_and_dates_that_contradict_are_refused(office, kind, granted, facts, key):
    with pytest.raises(WorkbenchError) as caught:
        told(office, kind, "2010-03-01", granted, **facts)
    assert caught.value.key == key


def test_an_extension_of_five_years_is_allowed_to_the_day():
    assert told("CN", "invention", "2010-03-01", "2022-01-04", extension_days=1826).expiry_date == date(
        2035, 3, 1
    )


def test_a_lapse_ends_the_right_on_the_anniversary_that_was_not_paid_for():
    found = told("CN", "invention", "2010-03-01", "2014-01-01", lapse_date="2020-03-01")
    assert (found.expiry_date, found.last_day_in_force) == (date(2020, 3, 1), date(2020, 2, 29))
    assert (found.statutory_end, found.restorable_until) == (date(2030, 3, 1), None)
    assert "restoration_window" in found.unknown


def test_a_lapse_may_be_undone_for_two_months_from_the_notice():
    found = told(
        "CN", "invention", "2010-03-01", "2014-01-01", lapse_date="2020-03-01", notice_date="2020-12-31"
    )
    assert found.restorable_until == date(2021, 2, 28)


def test_a_restored_right_keeps_its_term():
    found = told(
        "CN", "invention", "2010-03-01", "2014-01-01", lapse_date="2020-03-01", restoration_date="2021-01-05"
    )
    assert found.expiry_date == date(2030, 3, 1)
    assert found.steps[-1].rule == "restored"


@pytest.mark.parametrize(
    ("office", "kind", "filed", "lacking"),
    [
        ("CN", "invention", None, "filing_date"),
        ("CN", "invention", "1980-01-01", "rule"),
        ("BR", "invention", "2010-01-01", "rule"),
        ("US", "design", "2016-01-01", "grant_date"),
        ("WO", "invention", "2010-01-01", "no_right_of_its_own"),
    ],
)
def test_what_keeps_the_date_from_being_told_is_named_and_no_date_is_given(office, kind, filed, lacking):
    found = told(office, kind, filed)
    assert found.expiry_date is None and found.last_day_in_force is None
    assert lacking in found.unknown


def test_unknown_fees_are_said_until_they_are_known_to_be_paid():
    assert told("CN", "utility_model", "2015-01-01", "2015-09-01").unknown == ("annuity_status",)
    assert told("CN", "utility_model", "2015-01-01", "2015-09-01", are_fees_paid=True).unknown == ()
    assert "annuity_status" not in told("US", "design", "2016-01-01", "2017-01-01").unknown


def test_compensation_is_an_open_point_only_where_it_can_have_been_granted():
    assert "term_adjustment" not in told("CN", "invention", "2010-03-01", "2021-05-31").unknown
    assert "term_adjustment" in told("CN", "invention", "2010-03-01", "2021-06-01").unknown


@given(
    filed=st.dates(date(1985, 4, 1), date(2030, 12, 31)),
    kind=st.sampled_from(["invention", "utility_model", "design"]),
)
def test_corpus_and_calculator_tell_the_same_end(filed, kind):
    rows = [{"application": 0, "office": "CN", "patent_type": kind, "filing_date": filed}]
    corpus = derive_expiry(Corpus.from_frames({"applications": pl.DataFrame(rows)}, Manifest()))
    row = corpus.polars("applications").collect().row(0, named=True)
    found = term_of(Right("CN", kind, filed))
    assert (row["expiry_date"], row["expiry_rule"]) == (found.expiry_date, found.rule)


@given(st.dates(date(1993, 1, 1), date(2030, 12, 31)), st.integers(0, 1826))
def test_more_days_never_end_a_term_earlier(filed, days):
    without = term_of(Right("CN", "invention", filed))
    longer = term_of(Right("CN", "invention", filed, extension_days=days))
    assert longer.expiry_date - without.expiry_date == timedelta(days=days)


@pytest.mark.parametrize("word", ["发明", "Utility-Model", "utility model", "外观设计", "DESIGN"])
def test_types_are_read_as_people_write_them(word):
    assert patent_type_of(word) in ("invention", "utility_model", "design")
