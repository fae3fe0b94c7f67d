"""The end of the statutory term, by type and filing date."""

from datetime import date

import pytest

from workbench.preparation.terms import derive_expiry


def expiry(tables_of, **row):
    corpus = derive_expiry(tables_of(applications=[{"application": 0, "office": "CN", **row}]))
    found = corpus.polars("applications").collect().row(0, named=True)
    return found["expiry_date"], found["expiry_rule"]


@pytest.mark.parametrize(
    ("kind", "filed", "ends", "rule"),
    [
        (
            "utility_model",
            date(1999, 9, 6),
            date(2009, 9, 6),
            "cn_utility_model_10",
        ),  # the Guidelines' own example
        ("invention", date(2010, 3, 1), date(2030, 3, 1), "cn_invention_20"),
        ("invention", date(2012, 2, 29), date(2032, 2, 29), "cn_invention_20"),
        ("utility_model", date(2012, 2, 29), date(2022, 2, 28), "cn_utility_model_10"),
        ("design", date(2021, 5, 31), date(2031, 5, 31), "cn_design_10"),
        ("design", date(2021, 6, 1), date(2036, 6, 1), "cn_design_15"),
        ("invention", date(1986, 12, 10), date(2001, 12, 10), "cn_invention_15"),
        ("invention", date(1986, 12, 11), date(2006, 12, 11), "cn_invention_20"),
        ("utility_model", date(1990, 1, 5), date(1998, 1, 5), "cn_utility_model_8"),
    ],
)
def test_the_term_runs_from_the_filing_date(tables_of, kind, filed, ends, rule):
    assert expiry(tables_of, patent_type=kind, filing_date=filed) == (ends, rule)


def test_a_priority_does_not_start_the_term(tables_of):
    row = {"patent_type": "invention", "filing_date": date(2011, 3, 1), "priority_date": date(2010, 3, 1)}
    assert expiry(tables_of, **row)[0] == date(2031, 3, 1)


def test_a_date_given_stays_and_says_so(tables_of):
    row = {"patent_type": "invention", "filing_date": date(2010, 3, 1), "expiry_date": date(2028, 1, 1)}
    assert expiry(tables_of, **row) == (date(2028, 1, 1), "given")


@pytest.mark.parametrize(
    "row",
    [
        {"patent_type": None, "filing_date": date(2010, 3, 1)},
        {"patent_type": "invention", "filing_date": None},
        {"patent_type": "pct", "filing_date": date(2010, 3, 1)},
        {"patent_type": "invention", "filing_date": date(2010, 3, 1), "office": "US"},
    ],
)
def test_nothing_is_derived_from_what_is_not_known(tables_of, row):
    assert expiry(tables_of, **row) == (None, None)


def test_deriving_twice_gives_the_same(tables_of):
    rows = [
        {"application": 0, "office": "CN", "patent_type": "invention", "filing_date": date(2010, 3, 1)},
        {"application": 1, "office": "US", "expiry_date": date(2030, 1, 1)},
    ]
    once = derive_expiry(tables_of(applications=rows))
    assert derive_expiry(once).polars("applications").collect().equals(once.polars("applications").collect())
