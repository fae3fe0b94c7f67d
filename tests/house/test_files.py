"""A file appears whole or not at all; a named file is found from the folder of notebooks too."""

import pytest

from workbench.errors import WorkbenchError
from workbench.files import found_path, placed


def test_a_file_appears_when_all_went_well(tmp_path):
    with placed(tmp_path / "a.xlsx") as partial:
        assert partial.suffix == ".xlsx"
        partial.write_text("whole", encoding="utf-8")
        assert not (tmp_path / "a.xlsx").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_failure_leaves_what_was_there_and_nothing_else(tmp_path):
    (tmp_path / "a.csv").write_text("before", encoding="utf-8")
    with pytest.raises(RuntimeError), placed(tmp_path / "a.csv") as partial:
        partial.write_text("half", encoding="utf-8")
        raise RuntimeError
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [
        ("a.csv", "before")
    ]


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(WorkbenchError) as refused, placed(tmp_path / "none" / "a.csv") as partial:
        partial.write_text("x", encoding="utf-8")
    assert (refused.value.key, refused.value.fields["path"]) == (
        "cannot_write",
        str(tmp_path / "none" / "a.csv"),
    )


def test_a_file_beside_the_folder_of_notebooks_is_found(tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "a.csv").write_text("x", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "notebooks")
    assert found_path("a.csv") == tmp_path / "a.csv"
    assert found_path("b.csv").name == "b.csv"
