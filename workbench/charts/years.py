"""Bars over years: plain, or stacked by kind."""

from collections.abc import Sequence

import plotly.graph_objects as go

from workbench.charts.style import (
    COLOURS,
    STACKED,
    addresses,
    axis_title,
    empty_figure,
    explain_hatch,
    new_figure,
    patterns,
    shown_number,
)
from workbench.labels import Language, column_words
from workbench.tables import Table

LABELLED_BARS = 20
"""With more bars than this only the highest and the last carry their number."""
MARKED_YEARS = 20
"""With more years than this the axis names only some of them."""


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
    column = value or table.frame.columns[1]
    counts = table.frame[column].to_list()
    figure = new_figure()
    _add_bars(figure, table, column, COLOURS[0])
    figure.update_traces(
        text=_labels(counts), textposition="outside", cliponaxis=False, textfont={"size": 11}, showlegend=False
    )
    _finish(figure, table, column, language)
    return figure


def draw_stacked_years(table: Table, *, language: Language, values: Sequence[str] | None = None) -> go.Figure:
    """Draw one bar per year, stacked of several counts; incomplete years are hatched and explained.

    ``values`` are the columns to stack: otherwise all counts that can name their patents.
    """
    if table.is_empty():
        return empty_figure(language)
    columns = values or [column for column in table.frame.columns if table.has_records(column)]
    figure = new_figure()
    for position, column in enumerate(columns):
        _add_bars(figure, table, column, STACKED[position % len(STACKED)])
        figure.data[-1].name = column_words(column, language)
        figure.data[-1].marker.line = {"color": "white", "width": 0.6}
    figure.update_layout(barmode="stack", legend={"traceorder": "normal"})
    _finish(figure, table, columns[0], language)
    figure.update_yaxes(title=axis_title(table, "filing_count", language, kind="count"))
    return figure


def _add_bars(figure: go.Figure, table: Table, column: str, colour: str) -> None:
    figure.add_bar(
        x=table.frame.to_series(0).to_list(),
        y=table.frame[column].to_list(),
        customdata=addresses(table, column),
        marker={"color": colour, "pattern": {"shape": patterns(_is_complete(table)), "fgcolor": "white"}},
        hovertemplate="%{x}: %{y:,}<extra></extra>",
    )


def _is_complete(table: Table) -> list[bool | None]:
    if "is_complete" not in table.frame.columns:
        return [None] * table.frame.height
    return table.frame["is_complete"].to_list()


def _finish(figure: go.Figure, table: Table, column: str, language: Language) -> None:
    step = max(1, -(-table.frame.height // MARKED_YEARS))
    figure.update_xaxes(title=axis_title(table, table.frame.columns[0], language), dtick=step, tickformat="d")
    figure.update_yaxes(title=axis_title(table, column, language), rangemode="tozero", tickformat=",")
    explain_hatch(figure, _is_complete(table), language)


def _labels(counts: list[float]) -> list[str]:
    if len(counts) <= LABELLED_BARS:
        return [shown_number(count) for count in counts]
    marked = {counts.index(max(counts)), len(counts) - 1}
    return [shown_number(count) if row in marked else "" for row, count in enumerate(counts)]
