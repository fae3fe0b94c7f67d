"""The html report in a browser without network: charts drawn, lists as long as their marks, no harm done."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from workbench.report import Report, page
from workbench.report.datasets import datasets
from workbench.report.evidence import write_evidence
from workbench.report.manuscript import compose

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium")


@pytest.fixture(scope="module")
def opened(
    tmp_path_factory: pytest.TempPathFactory, lent_words: None, report_maker: Callable[..., Report]
) -> Iterator[tuple[Any, list[str]]]:
    """Open the page offline; every request but the file itself and every fault of a script is noted."""
    folder = tmp_path_factory.mktemp("page")
    report_maker("zh").write(folder, only=["html"])
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        context = browser.new_context(offline=True, viewport={"width": 1300, "height": 900})
        tab, faults = context.new_page(), []
        tab.on("pageerror", lambda error: faults.append(str(error)))
        tab.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        tab.on("request", lambda asked: faults.append(asked.url) if not is_own(asked.url) else None)
        tab.goto((folder / "report.html").as_uri())
        tab.wait_for_selector("body[data-ready=yes]")
        yield tab, faults
        browser.close()


def is_own(url: str) -> bool:
    return url.startswith(("file:", "data:", "blob:"))


def listed_rows(tab: Any) -> int:
    return int(tab.locator("#patents tbody tr").count())


def test_every_chart_is_drawn(opened: tuple[Any, list[str]]) -> None:
    tab, _ = opened
    assert tab.locator(".plot[data-drawn=yes]").count() == 2
    assert tab.locator("#figure-1-1 .bars .point").count() == 6


def test_clicked_bar_opens_a_list_as_long_as_the_mark(opened: tuple[Any, list[str]]) -> None:
    tab, _ = opened
    for position in range(6):
        tab.keyboard.press("Escape")
        tab.evaluate("document.getElementById('figure-1-1').scrollIntoView({block: 'start'})")
        box = tab.locator("#figure-1-1 .bars .point path").nth(position).bounding_box()
        tab.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 3)
        tab.wait_for_selector(f'#patents.open[data-cell="{position}|test_count"]')
        assert listed_rows(tab) == 40


def test_a_quick_click_opens_the_list_of_the_bar_that_it_hits(opened: tuple[Any, list[str]]) -> None:
    tab, _ = opened
    tab.evaluate("document.getElementById('figure-1-1').scrollIntoView({block: 'start'})")
    bars = tab.locator("#figure-1-1 .bars .point path")
    boxes = [bars.nth(position).bounding_box() for position in range(6)]
    for seen, hit in ((0, 5), (5, 1), (2, 4)):
        tab.keyboard.press("Escape")
        for position, act in ((seen, tab.mouse.move), (hit, tab.mouse.click)):
            box = boxes[position]
            act(box["x"] + box["width"] / 2, box["y"] + box["height"] / 3)
        tab.wait_for_selector("#patents.open")
        assert tab.locator("#patents").get_attribute("data-cell") == f"{hit}|test_count"


def test_bar_too_thin_to_be_hit_opens_its_list_all_the_same(opened: tuple[Any, list[str]]) -> None:
    tab, _ = opened
    tab.keyboard.press("Escape")
    tab.wait_for_selector("body[data-ready=yes]", timeout=120_000)
    tab.evaluate("document.getElementById('figure-1-1').scrollIntoView({block: 'start'})")
    bar = tab.locator("#figure-1-1 .bars .point path").nth(2)
    found = '#patents.open[data-cell="2|test_count"]'
    for _ in range(5):  # the layout may still move under the first click
        box = bar.bounding_box(timeout=120_000)
        tab.mouse.click(box["x"] + box["width"] / 2, box["y"] - 2)
        tab.wait_for_timeout(500)
        if tab.locator(found).count():
            break
    tab.wait_for_selector(found, timeout=120_000)
    assert listed_rows(tab) == 40


def test_clicked_table_cell_and_sentence_open_the_same_list(opened: tuple[Any, list[str]]) -> None:
    tab, _ = opened
    tab.keyboard.press("Escape")
    tab.locator('#table-2-1 button[data-cell="1|test_count"]').click()
    assert listed_rows(tab) == 6
    tab.keyboard.press("Escape")
    tab.locator('a.value[data-slot="high"]').click()
    assert listed_rows(tab) == 40


def test_list_is_sorted_by_a_clicked_heading_and_saved_as_csv(opened: tuple[Any, list[str]]) -> None:
    tab, _ = opened
    tab.evaluate("window.__workbench.show('1-1', '1|test_count')")
    heading = tab.locator("#patents th").nth(4)
    heading.click()
    first = tab.locator("#patents tbody tr td.day").nth(0).inner_text()
    heading.click()
    assert first < tab.locator("#patents tbody tr td.day").nth(0).inner_text()
    csv = tab.evaluate("window.__workbench.csv()")
    assert len(csv.strip().splitlines()) == 41
    assert '"\'=SUM(A1)"' in csv, "a formula of an export stays text in a spreadsheet"


def test_hostile_titles_and_links_do_nothing(opened: tuple[Any, list[str]]) -> None:
    tab, _ = opened
    tab.evaluate("window.__workbench.show('1-1', '0|test_count')")
    assert "</script><script>" in tab.locator("#patents tbody tr").nth(0).inner_text()
    assert tab.locator("#patents tbody tr").nth(0).locator("a").count() == 0
    link = tab.locator("#patents tbody tr").nth(1).locator("a")
    assert link.get_attribute("href") == "https://example.org/p/6?a=1&b=2"
    assert tab.evaluate("window.hacked") is None


def test_nothing_was_asked_of_the_network_and_no_script_failed(opened: tuple[Any, list[str]]) -> None:
    assert opened[1] == []


def test_page_has_no_button_that_sends_a_chart_away(opened: tuple[Any, list[str]]) -> None:
    tab, _ = opened
    titles = tab.evaluate("Array.from(document.querySelectorAll('.modebar-btn')).map(e => e.dataset.title)")
    assert "缩放" in titles
    assert not [title for title in titles if re.search("share|cloud", title, re.IGNORECASE)]


def test_lists_beyond_the_limit_are_cut_and_keep_their_count(
    make_report: Callable[..., Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "MOST_LISTED", 200)
    report = make_report("zh")
    write_evidence(datasets(report), report.listing, "zh", tmp_path)
    told = page.page_evidence(compose(report), tmp_path)
    count, *steps = told["cells"]["1-1"]["0|test_count"]
    assert (count, len(steps)) == (40, 20)
    assert told["words"]["listed_first"].startswith("；此处列出前 {listed} 篇")
    assert told["tables"]["1-1"]["count"] == "共 {count} 件申请，每件列一篇代表文献"
