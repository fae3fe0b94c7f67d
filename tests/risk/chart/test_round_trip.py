"""Whatever people write into a chart comes back."""

import string
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.risk.chart import (
    BARS,
    JURISDICTIONS,
    STATES,
    Cell,
    Chart,
    ChartClaim,
    SignOff,
    read_chart,
    write_chart,
)
from workbench.risk.chart.bars import bar_rules
from workbench.risk.chart.sheets import cell_text

TEXT = st.text(max_size=30).map(cell_text)
FILLED = TEXT.filter(bool)
AWKWARD = st.sampled_from(
    ["=1+1", "+A1", "-5", "@x", "00012", "1e5", "TRUE", "2024-01-02", "_x0041_", "'a", '"']
)
WORDS = st.one_of(TEXT, AWKWARD)
PROPOSALS = st.sets(st.sampled_from(BARS)).map(lambda bars: tuple(bar for bar in BARS if bar in bars))


@st.composite
def charts(draw):
    where = draw(st.sampled_from(JURISDICTIONS))
    numbers = range(1, draw(st.integers(1, 3)) + 1)
    claims = tuple(
        ChartClaim(n, draw(st.sampled_from(["independent", "dependent"])), draw(references(n)), None)
        for n in numbers
    )
    cells = tuple(draw(cell(n, place, where)) for n in numbers for place in range(draw(st.integers(1, 2))))
    signed = SignOff(draw(FILLED), draw(st.dates()).isoformat(), draw(st.text(string.hexdigits, max_size=8)))
    return Chart(
        draw(FILLED), draw(FILLED), where, claims, cells, tuple(draw(st.lists(FILLED, max_size=2))), signed
    )


def references(number):
    group = st.lists(st.integers(1, 9).filter(lambda n: n != number), min_size=1, max_size=2).map(tuple)
    return st.lists(group, max_size=2).map(tuple)


@st.composite
def cell(draw, claim, place, where):
    made = Cell(claim, place, draw(st.sampled_from(["preamble", "feature", "closed", "semi"])), draw(FILLED))
    entered = {
        name: draw(WORDS)
        for name in (
            "product",
            "evidence",
            "author",
            "time",
            "means",
            "function",
            "effect",
            "obviousness",
            "note",
        )
    }
    made = replace(made, state=draw(st.sampled_from(STATES)), proposed=draw(PROPOSALS), **entered)
    if draw(st.booleans()):
        bar = draw(st.sampled_from(sorted(bar_rules(where))))
        made = replace(made, bar=bar, citation=draw(FILLED), bar_author=draw(FILLED))
    return made


@settings(max_examples=40)
@given(charts(), st.sampled_from(["zh", "en"]))
def test_the_workbook_loses_nothing(chart, language):
    with tempfile.TemporaryDirectory() as folder:
        assert read_chart(write_chart(chart, Path(folder) / "c.xlsx", language)) == chart
