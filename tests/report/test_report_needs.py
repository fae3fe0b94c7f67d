"""What a machine lacks, a disk refuses or a caller mistypes is said with its cure."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workbench.errors import WorkbenchError
from workbench.labels import words
from workbench.report import Report
from workbench.report import images as images_module
from workbench.report import write as write_module

Maker = Callable[..., Report]


@pytest.fixture(params=["no_browser", "no_chinese_font"])
def need(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Take the browser or the fonts away."""
    name = {"no_browser": "has_browser", "no_chinese_font": "has_chinese_font"}[request.param]
    monkeypatch.setattr(images_module, name, lambda: False)
    return str(request.param)


def test_html_and_xlsx_come_out_and_the_cure_is_named(
    make_report: Maker, tmp_path: Path, need: str, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = make_report("zh").write(tmp_path)
    assert [path.name for path in paths] == ["report.html", "data.xlsx", "provenance.json"]
    (notice,) = json.loads((tmp_path / "provenance.json").read_text(encoding="utf-8"))["notices"]
    assert notice["key"] == need
    assert notice["text"] in capsys.readouterr().err
    assert "apt-get" in notice["text"] or "安装" in notice["text"] or "winget" in notice["text"]


def test_output_asked_for_by_name_is_an_error(make_report: Maker, tmp_path: Path, need: str) -> None:
    with pytest.raises(WorkbenchError) as caught:
        make_report("zh").write(tmp_path / "out", only=["pdf"])
    assert caught.value.key == need
    assert not (tmp_path / "out").exists()
    assert words(f"errors.{need}", "zh", **caught.value.fields)


def test_unknown_output_is_refused_before_anything_is_written(make_report: Maker, tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match="output_unknown"):
        make_report("zh").write(tmp_path / "out", only=["pptx"])
    assert not (tmp_path / "out").exists()


def test_file_that_cannot_be_replaced_is_named_and_nothing_half_is_left(
    make_report: Maker, tmp_path: Path
) -> None:
    (tmp_path / "data.xlsx").mkdir()
    (tmp_path / "data.xlsx" / "kept").touch()
    with pytest.raises(WorkbenchError, match=r"output_not_writable.*data\.xlsx"):
        make_report("zh").write(tmp_path, only=["xlsx"])
    assert not list(tmp_path.glob(".*.part"))


@pytest.fixture(params=["silent", "loud"])
def failing_browser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a browser that draws nothing, with and without saying so."""

    def draw(*_: Any, **__: Any) -> None:
        if request.param == "loud":
            raise RuntimeError("The browser seemed to close")

    monkeypatch.setattr("plotly.io.write_images", draw)


@pytest.mark.usefixtures("failing_browser")
def test_picture_that_the_browser_leaves_out_is_an_error(make_report: Maker, tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match=r"figures_not_drawn.*figure-1-1\.png"):
        make_report("zh").write(tmp_path, only=["docx"])


@pytest.mark.usefixtures("failing_browser")
def test_browser_that_fails_leaves_html_and_xlsx_and_a_notice(make_report: Maker, tmp_path: Path) -> None:
    paths = make_report("zh").write(tmp_path)
    assert [path.name for path in paths] == ["report.html", "data.xlsx", "provenance.json"]
    (notice,) = json.loads((tmp_path / "provenance.json").read_text(encoding="utf-8"))["notices"]
    assert notice["key"] == "figures_not_drawn"


def test_browser_that_does_not_start_is_no_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stub = tmp_path / "chromium"
    stub.write_text("#!/bin/sh\nexit 1\n")
    stub.chmod(0o755)
    monkeypatch.setattr("choreographer.browsers.chromium.Chromium.find_browser", lambda **_: str(stub))
    assert not images_module.has_browser()


def test_nothing_is_written_without_a_folder(make_report: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(write_module, "write_report", refuse)
    assert make_report("zh").write(None) == []
