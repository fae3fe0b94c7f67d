"""``workbench explain`` lists as many patents as the number it explains."""

import json
import random
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.outputs import ASIDE, WORKBENCH, workbook_cells

CELLS_ASKED = 12
SEED = 39551
# Columns whose cells are numbers of patents, by their heading.
COUNTS = {
    "申请量", "公开量", "授权量", "专利数量", "前期申请量", "近期申请量",
    "发明申请量", "实用新型申请量", "外观设计申请量", "PCT 国际申请量",
}  # fmt: skip


def _explained(out: Path, sheet: str, cell: str) -> Any:
    command = [str(WORKBENCH), "explain", str(out), sheet, cell, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _counted(out: Path) -> list[tuple[str, str, int]]:
    """Return sheet, address and value of every cell under a heading that counts patents."""
    return [
        (sheet, address, value)
        for sheet, cells in workbook_cells(out).items()
        if sheet not in ASIDE
        for address, value in cells.items()
        if _heading(cells, address) in COUNTS and isinstance(value, int)
    ]


def _heading(cells: dict[str, Any], address: str) -> Any:
    column, row = address.rstrip("0123456789"), int(address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    return cells.get(f"{column}4") if row > 4 else None


def _patents(told: Any) -> list[Any]:
    return told["patents"]


def test_a_random_sample_of_cells_lists_as_many_patents_as_it_counts(sample_run: Path) -> None:
    asked = random.Random(SEED).sample(_counted(sample_run), CELLS_ASKED)
    told = {(sheet, cell): _explained(sample_run, sheet, cell) for sheet, cell, _ in asked}
    listed = {key: len(_patents(one)) for key, one in told.items()}
    assert listed == {(sheet, cell): value for sheet, cell, value in asked}


@pytest.mark.parametrize("name", ["2-1", "2-1 历年申请量", "annual_filings"])
def test_a_table_answers_to_its_number_its_sheet_and_its_name(sample_run: Path, name: str) -> None:
    cells = workbook_cells(sample_run)["2-1 历年申请量"]
    assert len(_patents(_explained(sample_run, name, "B10"))) == cells["B10"]
