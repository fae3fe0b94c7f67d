"""Which things are found by which way of looking, and how often in all: dots and bars side by side."""

from collections.abc import Sequence
from typing import Final

import plotly.graph_objects as go

from workbench.charts.lane_places import without_start
from workbench.charts.style import COLOURS, GREY, addresses, cut_name, empty_figure, new_figure
from workbench.labels import Language, column_words, value_words
from workbench.tables import Table

SHOWN_ROWS: Final = 36
_ROW: Final = 22
_NAME_SIGNS: Final = 40
_DOTS: Final = 0.46
"""Part of the width that the dots take."""


def draw_presence(
    table: Table,
    *,
    language: Language,
    name: str,
    flags: Sequence[str],
    share: str,
    beside: str | None = None,
    is_strong: str | None = None,
    rows: int = SHOWN_ROWS,
) -> go.Figure:
    """Draw a row per thing: a full dot for each way that finds it, and a bar for its share.

    Parameters
    ----------
    table : Table
        In the order to be drawn.
    name, beside : str
        What names a row, and what is printed after it.
    flags : sequence of str
        Columns of yes and no.
    share : str
        The length of the bar. [0–1]
    is_strong : str, optional
        A column of yes and no; bars of no are grey.
    rows : int
        How many rows to draw.
    """
    if table.is_empty():
        return empty_figure(language)
    frame = table.frame.head(rows)
    down = list(range(frame.height))
    figure = new_figure(width=900, height=150 + _ROW * frame.height)
    cells = [(column, row, frame[column][row]) for column in flags for row in down]
    figure.add_scatter(
        x=[flags.index(column) for column, _, _ in cells],
        y=[row for _, row, _ in cells],
        mode="markers",
        marker={
            "size": 10,
            "color": [COLOURS[0] if found else "white" for *_, found in cells],
            "line": {"color": [GREY if found is None else COLOURS[0] for *_, found in cells], "width": 1.2},
        },
        hovertext=[f"{frame[name][row]}: {column_words(column, language)}" for column, row, _ in cells],
        hoverinfo="text",
        showlegend=False,
    )
    strong = frame[is_strong].to_list() if is_strong else [True] * frame.height
    figure.add_bar(
        x=frame[share].to_list(),
        y=down,
        orientation="h",
        xaxis="x2",
        marker={"color": [COLOURS[2] if firm else GREY for firm in strong]},
        text=[f"{part:.0%}" for part in frame[share]],
        textposition="outside",
        cliponaxis=False,
        customdata=addresses(table, name, down),
        hovertext=frame[name].to_list(),
        hoverinfo="text",
        showlegend=False,
    )
    _name_axes(figure, frame.height, flags, share, _row_names(table, name, beside, language), language)
    return figure


def _row_names(table: Table, name: str, beside: str | None, language: Language) -> list[str]:
    second = table.frame[beside] if beside else [None] * table.frame.height
    pairs = zip(table.frame[name], second, strict=True)
    return [
        cut_name(f"{first} {without_start(value_words(beside or name, other, language))}".strip(), _NAME_SIGNS)
        if other not in (None, first)
        else cut_name(str(first), _NAME_SIGNS)
        for first, other in pairs
    ]


def _name_axes(
    figure: go.Figure,
    count: int,
    flags: Sequence[str],
    share: str,
    names: Sequence[str],
    language: Language,
) -> None:
    figure.update_xaxes(showgrid=False, zeroline=False)
    figure.update_layout(
        xaxis={
            "domain": [0, _DOTS], "side": "top", "tickvals": list(range(len(flags))), "tickangle": -45,
            "ticktext": [column_words(column, language) for column in flags],
            "range": [-0.6, len(flags) - 0.4], "tickfont": {"size": 11},
        },
        xaxis2={
            "domain": [_DOTS + 0.03, 0.94], "anchor": "y", "side": "top", "range": [0, 1],
            "tickformat": ".0%", "title": column_words(share, language), "zeroline": True,
        },
        margin={"l": 70, "r": 30, "t": 110, "b": 30},
    )  # fmt: skip
    figure.update_yaxes(
        tickvals=list(range(count)), ticktext=list(names)[:count], range=[count - 0.4, -0.6], automargin=True,
        gridcolor="#EEF1F5", tickfont={"size": 11},
    )  # fmt: skip
