"""Risk commands in this process."""

import json
import subprocess
import sys
from datetime import date

import polars as pl
import pytest
from typer.testing import CliRunner

from workbench.cli.main import app
from workbench.corpus import Corpus
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


@pytest.fixture
def claimed(corpus_of):
    """Return a function that makes a corpus; a row may hold ``claim``, ``events`` and ``locarno``."""

    def make(*rows, cut_off="2024-06-30"):
        plain = [{"filing_date": "2018-01-01", "validity": "in_force", **row} for row in rows]
        corpus = corpus_of(*plain, cut_off=cut_off)
        claims = [
            {"record": at, "number": 1, "text": row["claim"]}
            for at, row in enumerate(plain)
            if row.get("claim")
        ]
        events = [
            {"application": at, "event": event, "date": date.fromisoformat(day)}
            for at, row in enumerate(plain)
            for event, day in row.get("events", ())
        ]
        tables = {name: corpus.polars(name).collect() for name in corpus.tables}
        tables["claims"] = pl.DataFrame(
            claims, schema={"record": pl.UInt32, "number": pl.UInt16, "text": pl.String}
        )
        tables["events"] = pl.DataFrame(events) if events else tables["events"]
        shapes = [
            {"record": at, "scheme": "locarno", "symbol": row["locarno"], "position": 0, "is_main": True}
            for at, row in enumerate(plain)
            if row.get("locarno")
        ]
        if shapes:
            tables["classifications"] = pl.DataFrame(shapes)
        return Corpus.from_frames(tables, corpus.manifest)

    return make
