"""The notebook of the technology route: on the sample in both languages, on networks, where citations lack."""

import json
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from workbench.errors import WorkbenchError
from workbench.labels import speak_of
from workbench.sample import write_sample

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "datasets" / "sample"
WORKBENCH = Path(sys.executable).with_name("workbench")
CHAPTERS = ("问题与边界", "时间线与里程碑专利", "主路径与技术分支", "技术代际与替代", "主体接力",
            "路线图与未来路线", "布局建议", "引文数据质量")  # fmt: skip


@pytest.fixture(autouse=True)
def _words_of_citations():
    yield
    speak_of("citations")


def executed(**parameters):
    """Run the cells of the notebook in this process; return its variables."""
    cells = json.loads((ROOT / "notebooks" / "technology_route.ipynb").read_text(encoding="utf-8"))["cells"]
    codes = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    names: dict = {}
    exec(codes[0], names)
    assert set(parameters) <= set(names)
    names.update(parameters)
    for code in codes[1:]:
        exec(code, names)
    return names


def text_of(out):
    return (out / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Return the folder that the command made of the sample, and its roadmap workbook."""
    folder = tmp_path_factory.mktemp("route")
    command = [str(WORKBENCH), "run", "technology_route", "-p", f"exports={SAMPLE}", "--only", "html,xlsx"]
    told = ["-p", f"roadmap={folder / 'roadmap.xlsx'}", "--out", str(folder / "report")]
    done = subprocess.run([*command, *told], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    return folder / "report", folder / "roadmap.xlsx"


def test_the_report_has_every_chapter_and_the_planted_path(run):
    out, _ = run
    page = text_of(out)
    assert [chapter for chapter in CHAPTERS if chapter not in page] == []
    planted = json.loads((ROOT / "datasets" / "sample_truth.json").read_text(encoding="utf-8"))["main_path"]
    book = openpyxl.load_workbook(out / "data.xlsx", read_only=True)
    (name,) = (name for name in book.sheetnames if name.startswith("3-1 "))
    documents = {row[1] for row in book[name].iter_rows(min_row=5, values_only=True)}
    assert len(documents & set(planted)) >= 8
    assert "示例数据" in page


def test_the_roadmap_workbook_is_written_beside(run):
    _, roadmap = run
    page = openpyxl.load_workbook(roadmap)["路线图"]
    assert page["B1"].value == "专利号"
    assert page.max_row > 20


def test_numbers_of_the_report_explain_themselves(run):
    out, _ = run
    done = subprocess.run(
        [str(WORKBENCH), "explain", str(out), "3-1", "B5", "--json"], capture_output=True, text=True
    )
    assert json.loads(done.stdout)["count"] == 1


def test_the_english_report_speaks_english(tmp_path):
    executed(exports=str(SAMPLE), language="en", out=str(tmp_path / "en"), only="html,xlsx", subject="Robots")
    page = text_of(tmp_path / "en")
    for words in ("Technology Route Report", "Main paths and branches", "Generations and substitution"):
        assert words in page


def test_a_network_of_citations_alone_makes_a_report(tmp_path):
    rows = [f"D{at + step},D{at},{2000 + (at + step) // 3}" for at in range(30) for step in (1, 2, 4)]
    file = tmp_path / "citations.csv"
    file.write_text("\n".join(["citing,cited,year", *rows]), encoding="utf-8")
    names = executed(citations=str(file), dates="year", out=str(tmp_path / "net"), only="html,xlsx")
    assert names["study"].corpus is None
    assert names["stations"].frame.height > 5
    assert "citations.csv" in text_of(tmp_path / "net")


def exports(folder, citations):
    """Write a small export of forty documents; ``citations`` says which number a document cites."""
    subjects = ("导航", "识别", "底盘", "机械臂")
    frame = pl.DataFrame(
        {
            "公开号": [f"CN1{at:08d}A" for at in range(40)],
            "标题": [f"一种{subjects[at % 4]}装置及其改进控制方法第{at // 4}型" for at in range(40)],
            "申请日": [f"{2000 + at // 2}-03-0{1 + at % 8}" for at in range(40)],
            "公开日": [f"{2001 + at // 2}-09-1{at % 8}" for at in range(40)],
            "申请人": [f"示例{'甲乙丙'[at % 3]}有限公司" for at in range(40)],
            "引证专利": [f"CN1{citations[at]:08d}A" if at in citations else "" for at in range(40)],
        }
    )
    folder.mkdir()
    frame.write_csv(folder / "incopat.csv", include_bom=True)
    return folder


def test_sparse_citations_fall_to_likeness_and_say_so(tmp_path):
    folder = exports(tmp_path / "sparse", {9: 1, 17: 9})
    names = executed(exports=str(folder), out=str(tmp_path / "out"), only="html,xlsx")
    assert names["study"].basis == "similarity"
    assert "文本相似（非引用）" in text_of(tmp_path / "out")
    assert spoken(text_of(tmp_path / "out"), r"引用|引文|被引|施引", TOLD_OF_CITATIONS) == []


def test_in_english_too_links_of_likeness_are_never_called_citations(tmp_path):
    folder = exports(tmp_path / "sparse", {9: 1, 17: 9})
    executed(exports=str(folder), language="en", out=str(tmp_path / "out"), only="html")
    wrong = r"(?i)\b(citations?|cited|citing|cites?)\b"
    assert spoken(text_of(tmp_path / "out"), wrong, TOLD_OF_CITATIONS_IN_ENGLISH) == []


TOLD_OF_CITATIONS = (
    "域内引文过少",
    "引用关系，或最长引用链不足 3 次引用），本路线按文本相似性",
    "文本相似（非引用）",
    "数据中的专利引用",
    "两端均在域内的引用",
    "其中有域内引文的专利",
    "条专利引用有",
    "数据库标注被引次数",
    "被引证",
)
"""What a report on likeness does say of the citations in the data."""
TOLD_OF_CITATIONS_IN_ENGLISH = (
    "Citations inside the field are too few",
    "likeness of text",
    "Patent citations given",
    "With a citation inside the field",
    "patent citations in the data",
    "Citations stated",
    "Rule: A where",
    "who cites whom",
    "cited documents:",
    "citing documents:",
)


def spoken(page, wrong, allowed):
    """Return the visible texts of a page that match a pattern, but for those that may."""
    bare = re.sub(r"<(script|style).*?</\1>", "", page, flags=re.DOTALL)
    texts = {text.strip() for text in re.sub(r"<[^>]+>", "\n", bare).splitlines()}
    return sorted(text for text in texts if re.search(wrong, text) and not any(own in text for own in allowed))


def test_without_citations_the_report_says_what_is_missing_when_citations_are_asked_for(tmp_path):
    folder = exports(tmp_path / "none", {})
    names = executed(exports=str(folder), basis="citations", out=str(tmp_path / "out"), only="html,xlsx")
    assert not names["study"].has_arcs
    assert names["links"].is_empty()
    assert "没有" in text_of(tmp_path / "out")


def test_wrong_parameters_are_refused(tmp_path):
    for told in ({"weight": "best"}, {"cycles": "none"}, {"basis": "guess"}, {"level": "page"}):
        with pytest.raises(WorkbenchError) as fault:
            executed(exports=str(SAMPLE), **told)
        assert fault.value.key == "malformed_option"


def test_wrong_values_are_refused_before_the_exports_are_read(monkeypatch):
    monkeypatch.setattr("workbench.runs.routing.open_or_read", lambda **_: pytest.fail("read first"))
    for told in (
        {"weight": "best"},
        {"basis": "guess"},
        {"grouping": "x"},
        {"branches": "nope"},
        {"criteria": "nope"},
    ):
        with pytest.raises(WorkbenchError):
            executed(exports=str(SAMPLE), **told)


@pytest.mark.slow
def test_a_report_of_fifty_thousand_publications_is_ready(tmp_path):
    write_sample(50_000, 3, tmp_path / "large", only=["corpus"])
    names = executed(corpus=str(tmp_path / "large" / "corpus"), out=str(tmp_path / "out"), only="html,xlsx")
    assert names["study"].network.node_count > 20_000
