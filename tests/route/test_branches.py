"""Where branches come from, and by what key patents are chosen."""

import polars as pl
import pytest

from workbench.errors import WorkbenchError
from workbench.route import (
    Branch,
    BranchTable,
    Route,
    branch_periods,
    key_patents,
    read_branch_table,
    read_key_patent_criteria,
)
from workbench.route.branches import MOST_SUBCLASSES
from workbench.route.criteria import checked

TABLE = BranchTable("示例", (Branch("底盘", ("履带", "Chassis")), Branch("夹爪", (), ("B25J15",))))


@pytest.fixture
def corpus(corpus_of):
    return corpus_of(
        {"title": "一种履带机构", "filing_date": "2010-01-01", "ipc": ["B62D55/06"]},
        {"title": "A tracked chassis", "filing_date": "2011-01-01", "ipc": ["B25J15/04"]},
        {"title": "一种机构", "filing_date": "2012-01-01", "ipc": ["H04N7/18", "B25J15/00"]},
        {"title": "另一种机构", "filing_date": "2013-01-01", "ipc": ["H04N7/18"]},
    )


def branches(corpus, **how):
    return Route.of(corpus, level="application", basis="citations", **how).groups


def test_the_first_branch_that_fits_by_word_or_class_is_taken(corpus):
    found = branches(corpus, branch_table=TABLE)
    assert (found.kind, found.names.to_list()) == ("branch", ["底盘", "底盘", "夹爪", None])


def test_without_a_table_or_citations_the_main_ipc_subclass_is_the_branch(corpus):
    found = branches(corpus)
    assert (found.kind, found.names.to_list()) == ("ipc_subclass", ["B62D", "B25J", "H04N", "H04N"])


def test_only_the_twenty_largest_subclasses_are_branches_and_the_rest_is_counted(corpus_of):
    sizes = {f"{letter}{at:02d}B": 1 + (at < 12) for letter in "AG" for at in range(1, 14)}
    rows = [
        {"filing_date": "2010-01-01", "ipc": [f"{name}1/00"]}
        for name, size in sizes.items()
        for _ in range(size)
    ]
    route = Route.of(corpus_of(*rows), level="application", basis="citations", grouping="ipc_subclass")
    assert route.groups.names.n_unique() == MOST_SUBCLASSES + 1
    table = branch_periods(route)
    assert (
        {item.reason: item.count for item in table.left_out}["no_branch"] == route.groups.names.null_count() > 0
    )
    assert "branches_by_ipc_subclass" in table.notes


def test_branches_that_the_corpus_holds_are_used(corpus):
    tags = pl.DataFrame({"record": [0, 3], "scheme": "branch:示例", "symbol": ["甲", "乙"], "position": [0, 0]})
    both = pl.concat([corpus.polars("classifications").collect(), tags], how="diagonal_relaxed")
    found = branches(corpus.with_tables(classifications=both))
    assert (found.kind, found.names.to_list()) == ("branch", ["甲", None, None, "乙"])


def test_a_decomposition_table_is_read_from_a_workbook_a_csv_and_a_toml(tmp_path):
    rows = pl.DataFrame(
        {"技术分支": ["底盘", "夹爪"], "关键词": ["履带；Chassis", None], "分类号": [None, "B25J15"]}
    )
    rows.write_excel(tmp_path / "示例.xlsx")
    rows.write_csv(tmp_path / "示例.csv")
    (tmp_path / "示例.toml").write_text(
        '[[branches]]\nname = "底盘"\nwords = ["履带", "Chassis"]\n'
        '[[branches]]\nname = "夹爪"\nipc = ["B25J15"]\n',
        encoding="utf-8",
    )
    for ending in ("xlsx", "csv", "toml"):
        assert read_branch_table(tmp_path / f"示例.{ending}") == TABLE


@pytest.mark.parametrize(
    ("name", "text", "key"),
    [
        ("a.csv", "branch,words\n底盘,\n", "branch_table_empty"),
        ("b.csv", "branch,words\n", "branch_table_empty"),
        ("c.csv", "名称,词\n底盘,履带\n", "branch_table_columns"),
        ("d.toml", "[[branches\n", "cannot_read"),
        ("e.xlsx", "not a workbook", "cannot_read"),
    ],
)
def test_a_faulty_table_is_refused_with_file_and_cure(tmp_path, name, text, key):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WorkbenchError) as caught:
        read_branch_table(path)
    assert (caught.value.key, caught.value.fields["file"]) == (key, str(path))


def test_criteria_are_replaced_by_the_analysts_own(corpus, tmp_path):
    extras = pl.DataFrame({"record": [0, 1, 2, 3], "专利价值": ["60", "95 分", None, "70"]})
    path = tmp_path / "准则.csv"
    path.write_text("准则,权重\nvendor:专利价值,2\nclaim_count,0\n", encoding="utf-8")
    criteria = read_key_patent_criteria(path)
    assert criteria["criterion"].to_list() == ["vendor:专利价值"]
    route = Route.of(corpus.with_tables(extras=extras), level="application", basis="citations")
    frame = key_patents(route, criteria).frame
    assert frame["vendor_专利价值"].to_list() == [95.0, 70.0, 60.0]
    assert frame["score"].is_sorted(descending=True)


@pytest.mark.parametrize(
    ("rows", "key"),
    [
        ({"criterion": ["fame"], "criterion_weight": [1.0]}, "criteria_unknown"),
        ({"criterion": ["flow"], "criterion_weight": [0.0]}, "criteria_weights"),
        ({"criterion": ["flow"], "criterion_weight": [-1.0]}, "criteria_weights"),
    ],
)
def test_faulty_criteria_are_refused(rows, key):
    with pytest.raises(WorkbenchError) as caught:
        checked(pl.DataFrame(rows))
    assert caught.value.key == key
