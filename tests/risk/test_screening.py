"""Screening: status on a day, near-copies found, families merged, and nothing dropped in silence."""

import random
from datetime import date

import polars as pl
import pytest

from workbench.corpus import Corpus
from workbench.errors import WorkbenchError
from workbench.risk.case import open_case
from workbench.risk.early_warning import early_warning
from workbench.risk.product import Product, ProductFeature
from workbench.risk.screening import screen
from workbench.risk.status import rights

ON = date(2024, 6, 30)
CLAIM = "1. 一种示例灯具，其特征在于，包括灯座和设于灯座上的玻璃灯罩；所述灯座内设有驱动板；功率不超过20W。"
UNPAID = {"validity": "lapsed", "legal_status": "unpaid_annual_fee"}
WITHDRAWN = {"validity": "lapsed", "legal_status": "deemed_withdrawn"}
PRODUCT = Product(
    "示例灯",
    (ProductFeature("P1", "灯座上装玻璃灯罩"), ProductFeature("P2", "灯座内装驱动板，功率18W")),
    ("CN",),
)


@pytest.mark.parametrize(
    ("row", "status"),
    [
        ({}, "in_force"),
        ({"validity": "pending"}, "pending"),
        ({"filing_date": "2003-01-01"}, "ended_suable"),
        ({"filing_date": "2004-07-01"}, "in_force"),
        ({"filing_date": "2004-06-30"}, "ended_suable"),
        ({"filing_date": "2014-07-01", "patent_type": "utility_model"}, "in_force"),
        ({"filing_date": "2014-06-30", "patent_type": "utility_model"}, "ended_suable"),
        ({"filing_date": "2004-06-30", "office": "EP"}, "in_force"),
        ({"filing_date": "2004-06-29", "office": "EP"}, "ended_suable"),
        ({"filing_date": "2004-06-30", "office": "US"}, "in_force"),
        ({"filing_date": "2004-06-29", "office": "US"}, "ended_suable"),
        ({"filing_date": "2004-06-30", "office": "JP"}, "in_force"),
        ({"filing_date": "2004-06-30", "office": "KR"}, "in_force"),
        ({"filing_date": "2004-06-29", "office": "KR"}, "ended_suable"),
        (UNPAID | {"filing_date": "2004-06-30", "office": "EP"}, "end_unknown"),
        ({"filing_date": "2001-06-30"}, "ended_suable"),
        ({"filing_date": "2001-06-29"}, "dead"),
        (UNPAID | {"events": [("fee_lapse", "2023-03-01")]}, "lapsed_restorable"),
        (UNPAID | {"events": [("fee_lapse", "2022-03-01")]}, "ended_suable"),
        (UNPAID | {"events": [("fee_lapse", "2021-03-01")]}, "dead"),
        (UNPAID, "end_unknown"),
        (UNPAID | {"events": [("fee_lapse", "2022-06-30")]}, "lapsed_restorable"),
        (UNPAID | {"events": [("fee_lapse", "2022-06-29")]}, "ended_suable"),
        (UNPAID | {"filing_date": "2004-06-30"}, "end_unknown"),
        (UNPAID | {"filing_date": "2004-07-01"}, "end_unknown"),
        (UNPAID | {"filing_date": "2004-06-29", "events": [("fee_lapse", "2023-01-01")]}, "ended_suable"),
        (UNPAID | {"patent_type": "utility_model", "filing_date": "2014-05-01"}, "end_unknown"),
        (UNPAID | {"patent_type": "utility_model", "filing_date": "2011-05-01"}, "dead"),
        ({"validity": "lapsed", "legal_status": "double_grant_avoided"}, "end_unknown"),
        ({"validity": "lapsed", "legal_status": "expired", "filing_date": None}, "end_unknown"),
        ({"validity": "lapsed", "legal_status": "rejected"}, "dead"),
        (WITHDRAWN | {"events": [("deemed_withdrawal", "2024-05-01")]}, "lapsed_restorable"),
        (WITHDRAWN, "end_unknown"),
        (WITHDRAWN | {"events": [("deemed_withdrawal", "2022-06-30")]}, "lapsed_restorable"),
        (WITHDRAWN | {"events": [("deemed_withdrawal", "2022-06-29")]}, "dead"),
        (WITHDRAWN | {"filing_date": "2004-06-30"}, "dead"),
        ({"validity": "lapsed", "legal_status": "invalidated"}, "void"),
        ({"validity": None}, "status_unknown"),
        ({"office": "WO", "validity": "not_applicable", "priority_date": "2022-01-15"}, "pending"),
        ({"office": "WO", "validity": "not_applicable", "priority_date": "2021-01-15"}, "dead"),
    ],
)  # fmt: skip
def test_each_right_has_its_status_on_the_day(claimed, row, status):
    assert rights(claimed(row), ON)["risk_status"].to_list() == [status]


@pytest.mark.parametrize(
    ("expiry", "rule", "status"),
    [
        ("2024-06-30", "given", "in_force"),
        ("2024-06-29", "given", "ended_suable"),
        ("2024-06-30", "cn_invention_20", "ended_suable"),
        ("2024-07-01", "cn_invention_20", "in_force"),
    ],
)
def test_an_end_that_the_corpus_holds_is_read_by_its_rule(claimed, expiry, rule, status):
    corpus = claimed({"filing_date": "2004-06-30"})
    tables = {name: corpus.polars(name).collect() for name in corpus.tables}
    tables["applications"] = tables["applications"].with_columns(
        expiry_date=pl.lit(date.fromisoformat(expiry)), expiry_rule=pl.lit(rule)
    )
    told = rights(Corpus.from_frames(tables, corpus.manifest), ON)
    assert told["risk_status"].to_list() == [status]


def test_the_example_of_the_guidelines_is_in_force_on_its_last_day(claimed):
    corpus = claimed({"filing_date": "1999-09-06", "patent_type": "utility_model"})
    assert rights(corpus, date(2009, 9, 5))["risk_status"].to_list() == ["in_force"]
    assert rights(corpus, date(2009, 9, 6))["risk_status"].to_list() == ["ended_suable"]


@pytest.mark.parametrize(
    ("row", "end"),
    [
        (WITHDRAWN, None),
        (WITHDRAWN | {"events": [("deemed_withdrawal", "2024-05-01")]}, None),
        (UNPAID, date(2038, 1, 1)),
        (UNPAID | {"events": [("fee_lapse", "2023-03-01")]}, date(2038, 1, 1)),
        (UNPAID | {"events": [("fee_lapse", "2022-03-01")]}, date(2022, 3, 1)),
    ],
)
def test_a_term_is_shown_only_where_there_is_one(claimed, row, end):
    assert rights(claimed(row), ON)["latest_end"].to_list() == [end]


def test_every_application_is_accounted_for(claimed):
    corpus = claimed(
        {"claim": CLAIM, "family": "A"},
        {"claim": CLAIM, "family": "A", "validity": "pending"},
        {"claim": "1. 一种示例泵。"},
        {"claim": CLAIM, "office": "US"},
        {"patent_type": "design", "locarno": "26-05", "applicants": ["示例照明"]},
        {"claim": CLAIM, "validity": "lapsed", "legal_status": "rejected"},
        {},
    )
    found = screen(corpus, PRODUCT, on=ON, most=1)
    told = dict(found.accounts.frame.iter_rows())
    assert sum(told.values()) == 7
    assert told == {
        "compared": 1, "beyond_most": 1, "other_market": 1, "design_for_people": 1, "risk_dead": 1,
        "risk_void": 0, "no_claims_given": 1, "same_family": 1,
    }  # fmt: skip
    assert found.set_aside.frame.height == 5
    assert found.designs.frame.select("locarno", "applicant", "look").rows() == [
        ("26-05", "示例照明", "people_must_look")
    ]


def test_a_fee_lapse_without_a_day_has_no_end_even_where_the_term_is_over(claimed):
    told = rights(claimed(UNPAID | {"patent_type": "utility_model", "filing_date": "2014-05-01"}), ON)
    assert told.select("risk_status", "ended_on", "latest_end").rows() == [
        ("end_unknown", None, date(2024, 5, 1))
    ]


def test_who_stands_for_a_family_is_named_and_designs_left_out_are_counted(claimed):
    corpus = claimed(
        {"claim": CLAIM, "family": "A", "number": "CN100000001A", "grant_date": None},
        {"claim": CLAIM, "family": "A", "number": "CN100000001B", "grant_date": "2022-01-01"},
        {"patent_type": "design", "locarno": "26-05"},
    )
    found = screen(corpus, PRODUCT, on=ON)
    rows = found.set_aside.frame.select("account", "publication_number", "represented_by").rows()
    assert rows == [("same_family", "CN100000001A", "CN100000001B")]
    assert {left.reason: left.count for left in found.designs.left_out} == {"not_a_design": 2}


def test_a_family_is_represented_by_the_granted_text_of_the_first_market(claimed):
    corpus = claimed(
        {"claim": CLAIM, "family": "A", "validity": "pending", "number": "CN100000001A"},
        {"claim": CLAIM, "family": "A", "number": "CN100000002B"},
    )
    told = screen(corpus, PRODUCT, on=ON).candidates.frame
    assert told.select("publication_number", "family_rights").rows() == [("CN100000002B", 2)]


def test_triage_hints_with_the_claims_own_words_and_decides_nothing(claimed):
    apart = "1. 一种示例灯具，其特征在于，包括灯座；所述灯座内设有驱动板；功率不低于30W。"
    corpus = claimed({"claim": CLAIM}, {"claim": apart})
    told = screen(corpus, PRODUCT, on=ON).candidates.frame
    by_hint = dict(told.select("triage", "triage_reason").iter_rows())
    assert "功率不低于30W" in by_hint["may_be_set_aside"]
    assert told.height == 2


def test_query_and_classes_come_before_likeness(claimed, corpus_of):
    base = claimed({"claim": CLAIM}, {"claim": "1. 一种示例水泵，包括叶轮和灯座。"})
    tables = {name: base.polars(name).collect() for name in base.tables}
    tables["classifications"] = pl.DataFrame(
        [{"record": 1, "scheme": "ipc", "symbol": "F04D13/06", "position": 0, "is_main": True}]
    )
    corpus = Corpus.from_frames(tables, base.manifest)
    product = Product(PRODUCT.name, PRODUCT.features, ("CN",), classes=("F04D",))
    told = screen(corpus, product, on=ON).candidates.frame
    assert told["found_by"].to_list() == ["class", "likeness"]


def test_planted_near_copies_stand_first(claimed):
    chance = random.Random(5)
    words = ["".join(chance.choices("器件体架板轴泵阀管座杆圈盖环槽", k=3)) for _ in range(300)]

    def text():
        parts = "；".join(f"{chance.choice(words)}连接{chance.choice(words)}" for _ in range(6))
        return f"1. 一种{chance.choice(words)}装置，其特征在于，包括：{parts}。"

    claims = [text() for _ in range(600)]
    corpus = claimed(*({"claim": claim} for claim in claims))
    hits = 0
    for place in range(0, 600, 30):
        clauses = claims[place].partition("：")[2].split("；")
        features = tuple(ProductFeature(str(at), clause) for at, clause in enumerate(clauses[:5]))
        told = screen(corpus, Product("p", features, ("CN",)), on=ON, most=1)
        hits += told.compared["application"].to_list() == [place]
    assert hits >= 19


def case_of(corpus, tmp_path, **options):
    path = tmp_path / "product.yaml"
    path.write_text(
        "name: 示例灯\nmarkets: [CN]\n"
        "features: [灯座上装玻璃灯罩, {id: S, text: 灯座内装绝密驱动板, evidence: 绝密图纸}]\n",
        encoding="utf-8",
    )
    return open_case(corpus, str(path), on=ON, **options)


def test_the_matrix_shows_inputs_ties_and_one_step_of_doubt(claimed, tmp_path):
    corpus = claimed({"claim": CLAIM}, {"claim": CLAIM}, {"claim": CLAIM, "validity": "pending"})
    frame = case_of(corpus, tmp_path).matrix.frame
    assert frame["risk_grade"].to_list() == ["undetermined"] * 3
    assert frame["tied_count"][0] >= 2
    assert {"likelihood", "severity", "remaining_years", "adjustment", "rank_range"} <= set(frame.columns)


def test_a_filled_chart_gives_the_grade(claimed, tmp_path, filled_chart):
    corpus = claimed({"claim": CLAIM, "number": "CN100000001B"})
    empty = case_of(corpus, tmp_path)
    path = filled_chart(empty, "CN100000001B", "literal")
    case = case_of(corpus, tmp_path, charts=str(path))
    assert case.matrix.frame["risk_grade"].to_list() == ["high"]
    assert case.work_arounds.frame.height > 0
    assert dict(case.grades.frame.iter_rows())["high"] == 1


@pytest.fixture
def filled_chart(tmp_path):
    from dataclasses import replace

    from workbench.risk.chart import write_chart

    def fill(case, number, state):
        chart = case.charts[number]
        cells = [replace(c, state=state, evidence="照片", author="甲", time="2024-06-01") for c in chart.cells]
        return write_chart(chart.with_cells(cells), tmp_path / "filled.xlsx", "zh")

    return fill


def test_the_public_edition_holds_nothing_of_the_product(claimed, tmp_path, filled_chart):
    corpus = claimed({"claim": CLAIM, "number": "CN100000001B"})
    case = case_of(corpus, tmp_path, edition="public")
    tables = [case.features, case.chart_table("CN100000001B"), case.matrix, case.candidates, case.triage,
              case.work_arounds, case.screening.log, case.gap_table("CN100000001B")]  # fmt: skip
    assert all("绝密" not in str(table.frame.to_dicts()) for table in tables)
    assert case.write_charts(tmp_path / "charts", "zh") == []
    assert "绝密" not in repr(case)
    assert "triage_reason" not in case.triage.frame.columns
    assert all("cell_state" not in table.frame.columns for table in (tables[1], case.work_arounds))
    assert "deciding_features" not in case.verdict_table("CN100000001B").frame.columns
    inside = case_of(corpus, tmp_path)
    assert "绝密" in str(inside.features.frame.to_dicts())


def test_rights_with_fewer_claims_than_stated_are_counted(claimed, tmp_path):
    corpus = claimed(
        {"claim": CLAIM, "number": "CN100000001B", "claim_count": 7},
        {"claim": CLAIM, "number": "CN100000002B", "claim_count": 1},
        {"claim": CLAIM, "number": "CN100000003B"},
    )
    assert case_of(corpus, tmp_path).short_of_claims() == 1


def test_charts_are_laid_out_for_rights_in_force_first(claimed, tmp_path):
    corpus = claimed(
        {"claim": CLAIM, "number": "CN100000001B", **UNPAID, "events": [("fee_lapse", "2023-03-01")]},
        {"claim": CLAIM, "number": "CN100000002B"},
    )
    assert list(case_of(corpus, tmp_path, charted=1).charts) == ["CN100000002B"]


def test_coverage_names_what_is_known_and_what_is_not(claimed, tmp_path):
    corpus = claimed(
        {"claim": CLAIM, "family": "A", "number": "CN100000001B"},
        {"family": "A", "office": "US", "number": "US10000001B2"},
    )
    rows = case_of(corpus, tmp_path).coverage.frame.select("office", "member", "member_status").rows()
    assert rows == [("CN", "CN100000001B", "in_force"), ("US", "US10000001B2", "in_force")]


def test_two_charts_of_one_right_are_refused(claimed, tmp_path, filled_chart):
    import shutil

    corpus = claimed({"claim": CLAIM, "number": "CN100000001B"})
    path = filled_chart(case_of(corpus, tmp_path), "CN100000001B", "literal")
    shutil.copy(path, tmp_path / "second.xlsx")
    with pytest.raises(WorkbenchError) as caught:
        case_of(corpus, tmp_path, charts=f"{path};{tmp_path / 'second.xlsx'}")
    assert (caught.value.key, caught.value.fields["first"]) == ("chart_twice", "filled.xlsx")


def test_early_warning_tells_new_publications_and_new_events(claimed):
    before = claimed({"claim": CLAIM, "number": "CN100000001B"})
    after = claimed(
        {"claim": CLAIM, "number": "CN100000001B", "events": [("transfer", "2024-05-01")]},
        {"claim": CLAIM, "number": "CN100000002A", "validity": "pending"},
    )
    told = (
        early_warning(before, after, PRODUCT, on=ON)
        .frame.select("warning", "publication_number", "event")
        .rows()
    )
    assert told == [("new_event", "CN100000001B", "transfer"), ("new_publication", "CN100000002A", None)]


def test_the_portfolio_counts_types_depth_and_breadth(claimed):
    from workbench.risk.portfolio import Portfolio

    corpus = claimed({"claim": CLAIM, "number": "CN100000001B"}, {})
    portfolio = Portfolio(corpus)
    sets, trees, breadth = portfolio.claim_sets(), portfolio.claim_trees(), portfolio.breadth()
    assert sets.frame.select("claim_count", "independent_count", "tree_depth").rows() == [(1, 1, 0)]
    assert [(item.reason, item.count) for item in sets.left_out] == [("no_claims_given", 1)]
    assert trees.frame["claim_type"].to_list() == ["independent"]
    assert breadth.frame["first_claim_characters"][0] > 20


def test_the_warning_command_compares_two_corpora(claimed, risk, tmp_path):
    from workbench.corpus.storage import staged_folder, write_tables

    corpora = {
        "before": claimed({"claim": CLAIM, "number": "CN100000001B"}),
        "after": claimed(
            {"claim": CLAIM, "number": "CN100000001B"}, {"claim": CLAIM, "number": "CN100000002A"}
        ),
    }
    for name, corpus in corpora.items():
        with staged_folder(tmp_path / name) as folder:
            write_tables(folder, {table: corpus.polars(table) for table in corpus.tables}, corpus.manifest)
    product = tmp_path / "product.txt"
    product.write_text("灯座内装绝密驱动板", encoding="utf-8")
    told = risk(
        "warn", tmp_path / "before", tmp_path / "after", "--product", product, "--on", "2024-06-30", "--json"
    )
    assert [row["publication_number"] for row in told] == ["CN100000002A"]
    assert "绝密" not in str(told)
