"""Legal status: the vendor's words, the events, and what neither tells."""

from datetime import date

import polars as pl
import pytest

from workbench.corpus import Manifest
from workbench.preparation.events import name_events
from workbench.preparation.status import canonical_status, settle_status


@pytest.fixture
def settled(tables_of):
    def settle(application, events=(), manifest=None):
        row = {"application": 0, "office": "CN", **application}
        told = [{"application": 0, **event} for event in events]
        corpus = tables_of(manifest, applications=[row], **({"events": told} if told else {}))
        found = settle_status(corpus).polars("applications").collect().row(0, named=True)
        return found["legal_status"], found["validity"], found["status_as_of"]

    return settle


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("实质审查", "examination"),
        ("授权", "granted"),
        ("未缴年费", "unpaid_annual_fee"),
        ("专利权的终止（未缴年费专利权终止）", "unpaid_annual_fee"),
        ("发明专利申请公布后的视为撤回", "deemed_withdrawn"),
        ("撤回-主动撤回", "withdrawn"),
        ("放弃专利权（重复授权）", "double_grant_avoided"),
        ("放弃专利权(重复授权)", "double_grant_avoided"),
        ("届满终止失效", "expired"),
        ("进入国家阶段-PCT有效期满", "pct_entered_period_expired"),
        ("授权 | 权利转移", "granted"),
        ("权利转移 | 质押 | 部分无效", "partially_invalidated"),
        ("实质审查;复审", "examination"),
        ("13", "rejected"),
        ("3", "granted"),
        ("ACTIVE", "in_force"),
        ("Expired - Fee Related", "unpaid_annual_fee"),
        ("Discontinued", "application_terminated"),
        ("无效宣告失效", "invalidated"),
        ("专利申请权、专利权的转移", None),
        ("权利转移", None),
        ("天气晴朗", None),
        (None, None),
    ],
)
def test_words_of_vendors_become_one_status(words, status):
    frame = pl.DataFrame({"words": [words]}, schema={"words": pl.String})
    assert frame.select(canonical_status(pl.col("words"))).item() == status


def test_simple_codes_are_not_status_codes():
    frame = pl.DataFrame({"words": ["0", "1", "2"]})
    simple = frame.select(canonical_status(pl.col("words"), simple=True)).to_series().to_list()
    assert simple == ["lapsed", "in_force", "pending"]
    assert frame.select(canonical_status(pl.col("words"))).to_series().to_list() == [
        None,
        "published",
        "examination",
    ]


def test_a_status_brings_its_validity(settled):
    assert settled({"legal_status_given": "授权"})[:2] == ("granted", "in_force")
    assert settled({"legal_status_given": "驳回"})[:2] == ("rejected", "lapsed")
    assert settled({"legal_status_given": "公开"})[:2] == ("published", "pending")


def test_the_vendor_s_validity_stands_and_names_a_general_status_where_alone(settled):
    assert settled({"legal_status_given": "权利恢复", "validity": "失效"})[:2] == ("restored", "lapsed")
    assert settled({"validity": "有效"})[:2] == ("in_force", "in_force")
    assert settled({"validity": "审中"})[:2] == ("pending", "pending")


def test_a_grant_alone_does_not_prove_a_patent_in_force(settled):
    assert settled({"grant_date": date(2010, 1, 1)})[:2] == (None, "unknown")


def test_unknown_words_stay_unknown_and_are_told(tables_of):
    corpus = settle_status(
        tables_of(applications=[{"application": 0, "office": "CN", "legal_status_given": "天气晴朗"}])
    )
    assert corpus.polars("applications").collect()["validity"].item() == "unknown"
    notice = next(n for n in corpus.manifest.notices if n.key == "status_words_unknown")
    assert notice.fields == {"count": 1, "words": "天气晴朗"}


def test_international_applications_have_no_validity(settled):
    assert settled({"office": "WO", "validity": "有效"})[1] == "not_applicable"
    assert settled({"office": "WO"})[:2] == (None, "not_applicable")
    assert settled({"office": "WO", "legal_status_given": "PCT指定期满"})[:2] == (
        "pct_period_expired",
        "not_applicable",
    )


def test_without_a_status_the_last_dated_event_decides(settled):
    events = [
        {"event": "授权", "date": date(2015, 5, 6)},
        {"event": "未缴年费专利权终止", "date": date(2019, 7, 2)},
        {"event": "公开", "date": date(2013, 1, 2)},
        {"event": "专利权的转移", "date": date(2020, 1, 1)},
        {"event": "专利权全部无效宣告"},
    ]
    assert settled({}, events) == ("unpaid_annual_fee", "lapsed", date(2019, 7, 2))


def test_a_status_row_that_is_only_a_transfer_leaves_the_status_to_earlier_events(settled):
    events = [{"event": "授权", "date": date(2015, 5, 6)}, {"event": "专利权的转移", "date": date(2020, 1, 1)}]
    row = {"legal_status_given": "专利权的转移", "status_as_of": date(2020, 1, 1)}
    assert settled(row, events)[:2] == ("granted", "in_force")


def test_an_event_after_the_status_date_overrides_the_status(settled):
    event = [{"event": "CF01", "date": date(2022, 3, 1)}]
    row = {"legal_status_given": "授权", "validity": "有效", "status_as_of": date(2021, 1, 1)}
    assert settled(row, event) == ("unpaid_annual_fee", "lapsed", date(2022, 3, 1))
    later = {**row, "status_as_of": date(2023, 1, 1)}
    assert settled(later, event) == ("granted", "in_force", date(2023, 1, 1))


def test_a_general_status_is_sharpened_by_an_event_of_the_same_validity_only(settled):
    granted = [{"event": "授权", "date": date(2015, 5, 6)}]
    assert settled({"validity": "有效", "legal_status_given": "有效"}, granted)[:2] == ("granted", "in_force")
    assert settled({"validity": "失效", "legal_status_given": "失效"}, granted)[:2] == ("lapsed", "lapsed")


def test_events_of_one_day_count_in_the_order_of_a_patent_s_life(settled):
    day = date(2015, 5, 6)
    events = [{"event": "避免重复授予专利权", "date": day}, {"event": "授权", "date": day}]
    assert settled({}, events)[:2] == ("double_grant_avoided", "lapsed")


@pytest.mark.parametrize(
    ("manifest", "as_of"),
    [
        (Manifest(status_date=date(2024, 6, 1), search_date=date(2024, 5, 1)), date(2024, 6, 1)),
        (Manifest(search_date=date(2024, 5, 1)), date(2024, 5, 1)),
        (Manifest(), None),
    ],
)
def test_the_day_of_a_status_comes_from_the_row_then_from_the_manifest(settled, manifest, as_of):
    assert settled({"legal_status_given": "授权"}, manifest=manifest)[2] == as_of
    given = {"legal_status_given": "授权", "status_as_of": date(2020, 1, 1)}
    assert settled(given, manifest=manifest)[2] == date(2020, 1, 1)


def test_settling_twice_gives_the_same(tables_of):
    rows = [
        {"application": 0, "office": "CN", "legal_status_given": "授权", "validity": "有效"},
        {"application": 1, "office": "WO", "legal_status_given": "PCT指定期满", "validity": "PCT-有效期满"},
        {"application": 2, "office": "CN", "legal_status_given": None, "validity": None},
        {"application": 3, "office": "CN", "legal_status_given": None, "validity": "失效"},
    ]
    once = settle_status(tables_of(applications=rows)).with_manifest(is_prepared=True)
    again = settle_status(once)
    assert again.polars("applications").collect().equals(once.polars("applications").collect())
    assert once.polars("applications").collect()["validity_given"].to_list() == [
        "有效",
        "PCT-有效期满",
        None,
        "失效",
    ]


def test_events_get_keys_and_keep_their_words(tables_of):
    found = [
        {"application": 0, "event": "专利申请权、专利权的转移", "reference": "登记号 1"},
        {"application": 0, "event": "EE01", "reference": None},
        {"application": 0, "event": "transfer", "reference": "转让登记号"},
        {"application": 0, "event": "无名之事", "reference": None},
    ]
    corpus = name_events(tables_of(events=found))
    events = corpus.polars("events").collect()
    assert events["event"].to_list() == ["transfer", "license", "transfer", "other"]
    assert events["reference"].to_list() == [
        "专利申请权、专利权的转移 登记号 1",
        "EE01",
        "转让登记号",
        "无名之事",
    ]
    assert name_events(corpus).polars("events").collect().equals(events)
