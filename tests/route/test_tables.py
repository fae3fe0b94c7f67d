"""Every table of a route: on the sample, whose planted path and branches are known, and on next to nothing."""

import numpy as np
import polars as pl
import pytest

import workbench.route as route_tables
from workbench.labels import has_words, topic
from workbench.route import Route, SearchPlan
from workbench.route.network import CitationNetwork

TABLES = (
    "applicant_relay",
    "branch_coupling",
    "branch_flows",
    "branch_periods",
    "branch_trends",
    "citation_coverage",
    "cleaning_account",
    "cleaning_effect",
    "co_cited_documents",
    "coupled_documents",
    "criteria_used",
    "criticality_baskets",
    "generation_years",
    "key_patents",
    "key_route_sweep",
    "low_criticality_documents",
    "main_path_documents",
    "main_path_links",
    "milestones",
    "path_agreement",
    "path_comparison",
    "path_takeovers",
    "persistent_documents",
    "robust_documents",
    "route_branches",
    "route_robustness",
    "technology_generations",
)

CODED = (
    "robustness_part",
    "network_figure",
    "cleaning_step",
    "path_role",
    "path_search",
    "variant",
    "cycle_rule",
    "trend",
    "generation_stage",
    "relay_role",
    "milestone_reason",
    "criterion",
)


def net(pairs, dates=None, count=None):
    ends = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    size = count if count is not None else int(ends.max(initial=-1)) + 1
    return CitationNetwork(
        ends[:, 0].copy(),
        ends[:, 1].copy(),
        pl.Series([f"D{node}" for node in range(size)], dtype=pl.String),
        dates=None if dates is None else np.array(dates, dtype=np.int32),
    )


def made(name, route):
    return getattr(route_tables, name)(route)


def told(name, table):
    return getattr(route_tables, f"{name}_findings", lambda _: ())(table)


@pytest.mark.parametrize("name", TABLES)
def test_every_table_of_the_sample_says_what_it_counts_and_is_labelled(planted, name):
    route, _, _ = planted
    table = made(name, route)
    assert not table.is_empty()
    assert (table.unit, table.date_basis, table.population) == ("family", "priority_date", route.dag.node_count)
    assert table.cut_off is not None
    assert {"citations_inside_only", "recent_undercounted"} <= set(table.notes)
    assert has_words(f"tables.{name}")
    assert [column for column in table.frame.columns if not has_words(f"columns.{column}")] == []
    assert [note for note in table.notes if not has_words(f"warnings.{note}")] == []
    assert [item.reason for item in table.left_out if not has_words(f"warnings.{item.reason}")] == []
    assert set(table.formats) <= set(table.frame.columns)


@pytest.mark.parametrize("name", TABLES)
def test_every_number_with_a_list_counts_its_patents(planted, name):
    route, _, _ = planted
    table = made(name, route)
    if table.evidence is None:
        return
    for column in table.evidence.cells:
        values = table.frame[column]
        for row in (0, table.frame.height - 1):
            number = 1 if values.dtype == pl.String else values[row]
            records = table.records(row, column)
            assert len(records) == number or column == "flow_count", (column, row)


@pytest.mark.parametrize("name", TABLES)
def test_coded_values_have_words(planted, name):
    route, _, _ = planted
    frame = made(name, route).frame
    coded = topic("values")
    for column in CODED:
        if column in frame.columns:
            assert set(frame[column].drop_nulls()) <= set(coded[column])


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize(
    "network",
    [net([], count=0), net([], count=3), net([(0, 1)]), net([(0, 1), (1, 0), (0, 0)]), net([(0, 0)])],
    ids=["empty", "without arcs", "one arc", "a cycle", "a loop"],
)
def test_small_and_empty_networks_give_tables_that_say_why(name, network):
    table = made(name, Route.of_network(network))
    assert not table.is_empty() or any(note.startswith("missing_") for note in table.notes)
    assert all(has_words(f"findings.{finding.key}") for finding in told(name, table))


@pytest.mark.parametrize("name", TABLES)
def test_the_same_route_gives_the_same_table_again(planted, name):
    route, _, _ = planted
    assert made(name, route).frame.equals(made(name, Route.of(route.corpus)).frame)


def test_the_planted_path_is_the_stem_of_the_main_path(planted):
    route, path, _ = planted
    table = route_tables.main_path_documents(route)
    stem = table.frame.filter(pl.col("tie_share") > 0.999)["document"].to_list()
    assert [document for document in stem if document in path] == path


def test_the_planted_branches_are_the_branches(planted):
    route, _, branches = planted
    shown = route_tables.route_branches(route)
    assert set(shown.frame["branch"]) == set(branches.values())
    own = dict(zip(route.documents["document"], route.groups.names, strict=True))
    assert all(branches[document] == branch for document, branch in own.items() if document in branches)


def test_a_network_without_corpus_has_communities_for_branches():
    pairs = [(a, b) for block in (range(6), range(6, 12)) for a in block for b in block if a < b]
    route = Route.of_network(net(pairs, dates=[20000000 + 10000 * (node % 6) for node in range(12)]))
    assert route.groups.kind == "community"
    assert route_tables.route_branches(route).frame["document_count"].to_list() == [6, 6]


def test_key_route_plan_is_followed(planted):
    route, _, _ = planted
    other = Route.of(route.corpus, plan=SearchPlan("spnp", "key-route", 3))
    table = route_tables.main_path_links(other)
    assert table.frame["is_key_link"].sum() == other.path.seeds.size >= 3


def test_the_planted_path_is_firm_and_leads_the_key_patents(planted):
    route, path, _ = planted
    firm = route_tables.robust_documents(route).frame.filter(pl.col("is_firm"))["document"].to_list()
    assert set(path[1:-1]) <= set(firm)
    leading = route_tables.key_patents(route).frame["document"].to_list()
    assert len(set(path) & set(leading)) >= len(path) - 2


def test_milestones_are_between_five_and_fifteen_and_in_order_of_time(planted):
    route, path, _ = planted
    frame = route_tables.milestones(route).frame
    assert 5 <= frame.height <= 15
    assert frame["document_year"].is_sorted()
    assert len(set(path) & set(frame["document"])) >= len(path) - 2
    assert frame["effect"].null_count() < frame.height
