"""Vectors that a person brings join the order of the screening; nothing else changes."""

from datetime import date

import polars as pl
import pytest

from workbench.errors import Faults, WorkbenchError
from workbench.risk.case import open_case
from workbench.risk.embeddings import in_joined_order, read_embeddings
from workbench.risk.product import Product, ProductFeature
from workbench.risk.screening import screen

ON = date(2024, 6, 30)
PRODUCT = Product("示例灯", (ProductFeature("P1", "灯座上装玻璃灯罩"),), ("CN",))
CLAIMS = ("1. 一种灯，灯座上装玻璃灯罩。", "1. 一种灯，灯座上装树脂灯罩。", "1. 一种泵，包括叶轮。")
NUMBERS = ("CN100000001B", "CN100000002B", "CN100000003B")


@pytest.fixture
def corpus(claimed):
    return claimed(*({"claim": c, "number": n} for c, n in zip(CLAIMS, NUMBERS, strict=True)))


@pytest.fixture
def written(tmp_path):
    """Return a function that writes rows of number and vector as text in one of the forms."""

    def write(rows, name="v.csv", heads=("公开号", "向量")):
        path = tmp_path / name
        frame = pl.DataFrame(rows, schema=list(heads), orient="row")
        writers = {".csv": frame.write_csv, ".xlsx": frame.write_excel, ".parquet": frame.write_parquet}
        writers[path.suffix](path)
        return path

    return write


ROWS = [("product", "1 0"), (NUMBERS[0], "0, 1"), (NUMBERS[1], "[0.6, 0.8]"), (NUMBERS[2], "2；0")]


@pytest.mark.parametrize("name", ["v.csv", "v.xlsx", "v.parquet"])
def test_vectors_are_read_from_every_form_and_compared_by_their_cosine(corpus, written, name):
    near = read_embeddings(written(ROWS, name), corpus).likeness(corpus)
    assert near["embedding_similarity"].to_list() == pytest.approx([0.0, 0.6, 1.0])


def test_a_list_column_of_parquet_and_a_gb18030_csv_are_read(corpus, written, tmp_path):
    rows = [("产品", [1.0, 0.0]), ("CN 100000002 B", [3.0, 4.0])]
    near = read_embeddings(written(rows, "v.parquet", ("publication_number", "embedding")), corpus)
    assert near.likeness(corpus).rows() == [(1, pytest.approx(0.6))]
    path = tmp_path / "g.csv"
    path.write_bytes(f"公开号,向量\n产品,1 0\n{NUMBERS[0]},1 1\n".encode("gb18030"))
    assert read_embeddings(path, corpus).likeness(corpus).height == 1


def test_the_likest_publication_of_an_application_counts(claimed, written):
    corpus = claimed({"claim": CLAIMS[0], "number": NUMBERS[0]}, {"claim": CLAIMS[0], "number": NUMBERS[1]})
    frames = {name: corpus.polars(name).collect() for name in corpus.tables}
    frames["publications"] = frames["publications"].with_columns(application=pl.lit(0, pl.UInt32))
    one = type(corpus).from_frames(frames, corpus.manifest)
    path = written([("product", "1 0"), (NUMBERS[0], "0 1"), (NUMBERS[1], "1 0")])
    assert read_embeddings(path, one).likeness(one).rows() == [(0, 1.0)]


def test_the_order_joins_both_ranks_and_says_so(corpus, written):
    plain = screen(corpus, PRODUCT, on=ON)
    assert plain.candidates.frame["publication_number"].to_list() == list(NUMBERS)
    near = read_embeddings(
        written([("product", "1 0"), *zip(NUMBERS, ("0 1", "1 0", "1 1"), strict=True)]), corpus
    )
    told = screen(corpus, PRODUCT, on=ON, embeddings=near)
    frame = told.candidates.frame
    assert frame["publication_number"].to_list() == [NUMBERS[1], NUMBERS[0], NUMBERS[2]]
    assert frame["embedding_similarity"].to_list() == pytest.approx([1.0, 0.0, 0.5**0.5])
    assert frame["similarity"].to_list() != sorted(frame["similarity"], reverse=True)
    assert "embedding_joins_order" in told.candidates.notes and "embedding_joins_order" in told.log.notes
    steps = dict(told.log.frame.select("step", "unit_count").iter_rows())
    assert (steps["embedding_given"], steps["embedding_lacking"]) == (3, 0)
    assert "likeness_joined" in steps and "likeness" not in steps


def test_without_the_file_nothing_is_different(corpus, written):
    plain = screen(corpus, PRODUCT, on=ON)
    assert "embedding_similarity" not in plain.candidates.frame.columns
    assert "embedding_joins_order" not in plain.candidates.notes
    assert plain.log.frame["step"].to_list()[-1] == "likeness"


def ranked(*rows):
    schema = {"application": pl.UInt32, "is_first": pl.Boolean, "similarity": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def near(*rows):
    return pl.DataFrame(
        rows, schema={"application": pl.UInt32, "embedding_similarity": pl.Float64}, orient="row"
    )


def test_a_right_without_a_vector_keeps_its_place():
    told = ranked((0, False, 0.9), (1, False, 0.8), (2, False, 0.7), (3, False, 0.6))
    joined = in_joined_order(told, near((0, 0.1), (2, 0.9), (3, 0.5)))
    assert joined["application"].to_list() == [2, 1, 0, 3]
    alone = in_joined_order(told, near((3, 1.0)))
    assert alone["application"].to_list() == [0, 1, 2, 3]


def test_what_query_or_class_found_stays_first():
    told = ranked((0, True, 0.1), (1, False, 0.9), (2, False, 0.8))
    joined = in_joined_order(told, near((0, -1.0), (1, 0.2), (2, 1.0)))
    assert joined["application"].to_list() == [0, 1, 2]
    assert joined["is_first"].to_list() == [True, False, False]


@pytest.mark.parametrize(
    ("rows", "key", "place"),
    [
        ([("product", "1 0"), (NUMBERS[0], "1 0 0")], "embedding_length", "CN100000001B: 3 (3)"),
        ([("product", "1 0"), (NUMBERS[0], "1 x")], "embedding_no_vector", "3"),
        ([("product", "1 0"), (NUMBERS[0], "1 nan")], "embedding_no_vector", "3"),
        ([("product", "1 0"), (NUMBERS[0], '["1", 0]')], "embedding_no_vector", "3"),
        ([("product", "1 0"), (NUMBERS[0], None)], "embedding_no_vector", "3"),
        ([("product", "0 0"), (NUMBERS[0], "1 0")], "embedding_zero", "2"),
        ([("product", "1 0"), (None, "1 0")], "embedding_no_number", "3"),
        ([("product", "1 0"), ("CN999999999B", "1 0")], "embedding_number_unknown", "CN999999999B (3)"),
        ([("product", "1 0"), *[(NUMBERS[0], "1 0")] * 2], "embedding_number_twice", NUMBERS[0]),
        ([(NUMBERS[0], "1 0")], "embedding_no_product", None),
        ([("product", "1 0"), ("产品", "1 0")], "embedding_two_products", None),
    ],
)
def test_each_fault_is_named_with_its_place(corpus, written, rows, key, place):
    with pytest.raises(WorkbenchError) as caught:
        read_embeddings(written(rows), corpus)
    assert caught.value.key == key
    assert caught.value.fields.get("places") == place


def test_all_faults_are_told_at_once_and_the_products_row_is_not_repeated(corpus, written):
    rows = [("product", "绝密驱动板"), (NUMBERS[0], "1 0"), (NUMBERS[1], "1"), ("CN9B", "0 0")]
    with pytest.raises(Faults) as caught:
        read_embeddings(written(rows), corpus)
    keys = {fault.key for fault in caught.value.faults}
    assert keys == {"embedding_no_vector", "embedding_length", "embedding_zero", "embedding_number_unknown"}
    assert "绝密" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("v.txt", "公开号,向量", "unknown_format"),
        ("v.csv", "号,值\na,1", "embedding_column"),
        ("v.csv", "公开号,向量\nCN1A,1,2,3", "embedding_unreadable"),
        ("v.csv", "", "embedding_unreadable"),
        ("v.parquet", "text", "embedding_unreadable"),
        ("v.xlsx", "text", "not_a_workbook"),
        ("none.csv", None, "no_such_file"),
    ],
)
def test_what_is_no_table_of_vectors_is_refused_in_words(corpus, tmp_path, name, content, key):
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(WorkbenchError) as caught:
        read_embeddings(tmp_path / name, corpus)
    assert caught.value.key == key


def test_the_case_takes_the_file_and_shows_the_column_in_the_triage(corpus, written, tmp_path):
    product = tmp_path / "p.yaml"
    product.write_text("name: 灯\nfeatures: [灯座上装玻璃灯罩]\n", encoding="utf-8")
    plain = open_case(corpus, str(product), on=ON)
    assert "embedding_similarity" not in plain.triage.frame.columns
    case = open_case(corpus, str(product), on=ON, embeddings=str(written(ROWS)))
    assert case.triage.frame["embedding_similarity"].null_count() == 0
    assert "embedding_similarity" not in case.candidates.frame.columns
    assert "Embeddings" not in repr(case)


def test_the_warning_takes_the_file(corpus, claimed, written, risk, tmp_path):
    from workbench.corpus.storage import staged_folder, write_tables

    before = claimed({"claim": CLAIMS[0], "number": NUMBERS[0]})
    for name, told in {"before": before, "after": corpus}.items():
        with staged_folder(tmp_path / name) as folder:
            write_tables(folder, {table: told.polars(table) for table in told.tables}, told.manifest)
    product = tmp_path / "product.txt"
    product.write_text("灯座上装玻璃灯罩", encoding="utf-8")
    options = ("--product", product, "--on", "2024-06-30", "--json")
    plain = risk("warn", tmp_path / "before", tmp_path / "after", *options)
    told = risk("warn", tmp_path / "before", tmp_path / "after", *options, "--embeddings", written(ROWS))
    assert "embedding_similarity" not in plain[0]
    by_number = {row["publication_number"]: row["embedding_similarity"] for row in told}
    assert by_number == pytest.approx({NUMBERS[1]: 0.6, NUMBERS[2]: 1.0})
