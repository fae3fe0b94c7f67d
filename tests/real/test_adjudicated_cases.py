"""Adjudicated cases come out with the cells the courts found, once the facts are entered."""

import json
from dataclasses import replace

import pytest

from workbench.risk.chart import BARS, chart_verdict, new_chart, read_chart, write_chart
from workbench.risk.claims import read_claims

pytestmark = pytest.mark.real

FACTS = {
    "CN-01": ("CN", {"活性钙": ("equivalent", "estoppel"), "葡萄糖酸锌": ("literal", None),
                     "谷氨酰胺或谷氨酸": ("absent", None)}, "low"),
    "CN-03": ("CN", {"导向": ("equivalent", None)}, "medium"),
    "CN-05": ("CN", {"closed": ("absent", None)}, "low"),
    "US-01": ("US", {"housing having a chamber": ("absent", None)}, "low"),
    "US-03": ("US", {"pH": ("undetermined", None)}, "undetermined"),
    "US-05": ("US", {"elongated slot at the top": ("equivalent", "foreseeability"),
                     "first constriction": ("absent", None)}, "low"),
}  # fmt: skip
"""Case → jurisdiction, what the court found of which words, and the risk on these facts."""


@pytest.fixture(scope="module")
def cases(real_exports):
    lines = (real_exports / "claims" / "cases.jsonl").read_text(encoding="utf-8").splitlines()
    return {case["id"]: case for case in map(json.loads, lines)}


def entered(cell, facts):
    """Enter what the court found; whatever it did not speak of was undisputed."""
    told = {"evidence": "judgment", "author": "court", "time": "on the day", "state": "literal"}
    for words, (state, bar) in facts.items():
        if words in cell.text or words == cell.kind:
            told["state"] = state
            if bar is not None:
                told |= {"bar": bar, "citation": "judgment", "bar_author": "court"}
    return replace(cell, **told)


@pytest.mark.parametrize("name", FACTS)
def test_the_recorded_facts_give_the_cells_of_the_judgment(cases, name, tmp_path):
    jurisdiction, facts, risk = FACTS[name]
    text = (
        cases[name]["claim1"]
        .removeprefix("权2: ")
        .removeprefix("(partial, memory) ")
        .removeprefix("(fragment) ")
    )
    chart = new_chart(read_claims(text, id=name, jurisdiction=jurisdiction), name, jurisdiction)
    filled = chart.with_cells([entered(cell, facts) for cell in chart.cells])
    touched = [words for words in facts if any(words in c.text or words == c.kind for c in chart.cells)]
    assert touched == list(facts), [cell.text for cell in chart.cells]
    path = write_chart(filled, tmp_path / "case.xlsx", "zh")
    assert read_chart(path) == filled
    assert chart_verdict(filled).risk == risk
    barred = [cell for cell in filled.cells if cell.bar in BARS]
    assert all(cell.effective == "absent" for cell in barred if cell.state == "equivalent")


def test_a_design_has_no_features_to_chart(cases):
    assert cases["CN-07"]["claim1"] == "(design)"
