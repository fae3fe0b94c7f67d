"""The tables of a route on published networks: persistence, key routes, baskets, and Kroto's papers."""

import json
import os
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import workbench.route as tables
from workbench.route import Route, SearchPlan
from workbench.route.network import CitationNetwork
from workbench.route.reading import ReadingOptions, read_network

FOLDER = Path(os.environ.get("WORKBENCH_REAL_DATA", ".")) / "citation_networks"
SMALL = sorted(FOLDER.glob("toy_*.json")) + sorted(FOLDER.glob("trap_*.json"))

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="WORKBENCH_REAL_DATA names no citation networks"),
]


@pytest.fixture(params=SMALL, ids=lambda path: path.stem)
def small(request):
    told = json.loads(request.param.read_text(encoding="utf-8"))
    place = {name: at for at, name in enumerate(told["nodes"])}
    ends = np.array([[place[cited], place[citing]] for cited, citing in told["edges"]], dtype=np.int32)
    names = pl.Series(told["nodes"], dtype=pl.String)
    return told, CitationNetwork(ends[:, 0].copy(), ends[:, 1].copy(), names)


def test_published_persistence(small):
    told, network = small
    frame = tables.persistent_documents(Route.of_network(network, top=10_000)).frame
    found = dict(frame.select("document", "persistence").rows())
    expected = {name: value for name, value in told["expected_knowledge_persistence_global"].items() if value}
    assert found == pytest.approx(expected)


@pytest.mark.parametrize("extend", ["global", "local"])
@pytest.mark.parametrize("weight", ["spc", "splc", "spnp"])
def test_published_key_routes_for_one_to_three_links(small, weight, extend):
    told, network = small
    paths = told["paths"][weight.upper()]
    route = Route.of_network(network, plan=SearchPlan(weight, "key-route", extend=extend))
    rows = tables.key_route_sweep(route, most=3).frame
    for rank, links, arcs in rows.select("key_link_rank", "key_link_count", "arc_count").rows():
        expected = paths[f"key_route_{extend}_top{rank}"]
        assert (links, arcs) == (len(expected["seeds"]), len(expected["edges"]))


def test_documents_without_criticality_are_those_of_the_longest_paths(small):
    _, network = small
    route = Route.of_network(network)
    frame = tables.criticality_baskets(route).frame
    assert frame["longest_path_share"][0] == 1.0
    assert frame["document_count"].is_sorted()
    longest = tables.path_comparison(route).frame.filter(pl.col("path_search") == "longest")
    assert frame["document_count"][0] == longest["document_count"][0]


@pytest.fixture(scope="module")
def kroto():
    return Route.of_network(read_network(FOLDER / "Kroto.zip", ReadingOptions(dates="krPY.clu")))


def test_the_fullerene_path_runs_from_kroto_to_kratschmer(kroto):
    titles = tables.main_path_documents(kroto).frame["title"].str.to_uppercase().to_list()
    first = next(at for at, title in enumerate(titles) if "KROTO" in title)
    later = next(at for at, title in enumerate(titles) if "KRATSCHMER" in title)
    assert first < later


def test_every_table_of_kroto_has_rows_or_says_why(kroto):
    for name in (name.removesuffix("_findings") for name in tables.__all__ if name.endswith("_findings")):
        if hasattr(tables, name) and not name.startswith("missing"):
            table = getattr(tables, name)(kroto)
            assert not table.is_empty() or any(note.startswith("missing_") for note in table.notes), name
    assert kroto.groups.kind == "community"
