"""The same files and parameters give the same words, cells and figures, whatever the folder."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.outputs import docx_text, html_figures, html_text, pdf_text, workbook_cells

Runs = tuple[Path, Path]


@pytest.mark.parametrize(
    "extract",
    [
        html_text,
        docx_text,
        pdf_text,
        workbook_cells,
        html_figures,
    ],
)
def test_two_runs_say_the_same(sample_runs: Runs, extract: Callable[[Path], Any]) -> None:
    first, second = (extract(out) for out in sample_runs)
    assert first
    assert first == second


def test_two_runs_draw_the_same_pictures(sample_runs: Runs) -> None:
    first, second = (_digests(out / "figures") for out in sample_runs)
    assert {Path(name).suffix for name in first} == {".svg", ".png"}
    assert first == second


def test_two_runs_state_the_same_provenance(sample_runs: Runs) -> None:
    first, second = (_provenance(out) for out in sample_runs)
    assert first["inputs"]
    assert first == second


def test_every_output_of_a_run_is_there(sample_run: Path) -> None:
    written = {path.name for path in sample_run.iterdir()}
    promised = {"report.html", "report.docx", "report.pdf", "data.xlsx", "notebook.ipynb", "figures"}
    assert promised | {"provenance.json", "evidence"} <= written


def _digests(folder: Path) -> dict[str, str]:
    """Return a digest per picture."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def _provenance(out: Path) -> dict[str, Any]:
    told = json.loads((out / "provenance.json").read_text(encoding="utf-8"))
    return {name: value for name, value in told.items() if name != "outputs"}  # hashes of dated files
