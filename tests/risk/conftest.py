"""Risk commands in this process."""

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from workbench.cli.main import app
from workbench.errors import WorkbenchError


@pytest.fixture
def risk():
    """Return a function that runs a risk command; it gives JSON where there is some."""

    def run(*words):
        result = CliRunner().invoke(app, ["risk", *map(str, words)])
        if isinstance(result.exception, WorkbenchError):
            raise result.exception
        assert result.exit_code == 0, (result.output, result.exception)
        return json.loads(result.stdout) if "--json" in words else result.stdout

    return run


@pytest.fixture
def typed_risk():
    """Return a function that runs a risk command as a process of its own."""

    def run(*arguments):
        command = [sys.executable, "-c", "from workbench.cli import main; main()", "risk", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)

    return run
