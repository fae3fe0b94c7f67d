"""Real claim sets: the hand-labelled ones, what US grants mark themselves, and every text without an error."""

import json
import re

import pytest
from lxml import etree
from scipy.stats import spearmanr

from workbench.risk.claims import read_claims
from workbench.risk.claims.documents import claim_documents

pytestmark = pytest.mark.real
DEBATABLE = "en-01"
"""Its notes say what is debatable about two claims; nothing is wrong with them."""


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


@pytest.fixture(scope="module")
def claim_files(real_exports):
    return real_exports / "claims"


@pytest.fixture(scope="module")
def gold(claim_files):
    return [
        (row, read_claims(row["claims_text"], id=row["publication_number"] or ""))
        for row in lines(claim_files / "gold_dependency.jsonl")
    ]


def wanted_type(row, number):
    if number in row["independent_by_reference"]:
        return "independent_by_reference"
    return "independent" if number in row["independent"] else "dependent"


def test_every_parent_is_as_labelled(gold):
    wrong = [
        (row["id"], number, found.by_number.get(int(number)))
        for row, found in gold
        for number, parents in row["claims"].items()
        if list(getattr(found.by_number.get(int(number)), "parents", "?")) != parents
    ]
    assert wrong == []


def test_no_claim_is_made_up(gold):
    assert [row["id"] for row, found in gold if len(found.claims) != row["n_claims"]] == []


def test_at_least_98_of_100_types_are_as_labelled(gold):
    right = [
        found.by_number[int(number)].type == wanted_type(row, int(number))
        for row, found in gold
        for number in row["claims"]
    ]
    assert sum(right) >= 0.98 * len(right)


def test_every_claim_with_a_noted_anomaly_is_reported(gold):
    silent = [
        (row["id"], number)
        for row, found in gold
        if row["id"] != DEBATABLE
        for number in row["anomalies"]
        if int(number) not in {anomaly.claim for anomaly in found.anomalies}
    ]
    assert silent == []


@pytest.mark.parametrize("name", ["zh.jsonl", "en.jsonl"])
def test_every_text_is_read_and_nothing_is_lost(claim_files, name):
    for row in lines(claim_files / name):
        assert read_claims(row["claims_text"]).source() == row["claims_text"]


@pytest.mark.parametrize("joint", ["\n", " "])
def test_first_claims_of_a_hundred_us_sets_are_whole_and_no_claim_is_lost(claim_files, joint):
    patents = json.loads((claim_files / "patents.json").read_text(encoding="utf-8"))
    wrong = []
    for patent in patents:
        texts = [claim["text"] for claim in json.loads(patent["claims"])]
        found = read_claims(joint.join(texts), id=patent["publication_number"])
        first = re.sub(r"^\s*1\s*\.\s*", "", texts[0]).strip()
        if found.claims[0].text != first or len(found.claims) != len(texts):
            wrong.append(patent["publication_number"])
    assert (len(patents), wrong) == (100, [])


@pytest.mark.parametrize("name", ["US06336130.xml", "US06859910.xml", "US08930553.xml", "US20050004437A1.xml"])
def test_references_that_us_documents_mark_are_found_exactly(real_exports, name):
    path = real_exports / "office_xml" / "uspto_bulk" / name
    parser = etree.XMLParser(load_dtd=False, no_network=True, resolve_entities=False, recover=True)
    marked = {
        number_of(claim.get("num") or claim.get("id") or claim.get("ID")): sorted(
            {number_of(mark.get("idref") or mark.get("ID")) for mark in claim.iter("claim-ref", "CLREF")}
        )
        for claim in etree.fromstring(path.read_bytes(), parser).iter("claim", "CLM")
    }
    (document,) = claim_documents(path)
    assert {claim.number: list(claim.parents) for claim in document.read().claims} == marked


def number_of(mark):
    return int(re.sub(r"\D", "", mark))


def test_features_follow_the_vendors_counts_better_than_length_does(claim_files):
    """Patentics counts the features of claim 1 (特征度); same records, rank correlation."""
    rows = [row for row in lines(claim_files / "zh.jsonl") if (row.get("patentics") or {}).get("特征度")]
    counted = [row["patentics"]["特征度"] for row in rows]
    ours = [sum(len(c.features) for c in read_claims(row["claims_text"]).claims) for row in rows]
    length = [len(row["claims_text"]) for row in rows]
    assert len(rows) > 200
    assert spearmanr(ours, counted).statistic > spearmanr(length, counted).statistic
