"""Every proposed change catches its document when it is run, and no smaller one does."""

import random

import polars as pl
import pytest

from workbench.corpus import Corpus, Manifest
from workbench.query.parse import parse
from workbench.query.tree import ClassRef, Field, Near, Term
from workbench.search.blocks import blocks, joined, replaced
from workbench.search.feedback import Document, Feedback
from workbench.search.session import Session

WORDS = ("电池", "正极", "负极", "隔膜", "涂层", "粘结剂", "电解液", "极耳", "壳体", "散热", "焊接", "检测")
SYMBOLS = ("H01M10/0525", "H01M10/00", "H01M4/36", "H01M50/40", "B60L53/30", "G01N21/88")


def corpus_of_texts(rows):
    """Make a corpus of (title, abstract, claim, symbol)."""
    publications = [
        {
            "record": at, "publication_number": f"CN{100000000 + at}A", "level": "publication",
            "application": at, "office": "CN", "stage": "application", "title": title, "abstract": abstract,
        }
        for at, (title, abstract, _, _) in enumerate(rows)
    ]  # fmt: skip
    frames = {
        "publications": pl.DataFrame(publications),
        "claims": pl.DataFrame(
            [{"record": at, "number": 1, "text": row[2], "coverage": "first"} for at, row in enumerate(rows)]
        ),
        "classifications": pl.DataFrame(
            [
                {"record": at, "scheme": "ipc", "symbol": row[3], "position": 0, "is_main": True}
                for at, row in enumerate(rows)
            ]
        ),
        "applications": pl.DataFrame([{"application": at, "office": "CN"} for at in range(len(rows))]),
    }
    return Corpus.from_frames(frames, Manifest())


def random_text(chance, length):
    return "".join(chance.choice(WORDS) + chance.choice(("", "与", "用", "的")) for _ in range(length))


def planted_case(chance):
    """Return rows and a query that misses some documents for a reason known beforehand."""
    rows = [
        (random_text(chance, 3), random_text(chance, 8), random_text(chance, 8), chance.choice(SYMBOLS))
        for _ in range(40)
    ]
    first, second = chance.sample(WORDS, 2)
    shapes = (
        f"TI:{first} AND TA:{second}",
        f"TI:({first} PRE/{chance.randrange(3)} {second})",
        f"TA:({first} NEAR/{chance.randrange(4)} {second}) AND IPC:{chance.choice(SYMBOLS)}",
        f"TA:({first} OR {second}) AND IPC:{chance.choice(SYMBOLS)} NOT TI:{chance.choice(WORDS)}",
        f"TI:{first} NOT TA:({second} OR {chance.choice(WORDS)})",
        f"IPC:{chance.choice(SYMBOLS)}",
    )
    return rows, chance.choice(shapes)


def smaller_changes(block):
    """Return, independently of the engine, the changes one step smaller than an edit that widens a part."""

    def smaller(edit):
        before, after = edit.before, edit.after
        if (
            edit.kind == "near"
            and isinstance(before, Near)
            and after.gap is not None
            and before.gap is not None
        ):
            for gap in range(before.gap, after.gap):
                yield replaced(
                    block.node, before, Near(before.left, before.right, gap, after.ordered, False, after.unit)
                )
        elif edit.kind == "field" and isinstance(before, Field):
            for name in set(after.names) - set(before.names):
                fewer = tuple(kept for kept in after.names if kept != name)
                if fewer != before.names and set(before.names) < set(fewer):
                    yield replaced(block.node, before, Field(fewer, before.part))
        elif edit.kind == "class" and isinstance(before, ClassRef) and after.symbol != before.symbol:
            yield replaced(block.node, before, ClassRef(before.scheme, before.symbol, "descendants"))

    return smaller


def check_case(chance):
    rows, text = planted_case(chance)
    session = Session(corpus_of_texts(rows))
    query = parse(text)
    hits = session.numbers(query.tree)
    left = sorted(set(session.names) - hits)
    gold = set(chance.sample(left, min(3, len(left)))) | set(sorted(hits)[:3])
    feedback = Feedback(query.tree, session.numbers, gold)
    repairs = feedback.repairs(session.documents(feedback.missed))
    assert {repair.number for repair in repairs} == feedback.missed
    for repair in repairs:
        found = session.numbers(repair.tree)
        assert repair.number in found
        assert repair.caught_count == len((found & gold) - hits)
        assert repair.noise_count == len(found - gold - hits)
        check_least(session, feedback, repair)
    return len(repairs)


def check_least(session, feedback, repair):
    own = blocks(feedback.tree)
    failing = [b for b in own if (repair.number in session.numbers(b.node)) == b.is_excluded]
    assert [edit.block for edit in repair.edits] == [block.place for block in failing]
    for block, edit in zip(failing, repair.edits, strict=True):
        kept = feedback.changed([other for other in repair.edits if other is not edit])
        assert repair.number not in session.numbers(kept)  # without this edit it stays lost
        for smaller in smaller_changes(block)(edit):
            assert repair.number not in session.numbers(smaller)


def test_every_repair_catches_and_none_smaller_does():
    chance = random.Random(11)
    assert sum(check_case(chance) for _ in range(500)) > 1000


@pytest.mark.parametrize(
    ("query", "row", "kind"),
    [
        ("TI:电池", ("壳体", "一种电池", "", "G01N21/88"), {"field", "term"}),
        ("TI:(电池 PRE/0 隔膜)", ("电池用的隔膜", "", "", "G01N21/88"), {"near", "term"}),
        ("IPC:H01M10/00", ("", "", "", "H01M10/0525"), {"class"}),
        ("TI:electrolyte", ("electrolytes", "", "", "G01N21/88"), {"truncation", "term"}),
        ("TI:壳体 NOT TI:电池", ("电池壳体", "", "", "G01N21/88"), {"drop"}),
    ],
)
def test_each_kind_of_miss_has_its_kind_of_change(query, row, kind):
    session = Session(corpus_of_texts([row, ("壳体", "", "", "B60L53/30")]))
    wanted = session.names[0]
    feedback = Feedback(parse(query).tree, session.numbers, {wanted})
    (repair,) = feedback.repairs(session.documents([wanted]))
    assert {edit.kind for edit in repair.edits} <= kind
    assert wanted in session.numbers(repair.tree)


def test_a_word_that_brings_only_noise_is_found_out():
    rows = [("电池", "", "", "H01M10/00"), ("壳体", "", "", "H01M4/36"), ("壳体", "", "", "H01M4/36")]
    session = Session(corpus_of_texts(rows))
    feedback = Feedback(parse("TI:(电池 OR 壳体)").tree, session.numbers, {session.names[0]})
    brought = {
        effect.node.part: (len(effect.only_relevant), len(effect.only_noise))
        for effect in feedback.leaf_effects()
    }
    assert brought == {Term(("电池",)): (1, 0), Term(("壳体",)): (0, 2)}


def test_blocks_come_apart_and_together():
    tree = parse("TI:(a AND b) NOT (TI:c OR TI:d)").tree
    parts = blocks(tree)
    assert [part.is_excluded for part in parts] == [False, False, True, True]
    session = Session(corpus_of_texts([("a b", "", "", "H01M4/36"), ("a b c", "", "", "H01M4/36")]))
    assert session.numbers(joined(parts)) == session.numbers(tree) == {session.names[0]}


def test_documents_without_anything_have_no_repair():
    session = Session(corpus_of_texts([("", "", "", "H01M4/36"), ("电池", "", "", "H01M4/36")]))
    feedback = Feedback(parse("TI:电池").tree, session.numbers, {session.names[0]})
    bare = Document(session.names[0])
    assert feedback.repairs([bare]) == []
