"""Steps are run and counted; branches of a decomposition table are tagged and counted."""

from pathlib import Path

import polars as pl
import pytest

from workbench.errors import WorkbenchError
from workbench.labels import words
from workbench.query.decomposition import read_decomposition
from workbench.report.wording import sentence
from workbench.search.branches import tag_branches
from workbench.search.session import Session
from workbench.search.steps import Step, read_steps, search_steps
from workbench.search.topic import update_topic
from workbench.search.topic_database import TopicDatabase
from workbench.search.topic_tables import (
    topic_branches,
    topic_branches_findings,
    topic_changes,
    topic_quality,
    topic_versions,
)

ROOT = Path(__file__).parents[2]


@pytest.fixture
def session(corpus_of):
    titles = ("底盘", "底盘悬架", "悬架", "导航", "壳体")
    return Session(corpus_of(*({"title": title, "ipc": ["B62D57/00"]} for title in titles)))


def test_each_step_says_what_it_gained_and_lost(session):
    steps = (
        Step("ti=底盘", "local", "a"),
        Step("ti=悬架", "local", "b"),
        Step("ti=(底盘 or 悬架)", "local", ""),
    )
    gold = [session.names[0], session.names[2], "CN999999999A"]
    table = search_steps(session, steps, gold)
    columns = ("hit_count", "added_count", "dropped_count", "gold_count")
    assert list(table.frame.select(columns).iter_rows()) == [(2, 2, 0, 1), (2, 1, 1, 1), (3, 1, 0, 2)]
    assert table.records(1, "dropped_count") == [0]
    assert table.records(2, "hit_count") == [0, 1, 2]


def test_a_log_of_steps_is_read_from_a_csv():
    steps = read_steps(ROOT / "datasets" / "search" / "steps.csv")
    assert [step.syntax for step in steps] == ["local"] * 5


def test_an_unknown_syntax_in_the_log_is_refused(tmp_path):
    (tmp_path / "steps.csv").write_text("检索式,语法,理由\nti=a,nowhere,\n", encoding="utf-8")
    with pytest.raises(WorkbenchError) as refused:
        read_steps(tmp_path / "steps.csv")
    assert refused.value.key == "unknown_dialect"


def write_table(tmp_path, text):
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_levels_words_classes_and_queries_make_branches(tmp_path):
    text = (
        "一级分支,二级分支,关键词,IPC,排除词,检索式\n行走,底盘,底盘；履带,B62D55/00,玩具,\n,悬架,,,,ti=悬架\n"
    )
    table = read_decomposition(write_table(tmp_path, text))
    assert [branch.name for branch in table.branches] == ["行走/底盘", "行走/悬架"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("名字,词\na,b\n", "branch_columns"),
        ("技术分支,关键词,说明\na,,x\n", "branch_none"),
        ("技术分支,关键词\na,x\na,y\n", "branch_twice"),
        ("技术分支,检索式\na,(ti=\n", "several_faults"),
    ],
)
def test_a_spoilt_table_is_refused(tmp_path, text, key):
    with pytest.raises(WorkbenchError) as refused:
        read_decomposition(write_table(tmp_path, text))
    assert refused.value.key == key


def test_documents_may_lie_in_several_branches_and_tagging_twice_changes_nothing(tmp_path, session):
    table = read_decomposition(write_table(tmp_path, "技术分支,检索式\n底盘,ti=底盘\n悬架,ti=悬架\n"))
    tagged = tag_branches(session, table)
    rows = tagged.polars("classifications").filter(pl.col("scheme") == "branch:table").collect()
    assert list(rows.select("record", "symbol", "position").iter_rows()) == [
        (0, "底盘", 0),
        (1, "底盘", 0),
        (1, "悬架", 1),
        (2, "悬架", 0),
    ]
    again = tag_branches(Session(tagged), table)
    assert again.polars("classifications").collect().equals(tagged.polars("classifications").collect())


def test_a_topic_is_searched_tagged_kept_and_checked(tmp_path, session):
    path = write_table(tmp_path, "技术分支,检索式\n底盘,ti=底盘\n悬架,ti=悬架\n")
    topic = update_topic(
        TopicDatabase.open(tmp_path / "db"), session.corpus, exports="", query="ti=(底盘 or 悬架 or 导航)",
        decomposition=str(path),
    )  # fmt: skip
    assert topic_versions(topic).frame["record_count"].to_list() == [4]
    branches = topic_branches(topic)
    assert list(branches.frame.select("branch", "record_count", "only_branch_count").iter_rows()) == [
        ("底盘", 2, 1),
        ("悬架", 2, 1),
    ]
    assert branches.records(0, "record_count") == [0, 1]
    checks = dict(topic_quality(topic).frame.select("check", "finding_count").iter_rows())
    assert (checks["no_branch"], checks["not_in_query"], checks["no_class"]) == (1, 1, 0)
    assert topic_changes(topic).is_empty()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_topic_without_decomposition_says_so_in_a_sentence(tmp_path, session, language):
    topic = update_topic(TopicDatabase.open(tmp_path / "db"), session.corpus, exports="")
    told = [sentence(finding, language) for finding in topic_branches_findings(topic_branches(topic))]
    assert ["".join(run.text for run in runs) for runs in told] == [
        words("warnings.no_decomposition", language)
    ]


def test_counts_of_hits_say_that_they_are_the_corpus_own_and_what_was_not_there(session):
    table = search_steps(session, [Step("ti=底盘", "local", "")])
    assert set(table.notes) >= {"search_local_only", "not_searched_abstract", "not_searched_claims"}
    assert "not_searched_title" not in table.notes
