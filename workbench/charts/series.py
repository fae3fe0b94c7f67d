"""Lines from a long table: one per group, or one panel per measure with a marked stretch."""

from collections.abc import Sequence
from typing import Final

import plotly.graph_objects as go
import polars as pl

from workbench.charts.lines import DASHES
from workbench.charts.style import (
    COLOURS,
    addresses,
    axis_title,
    cut_name,
    empty_figure,
    explain_hatch,
    new_figure,
)
from workbench.labels import Language, column_words, value_words, words
from workbench.tables import Table

SHOWN_GROUPS: Final = 7
_PANEL: Final = 190
_LABEL_SIGNS: Final = 20


def draw_series(
    table: Table, *, language: Language, x: str, group: str, value: str, groups: int = SHOWN_GROUPS
) -> go.Figure:
    """Draw a line per group over a common axis, each named at its end; incomplete years are dotted points.

    Parameters
    ----------
    table : Table
        One row per group and place on the axis; ``is_complete`` marks the places, where it is there.
    x, group, value : str
        Columns of the axis, the groups and the height.
    groups : int
        How many groups to draw, those with the largest last sums first in the table's order.
    """
    if table.is_empty():
        return empty_figure(language)
    frame = table.frame.with_row_index("row")
    largest = frame.group_by(group, maintain_order=True).agg(pl.col(value).max().alias("top"))
    shown = largest.sort("top", descending=True, maintain_order=True)[group].head(groups).to_list()
    figure = new_figure(width=900, height=500)
    ends: list[tuple[float, str, str]] = []
    for place, name in enumerate(name for name in largest[group] if name in shown):
        rows = frame.filter(pl.col(group) == name)
        colour, told = COLOURS[place % len(COLOURS)], value_words(group, name, language)
        figure.add_scatter(
            x=rows[x].to_list(), y=rows[value].to_list(), mode="lines+markers", name=told,
            line={"color": colour, "dash": DASHES[place % len(DASHES)], "width": 2.2},
            marker={"size": 6, "color": _fills(rows, colour), "line": {"color": colour, "width": 1.3}},
            customdata=addresses(table, value, rows["row"].to_list()),
            hovertemplate="%{x}: %{y:,}<extra>" + told + "</extra>", showlegend=False,
        )  # fmt: skip
        ends.append((float(rows[value][-1] or 0), told, colour))
    _name_ends(figure, ends, max(frame[x]), max(frame[value]) or 1)
    ends_of_axis = [min(frame[x]) - 0.5, max(frame[x]) + 0.5]
    figure.update_xaxes(title=axis_title(table, x, language), tickformat="d", range=ends_of_axis)
    figure.update_yaxes(title=axis_title(table, value, language), rangemode="tozero", tickformat=",")
    figure.update_layout(margin={"r": 150})
    if "is_complete" in table.frame.columns:
        explain_hatch(figure, table.frame["is_complete"].to_list(), language, key="hollow_is_incomplete")
    return figure


def _fills(rows: pl.DataFrame, colour: str) -> list[str]:
    if "is_complete" not in rows.columns:
        return [colour] * rows.height
    return ["white" if complete is False else colour for complete in rows["is_complete"]]


def _name_ends(figure: go.Figure, ends: list[tuple[float, str, str]], x: float, top: float) -> None:
    """Name each line at its end; names that would meet are moved apart downwards, from the highest."""
    step, last = top * 0.052, top * 2
    for height, name, colour in sorted(ends, reverse=True):
        last = min(height, last - step)
        figure.add_annotation(
            text=cut_name(name, _LABEL_SIGNS), showarrow=False, x=x, xanchor="left", xshift=8, y=last,
            font={"size": 11, "color": colour if colour not in ("#8EC6C5", "#F2D492") else "#5A6672"},
        )  # fmt: skip


def draw_curve(
    table: Table, *, language: Language, x: str, values: Sequence[str], band: str | None = None
) -> go.Figure:
    """Draw each measure in a panel of its own over a common axis; a stretch of the axis may be marked.

    Parameters
    ----------
    table : Table
        In the order of the axis.
    x : str
        Column of the axis.
    values : sequence of str
        A panel each, from the top.
    band : str, optional
        A column of yes and no: the stretch of yes is shaded and explained.
    """
    if table.is_empty():
        return empty_figure(language)
    figure = new_figure(width=900, height=90 + _PANEL * len(values))
    across = table.frame[x].to_list()
    for place, column in enumerate(values):
        axis = "y" if place == 0 else f"y{place + 1}"
        figure.add_scatter(
            x=across, y=table.frame[column].to_list(), mode="lines+markers", yaxis=axis,
            line={"color": COLOURS[place % len(COLOURS)], "width": 2.2, "shape": "linear"}, marker={"size": 6},
            customdata=addresses(table, column), hovertemplate="%{x}: %{y}<extra></extra>", showlegend=False,
        )  # fmt: skip
        height = 1 / len(values)
        domain = [1 - (place + 1) * height + 0.04, 1 - place * height - 0.02]
        is_share = table.formats.get(column) == "share"
        figure.update_layout({f"yaxis{place + 1 if place else ''}": {
            "domain": domain, "title": {"text": column_words(column, language), "font": {"size": 12}},
            "rangemode": "tozero", "tickformat": ".0%" if is_share else ",",
        }})  # fmt: skip
    figure.update_xaxes(title=column_words(x, language), anchor="free", position=0, tickformat="d")
    marked = [value for value, flag in zip(across, table.frame[band] if band else [], strict=False) if flag]
    if marked:
        _mark(figure, marked[0], marked[-1], language)
    return figure


def _mark(figure: go.Figure, first: float, last: float, language: Language) -> None:
    figure.add_shape(
        type="rect", x0=first - 0.4, x1=last + 0.4, y0=0, y1=1, yref="paper", layer="below",
        line={"width": 0}, fillcolor="#F2E3C6",
    )  # fmt: skip
    figure.add_annotation(
        text=words("charts.plateau", language, first=first, last=last), showarrow=False, x=(first + last) / 2,
        y=1, yref="paper", yanchor="bottom", font={"size": 12},
    )  # fmt: skip
