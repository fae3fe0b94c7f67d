"""Charts from plain words."""

import pytest

from workbench.risk.chart import new_chart
from workbench.risk.claims import read_claims

LAMP = (
    "1. 一种示例灯具，其特征在于，包括：灯座；设于灯座上的灯罩；功率不超过20W的光源。\n"
    "2. 根据权利要求1所述的示例灯具，其特征在于，所述灯罩为玻璃。\n"
    "3. 根据权利要求1或2所述的示例灯具，其特征在于，还包括开关。"
)


@pytest.fixture
def chart_of():
    """Return a function that lays a chart out from claims."""

    def make(text=LAMP, jurisdiction="CN", **given):
        return new_chart(read_claims(text, id="CN100000001B"), "示例产品", jurisdiction, **given)

    return make


@pytest.fixture
def filled():
    """Return a function that fills a chart: feature number → state, all others literal."""
    from dataclasses import replace

    def fill(chart, states=(), **entered):
        told = dict(states)
        facts = {"evidence": "样机照片 1", "author": "审核员甲", "time": "2024-05-06", **entered}
        return chart.with_cells(replace(c, state=told.get(c.key, "literal"), **facts) for c in chart.cells)

    return fill
