"""The commands as others call them."""

import json
import subprocess
import sys

import pytest

CUP = "1.一种水杯，包括杯体和杯盖。\n2.根据权利要求1所述的水杯，其特征在于，还包括吸管。\n3.（删除）"


@pytest.fixture
def risk():
    def run(*arguments):
        command = [sys.executable, "-c", "from workbench.cli import main; main()", "risk", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)

    return run


def test_claims_gives_every_promised_field(risk, tmp_path):
    file = tmp_path / "cup.txt"
    file.write_text(CUP, encoding="utf-8")
    (found,) = json.loads(risk("claims", file, "--json").stdout)
    assert found["id"] == "cup"
    assert [(c["number"], c["type"], c["parents"], c["transition"]) for c in found["claims"]] == [
        (1, "independent", [], "open"), (2, "dependent", [1], "open"),
    ]  # fmt: skip
    assert all(isinstance(claim["features"], int) and claim["text"] for claim in found["claims"])
    assert found["anomalies"] == [{"claim": 3, "kind": "cancelled", "detail": "3"}]


def test_a_file_without_claims_ends_with_a_cure_and_no_traceback(risk, tmp_path):
    file = tmp_path / "table.csv"
    file.write_text("公开号,标题\nCN1A,杯\n", encoding="utf-8")
    done = risk("claims", file)
    assert done.returncode == 2
    assert "--column" in done.stderr
    assert "Traceback" not in done.stderr
