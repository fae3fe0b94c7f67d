"""A topic database grows version by version, tells every change, and loses nothing."""

import json

import polars as pl
import pytest

from workbench.errors import WorkbenchError
from workbench.search.browse_page import write_browse_page
from workbench.search.topic_database import TopicDatabase, update_topic_database


def row(number, **details):
    return {"number": number, "title": f"电池 {number}", "validity": "pending", **details}


def lines(frame):
    return [tuple(line) for line in frame.select("change", "publication_number", "before", "after").iter_rows()]


def test_the_first_version_adds_everything(tmp_path, corpus_of):
    corpus = corpus_of(row("CN100000001A"), row("CN100000002A"))
    made = update_topic_database(TopicDatabase.open(tmp_path / "db", "电池"), corpus, query="ti=电池")
    version = made.database.versions[0]
    assert (version.number, version.record_count, version.added_count) == (1, 2, 2)
    again = TopicDatabase.open(tmp_path / "db")
    assert (again.name, again.versions) == ("电池", (version,))
    assert again.latest().polars("publications").collect().height == 2


def test_an_update_tells_what_is_new_gone_and_otherwise(tmp_path, corpus_of):
    first = corpus_of(row("CN100000001A"), row("CN100000002A"), row("CN100000003A"))
    database = update_topic_database(TopicDatabase.open(tmp_path / "db"), first).database
    second = corpus_of(row("CN100000002A", validity="in_force"), row("CN100000003A"), row("CN100000004A"))
    made = update_topic_database(database, second)
    assert lines(made.changes) == [
        ("added", "CN100000004A", None, None),
        ("removed", "CN100000001A", None, None),
        ("validity", "CN100000002A", "pending", "in_force"),
    ]
    version = made.database.versions[1]
    assert (version.added_count, version.removed_count, version.changed_count) == (1, 1, 1)
    told = dict(made.documents.select("publication_number", "change").iter_rows())
    assert told == {"CN100000002A": "validity", "CN100000003A": None, "CN100000004A": "added"}


def test_an_update_that_changes_nothing_makes_no_version(tmp_path, corpus_of):
    corpus = corpus_of(row("CN100000001A"))
    database = update_topic_database(TopicDatabase.open(tmp_path / "db"), corpus, query="a").database
    again = update_topic_database(database, corpus, query="a")
    assert (again.is_new, len(again.database.versions)) == (False, 1)
    assert update_topic_database(database, corpus, query="b").is_new


def test_documents_called_irrelevant_go(tmp_path, corpus_of):
    corpus = corpus_of(row("CN100000001A"), row("CN100000002A"))
    decided = pl.DataFrame({"record": [1], "scheme": ["relevance"], "symbol": ["irrelevant"]})
    corpus = corpus.with_tables(classifications=decided)
    made = update_topic_database(TopicDatabase.open(tmp_path / "db"), corpus)
    assert (made.database.versions[0].record_count, made.database.versions[0].read_count) == (1, 2)


def test_downloads_are_kept_once(tmp_path, corpus_of):
    files = [tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "c.csv"]
    for file, text in zip(files, ("1", "2", "1"), strict=True):
        file.write_text(text, encoding="utf-8")
    corpus = corpus_of(row("CN100000001A"))
    database = update_topic_database(TopicDatabase.open(tmp_path / "db"), corpus, downloads=files).database
    assert [path.name for path in database.exports()] == ["001_a.csv", "002_b.csv"]


def test_a_folder_of_something_else_is_refused(tmp_path):
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(WorkbenchError) as refused:
        TopicDatabase.open(tmp_path)
    assert refused.value.key == "not_a_topic_database"


def test_a_damaged_file_is_named(tmp_path):
    (tmp_path / "database.json").write_text("{", encoding="utf-8")
    with pytest.raises(WorkbenchError) as refused:
        TopicDatabase.open(tmp_path)
    assert refused.value.key == "damaged_topic_database"


def test_the_page_holds_every_document_and_no_tag_can_break_out(tmp_path, corpus_of):
    corpus = corpus_of(row("CN100000001A", title="</script><b>x"), row("CN100000002A"))
    made = update_topic_database(TopicDatabase.open(tmp_path / "db"), corpus)
    page = write_browse_page(tmp_path / "page.html", made.documents, title="库", facts=["1"], language="zh")
    text = page.read_text(encoding="utf-8")
    assert "</script><b>" not in text
    start = text.index('id="records">') + len('id="records">')
    records = json.loads(text[start : text.index("</script>", start)])
    assert [record[0] for record in records] == ["CN100000001A", "CN100000002A"]
    assert records[0][1] == "</script><b>x"
