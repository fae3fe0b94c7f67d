"""A main path in lanes draws the table's years and weights, and no label meets another."""

import itertools

import pytest

from workbench.charts import LaneColumns, draw_lanes
from workbench.charts.lane_places import LINE, MOST_HEIGHT, SIGN, across, fitted_layout
from workbench.charts.style import text_width

CHAIN = (("CN1A", 1990, "导航", 0.2), ("CN2A", 1996, "导航", 0.8), ("CN3A", 2005, "识别", 0.5))


def marks(figure):
    return next(trace for trace in figure.data if trace.mode == "markers")


def boxes(documents, language="zh"):
    """Return the room of every label: (left, top, right, bottom) in pixels."""
    layout = fitted_layout(documents, LaneColumns(), language)
    found = []
    for node in layout.nodes:
        x, y = across(node.time, layout.times, layout.left), layout.places[node.row][1]
        wide, high = max((text_width(line) for line in node.label), default=0) * SIGN, len(node.label) * LINE
        if node.is_beside:
            found.append((x + node.radius, y - high / 2, x + node.radius + wide, y + high / 2))
        elif node.label:
            found.append((x - wide / 2, y + node.radius, x + wide / 2, y + node.radius + high))
    return found


def test_nodes_are_the_years_and_carry_their_cells(path_of):
    documents, citations = path_of(*CHAIN)
    drawn = marks(draw_lanes(documents, citations, language="zh"))
    assert list(drawn.x) == documents.frame["document_year"].to_list()
    assert list(drawn.customdata) == [f"{row}|document" for row in range(3)]
    assert sorted(drawn.marker.size) == [drawn.marker.size[0], drawn.marker.size[2], drawn.marker.size[1]]


def test_lines_are_the_citations_and_as_wide_as_their_shares(path_of):
    documents, citations = path_of(*CHAIN)
    lines = [trace for trace in draw_lanes(documents, citations, language="zh").data if trace.mode == "lines"]
    assert [share for line in lines for share in line.meta] == citations.frame["link_share"].to_list()
    assert [(line.x[0], line.x[-1]) for line in lines] == [(1990, 1996), (1996, 2005)]
    assert lines[0].line.width > lines[1].line.width


def test_labels_name_number_title_and_applicant_and_lanes_their_branch(path_of):
    figure = draw_lanes(*path_of(*CHAIN), language="zh")
    told = [note.text for note in figure.layout.annotations]
    assert "<b>CN1A</b><br>示例装置<br>天津示例智能装备" in told
    assert {"导航", "识别"} <= set(told)


def test_lines_lie_below_marks_and_labels_on_a_ground_that_hides_them(path_of):
    ends = [(f"CN9{at}A", 2006, "识别", 0.1) for at in range(14)]
    figure = draw_lanes(*path_of(*CHAIN, *ends), language="zh")
    assert [trace.mode for trace in figure.data][-1] == "markers"
    assert {trace.mode for trace in figure.data[:-1]} == {"lines"}
    labels = [note for note in figure.layout.annotations if note.text.startswith("<b>CN")]
    assert labels
    assert all(float(note.bgcolor.rstrip(")").split(",")[-1]) > 0.9 for note in labels)


@pytest.mark.parametrize("count", [3, 12, 40, 120])
def test_no_label_meets_another_and_a_page_holds_them(path_of, count):
    branches = ["导航", "识别", "底盘", None]
    rows = [(f"CN1{at:08d}A", 2000 + at % 7, branches[at % 4], 1 / (1 + at % 5)) for at in range(count)]
    documents, citations = path_of(*rows, title="一种基于动态窗口避障的用于桥梁缆索的多机避碰系统及检测方法")
    for one, other in itertools.combinations(boxes(documents), 2):
        wide = min(one[2], other[2]) - max(one[0], other[0])
        high = min(one[3], other[3]) - max(one[1], other[1])
        assert wide <= 0.01 or high <= 0.01
    assert draw_lanes(documents, citations, language="zh").layout.height <= MOST_HEIGHT


def test_light_documents_of_one_branch_and_year_share_a_mark_that_counts_them(path_of):
    rows = [(f"CN{at}A", 2000 + at % 3, "导航", 0.1) for at in range(200)]
    documents, citations = path_of(("CN900A", 1990, "导航", 0.9), *rows, ("CN999A", None, "导航", 0.5))
    figure = draw_lanes(documents, citations, language="zh")
    told = [note.text for note in figure.layout.annotations]
    assert {"<b>67 篇</b>", "<b>66 篇</b>"} <= set(told)
    assert any(text.startswith("<b>CN900A</b>") for text in told)
    assert any("1 篇文献年份不明" in text and "200 篇权重较小的文献" in text for text in told)
    assert list(marks(figure).customdata) == ["0|document", None, None, None]
    shares = [share for trace in figure.data if trace.mode == "lines" for share in trace.meta]
    assert len(shares) == 200
    assert figure.layout.height <= MOST_HEIGHT


def test_without_any_year_documents_stand_by_their_step(path_of):
    figure = draw_lanes(*path_of(("a", None, None, 0.5), ("b", None, None, 0.5)), language="en")
    assert list(marks(figure).x) == [0, 1]


def test_too_many_branches_share_a_last_lane(path_of):
    rows = [(f"CN{at}A", 2000 + at, f"分支{at:02d}", 1.0 - at / 100) for at in range(15)]
    told = [note.text for note in draw_lanes(*path_of(*rows), language="zh").layout.annotations]
    assert "其他分支" in told
    assert "分支14" not in told


def test_nothing_to_draw_is_said(path_of):
    documents, citations = path_of(*CHAIN)
    empty = documents.with_frame(documents.frame.clear())
    assert draw_lanes(empty, citations, language="zh").layout.annotations[0].text == "没有可绘制的数据"
