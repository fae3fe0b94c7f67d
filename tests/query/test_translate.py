"""A translation says how true it is; exact means the same tree and the same hits; nothing changes silently."""

import random

import pytest

from tests.query import guessing
from tests.query.conftest import corpus_of_texts
from workbench.query import DIALECTS, Searcher, analyse, parse, translate, translated
from workbench.query.losses import Loss, exactness

TRAPS = [
    ("patsnap", "orbit", "TTL:batter?", "batter#/TI", "exact"),
    ("orbit", "patsnap", "batter?/TI", "TTL:batter#", "exact"),
    ("patsnap", "orbit", "TTL:(a1 $W3 b1)", "(a1 3D b1)/TI", "exact"),
    ("orbit", "patsnap", "(a1 3W b1)/TI", "TTL:(a1 $PRE3 b1)", "exact"),
    ("orbit", "patsnap", "(a1 3D b1)/TI", "TTL:(a1 $W3 b1)", "exact"),
    ("patsnap", "espacenet", "TA:(mouse $W2 trap)", "ta=(mouse prox/distance<3 trap)", "exact"),
    ("patsnap", "espacenet", "TA:(mouse $W3 trap)", "ta=(mouse prox/distance<4 trap)", "exact"),
    ("orbit", "patsnap", "(solid state)/TI", "TTL:(solid $PRE0 state)", "exact"),
    ("espacenet", "patsnap", "ti=a1 or ti=b1 and ti=c1", "(TTL:a1 OR TTL:b1) AND TTL:c1", "exact"),
    ("patsnap", "espacenet", "TTL:a1 OR TTL:b1 AND TTL:c1", "ti=a1 or (ti=b1 and ti=c1)", "exact"),
    ("patsnap", "lens", "PBD:[20200101 TO 20201231]", "pub_date:[20200101 TO 20201231]", "exact"),
    ("local", "patsnap", "TI:(a1 PRE/s b1)", "TTL:(a1 $SEN b1)", "widened"),
    ("local", "patsnap", "TI:(a1 NEAR/=3 b1)", "TTL:(a1 $W3 b1)", "widened"),
    ("local", "patsnap", "TI:(a1 NEAR/300 b1)", "TTL:(a1 $W99 b1)", "narrowed"),
    ("local", "patsnap", "TI:(a1 NOT (b1 NEAR/300 c1))", "TTL:(a1 NOT (b1 $W99 c1))", "widened"),
    ("local", "lens", "TI:(电池 NEAR/3 隔膜)", "title:(电池 AND 隔膜)", "widened"),
    ("patsnap", "lens", "TTL:battery", "title:battery", "widened"),
    ("lens", "patsnap", "title:battery", "TTL:battery", "narrowed"),
    ("local", "lens", "TI:电#池", "title:电*池", "widened"),
    ("local", "patsnap", "TI:(a1 XOR b1)", "TTL:((a1 OR b1) NOT (a1 AND b1))", "unverified"),
    ("patsnap", "incopat", "TTL:a1", "TI=(a1)", "unverified"),
    ("incopat", "patsnap", "TI=(a1)", "TTL:a1", "unverified"),
    ("patsnap", "orbit", 'TREE@"示例公司" AND TTL:a1', None, "unsupported"),
    ("local", "orbit", "ADDR:天津", None, "unsupported"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "target", "text", "expected", "told"), TRAPS)
def test_a_symbol_is_carried_over_by_its_meaning(source, target, text, expected, told):
    found = translate(text, source, target)
    if expected is not None and target == "espacenet":
        expected = expected.replace(" or ", " OR ").replace(" and ", " AND ")
    assert (found.text, found.exactness) == (expected, told)
    assert bool(found.losses) == (told != "exact")
    for loss in found.losses:
        assert {"construct", "kind", "why"} == set(loss.told("zh")) == set(loss.told("en"))


def test_a_query_through_an_unverified_entry_is_at_best_unverified():
    for source, target in [
        ("incopat", "local"),
        ("local", "incopat"),
        ("google", "patsnap"),
        ("patsnap", "himmpat"),
    ]:
        text = {"incopat": "TI=(a1)", "local": "TI:a1", "google": "TI=(a1)", "patsnap": "TTL:a1"}[source]
        assert translate(text, source, target).exactness == "unverified"


def test_losses_under_not_act_the_other_way_and_opposites_leave_nothing_certain():
    wider, narrower = Loss("x", "widened", "loss_wildcard"), Loss("y", "narrowed", "loss_fields")
    assert wider.flipped().kind == "narrowed"
    assert exactness([wider, narrower]) == "unverified"
    assert exactness([wider]) == "widened" and exactness([]) == "exact"


def test_exact_translations_have_the_same_tree_and_the_same_hits():
    chance = random.Random(3)
    records = [guessing.record(chance) for _ in range(40)]
    searcher = Searcher(corpus_of_texts(records), keep_index=True)
    seen = 0
    for _ in range(150):
        query = parse(guessing.spelled(guessing.query(chance, depth=2)))
        for target in DIALECTS[1:]:
            found = translated(query, target)
            if found.exactness != "exact":
                continue
            again = parse(found.text, target)
            assert again.tree == query.tree, (str(query), target, found.text)
            assert searcher.run(again).records.tolist() == searcher.run(query).records.tolist()
            seen += 1
    assert seen > 80


def hits_of(searcher, query, text, target):
    again = analyse(text, target)
    one = set(searcher.run(query).records.tolist())
    return one, None if again.tree is None else set(searcher.run(again).records.tolist())


def test_widened_finds_at_least_and_narrowed_at_most_what_was_asked():
    chance = random.Random(4)
    records = [guessing.record(chance) for _ in range(40)]
    searcher = Searcher(corpus_of_texts(records), keep_index=True)
    seen = {"widened": 0, "narrowed": 0}
    for _ in range(400):
        query = parse(guessing.spelled(guessing.query(chance, depth=2)))
        for target in ("patsnap", "espacenet", "lens", "orbit"):
            found = translated(query, target)
            if found.exactness in seen:
                asked, got = hits_of(searcher, query, found.text, target)
                assert asked <= got if found.exactness == "widened" else got <= asked, (
                    str(query),
                    target,
                    found.text,
                )
                seen[found.exactness] += 1
    assert seen["widened"] > 20
