"""Reference on numbers, statuses, events and terms: it parses, is dated, and does not contradict itself."""

from datetime import date
from importlib.resources import files
from itertools import pairwise

import polars as pl
import pytest

from workbench.labels import has_words, topic
from workbench.preparation.events import spelling_key
from workbench.reference import facts, provenance, table

VALIDITIES = {"in_force", "pending", "lapsed", "not_applicable", "unknown"}
NAMES = sorted(p.name for p in files("workbench.reference").iterdir() if p.name.endswith((".toml", ".csv")))


def keys_of(spellings):
    return (
        pl.DataFrame({"s": spellings}, schema={"s": pl.String}).select(spelling_key(pl.col("s")))["s"].to_list()
    )


def twice(pairs):
    """Return the spellings that mean two things."""
    told = {}
    for name, spellings in pairs:
        for key in keys_of(spellings):
            told.setdefault(key, set()).add(name)
    return {key: names for key, names in told.items() if len(names) > 1}


@pytest.mark.parametrize("name", NAMES)
def test_every_reference_file_parses_and_says_its_source_and_date(name):
    stem = name.rsplit(".", 1)[0]
    if name.endswith(".csv"):
        assert table(stem).height
    stated = provenance(stem)
    assert stated["source"]
    assert stated["date"]


def test_every_status_has_a_validity_and_a_label():
    for entry in facts("legal_status")["status"]:
        assert entry["validity"] in VALIDITIES
        assert has_words("values.legal_status")
        assert set(topic("values")["legal_status"][entry["status"]]) == {"zh", "en"}


def test_no_status_or_event_spelling_means_two_things():
    assert twice((e["status"], e["spellings"]) for e in facts("legal_status")["status"]) == {}
    assert twice((e["event"], [*e["spellings"], *e["codes"]]) for e in facts("legal_events")["event"]) == {}


def test_patsnap_codes_mean_one_thing_each():
    for name, entries in (
        ("status", facts("legal_status")["status"]),
        ("event", facts("legal_events")["event"]),
    ):
        codes = [code for entry in entries for code in entry.get("patsnap", ())]
        assert len(codes) == len(set(codes)), name


def test_events_and_phrases_lead_to_known_statuses():
    known = {entry["status"] for entry in facts("legal_status")["status"]}
    assert {e["status"] for e in facts("legal_events")["event"] if "status" in e} <= known
    assert {e["status"] for e in facts("legal_status")["phrase"]} <= known
    assert set(facts("legal_status")["simple_codes"].values()) <= known


def test_every_event_and_every_rule_of_a_term_has_a_label():
    for entry in facts("legal_events")["event"]:
        assert entry["event"] in topic("values")["event"]
    for term in facts("terms")["term"]:
        assert term["rule"] in topic("values")["expiry_rule"]


def test_terms_of_a_type_follow_each_other_without_gap_or_overlap():
    for kind in ("invention", "utility_model", "design"):
        terms = sorted(
            (t for t in facts("terms")["term"] if t["patent_type"] == kind and t["office"] == "CN"),
            key=lambda t: t["filed_from"],
        )
        assert terms[0]["filed_from"] == date(1985, 4, 1)
        for earlier, later in pairwise(terms):
            assert earlier["filed_before"] == later["filed_from"]
        assert "filed_before" not in terms[-1]


def test_kinds_tell_each_office_and_kind_once():
    rules = facts("kinds")["kind"]
    pairs = [(rule["office"], rule["kind"]) for rule in rules]
    assert len(pairs) == len(set(pairs))
    for rule in rules:
        assert {rule["after"], rule.get("before", "")} <= {"application", "grant", ""}
        assert ("before" in rule) == ("changed" in rule)
