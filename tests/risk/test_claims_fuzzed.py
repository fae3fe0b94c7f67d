"""Whatever the text: no error, nothing lost, and no longer than the text is long."""

import random
import time

import pytest
from hypothesis import HealthCheck, given, settings

from tests.risk.claim_texts import PIECES, claim_texts
from workbench.risk.claims import ClaimSet, read_claims, read_numbered_claims

MANY = 100_000
LONG = {
    "a chain of claims": lambda n: "".join(
        f"{i}. The lock of claim {max(i - 1, 1)}.\n" for i in range(1, n // 25)
    ),
    "wholesale references": lambda n: "".join(
        f"{i}. A lock of any preceding claim.\n" for i in range(1, n // 34)
    ),
    "blanks": lambda n: "1. A lock" + " " * n + "x",
    "line ends": lambda n: "1. A lock" + "\n" * n + "2. x",
    "one number": lambda n: "1" * n,
    "numbers": lambda n: "1." * (n // 2),
    "numbered lines": lambda n: "\n".join(f"{i}. a" for i in range(n // 9)),
    "one claim again and again": lambda n: "1. A lock\n" * (n // 10),
    "the word claim": lambda n: "1. A lock of " + "claim " * (n // 6),
    "a list of claims": lambda n: "2. A lock of claims " + "1, " * (n // 3),
    "a Chinese list": lambda n: "2.根据权利要求" + "1、" * (n // 2) + "所述",
    "brackets": lambda n: "1. A lock " + "(" * n,
    "quotation marks": lambda n: "1.一种锁" + "“" * n,
    "commas": lambda n: "1. A lock, " + "a, " * (n // 3),
    "joints": lambda n: "1.一种锁，" + "和或及" * (n // 3),
    "closed without an end": lambda n: "1.一种锁，" + "由" * n,
    "groups without an end": lambda n: "1. A lock " + "selected from " * (n // 14),
    "quantities": lambda n: "1. A lock " + "5 mm to 6 mm, " * (n // 14),
    "functions": lambda n: "1.一种锁，" + "用于" * (n // 2),
    "sentences": lambda n: "1. A lock" + ". A" * (n // 3),
}


def check(found: ClaimSet, text: str) -> None:
    assert found.source() == text
    for claim in found.claims:
        assert text[claim.start : claim.end] == claim.text
        assert claim.number not in claim.parents
        until = 0
        for feature in claim.features:
            assert feature.start >= until
            assert claim.text[feature.start : feature.end] == feature.text
            until = feature.end


@settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))
@given(claim_texts())
def test_any_text_is_read_and_nothing_of_it_is_lost(text):
    check(read_claims(text), text)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(claim_texts(), claim_texts())
def test_claims_that_come_apart_already_are_kept_whole(first, second):
    check(read_numbered_claims([(1, first), (2, second)]), f"{first}\n{second}")


@pytest.mark.slow
def test_a_hundred_thousand_texts_are_read():
    chance = random.Random(20)
    for _ in range(MANY):
        text = "".join(chance.choice(PIECES) for _ in range(chance.randrange(60)))
        check(read_claims(text), text)


def seconds(text: str) -> float:
    begun = time.process_time()
    check(read_claims(text), text)
    return time.process_time() - begun


@pytest.mark.parametrize("shape", LONG)
def test_time_grows_with_the_text_and_not_with_its_square(shape):
    """Four times the text takes about four times as long; sixteen times would be its square."""
    short, long = (min(seconds(LONG[shape](size)) for _ in range(2)) for size in (10_000, 40_000))
    assert long < max(10 * short, 0.5)


@pytest.mark.slow
@pytest.mark.parametrize("shape", LONG)
def test_a_text_of_a_million_characters_is_read_within_a_minute(shape):
    assert seconds(LONG[shape](1_000_000)) < 60
