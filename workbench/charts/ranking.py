"""Horizontal bars, the largest on top."""

import plotly.graph_objects as go
import polars as pl

from workbench.charts.style import COLOURS, addresses, axis_title, empty_figure, names, new_figure, shown_number
from workbench.labels import Language
from workbench.tables import Table

SHOWN_ROWS = 20


def draw_ranking(
    table: Table,
    *,
    language: Language,
    name: str | None = None,
    value: str | None = None,
    rows: int = SHOWN_ROWS,
) -> go.Figure:
    """Draw the first rows of a ranking as horizontal bars, in the order of the table.

    Parameters
    ----------
    table : Table
        Sorted, the largest first.
    language : {"zh", "en"}
        Language of names and axes.
    name, value : str, optional
        Columns of the names and of the counts: otherwise the first text column and the first count
        that can name its patents.
    rows : int
        How many rows to draw.
    """
    if table.is_empty():
        return empty_figure(language)
    label = name or next(column for column, dtype in table.frame.schema.items() if dtype == pl.String)
    column = value or _counted(table)
    counts = table.frame[column].to_list()[:rows]
    figure = new_figure(height=110 + 26 * len(counts))
    figure.add_bar(
        y=names(table, label, language)[:rows],
        x=counts,
        orientation="h",
        customdata=addresses(table, column)[:rows],
        text=[shown_number(count) for count in counts],
        textposition="outside",
        cliponaxis=False,
        marker={"color": COLOURS[0]},
        hovertemplate="%{y}: %{x:,}<extra></extra>",
        showlegend=False,
    )
    figure.update_xaxes(title=axis_title(table, column, language), rangemode="tozero", tickformat=",")
    figure.update_yaxes(autorange="reversed", automargin=True, type="category")
    return figure


def _counted(table: Table) -> str:
    counts = [
        column for column in table.frame.columns if table.formats.get(column) == "count" and column != "rank"
    ]
    return next((column for column in counts if table.has_records(column)), counts[0])
