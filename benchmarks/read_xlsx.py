"""50,000 rows × 40 columns of an incoPat-form xlsx into a saved raw corpus.

Gates: at least 8 × faster than pandas with openpyxl merely reading; at most 4 × a bare fastexcel read.
"""

# ruff: noqa: E501 - wide characters count twice
import argparse
import shutil
import tempfile
from functools import partial
from pathlib import Path

import numpy as np
from measuring import compare, report

HEADERS = (
    "序号", "标题 (中文)", "摘要 (中文)", "申请人", "公开（公告）号", "公开（公告）日", "申请号", "申请日", "公开类型",
    "专利类型", "公开国别", "链接到incoPat", "IPC主分类", "IPC", "CPC", "标准化申请人", "第一申请人", "发明(设计)人",
    "当前权利人", "申请人地址", "简单同族", "当前法律状态", "专利有效性", "新兴产业分类", "国民经济分类", "权利要求数量",
    "首项权利要求", "被引证次数", "引证次数", "优先权号", "优先权日", "代理机构", "代理人", "审查员", "授权公告日",
    "技术功效句", "技术功效短语", "合享价值度", "先进性", "稳定性",
)  # fmt: skip


def write_workbook(path: Path, rows: int) -> None:
    """Write an invented export, text in every cell as vendors do."""
    import xlsxwriter

    chance = np.random.default_rng(1)
    words = [f"示例装置{n}用于巡检机器人的第{n % 97}种结构及其控制方法" for n in range(997)]
    pick = chance.integers(0, 997, (rows, 4))
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet("下载的著录项1")
        sheet.write_row(0, 0, HEADERS)
        for row in range(rows):
            sheet.write_row(row + 1, 0, _cells(row, [words[n] for n in pick[row]]))


def _cells(row: int, words: list[str]) -> list[str]:
    number, firm = f"CN{110000000 + row}A", f"示例{row % 4000:04}有限公司"
    year, month, day = 2010 + row % 14, 1 + row % 12, 1 + row % 28
    return [
        str(row + 1), words[0], f"本发明公开了一种{words[1]}，包括本体与{words[2]}，能够提高效率。" * 2, f"{firm}; 示例大学",
        number, f"{year + 1}-{month:02}-{day:02}", f"CN{year}1{row:07}.X", f"{year}-{month:02}-{day:02}", "发明申请",
        "发明申请", "中国", f"到incoPat中查看\r\n{number}", "B25J9/16", "B25J9/16; G05D1/02; H04N7/18", "G05D1/02; B25J9/1697",
        f"[{firm}]", firm, "示例甲; 示例乙; 示例丙", firm, "天津市西青区示例路1号", f"{number}; {number[:-1]}B", "授权", "有效",
        "1.5 (人工智能); 2.1 (智能制造装备产业)", "C3491; I6513", str(1 + row % 20), f"1. 一种{words[3]}，其特征在于，包括底座。",
        str(row % 7), str(row % 9), f"CN{year}1{row:07}", f"{year}-{month:02}-{day:02}", "示例代理有限公司", "示例丁", "示例戊",
        "", f"提高{words[0]}的效率", "效率提高", str(1 + row % 10), str(row % 10), str(row % 10),
    ]  # fmt: skip


def read_with_workbench(path: Path) -> int:
    """Read into a saved raw corpus."""
    from workbench.corpus import Manifest
    from workbench.readers.read import ReadOptions
    from workbench.runs.reading import read_corpus

    out = Path(tempfile.mkdtemp())
    reading = read_corpus([path], out / "corpus", options=ReadOptions(), manifest=Manifest(), is_raw=True)
    shutil.rmtree(out)
    return int(reading.summary("en")["kept"])


def read_with_fastexcel(path: Path) -> int:
    """Read the sheet, nothing more."""
    import fastexcel

    return fastexcel.read_excel(path).load_sheet(0, dtypes="string").to_polars().height


def read_with_pandas(path: Path) -> int:
    """Read the sheet with pandas and openpyxl, nothing more."""
    import pandas as pd

    return len(pd.read_excel(path, dtype=str, engine="openpyxl"))


def main() -> None:
    """Measure and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.xlsx"
        write_workbook(path, options.rows)
        figures = compare(
            {
                "workbench": partial(read_with_workbench, path),
                "fastexcel": partial(read_with_fastexcel, path),
                "pandas_openpyxl": partial(read_with_pandas, path),
            },
            options.repeats,
        )
    ours = figures["workbench"]["median_seconds"]
    report(
        "read_xlsx",
        {
            "rows": options.rows,
            "columns": len(HEADERS),
            **figures,
            "faster_than_pandas": round(figures["pandas_openpyxl"]["median_seconds"] / ours, 2),
            "times_fastexcel": round(ours / figures["fastexcel"]["median_seconds"], 2),
        },
    )


if __name__ == "__main__":
    main()
