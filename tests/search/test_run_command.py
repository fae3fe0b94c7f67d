"""The commands as others call them."""

import csv
import json

import polars as pl
import pytest
from typer.testing import CliRunner

from tests.query.conftest import corpus_of_texts
from workbench.cli.main import app
from workbench.errors import WorkbenchError
from workbench.search.listing import in_words

RECORDS = [
    {
        "title": "一种锂离子电池的隔膜",
        "ipc": ["H01M10/0525"],
        "publication_date": "2020-05-01",
        "applicant": ["示例公司"],
    },
    {"title": "固态电池", "ipc": ["H01M10/00"], "publication_date": "2021-05-01"},
    {"title": "A separator", "ipc": ["H01M50/40"]},
]


@pytest.fixture
def corpus(tmp_path):
    return corpus_of_texts(RECORDS).save(tmp_path / "corpus")


def call(*words):
    result = CliRunner().invoke(app, [str(word) for word in words])
    if isinstance(result.exception, WorkbenchError):
        raise result.exception
    return result


def told(*words):
    return json.loads(call(*words, "--json").stdout)


def test_search_run_returns_all_hits_and_what_each_block_finds(corpus, tmp_path):
    out = tmp_path / "hits.csv"
    found = told(
        "search", "run", corpus, "TI:电池 AND IPC:H01M10/00/low NOT 隔膜", "--syntax", "local", "--out", out
    )
    assert (found["hits"], found["publication_numbers"]) == (1, ["CN100000001A"])
    assert found["per_block"] == [
        {"block": "TI:电池", "hits": 2}, {"block": "IPC:H01M10/00/low", "hits": 2},
        {"block": "隔膜", "hits": 1},
    ]  # fmt: skip
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["公开（公告）号"] for row in rows] == ["CN100000001A"]


@pytest.mark.parametrize(
    ("syntax", "text"),
    [("patsnap", "TTL:电池 AND PBD:[20210101 TO *]"), ("orbit", "固态电池/TI")],
)
def test_a_query_of_any_system_runs_here(corpus, syntax, text):
    assert told("search", "run", corpus, text, "--syntax", syntax)["publication_numbers"] == ["CN100000001A"]


@pytest.mark.parametrize("text", ["CL:电池", "CPC:H01M", "TAC:电池", "DE:电池", "STATUS:有效"])
def test_a_field_the_corpus_lacks_is_an_error_that_names_it(corpus, text):
    with pytest.raises(WorkbenchError) as caught:
        call("search", "run", corpus, text)
    assert caught.value.key == "field_not_in_corpus"
    fields = {"CL": "claims", "CPC": "cpc", "TAC": "claims", "DE": "description", "STATUS": "legal_status"}
    assert caught.value.fields["field"] in {fields[text.partition(":")[0]], "abstract"}


def test_default_fields_the_corpus_lacks_are_named_as_not_searched(corpus):
    assert "摘要, 权利要求" in call("search", "run", corpus, "电池").stderr


def test_lint_ends_with_one_where_there_is_an_error(corpus):
    bad, good = (
        call("query", "lint", "（TTL:a", "--syntax", "patsnap", "--json"),
        call("query", "lint", "TTL:a1", "--syntax", "patsnap"),
    )
    assert (bad.exit_code, good.exit_code) == (1, 0)
    assert {problem["code"] for problem in json.loads(bad.stdout)} >= {"Q001", "Q003"}
    assert call("query", "lint", "a1 AND b1 OR c1", "--json").exit_code == 0


def test_translate_and_parse_answer_as_promised():
    found = told("query", "translate", "TTL:(a1 $W3 b1)", "--from", "patsnap", "--to", "orbit")
    assert found == {"text": "(a1 3D b1)/TI", "exactness": "exact", "losses": []}
    found = told("query", "translate", 'TREE@"x"', "--from", "patsnap", "--to", "orbit")
    assert (found["text"], found["exactness"]) == (None, "unsupported")
    found = told("query", "parse", "TTL:  a1", "--syntax", "patsnap")
    assert found["text"] == "TTL:  a1"
    assert found["tree"]["names"] == ["title"]


@pytest.mark.parametrize(
    "words", [("query", "parse", "(a1"), ("query", "translate", "(a1", "--from", "local", "--to", "orbit")]
)
def test_a_text_that_cannot_be_read_is_an_error_with_place_and_cure(words):
    with pytest.raises(WorkbenchError, match="query_problem"):
        call(*words)


def test_an_unknown_syntax_is_an_error():
    with pytest.raises(WorkbenchError, match="unknown_dialect"):
        call("query", "parse", "a1", "--syntax", "nosuch")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_error_of_a_query_is_told_in_words(language):
    from workbench.labels.problems import error_text

    with pytest.raises(WorkbenchError) as caught:
        call("query", "parse", "TI:(a1")
    text = error_text(WorkbenchError.parse(str(caught.value)), language)
    assert "Q001" in text and "4" in text and "{" not in text


def test_proximity_of_what_has_no_place_is_an_error(corpus):
    with pytest.raises(WorkbenchError, match="no_place_in_a_text"):
        call("search", "run", corpus, "(电池 AND 隔膜) NEAR/3 锂")


def test_each_block_is_counted_for_itself(corpus):
    found = told("search", "run", corpus, "电池 NOT 隔膜 NOT 固态 NOT 锂 NOT separator NOT 金属")
    assert [block["hits"] for block in found["per_block"]] == [2, 1, 1, 1, 1, 0]
    assert found["hits"] == 0


def test_the_list_of_hits_has_headings_and_status_in_words():
    frame = pl.DataFrame({"publication_number": ["CN1A", "CN2A"], "legal_status": ["deemed_withdrawn", None]})
    assert in_words(frame, "zh").rows(named=True) == [
        {"公开（公告）号": "CN1A", "法律状态": "视为撤回"}, {"公开（公告）号": "CN2A", "法律状态": None},
    ]  # fmt: skip
    assert in_words(frame, "en").columns == ["publication number", "legal status"]


def test_an_unknown_syntax_is_refused_by_the_option_that_named_it():
    for option, given in (("--from", ("x", "local")), ("--to", ("local", "x"))):
        with pytest.raises(WorkbenchError) as caught:
            call("query", "translate", "a", "--from", given[0], "--to", given[1])
        assert caught.value.fields["option"] == option


def test_the_lint_of_nothing_names_no_place():
    said = call("query", "lint", "").stderr
    assert "Q025 检索式是空的" in said
    assert "1–0" not in said


def test_a_translation_is_told_in_words():
    said = call("query", "translate", "TA:(a NEAR/3 b)", "--from", "local", "--to", "pss").stderr
    assert "翻译结果：语法未核实" in said
    assert not {"exact", "unverified", "rewritten"} & set(said.replace("：", " ").split())
