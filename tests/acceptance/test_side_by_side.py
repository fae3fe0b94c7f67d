"""Two reports written at the same time from one folder do not disturb each other."""

import subprocess
from pathlib import Path

import pytest

from tests.acceptance.outputs import SAMPLE, run_command


@pytest.mark.slow
def test_two_runs_in_one_folder_both_succeed(tmp_path: Path) -> None:
    commands = [run_command(SAMPLE, tmp_path / name, "--only", "xlsx") for name in ("first", "second")]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    running = [subprocess.Popen(command, cwd=tmp_path, **quiet) for command in commands]
    assert [process.wait(timeout=300) for process in running] == [0, 0]
