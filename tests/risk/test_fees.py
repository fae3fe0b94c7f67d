"""Fees: when they fall due, what they cost, and the calendar of a portfolio."""

from datetime import date

import fastexcel
import icalendar
import pytest

from workbench.risk.annuities import annuity_calendar, write_annuities
from workbench.risk.fees import fee_days, late_fee_cny
from workbench.risk.right import Right


def due(office, kind, filed, granted):
    return [(f.fee_year, f.due_date, f.fee_cny) for f in fee_days(Right(office, kind, filed, granted))]


def test_chinese_fees_fall_due_on_the_anniversary_of_filing_after_the_grant():
    days = due("CN", "invention", date(2010, 3, 1), date(2013, 9, 4))
    assert days[0] == (5, date(2014, 3, 1), 1200)
    assert days[-1] == (20, date(2029, 3, 1), 8000)
    assert len(days) == 16


def test_the_year_of_grant_is_paid_with_the_registration():
    assert due("CN", "utility_model", date(2010, 3, 1), date(2010, 9, 1))[0] == (2, date(2011, 3, 1), 600)


def test_a_leap_day_falls_due_on_the_last_of_february():
    days = due("CN", "invention", date(2020, 2, 29), date(2022, 5, 1))
    assert [d for _, d, _ in days[:2]] == [date(2023, 2, 28), date(2024, 2, 29)]


@pytest.mark.parametrize(("months", "late"), [(0, 0), (1, 0), (2, 60), (6, 300), (9, 300)])
def test_the_surcharge_grows_by_a_twentieth_a_month_and_the_first_is_free(months, late):
    assert late_fee_cny(1200, months) == late


def test_us_fees_fall_due_at_three_and_a_half_seven_and_a_half_and_eleven_and_a_half_years():
    found = fee_days(Right("US", "invention", date(2010, 3, 1), date(2012, 8, 31)))
    assert [f.due_date for f in found] == [date(2016, 2, 29), date(2020, 2, 29), date(2024, 2, 29)]
    assert [f.grace_until for f in found] == [date(2016, 8, 31), date(2020, 8, 31), date(2024, 8, 31)]


def test_no_schedule_or_no_grant_gives_no_fee():
    assert fee_days(Right("US", "design", date(2016, 1, 1), date(2017, 1, 1))) == ()
    assert fee_days(Right("CN", "invention", date(2016, 1, 1))) == ()


@pytest.fixture
def portfolio(corpus_of):
    row = {"filing_date": "2015-05-10", "grant_date": "2017-06-02", "validity": "in_force", "title": "=1+1"}
    return corpus_of(
        {**row, "application_number": "CN201510000001.1", "applicants": ["示例电子有限公司"]},
        {**row, "validity": "lapsed"},
        {**row, "grant_date": None},
        {**row, "office": "BR"},
    )


def test_the_calendar_lists_what_falls_due_and_says_what_it_cannot_tell(portfolio):
    table = annuity_calendar(portfolio, date(2024, 1, 1), date(2024, 12, 31))
    assert table.frame["due_date"].to_list() == [date(2024, 5, 10)]
    assert table.frame["fee_cny"].to_list() == [4000]
    left = {item.reason: item.count for item in table.left_out}
    assert left == {"not_in_force": 1, "no_grant_date": 1, "no_fee_schedule": 1}
    assert table.population == 4


def test_the_calendar_opens_as_events_and_as_a_sheet_whose_text_is_no_formula(portfolio, tmp_path):
    table = annuity_calendar(portfolio, date(2024, 1, 1), date(2024, 12, 31))
    path = write_annuities(table, tmp_path / "fees.ics", "zh", date(2024, 1, 1))
    (event,) = icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    assert event["DTSTART"].dt == date(2024, 5, 10)
    assert "CN201510000001.1" in event["SUMMARY"]
    sheet = write_annuities(table, tmp_path / "fees.xlsx", "en", date(2024, 1, 1))
    frame = fastexcel.read_excel(sheet).load_sheet(0).to_polars()
    assert frame["Title"].to_list() == ["=1+1"]
    again = write_annuities(table, tmp_path / "again.ics", "zh", date(2024, 1, 1))
    assert again.read_bytes() == path.read_bytes()


def test_the_command_tells_the_term_as_json(risk):
    told = risk("term", "--office", "cn", "--type", "design", "--filing-date", "2021-06-01", "--json")
    assert {k: told[k] for k in ("expiry_date", "last_day_in_force", "rule")} == {
        "expiry_date": "2036-06-01", "last_day_in_force": "2036-05-31", "rule": "cn_design_15",
    }  # fmt: skip
    assert told["unknown"] == ["grant_date", "annuity_status"]


@pytest.mark.parametrize(
    ("kind", "fees"),
    [
        (
            "invention",
            {2: 900, 4: 1200, 6: 1200, 7: 2000, 9: 2000, 10: 4000, 12: 4000, 13: 6000, 16: 8000, 20: 8000},
        ),
        ("utility_model", {3: 600, 4: 900, 5: 900, 6: 1200, 8: 1200, 9: 2000, 10: 2000}),
        ("design", {3: 600, 5: 900, 8: 1200, 10: 2000, 11: 3000, 15: 3000}),
    ],
)
def test_fees_of_china_by_type_and_year(kind, fees):
    found = {year: fee for year, _, fee in due("CN", kind, date(2021, 6, 1), date(2021, 9, 1))}
    assert {year: found[year] for year in fees} == fees


@pytest.mark.parametrize(
    ("filed", "day_off"), [("2015-05-11", "saturday"), ("2015-05-12", "sunday"), ("2015-05-13", None)]
)
def test_a_fee_due_on_a_weekend_is_marked_and_not_moved(corpus_of, tmp_path, filed, day_off):
    row = {"filing_date": filed, "grant_date": "2017-06-02", "validity": "in_force"}
    table = annuity_calendar(corpus_of(row), date(2024, 1, 1), date(2024, 12, 31))
    assert table.frame["due_date"].to_list() == [date(2024, *map(int, filed.split("-")[1:]))]
    assert table.frame["day_off"].to_list() == [day_off]
    assert "fees_not_shifted" in table.notes
    path = write_annuities(table, tmp_path / "fees.xlsx", "zh", date(2024, 1, 1))
    notes = fastexcel.read_excel(path).load_sheet("说明", header_row=None).to_polars()
    assert any("实施细则" in str(line) and "顺延" in str(line) for line in notes.to_series())
