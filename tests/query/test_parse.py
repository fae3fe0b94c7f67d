"""A text becomes the right tree in each dialect, and the same bytes again."""

import random

import pytest

from tests.query import guessing
from workbench.errors import WorkbenchError
from workbench.query import DIALECTS, Writer, analyse, dialect, lint, parse
from workbench.query.tree import (
    MANY,
    ONE,
    OPTIONAL,
    And,
    ClassRef,
    Field,
    Near,
    Not,
    Opaque,
    Or,
    Phrase,
    Range,
    SetRef,
    Term,
    Xor,
    told,
)  # fmt: skip

A, B, C = (Term((letter,)) for letter in "abc")
TAC, TI = ("title", "abstract", "claims"), ("title",)
BATTERY, CELL = Term(("battery",)), Term(("cell",))


def within(names, part):
    return Field(names, part)


TREES = [
    ("local", "TI:(a AND b AND c)", within(TI, And((A, B, C)))),
    ("local", "TI:((a AND b) AND c)", within(TI, And((And((A, B)), C)))),
    ("local", "TI:(a OR b AND c)", within(TI, Or((A, And((B, C)))))),
    ("local", "TI:(a OR b NOT c)", within(TI, Or((A, And((B, Not(C))))))),
    ("local", "TI:(a XOR b OR c)", within(TI, Or((Xor((A, B)), C)))),
    ("local", "a b", within(TAC, And((A, B)))),
    ("local", "NOT a AND b", within(TAC, And((Not(A), B)))),
    ("local", "a NEAR/3 b PRE/0 c", within(TAC, Near(Near(A, B, 3), C, 0, ordered=True))),
    ("local", "a NEAR/=2 b", within(TAC, Near(A, B, 2, exact=True))),
    ("local", "a PRE/2s b", within(TAC, Near(A, B, 2, ordered=True, unit="sentence"))),
    ("local", "标题：电池", within(TI, Term(("电池",)))),
    ("local", "电*{3}池", within(TAC, Term(("电", type(MANY)(0, 3), "池")))),
    ("local", '"a b"~4', within(TAC, Phrase((A, B), 4))),
    ("local", r"TI:a\(b\)", within(TI, Term(("a(b)",)))),
    ("local", "@12 AND TI:a", And((SetRef("12"), within(TI, A)))),
    ("local", "AD>2019-05", Range("filing_date", "2019-06-01", None)),
    ("local", "PD<2019-05", Range("publication_date", None, "2019-04-30")),
    ("local", "PD:2020年5月", Range("publication_date", "2020-05-01", "2020-05-31")),
    ("local", "NCL>=5", Range("claim_count", "5", None)),
    ("local", "IPC:(H01M10/0525 OR H01M10/05* OR H01M)", Or((
        ClassRef("ipc", "H01M10/0525"), ClassRef("ipc", "H01M10/05", "prefix"),
        ClassRef("ipc", "H01M", "descendants"),
    ))),
    ("local", "IPC:H01M0010052500", ClassRef("ipc", "H01M10/0525")),
    ("patsnap", "TTL:(a $W5 b)", within(TI, Near(A, B, 5))),
    ("patsnap", "TTL:(a $PRE5 b)", within(TI, Near(A, B, 5, ordered=True))),
    ("patsnap", "TTL:(a $SEN b)", within(TI, Near(A, B, 0, unit="sentence"))),
    ("patsnap", "TTL:(a? OR b#)", within(TI, Or((Term(("a", ONE)), Term(("b", OPTIONAL)))))),
    ("patsnap", 'TTL:"a*"', within(TI, Phrase((Term(("a*",)),)))),
    ("patsnap", "PBD:[20200101 TO 20231231]", Range("publication_date", "2020-01-01", "2023-12-31")),
    ("patsnap", 'TREE@"示例公司"', Opaque('TREE@"示例公司"')),
    ("orbit", "(battery AND cell)/TI", within(TI, And((BATTERY, CELL)))),
    ("orbit", "battery cell", within(TAC, Near(BATTERY, CELL, 0, ordered=True))),
    ("orbit", "(a 2D b 2D c)/TI", within(TI, Near(Near(A, B, 2), C, 2))),
    ("orbit", "(a S b)/TI/AB", within(("title", "abstract"), Near(A, B, 0, unit="sentence"))),
    ("orbit", "(a? OR b#)/TI", within(TI, Or((Term(("a", OPTIONAL)), Term(("b", ONE)))))),
    ("orbit", "c+/TI", within(TI, Term(("c", MANY)))),
    ("orbit", "a AND b/TI", And((within(TAC, A), within(TI, B)))),
    ("espacenet", "ti=a or ti=b and ti=c", And((Or((within(TI, A), within(TI, B))), within(TI, C)))),
    ("espacenet", "ti=(a prox/distance<3 b)", within(TI, Near(A, B, 2))),
    ("espacenet", "ti=a prox/unit=sentence ti=b", within(TI, Near(A, B, 0, unit="sentence"))),
    ("espacenet", 'ti any "a b"', within(TI, Or((A, B)))),
    ("espacenet", 'ti all "a b"', within(TI, And((A, B)))),
    ("espacenet", 'ti="a b"', within(TI, Phrase((A, B)))),
    ("espacenet", 'pd within "2005, 2006"', Range("publication_date", "2005-01-01", "2006-12-31")),
    ("espacenet", "pd >=2005", Range("publication_date", "2005-01-01", None)),
    ("lens", "title:(a OR b)", within(TI, Or((A, B)))),
    ("lens", "title:a AND NOT title:b", And((within(TI, A), Not(within(TI, B))))),
    ("lens", "pub_date:[20070101 TO 20070630]", Range("publication_date", "2007-01-01", "2007-06-30")),
    ("lens", 'title:"a b"~3', within(TI, Phrase((A, B), 3))),
    ("lens", "title:a OR abstract:a", within(("title", "abstract"), A)),
    ("lens", r"title:\(a\+b\)", within(TI, Term(("(a+b)",)))),
    ("lens", "title:(a && b -c)", within(TI, And((A, B, Not(C))))),
    ("lens", "title:foo-bar", within(TI, Term(("foo-bar",)))),
    ("derwent", "#1 AND #2", And((SetRef("1"), SetRef("2")))),
    ("derwent", "IC=(H01M-010/05)", ClassRef("ipc", "H01M10/05")),
    ("patentscope", 'EN_TI:("a b" AND c)', within(TI, And((Phrase((A, B)), C)))),
    ("patentscope", "IC:H01M10/05", ClassRef("ipc", "H01M10/05", "descendants")),
    ("derwent", "CTB=(a ADJ3 b)", within(TAC, Near(A, B, 2, ordered=True))),
    ("google", "TI=(a) -b", And((within(TI, A), Not(within((*TAC, "description"), B))))),
    ("google", "cpc=H01M10/low", ClassRef("cpc", "H01M10/00", "descendants")),
    ("patentsight", "Owner=(a, b)", within(("owner",), Or((A, B)))),
    ("patentsight", "FilingDate=(>2010-01-01)", Range("filing_date", "2010-01-02", None)),
    ("patentsight", "GrantDate=(>2012-10)", Range("grant_date", "2012-11-01", None)),
    ("patentsight", "GrantDate=(2016-01-01 TO 2016-12-31)", Range("grant_date", "2016-01-01", "2016-12-31")),
    ("incopat", "TI=(a (3W) b)", within(TI, Near(A, B, 3, ordered=True))),
    ("incopat", "TI=(a (3N) b)", within(TI, Near(A, B, 3))),
    ("pss", "发明名称=(a)", within(TI, A)),
    ("pss", "申请日=20100101:20181231", Range("filing_date", "2010-01-01", "2018-12-31")),
    ("cnipr", "名称=(a and b)", within(TI, And((A, B)))),
    ("patentics", "TTL/a", within(TI, A)),
    ("himmpat", "(a OR b).TI,AB.", within(("title", "abstract"), Or((A, B)))),
    ("innojoy", "名称=a xor 摘要=b", Xor((within(TI, A), within(("abstract",), B)))),
    ("innojoy", "名称,摘要 *= (a and b)", And((within(TI, And((A, B))), within(("abstract",), And((A, B)))))),
    ("innojoy", "申请日 >= 2010", Range("filing_date", "2010-01-01", None)),
]  # fmt: skip


@pytest.mark.parametrize(("syntax", "text", "tree"), TREES)
def test_a_text_has_the_right_tree(syntax, text, tree):
    query = parse(text, syntax)
    assert query.tree == tree
    assert str(query) == text


EXAMPLES = {
    "patsnap": ["TTL:  (solid   $W5 state*)\tAND PBD:[20200101 TO 20231231]", "TACD: 锂电池 NOT (CLMS:x)"],
    "orbit": [
        "smart W card?",
        "conduct 2D electric 2D adhesive",
        "polymeri#ation AND alumin?um",
        "sodium F chlorine",
    ],
    "espacenet": [
        "mouse prox/distance<3 trap",
        "mouse prox/unit=paragraph trap",
        'pa=siemens or ti="electric motor"',
    ],
    "lens": [
        "rice AND pesticide",
        "printing NOT inkjet",
        "title:malaria",
        "(red AND yellow) OR (blue AND green)",
    ],
    "patentscope": ['EN_TI:("wind turbine" AND electric) solar'],
    "patentsight": [
        "Owner=(IBM, Qualcomm) AND IPC=(B60W) AND TAC=(vehicle NEAR sensor*) AND FilingDate=(>2010-01-01)"
    ],
    "incopat": ["TI-CN=(变压器) AND PNC=CN AND PD=[20200101 TO 20261231]", "(A (3W) B)"],
    "pss": ["申请（专利权）人=(示例大学) AND 发明名称=(雷达)", '发明类型=("I")', "公开（公告）日>=20200101"],
    "cnipr": ["公开（公告）号=('CN%') and 名称=(电池)"],
    "innojoy": ["c1,c2 *= (中国 and 日本)", "申请日>=2010", "中国 xor 日本"],
    "derwent": ["TS=(battery) AND CC=(CN)", "TI=batter* NOT AB=lead"],
    "himmpat": ["H10K%.IPCM,IPC,CPC."],
    "google": ['(a NEAR/5 b) cpc=H01M10/low -"lead acid"'],
}


@pytest.mark.parametrize("syntax", sorted(EXAMPLES))
def test_same_dialect_round_trip_is_byte_identical(syntax):
    for text in EXAMPLES[syntax]:
        assert str(analyse(text, syntax)) == text


def test_generated_queries_come_back_byte_for_byte_and_tree_for_tree():
    chance = random.Random(11)
    for _ in range(400):
        text = guessing.spelled(guessing.query(chance))
        query = parse(text)
        assert str(query) == text
        writer = Writer(dialect("local"))
        assert parse(writer.write(query.tree).text).tree == query.tree, text
        assert writer.losses == []


@pytest.mark.parametrize("syntax", DIALECTS)
def test_places_of_nodes_are_places_of_their_words(syntax):
    query = analyse("(battery AND cell)", syntax)
    assert query.text[query.tree.start : query.tree.end].strip("()") == "battery AND cell"
    assert told(query.tree)["node"] == "field"


def test_an_error_names_place_found_and_cure():
    with pytest.raises(WorkbenchError) as caught:
        parse("电池 AND (隔膜")
    assert caught.value.key == "query_problem"
    assert (caught.value.fields["position"], caught.value.fields["found"], caught.value.fields["code"]) == (
        8,
        "(",
        "Q001",
    )


@pytest.mark.parametrize("syntax", DIALECTS)
def test_a_dialect_is_whole(syntax):
    given = dialect(syntax)
    assert given.checked.year >= 2026
    assert given.evidence or not given.data["verified"], "verified without evidence"
    assert {"near", "not", "and", "or"} <= set(given.levels)
    known = {
        *(f"operators.{name}" for name in ("and", "or", "not", "xor")),
        *(f"near.{place}" for place in range(len(given.proximity))),
        *(f"wildcards.{meaning}" for meaning in given.wildcards.values()),
        *(f"fields.{code}" for code in given.data["fields"]["codes"]),
        "operators", "near", "wildcards", "values", "fields", "precedence", "precedence.order",
        "fields.default",         "quotes.phrase", "quotes.slop",
        "values.range", "values.compare", "values.class", "values.class_prefix", "values.class_below",
    }  # fmt: skip
    assert set(given.data.get("otherwise", ())) - known <= {"fields.IPCR", "fields.PRIORPCTDATE"}


UNKNOWN_THINGS = [
    ("espacenet", "dc.title any fish"),
    ("espacenet", 'date within "2002 2005"'),
    ("espacenet", "title any/relevant fish"),
    ("espacenet", "title any /relevant fish"),
    ("espacenet", "a1 and/rel.combine=sum b1"),
    ("espacenet", "fish sortBy date"),
    ("espacenet", "a1 prox/distance>2 b1"),
    ("espacenet", "pubYear < 1980"),
    ("lens", "claim_count:>=3"),
    ("lens", '"a b"^4'),
    ("lens", "title:(a OR b)^2"),
    ("lens", "foo~0.8"),
    ("lens", "title:{Aida TO Carmen}"),
    ("lens", "/joh?n/"),
    ("lens", "a:b:c"),
    ("derwent", "ALL=(x)"),
    ("derwent", "health[ti]"),
    ("patsnap", "a1 NEAR/5 b1"),
    ("patsnap", "(a1).TI,AB."),
    ("orbit", "TI=(a1)"),
]


@pytest.mark.parametrize(("syntax", "text"), UNKNOWN_THINGS)
def test_what_a_dialect_does_not_know_is_said(syntax, text):
    assert lint(text, syntax)
