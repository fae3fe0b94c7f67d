import polars as pl

from workbench.landscape.filings import (
    annual_filings,
    annual_filings_findings,
    annual_grants,
    annual_grants_findings,
    annual_publications,
)
from workbench.landscape.scope import Scope
from workbench.tables import LeftOut


def test_family_counts_once_in_its_earliest_year(corpus_of):
    corpus = corpus_of(("F1", "2019-03-01"), ("F1", "2021-03-01"), ("F2", "2021-06-15"))
    table = annual_filings(Scope.of(corpus))
    assert (table.unit, table.date_basis) == ("family", "filing_date")
    assert table.frame["filing_count"].to_list() == [1, 0, 1]


def test_application_published_twice_counts_once(corpus_of):
    corpus = corpus_of(
        {"application": "a", "filing_date": "2020-01-01", "publication_date": "2021-07-01"},
        {"application": "a", "filing_date": "2020-01-01", "publication_date": "2023-01-01", "stage": "grant"},
    )
    assert annual_filings(Scope.of(corpus, unit="application")).frame["filing_count"].to_list() == [1]
    assert annual_filings(Scope.of(corpus, unit="publication")).frame["filing_count"].to_list() == [2]


def test_grant_date_is_that_of_the_granted_publication_where_none_is_given(corpus_of):
    corpus = corpus_of(
        {"application": "a", "filing_date": "2020-01-01", "publication_date": "2021-07-01"},
        {"application": "a", "filing_date": "2020-01-01", "publication_date": "2023-01-01", "stage": "grant"},
        {"filing_date": "2020-01-01", "publication_date": "2021-07-01"},
    )
    table = annual_grants(Scope.of(corpus))
    assert table.frame.select("grant_year", "grant_count").rows() == [(2023, 1)]
    assert table.left_out == (LeftOut("no_grant_date", 1),)


def test_publication_year_is_that_of_the_first_publication(corpus_of):
    corpus = corpus_of(
        {"application": "a", "filing_date": "2020-01-01", "publication_date": "2023-01-01", "stage": "grant"},
        {"application": "a", "filing_date": "2020-01-01", "publication_date": "2021-07-01"},
    )
    table = annual_publications(Scope.of(corpus))
    assert table.frame.select("publication_year", "publication_count").rows() == [(2021, 1)]
    assert table.records(0, "publication_count") == [1]


def test_every_count_is_the_length_of_its_list(corpus_of):
    corpus = corpus_of(*[{"filing_date": f"20{10 + i % 4}-05-05"} for i in range(11)])
    table = annual_filings(Scope.of(corpus))
    lengths = [len(table.records(row, "filing_count")) for row in range(table.frame.height)]
    assert lengths == table.frame["filing_count"].to_list()


def test_undated_units_are_left_out_and_counted(corpus_of):
    table = annual_filings(
        Scope.of(corpus_of({"filing_date": "2020-01-01"}, {}, {"filing_date": "2020-02-01"}))
    )
    assert (table.population, table.left_out) == (3, (LeftOut("no_date", 1),))
    assert table.frame["filing_count"].sum() + table.left_out_count() == table.population


def test_stray_early_years_do_not_open_the_series(corpus_of):
    rows = [{"filing_date": "1887-01-01"}, *[{"filing_date": f"{2010 + i % 10}-01-01"} for i in range(200)]]
    table = annual_filings(Scope.of(corpus_of(*rows)))
    assert table.frame["filing_year"].to_list() == list(range(2010, 2020))
    assert table.left_out == (LeftOut("before_series", 1),)


def test_growth_has_no_value_on_a_small_base_or_in_an_incomplete_year(corpus_of):
    corpus = corpus_of(*years(10, 9, 0, 20, 10, first=2019), cut_off="2024-06-30")
    table = annual_filings(Scope.of(corpus))
    assert table.frame["growth_rate"].to_list() == [None, -0.1, None, None, None]
    assert table.frame["is_complete"].to_list() == [True, True, True, True, False]
    assert "small_base" in table.notes


def test_without_cut_off_completeness_is_not_known(corpus_of):
    table = annual_filings(Scope.of(corpus_of(("A", "2019-03-01"), ("B", "2020-03-01"), cut_off=None)))
    assert table.frame["is_complete"].to_list() == [None, None]
    assert "no_cut_off" in table.notes
    assert annual_filings_findings(table)[-1].key == "years_without_cut_off"


def keys(corpus):
    return [finding.key for finding in annual_filings_findings(annual_filings(Scope.of(corpus)))]


def years(*counts, first=2010):
    return [(f"{i}-{j}", f"{first + i}-01-01") for i, count in enumerate(counts) for j in range(count)]


def test_sentence_is_chosen_by_the_data(corpus_of):
    assert keys(corpus_of(*years(3))) == ["years_single"]
    assert keys(corpus_of(*years(10, 30, 20))) == ["years_peak", "years_latest_down"]
    assert keys(corpus_of(*years(10, 20, 30))) == ["years_peak", "years_latest_up_peak"]
    assert keys(corpus_of(*years(40, 20, 30))) == ["years_peak", "years_latest_up"]
    assert keys(corpus_of(*years(20, 10, 20))) == ["years_peak_tied", "years_latest_up_peak"]
    assert keys(corpus_of(*years(10, 30, 30))) == ["years_peak_tied", "years_latest_same"]
    assert keys(corpus_of(*years(2, 9, 10))) == ["years_peak", "years_latest_without_base"]
    assert keys(corpus_of(*years(2, 0, 1))) == ["years_peak", "years_latest_without_base"]
    assert keys(corpus_of(*years(1, 2, first=2023))) == ["years_peak_incomplete", "years_incomplete"]


def test_most_grants_so_far_do_not_speak_of_recent_filing(corpus_of):
    granted = [
        {"filing_date": "2015-01-01", "publication_date": f"{year}-12-31", "stage": "grant"}
        for year, count in ((2018, 10), (2019, 20))
        for _ in range(count)
    ]
    found = annual_grants_findings(annual_grants(Scope.of(corpus_of(*granted, cut_off="2019-12-31"))))
    assert [finding.key for finding in found] == ["years_peak", "years_latest_up_peak_later"]


def test_missing_grants_are_named(corpus_of):
    table = annual_grants(Scope.of(corpus_of(("A", "2019-03-01"))))
    assert table.is_empty()
    assert [finding.key for finding in annual_grants_findings(table)] == ["missing_grant_date"]


def test_nothing_that_meets_the_conditions_is_said(corpus_of):
    table = annual_filings(Scope.of(corpus_of(("A", "2019-03-01")), patent_type="design"))
    assert [finding.key for finding in annual_filings_findings(table)] == ["nothing_counted"]
    assert table.left_out == (LeftOut("other_patent_type", 1),)


def test_running_sum_ends_at_the_total(corpus_of):
    frame = annual_filings(Scope.of(corpus_of(*years(2, 0, 5)))).frame
    assert (
        frame["cumulative_count"].to_list()
        == frame.select(pl.col("filing_count").cum_sum()).to_series().to_list()
    )
