"""Documents and their citations over time, in lanes: a main path by branches."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import plotly.graph_objects as go

from workbench.charts.lane_places import (
    BOTTOM,
    REST,
    RIGHT,
    TOP,
    WIDTH,
    LaneColumns,
    Layout,
    Node,
    fitted_layout,
    lane_name,
    side_rooms,
)
from workbench.charts.style import COLOURS, GREY, INK, addresses, empty_figure, new_figure
from workbench.labels import Language, column_words, words
from workbench.tables import Table

LABEL_SIZE: Final = 12
LINE_COLOUR: Final = "#9DB2C6"
HALO: Final = "rgba(255,255,255,0.94)"
"""Ground of a label: a line that passes below it hardly shows."""
_CURVE: Final = 16
"""Points of a curve."""
_TOLD: Final = 12
"""Documents or citations that a hover names, at most."""
_MARKS: Final = 15
"""Named places of the axis, at most."""


def draw_lanes(
    documents: Table, citations: Table, *, language: Language, columns: LaneColumns | None = None
) -> go.Figure:
    """Draw documents over time, each in the lane of its branch, with the citations between them.

    A node is as large as its weight, a line as wide as its share. No two labels overlap: nodes of a lane stand
    in as many rows as their labels need. Where a page would not hold them, the lightest documents give up
    lines of their labels, then share marks; what is not drawn or named is told below.

    Parameters
    ----------
    documents : Table
        One row per document.
    citations : Table
        One row per citation between them.
    language : {"zh", "en"}
        Language of axes and notes.
    columns : LaneColumns, optional
        Which columns to read.
    """
    of = columns or LaneColumns()
    if documents.is_empty():
        return empty_figure(language)
    if documents.frame[of.time].is_null().all():
        of = replace(of, time=of.step)
    layout = fitted_layout(documents, of, language)
    figure = new_figure(width=WIDTH, height=round(layout.height) + TOP + BOTTOM)
    _add_lanes(figure, layout, of.lane, language)
    lost = _add_citations(figure, citations, layout, of)
    _add_documents(figure, documents, layout, of)
    _finish(figure, layout, of.time, language)
    _tell_what_is_missing(
        figure,
        {
            "undated": documents.frame.height - layout.drawn,
            "bundled": layout.bundled,
            "undrawn_lines": lost,
        },
        language,
    )
    return figure


def _add_lanes(figure: go.Figure, layout: Layout, column: str, language: Language) -> None:
    is_named = any(lane is not None for lane, _, _ in layout.lanes)
    for number, (lane, top, bottom) in enumerate(layout.lanes):
        figure.add_shape(
            type="rect", xref="paper", x0=0, x1=1, y0=top, y1=bottom, layer="below",
            line={"width": 0}, fillcolor="#F4F7FA" if number % 2 == 0 else "white",
        )  # fmt: skip
        if is_named:
            figure.add_annotation(
                text=lane_name(column, lane, language), showarrow=False, xref="paper",
                x=0, xanchor="right", xshift=-8, y=(top + bottom) / 2, yanchor="middle", align="right",
                font={"size": 12, "color": INK},
            )  # fmt: skip


def _add_citations(figure: go.Figure, citations: Table, layout: Layout, of: LaneColumns) -> int:
    """Add a line per citation; return how many have an end that is not drawn."""
    places = layout.named()
    rows = citations.frame.select(of.cited, of.citing, of.share).rows()
    top = max((share for _, _, share in rows), default=1.0) or 1.0
    lines: dict[tuple[tuple[float, float], tuple[float, float]], list[tuple[str, str, float]]] = {}
    for row in rows:
        if row[0] in places and row[1] in places:
            lines.setdefault((places[row[0]], places[row[1]]), []).append(row)
    for (one, other), drawn in lines.items():
        x, y = zip(*_curve(one, other), strict=True)
        heaviest = max(share for _, _, share in drawn)
        told = [f"{cited} → {citing}: {share:.4g}" for cited, citing, share in drawn[:_TOLD]]
        figure.add_scatter(
            x=x, y=y, mode="lines", line={"color": LINE_COLOUR, "width": 1.2 + 5 * heaviest / top},
            hoverinfo="text", hovertext="<br>".join(told), name=told[0],
            meta=[share for _, _, share in drawn], showlegend=False,
        )  # fmt: skip
    return len(rows) - sum(len(drawn) for drawn in lines.values())


def _curve(one: tuple[float, float], other: tuple[float, float]) -> Iterator[tuple[float, float]]:
    """Yield the points of a line that leaves and arrives level."""
    for at in range(_CURVE + 1):
        part = at / _CURVE
        smooth = part * part * (3 - 2 * part)
        yield one[0] + (other[0] - one[0]) * part, one[1] + (other[1] - one[1]) * smooth


def _add_documents(figure: go.Figure, documents: Table, layout: Layout, of: LaneColumns) -> None:
    rows = [node.row for node in layout.nodes]
    marks = addresses(documents, of.document, rows)
    colours: dict[Any, str] = {lane: COLOURS[at % len(COLOURS)] for at, (lane, _, _) in enumerate(layout.lanes)}
    colours |= {None: GREY, REST: GREY}
    figure.add_scatter(
        x=[layout.places[row][0] for row in rows],
        y=[layout.places[row][1] for row in rows],
        mode="markers",
        customdata=[None if node.bundled else mark for node, mark in zip(layout.nodes, marks, strict=True)],
        marker={
            "size": [2 * node.radius for node in layout.nodes],
            "color": [colours[node.lane] for node in layout.nodes],
            "opacity": 1,
            "line": {"color": "white", "width": 1},
        },
        hovertext=["<br>".join(_told(documents, node, of)) for node in layout.nodes],
        hoverinfo="text",
        showlegend=False,
    )
    for node in layout.nodes:
        if node.label:
            _add_label(figure, node, layout.places[node.row])


def _add_label(figure: go.Figure, node: Node, place: tuple[float, float]) -> None:
    """Name a document: beside its mark in one line, or below it."""
    first, *rest = node.label
    where = (
        {"xanchor": "left", "xshift": node.radius + 1, "yanchor": "middle"}
        if node.is_beside
        else {"yanchor": "top", "yshift": -node.radius - 1}
    )
    figure.add_annotation(
        text="<br>".join([f"<b>{first}</b>", *rest]), showarrow=False, x=place[0], y=place[1], **where,
        font={"size": LABEL_SIZE, "color": INK}, bgcolor=HALO, borderpad=0,
    )  # fmt: skip


def _told(documents: Table, node: Node, of: LaneColumns) -> list[str]:
    if node.bundled:
        return [*node.label, *(own.name for own in node.bundled[:_TOLD])]
    found = documents.frame.row(node.row, named=True)
    texts = [str(found[column]) for column in (of.document, of.time, *of.texts) if found[column] is not None]
    return texts if found[of.weight] is None else [*texts, f"{found[of.weight]:.4g}"]


def _finish(figure: go.Figure, layout: Layout, time: str, language: Language) -> None:
    first, last = layout.times
    before, behind = side_rooms()
    year = (last - first) / (WIDTH - layout.left - RIGHT - before - behind)
    ends = [first - before * year, last + behind * year] if year else [first - 1, last + 1]
    figure.update_xaxes(
        title=column_words(time, language), range=ends,
        tickformat="d", tickvals=_marks(first, last), showgrid=True, gridcolor="#DCE3EA", zeroline=False,
    )  # fmt: skip
    figure.update_yaxes(visible=False, range=[layout.height, 0])
    figure.update_layout(margin={"l": layout.left, "r": RIGHT, "t": TOP, "b": BOTTOM}, plot_bgcolor="white")


def _marks(first: float, last: float) -> list[int]:
    """Return the named places of the axis."""
    step = next((step for step in (1, 2, 5, 10, 20, 50) if (last - first) / step <= _MARKS), 100)
    return list(range(-(-int(first) // step) * step, int(last) + 1, step))


def _tell_what_is_missing(figure: go.Figure, counts: dict[str, int], language: Language) -> None:
    told = [words(f"charts.{key}", language, count=count) for key, count in counts.items() if count]
    if told:
        figure.add_annotation(
            text=words("charts.between", language).join(told), showarrow=False, x=1, y=0, xref="paper",
            yref="paper", xanchor="right", yanchor="top", yshift=-36, font={"size": 11},
        )  # fmt: skip
