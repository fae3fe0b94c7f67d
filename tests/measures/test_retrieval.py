"""Intervals cover what they promise; estimates match published and reference values."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from workbench.measures.proportions import (
    Estimate,
    Stratum,
    sample_size,
    stratified_share,
    wilson_interval,
)
from workbench.measures.retrieval import (
    chapman_population,
    cohen_kappa,
    f_score,
    missed_recall_probability,
    recall_by_elusion,
)

SHARES = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.98)
SIZES = (30, 50, 97, 100, 200, 385)


def coverage(share, size):
    hits = np.arange(size + 1)
    found = [wilson_interval(int(hit), size) for hit in hits]
    covers = np.array([one.low <= share <= one.high for one in found])
    return binom.pmf(hits, size, share)[covers].sum()


def test_the_score_interval_covers_what_it_promises_over_the_stated_grid():
    covered = [coverage(share, size) for share in SHARES for size in SIZES]
    assert np.mean(covered) == pytest.approx(0.95, abs=0.02)
    assert min(covered) > 0.9


def test_a_stratified_share_covers_what_it_promises():
    rng = np.random.default_rng(20)
    covered = []
    for truth in ((0.95, 0.8, 0.6), (0.9, 0.9, 0.9), (0.7, 0.4, 0.2)):
        populations, sizes = (2000, 1200, 800), (120, 80, 60)
        relevant = [round(p * n) for p, n in zip(truth, populations, strict=True)]
        share = sum(relevant) / sum(populations)
        drawn = [
            rng.hypergeometric(good, n - good, k, size=2000)
            for good, n, k in zip(relevant, populations, sizes, strict=True)
        ]
        inside = 0
        for hits in zip(*drawn, strict=True):
            strata = [Stratum(n, k, int(hit)) for n, k, hit in zip(populations, sizes, hits, strict=True)]
            found = stratified_share(strata)
            inside += found.low <= share <= found.high
        covered.append(inside / 2000)
    assert np.mean(covered) == pytest.approx(0.95, abs=0.02)
    assert min(covered) > 0.9


def test_wilson_interval_equals_the_published_example():
    found = wilson_interval(81, 263)  # R. G. Newcombe, Statistics in Medicine 17, 1998, table I
    assert (round(found.low, 4), round(found.high, 4)) == (0.2553, 0.3662)
    none = wilson_interval(0, 20)
    assert (none.low, round(none.high, 4)) == (0.0, 0.1611)


def test_an_interval_closes_when_everything_was_read():
    found = wilson_interval(40, 50, population=50)
    assert (found.low, found.value, found.high) == (0.8, 0.8, 0.8)


def test_one_stratum_is_a_plain_sample():
    plain = wilson_interval(80, 100, population=4000)
    found = stratified_share([Stratum(4000, 100, 80)])
    assert found.value == plain.value
    assert found.low == pytest.approx(plain.low, abs=0.01)
    assert found.high == pytest.approx(plain.high, abs=0.01)


def test_a_stratum_without_a_sample_is_refused():
    with pytest.raises(ValueError, match="sample"):
        stratified_share([Stratum(10, 5, 5), Stratum(10, 0, 0)])


def test_sample_sizes_equal_the_usual_table():
    assert sample_size(10**9, margin=0.05) == 385
    assert sample_size(10**9, margin=0.1) == 97
    assert sample_size(40, margin=0.05) == 37
    assert sample_size(0, margin=0.05) == 0


def test_chapman_equals_the_formula_and_never_falls_below_what_was_seen():
    found = chapman_population(200, 100, 50)
    assert found.value == pytest.approx(201 * 101 / 51 - 1)
    assert 250 < found.low < found.value < found.high


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_chapman_interval_holds_the_estimate(only_first, only_second, both):
    found = chapman_population(only_first + both, only_second + both, both)
    seen = only_first + only_second + both
    assert seen - 1e-9 <= found.low <= found.value + 1e-9 <= found.high + 1e-6


def test_kappa_equals_the_published_example():
    first = ["yes"] * 25 + ["no"] * 25
    second = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15
    assert cohen_kappa(first, second) == pytest.approx(0.4)
    assert math.isnan(cohen_kappa([1, 1], [1, 1]))


def test_f_score_lies_between_precision_and_recall():
    assert f_score(0.5, 1.0) == pytest.approx(2 / 3)
    assert f_score(0.0, 0.0) == 0.0
    assert 0.5 < f_score(0.5, 1.0, beta=2) < 1.0


def read_in_order(read, relevant):
    judged = np.zeros(read, dtype=int)
    judged[np.unique(np.arange(relevant) ** 2 * read // relevant**2)[:relevant]] = 1
    return judged


@pytest.mark.parametrize(
    ("read", "relevant", "population", "target", "bias", "expected"),
    [  # computed with release 0.0.2 of the authors' own implementation
        (50, 10, 100, 0.95, 1, 0.847457627118644),
        (200, 30, 1000, 0.95, 1, 0.968255987978599),
        (400, 38, 500, 0.9, 1, 0.39504827691990346),
        (900, 50, 1000, 0.95, 1, 0.4032469232783451),
        (300, 19, 400, 0.95, 1, 0.7692307692307693),
        (120, 25, 200, 0.8, 2.0, 0.23336049223302172),
        (600, 40, 800, 0.95, 3.0, 0.027251212367195424),
    ],
)
def test_the_stopping_rule_equals_its_reference(read, relevant, population, target, bias, expected):
    judged = read_in_order(read, relevant)
    found = missed_recall_probability(judged, population, recall_target=target, bias=bias)
    assert found == pytest.approx(expected, abs=1e-9)


def test_when_all_is_read_the_target_cannot_be_missed():
    assert missed_recall_probability([1, 0, 1, 0, 0], 5) == 0.0


def test_the_stopping_rule_rarely_stops_too_early():
    rng = np.random.default_rng(3)
    early = 0
    for _ in range(200):
        order = rng.permutation(np.r_[np.ones(40, int), np.zeros(360, int)])
        for read in range(40, 400, 20):
            if missed_recall_probability(order[:read], 400, recall_target=0.9) < 0.05:
                early += order[:read].sum() < 36
                break
    assert early / 200 <= 0.08


def scaled(estimate, size):
    return Estimate(estimate.value * size, estimate.low * size, estimate.high * size)


def test_recall_by_elusion_covers_what_it_promises():
    rng = np.random.default_rng(1)
    covered = []
    for hits, rest, precision, recall, read in itertools.product(
        (1200,), (3000, 20000), (0.6, 0.9), (0.6, 0.8, 0.95), ((100, 200), (300, 800))
    ):
        good = round(hits * precision)
        left = round(good * (1 - recall) / recall)
        inside = 0
        for _ in range(400):
            first = wilson_interval(rng.hypergeometric(good, hits - good, read[0]), read[0], population=hits)
            second = wilson_interval(rng.hypergeometric(left, rest - left, read[1]), read[1], population=rest)
            found = recall_by_elusion(scaled(first, hits), scaled(second, rest))
            inside += found.low <= good / (good + left) <= found.high
        covered.append(inside / 400)
    assert np.mean(covered) == pytest.approx(0.95, abs=0.02)
    assert min(covered) > 0.9


def test_recall_without_a_miss_has_an_open_lower_end():
    found = recall_by_elusion(Estimate(900, 850, 940), Estimate(0, 0, 40))
    assert found.value == found.high == 1.0
    assert 0.9 < found.low < 1.0
