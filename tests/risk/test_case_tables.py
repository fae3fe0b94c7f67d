"""Tables of a case: units that fit, what was left out, and a sentence where there is nothing."""

from datetime import date

import polars as pl
import pytest

from workbench.corpus import Corpus
from workbench.report.wording import unit_line
from workbench.risk.case import open_case
from workbench.risk.screening import screen
from workbench.runs import add_listed, grade_findings

CLAIM = "1. 一种示例灯具，其特征在于，包括灯座和设于灯座上的玻璃灯罩。"


@pytest.fixture
def case_of(corpus_of, tmp_path):
    """Return a function that opens a case on rows; a row may hold ``claim``."""

    def make(*rows, classes=()):
        plain = [{"filing_date": "2018-01-01", "validity": "in_force", "office": "CN", **row} for row in rows]
        corpus = corpus_of(*plain, cut_off="2024-06-30")
        tables = {name: corpus.polars(name).collect() for name in corpus.tables}
        claims = [
            {"record": at, "number": 1, "text": row["claim"]}
            for at, row in enumerate(plain)
            if row.get("claim")
        ]
        tables["claims"] = pl.DataFrame(
            claims, schema={"record": pl.UInt32, "number": pl.UInt16, "text": pl.String}
        )
        if classes:
            tables["classifications"] = pl.DataFrame(
                [
                    {"record": at, "scheme": "ipc", "symbol": s, "position": 0, "is_main": True}
                    for at, s in classes
                ]
            )
        path = tmp_path / "p.yaml"
        path.write_text("name: 示例灯\nclasses: [F21S]\nfeatures: [灯座, 玻璃灯罩]\n", encoding="utf-8")
        return open_case(Corpus.from_frames(tables, corpus.manifest), str(path), on=date(2024, 6, 30))

    return make


def test_tables_of_features_carry_no_counting_of_patents(case_of):
    case = case_of({"claim": CLAIM, "number": "CN100000001B"})
    assert unit_line(case.features, "zh") == "计数单位：个（技术特征）；n = 2"
    number = next(iter(case.charts))
    cells = len(case.charts[number].cells)
    assert unit_line(case.chart_table(number), "en") == f"Unit: features; n = {cells}"
    assert unit_line(case.verdict_table(number), "zh") == "计数单位：项（权利要求）；n = 1"
    assert "全计数" not in unit_line(case.gap_table(number), "zh")


def test_what_was_not_compared_is_told_under_every_list_and_adds_up(case_of):
    case = case_of({"claim": CLAIM}, {}, {}, {"patent_type": "design"})
    for table in (case.candidates, case.triage, case.grades, case.matrix):
        left = {item.reason: item.count for item in table.left_out}
        assert left == {"no_claims_given": 2, "design_for_people": 1}
        assert table.population == 4
    assert case.grades.frame["unit_count"].sum() + case.grades.left_out_count() == 4


def test_grades_are_not_counted_where_nothing_was_compared(case_of):
    (finding,) = grade_findings(case_of({}, {}, {}))
    assert finding.key == "risk_not_graded"
    assert finding.slots["no_claims_given"].value == 3
    graded, besides = grade_findings(case_of({"claim": CLAIM}, {}))
    assert (graded.key, besides.key) == ("risk_grades", "risk_uncompared")


def test_a_grade_without_a_candidate_is_explained_and_nothing_compared_is_no_table(case_of):
    grades = case_of({"claim": CLAIM}).grades
    assert grades.frame["unit_count"].to_list() == [0, 0, 0, 1]
    assert "zero_grades" in grades.notes
    assert case_of({}).grades.is_empty()


def test_the_log_names_the_markets_in_words(case_of):
    from dataclasses import replace

    from workbench.runs import search_log

    case = case_of({"claim": CLAIM})
    named = replace(case, product=replace(case.product, markets=("US", "CN")))
    plain = {row["step"]: row["content"] for row in search_log(case, "zh").frame.iter_rows(named=True)}
    assert plain["markets"] is None
    log = screen(case.corpus, named.product, on=case.on).log
    told = replace(named, screening=replace(case.screening, log=log))
    for language, words in (("zh", "美国、中国"), ("en", "United States; China")):
        rows = {row["step"]: row["content"] for row in search_log(told, language).frame.iter_rows(named=True)}
        assert rows["markets"] == words
        assert rows["class"] == "F21S"


def test_rights_without_claims_that_the_classes_find_stand_first(case_of):
    case = case_of({}, {}, {"validity": "lapsed", "legal_status": "rejected"}, classes=[(1, "F21S 8/00")])
    told = case.screening.set_aside.frame.select("account", "found_by").rows()
    assert told == [("no_claims_given", "class"), ("no_claims_given", None), ("risk_dead", None)]


class Told:
    """Records what a report was given."""

    language = "zh"

    def __init__(self):
        self.texts, self.tables = [], []

    def text(self, key, **fields):
        self.texts.append((key, fields))

    def add(self, table, **given):
        self.tables.append(table.name)


def test_a_table_without_rows_becomes_a_sentence_with_the_reason(case_of):
    told = Told()
    nothing, something = case_of({}), case_of({"claim": CLAIM})
    add_listed(told, nothing, nothing.matrix)
    add_listed(told, something, something.watched)
    add_listed(told, something, something.matrix)
    assert told.tables == ["risk_matrix"]
    assert "没有一件权利列入比对" in told.texts[0][1]["why"]
    assert "已比对 1 件" in told.texts[1][1]["why"]


def test_a_cut_claim_shows_that_it_goes_on_and_the_rest_is_accounted_for(case_of):
    from workbench.risk.portfolio import Portfolio

    long = CLAIM + "其特征还在于，" + "所述灯罩为磨砂玻璃，" * 8
    corpus = case_of({"claim": long}, {"claim": CLAIM}, {}).corpus
    told = Portfolio(corpus, most=1).claim_trees()
    assert told.frame["claim_text"].to_list() == [long.removeprefix("1. ")[:60] + "…"]
    assert told.frame["parents"].to_list() == [None]
    assert {item.reason: item.count for item in told.left_out} == {"no_claims_given": 1, "beyond_most_read": 1}


def test_edition_and_markets_are_told_in_words(case_of):
    from dataclasses import replace

    from workbench.runs import risk_facts

    case = case_of({"claim": CLAIM})
    told = dict(risk_facts(replace(case, product=replace(case.product, markets=("US", "CN"))), "zh"))
    assert told["markets"] == "美国、中国"
    assert told["edition"].startswith("内部版")
