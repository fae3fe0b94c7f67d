"""A European patent state by state: what is known, what is not, and the states that are silent by name."""

from datetime import date

import polars as pl
import pytest

from workbench.corpus import Corpus
from workbench.labels import LANGUAGES, topic, value_words
from workbench.reference import facts
from workbench.risk.national_parts import (
    PartFact,
    designated_states,
    event_facts,
    national_parts,
    part_status,
    translating_state,
)
from workbench.risk.product import Product, ProductFeature
from workbench.risk.screening import screen

ON = date(2024, 6, 30)
CLAIM = "1. A lamp comprising a base and a glass shade."
PRODUCT = Product("lamp", (ProductFeature("P1", "a base with a glass shade"),))
EP = {
    "claim": CLAIM, "family": "F", "office": "EP", "number": "EP3000001B1",
    "filing_date": "2016-05-01", "grant_date": "2019-05-01",
}  # fmt: skip


@pytest.fixture
def parts(claimed):
    """Return a function that tells the parts; events are (words, day), outside members are numbers."""

    def make(*rows, events=(), outside=()):
        corpus = claimed(*rows)
        tables = {name: corpus.polars(name).collect() for name in corpus.tables}
        told = [
            {"application": 0, "event": "other", "reference": words, "date": day and date.fromisoformat(day)}
            for words, day in events
        ]
        if told:
            tables["events"] = pl.DataFrame(told)
        if outside:
            members = pl.Series([list(outside)] * tables["families"].height, dtype=pl.List(pl.String))
            tables["families"] = tables["families"].with_columns(members.alias("outside_members"))
        whole = Corpus.from_frames(tables, corpus.manifest)
        return national_parts(screen(whole, PRODUCT, on=ON), whole, on=ON).frame

    return make


def by_state(frame):
    return {state: row["part_status"] for row in frame.iter_rows(named=True) for state in row["part_states"]}


def test_there_are_thirty_nine_states_with_words_in_both_languages():
    states = facts("european_patents")["states"]
    assert len(states) == 39
    assert all(value_words("part_states", s, language) != s for s in states for language in LANGUAGES)
    assert designated_states(date(1978, 1, 1), ON) == ["BE", "CH", "DE", "FR", "GB", "LU", "NL"]
    assert "ME" not in designated_states(date(2022, 9, 30), ON)
    assert "ME" in designated_states(date(2022, 10, 1), ON)


def test_the_last_word_on_each_state_counts_and_the_rest_are_named_as_silent(parts):
    frame = parts(
        EP,
        events=[
            ("PGFP ANNUAL FEE PAID TO NATIONAL OFFICE Ref country code: DE", "2024-05-20"),
            ("PGFP ANNUAL FEE PAID TO NATIONAL OFFICE Ref country code: GB", "2022-05-20"),
            ("PGFP Ref country code: FR", "2022-05-20"),
            ("PG25 LAPSED IN A CONTRACTING STATE Ref country code: FR", "2023-05-31"),
            ("PG25 LAPSED IN A CONTRACTING STATE Ref country code: IT", "2020-05-31"),
            ("PGRI PATENT REINSTATED IN A CONTRACTING STATE Ref country code: IT", "2021-01-31"),
            ("PG25 Ref country code: NL", "2025-01-01"),
        ],
    )
    told = by_state(frame)
    known = {state: status for state, status in told.items() if status != "nothing_known"}
    assert known == {
        "DE": "in_force_by_fee", "GB": "fee_paid_before", "FR": "part_lapsed", "IT": "part_reinstated",
    }  # fmt: skip
    assert set(told) == set(designated_states(date(2016, 5, 1), ON))
    silent = frame.filter(pl.col("part_status") == "nothing_known")
    assert silent.height == 1 and "NL" in silent["part_states"][0] and "DE" not in silent["part_states"][0]


def test_without_any_event_every_state_is_named_as_silent(parts):
    frame = parts(EP)
    assert frame["part_status"].to_list() == ["nothing_known"]
    assert frame["part_states"][0].to_list() == designated_states(date(2016, 5, 1), ON)


def test_translations_tell_that_a_part_was_validated_and_own_rights_tell_more(parts):
    spanish = {"family": "F", "office": "ES", "number": "ES2700001T3", "filing_date": "2016-05-01"}
    frame = parts(EP, spanish, outside=["DK3000001T3", "AT900001E", "DE102016000001A1", "US10000001B2"])
    told = by_state(frame)
    assert (told["ES"], told["DK"], told["AT"]) == ("part_in_force", "validated", "validated")
    assert told["DE"] == "nothing_known"


def test_a_unitary_patent_covers_its_states_and_leaves_the_others_silent(parts):
    told = by_state(parts(EP, events=[("U07 UNITARY EFFECT REGISTERED", "2024-01-10")]))
    assert (told["DE"], told["GB"], told["RO"]) == ("unitary_effect", "nothing_known", "nothing_known")
    assert "RO" in [fact.state for fact in event_facts("U07", date(2024, 9, 2))]


def test_an_application_and_an_ended_patent_have_no_parts(parts):
    pending = parts(EP | {"grant_date": None, "validity": "pending", "number": "EP3000001A1"})
    assert pending.select("part_status", "part_states").rows() == [("not_granted", [])]
    ended = EP | {"validity": "lapsed", "legal_status": "invalidated"}
    dead = parts(ended, {"claim": CLAIM, "family": "F", "number": "US10000001B2", "office": "US"})
    assert dead["part_status"].to_list() == ["whole_ended"]


def test_a_european_patent_outside_the_corpus_is_named_with_all_states(parts):
    frame = parts({"claim": CLAIM, "family": "F", "number": "CN100000001B"}, outside=["EP3000001B1"])
    assert frame.select("member", "part_status").rows() == [("EP3000001B1", "nothing_known")]
    assert len(frame["part_states"][0]) == 39


def test_families_without_a_european_patent_have_no_rows(parts):
    assert parts({"claim": CLAIM, "family": "F", "number": "CN100000001B"}).is_empty()


@pytest.mark.parametrize(
    ("words", "states"),
    [
        ("PG25 DE", ["DE"]),
        ("EP PG25 [GB] LAPSED IN A CONTRACTING STATE", ["GB"]),
        ("PG25 LAPSED IN A CONTRACTING STATE", []),
        ("PG25 DE FR", []),
        ("PG25 Ref country code: US", []),
        ("REG Ref country code: DE", []),
        ("PGFP XPG25 DE", ["DE"]),
    ],
)
def test_a_state_is_read_only_where_it_is_named_beyond_doubt(words, states):
    assert [fact.state for fact in event_facts(words, None)] == states


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2022, 12, 30), "in_force_by_fee"),
        (date(2022, 12, 29), "fee_paid_before"),
        (None, "fee_paid_before"),
    ],
)
def test_a_fee_tells_of_force_for_eighteen_months(day, status):
    assert part_status(PartFact("DE", "fee_paid", "PGFP", day), ON) == status


@pytest.mark.parametrize(
    ("number", "state"),
    [("DE602016000001T2", "DE"), ("ES2700001T3", "ES"), ("PT3000001E", "PT"), ("HUE040001T2", "HU"),
     ("DE102016000001A1", None), ("CN100000001B", None), ("EP3000001B1", None), ("KR100000001T", None)],
)  # fmt: skip
def test_translations_are_told_by_state_and_kind(number, state):
    assert translating_state(number) == state


def test_every_status_that_is_told_has_words():
    known = topic("values")["part_status"]
    told = {"in_force_by_fee", "fee_paid_before", "validated", "nothing_known", "whole_ended", "not_granted",
            "never_granted"}  # fmt: skip
    told |= set(facts("european_patents")["event_codes"].values()) - {"fee_paid"}
    told |= {f"part_{status}" for status in ("in_force", "void", "dead", "ended_suable")}
    assert told == set(known)
