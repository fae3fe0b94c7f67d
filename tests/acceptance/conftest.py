"""Two runs of the landscape report on the bundled sample, shared by all acceptance tests."""

import subprocess
from pathlib import Path

import pytest

from tests.acceptance.outputs import SAMPLE, run_command


@pytest.fixture(scope="session")
def sample_runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return two folders written by the same command, started side by side in two working folders."""
    folders = [tmp_path_factory.mktemp(name) / "report" for name in ("first", "second")]
    running = [_start(out) for out in folders]
    for process in running:
        _, said = process.communicate(timeout=300)
        assert process.returncode == 0, said[-2000:]
    return folders[0], folders[1]


def _start(out: Path) -> "subprocess.Popen[str]":
    command = run_command(SAMPLE, out)
    return subprocess.Popen(
        command, cwd=out.parent, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )


@pytest.fixture(scope="session")
def sample_run(sample_runs: tuple[Path, Path]) -> Path:
    return sample_runs[0]
