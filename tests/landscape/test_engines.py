"""The battery gives the same tables on every engine, and every table accounts for all its units."""

import itertools

import pytest
from polars.testing import assert_frame_equal

from workbench.corpus import Corpus
from workbench.landscape import ANALYSES, Scope

PARAMETERS = [
    {"unit": "application"},
    {"unit": "publication", "counting": "whole", "date_basis": "publication_date"},
    {"unit": "family", "counting": "fractional", "region_rule": "owner"},
    {"unit": "family", "counting": "whole", "first_year": 2010, "last_year": 2020},
    {"unit": "application", "patent_type": "invention", "top": 3},
]


@pytest.fixture
def saved(corpus_of, mixed_rows, tmp_path):
    return corpus_of(*mixed_rows(200)).save(tmp_path / "corpus")


def tables(path, engine, parameters, session=None):
    scope = Scope.of(Corpus.open(path, engine=engine, session=session), **parameters)
    return {analysis.__name__: analysis(scope) for analysis in ANALYSES}


@pytest.mark.parametrize("parameters", PARAMETERS[:3], ids=str)
def test_duckdb_counts_as_polars_does(saved, parameters):
    assert_equal_tables(tables(saved, "polars", parameters), tables(saved, "duckdb", parameters))


@pytest.fixture(scope="module")
def spark():
    sql = pytest.importorskip("pyspark.sql")
    builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.shuffle.partitions", "2").getOrCreate()
    yield session
    session.stop()


@pytest.mark.slow
@pytest.mark.parametrize("parameters", PARAMETERS[:3], ids=str)
def test_spark_counts_as_polars_does(saved, parameters, spark):
    assert_equal_tables(tables(saved, "polars", parameters), tables(saved, "spark", parameters, spark))


def assert_equal_tables(one, other):
    for name, table in one.items():
        assert_frame_equal(table.frame, other[name].frame)
        assert (table.population, table.left_out, table.notes) == (
            other[name].population, other[name].left_out, other[name].notes,
        ), name  # fmt: skip
        for column, row in itertools.islice(cells(table), 2):
            assert table.records(row, column) == other[name].records(row, column), (name, row, column)


def cells(table):
    columns = table.evidence.cells if table.evidence else ()
    return ((column, row) for column in columns for row in range(table.frame.height))


@pytest.mark.parametrize("parameters", PARAMETERS, ids=str)
def test_every_listed_count_is_the_length_of_its_list(corpus_of, mixed_rows, parameters):
    scope = Scope.of(corpus_of(*mixed_rows(200)), **parameters)
    wrong = [
        (analysis.__name__, row, column)
        for analysis in ANALYSES
        for table in [analysis(scope)]
        for column, row in itertools.islice(cells(table), 40)
        if len(table.records(row, column)) != shown_count(table, row, column)
    ]
    assert wrong == []


def shown_count(table, row, column):
    """Return how many patents a cell speaks of: of a share, its part of the row's filings."""
    value = table.frame[column][row]
    return round(value * table.frame["filing_count"][row]) if table.formats[column] == "share" else value


def distinct_records(table):
    """Return how many units stand behind the counted cells."""
    found = [table.records(row, column) for column, row in cells(table)]
    return len(set(itertools.chain.from_iterable(found)))


NOT_A_COUNT_OF_UNITS = {"counting_base", "new_entrants", "top_new_entrants"}


@pytest.mark.parametrize("parameters", PARAMETERS[:2] + PARAMETERS[3:4], ids=str)
def test_counted_and_left_out_make_the_population(corpus_of, mixed_rows, parameters):
    scope = Scope.of(corpus_of(*mixed_rows(150)), **{**parameters, "top": 1000})
    told = {analysis.__name__: analysis(scope) for analysis in ANALYSES}
    wrong = {
        name: (distinct_records(table), table.left_out, table.population)
        for name, table in told.items()
        if name not in NOT_A_COUNT_OF_UNITS and not table.is_empty()
        if distinct_records(table) + table.left_out_count() != table.population
    }
    assert wrong == {}


def test_same_corpus_gives_the_same_tables_in_any_order_of_rows(corpus_of, mixed_rows, tmp_path):
    corpus = corpus_of(*mixed_rows(300))
    shuffled = corpus.with_tables(
        **{
            name: corpus.polars(name).collect().sample(fraction=1, shuffle=True, seed=5)
            for name in corpus.tables
        }
    )
    parameters = {"unit": "application", "counting": "fractional"}
    for analysis in ANALYSES:
        one, other = analysis(Scope.of(corpus, **parameters)), analysis(Scope.of(shuffled, **parameters))
        assert_frame_equal(one.frame, other.frame)


def test_empty_corpus_gives_empty_tables(corpus_of):
    scope = Scope.of(corpus_of())
    filled = [table.name for analysis in ANALYSES if not (table := analysis(scope)).is_empty()]
    assert filled == ["counting_base"]
