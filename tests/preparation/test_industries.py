"""Strategic emerging industries: the vendor's are kept, others follow the IPC rules."""

import polars as pl
import pytest

from workbench.preparation.industries import assign_industries, industries_of
from workbench.reference.industries import industries, industry_rules


def codes(*symbols):
    return industries_of(pl.Series(symbols))["derived"].to_list()


@pytest.mark.parametrize(
    ("symbol", "expected"),
    [
        ("G06N3/08", ["1.5"]),
        ("G06F40/30", ["1.5"]),
        ("F24F11/46", ["7.1"]),
        ("B61D13/00", ["2.4"]),
        ("G21C3/04", ["6.1"]),
        ("A47C7/00", []),
    ],
)
def test_a_symbol_leads_to_its_industry(symbol, expected):
    assert codes(symbol) == expected


def test_an_excluded_group_is_not_in_the_industry_that_excludes_it():
    assert "1.1" in codes("G06F11/30")
    assert "1.1" not in codes("G06F11/36")
    assert codes("G06F11/36") == ["1.3"]


def test_a_rule_for_one_group_does_not_reach_the_groups_below_it():
    assert "1.5" in codes("G06F9/44")
    assert "1.5" not in codes("G06F9/4401")


def test_every_rule_names_a_known_industry_and_the_levels_are_complete():
    known = industries()["industry"]
    assert set(industry_rules()["industry"]) <= set(known)
    assert known.str.contains(r"^\d$").sum() == 9


def with_sei(corpus, *rows):
    found = corpus.polars("classifications").collect()
    added = pl.DataFrame(
        [{"record": r, "scheme": "sei", "symbol": s, "origin": "given", "position": 0} for r, s in rows],
        schema_overrides={"record": pl.UInt32, "position": pl.UInt16},
    )
    return corpus.with_tables(classifications=pl.concat([found, added], how="diagonal_relaxed").sort("record"))


def industries_in(corpus):
    rows = corpus.polars("classifications").filter(pl.col("scheme") == "sei").collect()
    return rows.select("record", "symbol", "origin").rows()


def test_the_vendors_industry_is_kept_and_its_code_taken_out(corpus_of):
    corpus = with_sei(
        corpus_of({"ipc": ["F24F11/46"]}), (0, "1.5 (人工智能)"), (0, "8.1 (数字创意技术设备制造)")
    )
    assigned = assign_industries(corpus)
    assert industries_in(assigned) == [(0, "1.5", "given"), (0, "8.1", "given")]


def test_several_industries_in_one_cell_come_apart(corpus_of):
    corpus = with_sei(corpus_of({"ipc": []}), (0, "1.1 (下一代信息网络产业),1.5 (人工智能)"))
    assert industries_in(assign_industries(corpus)) == [(0, "1.1", "given"), (0, "1.5", "given")]


def test_records_without_a_vendors_industry_are_derived_and_it_is_said(corpus_of):
    corpus = with_sei(corpus_of({"ipc": ["F24F11/46"]}, {"ipc": ["G06N3/08"]}), (0, "1.5 (人工智能)"))
    assigned = assign_industries(corpus)
    assert industries_in(assigned) == [(0, "1.5", "given"), (1, "1.5", "derived")]
    (notice,) = [notice for notice in assigned.manifest.notices if notice.key == "industries_derived"]
    assert notice.fields == {"records": 1}


def test_assigning_twice_changes_nothing(corpus_of):
    once = assign_industries(
        with_sei(corpus_of({"ipc": ["F24F11/46"]}, {"ipc": ["G06N3/08"]}), (0, "1.5 (人工智能)"))
    )
    twice = assign_industries(once)
    assert once.polars("classifications").collect().equals(twice.polars("classifications").collect())
