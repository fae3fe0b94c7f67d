"""A network of pairs."""

from itertools import chain
from typing import Any

import plotly.graph_objects as go
import polars as pl

from workbench.charts.style import COLOURS, cut_name, empty_figure, new_figure, shown_number
from workbench.labels import Language, value_words
from workbench.tables import Table

SHOWN_PAIRS = 30
SHELF = 6
"""Width of the plane in which the parts of a network stand, in places."""


def draw_network(
    table: Table, *, language: Language, first: str, second: str, value: str, rows: int = SHOWN_PAIRS
) -> go.Figure:
    """Draw the first pairs as a network: a line per pair, thicker for more, its number in the middle.

    The middle of a line carries the address of its cell. Parts that no pair joins stand
    side by side.
    """
    if table.is_empty():
        return empty_figure(language)
    import networkx as nx

    pairs = table.frame.head(rows).select(first, second, value).rows()
    graph = nx.Graph()
    graph.add_weighted_edges_from(pairs)
    places = _places([graph.subgraph(part) for part in nx.connected_components(graph)])
    figure = new_figure(height=640)
    top = max(number for _, _, number in pairs)
    for one, other, number in pairs:
        figure.add_scatter(
            x=[places[one][0], places[other][0]],
            y=[places[one][1], places[other][1]],
            mode="lines",
            line={"color": COLOURS[3], "width": 1 + 6 * number / top},
            hoverinfo="skip",
            showlegend=False,
        )
    _add_middles(figure, table, pairs, places, value)
    _add_names(figure, first, places, pairs, language)
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    figure.update_layout(margin={"l": 60, "r": 60, "t": 30, "b": 30})
    return figure


_Places = dict[str, tuple[float, float]]
_Pairs = list[tuple[str, str, float]]


def _places(parts: list[Any]) -> _Places:
    """Lay out each part by itself, then set the parts on shelves, the largest first."""
    import networkx as nx

    places: _Places = {}
    left, top, shelf = 0.0, 0.0, 0.0
    for part in sorted(parts, key=lambda part: (-len(part), min(part))):
        side = max(1.0, len(part) ** 0.5)
        if left and left + side > SHELF:
            left, top, shelf = 0.0, top - shelf - 0.6, 0.0
        found = nx.kamada_kawai_layout(part, weight=None, scale=side / 2)
        middle = (left + side / 2, top - side / 2)
        places |= {name: (middle[0] + x, middle[1] + y) for name, (x, y) in sorted(found.items())}
        left, shelf = left + side + 0.8, max(shelf, side)
    return places


def _add_middles(figure: go.Figure, table: Table, pairs: _Pairs, places: _Places, value: str) -> None:
    has_records = table.has_records(value)
    figure.add_scatter(
        x=[(places[one][0] + places[other][0]) / 2 for one, other, _ in pairs],
        y=[(places[one][1] + places[other][1]) / 2 for one, other, _ in pairs],
        mode="markers+text",
        text=[shown_number(number) for _, _, number in pairs],
        textfont={"size": 11},
        customdata=[f"{row}|{value}" if has_records else None for row in range(len(pairs))],
        marker={"size": 20, "color": "white", "line": {"color": COLOURS[3], "width": 1}},
        hovertext=[f"{one} — {other}: {shown_number(number)}" for one, other, number in pairs],
        hoverinfo="text",
        showlegend=False,
    )


def _add_names(figure: go.Figure, column: str, places: _Places, pairs: _Pairs, language: Language) -> None:
    totals = pl.DataFrame(
        [(name, number) for one, other, number in pairs for name in (one, other)],
        schema=["name", "number"],
        orient="row",
    )
    sizes = dict(totals.group_by("name").agg(pl.col("number").sum()).rows())
    top = max(chain(sizes.values(), [1]))
    figure.add_scatter(
        x=[place[0] for place in places.values()],
        y=[place[1] for place in places.values()],
        mode="markers+text",
        text=[cut_name(value_words(column, name, language), 20) for name in places],
        textposition="top center",
        textfont={"size": 11},
        marker={"size": [12 + 20 * (sizes[name] / top) ** 0.5 for name in places], "color": COLOURS[0]},
        hovertext=list(places),
        hoverinfo="text",
        showlegend=False,
    )
