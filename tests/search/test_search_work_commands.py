"""search sample, evaluate, elements and batches, from the command line to the figures."""

import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

WORKBENCH = Path(sys.executable).with_name("workbench")
TITLES = ("电池壳体", "电池正极", "电机定子", "电池隔膜", "机器人")


def workbench(*words, code=0):
    done = subprocess.run([str(WORKBENCH), *words], capture_output=True, text=True, timeout=120)
    assert done.returncode == code, done.stderr
    return done.stdout if code == 0 else done.stderr


@pytest.fixture
def corpus(tmp_path, corpus_of):
    rows = (
        {"title": f"{TITLES[at % 5]} {at}", "publication_date": f"20{10 + at % 12}-06-01"} for at in range(200)
    )
    return str(corpus_of(*rows).save(tmp_path / "corpus"))


def fill(path, relevant):
    book = openpyxl.load_workbook(path)
    page = book.worksheets[-1]
    for row in page.iter_rows(min_row=2):
        row[5].value = "相关" if relevant(row[2].value) else "不相关"
    book.save(path)


def note(path):
    """Leave a remark, so that two readers' sheets differ as those of two people do."""
    book = openpyxl.load_workbook(path)
    book.worksheets[-1]["G2"].value = "第二位阅读人"
    book.save(path)


def test_a_sample_is_read_by_two_and_evaluated(tmp_path, corpus):
    out = tmp_path / "阅读.xlsx"
    given = ("--size", "60", "--rest", "60", "--strata", "publication_year", "--seed", "5")
    workbench("search", "sample", corpus, "ti=电池", "--out", str(out), *given)
    sheets = [tmp_path / "阅读-1.xlsx", tmp_path / "阅读-2.xlsx"]
    for sheet in sheets:
        fill(sheet, lambda title: "隔膜" not in title and "机器人" not in title)
    note(sheets[1])
    gold = tmp_path / "gold.txt"
    gold.write_text("\n".join(f"CN{100000000 + at}A" for at in (0, 1, 2, 5)), encoding="utf-8")
    key = str(tmp_path / "阅读.key.json")
    told = json.loads(
        workbench(
            "search", "evaluate", key, *map(str, sheets), "--gold", str(gold), "--corpus", corpus, "--json"
        )
    )
    found = {row["measure"]: row for row in told["measures"]}
    assert found["precision"]["value"] == pytest.approx(2 / 3, abs=0.1)
    assert found["recall_elusion"]["low"] <= 80 / 120 <= found["recall_elusion"]["high"]
    assert found["recall_sample"]["value"] == 0.75
    assert told["kappa"] == 1.0
    assert "sample_bias" in told["notes"]


def test_a_list_needs_the_corpus(tmp_path, corpus):
    workbench("search", "sample", corpus, "ti=电池", "--out", str(tmp_path / "a.xlsx"), "--readers", "1")
    (tmp_path / "gold.txt").write_text("CN100000000A", encoding="utf-8")
    key, sheet = str(tmp_path / "a.key.json"), str(tmp_path / "a-1.xlsx")
    assert "--corpus" in workbench(
        "search", "evaluate", key, sheet, "--gold", str(tmp_path / "gold.txt"), code=2
    )


def test_a_sheet_given_twice_or_not_filled_in_is_refused(tmp_path, corpus):
    workbench("search", "sample", corpus, "ti=电池", "--out", str(tmp_path / "a.xlsx"), "--rest", "20")
    key, one, two = (str(tmp_path / name) for name in ("a.key.json", "a-1.xlsx", "a-2.xlsx"))
    assert "均未判断" in workbench("search", "evaluate", key, one, code=2)
    fill(Path(one), lambda title: True)
    assert "同一份" in workbench("search", "evaluate", key, one, one, code=2)
    assert "均未判断" in workbench("search", "evaluate", key, one, two, code=2)


def test_sheets_that_may_hold_judgements_are_not_overwritten(tmp_path, corpus):
    words = ("search", "sample", corpus, "ti=电池", "--out", str(tmp_path / "a.xlsx"))
    workbench(*words)
    before = (tmp_path / "a-1.xlsx").read_bytes()
    workbench(*words, "--seed", "9", code=2)
    assert (tmp_path / "a-1.xlsx").read_bytes() == before


def stopped(tmp_path, corpus, judged, *words, code=0):
    """Judge the first documents of a sheet in order and ask whether to read on."""
    name = tmp_path / "顺序.xlsx"
    given = ("--size", "80", "--readers", "1", "--replace")
    workbench("search", "sample", corpus, "ti=(电池 or 电机 or 机器人)", "--out", str(name), *given)
    sheet = tmp_path / "顺序-1.xlsx"
    book = openpyxl.load_workbook(sheet)
    for row, told in zip(book.worksheets[-1].iter_rows(min_row=2), judged, strict=False):
        row[5].value = told
    book.save(sheet)
    return workbench("search", "stop", str(sheet), *words, code=code)


def test_reading_may_stop_when_nothing_relevant_comes_any_more(tmp_path, corpus):
    told = json.loads(
        stopped(tmp_path, corpus, ["相关"] * 20 + ["不相关"] * 55, "--population", "80", "--json")
    )
    assert told["may_stop"] and told["missed_recall_probability"] < 0.05
    assert (told["read"], told["relevant"]) == (75, 20)
    said = stopped(tmp_path, corpus, ["不相关"] * 30 + ["相关"] * 10, "--population", "200")
    assert "请继续阅读" in said


def test_a_sheet_not_read_in_order_or_not_at_all_is_refused(tmp_path, corpus):
    population = ("--population", "200")
    assert "没有判断" in stopped(tmp_path, corpus, ["相关", None, "相关"], *population, code=2)
    assert "没有判断" in stopped(tmp_path, corpus, [], *population, code=2)
    assert "--population" in stopped(tmp_path, corpus, ["相关"] * 9, "--population", "3", code=2)
    assert "--target" in stopped(tmp_path, corpus, ["相关"] * 9, *population, "--target", "2", code=2)


def test_batches_keep_under_the_cap_and_add_up(corpus):
    told = json.loads(workbench("search", "batches", corpus, "ti=电池", "--cap", "25", "--json"))
    assert sum(batch["hit_count"] for batch in told["batches"]) == 120
    assert all(batch["hit_count"] <= 25 for batch in told["batches"])
    parts = [
        json.loads(workbench("search", "run", corpus, batch["query"], "--json"))["hits"]
        for batch in told["batches"][:2]
    ]
    assert parts == [batch["hit_count"] for batch in told["batches"][:2]]


def test_an_empty_table_of_elements_is_written_once(tmp_path):
    path = str(tmp_path / "elements.xlsx")
    workbench("search", "elements", "--out", path)
    workbench("search", "elements", "--out", path, code=2)


def test_a_query_without_hits_gives_no_sample(tmp_path, corpus):
    out = str(tmp_path / "a.xlsx")
    assert "没有命中" in workbench("search", "sample", corpus, "ti=火箭", "--out", out, code=2)
