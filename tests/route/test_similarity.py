"""A route by likeness of text, and the terms that texts are told by."""

import numpy as np
import polars as pl
import pytest

from workbench.measures.grams import log_likelihood, text_terms
from workbench.measures.likeness import precursors, profiles
from workbench.route import Route, citation_coverage, main_path_documents
from workbench.route.terms import community_names


def told(terms):
    found = {}
    for row, term in zip(terms.row.tolist(), terms.term.tolist(), strict=True):
        found.setdefault(row, set()).add(terms.text(term))
    return found


def test_terms_are_runs_of_characters_and_words_of_other_scripts():
    texts = pl.Series(["巡检机器人 LIDAR", None, "procédé 三维", "a 1"])
    assert told(text_terms(texts)) == {0: {"巡检", "检机", "机器", "器人", "lidar"}, 2: {"procédé", "三维"}}
    assert "机器人" in told(text_terms(texts, (3,)))[0]
    assert text_terms(pl.Series([], dtype=pl.String)).row.size == 0


def test_log_likelihood_is_dunnings_ratio_and_negative_for_the_rarer():
    found = log_likelihood(np.array([10.0, 1.0, 5.0]), np.array([0.0, 90.0, 45.0]), 10, 90)
    table = [(10, 10 * 10 / 100), (90, 90 * 90 / 100)]
    assert found[0] == pytest.approx(2 * sum(o * np.log(o / e) for o, e in table))
    assert found[1] < 0
    assert found[2] == pytest.approx(0, abs=1e-9)


def test_precursors_are_earlier_not_the_same_and_the_nearest():
    texts = pl.Series(
        ["红外测温", "红外测温云台", "红外测温云台", "红外测温云台装置", "履带底盘"] + ["别的"] * 3
    )
    time = np.array([1, 2, 3, 4, 0, 5, 6, 7])
    same = np.array([0, 1, 1, 2, 3, 4, 4, 4])
    found = precursors(profiles(text_terms(texts), 8), time, same, neighbours=1, threshold=0.1)
    pairs = dict(zip(found.later.tolist(), found.earlier.tolist(), strict=True))
    assert pairs == {1: 0, 2: 0, 3: 1} or pairs == {1: 0, 2: 0, 3: 2}
    assert ((found.similarity > 0.1) & (found.similarity <= 1)).all()


def chain(count):
    signs = "履带底盘红外云台激光雷达磁吸附轮越障摆臂电池管理导航定位图像识别"
    return [
        {
            "title": f"{signs[at * 2 : at * 2 + 8]}",
            "filing_date": f"{2000 + at}-01-01",
            "number": f"CN{at:09d}A",
        }
        for at in range(count)
    ]


def test_without_citations_the_route_follows_likeness_and_says_so(corpus_of):
    route = Route.of(corpus_of(*chain(8)), level="application")
    assert route.basis == "similarity"
    table = main_path_documents(route)
    assert table.frame["document"].to_list() == [f"CN{at:09d}A" for at in range(8)]
    assert "similarity_not_citations" in table.notes
    figures = dict(citation_coverage(route).frame.select("network_figure", "figure_count").rows())
    assert (figures["linked_by_citation"], figures["likenesses_drawn"]) == (0, route.cleaned.network.arc_count)


def test_where_likeness_is_asked_for_citations_are_not_used(planted):
    route, _, _ = planted
    other = Route.of(route.corpus, basis="similarity")
    assert other.citing is not None
    assert other.citing.cleaned.network.arc_count == route.cleaned.network.arc_count
    dates = other.cleaned.network.dates
    assert (dates[other.cleaned.network.cited] < dates[other.cleaned.network.citing]).all()


def test_communities_are_named_by_what_the_others_lack():
    titles = pl.Series(["一种履带底盘装置"] * 5 + ["一种红外测温方法"] * 5 + ["nothing told"] * 2)
    names = community_names(titles, np.array([0] * 5 + [1] * 5 + [2] * 2), 2)
    assert names[0].startswith("1 履带底盘")
    assert names[1].startswith("2 红外测温")


@pytest.mark.parametrize(
    ("dates", "basis"),
    [
        ({"priority_date": "2018-01-01", "filing_date": "2019-01-01"}, "priority_date"),
        ({"filing_date": "2019-01-01"}, "filing_date"),
        ({"publication_date": "2020-01-01"}, "publication_date"),
    ],
)
def test_the_date_that_is_stated_is_the_one_the_data_have(corpus_of, dates, basis):
    corpus = corpus_of(*({"title": f"示例电池 {at}", **dates} for at in range(5)))
    assert Route.of(corpus).date_basis == basis
