"""What only the sample's files would fill stays empty where a person's own data are reported on."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from workbench.corpus import Manifest
from workbench.errors import WorkbenchError
from workbench.risk.case import open_case
from workbench.runs.notebooks import find_notebook
from workbench.runs.reading import open_or_read
from workbench.runs.running import without_sample_files

SAMPLE = Path(__file__).parents[2] / "datasets" / "sample"
FILLED = {
    "search_strategy": {"elements": "", "steps": ""},
    "topic_database": {"decomposition": ""},
    "infringement_risk": {"product": ""},
    "exhibition_check": {"product": ""},
    "industry_landscape": {},
}


@pytest.fixture
def own(tmp_path: Path) -> str:
    path = tmp_path / "own.csv"
    path.write_text("公开号,标题,申请人,申请日\nCN100000001A,泵,示例公司,2020-01-02\n", encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("name", FILLED)
def test_own_data_take_no_file_of_the_sample(name: str, own: str):
    notebook = find_notebook(name)
    assert without_sample_files(notebook, {"exports": own}) == FILLED[name]
    named = dict.fromkeys(FILLED[name], "mine.xlsx")
    assert without_sample_files(notebook, {"exports": own, **named}) == {}


@pytest.mark.parametrize("name", FILLED)
def test_the_sample_keeps_its_files(name: str, tmp_path: Path):
    copied = shutil.copytree(SAMPLE, tmp_path / "copied")
    for exports in ("", str(SAMPLE), str(copied)):
        assert without_sample_files(find_notebook(name), {"exports": exports} if exports else {}) == {}


def test_a_risk_report_without_a_product_is_refused_in_words(own: str):
    with pytest.raises(WorkbenchError) as caught:
        open_case(open_or_read(exports=own, corpus="", given=Manifest()), product=" ", on=date(2025, 1, 1))
    assert caught.value.key == "no_product"
