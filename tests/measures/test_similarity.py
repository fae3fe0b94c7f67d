"""Similarity of texts: exact, order-free, and only a ranking."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.measures.similarity import character_pairs, dice_bigrams, shared_bigram_share
from workbench.measures.similarity_index import SimilarityIndex

TEXTS = st.lists(st.text("甲乙丙丁ab，", max_size=12), min_size=1, max_size=30)


@given(TEXTS, TEXTS, st.integers(1, 12))
def test_the_nearest_equal_those_of_a_comparison_with_every_text(texts, asked, most):
    index = SimilarityIndex(texts)
    rows, scores = index.nearest(asked, most)
    full = (index.vectors(asked) @ index.matrix().T).toarray()
    for query in range(len(asked)):
        wanted = np.sort(full[query])[::-1][:most]
        assert scores[query][: len(wanted)] == pytest.approx(wanted, abs=1e-5)
        kept = rows[query][rows[query] >= 0]
        assert len(set(kept.tolist())) == len(kept)
        assert full[query][kept] == pytest.approx(scores[query][: len(kept)], abs=1e-5)


def test_common_pairs_are_skipped_only_where_they_cannot_matter():
    chance = np.random.default_rng(3)
    texts = ["所述装置包括" + "".join(chance.choice(list("甲乙丙丁戊己庚辛壬癸子丑"), 12)) for _ in range(4000)]
    index = SimilarityIndex(texts)
    asked = [text[:10] + "寅卯" + text[12:] for text in texts[:5]]
    rows, scores = index.nearest(asked, 3)
    full = (index.vectors(asked) @ index.matrix().T).toarray()
    assert rows[:, 0].tolist() == full.argmax(axis=1).tolist()
    assert scores == pytest.approx(-np.sort(-full, axis=1)[:, :3], abs=1e-5)


@pytest.mark.parametrize("most", [1, 40, 300])
def test_the_best_of_many_parts_come_in_their_order(most):
    chance = np.random.default_rng(4)
    signs = np.array([chr(0x4E00 + at) for at in range(300)])
    drawn = signs[(300 * chance.random((140_000, 9)) ** 2).astype(int)]
    texts = ["所述" + "".join(row) for row in drawn]
    texts[100_000:110_000] = texts[:10_000]
    index = SimilarityIndex(texts)
    rows, scores = index.nearest(texts[5:9], most)
    full = (index.vectors(texts[5:9]) @ index.matrix().T).toarray()
    for query in range(4):
        assert scores[query] == pytest.approx(np.sort(full[query])[::-1][:most], abs=1e-6)
        assert full[query][rows[query]] == pytest.approx(scores[query], abs=1e-6)
        assert len(set(rows[query].tolist())) == most
        is_tied = scores[query][1:] == scores[query][:-1]
        assert (np.diff(rows[query])[is_tied] > 0).all()
        assert rows[query][0] == 5 + query


def test_alike_texts_come_in_their_order_and_signs_and_capitals_do_not_matter():
    index = SimilarityIndex(["Alpha-Beta", "其他文字", "alpha beta", "ALPHABETA"])
    rows, scores = index.nearest(["alphabeta"], 4)
    assert rows[0].tolist() == [0, 2, 3, -1]
    assert scores[0][:3] == pytest.approx([1, 1, 1])


def test_nothing_shared_finds_nothing():
    index = SimilarityIndex(["甲乙", "", "丙"])
    assert index.nearest(["子丑", ""], 2)[0].tolist() == [[-1, -1], [-1, -1]]


@given(st.text(), st.text())
def test_dice_is_symmetric_and_one_for_the_same(one, two):
    assert dice_bigrams(one, two) == dice_bigrams(two, one)
    assert dice_bigrams(one, one) == 1
    assert 0 <= shared_bigram_share(one, two) <= 1


def test_pairs_are_counted_without_signs():
    assert character_pairs("壳体，壳体") == {"壳体": 2, "体壳": 1}
    assert dice_bigrams("壳体", "壳体盖") == pytest.approx(2 / 3)


def test_english_shares_words_not_letters():
    feature = "a housing having a chamber therein for a liquid"
    assert shared_bigram_share(feature, "the housings with chambers") == pytest.approx(2 / 5)
    assert shared_bigram_share(feature, "a gripping hand for a linear gearing") == 0
