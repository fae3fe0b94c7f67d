"""Sentences of the route fill their slots in both languages, and robustness hinges on what it should."""

import numpy as np
import polars as pl
import pytest

import workbench.route as tables
from workbench.labels import LANGUAGES
from workbench.report.wording import notes_under, sentence
from workbench.route import Route, SearchPlan
from workbench.route.network import CitationNetwork

TOLD = sorted(name.removesuffix("_findings") for name in tables.__all__ if name.endswith("_findings"))
LADDER = [
    arc for r in range(4) for a in (3 * r,) for arc in ((a, a + 1), (a, a + 2), (a + 1, a + 3), (a + 2, a + 3))
]


def net(pairs, dates=None):
    ends = np.array(pairs, dtype=np.int32)
    names = pl.Series([f"D{node}" for node in range(int(ends.max()) + 1)], dtype=pl.String)
    when = None if dates is None else np.array(dates, dtype=np.int32)
    return CitationNetwork(ends[:, 0].copy(), ends[:, 1].copy(), names, dates=when)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [name for name in TOLD if not name.startswith(("route_outlook", "missing"))])
def test_every_sentence_has_its_words(planted, name, language):
    route, _, _ = planted
    for own in (route, Route.of_network(net(LADDER)), Route.of_network(net([(0, 0)]))):
        table = getattr(tables, name)(own)
        for finding in getattr(tables, f"{name}_findings")(table):
            text = "".join(run.text for run in sentence(finding, language))
            assert text
            assert "{" not in text
        assert all("{" not in line for line in notes_under(table, language))


def test_the_sweep_stands_still_where_all_ties_are_in():
    table = tables.key_route_sweep(Route.of_network(net(LADDER)))
    assert table.frame["key_link_count"].to_list() == [16] * 16
    assert table.frame["document_count"].unique().to_list() == [13]
    assert table.frame["is_recommended"].to_list() == [True] + [False] * 15
    assert table.frame["coverage_share"].to_list() == [1.0] * 16


def test_a_stem_is_firm_and_what_ties_beside_it_is_not_on_it():
    route = Route.of_network(net(LADDER))
    frame = tables.main_path_documents(route).frame
    assert frame.filter(pl.col("tie_share") == 1)["document"].to_list() == ["D0", "D3", "D6", "D9", "D12"]
    assert frame.filter(pl.col("tie_share") == 0.5).height == 8
    assert tables.path_comparison(route).frame["tied_paths"].unique().to_list() == ["16"]


def test_the_path_hinges_on_the_rule_for_cycles_and_it_is_said():
    pairs = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 1), (4, 5), (0, 6), (6, 7), (7, 5)]
    route = Route.of_network(net(pairs, dates=[20000000 + 10000 * node for node in range(8)]))
    frame = tables.cleaning_effect(route).frame
    told = {row["cycle_rule"]: row for row in frame.to_dicts()}
    assert told["date-first"]["is_chosen"]
    assert (told["date-first"]["overlap"], told["date-first"]["path_changes"]) == (1.0, False)
    assert told["drop"]["path_changes"]
    assert told["drop"]["cycle_arc_count"] == 4
    (finding,) = tables.cleaning_effect_findings(tables.cleaning_effect(route))
    assert finding.key == "cleaning_changes_path"


def test_draws_repeat_with_their_seed_and_differ_without(planted):
    route, _, _ = planted
    columns = ["dropped_stay_share", "added_stay_share"]
    one, same, other = (
        tables.robust_documents(Route.of(route.corpus, seed=seed), replicates=8).frame.sort("document")[columns]
        for seed in (1, 1, 2)
    )
    assert one.equals(same)
    assert not one.equals(other)


def test_local_and_key_route_plans_are_followed_in_the_draws():
    for search in ("local", "key-route"):
        route = Route.of_network(net(LADDER), plan=SearchPlan("splc", search))
        assert tables.route_robustness(route, replicates=3).frame["stem_count"][0] > 0


def test_flow_into_a_branch_never_exceeds_its_documents(planted):
    route, _, _ = planted
    flows = tables.branch_flows(route).frame.group_by("to_period", "to_branch").agg(pl.col("flow_count").sum())
    nodes = tables.branch_periods(route).frame.rename({"period": "to_period", "branch": "to_branch"})
    both = flows.join(nodes, on=["to_period", "to_branch"], how="left")
    assert ((both["flow_count"] - both["drawing_count"]).abs() < 1e-9).all()
    assert (both["drawing_count"] <= both["document_count"]).all()
    shares = both.select(
        (pl.col("new_share") - 1 + pl.col("flow_count") / pl.col("document_count")).abs().max()
    )
    assert shares.item() < 1e-9


@pytest.mark.parametrize("one", ["shrink", "preprint", "drop"])
def test_two_rules_overlap_alike_whichever_is_chosen(one):
    pairs = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 1), (4, 5), (0, 6), (6, 7), (7, 5)]
    network = net(pairs, dates=[20000000 + 10000 * node for node in range(8)])
    found = [
        tables.cleaning_effect(Route.of_network(network, cycles=chosen)).frame.filter(
            pl.col("cycle_rule") == other
        )
        for chosen, other in (("date-first", one), (one, "date-first"))
    ]
    columns = ["shared_document_count", "overlap", "tied_overlap"]
    assert found[0].select(columns).rows() == found[1].select(columns).rows()


def test_the_route_is_the_same_on_another_engine(planted, tmp_path):
    from workbench.corpus import Corpus

    route, _, _ = planted
    other = Route.of(Corpus.open(route.corpus.save(tmp_path / "corpus"), engine="duckdb"))
    for name in ("main_path_documents", "key_patents", "branch_trends", "applicant_relay"):
        assert getattr(tables, name)(other).frame.equals(getattr(tables, name)(route).frame)
