"""What people enter on severity: shown one by one, read back as written, and told where it cannot be used."""

from dataclasses import replace
from datetime import date

import openpyxl
import polars as pl
import pytest

from workbench.errors import Faults, WorkbenchError
from workbench.labels import LANGUAGES
from workbench.risk.case import open_case
from workbench.risk.severity import (
    ExpertScore,
    PeopleInputs,
    median_step,
    read_severity,
    rule_step,
    span_text,
    write_severity,
)

ON = date(2024, 6, 30)
CLAIM = "1. 一种示例灯具，其特征在于，包括灯座和设于灯座上的玻璃灯罩。"
NUMBERS = ("CN100000001B", "CN100000002B", "CN100000003B")
KNOWN = pl.Series(NUMBERS)
CANDIDATES = pl.DataFrame({"publication_number": NUMBERS[:2], "title": ["灯", None]})
ENTERED = {
    NUMBERS[0]: PeopleInputs(
        NUMBERS[0], 0.355, "yes", (ExpertScore("甲", 4, 2), ExpertScore("乙", None, 5), ExpertScore("丙", 1))
    ),
    NUMBERS[1]: PeopleInputs(NUMBERS[1], 0.0),
    NUMBERS[2]: PeopleInputs(NUMBERS[2], None, "unknown"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_people_entered_is_read_back_as_it_was(tmp_path, language):
    path = write_severity(tmp_path / "s.xlsx", CANDIDATES, ENTERED, language=language)
    assert read_severity(path, KNOWN) == ENTERED
    again = write_severity(tmp_path / "t.xlsx", CANDIDATES, read_severity(path, KNOWN), language=language)
    assert read_severity(again, KNOWN) == ENTERED


def test_an_empty_workbook_lists_the_candidates_and_holds_nothing(tmp_path):
    path = write_severity(tmp_path / "s.xlsx", CANDIDATES, {}, language="zh")
    assert read_severity(path, KNOWN) == {}
    book = openpyxl.load_workbook(path)
    listed = [row[0] for row in book["营收与禁令"].iter_rows(min_row=2, values_only=True)]
    assert listed == list(NUMBERS[:2])
    assert book["专家评分"].max_row == 3


@pytest.fixture
def sheet(tmp_path):
    """Return a function that writes rows of both sheets as a person would, numbers as numbers."""

    def write(inputs=(), scores=()):
        path = write_severity(tmp_path / "s.xlsx", CANDIDATES.clear(), {}, language="zh", is_replaced=True)
        book = openpyxl.load_workbook(path)
        for name, rows in (("营收与禁令", inputs), ("专家评分", scores)):
            for row in rows:
                book[name].append(row)
        book.save(path)
        return path

    return write


def test_numbers_percent_signs_and_other_spellings_are_read(sheet):
    path = sheet(
        [("CN 100000001 B", None, 35.5, "是"), (NUMBERS[1], None, "12%", "unknown")], [(NUMBERS[0], "甲", 3, 4)]
    )
    told = read_severity(path, KNOWN)
    assert told[NUMBERS[0]].revenue_share == pytest.approx(0.355)
    assert told[NUMBERS[0]].scores == (ExpertScore("甲", 3, 4),)
    assert (told[NUMBERS[1]].revenue_share, told[NUMBERS[1]].injunction) == (pytest.approx(0.12), "unknown")


@pytest.mark.parametrize(
    ("inputs", "scores", "key", "found"),
    [
        ([(NUMBERS[0], None, 101, None)], [], "bad_cell", "101"),
        ([(NUMBERS[0], None, -1, None)], [], "bad_cell", "-1"),
        ([(NUMBERS[0], None, "三成", None)], [], "bad_cell", "三成"),
        ([(NUMBERS[0], None, "nan", None)], [], "bad_cell", "nan"),
        ([(NUMBERS[0], None, None, "也许")], [], "bad_cell", "也许"),
        ([], [(NUMBERS[0], "甲", 6, None)], "bad_cell", "6"),
        ([], [(NUMBERS[0], "甲", None, 2.5)], "bad_cell", "2.5"),
        ([], [(NUMBERS[0], None, 3, None)], "bad_cell", ""),
        ([], [(None, "甲", 3, None)], "bad_cell", ""),
        ([("CN9B", None, 5, None)], [], "severity_number_unknown", "CN9B"),
        ([], [("CN9B", "甲", 3, 3)], "severity_number_unknown", "CN9B"),
        ([(NUMBERS[0], None, 5, None)] * 2, [], "severity_twice", NUMBERS[0]),
        ([], [(NUMBERS[0], "甲", 3, 3)] * 2, "severity_twice", NUMBERS[0]),
    ],
)
def test_each_fault_names_its_cell(sheet, inputs, scores, key, found):
    with pytest.raises(WorkbenchError) as caught:
        read_severity(sheet(inputs, scores), KNOWN)
    assert (caught.value.key, caught.value.fields["found"]) == (key, found)
    assert caught.value.fields["row"] in (2, 3)


def test_all_faults_are_told_at_once(sheet):
    with pytest.raises(Faults) as caught:
        read_severity(sheet([(NUMBERS[0], None, 200, "是")], [(NUMBERS[0], "甲", 9, None)]), KNOWN)
    assert {fault.key for fault in caught.value.faults} == {"bad_cell"}


@pytest.mark.parametrize(
    ("base", "share", "injunction", "step"),
    [
        (3, None, None, 3), (3, 0.0, None, 2), (3, 0.099, None, 2), (3, 0.10, None, 3), (3, 0.299, None, 3),
        (3, 0.30, None, 4), (3, 0.60, None, 5), (3, 1.0, "yes", 5), (3, None, "yes", 4), (3, None, "no", 2),
        (3, None, "unknown", 3), (1, 0.0, "no", 1), (5, 0.6, "yes", 5), (2, 0.3, "no", 2),
    ],
)  # fmt: skip
def test_revenue_and_injunction_move_the_step_of_the_term(base, share, injunction, step):
    assert rule_step(base, PeopleInputs("x", share, injunction)) == step


@pytest.mark.parametrize(
    ("steps", "middle", "told"),
    [([1], 1, "1–1–1"), ([2, 5], 4, "2–3.5–5"), ([1, 2, 5], 2, "1–2–5"), ([3, 4], 4, "3–3.5–4")],
)
def test_the_median_counts_and_the_span_is_shown(steps, middle, told):
    assert (median_step(steps), span_text(steps)) == (middle, told)


def test_disagreement_is_two_steps_or_more():
    near = PeopleInputs("x", scores=(ExpertScore("甲", 3, 3), ExpertScore("乙", 4, 5)))
    assert near.disagreement == ["severity"]
    assert PeopleInputs("x", scores=(ExpertScore("甲", 3, 3),)).disagreement == []


@pytest.fixture
def case_of(claimed, tmp_path):
    rows = [{"claim": CLAIM, "number": number} for number in NUMBERS]
    product = tmp_path / "p.yaml"
    product.write_text("name: 示例灯\nfeatures: [灯座上装玻璃灯罩]\n", encoding="utf-8")

    def make(entered, **options):
        path = ""
        if entered:
            path = str(tmp_path / "in.xlsx")
            write_severity(tmp_path / "in.xlsx", CANDIDATES, entered, language="zh", is_replaced=True)
        return open_case(claimed(*rows), str(product), on=ON, severity=path, **options)

    return make


def test_the_matrix_shows_what_people_entered_beside_the_rule_and_which_one_counts(case_of):
    frame = case_of(ENTERED).matrix.frame
    rows = {row["publication_number"]: row for row in frame.iter_rows(named=True)}
    first, second, third = (rows[number] for number in NUMBERS)
    assert (first["severity_by_rule"], first["severity"], first["severity_basis"]) == (5, 4, "experts")
    assert (first["severity_by_experts"], first["likelihood_by_experts"]) == ("2–3.5–5", "1–2.5–4")
    assert (first["revenue_share"], first["injunction"], first["expert_count"]) == (0.355, "yes", 3)
    assert first["disagreement"] == ["likelihood", "severity"]
    assert first["likelihood"] == second["likelihood"]
    assert (second["severity"], second["severity_basis"]) == (4, "term_and_inputs")
    assert (third["severity"], third["severity_basis"]) == (5, "term_and_inputs")
    assert frame["risk_score"].to_list() == (frame["likelihood"] * frame["severity"]).to_list()


def test_without_the_workbook_the_step_is_that_of_the_term(case_of):
    frame = case_of({}).matrix.frame
    assert frame["severity_basis"].to_list() == ["term"] * 3
    assert "severity_by_experts" not in frame.columns


def test_what_people_entered_is_counted_and_the_unused_too(case_of):
    assert case_of(ENTERED).people_counts() == {"entered": 3, "unused": 0, "experts": 3, "apart": 1}
    assert case_of(ENTERED, most=1).people_counts()["unused"] == 2


def test_the_public_edition_shows_nothing_of_it_and_writes_no_workbook(case_of, tmp_path):
    case = case_of(ENTERED, edition="public")
    told = case.matrix
    shown = {"revenue_share", "injunction", "severity_by_experts", "likelihood_by_experts"}
    assert not shown & set(told.frame.columns)
    assert "inputs_withheld" in told.notes
    assert case.write_severity(tmp_path / "out.xlsx", "zh") == []
    assert "0.355" not in repr(case)


def test_a_run_writes_the_workbook_again_with_what_was_entered(case_of, tmp_path):
    case = case_of({**ENTERED, NUMBERS[0]: replace(ENTERED[NUMBERS[0]], injunction="no")}, most=1)
    (path,) = case.write_severity(tmp_path / "out.xlsx", "en")
    assert read_severity(path, KNOWN) == case.people
