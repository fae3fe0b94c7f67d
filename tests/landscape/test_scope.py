from datetime import date

import pytest

from workbench.corpus.completeness import lag_months, last_complete_year
from workbench.landscape import Scope, annual_filings
from workbench.tables import LeftOut


def test_unit_is_the_family_where_most_records_have_one(corpus_of):
    corpus = corpus_of(*[("F", "2020-01-01")] * 4, {"filing_date": "2020-01-01"})
    assert Scope.of(corpus).unit == "family"


def test_unit_is_the_application_where_families_are_few(corpus_of):
    corpus = corpus_of(("F", "2020-01-01"), {"filing_date": "2020-01-01"})
    assert Scope.of(corpus).unit == "application"


def test_unit_is_the_publication_where_numbers_are_few(corpus_of):
    corpus = corpus_of({"filing_date": "2020-01-01", "application_number": None}, {"filing_date": "2020-01-01"})
    assert Scope.of(corpus).unit == "publication"


def test_application_without_family_counts_as_its_own_family(corpus_of):
    corpus = corpus_of(("F", "2020-01-01"), ("F", "2021-01-01"), {"filing_date": "2022-01-01"})
    scope = Scope.of(corpus, unit="family")
    assert annual_filings(scope).frame["filing_count"].to_list() == [1, 0, 1]


def test_years_are_publication_years_where_filing_dates_are_mostly_missing(corpus_of):
    rows = [{"publication_date": "2021-01-01"}] * 3 + [
        {"filing_date": "2020-01-01", "publication_date": "2022-01-01"}
    ]
    scope = Scope.of(corpus_of(*rows))
    assert scope.date_basis == "publication_date"
    assert annual_filings(scope).frame["publication_year"].to_list() == [2021, 2022]


def test_family_without_priority_is_dated_by_filing(corpus_of):
    corpus = corpus_of({"family": "F", "filing_date": "2020-05-01"})
    assert annual_filings(Scope.of(corpus)).frame["filing_year"].to_list() == [2020]


def test_units_outside_the_scope_are_counted_by_reason(corpus_of):
    corpus = corpus_of(
        {"filing_date": "2009-01-01"},
        {"filing_date": "2015-01-01"},
        {},
        {"filing_date": "2015-01-01", "patent_type": "design"},
    )
    scope = Scope.of(corpus, patent_type="invention", first_year=2010)
    assert (scope.population, scope.counted) == (4, 1)
    assert scope.left_out == (
        LeftOut("other_patent_type", 1),
        LeftOut("no_date", 1),
        LeftOut("outside_years", 1),
    )


def test_asked_for_years_open_and_close_the_series(corpus_of):
    scope = Scope.of(corpus_of({"filing_date": "2015-01-01"}), first_year=2013, last_year=2016)
    assert annual_filings(scope).frame["filing_year"].to_list() == [2013, 2014, 2015, 2016]


@pytest.mark.parametrize(
    "given", [{"unit": "item"}, {"counting": "half"}, {"top": 0}, {"first_year": 2020, "last_year": 2010}]
)
def test_unknown_value_of_a_parameter_is_an_error(corpus_of, given):
    with pytest.raises(ValueError, match="="):
        Scope.of(corpus_of(), **given)


@pytest.mark.parametrize(
    ("cut_off", "months", "year"),
    [
        (date(2024, 12, 31), 0, 2024),
        (date(2024, 12, 30), 0, 2023),
        (date(2024, 6, 30), 18, 2022),
        (date(2024, 6, 29), 18, 2021),
        (date(2023, 4, 14), 18, 2020),
    ],
)
def test_year_is_complete_when_its_last_day_lies_a_lag_before_the_cut_off(cut_off, months, year):
    assert last_complete_year(cut_off, months) == year


def test_lag_is_the_longest_of_the_types_that_matter(corpus_of):
    many = [{"filing_date": "2020-01-01", "patent_type": "utility_model"}] * 19
    few = [{"filing_date": "2020-01-01", "route": "pct"}]
    assert lag_months(Scope.of(corpus_of(*many, *few)).year_counts, "filing_date") == 12
    assert lag_months(Scope.of(corpus_of(*many, *few * 4)).year_counts, "filing_date") > 18
    assert lag_months(Scope.of(corpus_of(*many)).year_counts, "publication_date") == 0
