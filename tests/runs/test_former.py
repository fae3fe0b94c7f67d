"""A former run gives way unless somebody changed a file of it; then it is set aside."""

import json

import pytest

from workbench.report.provenance import add_outputs, output_entry
from workbench.runs.former import is_edited, make_way


@pytest.fixture
def run(tmp_path):
    folder = tmp_path / "run"
    (folder / "charts").mkdir(parents=True)
    (folder / "report.html").write_text("told", encoding="utf-8")
    outputs = [output_entry(folder / "report.html", folder)]
    (folder / "provenance.json").write_text(json.dumps({"outputs": outputs}), encoding="utf-8")
    return folder


def test_a_run_that_nobody_touched_gives_way(run):
    assert not is_edited(run)
    assert make_way(run) is None and run.exists()


def test_a_changed_output_sets_the_run_aside(run):
    (run / "report.html").write_text("changed", encoding="utf-8")
    aside = make_way(run)
    assert aside is not None and (aside / "report.html").read_text(encoding="utf-8") == "changed"
    assert not run.exists()


def test_sheets_that_people_fill_in_count_among_the_outputs(run):
    sheet = run / "charts" / "a.xlsx"
    sheet.write_bytes(b"empty")
    add_outputs(run / "provenance.json", [sheet])
    assert not is_edited(run)
    sheet.write_bytes(b"filled in")
    assert is_edited(run)
