"""The command line as users meet it: a process of its own, its exit code and its words."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str


@pytest.fixture
def workbench(tmp_path):
    def run(*words: object, cwd: Path | None = None, seconds: int = 120) -> Said:
        command = [sys.executable, "-m", "workbench.cli.main", *map(str, words)]
        done = subprocess.run(
            command, cwd=cwd or tmp_path, capture_output=True, encoding="utf-8", timeout=seconds, check=False
        )
        return Said(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def export(tmp_path) -> Path:
    path = tmp_path / "导出.csv"
    path.write_text(
        "公开（公告）号,公开（公告）日,申请号,申请日,标题 (中文),申请人,IPC主分类,链接到incoPat\n"
        "CN115958995A,2023-04-14,CN202211224208.2,2022-10-08,一种示例装置,示例有限公司,B60L53/66,看\n"
        "CN115958995B,2024-05-14,CN202211224208.2,2022-10-08,一种示例装置,示例有限公司,B60L53/66,看\n"
        "CN115958995B,2024-05-14,CN202211224208.2,2022-10-08,一种示例装置,示例有限公司,B60L53/66,看\n",
        encoding="utf-8-sig",
    )
    return path
