# ruff: noqa: E501
"""What is odd about a claim set, claim by claim: stated, never mended."""

from collections import Counter
from collections.abc import Sequence

from workbench.risk.claims.model import Anomaly, Claim, Jurisdiction
from workbench.risk.claims.sentences import has_stop, is_cut_off, second_sentence

MULTIPLE_FORBIDDEN = frozenset({"CN", "TW", "US"})
"""Where a multiple dependent claim may not, or only at a fee, stand on another: 实施细则第二十五条, 37 CFR 1.75(c)."""


def set_anomalies(
    claims: Sequence[Claim], jurisdiction: Jurisdiction, cancelled: frozenset[int]
) -> list[Anomaly]:
    """Return what the numbers and the references of a set tell."""
    found = [*_numbering(claims, cancelled), *_references(claims, cancelled)]
    if jurisdiction in MULTIPLE_FORBIDDEN:
        found += _multiple_on_multiple(claims)
    return found


def _numbering(claims: Sequence[Claim], cancelled: frozenset[int]) -> list[Anomaly]:
    found = []
    counts = Counter(claim.number for claim in claims)
    found += [Anomaly(n, "duplicate_number", str(count)) for n, count in counts.items() if count > 1]
    previous = 0
    for claim in claims:
        missing = [n for n in range(previous + 1, min(claim.number, previous + 200)) if n not in cancelled]
        if missing and claim.number > previous:
            found.append(Anomaly(claim.number, "gap", ", ".join(map(str, missing[:20]))))
        if claim.number < previous:
            found.append(Anomaly(claim.number, "out_of_order", str(previous)))
        previous = max(claim.number, previous)
    return found


def _references(claims: Sequence[Claim], cancelled: frozenset[int]) -> list[Anomaly]:
    known = {claim.number for claim in claims}
    found = []
    for claim in claims:
        forward = [n for n in claim.parents if n > claim.number and n in known]
        if forward:
            found.append(Anomaly(claim.number, "forward_reference", ", ".join(map(str, forward[:20]))))
        gone = [n for n in claim.parents if n in cancelled and n not in known]
        if gone:
            found.append(Anomaly(claim.number, "cancelled_parent", ", ".join(map(str, gone[:20]))))
        missing = [n for n in claim.parents if n not in known and n not in cancelled]
        if missing:
            found.append(Anomaly(claim.number, "missing_parent", ", ".join(map(str, missing[:20]))))
    return found


def _multiple_on_multiple(claims: Sequence[Claim]) -> list[Anomaly]:
    """Name multiple dependent claims that stand, directly or through others, on multiple dependent claims."""
    multiple: dict[int, int | None] = {}
    found = []
    for claim in claims:
        is_multiple = claim.type == "dependent" and any(len(r.numbers) > 1 for r in claim.references)
        below = next((multiple[n] for n in claim.parents if multiple.get(n) is not None), None)
        if is_multiple and below is not None:
            found.append(Anomaly(claim.number, "multiple_on_multiple", str(below)))
        if claim.type == "dependent":
            multiple[claim.number] = claim.number if is_multiple else below
    return found


def sentence_anomalies(claims: Sequence[tuple[int, str]]) -> list[Anomaly]:
    """Return what the sentences tell: number and plain text of each claim, in the order of the set."""
    stopped = [has_stop(plain) for _, plain in claims]
    found = []
    for at, (number, plain) in enumerate(claims):
        others = sum(stopped) - stopped[at]
        others_stop = len(claims) > 1 and others * 2 > len(claims) - 1
        if is_cut_off(plain, is_last=at == len(claims) - 1, others_stop=others_stop):
            found.append(Anomaly(number, "truncated", plain[-24:]))
        if second := second_sentence(plain):
            found.append(Anomaly(number, "two_sentences", second))
    return found
