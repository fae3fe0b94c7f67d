"""The commands that others call keep their names and say what they run."""

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TARGETS = ("setup", "report", "test", "test-slow", "test-real", "check", "benchmark", "lock", "clean")
REPORT = (
    ".venv/bin/workbench run industry_landscape -p exports=datasets/sample -p subject=示例产业 "
    "--out reports/industry_landscape --replace"
)


def planned(target: str) -> str:
    """Return what make would run, on one line per command."""
    plan = subprocess.run(["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=True)
    return re.sub(r"\s*\\\n\s*", " ", plan.stdout)


@pytest.mark.parametrize("target", TARGETS)
def test_make_knows_the_target(target):
    assert planned(target).strip()


def test_make_report_runs_the_landscape_notebook_on_the_sample():
    assert REPORT in planned("report")


def test_make_test_leaves_out_slow_and_real():
    assert '-m "not slow and not real"' in planned("test")


@pytest.mark.parametrize("program", [".ci/run", ".ci/python", ".ci/system"])
def test_the_scripts_parse_and_can_be_executed(program):
    shell = "bash" if program == ".ci/run" else "sh"
    subprocess.run([shell, "-n", program], cwd=ROOT, check=True)
    assert os.access(ROOT / program, os.X_OK)


def test_continuous_integration_fails_aloud_without_the_real_exports(tmp_path):
    done = subprocess.run(
        [ROOT / ".ci/run"],
        env={**os.environ, "WORKBENCH_REAL_DATA": str(tmp_path / "nowhere")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "WORKBENCH_REAL_DATA" in done.stderr


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_both_readmes_name_the_two_commands_and_each_other(readme):
    text = (ROOT / readme).read_text(encoding="utf-8")
    other = "README.zh-CN.md" if readme == "README.md" else "README.md"
    assert "\nmake report\n" in text
    assert "\nmake test\n" in text
    assert f"({other})" in text
