"""Bars over years."""

import plotly.graph_objects as go

from workbench.charts.style import (
    COLOURS,
    addresses,
    axis_title,
    empty_figure,
    explain_hatch,
    new_figure,
    patterns,
    shown_number,
)
from workbench.labels import Language
from workbench.tables import Table

LABELLED_BARS = 20
"""With more bars than this only the highest and the last carry their number."""


def draw_years(table: Table, *, language: Language, value: str | None = None) -> go.Figure:
    """Draw one bar per year; incomplete years are hatched and explained.

    Parameters
    ----------
    table : Table
        Its first column is the year; ``is_complete`` marks the years, where it is there.
    language : {"zh", "en"}
        Language of axes and annotations.
    value : str, optional
        The column to draw, the second otherwise.
    """
    if table.is_empty():
        return empty_figure(language)
    year, column = table.frame.columns[0], value or table.frame.columns[1]
    counts = table.frame[column].to_list()
    is_complete = table.frame["is_complete"].to_list() if "is_complete" in table.frame.columns else []
    figure = new_figure()
    figure.add_bar(
        x=table.frame[year].to_list(),
        y=counts,
        customdata=addresses(table, column),
        text=_labels(counts),
        textposition="outside",
        cliponaxis=False,
        textfont={"size": 11},
        marker={"color": COLOURS[0], "pattern": {"shape": patterns(is_complete), "fgcolor": "white"}},
        hovertemplate="%{x}: %{y:,}<extra></extra>",
        showlegend=False,
    )
    step = max(1, -(-len(counts) // 20))
    figure.update_xaxes(title=axis_title(table, year, language), dtick=step, tickformat="d")
    figure.update_yaxes(title=axis_title(table, column, language), rangemode="tozero", tickformat=",")
    explain_hatch(figure, is_complete, language)
    return figure


def _labels(counts: list[float]) -> list[str]:
    if len(counts) <= LABELLED_BARS:
        return [shown_number(count) for count in counts]
    marked = {counts.index(max(counts)), len(counts) - 1}
    return [shown_number(count) if row in marked else "" for row, count in enumerate(counts)]
