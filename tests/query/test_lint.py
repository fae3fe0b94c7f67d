"""Every lint code has texts that bring it and texts that do not; no text whatever makes the lint fail."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.query.lint_examples import EXAMPLES
from workbench.errors import WorkbenchError
from workbench.labels import topic
from workbench.query import DIALECTS, Searcher, analyse, lint, parse, translate

CASES = [(code, *case) for code, cases in EXAMPLES.items() for case in cases]


@pytest.mark.parametrize(("code", "syntax", "bad", "good"), CASES)
def test_a_code_is_found_where_it_should_be_and_nowhere_else(code, syntax, bad, good):
    assert [text for text in bad if code not in {p.code for p in lint(text, syntax)}] == []
    assert [text for text in good if code in {p.code for p in lint(text, syntax)}] == []


def test_every_code_has_three_texts_of_either_kind():
    counted = {
        code: [sum(len(case[side]) for case in cases) for side in (1, 2)] for code, cases in EXAMPLES.items()
    }
    assert {code for code, counts in counted.items() if min(counts) < 3} == set()
    told = {key for key in topic("query") if key.startswith("Q") and not key.endswith("_cure")}
    assert told == {*EXAMPLES, "Q015", "Q016", "Q020"}


@pytest.mark.parametrize(("code", "syntax", "bad", "_good"), CASES)
def test_messages_are_whole_in_both_languages_and_places_lie_in_the_text(code, syntax, bad, _good):
    for text in bad:
        for problem in lint(text, syntax):
            assert 0 <= problem.start <= problem.end <= len(text)
            for language in ("zh", "en"):
                told = problem.told(text, language)
                assert set(told) == {"code", "start", "end", "severity", "message", "fix"}
                assert "{" not in problem.cure(language).replace(text, "")


MENDED_AT_ONCE = {
    "Q001",
    "Q003",
    "Q004",
    "Q005",
    "Q010",
    "Q011",
    "Q017",
    "Q018",
    "Q023",
    "Q024",
    "Q027",
    "Q033",
    "Q036",
}


@pytest.mark.parametrize(
    ("code", "syntax", "bad", "_good"), [case for case in CASES if case[0] in MENDED_AT_ONCE]
)
def test_the_cure_of_the_first_finding_takes_it_away(code, syntax, bad, _good):
    for text in bad:
        problem = next(p for p in lint(text, syntax) if p.code == code)
        mended = problem.mended(text)
        if mended is None:
            continue
        left = [p for p in lint(mended, syntax) if p.code == code]
        assert len(left) < len([p for p in lint(text, syntax) if p.code == code]), (text, mended)


@pytest.mark.parametrize(
    "text", ["a AND b OR c", "TI:(a OR b AND c)", "a OR b AND c OR d", "a OR b AND c NOT d"]
)
def test_brackets_that_are_put_in_change_nothing(texts, text):
    problem = next(p for p in lint(text) if p.code == "Q002")
    mended = problem.mended(text)
    assert not [p for p in lint(mended) if p.code == "Q002"]
    records = [
        {"title": " ".join(w for w, here in zip("abcd", bits, strict=True) if here)} for bits in all_bits(4)
    ]
    searcher = Searcher(texts(records))
    assert searcher.run(parse(mended)).records.tolist() == searcher.run(parse(text)).records.tolist()


def all_bits(size):
    return [[number >> place & 1 for place in range(size)] for number in range(2**size)]


@pytest.mark.parametrize("text", ["abc def", "ti=battery", "电池 or 隔膜"])
def test_a_query_longer_than_the_system_takes_is_an_error(text, monkeypatch):
    monkeypatch.setitem(analyse(text, "espacenet").dialect.data["limits"], "characters", len(text) - 1)
    assert [p.severity for p in lint(text, "espacenet") if p.code == "Q020"] == ["error"]


@pytest.mark.parametrize("text", ["abc def", "ti=battery", "电池 or 隔膜"])
def test_a_query_as_long_as_the_system_takes_is_none(text, monkeypatch):
    monkeypatch.setitem(analyse(text, "espacenet").dialect.data["limits"], "characters", len(text))
    assert not [p for p in lint(text, "espacenet") if p.code == "Q020"]


CORPUS = [{"title": "电池 隔膜"}, {"title": "电池"}, {"title": "隔膜"}]
NEGLIGIBLE = [{"title": "电池"}] * 60 + [{"title": "电池 隔膜"}]


def codes_on(texts, records, query):
    return {problem.code: problem for problem in lint(query, searcher=Searcher(texts(records)))}


@pytest.mark.parametrize(
    ("query", "taken", "share"),
    [("电池 NOT 隔膜", 1, 50.0), ("隔膜 NOT 电池", 1, 50.0), ("(电池 OR 隔膜) NOT TI:隔膜", 2, 66.7)],
)
def test_a_costly_not_is_found_on_a_corpus(texts, query, taken, share):
    assert codes_on(texts, CORPUS, query)["Q015"].fields == {"count": taken, "share": share}


@pytest.mark.parametrize("query", ["电池 NOT 隔膜", "TI:电池 NOT TI:隔膜", "电池 NOT (隔膜 AND 电池)"])
def test_a_not_that_costs_little_is_left_in_peace(texts, query):
    assert "Q015" not in codes_on(texts, NEGLIGIBLE, query)


@pytest.mark.parametrize("query", ["电池 OR 石墨烯", "石墨烯", "TI:(电池 OR 石墨烯)"])
def test_a_word_without_hits_is_found_on_a_corpus(texts, query):
    assert codes_on(texts, CORPUS, query)["Q016"].fields == {"found": "石墨烯"}


@pytest.mark.parametrize("query", ["电池 OR 隔膜", "隔膜", "TI:(电池 AND 隔膜)"])
def test_words_with_hits_are_left_in_peace(texts, query):
    assert "Q016" not in codes_on(texts, CORPUS, query)


WORDS = """AND OR NOT XOR and ( ) （ ） " “ ” TI: TTL: ti= TIAB=( /TI .TI,AB. 电池 隔膜 battery * ? # $W3 3W
    (3W) NEAR/5 PRE/2s prox/distance<3 prox [2010_TO_2020] [ ] { TO >= < 2020 H01M10/0525 H01M IPC: ipc= ~3 ^2
    \\ \\\\ && || + - ! : = ， 、 ' @1 #2 ##S /low within any all % PD: pd_within NCL:5 é 𠮷 0 ~"""
PIECES = st.sampled_from(
    [word.replace("_", " ") for word in WORDS.split()] + [" ", "  ", "\n", "\t", "　", "\u200b"]
)


@given(
    st.lists(PIECES, max_size=25).map("".join)
    | st.lists(PIECES, max_size=20).map(" ".join)
    | st.text(max_size=60)
)
@settings(max_examples=60)
def test_no_text_makes_the_lint_fail(text):
    for syntax in DIALECTS:
        query = analyse(text, syntax)
        assert str(query) == text
        lint(text, syntax)
        try:
            parse(text, syntax)
        except WorkbenchError as error:
            assert error.key == "query_problem"
        else:
            for target in ("local", "patsnap", "orbit", "espacenet"):
                translate(text, syntax, target)


def test_long_and_deep_texts_end_soon():
    for text in (
        "(" * 5000,
        "NOT " * 5000 + "a",
        "TI:(" * 3000,
        " OR ".join(["a"] * 800),
        "a" * 100_000,
        '"' * 999,
        ")" * 999,
    ):
        for syntax in ("local", "lens", "orbit"):
            lint(text, syntax)


def test_the_lexicon_names_its_source():
    import workbench.query

    text = (Path(workbench.query.__file__).parent / "lexicon.toml").read_text(encoding="utf-8")
    assert {"source", "date", "synonyms", "units", "traditional"} <= set(tomllib.loads(text))
