"""Claim sets as they are found: numbers, references, legal types, anomalies (``claim_sets.toml``)."""

import tomllib
from pathlib import Path

import pytest

from workbench.labels import has_words
from workbench.risk.claims import dependency_paths, inherited_features, read_claims, read_numbered_claims

CASES = tomllib.loads((Path(__file__).parent / "claim_sets.toml").read_text(encoding="utf-8"))["case"]
TYPES = {"independent": "I", "dependent": "D", "independent_by_reference": "R", "unknown": "U"}
LOCK = "1. A lock comprising a body."


def told(found):
    return [" ".join([str(c.number), TYPES[c.type], *map(str, c.parents)]) for c in found.claims]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_set_is_read_as_its_writer_meant_it(case):
    found = read_claims(case["text"])
    assert told(found) == case["claims"]
    assert found.source() == case["text"]
    odd = {f"{anomaly.claim} {anomaly.kind}" for anomaly in found.anomalies}
    assert odd >= set(case.get("anomalies", ()))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_every_anomaly_has_words(case):
    kinds = {anomaly.kind for anomaly in read_claims(case["text"]).anomalies}
    assert [kind for kind in kinds if not has_words(f"claims.anomaly_{kind}")] == []


def test_an_empty_text_has_no_claims_and_says_so():
    found = read_claims(" \n")
    assert (found.claims, [a.kind for a in found.anomalies]) == ((), ["no_text"])


def test_claims_that_come_apart_already_keep_the_numbers_they_were_given():
    found = read_numbered_claims(
        [(1, "1. A lock."), (7, "7 . The lock of claim 1."), (9, "A door with the lock of claim 7.")]
    )
    assert told(found) == ["1 I", "7 D 1", "9 R 7"]
    assert [claim.text for claim in found.claims][:2] == ["A lock.", "The lock of claim 1."]


def test_a_document_number_tells_whose_practice_applies():
    assert read_claims(LOCK, id="EP1000000A1").jurisdiction == "EP"
    assert read_claims(LOCK, id="US-11950528-B2").jurisdiction == "US"
    assert read_claims("1.一种锁。").jurisdiction == "CN"
    assert read_claims("1.一種鎖，其特徵在於，包括鎖體與裝置。").jurisdiction == "TW"


def test_multiple_on_multiple_is_named_where_it_is_forbidden_and_not_under_the_epc():
    text = f"{LOCK}\n2. The lock of claim 1.\n3. The lock of claim 1 or 2.\n4. The lock of claim 2 or 3."
    assert "multiple_on_multiple" in {a.kind for a in read_claims(text, jurisdiction="US").anomalies}
    assert "multiple_on_multiple" not in {a.kind for a in read_claims(text, jurisdiction="EP").anomalies}


def test_alternatives_are_paths_of_their_own_and_several_references_apply_together():
    found = read_claims(
        f"{LOCK}\n2. The lock of claim 1, wherein steel.\n3. The lock of claim 1 or 2, wherein hard.\n"
        "4. A key comprising a bit.\n5. A set comprising the lock of claim 3 and the key of claim 4."
    )
    assert set(dependency_paths(found, 3)) == {(1, 3), (1, 2, 3)}
    assert [set(path) for path in dependency_paths(found, 5)] == [{1, 3, 4, 5}, {1, 2, 3, 4, 5}]


def test_a_path_carries_the_features_of_every_claim_on_it():
    found = read_claims(f"{LOCK}\n2. The lock of claim 1, wherein the body is steel.")
    (path,) = dependency_paths(found, 2)
    assert [number for number, _ in inherited_features(found, path)] == [1, 2]


def test_a_circle_of_references_ends():
    found = read_claims("1. The lock of claim 2.\n2. The lock of claim 1.")
    assert dependency_paths(found, 1) == ((2, 1),)


def test_a_reference_to_thousands_is_not_written_out_and_says_so():
    text = f"{LOCK}\n" + "\n".join(f"{n}. The lock of any preceding claim." for n in range(2, 1600))
    found = read_claims(text)
    assert "reference_not_expanded" in {a.kind for a in found.anomalies}
    assert found.claims[-1].parents == (1, 1598)
