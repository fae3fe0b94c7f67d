"""The page of a topic database, opened without a network, filters, sorts, pages and saves."""

from datetime import date

import polars as pl
import pytest

from workbench.search.browse_page import write_browse_page

ROWS = 120


@pytest.fixture
def opened(tmp_path, browser):
    records = pl.DataFrame(
        {
            "publication_number": [f"CN{100000000 + at}A" for at in range(ROWS)],
            "title": [f"示例电池 {at}" if at % 3 else f"示例机器人 {at}" for at in range(ROWS)],
            "applicant": ["示例甲公司"] * ROWS,
            "filing_date": [date(2010 + at % 10, 1, 1) for at in range(ROWS)],
            "filing_year": [2010 + at % 10 for at in range(ROWS)],
            "validity": ["in_force" if at % 2 else "lapsed" for at in range(ROWS)],
            "branch": [["底盘", "导航"] if at % 4 == 0 else ["底盘"] for at in range(ROWS)],
            "abstract": [f"摘要 {at} <b>" for at in range(ROWS)],
            "change": ["added" if at > 100 else None for at in range(ROWS)],
        }
    )
    path = write_browse_page(
        tmp_path / "page.html", records, title="示例库", facts=["第 1 版"], language="zh", is_sample=True
    )
    page = browser.new_page()
    page.requests = []
    page.on("request", lambda request: page.requests.append(request.url))
    page.goto(path.as_uri())
    return page


def shown(page):
    return page.locator("tr.record").count()


def count(page):
    return page.locator("#count").inner_text()


def test_words_and_facets_narrow_the_list(opened):
    assert (shown(opened), count(opened)) == (50, "120 / 120 篇")
    opened.fill("#words", "机器人")
    assert count(opened) == "40 / 120 篇"
    opened.select_option("#facet-branch", "=导航")
    assert count(opened) == "10 / 120 篇"
    opened.click("#clear")
    assert count(opened) == "120 / 120 篇"


def test_pages_sorting_and_details(opened):
    opened.click("#after")
    assert opened.locator("#page").inner_text() == "2 / 3"
    opened.click("th[data-column=publication_number]")
    opened.click("th[data-column=publication_number]")
    first = opened.locator("tr.record td").first
    assert first.inner_text() == f"CN{100000000 + ROWS - 1}A"
    first.click()
    assert opened.locator("tr.more").inner_text() == f"摘要 {ROWS - 1} <b>"


def test_the_list_is_saved_as_shown(opened):
    opened.fill("#words", "机器人")
    with opened.expect_download() as saved:
        opened.click("#save")
    text = saved.value.path().read_text(encoding="utf-8-sig")
    assert len(text.splitlines()) == 41
    assert text.splitlines()[0].startswith('"公开（公告）号","标题","申请人","申请日"')


def test_it_asks_nothing_of_any_network_and_says_that_it_is_a_sample(opened):
    assert [url for url in opened.requests if not url.startswith(("file:", "blob:", "data:"))] == []
    assert "示例数据" in opened.locator(".banner").inner_text()
