"""The numbers that a reader meets in the sentences are the cells of the workbook, in every format."""

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.acceptance.outputs import (
    docx_paragraphs,
    docx_text,
    finding_cells,
    flat,
    html_page,
    html_text,
    pdf_text,
    workbook_cells,
)

pytestmark = pytest.mark.real

NUMBER_STYLE = "数值"
MISSING = {
    "同族": ("缺少同族", "同族：0.0%"),
    "法律状态": ("数据中没有法律状态", "法律状态：0.0%"),
    "发明人": ("缺少发明人", "发明人：0.0%"),
    "地址": ("申请人或权利人地址：0.0%",),
    "优先权": ("缺少优先权",),
    "引证": ("缺少引证文献",),
}


@pytest.fixture(scope="module")
def paragraphs(ford_run: Path) -> list[Any]:
    return docx_paragraphs(ford_run)


@pytest.fixture(scope="module")
def sentences(paragraphs: list[Any]) -> list[Any]:
    """Return the paragraphs of the docx in which a number stands in the style of numbers."""
    return [p for p in paragraphs if p.style.name == "Body Text" and _numbers(p)]


@pytest.fixture(scope="module")
def findings(ford_run: Path) -> pd.DataFrame:
    return finding_cells(ford_run)


def _numbers(paragraph: Any) -> list[str]:
    return [run.text for run in paragraph.runs if run.style.name == NUMBER_STYLE]


def _parsed(words: str) -> tuple[float, float] | None:
    """Return a written number and half a unit of its last place; None if it is no number."""
    found = re.fullmatch(r"(-?[\d,]+(?:\.(\d+))?)(%?)", words)
    if not found:
        return None
    scale = 0.01 if found[3] else 1.0
    return float(found[1].replace(",", "")) * scale, 0.5 * 10.0 ** -len(found[2] or "") * scale


def test_every_number_of_a_docx_sentence_is_the_cell_it_names(
    ford_run: Path, sentences: list[Any], findings: pd.DataFrame
) -> None:
    cells = workbook_cells(ford_run)
    rows = findings.to_dict("records")
    written = [(p.text, words) for p in sentences for words in _numbers(p)]
    assert len(written) == len(rows) >= 60
    for (sentence, words), row in zip(written, rows, strict=True):
        assert sentence == row["结论"]
        assert _is_as_written(cells[row["工作表"]][row["单元格"]], words), (sentence, words, row)


def _is_as_written(cell: Any, words: str) -> bool:
    number = _parsed(words)
    return words == str(cell) if number is None else abs(number[0] - float(cell)) <= number[1] * 1.0001


def test_every_figure_in_digits_of_a_finding_is_bound_to_a_cell(sentences: list[Any]) -> None:
    """Digits outside the number style are only those of rules ("前 5 位") and of names such as IPC classes."""
    loose = [
        (paragraph.text, run.text)
        for paragraph in sentences
        for run in paragraph.runs
        if run.style.name != NUMBER_STYLE and re.search(r"\d", run.text)
    ]
    assert {words for text, words in loose if not re.search(r"前 ?\d+ ?位", text)} == set()


def test_every_finding_of_the_workbook_stands_in_the_docx(sentences: list[Any], findings: pd.DataFrame) -> None:
    assert {paragraph.text for paragraph in sentences} == set(findings["结论"])


def test_html_docx_and_pdf_say_the_same_sentences(ford_run: Path, findings: pd.DataFrame) -> None:
    told = {flat(sentence) for sentence in findings["结论"]}
    page = flat("".join(html_text(ford_run)))
    print_pages = flat("".join(pdf_text(ford_run)))
    paper = re.sub(r"—\d+—", "", print_pages)
    assert {sentence for sentence in told if sentence not in page} == set()
    assert {sentence for sentence in told if sentence not in paper} == set()


def test_html_and_docx_have_the_same_body_text(ford_run: Path, paragraphs: list[Any]) -> None:
    page = flat("".join(html_text(ford_run)))
    body = [p.text for p in paragraphs if p.style.name == "Body Text"]
    assert [text for text in body if flat(text) not in page] == []


def test_a_number_in_the_page_names_the_same_cell_as_the_workbook(
    ford_run: Path, findings: pd.DataFrame
) -> None:
    values = html_page(ford_run).xpath("//a[@class='value']")
    named = [(value.get("data-address"), value.text_content()) for value in values]
    expected = list(zip(findings["工作表"] + "!" + findings["单元格"], findings["文中表述"], strict=True))
    assert named == expected


def test_the_caption_of_every_figure_carries_number_unit_n_source_and_cut_off(
    ford_run: Path, paragraphs: list[Any]
) -> None:
    captions = _captions(paragraphs)
    figures = {path.stem.removeprefix("figure-") for path in (ford_run / "figures").glob("*.svg")}
    assert {number for kind, number in captions if kind == "图"} == figures
    for (kind, number), (title, notes) in captions.items():
        assert title, (kind, number)
        for needed in (
            r"计数单位：件（申请）",
            r"n = 7,547",
            r"数据来源：incoPat",
            r"数据截止：2023-04-14",
            "未计入：",
        ):
            assert re.search(needed, notes), (kind, number, needed)


def _captions(paragraphs: list[Any]) -> dict[tuple[str, str], tuple[str, str]]:
    """Return title and notes of every numbered figure and table."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for place, paragraph in enumerate(paragraphs):
        caption = re.fullmatch(r"(图|表) (\d+-\d+)\s+(.+)", paragraph.text)
        if paragraph.style.name == "Caption" and caption:
            notes = []
            for following in paragraphs[place + 1 :]:
                if following.style.name != "图表注":
                    break
                notes.append(following.text)
            found[caption[1], caption[2]] = (caption[3], "\n".join(notes))
    return found


def test_what_was_not_given_is_printed_as_not_given(ford_run: Path) -> None:
    told = [line.split("|") for line in docx_text(ford_run) if "|" in line]
    facts = {line[0]: line[1] for line in reversed(told) if len(line) == 2}  # the first of a name counts
    asked = ["检索数据库", "检索式", "检索日期", "法律状态截止日"]
    assert {fact: facts[fact] for fact in asked} == dict.fromkeys(asked, "未提供")
    assert "推定" in facts["数据截止日"]


@pytest.mark.parametrize("field", MISSING)
def test_what_the_export_lacks_is_named_in_the_report(ford_run: Path, field: str) -> None:
    text = "\n".join(docx_text(ford_run))
    assert [words for words in MISSING[field] if words not in text] == []


def test_no_chart_is_drawn_of_what_the_export_lacks(ford_run: Path, paragraphs: list[Any]) -> None:
    captions = {title for title, _ in _captions(paragraphs).values()}
    assert not captions & {"专利有效性", "有效专利剩余期限", "各区申请量"}
    assert not list((ford_run / "figures").glob("figure-7-*"))
