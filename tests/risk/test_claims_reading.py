"""Claim sets as they are found: numbers, lines, notices, noise."""

from workbench.risk.claims import read_claims

CUP = (
    "1.一种水杯，包括杯体和杯盖。\n"
    "2.根据权利要求1所述的水杯，其特征在于，还包括吸管。\n"
    "3.一种礼盒，包括权利要求1或2所述的水杯。"
)  # fmt: skip


def test_claims_on_lines_come_apart_with_parents_and_types():
    found = read_claims(CUP)
    assert [(c.number, c.type, c.parents) for c in found.claims] == [
        (1, "independent", ()), (2, "dependent", (1,)), (3, "independent_by_reference", (1, 2)),
    ]  # fmt: skip
    assert found.anomalies == ()
