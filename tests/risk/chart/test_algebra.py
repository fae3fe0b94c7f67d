"""The chart's algebra: properties that must hold whatever people enter."""

from itertools import product as combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.measures.all_elements import ABSENT, EQUIVALENT, LITERAL, UNDETERMINED, all_elements

STATES = st.integers(ABSENT, LITERAL)


@st.composite
def sets(draw, circles=False):
    """A claim set: own states, and references backwards (or anywhere, where circles are wanted)."""
    size = draw(st.integers(1, 7))
    own = {n: draw(st.lists(STATES, min_size=1, max_size=4)) for n in range(1, size + 1)}
    references = {}
    for number in own:
        known = st.integers(1, size) if circles else st.integers(1, number - 1)
        if circles or number > 1:
            group = st.lists(known, min_size=1, max_size=3, unique=True)
            references[number] = draw(st.lists(group, max_size=2))
    return own, references


def paths(references, number):
    """Every dependency path, walked one by one: the slow truth the algebra must equal."""
    choices = [[path for n in group for path in paths(references, n)] for group in references.get(number, ())]
    return [{number}.union(*chosen) for chosen in combinations(*choices)]


@given(sets())
def test_a_claim_is_as_good_as_its_best_path_and_a_path_as_its_worst_feature(told):
    own, references = told
    found = all_elements(own, references)
    for number in own:
        walked = [min(s for n in path for s in own[n]) for path in paths(references, number)]
        assert found[number] == max(walked)


@given(sets(circles=True), st.data())
def test_a_better_feature_never_lowers_a_claim(told, data):
    own, references = told
    number = data.draw(st.sampled_from(sorted(own)))
    place = data.draw(st.integers(0, len(own[number]) - 1))
    better = [s if at != place else data.draw(st.integers(s, LITERAL)) for at, s in enumerate(own[number])]
    before, after = all_elements(own, references), all_elements({**own, number: better}, references)
    assert all(after[n] >= before[n] for n in own)


@given(sets(circles=True), st.randoms(use_true_random=False))
def test_neither_the_order_of_claims_nor_of_features_nor_of_alternatives_matters(told, chance):
    own, references = told
    numbers = chance.sample(sorted(own), len(own))
    shuffled = {n: chance.sample(own[n], len(own[n])) for n in numbers}
    turned = {n: [chance.sample(g, len(g)) for g in references.get(n, ())][::-1] for n in numbers}
    assert all_elements(shuffled, turned) == all_elements(own, references)


@given(sets(circles=True))
def test_a_dependent_claim_is_never_riskier_than_the_best_of_its_parents(told):
    own, references = told
    found = all_elements(own, references)
    for number, groups in references.items():
        for group in groups:
            assert found[number] <= max(found[n] for n in group)


@given(sets(circles=True), st.data())
def test_an_added_alternative_never_lowers_where_no_circle_is_closed(told, data):
    own, references = told
    number = data.draw(st.sampled_from([n for n, groups in references.items() if groups] or [0]))
    if number == 0:
        return
    extra, state = max(own) + 1, data.draw(STATES)
    wider = {**references, number: [[*references[number][0], extra], *references[number][1:]]}
    before = all_elements({**own, extra: [state]}, references)
    after = all_elements({**own, extra: [state]}, wider)
    assert all(after[n] >= before[n] for n in own)


@given(sets(circles=True), st.data())
def test_undetermined_never_hides_absent(told, data):
    own, references = told
    number = data.draw(st.sampled_from(sorted(own)))
    states = {**own, number: [*own[number], ABSENT, UNDETERMINED]}
    assert all_elements(states, references)[number] == ABSENT


def test_a_circle_and_a_missing_parent_are_at_best_undetermined():
    assert all_elements({1: [LITERAL], 2: [LITERAL]}, {1: [[2]], 2: [[1]]}) == {1: 1, 2: 1}
    assert all_elements({1: [LITERAL]}, {1: [[1]]}) == {1: UNDETERMINED}
    assert all_elements({2: [LITERAL]}, {2: [[1]]}) == {2: UNDETERMINED}
    assert all_elements({2: [ABSENT]}, {2: [[1]]}) == {2: ABSENT}


def test_several_references_add_up():
    own = {1: [LITERAL], 2: [EQUIVALENT], 3: [ABSENT], 4: [LITERAL]}
    assert all_elements(own, {4: [[1, 3], [2]]})[4] == EQUIVALENT
    assert all_elements(own, {4: [[1], [3]]})[4] == ABSENT


@pytest.mark.parametrize("length", [5000])
def test_a_long_chain_is_followed_to_its_end(length):
    own = {n: [LITERAL] for n in range(1, length + 1)} | {1: [ABSENT]}
    found = all_elements(own, {n: [[n - 1]] for n in range(2, length + 1)})
    assert found[length] == ABSENT
