"""Lines and paths: shares over periods, a life cycle."""

from collections.abc import Sequence

import plotly.graph_objects as go

from workbench.charts.style import (
    COLOURS,
    addresses,
    axis_title,
    empty_figure,
    explain_hatch,
    new_figure,
    shown_number,
)
from workbench.labels import Language, column_words
from workbench.tables import Table

LABEL_WIDTH, LABEL_HEIGHT = 0.07, 0.05
"""Room of a year beside its point, as parts of the axes."""
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")


def draw_lines(
    table: Table, *, language: Language, x: str, values: Sequence[str], rows: Sequence[int] | None = None
) -> go.Figure:
    """Draw columns as lines over another, each named at its end; colour and dash both tell them apart.

    Parameters
    ----------
    table : Table
        In the order of the horizontal axis.
    language : {"zh", "en"}
        Language of names and axes.
    x : str
        Column of the horizontal axis.
    values : sequence of str
        Columns to draw, of one kind (all shares, or all counts).
    rows : sequence of int, optional
        Rows to draw, all otherwise.
    """
    chosen = list(range(table.frame.height)) if rows is None else list(rows)
    if not chosen:
        return empty_figure(language)
    figure = new_figure()
    frame = table.frame[chosen]
    is_share = table.formats.get(values[0]) == "share"
    for position, column in enumerate(values):
        figure.add_scatter(
            x=frame[x].to_list(),
            y=frame[column].to_list(),
            mode="lines+markers",
            name=column_words(column, language),
            customdata=addresses(table, column, chosen),
            line={
                "color": COLOURS[position % len(COLOURS)],
                "dash": DASHES[position % len(DASHES)],
                "width": 2.5,
            },
            marker={"size": 8},
            hovertemplate=f"%{{x}}: %{{y:{'.1%' if is_share else ','}}}<extra></extra>",
            showlegend=len(values) > 1,
        )
    figure.update_xaxes(title=axis_title(table, x, language), type="category")
    figure.update_yaxes(rangemode="tozero", tickformat=".0%" if is_share else ",")
    if len(values) == 1:
        figure.update_yaxes(title=axis_title(table, values[0], language))
    return figure


def draw_path(table: Table, *, language: Language, x: str, y: str, label: str | None = None) -> go.Figure:
    """Draw a path from year to year in the plane of two counts; incomplete years are hollow.

    Parameters
    ----------
    table : Table
        One row a year, in order; its first column names the points unless ``label`` does.
    language : {"zh", "en"}
        Language of axes.
    x, y : str
        Columns of the axes. The marks carry the list of ``y``.
    """
    if table.is_empty():
        return empty_figure(language)
    name = label or table.frame.columns[0]
    is_complete = table.frame["is_complete"].to_list()
    figure = new_figure(height=430)
    figure.add_scatter(
        x=table.frame[x].to_list(),
        y=table.frame[y].to_list(),
        mode="lines+markers+text",
        text=_spaced(
            [str(value) for value in table.frame[name]], *(table.frame[axis].to_list() for axis in (x, y))
        ),
        textposition="top center",
        textfont={"size": 11},
        customdata=addresses(table, y),
        line={"color": COLOURS[5], "width": 1.5},
        marker={
            "size": 10,
            "color": ["white" if complete is False else COLOURS[0] for complete in is_complete],
            "line": {"color": COLOURS[0], "width": 2},
        },
        hovertext=[
            f"{year}: {shown_number(first)}, {shown_number(second)}"
            for year, first, second in table.frame.select(name, x, y).rows()
        ],
        hoverinfo="text",
        showlegend=False,
    )
    figure.update_xaxes(title=axis_title(table, x, language), tickformat=",")
    figure.update_yaxes(title=axis_title(table, y, language), tickformat=",")
    explain_hatch(figure, is_complete, language, key="hollow_is_incomplete")
    return figure


def _spaced(labels: list[str], across: list[float], up: list[float]) -> list[str]:
    """Keep the labels that have room: the last, the first, then each that is far enough from those kept."""
    wide, high = (max(values) - min(values) or 1 for values in (across, up))
    kept: list[int] = []
    for row in (len(labels) - 1, *range(len(labels) - 1)):
        apart = ((abs(across[row] - across[other]) / wide, abs(up[row] - up[other]) / high) for other in kept)
        if all(x > LABEL_WIDTH or y > LABEL_HEIGHT for x, y in apart):
            kept.append(row)
    return [text if row in kept else "" for row, text in enumerate(labels)]
