"""The commands as others call them."""

import csv
import json
import subprocess
import sys
from decimal import Decimal

import polars as pl
import pytest

from workbench.errors import WorkbenchError
from workbench.route import weighing

DIAMOND = ("B,A", "C,A", "D,B", "D,C")


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_weights_has_one_row_per_kept_arc_in_the_promised_columns(edges, route, tmp_path):
    out = tmp_path / "w.csv"
    route("weights", edges(*DIAMOND, "D,C", "D,D"), "--weight", "splc", "--out", out)
    found = rows(out)
    assert list(found[0]) == ["cited", "citing", "cited_label", "citing_label", "weight", "weight_normalized"]
    assert [(row["cited"], row["citing"], row["weight"]) for row in found] == [
        ("A", "B", "1"), ("A", "C", "1"), ("B", "D", "2"), ("C", "D", "2"),
    ]  # fmt: skip


def test_main_path_is_the_union_of_all_ties_and_counts_them(edges, route):
    found = route("main-path", edges(*DIAMOND), "--weight", "spc", "--search", "global", "--exact", "--json")
    assert {tuple(arc) for arc in found["path"]} == {
        ("A", "B", 0.5), ("A", "C", 0.5), ("B", "D", 0.5), ("C", "D", 0.5),
    }  # fmt: skip
    assert (found["optima"], found["total_flow"], found["nodes"], found["arcs"]) == (2, "2", 4, 4)
    assert found["arcs_removed"] == {"loops": 0, "duplicates": 0, "against_date": 0, "cycles": 0}
    assert found["labels"] == {name: name for name in "ABCD"}
    assert found["total_flow_log10"] == pytest.approx(0.30102999566)
    assert len(found["notes"]) == 1


def test_total_flow_is_written_only_on_request(edges, route):
    assert "total_flow" not in route("main-path", edges(*DIAMOND), "--json")


def test_a_long_ladder_is_exact_through_the_command_line(edges, route, tmp_path):
    steps = [
        row
        for at in range(1100)
        for row in (f"u{at},v{at}", f"w{at},v{at}", f"v{at + 1},u{at}", f"v{at + 1},w{at}")
    ]
    path, out = edges(*steps), tmp_path / "w.csv"
    found = route("main-path", path, "--exact", "--json")
    assert (found["total_flow"], found["optima"]) == (str(2**1100), 2**1100)
    route("weights", path, "--out", out)
    written = pl.read_csv(out, schema_overrides={"weight": pl.String})
    assert written["weight"].unique().to_list() == [str(2**1099)]
    assert written["weight_normalized"].unique().to_list() == [0.5]


def test_weights_too_many_to_write_in_full_keep_seventeen_digits(monkeypatch, edges, route, tmp_path):
    monkeypatch.setattr(weighing, "_EXACT_ARCS", 0)
    out = tmp_path / "w.csv"
    steps = [row for at in range(700) for row in (f"u{at},v{at}", f"v{at + 1},u{at}", f"v{at + 1},v{at}")]
    route("weights", edges(*steps), "--out", out)
    for row in rows(out):
        assert abs(Decimal(row["weight"]) / Decimal(2**699) - 1) < Decimal("1e-15")


def test_the_path_is_compared_with_other_rules_where_cycles_were_broken(edges, route):
    found = route("main-path", edges(*DIAMOND, "B,D"), "--json")
    assert found["arcs_removed"]["cycles"] == 1
    assert set(found["path_overlap"]) == {"drop", "shrink"}
    assert "path_overlap" not in route("main-path", edges(*DIAMOND), "--json")


def test_key_links_are_the_heaviest_arcs_with_their_ties(edges, route):
    chain = edges("B,A", "C,B", "D,C", "E,C", "Y,X")
    found = route("main-path", chain, "--search", "key-route", "--top", "2", "--json")
    assert {(cited, citing) for cited, citing, _ in found["path"]} == {
        ("A", "B"), ("B", "C"), ("C", "D"), ("C", "E"),
    }  # fmt: skip
    assert found["optima"] == 2


@pytest.mark.parametrize(
    "words",
    [
        ("--weight", "abc"),
        ("--search", "best"),
        ("--cycles", "ignore"),
        ("--direction", "up"),
        ("--level", "x"),
    ],
)
def test_an_unknown_choice_is_refused(edges, route, words):
    with pytest.raises(WorkbenchError) as caught:
        route("main-path", edges(*DIAMOND), *words, "--json")
    assert caught.value.key == "malformed_option"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("*vertices 0\n", "route_nothing_left"),
        ('*vertices 1\n1 "alone"\n', "route_nothing_left"),
        ("*vertices 1\n*arcs\n1 1\n", "route_nothing_left"),
    ],
)
def test_a_network_without_a_citation_is_refused_with_its_account(net, route, text, fault):
    with pytest.raises(WorkbenchError) as caught:
        route("main-path", net(text), "--json")
    assert caught.value.key == fault


def test_a_network_that_a_rule_empties_is_refused(edges, route, tmp_path):
    circle = edges("A,B", "B,A")
    for command in (("main-path", circle), ("weights", circle, "--out", tmp_path / "w.csv")):
        with pytest.raises(WorkbenchError):
            route(*command, "--cycles", "drop")
    assert not (tmp_path / "w.csv").exists()
    assert route("main-path", circle, "--json")["arcs"] == 1


def test_a_fault_ends_with_exit_code_two_and_no_traceback(tmp_path):
    (tmp_path / "bad.net").write_text("*vertices 2\n*arcs\n1 5\n")
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from workbench.cli import main; main()",
            "route",
            "main-path",
            "bad.net",
            "--json",
        ],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "bad.net" in done.stderr
    assert done.stdout == ""


def test_standard_output_is_one_json_document(edges, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", "from workbench.cli import main; main()", "route", "main-path",
         str(edges(*DIAMOND)), "--json"],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )  # fmt: skip
    assert json.loads(done.stdout)["optima"] == 2
