"""Reports of infringement risk on the sample: they say what must be said and keep the product's secrets."""

import json
import re
import subprocess
import zipfile
from pathlib import Path

import docx
import pypdf
import pytest

from tests.acceptance.outputs import SAMPLE, WORKBENCH

PRODUCT = SAMPLE.parent / "sample_product.yaml"
SECRETS = ("采集模块与电池组连接，电池组采用", "示例产品手册", "采样周期为 5 秒")
SPOKEN = re.compile(r"(?<!是否)构成侵权|不侵权|落入|\binfring(es|ed)\b|non-?infring", re.IGNORECASE)
A4_TEXT_TWIPS = 156 / 25.4 * 1440


def run(name, out, *options, language="zh"):
    told = ["-p", f"exports={SAMPLE / 'incopat_1.xlsx'}", *options, "--language", language, "--out", str(out)]
    done = subprocess.run([str(WORKBENCH), "run", name, *told], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    return out, done.stdout + done.stderr


@pytest.fixture(scope="module")
def public(tmp_path_factory):
    out = tmp_path_factory.mktemp("risk") / "public"
    return run("infringement_risk", out, "-p", f"product={PRODUCT}", "-p", "edition=public", "-p", "most=10")


@pytest.fixture(scope="module")
def internal(tmp_path_factory):
    out = tmp_path_factory.mktemp("risk") / "internal"
    options = ("-p", f"product={PRODUCT}", "-p", "most=10", "--only", "docx,xlsx")
    return run("infringement_risk", out, *options, language="en")


def contents(path: Path) -> str:
    """Return everything a file holds as text, whatever its form."""
    if path.suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(path) as packed:
            return "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    if path.suffix == ".pdf":
        return "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    if path.suffix == ".parquet":
        import polars as pl

        return str(pl.read_parquet(path).to_dicts())
    return path.read_bytes().decode("utf-8", "replace")


def words_of(path: Path) -> str:
    document = docx.Document(str(path))
    tables = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *tables])


def test_the_public_edition_tells_nothing_of_the_product_in_any_file_or_message(public):
    out, said = public
    files = [path for path in out.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {
        "report.docx",
        "report.pdf",
        "report.html",
        "data.xlsx",
        "notebook.ipynb",
    }
    told = {path.name: [secret for secret in SECRETS if secret in contents(path)] for path in files}
    assert {name: found for name, found in told.items() if found} == {}
    assert not any(secret in said for secret in SECRETS)
    assert not (out / "charts").exists() and not (out / "severity.xlsx").exists()


def test_the_internal_edition_keeps_the_product_out_of_provenance_notebook_and_messages(internal):
    out, said = internal
    assert all(secret in words_of(out / "report.docx") for secret in SECRETS)
    for name in ("provenance.json", "notebook.ipynb"):
        assert not any(secret in contents(out / name) for secret in SECRETS), name
    assert not any(secret in said for secret in SECRETS)
    assert len(list((out / "charts").glob("*.xlsx"))) == 3


def test_the_sheets_for_people_stand_in_the_provenance_so_that_a_new_run_spares_them(internal):
    out, _ = internal
    told = json.loads((out / "provenance.json").read_text(encoding="utf-8"))["outputs"]
    sheets = {entry["file"] for entry in told if entry["file"].endswith(".xlsx")}
    assert "severity.xlsx" in sheets and len([name for name in sheets if name.startswith("charts/")]) == 3


def test_the_seven_chapters_and_what_must_be_said_are_there(public, internal):
    zh, en = words_of(public[0] / "report.docx"), words_of(internal[0] / "report.docx")
    chapters = (
        "目标方案概述",
        "关注范围",
        "检索策略与过程",
        "风险专利清单",
        "特征比对过程",
        "结论与建议",
        "依据与声明",
    )
    assert all(chapter in zh for chapter in chapters)
    assert all(words in zh for words in ("不构成法律意见", "18 个月", "数据截止", "须人工看图", "六个月"))
    assert all(words in en for words in ("not legal advice", "18 months", "Cut-off", "blind to pictures"))
    assert not SPOKEN.search(zh) and not SPOKEN.search(en)


def test_every_table_fits_the_text_of_an_a4_page(public):
    document = docx.Document(str(public[0] / "report.docx"))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    widths = [sum(int(column.width.twips) for column in table.columns) for table in document.tables]
    assert widths and max(widths) <= A4_TEXT_TWIPS + 20


@pytest.mark.slow
@pytest.mark.parametrize("name", ["exhibition_check", "claim_map"])
def test_the_light_notebooks_run(name, tmp_path):
    options = ("-p", f"product={PRODUCT}") if name == "exhibition_check" else ("-p", "most=60")
    out, _ = run(name, tmp_path / "out", *options, "--only", "docx")
    told = json.loads((out / "provenance.json").read_text(encoding="utf-8"))
    assert told["tables"]
    assert not SPOKEN.search(words_of(out / "report.docx"))
