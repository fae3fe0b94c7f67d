"""Every chart draws the table's numbers, and every mark that can name its patents knows its cell."""

import re

import pytest

from workbench.charts import (
    draw_flow,
    draw_grouped,
    draw_heatmap,
    draw_lines,
    draw_network,
    draw_path,
    draw_ranking,
    draw_shares,
    draw_stacked_years,
    draw_tiles,
    draw_years,
)


def test_bars_are_the_counts_and_carry_their_cells(yearly):
    bars = draw_years(yearly, language="zh").data[0]
    assert list(bars.x) == [2020, 2021, 2022]
    assert list(bars.y) == yearly.frame["invention_count"].to_list()
    assert list(bars.customdata) == ["0|invention_count", "1|invention_count", "2|invention_count"]
    assert list(bars.text) == ["3", "0", "12,345"]


def test_incomplete_years_are_hatched_and_explained(yearly):
    figure = draw_years(yearly, language="zh")
    assert list(figure.data[0].marker.pattern.shape) == ["", "", "/"]
    assert any("公开滞后" in note.text for note in figure.layout.annotations)


def test_complete_years_need_no_explanation(yearly):
    figure = draw_years(yearly.with_frame(yearly.frame.head(2)), language="zh")
    assert not figure.layout.annotations


def test_column_without_lists_opens_none(yearly):
    bars = draw_years(yearly, language="en", value="applicant_count").data[0]
    assert list(bars.customdata) == [None, None, None]


def test_stacked_years_draw_every_count_that_has_lists(yearly):
    figure = draw_stacked_years(yearly, language="en")
    assert [bar.name for bar in figure.data] == ["Inventions", "Designs"]
    assert [list(bar.y) for bar in figure.data] == [[3, 0, 12345], [1, 2, 3]]
    assert list(figure.data[1].customdata) == ["0|design_count", "1|design_count", "2|design_count"]


def test_count_axis_states_the_unit(yearly):
    assert draw_years(yearly, language="zh").layout.yaxis.title.text == "发明申请量（件）"
    assert draw_years(yearly, language="en").layout.yaxis.title.text == "Inventions (applications)"


def test_ranking_stands_in_the_order_of_the_table(ranked):
    bars = draw_ranking(ranked, language="zh").data[0]
    assert (list(bars.y), list(bars.x)) == (["有效", "失效", "状态不明"], [50, 30, 20])
    assert list(bars.customdata) == ["0|unit_count", "1|unit_count", "2|unit_count"]


def test_bars_of_a_score_open_the_patents_of_the_names(table_of):
    table = table_of({"document": ["CN1A", "CN2A"], "score": [0.9, 0.25]}, listed=("document",))
    figure = draw_ranking(table, language="zh", name="document", value="score")
    assert list(figure.data[0].x) == [0.9, 0.25]
    assert list(figure.data[0].customdata) == ["0|document", "1|document"]
    assert figure.layout.xaxis.title.text == "综合得分（0—1）"


def test_ranking_shows_at_most_its_rows(ranked):
    bars = draw_ranking(ranked, language="zh", rows=2).data[0]
    assert (len(bars.x), len(bars.y), len(bars.customdata)) == (2, 2, 2)


def test_long_names_are_cut_in_the_middle_and_stay_apart(table_of):
    names = ["Example " * 8 + end for end in ("Limited", "Limited", "Institute")]
    table = table_of({"applicant": names, "filing_count": [3, 2, 1]}, listed=("filing_count",))
    drawn = list(draw_ranking(table, language="en").data[0].y)
    assert len(set(drawn)) == 3
    assert all(name.startswith("Example") and "…" in name for name in drawn)


@pytest.mark.parametrize(("language", "shown"), [("zh", "甲（个人）"), ("en", "甲 (individual)")])
def test_persons_are_marked_in_a_ranking_of_applicants(table_of, language, shown):
    columns = {"applicant": ["乙", "甲"], "party_type": ["company", "individual"], "filing_count": [3, 2]}
    assert list(draw_ranking(table_of(columns), language=language).data[0].y) == ["乙", shown]


def test_shares_print_count_and_share(ranked):
    bars = draw_shares(ranked, language="en").data[0]
    assert list(bars.text) == ["50 (50.0%)", "30 (30.0%)", "20 (20.0%)"]


def test_shares_have_one_colour_and_grey_for_what_is_not_known(ranked):
    first, second, unknown = draw_shares(ranked, language="en").data[0].marker.color
    assert first == second != unknown


def test_grouped_bars_have_one_trace_per_period(ranked):
    figure = draw_grouped(ranked, language="en", values=["former_count", "unit_count"])
    assert [list(bar.x) for bar in figure.data] == [[5, 3, 2], [50, 30, 20]]
    assert figure.data[0].customdata[1] == "1|former_count"


def test_lines_keep_the_rows_of_the_table(ranked):
    figure = draw_lines(ranked, language="en", x="rank", values=["unit_count"], rows=[1, 2])
    assert list(figure.data[0].y) == [30, 20]
    assert list(figure.data[0].customdata) == ["1|unit_count", "2|unit_count"]


def test_path_goes_from_year_to_year_and_hollows_the_incomplete(yearly):
    path = draw_path(yearly, language="zh", x="applicant_count", y="invention_count").data[0]
    assert (list(path.x), list(path.y)) == ([2, 1, 9], [3, 0, 12345])
    assert path.marker.color[-1] == "white"
    assert path.customdata[2] == "2|invention_count"


def test_heatmap_sets_each_pair_in_its_cell(paired):
    grid = draw_heatmap(paired, language="en", x="target", y="origin", value="unit_count").data[0]
    assert [list(line) for line in grid.z] == [[9, 2], [4, None]]
    assert [list(line) for line in grid.customdata] == [
        ["0|unit_count", "2|unit_count"],
        ["1|unit_count", None],
    ]


def test_tiles_show_every_province_and_name_what_has_none(placed):
    figure = draw_tiles(placed, language="zh", place="province", value="filing_count")
    cells = [number for line in figure.data[0].z for number in line if number is not None]
    assert (len(cells), sum(cells)) == (34, 11)
    marks = {mark for line in figure.data[0].customdata for mark in line if mark}
    assert marks == {"0|filing_count", "1|filing_count"}
    assert "省份不明 2，国外 1" in figure.layout.annotations[-1].text


def test_district_tiles_are_those_of_tianjin(table_of):
    table = table_of({"district": ["120116", "unknown"], "filing_count": [5, 1]}, listed=("filing_count",))
    grid = draw_tiles(table, language="en", place="district", value="filing_count").data[0]
    assert sum(number is not None for line in grid.z for number in line) == 16


def test_no_chart_uses_a_map_that_needs_the_network(placed):
    figure = draw_tiles(placed, language="zh", place="province", value="filing_count")
    assert {trace.type for trace in figure.data} == {"heatmap"}


def test_flow_bands_carry_value_and_cell(paired):
    flow = draw_flow(paired, language="zh", source="origin", target="target", value="unit_count").data[0]
    assert list(flow.node.label) == ["中国", "美国", "中国", "美国"]
    assert (list(flow.link.source), list(flow.link.target)) == ([0, 1, 0], [2, 2, 3])
    assert list(flow.link.value) == [9, 4, 2]
    assert list(flow.link.customdata) == ["0|unit_count", "1|unit_count", "2|unit_count"]


def test_network_marks_the_middle_of_each_pair(table_of):
    table = table_of(
        {"applicant": ["A", "A", "D"], "co_applicant": ["B", "C", "E"], "filing_count": [4, 2, 1]},
        listed=("filing_count",),
    )
    figure = draw_network(table, language="en", first="applicant", second="co_applicant", value="filing_count")
    middles, names = figure.data[-2], figure.data[-1]
    assert list(middles.text) == ["4", "2", "1"]
    assert list(middles.customdata) == ["0|filing_count", "1|filing_count", "2|filing_count"]
    assert sorted(names.text) == ["A", "B", "C", "D", "E"]


def test_network_is_drawn_alike_every_time(table_of):
    table = table_of({"applicant": ["A", "A"], "co_applicant": ["B", "C"], "filing_count": [4, 2]})

    def draw():
        return draw_network(
            table, language="en", first="applicant", second="co_applicant", value="filing_count"
        )

    assert draw().to_json() == draw().to_json()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_empty_table_draws_a_sentence(yearly, language):
    figure = draw_years(yearly.with_frame(yearly.frame.clear()), language=language)
    assert len(figure.data) == 0
    assert figure.layout.annotations[0].text


def test_english_charts_have_no_chinese_in_them(yearly, ranked, placed, paired):
    figures = [
        draw_years(yearly, language="en"),
        draw_stacked_years(yearly, language="en"),
        draw_shares(ranked, language="en"),
        draw_tiles(placed, language="en", place="province", value="filing_count"),
        draw_flow(paired, language="en", source="origin", target="target", value="unit_count"),
    ]
    assert not [figure for figure in figures if re.search(r"[\u4e00-\u9fff]", figure.to_json())]
