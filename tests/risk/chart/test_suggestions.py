"""Suggestions: ranked passages and facts of numbers; and that a product stays where it is."""

import json

import pytest

from workbench.errors import WorkbenchError
from workbench.risk.chart import number_facts, ranked_passages
from workbench.risk.product import Product, ProductFeature, read_product

SECRET = "采用绝密的示例合金灯座，功率18W"


@pytest.fixture
def lamp():
    texts = ("开关位于底部", SECRET, "灯罩为玻璃")
    return Product("示例产品", tuple(ProductFeature(f"P{i}", text) for i, text in enumerate(texts, 1)))


def test_passages_are_ranked_and_nothing_is_decided(chart_of, lamp):
    chart = chart_of()
    found = ranked_passages(chart.cells, lamp)
    glass = next(cell for cell in chart.cells if cell.claim == 2)
    (first, *_) = [s for s in found if s.cell == glass.key]
    assert (first.rank, first.passage) == (1, "灯罩为玻璃")
    assert all(0 < s.score <= 1 for s in found)
    assert {cell.state for cell in chart.cells} == {"undetermined"}


@pytest.mark.parametrize(
    ("passage", "relation"),
    [("光源功率为18W", "contains"), ("光源功率为0.03kW", "disjoint"), ("光源的功率为15W至25W", "overlaps")],
)
def test_numbers_are_compared_after_conversion(chart_of, passage, relation):
    facts = number_facts(chart_of().cells, Product("p", (ProductFeature("P1", passage),)))
    assert [fact.relation for fact in facts] == [relation]


def test_units_of_another_kind_are_not_compared(chart_of):
    assert number_facts(chart_of().cells, Product("p", (ProductFeature("P1", "光源长度为18mm"),))) == []


def test_a_product_is_read_from_text_yaml_and_sheet(tmp_path):
    import xlsxwriter

    text = tmp_path / "a.txt"
    text.write_text("- 灯座\n\n* 灯罩\n", encoding="gb18030")
    yaml = tmp_path / "b.yaml"
    yaml.write_text(
        "name: 示例灯\nmarkets: [cn, US]\ndate: 2025-01-02\n"
        "features:\n  - 灯座\n  - {id: X, text: 灯罩, evidence: 图1}\n",
        encoding="utf-8",
    )
    with xlsxwriter.Workbook(tmp_path / "c.xlsx") as book:
        book.add_worksheet().add_table(0, 0, 2, 1, {
            "columns": [{"header": "特征"}, {"header": "证据"}], "data": [["灯座", "图1"], ["灯罩", ""]],
        })  # fmt: skip
    told = [read_product(path) for path in (text, yaml, tmp_path / "c.xlsx")]
    assert [[f.text for f in product.features] for product in told] == [["灯座", "灯罩"]] * 3
    assert (told[1].name, told[1].markets, str(told[1].date)) == ("示例灯", ("CN", "US"), "2025-01-02")
    assert told[1].features[1].key == "X"


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("a.txt", "\n\n", "product_without_features"),
        ("b.yaml", "features: [a\n", "product_unreadable"),
        ("c.yaml", "just words", "product_unreadable"),
        ("d.xlsx", "no workbook", "product_no_workbook"),
    ],
)
def test_a_product_that_cannot_be_read_is_refused_without_repeating_it(tmp_path, name, content, key):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(WorkbenchError) as caught:
        read_product(path)
    assert caught.value.key == key
    assert "just words" not in str(caught.value)


def test_a_product_never_shows_its_features_by_itself(lamp):
    assert SECRET not in repr(lamp) + repr(lamp.features) + str(lamp)


def test_the_commands_lay_out_and_judge_a_chart(risk, tmp_path):
    claims, product, out = tmp_path / "claims.txt", tmp_path / "product.txt", tmp_path / "chart.xlsx"
    claims.write_text("1. 一种示例灯具，其特征在于，包括：灯座；灯罩。", encoding="utf-8")
    product.write_text(SECRET, encoding="utf-8")
    said = risk("chart", "new", claims, "--product", product, "--out", out)
    assert SECRET not in said
    told = risk("chart", "verdict", out, "--json")
    assert told["risk"] == "undetermined"
    assert told["jurisdiction"] == "CN"
    assert SECRET not in json.dumps(told, ensure_ascii=False)


def test_a_file_of_several_sets_asks_which(risk, tmp_path):
    lines = [{"id": name, "claims_text": "1. A lamp comprising a base."} for name in ("A", "B")]
    claims, product = tmp_path / "sets.jsonl", tmp_path / "p.txt"
    claims.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    product.write_text("a base", encoding="utf-8")
    with pytest.raises(WorkbenchError) as caught:
        risk("chart", "new", claims, "--product", product, "--out", tmp_path / "c.xlsx")
    assert caught.value.key == "choose_claim_set"
    risk("chart", "new", claims, "--product", product, "--out", tmp_path / "c.xlsx", "--id", "B")


@pytest.mark.parametrize(
    ("name", "content", "key", "found"),
    [
        ("fake.xlsx", "not one", "product_no_workbook", None),
        ("wrong.csv", "a,b\n1,2\n", "product_column_missing", "a、b"),
        ("secret.csv", "绝密示例合金灯座,b\n1,2\n", "product_column_missing", "…（8）、b"),
        ("empty.csv", "", "product_without_features", None),
        ("folder", None, "is_a_folder", None),
    ],
)
def test_what_is_no_list_of_features_is_refused_with_what_was_found(tmp_path, name, content, key, found):
    path = tmp_path / name
    path.mkdir() if content is None else path.write_text(content, encoding="utf-8")
    with pytest.raises(WorkbenchError) as caught:
        read_product(path)
    assert caught.value.key == key
    assert caught.value.fields.get("found") == found


def test_a_csv_of_features_is_read_by_its_headings(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text("编号,特征,证据\nA1,灯座,照片 1\n", encoding="gb18030")
    (feature,) = read_product(path).features
    assert (feature.key, feature.text, feature.evidence) == ("A1", "灯座", "照片 1")
