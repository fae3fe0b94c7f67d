"""A roadmap that people edit: edits survive, news is marked, the deleted stays away, faults are refused."""

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import Faults, WorkbenchError
from workbench.route.roadmap_book import conflict_text, read_roadmap, update_roadmap
from workbench.route.roadmap_merge import EDITED, merge_roadmap

SHEET = "路线图"


def proposal(*rows):
    """Return proposals of (document, branch, year, label)."""
    return pl.DataFrame(
        [
            {"document": d, "branch": b, "year": y, "label": t, "keep": True, "title": f"题名 {d}",
             "applicant": "示例公司", "roadmap_basis": "main_path"}
            for d, b, y, t in rows
        ],
        schema={"document": pl.String, "branch": pl.String, "year": pl.Int32, "label": pl.String,
                "keep": pl.Boolean, "title": pl.String, "applicant": pl.String, "roadmap_basis": pl.String},
    )  # fmt: skip


FIRST = proposal(("A1", "导航", 2001, "甲"), ("B2", "识别", 2005, "乙"), ("C3", None, None, "丙"))


def edit(path, **changes):
    """Write cells of the workbook: ``B3="x"``; ``rows=[3]`` deletes rows."""
    book = openpyxl.load_workbook(path)
    page = book[SHEET]
    for cell, value in changes.items():
        if cell != "rows":
            page[cell] = value
    for row in sorted(changes.get("rows", []), reverse=True):
        page.delete_rows(row)
    book.save(path)


def column(path, letter):
    page = openpyxl.load_workbook(path)[SHEET]
    return [cell.value for cell in page[letter]][2:]


def by_document(roadmap):
    return {row["document"]: row for row in roadmap.rows.iter_rows(named=True)}


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "路线图.xlsx"
    update_roadmap(path, FIRST)
    return path


def test_the_first_workbook_holds_the_proposals(book):
    assert column(book, "B") == ["A1", "B2", "C3"]
    assert column(book, "A") == ["是", "是", "是"]
    assert column(book, "D") == [2001, 2005, None]
    rows, memory = read_roadmap(book)
    assert rows.select("document", *EDITED).equals(FIRST.select("document", *EDITED))
    assert memory.equals(FIRST.select("document", *EDITED))


def test_a_run_without_news_leaves_the_file_as_it_is(book):
    before = book.read_bytes()
    update_roadmap(book, FIRST)
    assert book.read_bytes() == before
    assert [path.name for path in book.parent.iterdir()] == [book.name]


def test_edits_survive_and_what_was_not_edited_follows_the_data(book):
    edit(book, C3="底盘", E3="我的标签", A4="否")
    now = proposal(("A1", "导航", 2002, "甲"), ("B2", "识别", 2005, "乙新"), ("C3", "导航", 2010, "丙"))
    rows = by_document(update_roadmap(book, now))
    assert [rows["A1"][name] for name in EDITED] == ["底盘", 2002, "我的标签", True]
    assert [rows["B2"][name] for name in EDITED] == ["识别", 2005, "乙新", False]
    assert [rows["C3"][name] for name in EDITED] == ["导航", 2010, "丙", True]
    assert by_document(update_roadmap(book, now)) == rows


def test_an_edit_wins_over_a_changed_proposal_and_the_conflict_is_told(book):
    edit(book, C3="底盘")
    made = update_roadmap(
        book,
        proposal(("A1", "定位", 2001, "甲"), *FIRST.select("document", "branch", "year", "label").rows()[1:]),
    )
    assert by_document(made)["A1"]["branch"] == "底盘"
    assert by_document(made)["A1"]["row_state"] == "conflict"
    assert conflict_text(made.conflicts[0], "zh") == "A1 的技术分支：已按您的修改保留“底盘”，本次建议为“定位”。"
    assert column(book, "I")[0] == "冲突"
    assert column(book, "J")[0] == "branch=定位"


def test_new_rows_are_marked_once_and_stand_last(book):
    now = pl.concat([proposal(("D4", "能源", 2020, "丁")), FIRST])
    assert update_roadmap(book, now).count("new") == 1
    assert column(book, "B") == ["A1", "B2", "C3", "D4"]
    assert column(book, "I") == [None, None, None, "新增"]
    assert update_roadmap(book, now).count("new") == 0


def test_a_deleted_row_stays_deleted_even_when_it_is_proposed_again(book):
    edit(book, rows=[4])
    assert update_roadmap(book, FIRST).deleted == 1
    without = update_roadmap(book, FIRST.filter(pl.col("document") != "B2"))
    assert list(by_document(without)) == ["A1", "C3"]
    again = update_roadmap(book, FIRST)
    assert list(by_document(again)) == ["A1", "C3"]
    assert again.count("new") == 0


def test_rows_that_are_proposed_no_more_and_rows_of_ones_own_stay(book):
    edit(book, A6="是", B6="Z9", C6="自己的分支")
    rows = by_document(update_roadmap(book, FIRST.head(2)))
    assert rows["C3"]["row_state"] == "not_proposed"
    assert (rows["Z9"]["row_state"], rows["Z9"]["branch"], rows["Z9"]["year"]) == ("added", "自己的分支", None)


def test_a_row_of_ones_own_is_filled_from_the_data(book):
    edit(book, A6="是", B6="Z9", E6="自拟")
    known = pl.concat([FIRST, proposal(("Z9", "能源", 2019, "题"))])
    row = by_document(update_roadmap(book, FIRST, known))["Z9"]
    assert (row["branch"], row["year"], row["label"], row["title"]) == ("能源", 2019, "自拟", "题名 Z9")
    assert row["row_state"] == "added"


def test_columns_and_order_of_ones_own_are_kept(book):
    edit(
        book,
        K1="备注",
        K3="会上讨论",
        B3="B2",
        C3="识别",
        D3=2005,
        E3="乙",
        B4="A1",
        C4="导航",
        D4=2001,
        E4="甲",
    )
    made = update_roadmap(book, pl.concat([FIRST, proposal(("D4", "能源", 2020, "丁"))]))
    assert made.rows["document"].to_list() == ["B2", "A1", "C3", "D4"]
    assert column(book, "K") == ["会上讨论", None, None, None]


def test_the_former_workbook_stands_beside_the_new_one(book):
    before = book.read_bytes()
    update_roadmap(book, FIRST.head(1))
    assert (book.parent / "路线图.former.xlsx").read_bytes() == before


def test_every_malformed_cell_is_named_at_once_and_nothing_is_written(book):
    edit(book, A3="也许", D3="二〇〇一", B4="C3", A5=None)
    before = book.read_bytes()
    with pytest.raises(Faults) as fault:
        update_roadmap(book, FIRST.head(1))
    told = {(one.key, one.fields["cell"]): one.fields for one in fault.value.faults}
    assert set(told) == {
        ("roadmap_bad_cell", "A3"), ("roadmap_bad_cell", "D3"), ("roadmap_bad_cell", "A5"),
        ("roadmap_repeated", "B5"),
    }  # fmt: skip
    assert told["roadmap_bad_cell", "A3"]["allowed"] == "是、否"
    assert told["roadmap_bad_cell", "D3"]["found"] == "二〇〇一"
    assert told["roadmap_repeated", "B5"]["other"] == "B4"
    assert book.read_bytes() == before
    assert [path.name for path in book.parent.iterdir()] == [book.name]


def test_a_file_that_is_no_roadmap_is_refused(tmp_path, book):
    other = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(other)
    (tmp_path / "text.xlsx").write_text("no workbook", encoding="utf-8")
    edit(book, B1="号码")
    for path, key in (
        (other, "roadmap_no_sheet"),
        (tmp_path / "text.xlsx", "cannot_read"),
        (book, "roadmap_columns"),
    ):
        with pytest.raises(WorkbenchError) as fault:
            update_roadmap(path, FIRST)
        assert fault.value.key == key
    with pytest.raises(WorkbenchError) as fault:
        update_roadmap(tmp_path / "nowhere" / "r.xlsx", FIRST)
    assert fault.value.key == "cannot_write"


def test_without_a_workbook_the_proposals_stand():
    made = update_roadmap(None, FIRST)
    assert made.kept.height == 3
    assert made.rows["row_state"].null_count() == 3


DOCUMENTS = st.sampled_from("ABCDEF")
LABELS = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=4)


@st.composite
def proposals(draw):
    chosen = draw(st.lists(DOCUMENTS, unique=True, max_size=6))
    years, branches = st.integers(1990, 2024), st.sampled_from(["导航", "识别", None])
    return proposal(*((name, draw(branches), draw(years), draw(LABELS)) for name in chosen))


@given(st.lists(proposals(), min_size=2, max_size=4), st.data())
def test_whatever_is_proposed_and_edited_edits_stand_and_deleted_rows_stay_away(tmp_path_factory, runs, data):
    path = tmp_path_factory.mktemp("roadmap") / "r.xlsx"
    made = update_roadmap(path, runs[0])
    edits, deleted = {}, set()
    for now in runs[1:]:
        names = made.rows["document"].to_list()
        gone = data.draw(st.sets(st.sampled_from(names)) if names else st.just(set()))
        changed = data.draw(st.dictionaries(st.sampled_from(names), LABELS) if names else st.just({}))
        edit(path, **{f"E{names.index(name) + 3}": label for name, label in changed.items()},
             rows=[names.index(name) + 3 for name in gone])  # fmt: skip
        deleted |= gone
        edits = {name: label for name, label in {**edits, **changed}.items() if name not in gone}
        made = update_roadmap(path, now)
        labels = dict(made.rows.select("document", "label").rows())
        assert not deleted & set(labels)
        assert {name: labels[name] for name in edits} == edits or _proposed_back(edits, labels, now)
        assert set(now["document"]) - deleted <= set(labels)
    again, _ = read_roadmap(path)
    assert again.select("document", *EDITED).equals(made.rows.select("document", *EDITED))


def _proposed_back(edits, labels, now):
    """An edit that writes what was proposed is none: such a label follows the data."""
    proposed = dict(now.select("document", "label").rows())
    return all(labels[name] in (edits[name], proposed.get(name)) for name in edits)


def test_merging_needs_no_file():
    first = merge_roadmap(FIRST)
    assert merge_roadmap(FIRST, first.rows, first.memory).rows.equals(first.rows)
