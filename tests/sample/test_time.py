"""Dates in their order, publication with the lag of type and route, last years visibly incomplete."""

from datetime import date, timedelta

import polars as pl


def joined(tables):
    return (
        tables["applications"]
        .filter(pl.col("office") == "CN")
        .with_columns(
            lag=(pl.col("publication_date") - pl.coalesce("priority_date", "filing_date")).dt.total_days()
        )
    )


def test_inventions_are_published_within_eighteen_months_of_priority(tables):
    national = joined(tables).filter((pl.col("patent_type") == "invention") & (pl.col("route") == "national"))
    assert national["lag"].max() <= 549 + 15
    assert (national["lag"] >= 545).mean() > 0.4
    assert national["lag"].min() >= 90


def test_utility_models_and_designs_are_published_on_grant_within_a_year(tables):
    others = joined(tables).filter(
        pl.col("patent_type").is_in(["utility_model", "design"]) & (pl.col("route") == "national")
    )
    assert (others["publication_date"] - others["filing_date"]).dt.total_days().max() <= 366
    since_1993 = others.filter(pl.col("publication_date") >= date(1993, 1, 1))
    assert (since_1993["publication_date"] == since_1993["grant_date"]).all()


def test_entries_from_the_pct_come_after_thirty_months(tables):
    entries = joined(tables).filter(pl.col("route") == "pct")
    assert len(entries) > 50
    assert entries["lag"].min() > 30 * 30
    assert entries["lag"].max() < 40 * 31


def test_nothing_is_known_after_the_cut_off(tables, world):
    assert tables["publications"]["publication_date"].max() <= world.cut_off
    assert tables["applications"]["grant_date"].max() <= world.cut_off
    assert tables["events"]["date"].max() <= world.cut_off


def test_the_last_two_years_show_fewer_filings_than_there_were(tables, chapter):
    shown = tables["applications"]["filing_date"].dt.year().value_counts()
    counts = dict(shown.iter_rows())
    assert counts[2024] < 0.75 * counts[2022]
    assert counts.get(2025, 0) < 0.1 * counts[2022]
    assert (chapter.family.year >= 2024).sum() > 0.1 * len(chapter.family.year)


def test_grant_follows_publication_and_filing(tables):
    granted = tables["applications"].drop_nulls("grant_date")
    assert (granted["grant_date"] >= granted["publication_date"]).all()
    assert (granted["publication_date"] > granted["filing_date"]).all()


def test_terms_end_on_the_anniversary_of_filing(tables):
    years = {"invention": 20, "utility_model": 10, "design": 10}
    chinese = tables["applications"].filter(
        (pl.col("office") == "CN") & pl.col("filing_date").is_between(date(1993, 1, 1), date(2021, 5, 31))
    )
    for kind, filed, ends in chinese.select("patent_type", "filing_date", "expiry_date").iter_rows():
        assert ends.year - filed.year == years[kind]
    designs = tables["applications"].filter(
        (pl.col("patent_type") == "design") & (pl.col("filing_date") >= date(2021, 6, 1))
    )
    assert len(designs) > 5
    assert ((designs["expiry_date"] - designs["filing_date"]) > timedelta(days=15 * 365)).all()
