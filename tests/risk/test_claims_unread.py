"""Nothing of the claims is lost in silence, a misread dash is a dash, and references are no quantities."""

import pytest

from workbench.labels import has_words
from workbench.risk.claims import read_claims, read_numbered_claims
from workbench.risk.claims.breadth import claim_set_breadth
from workbench.risk.claims.quantities import numeric_ranges
from workbench.risk.claims.signs import plain_signs

CUPS = (
    "1、一种杯子，包括杯体。\n2、根据权利要求1所述的杯子，其特征在于有盖。\n"
    "3、根据权利要求1所述的杯子，其特征在于有柄。\n"
)
LOST = "四、根据权利要求1的杯子，其特征在于有底。"


def quantities(text):
    return numeric_ranges(plain_signs(text))


def unread(found):
    return [(a.claim, a.detail) for a in found.anomalies if a.kind == "unread_text"]


@pytest.mark.parametrize("dash", ["一", "ー", "～", "-", "—"])
def test_a_dash_misread_between_two_digits_is_a_range(dash):
    found = read_claims(f"{CUPS}4、根据权利要求1{dash}3中任意一项所述的杯子，其特征在于有底。")
    assert (found.by_number[4].parents, found.by_number[4].type) == ((1, 2, 3), "dependent")


@pytest.mark.parametrize(
    ("reference", "parents"),
    [
        ("权利要求1一种", (1,)),
        ("权利要求1 一 3", (1,)),
        ("权利要求1中一3", (1,)),
        ("权利要求3之一", (3,)),
        ("权利要求第1一2项或3", (1, 2, 3)),
    ],
)
def test_the_sign_is_no_dash_elsewhere(reference, parents):
    found = read_claims(f"{CUPS}4、根据{reference}所述的杯子，其特征在于有底。")
    assert found.by_number[4].parents == parents


def test_text_behind_a_cancelled_range_is_told():
    text = f"1、一种杯子，包括杯体。\n2-3、取消。\n{LOST}"
    found = read_claims(text)
    assert [(a.claim, a.kind, a.detail) for a in found.anomalies] == [
        (2, "cancelled", "2-3"), (3, "unread_text", LOST),
    ]  # fmt: skip
    assert found.source() == text
    assert has_words("claims.anomaly_unread_text")


def test_text_before_a_cancelled_claim_that_came_apart_is_told():
    found = read_numbered_claims([(1, "1. A lock."), (2, "Of the lock a key.\n2. (canceled)")])
    assert unread(found) == [(1, "Of the lock a key.")]


@pytest.mark.parametrize("lost", ["一种瓶子，包括瓶体。", "A bottle having a neck.", "Ⅰ、一种瓶子。"])
def test_text_before_the_first_number_is_told(lost):
    assert unread(read_claims(f"权利要求书\n{lost}\n\n{CUPS}")) == [(0, lost)]


@pytest.mark.parametrize(
    "heading",
    [
        "权利要求书",
        "## 权利要求书",
        "CN 112345678 A  权利要求书  1/2页",
        "权利要求书1页 说明书4页 附图2页",
        "第1页，共2页",
        "- 2 -",
        "目录\n1. [权利要求书](#权利要求书)\n2. 说明书\n3. 附图",
        "本发明的权利要求如下：",
        "申請專利範圍：",
        "What is claimed is:",
        "CLAIMS",
        "I claim:",
        "Having described my invention, what is claimed as new and desired to be secured by Letters Patent is:",
        "Listing of Claims:\nPage 2 of 7",
        " \u3000\n***\n",
    ],
)
def test_headings_page_numbers_and_blanks_are_not_told(heading):
    assert unread(read_claims(f"{heading}\n{CUPS}")) == []
    assert unread(read_claims(f"{CUPS}4、取消。\n{heading}")) == []


def test_given_numbers_and_cancelled_claims_are_not_told():
    claims = [(1, "1. A lock."), (2, "2. (canceled)"), (3, "[Claim 3] A key."), (4, "【請求項4】鎖")]
    assert unread(read_numbered_claims(claims)) == []


@pytest.mark.parametrize(
    "text",
    [
        "一种制造权利要求1～3任一项所述杯子的方法",
        "根据权利要求1、2或3至5中任一项所述",
        "a method of making the cup of claims 1 to 3",
        "the cup of any one of claims 1-3 or 5 to 7",
    ],
)
def test_references_are_no_quantities(text):
    assert quantities(text) == ()


def test_quantities_beside_a_reference_stay():
    (zh,) = quantities("将权利要求1～3任一项所述杯子加热至80～90℃")
    (en,) = quantities("heating the cup of claims 1 to 3 over 80 to 90 mm")
    assert ((zh.low, zh.high), (en.low, en.high)) == ((80, 90), (80, 90))


@pytest.mark.parametrize(
    "method",
    [
        "4、一种制造权利要求1～3任一项所述杯子的方法，将杯体加热5～6分钟。",
        "4、一种制造杯子的方法，其特征在于，采用权利要求1、2或2至3中任一项所述的杯子，将杯体加热5～6分钟。",
    ],
)
def test_breadth_counts_no_reference_as_a_range(method):
    (told,) = claim_set_breadth(read_claims(CUPS + method))["independent_claims"][1:]
    assert [(one["low"], one["high"]) for one in told["numeric_ranges"]] == [(5, 6)]
