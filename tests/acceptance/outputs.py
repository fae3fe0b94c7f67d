"""Run the workbench as its user does, and read what it wrote without asking it how."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pandas as pd
import pypdf
from lxml import html

WORKBENCH = Path(sys.executable).with_name("workbench")
SAMPLE = Path(__file__).parents[2] / "datasets" / "sample"
ASIDE = {"目录", "结论与单元格", "数据来源", "数据字典"}  # sheets of data.xlsx that are not tables of numbers


def run_command(exports: Path, out: Path, *options: str) -> list[str]:
    """Return the command line of a landscape report."""
    told = ["-p", f"exports={exports}", "-p", "subject=验收", "--out", str(out), *options]
    return [str(WORKBENCH), "run", "industry_landscape", *told]


def run_landscape(exports: Path, out: Path, *options: str) -> Path:
    """Run the landscape notebook and return its folder."""
    done = subprocess.run(run_command(exports, out, *options), capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    return out


def workbook_cells(out: Path) -> dict[str, dict[str, Any]]:
    """Return the value of every filled cell of data.xlsx, by sheet and address."""
    book = openpyxl.load_workbook(out / "data.xlsx")
    return {
        sheet.title: {cell.coordinate: cell.value for row in sheet for cell in row if cell.value is not None}
        for sheet in book
    }


def result_table(out: Path, number: str) -> pd.DataFrame:
    """Return the table of a report by its number (``2-1``), headings as column names."""
    book = openpyxl.load_workbook(out / "data.xlsx", read_only=True)
    name = next(name for name in book.sheetnames if name.startswith(f"{number} "))
    heading, *rows = book[name].iter_rows(min_row=4, values_only=True)
    return pd.DataFrame(rows, columns=list(heading))


def table_notes(out: Path, number: str) -> str:
    """Return what stands between the title and the heading of a table."""
    book = openpyxl.load_workbook(out / "data.xlsx", read_only=True)
    name = next(name for name in book.sheetnames if name.startswith(f"{number} "))
    return " ".join(row[0] for row in book[name].iter_rows(min_row=2, max_row=3, values_only=True))


def finding_cells(out: Path) -> pd.DataFrame:
    """Return the sheet that says which cell each number of a sentence is."""
    sheet = openpyxl.load_workbook(out / "data.xlsx")["结论与单元格"]
    heading, *rows = sheet.iter_rows(min_row=4, values_only=True)
    return pd.DataFrame(rows, columns=list(heading))


def flat(text: str) -> str:
    """Return text without any white space, as layouts break lines where they like."""
    return re.sub(r"\s+", "", text)


def docx_paragraphs(out: Path) -> list[Any]:
    return list(docx.Document(str(out / "report.docx")).paragraphs)


def docx_text(out: Path) -> list[str]:
    """Return the words of a docx in order: paragraphs, then the cells of its tables."""
    document = docx.Document(str(out / "report.docx"))
    words = [paragraph.text for paragraph in document.paragraphs]
    return words + ["|".join(cell.text for cell in row.cells) for t in document.tables for row in t.rows]


def html_page(out: Path) -> Any:
    return html.fromstring((out / "report.html").read_text(encoding="utf-8"))


def html_text(out: Path) -> list[str]:
    """Return the words of the page, without its scripts."""
    page = html_page(out)
    for script in page.xpath("//script|//style"):
        script.drop_tree()
    return [line.strip() for line in page.text_content().splitlines() if line.strip()]


def html_figures(out: Path) -> dict[str, Any]:
    """Return the data of every figure of the page, by its identifier."""
    found = html_page(out).xpath("//script[@type='application/json'][starts-with(@id, 'figure-')]")
    return {script.get("id"): json.loads(script.text) for script in found}


def pdf_text(out: Path) -> list[str]:
    """Return the text of every page of the pdf."""
    return [page.extract_text() for page in pypdf.PdfReader(out / "report.pdf").pages]
