"""The html report, opened without a network, shows its charts and opens the patents behind a mark."""

import random
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright
from playwright.sync_api import TimeoutError as NothingShown

from tests.acceptance.outputs import html_figures, result_table

WAIT_MS = 120_000
CLICK_MS = 10_000
SEED = 20260331
ALL_DRAWN = """() => {
  const plots = [...document.querySelectorAll('.plot')];
  return plots.length > 0 && plots.every(plot => plot.querySelector('.main-svg'));
}"""
# Where a mark stands in the window, by its trace and its point; the plot is scrolled to the middle first.
PLACE = """([id, trace, point]) => {
  const plot = document.getElementById(id);
  plot.scrollIntoView({block: 'center'});
  const box = plot.getBoundingClientRect();
  const layout = plot._fullLayout;
  const drawn = plot._fullData[trace];
  const middle = rect => ({x: rect.left + rect.width / 2, y: rect.top + rect.height / 2});
  if (drawn.type === 'bar') {
    const bars = [...plot.querySelectorAll('.barlayer .trace.bars')]
      .find(group => group.__data__[0].trace.index === trace);
    const bar = [...bars.querySelectorAll('.point path')].find(path => path.__data__.i === point);
    return middle(bar.getBoundingClientRect());
  }
  if (drawn.type === 'sankey') {
    const band = [...plot.querySelectorAll('.sankey-link')]
      .find(path => path.__data__.link.pointNumber === point);
    return middle(band.getBoundingClientRect());
  }
  const [x, y] = drawn.type === 'heatmap'
    ? [point % drawn.z[0].length, Math.floor(point / drawn.z[0].length)]
    : [drawn.x[point], drawn.y[point]];
  return {
    x: box.left + layout.xaxis._offset + layout.xaxis.d2p(x),
    y: box.top + layout.yaxis._offset + layout.yaxis.d2p(y),
  };
}"""
LISTED = "() => document.querySelectorAll('#patents.open tbody tr').length"


@dataclass(frozen=True)
class Mark:
    """A bar, tile, point or band: where it is in the figure's data, and the number that it shows."""

    figure: str
    shape: str
    trace: int
    point: int
    number: int


@dataclass
class Opened:
    """A page and what it asked for and complained of while it was open."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def opened(sample_run: Path) -> Iterator[Opened]:
    executable = shutil.which("chromium")
    if executable is None:
        pytest.skip("no Chromium here: workbench doctor names the cure")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        page = browser.new_context(offline=True, viewport={"width": 1400, "height": 900}).new_page()
        seen = Opened(page)
        page.on("request", lambda request: seen.requests.append(request.url))
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        page.goto((sample_run / "report.html").as_uri(), timeout=WAIT_MS)
        page.wait_for_function(ALL_DRAWN, timeout=WAIT_MS)
        yield seen
        browser.close()


@pytest.fixture(scope="module")
def marks(sample_run: Path) -> list[Mark]:
    found = [*all_marks(html_figures(sample_run)), *share_marks(sample_run)]
    return [mark for mark in found if mark.number > 0]


def all_marks(figures: dict[str, Any]) -> Iterator[Mark]:
    """Yield every mark that names a cell of its table, with the number a reader sees on it."""
    for name, figure in figures.items():
        for trace, told in enumerate(figure["data"]):
            for point, (address, number) in enumerate(_addressed(told)):
                if address is not None:
                    yield Mark(name.removesuffix("-data"), told["type"], trace, point, number)


def share_marks(out: Path) -> Iterator[Mark]:
    """Yield the points of 3-4: shares of a period's filings, whose number the table gives."""
    filings = result_table(out, "3-4")["申请量"].to_list()
    for trace, told in enumerate(html_figures(out)["figure-3-4-data"]["data"]):
        for point, (address, share) in enumerate(zip(told["customdata"], told["y"], strict=True)):
            row = int(address.split("|")[0])
            yield Mark("figure-3-4", told["type"], trace, point, round(share * filings[row]))


def _addressed(told: dict[str, Any]) -> list[tuple[Any, int]]:
    shape = told["type"]
    if shape == "bar":
        values = told["x"] if told.get("orientation") == "h" else told["y"]
        return list(zip(told["customdata"], values, strict=True))
    if shape == "sankey":
        return list(zip(told["link"]["customdata"], told["link"]["value"], strict=True))
    if shape == "heatmap":
        names, numbers = (chain.from_iterable(told[part]) for part in ("customdata", "z"))
        return [(address, number or 0) for address, number in zip(names, numbers, strict=True)]
    if told.get("customdata") is None or told.get("hovertext") is None:
        return []
    return [(a, _last_number(words)) for a, words in zip(told["customdata"], told["hovertext"], strict=True)]


def _last_number(words: str) -> int:
    found = re.search(r"[\d,]*\d$", words)
    assert found, words
    return int(found[0].replace(",", ""))


def _listed_on_click(page: Page, mark: Mark) -> int:
    """Click a mark and return how many patents the opened list has; 0 if none opens."""
    place = page.evaluate(PLACE, [mark.figure, mark.trace, mark.point])
    page.mouse.move(place["x"], place["y"])
    page.mouse.click(place["x"], place["y"])
    try:
        page.wait_for_selector("#patents.open", timeout=CLICK_MS)
    except NothingShown as error:
        raise AssertionError(f"no list opened for {mark}") from error
    listed = int(page.evaluate(LISTED))
    page.keyboard.press("Escape")
    page.wait_for_selector("#patents:not(.open)", state="attached", timeout=CLICK_MS)
    return listed


def test_every_figure_of_the_report_is_drawn(opened: Opened, sample_run: Path) -> None:
    plots = opened.page.locator(".plot").evaluate_all(
        "plots => plots.map(plot => [plot.id, plot.querySelector('.main-svg').getBoundingClientRect().width])"
    )
    assert {name for name, _ in plots} == {path.stem for path in (sample_run / "figures").glob("*.svg")}
    assert all(width > 300 for _, width in plots)


def test_the_largest_mark_of_every_figure_opens_as_many_patents_as_it_shows(
    opened: Opened, marks: list[Mark]
) -> None:
    largest = {mark.figure: mark for mark in sorted(marks, key=lambda mark: mark.number)}
    listed = {mark: _listed_on_click(opened.page, mark) for mark in largest.values()}
    assert {"bar", "heatmap", "scatter", "sankey"} <= {mark.shape for mark in listed}
    assert len(listed) >= 10
    assert listed == {mark: mark.number for mark in listed}


def test_ten_random_bars_and_tiles_open_as_many_patents_as_they_show(opened: Opened, marks: list[Mark]) -> None:
    wide = [mark for mark in marks if mark.shape in {"bar", "heatmap"}]
    clicked = random.Random(SEED).sample(wide, 10)
    assert [_listed_on_click(opened.page, mark) for mark in clicked] == [mark.number for mark in clicked]


def test_every_figure_has_marks_that_open_a_list(sample_run: Path, marks: list[Mark]) -> None:
    drawn = {path.stem for path in (sample_run / "figures").glob("*.svg")}
    assert drawn - {mark.figure for mark in marks} == set()


def test_the_page_made_no_request_and_no_complaint(opened: Opened, sample_run: Path) -> None:
    itself = (sample_run / "report.html").as_uri()
    assert [url for url in opened.requests if url != itself and not url.startswith("data:")] == []
    assert opened.complaints == []
