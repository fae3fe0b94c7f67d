"""The search report and the topic database come out of the bundled sample, in both languages."""

import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

WORKBENCH = Path(sys.executable).with_name("workbench")
ROOT = Path(__file__).parents[2]


def run(name, out, *options):
    command = [str(WORKBENCH), "run", name, "--out", str(out), "--only", "html,xlsx", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    return out


def cells(out, start):
    book = openpyxl.load_workbook(out / "data.xlsx", read_only=True)
    name = next(name for name in book.sheetnames if name.startswith(start))
    heading, *rows = book[name].iter_rows(min_row=4, values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows]


def explained(out, table, cell):
    done = subprocess.run(
        [str(WORKBENCH), "explain", str(out), table, cell, "--json"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_search_report_comes_out_of_the_sample(tmp_path, language):
    out = run("search_strategy", tmp_path / "out", "--language", language)
    page = (out / "report.html").read_text(encoding="utf-8")
    assert ("示例数据" if language == "zh" else "SAMPLE DATA") in page
    steps = cells(out, "2-1 ")
    assert len(steps) == 5
    hits = [row["命中篇数" if language == "zh" else "Hits"] for row in steps]
    assert hits == sorted(hits) and hits[0] < hits[-1]
    assert f'"count": {hits[0]}' in explained(out, "2-1", "D5")


def test_a_topic_database_grows_by_the_next_download(tmp_path):
    folder = ("-p", f"folder={tmp_path / 'db'}")
    first = run("topic_database", tmp_path / "one", *folder, "-p", "exports=datasets/sample/incopat_1.xlsx")
    assert "首个版本" in (first / "report.html").read_text(encoding="utf-8")
    second = run("topic_database", tmp_path / "two", *folder, "-p", "exports=datasets/sample/incopat_2.xlsx")
    one, two = cells(second, "1-1 ")
    assert (one["版本"], two["版本"]) == ("1", "2")
    assert two["收录篇数"] == one["收录篇数"] + two["新增篇数"] - two["移出篇数"]
    names = {path.name for path in (tmp_path / "db").iterdir()}
    assert names == {"database.json", "exports", "versions", "browse.html", "documents.xlsx"}
