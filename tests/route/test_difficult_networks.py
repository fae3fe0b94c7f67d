"""Cyclic, empty, broken and lopsided networks are handled, or refused with an account; nothing hangs."""

import polars as pl
import pytest

from workbench.errors import WorkbenchError
from workbench.route.cleaning import CYCLE_RULES

KEYS = {"nodes", "arcs", "arcs_removed", "total_flow_log10", "optima", "path", "labels"}
RING = 100_000


def column(start, step, size):
    return [f"US{4_000_000 + (start + step * at) % size}B1" for at in range(size)]


@pytest.fixture
def knot(tmp_path):
    """One strong component of 100,000 arcs behind a tail that keeps an arc under every rule."""
    path = tmp_path / "knot.parquet"
    frame = pl.DataFrame(
        {"citing": [*column(0, 1, RING), "US1A", "US2A"], "cited": [*column(1, 1, RING), "US2A", "US3A"]}
    )
    frame.write_parquet(path)
    return path


@pytest.fixture
def pairs(tmp_path):
    """50,000 documents in a row, each of which cites both neighbours."""
    path = tmp_path / "pairs.parquet"
    names = [f"US{4_000_000 + at}B1" for at in range(50_000)]
    frame = pl.DataFrame(
        {"citing": names[1:] + names[:-1] + ["US1A"], "cited": names[:-1] + names[1:] + ["US2A"]}
    )
    frame.write_parquet(path)
    return path


@pytest.mark.parametrize("rule", [rule for rule in CYCLE_RULES if rule != "preprint"])
def test_a_large_ring_ends_under_every_rule(knot, route, rule):
    found = route("main-path", knot, "--cycles", rule, "--json")
    assert found.keys() >= KEYS
    if rule == "date-first":
        assert (found["arcs_removed"]["cycles"], len(found["path"])) == (1, RING - 1)
    else:
        assert found["arcs_removed"]["cycles"] == RING
        assert [arc[:2] for arc in found["path"]] == [["US3A", "US2A"], ["US2A", "US1A"]]


def test_a_large_ring_is_doubled_by_preprints(knot, route):
    found = route("main-path", knot, "--cycles", "preprint", "--json")
    assert found["arcs"] == found["arcs_added"] + 2
    assert found["arcs_removed"]["cycles"] == RING


@pytest.mark.parametrize("rule", CYCLE_RULES)
def test_fifty_thousand_mutual_citations_end_under_every_rule(pairs, route, rule):
    found = route("main-path", pairs, "--cycles", rule, "--json")
    assert found["arcs_removed"]["cycles"] == (49_999 if rule == "date-first" else 99_998)


def test_every_kind_of_fault_at_once_is_accounted_for(edges, route):
    rows = ("B,A", "B,A", " B , A ", "C,C", "C,B", "A,C", "Z,Y", "lone,", ",")
    found = route("main-path", edges(*rows), "--exact", "--json")
    assert found["arcs_removed"] == {
        "incomplete": 2, "loops": 1, "duplicates": 2, "against_date": 0, "cycles": 1,
    }  # fmt: skip
    assert found["arcs"] + sum(found["arcs_removed"].values()) == len(rows)
    assert (found["nodes"], found["arcs"], found["total_flow"]) == (5, 3, "2")
    assert "lone" not in found["labels"]


def test_parts_that_do_not_meet_share_the_flow(edges, route):
    found = route("main-path", edges("B,A", "D,C", "F,E"), "--json")
    assert found["optima"] == 3
    assert [share for *_, share in found["path"]] == pytest.approx([1 / 3] * 3)


def test_an_undated_network_says_so(edges, route):
    told = route("main-path", edges("B,A", "C,B"), "--json")["notes"]
    assert len(told) == 1


@pytest.mark.parametrize("rows", [(), (",",), ("A,A",), (" ,B", "A,  ")])
def test_a_table_without_a_citation_is_refused(edges, route, rows):
    with pytest.raises(WorkbenchError) as caught:
        route("main-path", edges(*rows), "--json")
    assert caught.value.key in ("route_nothing_left", "route_empty_file")
