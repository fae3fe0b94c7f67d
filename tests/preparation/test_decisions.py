"""The decisions workbook: written, edited, applied twice, undone by deleting a row."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import fastexcel
import polars as pl
import pytest
import xlsxwriter

from workbench.corpus import Corpus
from workbench.errors import Faults, WorkbenchError
from workbench.preparation.decided import without_decisions
from workbench.preparation.decisions import apply_decisions, write_decisions
from workbench.preparation.decisions_book import LISTED_SHEET, SHEETS, heading
from workbench.preparation.parties import unify_parties
from workbench.preparation.party_types import classify_parties
from workbench.preparation.regions import locate_parties


@cache
def prepared(make):
    """Prepare the corpus once, and write its workbook once: every test gets a copy."""
    acme = {"name": "Acme Global Technologies LLC", "group": "[示例集团-C]"}
    status = {"validity": "pending", "legal_status": "examination"}
    raw = make(
        {"applicants": [acme], "number": "CN100000001A", "application_number": "CN202010000001.1", **status},
        {"applicants": ["ACME GLOBAL TECHNOLOGIES L.L.C."], "number": "CN100000002A"},
        {"applicants": ["Acme Global Technologies LLC"], "number": "CN100000003A"},
        {"applicants": ["Acme Global Techonologies LLC"], "number": "CN100000004A"},
        {"applicants": [{"name": "示例检测中心", "address": "天津市西青区"}], "number": "CN100000005A"},
    )
    corpus = locate_parties(classify_parties(unify_parties(raw)))
    corpus = corpus.with_tables(parties=corpus.polars("parties").collect())
    with TemporaryDirectory() as folder:
        return corpus, write_decisions(corpus, Path(folder) / "d.xlsx").read_bytes()


@pytest.fixture
def corpus(corpus_of):
    return prepared(corpus_of)[0]


@pytest.fixture
def book(corpus_of, tmp_path):
    path = tmp_path / "决定.xlsx"
    path.write_bytes(prepared(corpus_of)[1])
    return path


def rewrite(path, edits, *, drop=()):
    """Write the workbook again: ``edits`` maps a sheet to a function of its rows (lists of cells)."""
    source = fastexcel.read_excel(path)
    found = {
        name: [
            list(row) for row in source.load_sheet(name, header_row=None, dtypes="string").to_polars().rows()
        ]
        for name in source.sheet_names
        if name not in drop
    }
    for sheet, edit in edits.items():
        found[sheet] = edit(found[sheet])
    with xlsxwriter.Workbook(path) as target:
        for name, rows in found.items():
            page = target.add_worksheet(name)
            for at, row in enumerate(rows):
                page.write_row(at, 0, ["" if cell is None else cell for cell in row])
    return path


def titled(key):
    return next(sheet for sheet in SHEETS if sheet.key == key).title


def adding(*cells):
    return lambda rows: [*rows, list(cells)]


def column(corpus: Corpus, name: str):
    return corpus.polars("parties").filter(pl.col("role") == "applicant").collect()[name].to_list()


def same(one: Corpus, other: Corpus, *, tables=("publications", "applications", "parties", "classifications")):
    return all(one.polars(name).collect().equals(other.polars(name).collect()) for name in tables)


def test_the_workbook_lists_rule_made_merges_as_adopted_and_suggestions_as_undecided(book):
    rows = fastexcel.read_excel(book).load_sheet(titled("applicant_merges"), dtypes="string").to_polars()
    shown = (
        rows.slice(1).select(heading("name"), heading("merge_into"), heading("basis"), heading("adopt")).rows()
    )
    assert shown == [
        ("ACME GLOBAL TECHNOLOGIES L.L.C.", "Acme Global Technologies LLC", "规则", "是"),
        ("Acme Global Techonologies LLC", "Acme Global Technologies LLC", "建议", "待定"),
    ]


def test_a_workbook_as_written_changes_nothing(corpus, book):
    assert same(apply_decisions(corpus, book), corpus)


def test_an_existing_workbook_is_never_overwritten(corpus, book):
    before = book.read_bytes()
    with pytest.raises(WorkbenchError) as caught:
        write_decisions(corpus, book)
    assert caught.value.key == "output_exists"
    assert book.read_bytes() == before


def test_an_adopted_suggestion_merges_and_takes_the_group_along(corpus, book):
    def adopt(rows):
        return [[*row[:3], "是", *row[4:]] if row[2] == "建议" else row for row in rows]

    decided = apply_decisions(corpus, rewrite(book, {titled("applicant_merges"): adopt}))
    assert column(decided, "party")[:4] == ["Acme Global Technologies LLC"] * 4
    assert column(decided, "group")[:4] == ["示例集团"] * 4
    assert column(decided, "name") == column(corpus, "name")


def test_deleting_a_rule_made_merge_takes_it_apart(corpus, book):
    rewrite(book, {titled("applicant_merges"): lambda rows: [row for row in rows if row[2] != "规则"]})
    decided = apply_decisions(corpus, book)
    assert column(decided, "party")[1] == "ACME GLOBAL TECHNOLOGIES L.L.C."
    assert column(decided, "party")[0] == "Acme Global Technologies LLC"


def test_deleting_a_vendors_group_leaves_the_party_alone(corpus, book):
    rewrite(book, {titled("group_merges"): lambda rows: rows[:2]})
    assert column(apply_decisions(corpus, book), "group")[0] is None


EDITS = {
    "party_types": adding("示例检测中心", "企业"),
    "firm_roster": adding("示例检测中心", "", "", "和平区", ""),
    "legal_status": adding("CN202010000001.1", "", "失效", "2024-01-31"),
    "branches": adding("CN100000001A", "示例分解表", "A.1"),
    "tags": adding("CN100000002A", "重点", "高"),
    "relevance": lambda rows: [[*row[:2], "不相关"] if row[0] == "CN100000003A" else row for row in rows],
    "group_merges": adding("示例检测中心", "示例检测集团", "", "是", ""),
}


@pytest.fixture
def edited(book):
    edits = dict(EDITS)
    edits["party_types"] = lambda rows: [
        [row[0], "企业", *row[2:]] if row[0] == "示例检测中心" else row for row in rows
    ]
    return rewrite(book, {titled(key): edit for key, edit in edits.items()})


def test_every_kind_of_decision_reaches_its_cells(corpus, edited):
    decided = apply_decisions(corpus, edited)
    centre = decided.polars("parties").filter(name="示例检测中心").collect().row(0, named=True)
    assert centre["party_type"] == "company"
    assert (centre["district"], centre["region_method"]) == ("120101", "roster")
    assert centre["group"] == "示例检测集团"
    first = decided.polars("applications").collect().row(0, named=True)
    assert (first["validity"], first["legal_status"], str(first["status_as_of"])) == (
        "lapsed", "examination", "2024-01-31",
    )  # fmt: skip
    tags = (
        decided.polars("classifications")
        .filter(origin="decided")
        .collect()
        .select("record", "scheme", "symbol")
    )
    assert tags.rows() == [
        (0, "branch:示例分解表", "A.1"), (1, "tag:重点", "高"), (2, "relevance", "irrelevant"),
    ]  # fmt: skip


def test_applying_twice_changes_nothing_and_undoing_restores_the_corpus(corpus, edited):
    once = apply_decisions(corpus, edited)
    twice = apply_decisions(once, edited)
    assert same(once, twice, tables=("parties", "applications", "classifications", "decided"))
    assert once.manifest == twice.manifest
    assert same(without_decisions(once), corpus)


def test_deleting_rows_undoes_them_even_in_a_saved_corpus(corpus, edited, book, tmp_path):
    saved = Corpus.open(apply_decisions(corpus, edited).save(tmp_path / "corpus"))
    headings_only = {
        titled(key): (lambda rows: rows[:2]) for key in EDITS if key not in ("group_merges", "party_types")
    }
    rewrite(book, {
        **headings_only,
        titled("group_merges"): lambda rows: [row for row in rows if row[0] != "示例检测中心"],
        titled("party_types"): lambda rows: [row for row in rows if row[0] != "示例检测中心"],
    })  # fmt: skip
    assert same(apply_decisions(saved, book), corpus)


def test_the_manifest_says_which_decisions_are_in_force(corpus, edited):
    told = apply_decisions(corpus, edited).manifest.decisions
    assert told[0].startswith("决定.xlsx sha256:")
    assert "relevance: 1" in told
    assert without_decisions(apply_decisions(corpus, edited)).manifest.decisions == []


@pytest.mark.parametrize(
    ("sheet", "cells", "found"),
    [
        ("relevance", ["CN100000001A", "", "也许"], "也许"),
        ("party_types", ["某公司", "外星人"], "外星人"),
        ("applicant_merges", ["甲", "乙", "", "好的"], "好的"),
        ("firm_roster", ["某公司", "", "", "海淀区"], "海淀区"),
        ("legal_status", ["CN202010000001.1", "", "", "上个月"], "上个月"),
        ("legal_status", ["CN202010000001.1", "", "半死"], "半死"),
    ],
)
def test_a_bad_value_names_sheet_row_found_and_allowed(corpus, tmp_path, sheet, cells, found):
    path = hand_written(tmp_path, sheet, [], cells)  # an empty row still counts
    with pytest.raises(WorkbenchError) as caught:
        apply_decisions(corpus, path)
    fields = caught.value.fields
    assert (fields["sheet"], fields["row"], fields["found"]) == (titled(sheet), 3, found)
    assert fields["allowed"]


def hand_written(tmp_path, key, *rows):
    """Return a workbook with one sheet and no English subheads, as a person would type it."""
    path = tmp_path / "手写.xlsx"
    spec = next(sheet for sheet in SHEETS if sheet.key == key)
    with xlsxwriter.Workbook(path) as target:
        page = target.add_worksheet(spec.title)
        page.write_row(0, 0, [heading(name) for name in spec.columns])
        for at, row in enumerate(rows, start=1):
            page.write_row(at, 0, row)
    return path


def test_all_faults_are_gathered(corpus, tmp_path):
    path = hand_written(tmp_path, "relevance", ["CN100000001A", "", "也许"], ["CN100000002A", "", "或许"])
    with pytest.raises(Faults) as caught:
        apply_decisions(corpus, path)
    assert [fault.fields["row"] for fault in caught.value.faults] == [2, 3]


def test_a_hand_written_workbook_without_the_other_sheets_undoes_nothing(corpus, tmp_path):
    path = hand_written(tmp_path, "relevance", ["CN100000001A", "", "相关"])
    decided = apply_decisions(corpus, path)
    assert decided.polars("parties").collect().equals(corpus.polars("parties").collect())
    assert decided.manifest.decisions[1:] == ["relevance: 1"]


def test_chains_of_merges_are_followed_and_circles_refused(corpus, tmp_path):
    first, last = "Acme Global Techonologies LLC", "Acme Global Technologies LLC"
    path = hand_written(tmp_path, "applicant_merges", [first, last, "", "是"], [last, "Acme", "", "是"])
    assert column(apply_decisions(corpus, path), "party")[:4] == ["Acme"] * 4
    circle = hand_written(tmp_path, "applicant_merges", [first, last, "", "是"], [last, first, "", "是"])
    with pytest.raises(WorkbenchError) as caught:
        apply_decisions(corpus, circle)
    assert caught.value.key == "circular_merge"


def test_two_decisions_on_one_name_contradict(corpus, tmp_path):
    path = hand_written(tmp_path, "applicant_merges", ["甲", "乙", "", "是"], ["甲", "丙", "", "是"])
    with pytest.raises(WorkbenchError) as caught:
        apply_decisions(corpus, path)
    assert (caught.value.key, caught.value.fields["row"], caught.value.fields["other"]) == (
        "contradicting_decisions", 3, 2,
    )  # fmt: skip


def test_decisions_on_unknown_things_are_counted_not_refused(corpus, tmp_path):
    path = hand_written(tmp_path, "relevance", ["CN999999999A", "", "相关"])
    decided = apply_decisions(corpus, path)
    (notice,) = [notice for notice in decided.manifest.notices if notice.key == "decisions_not_found"]
    assert (notice.fields["count"], notice.fields["examples"]) == (1, "CN999999999A")


@pytest.mark.parametrize("content", [b"rubbish", b""])
def test_a_file_that_is_no_workbook_is_refused(corpus, tmp_path, content):
    path = tmp_path / "坏.xlsx"
    path.write_bytes(content)
    with pytest.raises(WorkbenchError) as caught:
        apply_decisions(corpus, path)
    assert caught.value.key == "cannot_read"


def test_a_foreign_workbook_and_a_lost_heading_are_refused(corpus, tmp_path):
    path = tmp_path / "别的.xlsx"
    with xlsxwriter.Workbook(path) as target:
        target.add_worksheet("Sheet1").write_row(0, 0, ["a", "b"])
    with pytest.raises(WorkbenchError) as caught:
        apply_decisions(corpus, path)
    assert caught.value.key == "not_decisions"
    with xlsxwriter.Workbook(path) as target:
        target.add_worksheet(titled("relevance")).write_row(0, 0, ["号码", "相关性"])
    with pytest.raises(WorkbenchError) as caught:
        apply_decisions(corpus, path)
    assert caught.value.key == "decision_column_missing"


def test_names_beginning_with_signs_of_formulas_stay_text(corpus_of, tmp_path):
    corpus = unify_parties(corpus_of({"applicants": ["=1+1 Acme Ltd"]}, {"applicants": ["=1+1 ACME LIMITED"]}))
    path = write_decisions(corpus, tmp_path / "d.xlsx")
    rows = fastexcel.read_excel(path).load_sheet(titled("applicant_merges"), dtypes="string").to_polars()
    assert rows[heading("merge_into")].to_list()[1] == "=1+1 ACME LIMITED"


def test_the_list_of_what_was_written_is_hidden(book):
    import openpyxl

    assert openpyxl.load_workbook(book)[LISTED_SHEET].sheet_state == "hidden"
