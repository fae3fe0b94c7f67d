"""Published citation networks through the command line: every weight and every tie exact."""

import csv
import json
import os
from itertools import pairwise
from pathlib import Path

import pytest
from typer.testing import CliRunner

from workbench.cli.main import app
from workbench.errors import WorkbenchError

FOLDER = Path(os.environ.get("WORKBENCH_REAL_DATA", ".")) / "citation_networks"
SMALL = sorted(FOLDER.glob("toy_*.json")) + sorted(FOLDER.glob("trap_*.json"))
RULES = {"drop_intra_scc": "drop", "shrink": "shrink", "date_then_scc": "date-drop", "preprint": "preprint"}
PAJEK = {"SmallWorld": ("SmallW.zip", "SmallPY.clu"), "Kroto": ("Kroto.zip", "krPY.clu")}
WEIGHTS = ("SPC", "SPLC", "SPNP")

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="WORKBENCH_REAL_DATA names no citation networks"),
]


def run(*words):
    result = CliRunner().invoke(app, ["route", *map(str, words)])
    if isinstance(result.exception, WorkbenchError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def main_path(*words):
    document = json.loads(run("main-path", *words, "--json"))
    document["arcs_of_path"] = {(cited, citing) for cited, citing, _ in document["path"]}
    assert len(document["arcs_of_path"]) == len(document["path"])
    return document


def weights(tmp_path, *words):
    out = tmp_path / "weights.csv"
    run("weights", *words, "--out", out)
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        (row["cited"], row["citing"]): (int(row["weight"]), float(row["weight_normalized"])) for row in rows
    }


def arcs(texts):
    return {(text.rpartition("-")[0], text.rpartition("-")[2]) for text in texts}


@pytest.fixture(params=SMALL, ids=lambda path: path.stem)
def small(request, tmp_path):
    told = json.loads(request.param.read_text(encoding="utf-8"))
    table = tmp_path / "edges.csv"
    lines = [f"{citing},{cited}" for cited, citing in told["edges"]]
    table.write_text("\n".join(["citing,cited", *lines]) + "\n", encoding="utf-8")
    return told, table


@pytest.mark.parametrize("weight", WEIGHTS)
def test_every_weight_of_the_small_networks(small, weight, tmp_path):
    told, table = small
    found = weights(tmp_path, table, "--weight", weight.lower())
    assert {arc: value for arc, (value, _) in found.items()} == {
        tuple(arc): value for arc, value in zip(told["edges"], told["expected"][weight], strict=True)
    }
    if weight == "SPC":
        flow = told["n_paths_total_flow"]
        assert all(share == value / flow for value, share in found.values())


def test_splc_depends_on_the_direction_and_the_others_do_not(small, tmp_path):
    told, table = small
    key = next(name for name in told if name.startswith("expected_SPLC_if_edges_are_reversed"))
    turned = [(citing, cited) for cited, citing in told["edges"]]
    for weight, expected in (
        ("spc", told["expected"]["SPC"]),
        ("splc", told[key]),
        ("spnp", told["expected"]["SPNP"]),
    ):
        found = weights(tmp_path, table, "--weight", weight, "--reverse")
        assert {arc: value for arc, (value, _) in found.items()} == dict(zip(turned, expected, strict=True))


@pytest.mark.parametrize("weight", WEIGHTS)
def test_every_tie_of_the_small_networks(small, weight):
    told, table = small
    expected, given = told["paths"][weight], (table, "--weight", weight.lower())
    ties = [path.split("-") for path in expected["global_paths_all_ties"]]
    found = main_path(*given, "--exact")
    assert found["arcs_of_path"] == {arc for path in ties for arc in pairwise(path)}
    assert found["optima"] == len(ties)
    assert found["total_flow"] == str(told["n_paths_total_flow"])
    assert found["nodes"] == len(told["nodes"])
    for direction, key in (
        ("forward", "local_forward_from_best_source"),
        ("backward", "local_backward_from_best_sink"),
    ):
        local = main_path(*given, "--search", "local", "--direction", direction)
        assert local["arcs_of_path"] == arcs(expected[key]), direction
    for top in (1, 2, 3):
        for extend in ("local", "global"):
            route = main_path(*given, "--search", "key-route", "--top", top, "--extend", extend)
            assert route["arcs_of_path"] == arcs(expected[f"key_route_{extend}_top{top}"]["edges"]), (
                top,
                extend,
            )


@pytest.mark.parametrize(("weight", "column"), [("spc", "SPC"), ("splc", "SPLC")])
def test_the_published_weights_of_the_example_table(weight, column, tmp_path):
    path = FOLDER / "graph_example_1.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        published = {(row["SOURCE"], row["TARGET"]): int(row[column]) for row in csv.DictReader(file)}
    found = weights(tmp_path, path, "--weight", weight, "--citing", "TARGET", "--cited", "SOURCE")
    assert {arc: value for arc, (value, _) in found.items()} == published


@pytest.mark.parametrize(("weight", "extended"), [("splc", "TestSPLC.net"), ("spnp", "TestSPNP.net")])
def test_batageljs_extended_networks_give_the_weight_as_flow(weight, extended, tmp_path):
    own = weights(tmp_path, FOLDER / "Test.net", "--weight", weight)
    flow = weights(tmp_path, FOLDER / extended)
    assert len(own) == 9
    assert {arc: flow[arc] for arc in own} == own


def test_a_pajek_file_whose_arcs_run_from_citing_to_cited_is_turned_round(tmp_path):
    told = json.loads((FOLDER / "toy_bavla_citetest.json").read_text(encoding="utf-8"))
    found = weights(tmp_path, FOLDER / "CiteTest.net", "--reverse")
    number = {label: str(at) for at, label in enumerate("ABCDEFGHIJ", start=1)}
    assert {arc: value for arc, (value, _) in found.items()} == {
        (number[cited], number[citing]): value
        for (cited, citing), value in zip(told["edges"], told["expected"]["SPC"], strict=True)
    }


def published_networks():
    if not FOLDER.is_dir():
        return []
    told = json.loads((FOLDER / "expected_pajek_nets.json").read_text(encoding="utf-8"))
    return [pytest.param(net, rule, id=f"{net['net']}-{rule}") for net in told for rule in net["policies"]]


@pytest.mark.parametrize(("net", "policy"), published_networks())
def test_real_networks_under_every_rule_for_cycles(net, policy, tmp_path):
    expected, (name, dates) = net["policies"][policy], PAJEK[net["net"]]
    given = [FOLDER / name, "--cycles", RULES[policy]]
    if policy == "date_then_scc":
        given += ["--dates", dates]
    found = main_path(*given, "--exact")
    assert found["arcs"] == expected["arcs"]
    assert found["total_flow"] == expected["total_flow_exact"]
    assert found["optima"] == expected["n_optimal_global_paths"]
    ids = [str(number) for number in expected["global_path_ids_1based"]]
    route = [f"{own}'" if own == after else own for own, after in pairwise([*ids, ""])]
    assert set(pairwise(route)) <= found["arcs_of_path"]
    if found["optima"] == 1:
        assert set(pairwise(route)) == found["arcs_of_path"]
    labels = [label.rpartition(" ")[0] for label in expected["global_path_labels"]]
    assert [found["labels"][node] for node in route] == labels
    values = weights(tmp_path, *given)
    assert sum(values[arc][0] for arc in pairwise(route)) == int(expected["global_sum_exact"])
    for cited, citing, weight, share in expected.get("top20_SPC", []):
        assert values[str(cited), str(citing)] == (int(weight), share)


def test_a_patent_network_with_swapped_columns_is_cleaned_and_accounted_for():
    path = FOLDER / "gigante_with_cycles.csv"
    with path.open(encoding="utf-8-sig") as file:
        rows = sum(1 for _ in file) - 1
    given = (path, "--citing", "Target", "--cited", "Source")
    for words in ((), ("--dates", "pln_date"), ("--cycles", "drop"), ("--cycles", "shrink")):
        found = main_path(*given, *words, "--weight", "splc")
        assert found["arcs"] + sum(found["arcs_removed"].values()) == rows, words
        assert found["arcs_removed"]["cycles"] > 0
        assert found["path"]
    dropped = main_path(*given, "--cycles", "drop")["arcs_removed"]["cycles"]
    assert main_path(*given)["arcs_removed"]["cycles"] < dropped
