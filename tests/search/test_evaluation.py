"""What readers say becomes precision and recall, with what was left out."""

import openpyxl
import polars as pl
import pytest

from workbench.errors import WorkbenchError
from workbench.search.evaluation import (
    precision,
    reading,
    recall_by_capture,
    recall_of_a_sample,
    recall_of_the_corpus,
)
from workbench.search.reading_sheets import read_judgements, write_reading_sheet
from workbench.search.sampling import draw_sample

HITS = {f"CN{100000000 + i}A": "" for i in range(40)}
REST = {f"CN{100000000 + i}A": "" for i in range(40, 200)}


def judged(key, relevant):
    return {number: "relevant" if relevant(number) else "irrelevant" for number in key.order}


def fill(path, verdict):
    book = openpyxl.load_workbook(path)
    page = book.worksheets[-1]
    headings = {cell.value: cell.column for cell in page[1]}
    for row in range(2, page.max_row + 1):
        number = page.cell(row, headings["公开（公告）号"]).value
        page.cell(row, headings["判断"]).value = verdict(number)
    book.save(path)


def test_a_filled_sheet_gives_precision_and_recall(tmp_path, corpus_of):
    corpus = corpus_of(*({"title": f"电池 {i}"} for i in range(200)))
    key = draw_sample({"hits": HITS, "rest": REST}, {"hits": 40, "rest": 160}, seed=1)
    path = write_reading_sheet(tmp_path / "reader.xlsx", key, corpus, language="zh")
    fill(path, lambda number: "相关" if int(number[2:11]) % 2 == 0 else "不相关")
    read = reading(read_judgements(path, key))
    assert precision(key, read)["value"].item() == pytest.approx(0.5)
    found = recall_of_the_corpus(key, read).row(0, named=True)
    assert (found["value"], found["low"], found["high"]) == pytest.approx((0.2, 0.2, 0.2))


def test_the_sheet_tells_neither_query_nor_stratum(tmp_path, corpus_of):
    corpus = corpus_of(*({"title": f"电池 {i}"} for i in range(200)))
    key = draw_sample({"hits": HITS, "rest": REST}, {"hits": 20, "rest": 20}, seed=1, query="ti=电极")
    path = write_reading_sheet(tmp_path / "reader.xlsx", key, corpus, language="zh")
    cells = [str(cell.value) for page in openpyxl.load_workbook(path) for row in page for cell in row]
    assert not any("电极" in cell or "hits" in cell or "rest" in cell for cell in cells)


def test_undecided_documents_are_left_out_and_counted():
    key = draw_sample({"hits": HITS}, {"hits": 40}, seed=1)
    told = {
        number: ("undecided", "relevant", "irrelevant", "relevant")[i % 4] for i, number in enumerate(key.order)
    }
    found = precision(key, reading(told)).row(0, named=True)
    assert found["value"] == pytest.approx(2 / 3)
    assert (found["undecided_count"], found["relevant_count"], found["sample_count"]) == (10, 20, 40)


def test_two_readers_who_differ_need_a_third():
    key = draw_sample({"hits": HITS}, {"hits": 10}, seed=1)
    first = judged(key, lambda number: True)
    first[key.order[9]] = "irrelevant"
    second = {**first, key.order[0]: "irrelevant"}
    apart = reading(first, second)
    assert apart.disagreements == (key.order[0],)
    assert apart.judgements[key.order[0]] == "undecided"
    assert apart.kappa == pytest.approx(0.6153846, abs=1e-6)
    assert reading(first, second, {key.order[0]: "relevant"}).judgements[key.order[0]] == "relevant"


def test_an_independent_sample_gives_recall():
    found = recall_of_a_sample([f"CN{i}" for i in range(50)], [f"CN{i}" for i in range(45)])
    assert found["value"].item() == 0.9
    assert found["low"].item() < 0.9 < found["high"].item()
    assert recall_of_a_sample([], []).is_empty()


def test_two_queries_give_recall_by_capture():
    found = recall_by_capture((str(i) for i in range(80)), (str(i) for i in range(40, 110)))
    assert found["population_count"].item() == round(81 * 71 / 41 - 1)
    assert found["low"].item() < found["value"].item() < found["high"].item() <= 1
    assert recall_by_capture(["1"], ["2"]).is_empty()


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda page: page.delete_rows(2), "reading_lacks"),
        (lambda page: page.append([99, "CN999999999A"]), "reading_foreign"),
        (lambda page: page.append([99, page["B2"].value]), "reading_twice"),
        (lambda page: page.__setitem__("F2", "也许"), "bad_cell"),
    ],
)
def test_a_spoilt_sheet_is_refused(tmp_path, corpus_of, change, key):
    corpus = corpus_of(*({"title": f"电池 {i}"} for i in range(200)))
    sample = draw_sample({"hits": HITS}, {"hits": 10}, seed=1)
    path = write_reading_sheet(tmp_path / "reader.xlsx", sample, corpus, language="zh")
    book = openpyxl.load_workbook(path)
    change(book.worksheets[-1])
    book.save(path)
    with pytest.raises(WorkbenchError) as refused:
        read_judgements(path, sample)
    assert refused.value.key == key


def test_measures_share_one_form():
    key = draw_sample({"hits": HITS}, {"hits": 10}, seed=1)
    told = judged(key, lambda number: True)
    assert pl.concat([precision(key, reading(told)), recall_of_a_sample(["a"], ["a"])]).height == 2
