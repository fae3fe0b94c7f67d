"""The alluvial, the roadmap grid, presence, series and curve draw their tables."""

import pytest

from workbench.charts import draw_alluvial, draw_card_grid, draw_curve, draw_presence, draw_series


def filled(figure):
    return [trace for trace in figure.data if trace.fill == "toself"]


def test_bands_are_the_flows_and_blocks_as_high_as_their_counts(evolving):
    blocks, flows = evolving
    figure = draw_alluvial(blocks, flows, language="zh")
    assert [band.meta for band in filled(figure)] == flows.frame["flow_count"].to_list()
    heights = [shape.y1 - shape.y0 for shape in figure.layout.shapes]
    assert heights == pytest.approx([heights[0], heights[0] * 0.6, heights[0] * 0.8])
    last = [band.y[14] - band.y[15] for band in filled(figure)]
    assert [abs(width) / heights[0] * 10 for width in last] == pytest.approx([4.5, 2.0])


def test_blocks_and_bands_carry_their_cells(evolving):
    marks = [trace for trace in draw_alluvial(*evolving, language="en").data if trace.mode == "markers"]
    assert list(marks[0].customdata) == ["0|flow_count", "1|flow_count"]
    assert list(marks[1].customdata) == ["0|document_count", "2|document_count", "3|document_count"]


def test_an_alluvial_without_flows_draws_its_blocks(evolving):
    blocks, flows = evolving
    figure = draw_alluvial(blocks, flows.with_frame(flows.frame.clear()), language="zh")
    assert filled(figure) == []
    assert len(figure.layout.shapes) == 3


@pytest.fixture
def cards(table_of):
    return table_of(
        {
            "document": [f"CN{at}A" for at in range(8)],
            "branch": ["导航"] * 7 + ["识别"],
            "period": ["2010–2014"] * 7 + [None],
            "label": [f"一种标签{at}" for at in range(8)],
        },
        listed=("document",),
    )


def test_a_grid_names_the_first_of_each_cell_and_counts_the_rest(cards):
    figure = draw_card_grid(cards, language="zh", row="branch", column="period", name="document", text="label")
    told = [note.text for note in figure.layout.annotations]
    assert "<b>CN0A</b><br>标签0" in told
    assert "另有 2 件" in told
    assert "<b>CN7A</b><br>标签7" in told
    assert "<b>年份不明</b>" in told
    assert list(figure.data[0].customdata) == [f"{row}|document" for row in (0, 1, 2, 3, 4, 7)]


def test_cells_are_shaded_by_the_counts_of_another_table(cards, evolving):
    blocks = evolving[0]
    figure = draw_card_grid(
        cards, language="en", row="branch", column="period", name="document", text="label", counts=blocks
    )
    told = [note.text for note in figure.layout.annotations]
    assert {"10", "6", "8"} <= set(told)
    assert len({shape.fillcolor for shape in figure.layout.shapes}) == 4
    assert len(figure.layout.shapes) == 2 * 3


def test_presence_draws_every_flag_and_share(table_of):
    table = table_of(
        {
            "document": ["CN1A", "CN2A"],
            "in_spc": [True, False],
            "in_splc": [True, None],
            "stay_share": [1.0, 0.25],
            "is_firm": [True, False],
        },
        listed=("document",),
    )
    figure = draw_presence(
        table,
        language="zh",
        name="document",
        flags=["in_spc", "in_splc"],
        share="stay_share",
        is_strong="is_firm",
    )
    dots, bars = figure.data
    assert list(zip(dots.x, dots.y, strict=True)) == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert [colour == "white" for colour in dots.marker.color] == [False, True, False, True]
    assert list(bars.x) == table.frame["stay_share"].to_list()
    assert list(bars.customdata) == ["0|document", "1|document"]
    assert bars.marker.color[0] != bars.marker.color[1]


def test_series_draw_a_line_per_group_and_keep_the_largest(table_of):
    table = table_of(
        {
            "year": [2020, 2021] * 3,
            "branch": ["a", "a", "b", "b", "c", "c"],
            "moving_count": [1, 2, 30, 40, 5, 6],
            "is_complete": [True, False] * 3,
        },
        listed=("moving_count",),
    )
    figure = draw_series(table, language="zh", x="year", group="branch", value="moving_count", groups=2)
    assert [(line.name, list(line.y)) for line in figure.data] == [("b", [30, 40]), ("c", [5, 6])]
    assert list(figure.data[1].customdata) == ["4|moving_count", "5|moving_count"]
    assert list(figure.data[0].marker.color)[1] == "white"


def test_a_curve_has_a_panel_per_measure_and_marks_its_plateau(table_of):
    table = table_of(
        {
            "key_link_rank": [1, 2, 3, 4],
            "document_count": [3, 5, 5, 7],
            "coverage_share": [0.2, 0.5, 0.5, 0.6],
            "is_plateau": [False, True, True, False],
        },
        formats={"coverage_share": "share"},
    )
    figure = draw_curve(
        table, language="zh", x="key_link_rank", values=["document_count", "coverage_share"], band="is_plateau"
    )
    assert [list(panel.y) for panel in figure.data] == [[3, 5, 5, 7], [0.2, 0.5, 0.5, 0.6]]
    assert (figure.layout.shapes[0].x0, figure.layout.shapes[0].x1) == (1.6, 3.4)
    assert [note.text for note in figure.layout.annotations] == ["平台：2–3"]


def test_empty_tables_say_that_there_is_nothing(table_of, cards, evolving):
    blocks, flows = (table.with_frame(table.frame.clear()) for table in evolving)
    none = cards.with_frame(cards.frame.clear())
    figures = [
        draw_alluvial(blocks, flows, language="zh"),
        draw_card_grid(none, language="zh", row="branch", column="period", name="document", text="label"),
        draw_presence(none, language="zh", name="document", flags=[], share="label"),
        draw_series(none, language="zh", x="period", group="branch", value="document"),
        draw_curve(none, language="zh", x="period", values=["document"]),
    ]
    assert {figure.layout.annotations[0].text for figure in figures} == {"没有可绘制的数据"}
