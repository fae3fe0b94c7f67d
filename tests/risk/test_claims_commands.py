"""The commands as others call them."""

import json

CUP = "1.一种水杯，包括杯体和杯盖。\n2.根据权利要求1所述的水杯，其特征在于，还包括吸管。\n3.（删除）"


def test_claims_gives_every_promised_field(typed_risk, tmp_path):
    file = tmp_path / "cup.txt"
    file.write_text(CUP, encoding="utf-8")
    (found,) = json.loads(typed_risk("claims", file, "--json").stdout)
    assert found["id"] == "cup"
    assert [(c["number"], c["type"], c["parents"], c["transition"]) for c in found["claims"]] == [
        (1, "independent", [], "open"), (2, "dependent", [1], "open"),
    ]  # fmt: skip
    assert all(isinstance(claim["features"], int) and claim["text"] for claim in found["claims"])
    assert found["anomalies"] == [{"claim": 3, "kind": "cancelled", "detail": "3"}]


def test_a_file_without_claims_ends_with_a_cure_and_no_traceback(typed_risk, tmp_path):
    file = tmp_path / "table.csv"
    file.write_text("公开号,标题\nCN1A,杯\n", encoding="utf-8")
    done = typed_risk("claims", file)
    assert done.returncode == 2
    assert "--column" in done.stderr
    assert "Traceback" not in done.stderr


def test_claims_in_words_tell_kind_subject_transition_and_features(typed_risk, tmp_path):
    file = tmp_path / "cup.txt"
    file.write_text(
        CUP + "\n4.一种用水杯饮水的方法，采用权利要求1所述的水杯，" + "先加水，" * 30, encoding="utf-8"
    )
    said = typed_risk("claims", file).stderr
    assert "1  独立；产品；过渡语：包括 (开放式)；技术特征 " in said
    assert "主题：水杯" in said
    assert "2  从属 ← 1" in said
    assert "4  引用式独立 ← 1；方法；过渡语：无" in said
    assert "先加水，…" in said
    assert "'" not in said


def test_breadth_gives_characters_and_both_kinds_of_independent_claims(typed_risk, tmp_path):
    file = tmp_path / "cup.txt"
    file.write_text("1.一种水杯，包括杯体。\n2.一种饮水方法，采用权利要求1所述的水杯。", encoding="utf-8")
    said = typed_risk("breadth", file).stderr
    assert "首项 8 字（" in said
    assert "独立权利要求 1 项，引用式独立权利要求 1 项" in said
    english = tmp_path / "mug.txt"
    english.write_text("1. A mug comprising a body.", encoding="utf-8")
    assert "首项 5 词，" in typed_risk("breadth", english).stderr


def test_a_workbook_in_name_only_is_refused(typed_risk, tmp_path):
    file = tmp_path / "fake.xlsx"
    file.write_text("not zip", encoding="utf-8")
    done = typed_risk("claims", file)
    assert (done.returncode, "不是表格文件" in done.stderr, "现有" in done.stderr) == (2, True, False)


def test_what_is_not_near_is_not_called_so(typed_risk, tmp_path):
    file = tmp_path / "table.csv"
    file.write_text("甲,乙\n一,二\n", encoding="utf-8")
    assert "最接近" not in typed_risk("claims", file).stderr


def test_many_claim_sets_are_counted_where_they_are_not_all_named(typed_risk, tmp_path):
    file, product = tmp_path / "many.jsonl", tmp_path / "product.txt"
    lines = [json.dumps({"id": f"S{n}", "claims_text": "1.一种水杯。"}) for n in range(25)]
    file.write_text("\n".join(lines), encoding="utf-8")
    product.write_text("杯体\n", encoding="utf-8")
    done = typed_risk("chart", "new", file, "--product", product, "--out", tmp_path / "chart.xlsx")
    assert (done.returncode, "S19 … 等 25 个" in done.stderr, "S20" in done.stderr) == (2, True, False), (
        done.stderr
    )
