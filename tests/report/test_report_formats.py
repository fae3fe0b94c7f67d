"""The same content, order and numbers in all formats; every number traceable to its cell."""

import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import docx
import narwhals as nw
import openpyxl
import plotly.graph_objects as go
import polars as pl
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from workbench.labels import words
from workbench.report import Report, explain, write
from workbench.report.parts import column_weights, text_width
from workbench.tables import Condition, Evidence, RowValue, Table

Maker = Callable[..., Report]
NUMBER_STYLE = {"zh": "数值", "en": "Number"}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, lent_words: None, report_maker: Maker) -> dict[str, Path]:
    """Write the handmade report once in each language."""
    folders = {language: tmp_path_factory.mktemp(language) for language in ("zh", "en")}
    report_maker("zh").write(folders["zh"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(write, "draw_images", drawn_before(folders["zh"]))
        report_maker("en").write(folders["en"])
    return folders


def drawn_before(out: Path) -> Callable[..., None]:
    """Return a painter that takes the pictures of an earlier report: drawing is the slow part."""
    return lambda _, folder, __: shutil.copytree(out / "figures", folder)


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def pdf_text(path: Path) -> str:
    pages = PdfReader(path).pages
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))


def captions(out: Path, language: str) -> list[str]:
    document = docx.Document(str(out / "report.docx"))
    return [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Caption"]


def test_all_outputs_are_written(written: dict[str, Path], language: str) -> None:
    names = {path.name for path in written[language].iterdir()}
    assert names == {
        "report.html", "data.xlsx", "report.docx", "report.pdf", "figures", "provenance.json", "evidence",
    }  # fmt: skip
    figures = sorted(path.name for path in (written[language] / "figures").iterdir())
    assert figures == ["figure-1-1.png", "figure-1-1.svg", "figure-2-1.png", "figure-2-1.svg"]


def test_captions_stand_in_the_same_order_in_docx_pdf_and_html(written: dict[str, Path], language: str) -> None:
    out = written[language]
    expected = captions(out, language)
    numbered = [text for text in expected if re.match(r"[表图] \d|Table \d|Figure \d", text)]
    assert [re.sub(r"\D+(\d-\d).*", r"\1", text) for text in numbered] == ["1-1", "1-1", "2-1", "2-1", "2-2"]
    pdf, page = pdf_text(out / "report.pdf"), (out / "report.html").read_text(encoding="utf-8")
    for text in (pdf, re.sub(r"\s", "", page)):
        places = [text.find(re.sub(r"\s", "", caption)) for caption in numbered]
        assert -1 not in places
        if text is pdf:
            assert places == sorted(places)


def test_numbers_in_word_sentences_equal_the_workbooks_cells(written: dict[str, Path], language: str) -> None:
    out = written[language]
    document = docx.Document(str(out / "report.docx"))
    book = openpyxl.load_workbook(out / "data.xlsx")
    printed = [
        (run.text, found.group(1), found.group(2))
        for paragraph in document.paragraphs
        for run in paragraph.runs
        if run.style is not None and run.style.name == NUMBER_STYLE[language]
        if (found := re.match(r"_cell_(\d_\d)_([A-Z]+\d+)", bookmark_before(run)))
    ]
    assert len(printed) == 8
    for text, table, address in printed:
        sheet = next(s for s in book if s.title.startswith(table.replace("_", "-")))
        assert equals(text, sheet[address].value)


def bookmark_before(run: Any) -> str:
    start = run._r.getprevious()
    return "" if start is None else str(start.get(qn("w:name"), ""))


def equals(text: str, value: Any) -> bool:
    if text.endswith("%"):
        return abs(float(text[:-1]) / 100 - value) <= 0.00005
    return str(value) == text.replace(",", "")


def test_findings_sheet_names_the_cell_of_every_value(written: dict[str, Path], language: str) -> None:
    book = openpyxl.load_workbook(written[language] / "data.xlsx")
    sheet = book[{"zh": "结论与单元格", "en": "Findings"}[language]]
    rows = [row for row in sheet.iter_rows(min_row=5, values_only=True) if row[1]]
    assert len(rows) == 8
    assert all(book[row[2]][row[3]].value == row[4] for row in rows)
    assert all(row[5] in row[0] for row in rows)


def test_workbook_keeps_numbers_unrounded_and_missing_values_blank(
    written: dict[str, Path],
) -> None:
    book = openpyxl.load_workbook(written["zh"] / "data.xlsx")
    annual, ranking = book["1-1 历年申请量"], book["2-1 申请人排名"]
    assert [cell.value for cell in annual[4]] == ["申请年", "申请量", "占比"]
    assert annual["C5"].value == pytest.approx(40 / 240, abs=1e-15)
    assert annual["C5"].number_format == "0.00%"
    assert annual["A5"].number_format == "0"
    assert ranking["C5"].is_date
    assert ranking["C6"].value is None
    assert ranking.max_row == 44, "all forty rows, though the report shows thirty"
    assert annual.freeze_panes == "A5"
    assert annual.auto_filter.ref == "A4:C10"
    assert len(annual._charts) == 1


def test_index_lists_every_table_with_unit_population_and_reasons(written: dict[str, Path]) -> None:
    book = openpyxl.load_workbook(written["zh"] / "data.xlsx")
    assert book.sheetnames[0] == "目录"
    lines = list(book["目录"].iter_rows(min_row=5, max_row=7, values_only=True))
    assert lines[0][:9] == (
        "表 1-1",
        "历年申请量",
        "件（申请）",
        "全计数",
        "申请日",
        252,
        6,
        12,
        "缺申请日 12 件",
    )
    assert [line[-1] for line in lines] == ["1-1 历年申请量", "2-1 申请人排名", "2-2 诉讼事件"]


def test_sample_banner_stands_on_every_page(written: dict[str, Path]) -> None:
    for page in PdfReader(written["zh"] / "report.pdf").pages:
        assert "示例数据" in page.extract_text()
    section = docx.Document(str(written["zh"] / "report.docx")).sections[0]
    headers = (section.header, section.even_page_header, section.first_page_header)
    assert [header.paragraphs[0].text for header in headers] == ["示例数据"] * 3
    assert 'class="banner">示例数据' in (written["zh"] / "report.html").read_text(encoding="utf-8")


def test_long_table_says_where_the_rest_is_and_empty_table_says_so(written: dict[str, Path]) -> None:
    document = docx.Document(str(written["zh"] / "report.docx"))
    notes = [p.text for p in document.paragraphs]
    assert "本表列出前 30 行，共 40 行，其余见 data.xlsx 工作表“2-1 申请人排名”" in notes
    ranking = next(t for t in document.tables if t.rows[0].cells[0].text == "申请人" and len(t.rows) > 3)
    assert len(ranking.rows) == 31
    assert [cell.text for cell in ranking.rows[2].cells] == ["示例科技01有限公司", "6", "—"]
    assert any("无数据" in cell.text for table in document.tables for cell in table.rows[-1].cells)
    assert "无数据" in pdf_text(written["zh"] / "report.pdf")


def test_what_was_left_out_and_the_date_basis_stand_under_each_figure(
    written: dict[str, Path],
) -> None:
    texts = [p.text for p in docx.Document(str(written["zh"] / "report.docx")).paragraphs]
    place = texts.index("图 1-1　历年申请量")
    assert texts[place + 1 : place + 5] == [
        "数据来源：test_source；数据截止：2021-06-30",
        "计数单位：件（申请）；计数方法：全计数；日期口径：申请日；n = 252",
        "未计入：缺申请日 12 件",
        "注：2021-06-30前18个月的数据不完整",
    ]


def test_unknown_fact_prints_not_provided(written: dict[str, Path]) -> None:
    facts = docx.Document(str(written["zh"] / "report.docx")).tables[0]
    assert [cell.text for cell in facts.rows[2].cells] == ["检索式", "未提供"]


def test_word_has_real_styles_numbers_links_and_no_update_prompt(written: dict[str, Path]) -> None:
    document = docx.Document(str(written["zh"] / "report.docx"))
    headings = [p for p in document.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert [p.text for p in headings] == ["申请趋势", "创新主体"]
    number = document.styles["Heading 1"].element.pPr.numPr.numId.val
    assert number in [n.numId for n in document.part.numbering_part.element.num_lst]
    anchors = {link.get(qn("w:anchor")) for link in document.element.iter(qn("w:hyperlink"))}
    marks = {mark.get(qn("w:name")) for mark in document.element.iter(qn("w:bookmarkStart"))}
    assert len(anchors) == 9
    assert anchors <= marks
    assert document.settings.element.find(qn("w:updateFields")) is None
    assert not [f for f in document.element.iter(qn("w:fldChar")) if f.get(qn("w:dirty"))]
    section = document.sections[0]
    margins = (section.page_width, section.top_margin, section.left_margin)
    assert [round(margin.mm) for margin in margins if margin is not None] == [210, 37, 28]


def test_contents_of_word_name_no_page_that_word_has_not_reckoned(
    written: dict[str, Path], language: str
) -> None:
    document = docx.Document(str(written[language] / "report.docx"))
    lines = [p for p in document.paragraphs if p.style is not None and p.style.name.startswith("toc ")]
    links = [line._p.find(qn("w:hyperlink")) for line in lines]
    for link in links:
        code = "".join(text.text for text in link.iter(qn("w:instrText"))).split()
        assert code == ["PAGEREF", link.get(qn("w:anchor")), "\\h"]
        kinds = [mark.get(qn("w:fldCharType")) for mark in link.iter(qn("w:fldChar"))]
        assert kinds == ["begin", "separate", "end"]
        assert [len(list(link.iter(qn(name)))) for name in ("w:t", "w:tab")] == [1, 1]
    hint = lines[-1]._p.getnext()
    assert "".join(text.text for text in hint.iter(qn("w:t"))) == words("report.contents_hint", language)
    assert [mark.get(qn("w:fldCharType")) for mark in hint.iter(qn("w:fldChar"))] == ["end"]


def test_pictures_of_word_are_not_cropped_and_fit_the_type_area(written: dict[str, Path]) -> None:
    document = docx.Document(str(written["zh"] / "report.docx"))
    assert [round(shape.width.mm) for shape in document.inline_shapes] == [156, 156]
    pictures = [p for p in document.paragraphs if p._p.findall(".//" + qn("w:drawing"))]
    assert all(p.style is not None and p.style.paragraph_format.line_spacing == 1.0 for p in pictures)


def test_pdf_embeds_fonts_that_have_the_chinese(written: dict[str, Path], language: str) -> None:
    reader = PdfReader(written[language] / "report.pdf")
    assert "示例科技00有限公司" in pdf_text(written[language] / "report.pdf")
    fonts = [
        font.get_object()
        for page in reader.pages
        for font in page["/Resources"].get("/Font", {}).values()  # type: ignore[index]
    ]
    descendants = [inner.get_object() for font in fonts for inner in font.get("/DescendantFonts", [])]
    assert descendants
    assert all(
        "/FontFile3" in f["/FontDescriptor"] or "/FontFile2" in f["/FontDescriptor"] for f in descendants
    )


def test_text_given_by_the_user_is_never_markup(written: dict[str, Path]) -> None:
    assert "研究对象：示例产业<b>#letx=1</b>" in pdf_text(written["zh"] / "report.pdf")
    assert "#pagebreak()</pre>" in pdf_text(written["zh"] / "report.pdf")
    page = (written["zh"] / "report.html").read_text(encoding="utf-8")
    assert "<b>#let" not in page
    assert "window.hacked=1</script>" not in page


def test_provenance_tells_inputs_parameters_tables_and_outputs(written: dict[str, Path]) -> None:
    told = json.loads((written["zh"] / "provenance.json").read_text(encoding="utf-8"))
    assert told["inputs"][0]["sha256"] == "ab" * 32
    assert told["parameters"] == {"top": 20, "exports": "datasets/sample"}
    assert told["row_counts"] == {"rows_read": 252, "kept": 240, "duplicates": 10, "rejects": 2}
    assert told["cut_off"] == "2021-06-30"
    assert told["tables"][0]["cells"] == {
        "test_count": [{"column": "test_year", "operator": "==", "row_value": "test_year"}]
    }
    files = {output["file"] for output in told["outputs"]}
    assert {"report.html", "data.xlsx", "report.docx", "report.pdf", "figures/figure-1-1.png"} <= files
    assert {"workbench", "python", "polars"} <= set(told["versions"])


def test_png_is_drawn_at_300_dpi_of_the_type_area(written: dict[str, Path]) -> None:
    content = (written["zh"] / "figures/figure-1-1.png").read_bytes()
    width = int.from_bytes(content[16:20])
    assert abs(width - 156 / 25.4 * 300) < 2
    assert content[37:41] == b"pHYs"
    assert int.from_bytes(content[41:45]) == 11811


def test_two_runs_give_the_same_bytes(
    written: dict[str, Path], make_report: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write, "draw_images", drawn_before(written["zh"]))
    make_report("zh").write(tmp_path)
    for name in ("report.html", "data.xlsx", "report.docx", "report.pdf"):
        assert (tmp_path / name).read_bytes() == (written["zh"] / name).read_bytes(), name


def test_svg_carries_the_figures_name_instead_of_a_random_one(written: dict[str, Path]) -> None:
    svg = (written["zh"] / "figures/figure-1-1.svg").read_text(encoding="utf-8")
    assert 'id="defs-figure-1-1"' in svg
    assert "申请量逐年变化" in svg


def test_report_without_sample_data_has_no_banner(make_report: Maker, tmp_path: Path) -> None:
    make_report("zh", is_sample=False).write(tmp_path, only=["html", "xlsx"])
    assert "示例数据<" not in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "data.xlsx", "evidence", "provenance.json", "report.html",
    ]  # fmt: skip


def test_cell_that_begins_like_a_formula_stays_text(make_report: Maker, tmp_path: Path) -> None:
    report = make_report("zh")
    table = report.sections[1].blocks[2].table  # type: ignore[union-attr]
    frame = table.frame.with_columns(pl.Series("test_applicant", ["=1+1", "+2", "-3", "@x", *[""] * 36]))
    object.__setattr__(table, "frame", frame)
    report.write(tmp_path, only=["xlsx"])
    sheet = openpyxl.load_workbook(tmp_path / "data.xlsx")["2-1 申请人排名"]
    assert [(sheet[f"A{row}"].value, sheet[f"A{row}"].data_type) for row in range(5, 9)] == [
        ("=1+1", "s"), ("+2", "s"), ("-3", "s"), ("@x", "s"),
    ]  # fmt: skip


def test_dates_before_excels_calendar_are_kept_as_text(make_report: Maker, tmp_path: Path) -> None:
    report = make_report("zh")
    table = report.sections[1].blocks[2].table  # type: ignore[union-attr]
    frame = table.frame.with_columns(pl.lit(date(1898, 5, 1)).alias("test_last"))
    object.__setattr__(table, "frame", frame)
    report.write(tmp_path, only=["xlsx"])
    assert openpyxl.load_workbook(tmp_path / "data.xlsx")["2-1 申请人排名"]["C5"].value == "1898-05-01"


def test_long_series_of_years_shows_its_latest_and_its_cells_keep_their_rows(tmp_path: Path) -> None:
    frame = pl.DataFrame({"test_year": range(1950, 2020), "test_count": range(70)})
    evidence = Evidence(
        nw.from_native(
            pl.LazyFrame({"record": [7], "test_year": [2019]}, schema_overrides={"record": pl.UInt32})
        ),
        {"test_count": (Condition("test_year", "==", RowValue("test_year")),)},
    )
    table = Table("test_annual", frame, "application", evidence=evidence, formats={"test_year": "year"})
    Report("test_report", "zh").section("test_trend").add(table).write(tmp_path, only=["html"])
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "本表列出最近 30 年，共 70 年" in page
    assert 'data-cell="69|test_count">69</button>' in page
    assert 'data-cell="39|test_count"' not in page
    assert explain(tmp_path, "1-1", "69|test_count")["record"].to_list() == [7]


def test_table_without_rows_has_no_figure(make_report: Maker) -> None:
    report = make_report("zh")
    report.add(report.sections[1].blocks[-1].table, go.Figure())  # type: ignore[union-attr]
    assert [type(block).__name__ for block in report.sections[1].blocks[-2:]] == ["HeadingBlock", "TableBlock"]


def test_a_single_row_is_told_and_listed_but_not_drawn(make_report: Maker) -> None:
    report = make_report("zh")
    blocks = report.sections[1].blocks
    whole, told = blocks[2].table, blocks[1].findings  # type: ignore[union-attr]
    one = whole.with_frame(whole.frame.head(1))
    kinds = []
    for table, findings in ((one, told), (whole, told), (one, ())):
        before = len(blocks)
        report.add(table, go.Figure(), findings, heading=False)
        kinds.append([type(block).__name__ for block in blocks[before:]])
    assert kinds == [
        ["TextBlock", "TableBlock"],
        ["TextBlock", "FigureBlock", "TableBlock"],
        ["FigureBlock", "TableBlock"],
    ]


def test_values_of_short_columns_are_never_squeezed() -> None:
    weights, is_small = column_weights(["位次", "名称", "占比"], [["1", "长" * 60, "78.65%"]])
    assert weights[0] >= 5
    assert weights[2] >= 9
    assert not is_small
    squeezed, is_small = column_weights(
        ["甲"] * 6, [["字" * 40, "字" * 40, "字" * 40, "字" * 40, "1,234", "12.34%"]]
    )
    assert is_small
    assert sum(squeezed) == pytest.approx(110)
    assert squeezed[4:] == [8.0, 10.0]


def test_a_publication_number_never_reaches_into_the_next_column() -> None:
    number = "US20190320115A1"
    squeezed, is_small = column_weights(
        ["甲"] * 5, [[number, "字" * 40, "字" * 40, "字" * 40, "https://example.org/" + "a" * 60]]
    )
    assert is_small
    assert squeezed[0] >= text_width(number) + 3
    assert sum(squeezed) == pytest.approx(110)
