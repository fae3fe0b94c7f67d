"""The real exports, and one landscape run of each, shared by all tests that read the outputs."""

import os
from pathlib import Path

import pytest

from tests.acceptance.outputs import run_landscape


@pytest.fixture(scope="session")
def real_exports() -> Path:
    told = os.environ.get("WORKBENCH_REAL_DATA")
    if not told:
        pytest.skip("WORKBENCH_REAL_DATA names no folder")
    return Path(told)


@pytest.fixture(scope="session")
def ford_export(real_exports: Path) -> Path:
    return real_exports / "incopat" / "福特自动驾驶INCO.xlsx"


@pytest.fixture(scope="session")
def waymo_export(real_exports: Path) -> Path:
    return real_exports / "patentics" / "全球1005.csv"


@pytest.fixture(scope="session")
def ford_run(ford_export: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All outputs of the landscape report on the incoPat export."""
    return run_landscape(ford_export, tmp_path_factory.mktemp("ford") / "report")


@pytest.fixture(scope="session")
def waymo_run(waymo_export: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of the landscape report on the Patentics csv."""
    return run_landscape(waymo_export, tmp_path_factory.mktemp("waymo") / "report", "--only", "xlsx")


@pytest.fixture(scope="session")
def chinese_export(real_exports: Path) -> Path:
    return real_exports / "patentics" / "20220507--CNAPP-TI=虚拟现实.csv"


@pytest.fixture(scope="session")
def chinese_run(chinese_export: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of the landscape report on the Patentics csv of Chinese documents."""
    return run_landscape(chinese_export, tmp_path_factory.mktemp("chinese") / "report", "--only", "xlsx")
