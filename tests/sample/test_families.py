"""Families hold together, citations point back in time, the planted path carries the traffic."""

from collections import defaultdict
from itertools import pairwise

import polars as pl
import pytest

from workbench.sample.truth import planted_path


def test_members_share_priority_and_origin(tables):
    applications = tables["applications"].join(tables["families"], on="application")
    earliest = pl.coalesce("priority_date", "filing_date")
    spread = applications.group_by("family").agg(earliest.n_unique().alias("days"), pl.len(), "office")
    assert (spread["days"] == 1).all()
    assert len(spread.filter(pl.col("len") >= 3)) > 50


def test_no_family_has_more_members_in_the_data_than_stated(tables):
    sizes = tables["families"].group_by("family").agg(pl.len(), pl.col("stated_size").first())
    assert (sizes["len"] <= sizes["stated_size"]).all()
    assert (sizes["len"] < sizes["stated_size"]).any()


def test_a_later_filing_names_the_first_filing_of_its_family(tables):
    claimed = tables["priorities"].join(tables["families"], on="application")
    firsts = (
        tables["applications"]
        .filter(pl.col("priority_date").is_null())
        .join(tables["families"], on="application")
    )
    both = claimed.join(firsts.select("family", "application_number", "filing_date"), on="family")
    matching = both.filter(pl.col("priority_number") == pl.col("application_number"))
    assert len(both) > 100
    assert both.group_by("family").agg(pl.col("priority_number").n_unique())["priority_number"].max() == 1
    assert set(matching["family"]) == set(both["family"])
    assert (matching["priority_date"] == matching["filing_date"]).all()


def test_filings_on_one_day_for_one_invention_are_there(chapter):
    both = chapter.family.members[:, 0] & chapter.family.members[:, 1]
    assert both.sum() > 20


@pytest.fixture(scope="module")
def edges(tables):
    numbers = tables["publications"].select("publication_number", "record", "application", "publication_date")
    cited = tables["citations"].drop_nulls("document").join(numbers, on="record")
    days = tables["applications"].select("application", "filing_date")
    return cited.join(days, on="application").join(
        numbers.select(
            document="publication_number", cited_date="publication_date", cited_application="application"
        ),
        on="document",
    )


def test_cited_documents_were_out_when_the_citing_one_was_filed(edges, tables):
    assert len(edges) == tables["citations"]["document"].drop_nulls().len()
    assert (edges["cited_date"] < edges["filing_date"]).all()


def test_citations_make_no_cycle(edges):
    assert (edges["cited_application"] < edges["application"]).all()


def test_citations_are_heavy_tailed(edges):
    received = edges["document"].value_counts(sort=True)["count"]
    assert received.max() > 10 * received.median()


def search_path_counts(pairs: list[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """SPC of each citation (cited, citing): Hummon & Doreian 1989, Batagelj 2003; keys grow with time."""
    forward, backward = defaultdict(list), defaultdict(list)
    for cited, citing in pairs:
        forward[cited].append(citing)
        backward[citing].append(cited)
    nodes = sorted({node for pair in pairs for node in pair})
    to_sink, from_source = {}, {}
    for node in reversed(nodes):
        to_sink[node] = sum(to_sink[n] for n in forward[node]) or 1
    for node in nodes:
        from_source[node] = sum(from_source[n] for n in backward[node]) or 1
    return {(a, b): from_source[a] * to_sink[b] for a, b in pairs}


def heaviest_path(weight: dict[tuple[int, int], int]) -> list[int]:
    best: dict[int, tuple[int, list[int]]] = {}
    for cited, citing in sorted(weight, reverse=True):
        onward, tail = best.get(citing, (0, [citing]))
        found = (weight[cited, citing] + onward, [cited, *tail])
        best[cited] = max(best.get(cited, (0, [])), found)
    return max(best.values())[1]


def test_the_main_path_of_the_citations_is_the_planted_one(edges, world, tables):
    weight = search_path_counts(sorted(set(edges.select("cited_application", "application").iter_rows())))
    numbers = dict(tables["publications"].select("publication_number", "application").iter_rows())
    planted = [numbers[number] for number in planted_path(world)]
    assert len(planted) == 10
    assert all(link in weight for link in pairwise(planted))
    assert set(planted) <= set(heaviest_path(weight))
