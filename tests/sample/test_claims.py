"""Claims of every legal type, their texts in step with the stated parents."""

import re

import polars as pl

from workbench.sample.claims import PATTERNS
from workbench.sample.truth import claims_truth


def told_parents(text: str) -> list[int]:
    found = re.search(r"权利要求(\d+)(?:\s*[-至]\s*(\d+)|或(\d+))?", text.split("其特征")[0] + text)
    if not found:
        return []
    first, last, other = found.groups()
    return list(range(int(first), int(last) + 1)) if last else [int(first), *([int(other)] if other else [])]


def test_patterns_hold_every_type_of_claim():
    kinds = {claim.kind for pattern in PATTERNS for claim in pattern}
    assert kinds == {"independent", "dependent", "multiple_dependent", "independent_by_reference"}


def test_texts_refer_to_the_parents_they_state():
    for pattern in PATTERNS:
        for number, claim in enumerate(pattern, start=1):
            assert told_parents(claim.text) == list(claim.parents), claim.text
            assert all(parent < number for parent in claim.parents)


def test_no_multiple_dependent_claim_rests_on_another():
    for pattern in PATTERNS:
        for claim in pattern:
            if claim.kind == "multiple_dependent":
                assert not {pattern[parent - 1].kind for parent in claim.parents} & {"multiple_dependent"}


def test_claims_are_numbered_and_counted(tables):
    claims = tables["claims"]
    counts = claims.group_by("record").agg(pl.len(), pl.col("number").max())
    assert (counts["len"] == counts["number"]).all()
    stated = tables["publications"].join(tables["applications"], on="application").join(counts, on="record")
    assert (stated["claim_count"] == stated["len"]).all()
    assert not claims["text"].str.contains("[{}]").any()


def test_truth_has_every_claim_written(chapter, tables):
    chinese = tables["publications"].filter(pl.col("office") == "CN").select("record", "publication_number")
    written = (
        tables["claims"]
        .join(chinese, on="record")
        .select("publication_number", pl.col("number").cast(pl.Int64))
    )
    truth = claims_truth(chapter).select("publication_number", "number")
    assert written.sort(pl.all()).equals(truth.sort(pl.all()))
