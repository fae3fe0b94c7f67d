"""Charts: laid out, filled in, judged in permitted words."""

import re
from dataclasses import replace

import pytest

from workbench.errors import WorkbenchError
from workbench.labels import LANGUAGES, topic, topics
from workbench.risk.chart import chart_verdict, read_chart, verdict_document, write_chart
from workbench.risk.chart.bars import proposed_bars


def risks(chart):
    return [claim.risk for claim in chart_verdict(chart).claims]


def test_every_feature_is_a_cell_and_everything_starts_undetermined(chart_of):
    chart = chart_of()
    assert [cell.key for cell in chart.cells][:2] == ["1.0", "1.1"]
    assert {cell.state for cell in chart.cells} == {"undetermined"}
    assert risks(chart) == ["undetermined"] * 3
    assert chart_verdict(chart).is_provisional


def test_the_words_follow_the_states_along_the_paths(chart_of, filled):
    chart = chart_of()
    own = next(cell.key for cell in chart.cells if cell.claim == 2)
    last = [cell.key for cell in chart.cells if cell.claim == 1][-1]
    assert risks(filled(chart)) == ["high", "high", "high"]
    assert risks(filled(chart, {own: "absent"})) == ["high", "low", "high"]
    assert risks(filled(chart, {last: "absent"})) == ["low", "low", "low"]
    assert risks(filled(chart, {last: "undetermined", own: "absent"})) == [
        "undetermined",
        "low",
        "undetermined",
    ]
    assert risks(filled(chart, {last: "equivalent"})) == ["medium"] * 3
    verdict = chart_verdict(filled(chart, {own: "absent"}))
    assert verdict.of(3).path == (1, 3)
    assert verdict.of(2).deciding == (own,)


def test_a_bar_counts_only_when_a_person_applies_it(chart_of, filled):
    chart = chart_of()
    number = next(cell for cell in chart.cells if "不超过20W" in cell.text)
    assert number.proposed == ("stressed_number",)
    recorded = filled(chart, {number.key: "equivalent"})
    assert risks(recorded)[0] == "medium"
    assert any(gap.kind == "bar_undecided" for gap in chart_verdict(recorded).gaps)
    cell = next(cell for cell in recorded.cells if cell.key == number.key)
    applied = replace(cell, bar="stressed_number", citation="说明书第3段", bar_author="审核员甲")
    assert risks(recorded.with_cells([applied]))[0] == "low"


def test_a_closed_transition_asks_for_further_components(chart_of, filled):
    chart = chart_of("1. 一种示例药剂，由组分甲与组分乙组成。")
    (closed,) = [cell for cell in chart.cells if cell.kind == "closed"]
    assert risks(filled(chart)) == ["high"]
    assert risks(filled(chart, {closed.key: "absent"})) == ["low"]


@pytest.mark.parametrize(
    ("text", "where", "bars"),
    [
        ("至少二层玻璃纤维", "CN", ("stressed_number",)),
        ("至少二层玻璃纤维", "EP", ()),
        ("不含有机溶剂", "CN", ("exclusion",)),
        ("a housing without a lid", "US", ("exclusion",)),
        ("an elongated slot at the top of the container body", "US", ("foreseeability",)),
        ("an elongated slot at the top of the container body", "EP", ()),
        ("一个灯座", "CN", ()),
        ("至少二层玻璃纤维", "EP-DE", ("stressed_number",)),
        ("至少二层玻璃纤维", "EP-UK", ()),
        ("a housing without a lid", "EP-UK", ("exclusion",)),
    ],
)
def test_bars_are_proposed_by_the_words_where_they_exist(text, where, bars):
    assert proposed_bars(text, where) == bars


def test_what_was_added_in_prosecution_suggests_estoppel_and_a_named_alternative_dedication():
    published = "一种防治示例缺损的药物，包括可溶性钙剂"
    assert "estoppel" in proposed_bars("活性盐四份", "CN", published=published)
    assert "estoppel" not in proposed_bars("可溶性钙剂", "CN", published=published)
    described = "灯罩由玻璃制成。作为替代，灯罩也可以由树脂制成。"
    assert "dedication" in proposed_bars("灯罩由玻璃制成", "CN", description=described)


def test_a_chart_is_read_back_as_it_was_written(chart_of, filled, tmp_path):
    chart = filled(chart_of(), {"1.1": "equivalent"}, note="第一行\n第二行 =1+1")
    for language in LANGUAGES:
        path = write_chart(chart, tmp_path / f"{language}.xlsx", language)
        assert read_chart(path) == chart


def edited(path, column, row, value):
    """Change one cell as a person would."""
    import openpyxl

    book = openpyxl.load_workbook(path)
    sheet = book["特征对比表"]
    at = next(cell.column for cell in sheet[1] if cell.value == column)
    found = sheet.cell(row, at)
    found.value = value
    book.save(path)
    return found.coordinate


def test_changed_claim_text_is_refused_and_the_cell_named(chart_of, tmp_path):
    path = write_chart(chart_of(), tmp_path / "c.xlsx", "zh")
    place = edited(path, "权利要求原文（锁定）", 3, "灯座或支架")
    with pytest.raises(WorkbenchError) as caught:
        read_chart(path)
    assert caught.value.key == "chart_text_changed"
    assert caught.value.fields["cell"] == f"特征对比表!{place}"


@pytest.mark.parametrize("column", ["特征号", "类别"])
def test_changed_structure_is_refused(chart_of, tmp_path, column):
    path = write_chart(chart_of(), tmp_path / "c.xlsx", "zh")
    edited(path, column, 3, "1.9" if column == "特征号" else "主题名称")
    with pytest.raises(WorkbenchError) as caught:
        read_chart(path)
    assert caught.value.key == "chart_structure_changed"


@pytest.mark.parametrize(
    ("bar", "key"), [("禁止反悔", "chart_bar_without_citation"), ("可预见", "chart_bar_foreign")]
)
def test_a_bar_without_citation_or_of_another_law_is_refused(chart_of, tmp_path, bar, key):
    path = write_chart(chart_of(), tmp_path / "c.xlsx", "zh")
    edited(path, "适用的限制", 3, bar)
    with pytest.raises(WorkbenchError) as caught:
        read_chart(path)
    assert caught.value.key == key


def test_a_person_fills_the_sheet_in_words_and_the_verdict_follows(chart_of, tmp_path):
    chart = chart_of()
    path = write_chart(chart, tmp_path / "c.xlsx", "zh")
    for row in range(2, len(chart.cells) + 2):
        edited(path, "判断", row, "相同")
    edited(path, "判断", 3, "缺失")
    assert risks(read_chart(path)) == ["low", "low", "low"]


def test_gaps_come_first_and_those_that_decide_before_others(chart_of, filled):
    chart = chart_of()
    document = verdict_document(chart, chart_verdict(chart))
    assert next(iter(document)) == "gaps"
    decides = [gap["decides"] for gap in document["gaps"]]
    assert decides == sorted(decides, reverse=True)
    assert document["gaps"][-1]["kind"] == "not_signed"
    kinds = {gap.kind for gap in chart_verdict(filled(chart, {"1.1": "equivalent"}, evidence="")).gaps}
    assert {"no_evidence", "not_argued"} <= kinds


def test_a_signature_is_stale_once_anything_changes(chart_of, filled):
    from workbench.risk.chart import SignOff
    from workbench.risk.chart.signing import chart_digest, is_signed

    chart = filled(chart_of())
    by_hand = replace(chart, sign_off=SignOff("审核员乙", "2024-06-01"))
    assert not is_signed(by_hand) and not is_signed(chart)
    sealed = replace(chart, sign_off=SignOff("审核员乙", "2024-06-01", chart_digest(chart)))
    assert is_signed(sealed)
    assert not is_signed(filled(sealed, {"1.1": "absent"}))


def test_a_made_up_digest_voids_the_signature_and_says_so(chart_of, filled):
    from workbench.risk.chart import SignOff
    from workbench.risk.chart.signing import chart_digest

    chart = filled(chart_of())

    def kinds(digest):
        signed = replace(chart, sign_off=SignOff("审核员乙", "2024-06-01", digest))
        return [gap.kind for gap in chart_verdict(signed).gaps]

    assert kinds("abcd") == ["signature_void"]
    assert kinds("") == ["signature_not_bound"]
    assert kinds(chart_digest(chart)) == []
    undated = replace(chart, sign_off=SignOff("审核员乙"))
    assert [gap.kind for gap in chart_verdict(undated).gaps] == ["not_signed"]


ENTERED = ("判断", "产品对应技术", "证据", "意见", "等同：手段", "适用的限制", "填写人", "填写时间")


@pytest.mark.parametrize("heading", ENTERED)
def test_a_chart_that_lost_a_column_of_entries_is_refused(chart_of, filled, tmp_path, heading):
    path = write_chart(filled(chart_of()), tmp_path / "c.xlsx", "zh")
    edited(path, heading, 1, "结论")
    with pytest.raises(WorkbenchError) as caught:
        read_chart(path)
    assert caught.value.key == "sheet_column_missing"
    assert caught.value.fields["looked_for"] == heading
    assert caught.value.fields["sheet"] == "特征对比表"
    assert "结论" in caught.value.fields["found"]


METHOD = (
    "1. 一种示例灯具，其特征在于，包括灯座。\n"
    "2. 一种制造示例灯具的方法，其特征在于，采用权利要求1所述的示例灯具，包括步骤：清洗。"
)


@pytest.mark.parametrize(
    ("limits", "own", "risk"),
    [
        (None, "literal", "undetermined"),
        (None, "undetermined", "undetermined"),
        (None, "absent", "low"),
        ("yes", "literal", "low"),
        ("no", "literal", "high"),
    ],
)
def test_a_reference_limits_another_category_only_as_a_person_says(
    chart_of, filled, tmp_path, limits, own, risk
):
    chart = chart_of(METHOD)
    assert [claim.type for claim in chart.claims] == ["independent", "independent_by_reference"]
    states = {cell.key: "absent" if cell.claim == 1 else own for cell in chart.cells}
    said = replace(
        filled(chart, states),
        claims=tuple(
            replace(claim, reference_limits=limits) if claim.number == 2 else claim for claim in chart.claims
        ),
    )
    read = read_chart(write_chart(said, tmp_path / "c.xlsx", "zh"))
    assert read == said
    assert risks(read) == ["low", risk]
    assert (limits is None) == any(gap.kind == "reference_effect" for gap in chart_verdict(read).gaps)


def test_a_result_without_evidence_is_called_provisional_in_text_and_in_data(
    chart_of, filled, tmp_path, capsys
):
    from workbench.cli.risk_charts import verdict

    chart = filled(chart_of(), evidence="", author="")
    told = verdict_document(chart, chart_verdict(chart))
    assert [(claim["risk"], claim["provisional"]) for claim in told["claims"]] == [("high", True)] * 3
    verdict(write_chart(chart, tmp_path / "c.xlsx", "zh"))
    said = "".join(capsys.readouterr())
    lines = [line for line in said.splitlines() if "风险高" in line or "risk high" in line]
    assert len(lines) == 3 and all("暂定" in line or "provisional" in line for line in lines)


NO_VERDICT = re.compile(
    r"(?<!是否)构成侵权|侵权成立|不侵权|落入"
    r"|infring(es|ed)\b|non-?infring|does not read|falls (within|outside)",
    re.IGNORECASE,
)


def test_no_label_of_any_output_speaks_a_verdict_in_other_words():
    def entries(told):
        for key, value in told.items():
            if isinstance(value, dict):
                yield from entries(value)
            else:
                yield key, value

    spoken = [(name, text) for name in topics() for _, text in entries(topic(name)) if NO_VERDICT.search(text)]
    assert spoken == []


def test_the_verdict_speaks_only_the_words_of_the_table(chart_of, filled):
    table = topic("risk_verdicts")
    for state in ("literal", "equivalent", "absent", "undetermined"):
        chart = filled(chart_of(), {"1.1": state})
        told = verdict_document(chart, chart_verdict(chart))
        assert told["risk"] in table
        assert all(claim["risk"] in table and f"basis_{claim['basis']}" in table for claim in told["claims"])
        assert not NO_VERDICT.search(re.sub(r"'text': '[^']*'", "", str(told)))


@pytest.mark.parametrize(("content", "key"), [(None, "no_such_file"), ("text", "not_a_workbook")])
def test_what_is_no_chart_is_refused_in_words(tmp_path, content, key):
    path = tmp_path / "c.xlsx"
    if content:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(WorkbenchError) as caught:
        read_chart(path)
    assert caught.value.key == key
    assert "calamine" not in str(caught.value.fields)


@pytest.mark.parametrize(
    ("time", "is_told"),
    [("昨天", True), ("", True), ("2024-13-01", True), ("2024-05-06 00:00:00", False), ("2024年5月6日", False)],
)
def test_a_time_without_a_day_is_a_gap(chart_of, filled, time, is_told):
    found = chart_verdict(filled(chart_of(), time=time)).gaps
    assert any(gap.kind == "no_time" for gap in found) == is_told


EPILATOR = (
    "1. A hair removing device comprising a hand held portable housing, motor means disposed in said housing, "
    "and a helical spring comprising a plurality of adjacent windings arranged to be driven by said motor."
)
"""In the manner of EP-01 (Improver v Remington): the product has a slotted rubber rod for the spring."""
ARGUED = {
    "means": "slotted rod",
    "function": "grips hairs",
    "effect": "pulls them out",
    "obviousness": "obvious",
}


@pytest.mark.parametrize(
    ("where", "bar", "risk"),
    [("EP-DE", None, "medium"), ("EP-UK", None, "medium"), ("EP-UK", "strict_compliance", "low")],
)
def test_one_european_patent_is_charted_by_the_law_of_each_part(chart_of, filled, tmp_path, where, bar, risk):
    chart = chart_of(EPILATOR, where)
    (spring,) = [cell for cell in chart.cells if "helical spring" in cell.text]
    found = filled(chart, {spring.key: "equivalent"}, **ARGUED)
    cell = next(cell for cell in found.cells if cell.key == spring.key)
    entered = replace(cell, bar=bar, citation="judgment" if bar else "", bar_author="court" if bar else "")
    path = write_chart(found.with_cells([entered]), tmp_path / "c.xlsx", "en")
    read = read_chart(path)
    assert (read.jurisdiction, risks(read)) == (where, [risk])


@pytest.mark.parametrize(
    ("where", "bar"),
    [("EP-DE", "strict_compliance"), ("EP-DE", "estoppel"), ("EP-UK", "dedication"),
     ("EP-UK", "stressed_number"), ("EP", "strict_compliance"), ("CN", "strict_compliance"),
     ("US", "strict_compliance")],
)  # fmt: skip
def test_a_bar_that_a_part_of_a_european_patent_does_not_know_is_refused(
    chart_of, filled, tmp_path, where, bar
):
    chart = filled(chart_of(EPILATOR, where))
    cell = replace(chart.cells[1], state="equivalent", bar=bar, citation="judgment", bar_author="court")
    with pytest.raises(WorkbenchError) as caught:
        read_chart(write_chart(chart.with_cells([cell]), tmp_path / "c.xlsx", "zh"))
    assert caught.value.key == "chart_bar_foreign"
    assert caught.value.fields["jurisdiction"] == where


def test_every_profile_has_sources_and_says_them_in_the_workbook(chart_of, tmp_path):
    import openpyxl

    from workbench.risk.chart import JURISDICTIONS
    from workbench.risk.chart.bars import bar_rules

    for where in JURISDICTIONS:
        rules = bar_rules(where)
        assert rules and all(rule["source"] for rule in rules.values())
        path = write_chart(chart_of(jurisdiction=where), tmp_path / f"{where}.xlsx", "zh")
        notes = [row[0] for row in openpyxl.load_workbook(path)["填写说明"].iter_rows(values_only=True)]
        assert all(any(rule["source"] in str(note) for note in notes) for rule in rules.values())


GAPPED = "1. 一种示例灯具，其特征在于，包括灯座。\n3. 根据权利要求1所述的示例灯具，其特征在于，还包括开关。"


def facts_of(path, sheet):
    import openpyxl

    rows = openpyxl.load_workbook(path)[sheet].iter_rows(min_row=2, values_only=True)
    return [(row[0], row[1]) for row in rows]


@pytest.mark.parametrize(
    ("language", "sheet", "gaps", "wanted"),
    [
        ("zh", "基本信息", "缺口清单", {"权利要求书异常": "权利要求 3：编号不连续，缺： 2",
                                "适用法域": "中国（CN）"}),
        ("en", "Facts", "Gaps", {"Oddity of the claims": "Claim 3: numbers are missing before it: 2",
                                 "Jurisdiction": "China (CN)"}),
    ],
)  # fmt: skip
def test_the_facts_of_a_chart_are_told_in_words_and_read_back(
    chart_of, tmp_path, language, sheet, gaps, wanted
):
    chart = chart_of(GAPPED)
    assert chart.anomalies == ("3: gap 2",)
    path = write_chart(chart, tmp_path / "c.xlsx", language)
    told = dict(facts_of(path, sheet))
    assert {item: told[item] for item in wanted} == wanted
    assert not {"claim_set", "locked_digest", "anomaly", "jurisdiction", "product_name"} & set(told)
    assert read_chart(path) == chart
    import openpyxl

    shown = str(list(openpyxl.load_workbook(path)[gaps].iter_rows(values_only=True)))
    assert next(iter(wanted.values())) in shown and "3: gap 2" not in shown


def test_a_chart_with_the_codes_of_older_files_is_still_read(chart_of, tmp_path):
    import openpyxl

    chart = chart_of(GAPPED)
    path = write_chart(chart, tmp_path / "c.xlsx", "zh")
    book = openpyxl.load_workbook(path)
    codes = {"权利要求书所属文献": "claim_set", "产品名称": "product_name", "适用法域": "jurisdiction",
             "锁定内容校验（勿改）": "locked_digest", "权利要求书异常": "anomaly"}  # fmt: skip
    old = {"中国（CN）": "CN", "权利要求 3：编号不连续，缺： 2": "3: gap 2"}
    for row in book["基本信息"].iter_rows(min_row=2):
        row[0].value, row[1].value = codes[row[0].value], old.get(row[1].value, row[1].value)
    book.save(path)
    assert read_chart(path) == chart


def test_a_chart_without_a_fact_is_refused_with_its_name_in_words(chart_of, tmp_path):
    import openpyxl

    path = write_chart(chart_of(), tmp_path / "c.xlsx", "zh")
    book = openpyxl.load_workbook(path)
    book["基本信息"].delete_rows(2)
    book.save(path)
    with pytest.raises(WorkbenchError) as caught:
        read_chart(path)
    assert (caught.value.key, caught.value.fields["item"]) == ("chart_fact_missing", "权利要求书所属文献")


def test_every_oddity_is_told_in_words_and_read_back():
    from workbench.risk.chart.fact_words import anomaly_code, anomaly_words

    kinds = [key.removeprefix("anomaly_") for key in topic("claims") if key.startswith("anomaly_")]
    for language in LANGUAGES:
        for kind in kinds:
            for code in (f"6: {kind} 5, 7", f"0: {kind}", f"12: {kind} 权利要求 1：(x) .*\n乙"):
                told = anomaly_words(code, language)
                assert told.startswith(("权利要求 ", "Claim "))
                assert anomaly_code(told) == code
    assert anomaly_words("写在这里的话", "zh") == anomaly_code("写在这里的话") == "写在这里的话"


def test_proposed_bars_are_told_in_words_among_the_gaps(chart_of, filled, tmp_path, capsys):
    from workbench.cli.risk_charts import verdict

    chart = chart_of()
    number = next(cell for cell in chart.cells if cell.proposed)
    path = write_chart(filled(chart, {number.key: "equivalent"}), tmp_path / "c.xlsx", "zh")
    assert "stressed_number" not in str(facts_of(path, "缺口清单"))
    verdict(path)
    assert "stressed_number" not in "".join(capsys.readouterr())
