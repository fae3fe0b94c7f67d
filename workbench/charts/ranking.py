"""Horizontal bars: a ranking, shares, or two periods side by side."""

from collections.abc import Sequence

import plotly.graph_objects as go
import polars as pl

from workbench.charts.style import (
    COLOURS,
    addresses,
    axis_title,
    bar_colour,
    cut_name,
    empty_figure,
    names,
    new_figure,
    shown_number,
)
from workbench.labels import Language, column_words, value_words, words
from workbench.tables import Table

SHOWN_ROWS = 20
TITLED_LENGTH = 48


def draw_ranking(
    table: Table,
    *,
    language: Language,
    name: str | None = None,
    value: str | None = None,
    beside: str | None = None,
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
        Columns of the names and of the numbers: otherwise the first text column and the first count
        that can name its patents. Where the numbers have no patents of their own, bars open those of the names.
    beside : str, optional
        A column printed after each name; ``ipc_title`` where the table has one.
    rows : int
        How many rows to draw.
    """
    if table.is_empty():
        return empty_figure(language)
    column = value or counted_column(table)
    counts = table.frame[column].to_list()[:rows]
    linked = column if name is None or table.has_records(column) else name
    figure = new_figure(height=100 + 20 * len(counts))
    figure.add_bar(
        y=_row_names(table, language, name, beside)[:rows],
        x=counts,
        orientation="h",
        customdata=addresses(table, linked)[:rows],
        text=[shown_number(count) for count in counts],
        textposition="outside",
        cliponaxis=False,
        marker={"color": COLOURS[0]},
        hovertemplate="%{y}: %{x:,}<extra></extra>",
        showlegend=False,
    )
    _finish(figure, table, column, language)
    return figure


def draw_shares(
    table: Table,
    *,
    language: Language,
    name: str | None = None,
    value: str | None = None,
    share: str | None = None,
) -> go.Figure:
    """Draw the parts of a whole as horizontal bars, each with its count and its share.

    Columns not given are found: the first text column, the first count that can name its patents, the
    first column that ends in ``_share``. All bars have one colour; what is not known is grey.
    """
    if table.is_empty():
        return empty_figure(language)
    label, column = name or text_column(table), value or counted_column(table)
    part = share or next(column for column in table.frame.columns if column.endswith("_share"))
    counts, parts = table.frame[column].to_list(), table.frame[part].to_list()
    figure = new_figure(height=110 + 28 * len(counts))
    figure.add_bar(
        y=names(table, label, language),
        x=counts,
        orientation="h",
        customdata=addresses(table, column),
        text=[f"{shown_number(count)} ({fraction:.1%})" for count, fraction in zip(counts, parts, strict=True)],
        textposition="outside",
        cliponaxis=False,
        marker={"color": [bar_colour(thing) for thing in table.frame[label]]},
        hovertemplate="%{y}: %{text}<extra></extra>",
        showlegend=False,
    )
    _finish(figure, table, column, language)
    figure.update_layout(margin={"r": 90})
    return figure


def draw_grouped(
    table: Table,
    *,
    language: Language,
    values: Sequence[str],
    name: str | None = None,
    beside: str | None = None,
    rows: int = SHOWN_ROWS,
) -> go.Figure:
    """Draw several counts of each row as bars side by side: a former and a recent period."""
    if table.is_empty():
        return empty_figure(language)
    figure = new_figure(height=120 + 14 * len(values) * min(rows, table.frame.height))
    labels = _row_names(table, language, name, beside)[:rows]
    for position, column in enumerate(values):
        counts = table.frame[column].to_list()[:rows]
        figure.add_bar(
            y=labels,
            x=counts,
            orientation="h",
            name=column_words(column, language),
            customdata=addresses(table, column)[:rows],
            text=[shown_number(count) for count in counts],
            textposition="outside",
            cliponaxis=False,
            marker={"color": COLOURS[(3, 0, 1)[position % 3]]},
            hovertemplate="%{y}: %{x:,}<extra></extra>",
        )
    figure.update_layout(barmode="group", legend={"traceorder": "normal"})
    _finish(figure, table, values[0], language)
    figure.update_xaxes(title=axis_title(table, "filing_count", language, kind="count"))
    return figure


def counted_column(table: Table) -> str:
    """Return the first count that can name its patents, else the first count."""
    counts = [
        column for column in table.frame.columns if table.formats.get(column) == "count" and column != "rank"
    ]
    return next((column for column in counts if table.has_records(column)), counts[0])


def text_column(table: Table) -> str:
    """Return the first column of text."""
    return next(column for column, dtype in table.frame.schema.items() if dtype == pl.String)


def _row_names(table: Table, language: Language, name: str | None, beside: str | None) -> list[str]:
    label = name or text_column(table)
    title = beside or ("ipc_title" if label == "ipc_subclass" and "ipc_title" in table.frame.columns else None)
    if title is None:
        return _with_persons_marked(table, names(table, label, language), language)
    pairs = table.frame.select(label, title).rows()
    told = (
        (value_words(label, first, language), value_words(title, second, language)) for first, second in pairs
    )
    return [cut_name(f"{first} {second}".strip(), TITLED_LENGTH) for first, second in told]


def _with_persons_marked(table: Table, told: list[str], language: Language) -> list[str]:
    """Mark natural persons in a ranking of applicants, which has firms and persons side by side."""
    if "party_type" not in table.frame.columns[1:] or "applicant" not in table.frame.columns:
        return told
    kinds = table.frame["party_type"]
    return [
        words("charts.individual", language, name=name) if kind == "individual" else name
        for name, kind in zip(told, kinds, strict=True)
    ]


def _finish(figure: go.Figure, table: Table, column: str, language: Language) -> None:
    figure.update_xaxes(title=axis_title(table, column, language), rangemode="tozero", tickformat=",")
    figure.update_yaxes(autorange="reversed", automargin=True, type="category")
