"""A translation names what it loses in words: no key of the program is shown to the reader."""

import re

import pytest

from workbench.query import DIALECTS, dialect, translate
from workbench.query.construct_words import construct_words, field_words, gap_words
from workbench.query.fields import FIELDS

CODES = re.compile(r"\b(fields|near|operators|values|wildcards|quotes|precedence)\.\w+|_words?\b")


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_has_words(name):
    assert re.search("[\u4e00-\u9fff]", field_words(name, "zh"))
    assert "_" not in field_words(name, "en")


@pytest.mark.parametrize("system", DIALECTS)
def test_every_construct_listed_in_a_dialect_has_words(system):
    given = dialect(system)
    near = [f"near.{place}" for place in range(len(given.proximity))]
    for construct in [c for c in (*given.data.get("otherwise", ()), *near) if "." in c]:
        for language in ("zh", "en"):
            assert construct != construct_words(system, construct, language)


def test_a_translation_tells_its_losses_in_words():
    told = translate("TIABC=(电池 (3W) 隔膜) AND AD=[20200101 to 20201231]", "incopat", "lens").told("zh")
    text = "\n".join(loss["why"] for loss in told["losses"])
    assert not CODES.search(text), text
    assert "incoPat 的 字段 AD" in text
    assert "位置算符 (nW)" in text
    assert "3 个词以内，有序" in text


def test_a_field_the_target_lacks_is_named_in_words():
    told = translate("TI:电池 AND ADDR:天津", "local", "orbit").told("zh")
    assert any("没有字段 地址" in loss["why"] for loss in told["losses"])


@pytest.mark.parametrize(
    ("told", "zh", "en"),
    [
        ("3 word ordered", "3 个词以内，有序", "up to 3 words, in order"),
        ("=3 word unordered", "恰为 3 个词，不分先后", "exactly 3 words, in any order"),
        ("None sentence unordered", "同一句，不分先后", "within the same sentence, in any order"),
    ],
)
def test_a_distance_is_said_in_words(told, zh, en):
    assert (gap_words(told, "zh"), gap_words(told, "en")) == (zh, en)
