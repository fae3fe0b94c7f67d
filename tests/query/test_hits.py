"""What a query finds is what a brute-force scanner finds, with or without an index, on every engine."""

import random

import pytest

from tests.query import guessing, scanner
from tests.query.conftest import corpus_of_texts
from workbench.corpus import Corpus
from workbench.query import Searcher, parse

CORPORA, QUERIES = 40, 50


def assert_same_as_scanned(seed, queries, keep_index):
    chance = random.Random(seed)
    records = [guessing.record(chance) for _ in range(12)]
    searcher = Searcher(corpus_of_texts(records), keep_index=keep_index)
    for _ in range(queries):
        query = guessing.query(chance)
        text = guessing.spelled(query)
        expected = [key for key, record in enumerate(records) if scanner.finds(record, query)]
        assert searcher.run(parse(text)).records.tolist() == expected, (seed, text)


@pytest.mark.parametrize("seed", range(CORPORA))
def test_hits_equal_a_scan(seed):
    assert_same_as_scanned(seed, QUERIES, keep_index=True)


@pytest.mark.parametrize("seed", range(1000, 1004))
def test_hits_equal_a_scan_where_the_engine_filters_first(seed):
    assert_same_as_scanned(seed, 40, keep_index=False)


@pytest.mark.parametrize("keep_index", [True, False])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CL:(隔膜 NEAR/f 电池)", [0, 1]),
        ("CL:(隔膜 PRE/1p 电池)", [0]),
        ("CL:(隔膜 NEAR/0p 电池)", []),
        ("AB:((隔膜 PRE/1p 电池) PRE/0s 硫)", [1]),
        ("AB:((隔膜 PRE/1p 电池) PRE/=1 硫)", [1]),
        ("AB:(硫 NEAR/0s (隔膜 PRE/1p 电池))", [1]),
    ],
)
def test_what_is_near_across_paragraphs_is_found_with_the_paragraphs_between(texts, text, expected, keep_index):
    records = [
        {"claims": ["隔膜", "电池"], "abstract": "隔膜\n电池。硫"},
        {"claims": ["隔膜", "锂", "电池"], "abstract": "隔膜\n电池，锂，硫"},
    ]
    assert Searcher(texts(records), keep_index=keep_index).run(parse(text)).records.tolist() == expected


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2000, 2050))
def test_fifty_thousand_queries_find_what_a_scan_finds(seed):
    for step in range(10):
        assert_same_as_scanned(seed * 100 + step, 100, keep_index=step % 5 > 0)


def saved(seed, folder):
    chance = random.Random(seed)
    records = [guessing.record(chance) for _ in range(40)]
    return corpus_of_texts(records).save(folder / "corpus"), [guessing.query(chance) for _ in range(400)]


def found(path, engine, queries, session=None):
    searcher = Searcher(Corpus.open(path, engine=engine, session=session))
    return [hits.records.tolist() for hits in searcher.run_all([parse(guessing.spelled(q)) for q in queries])]


def found_one_by_one(path, engine, queries):
    searcher = Searcher(Corpus.open(path, engine=engine))
    return [searcher.run(parse(guessing.spelled(query))).records.tolist() for query in queries]


def test_duckdb_finds_what_polars_finds(tmp_path):
    path, queries = saved(5, tmp_path)
    expected = found(path, "polars", queries[:300])
    assert found(path, "duckdb", queries[:300]) == expected
    assert found_one_by_one(path, "duckdb", queries[:15]) == expected[:15]
    assert found_one_by_one(path, "polars", queries[:15]) == expected[:15]


@pytest.fixture(scope="module")
def spark():
    sql = pytest.importorskip("pyspark.sql")
    builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.shuffle.partitions", "2").getOrCreate()
    yield session
    session.stop()


@pytest.mark.slow
def test_polars_duckdb_and_spark_find_the_same(tmp_path, spark):
    path, queries = saved(6, tmp_path)
    expected = found(path, "polars", queries[:300])
    assert found(path, "duckdb", queries[:300]) == expected
    assert found(path, "spark", queries[:300], spark) == expected
