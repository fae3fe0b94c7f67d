"""The technology decomposition table (技术分解表) of the sample: a branch a row, its words and classes."""

from pathlib import Path
from typing import Final

import polars as pl

from workbench.sample import technology as tech
from workbench.sample.sheets import write_sheet

SHEET: Final = "技术分解表"


def decomposition_table() -> pl.DataFrame:
    """Return one row per branch, headings as in practice; the words are the objects that only it speaks of."""
    rows = [
        (branch.zh, "；".join([*branch.objects, *branch.objects_en]), "；".join(branch.cpc), "示例数据")
        for branch in tech.BRANCHES
    ]
    return pl.DataFrame(rows, schema=["技术分支", "关键词", "代表分类号", "备注"], orient="row")


def write_decomposition(path: Path) -> Path:
    """Write the table as xlsx; return the path."""
    return write_sheet(path, SHEET, decomposition_table())
