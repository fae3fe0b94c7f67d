"""A network of pairs."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

import plotly.graph_objects as go
import polars as pl

from workbench.charts.places import PLANE_WIDTH, Box, Places, around, label_sides, place_parts
from workbench.charts.style import COLOURS, cut_name, empty_figure, new_figure, shown_number, text_width
from workbench.labels import Language, value_words
from workbench.tables import Table

SHOWN_PAIRS = 30
MARGIN = 20
LINE_LENGTH = 22
"""A name longer than this stands in two lines; a Chinese character counts as two."""
_LEGAL_FORM = re.compile(
    r"(集团)?(股份有限公司|有限责任公司|有限公司)$"
    r"|[,\s]+(co\.?,?\s*ltd|inc|corp|corporation|llc|ltd|limited|gmbh|ag|k\.?k|s\.?a)\.?$",
    re.IGNORECASE,
)
_MIDDLE = 11
"""Radius of a number in the middle of a line. [pixels]"""


def draw_network(
    table: Table, *, language: Language, first: str, second: str, value: str, rows: int = SHOWN_PAIRS
) -> go.Figure:
    """Draw the first pairs as a network: a line per pair, thicker for more, its number in the middle.

    The middle of a line carries the address of its cell; its number is left out where it would cover a
    name or another mark. Parts that no pair joins stand side by side.
    """
    if table.is_empty():
        return empty_figure(language)
    import networkx as nx

    pairs = table.frame.head(rows).select(first, second, value).rows()
    graph = nx.Graph()
    graph.add_weighted_edges_from(pairs)
    places, height = place_parts(_parts(graph))
    figure = new_figure(width=PLANE_WIDTH + 2 * MARGIN, height=round(height) + 2 * MARGIN)
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
    middles = [_middle(places[one], places[other]) for one, other, _ in pairs]
    radii = _radii(pairs)
    labels = {name: short_name(value_words(first, name, language)) for name in places}
    sides, boxes = label_sides(labels, places, radii, [around(*middle, _MIDDLE) for middle in middles], height)
    nodes = [around(*places[name], radii[name]) for name in places]
    _add_middles(figure, table, pairs, middles, [*nodes, *boxes], value)
    _add_names(figure, labels, places, radii, sides)
    figure.update_xaxes(visible=False, range=[0, PLANE_WIDTH])
    figure.update_yaxes(visible=False, range=[height, 0])
    figure.update_layout(margin=dict.fromkeys("lrtb", MARGIN))
    return figure


def _parts(graph: Any) -> Iterator[Any]:
    """Yield the parts that no pair joins, nodes in the order of the table: a set has none."""
    import networkx as nx

    for nodes in nx.connected_components(graph):
        part = nx.Graph()
        part.add_weighted_edges_from(edge for edge in graph.edges(data="weight") if edge[0] in nodes)
        yield part


_Pairs = list[tuple[str, str, float]]


def short_name(name: str) -> str:
    """Return a firm's name for a picture: without its legal form, in two lines where it is long."""
    short = without_legal_form(name)
    cut = cut_name(short, 2 * LINE_LENGTH - 2)
    if text_width(cut) <= LINE_LENGTH:
        return cut
    ends = [place for place in range(1, len(cut)) if " " not in cut or cut[place] == " "]
    half = min(ends or [len(cut) // 2], key=lambda place: abs(text_width(cut[:place]) - text_width(cut) / 2))
    return f"{cut[:half]}<br>{cut[half:].strip()}"


def without_legal_form(name: str) -> str:
    """Return a firm's name without its legal form, unless it is nothing else."""
    return _LEGAL_FORM.sub("", name).strip(" ,") or name


def _middle(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def _radii(pairs: _Pairs) -> dict[str, float]:
    """Return the radius of each node by the sum of its pairs. [pixels]"""
    totals = pl.DataFrame(
        [(name, number) for one, other, number in pairs for name in (one, other)],
        schema=["name", "number"],
        orient="row",
    )
    sizes = dict(totals.group_by("name").agg(pl.col("number").sum()).rows())
    top = max(chain(sizes.values(), [1]))
    return {name: 5 + 9 * (size / top) ** 0.5 for name, size in sizes.items()}


def _add_middles(
    figure: go.Figure,
    table: Table,
    pairs: _Pairs,
    middles: list[tuple[float, float]],
    taken: list[Box],
    value: str,
) -> None:
    """Add the numbers; one that would cover something is a small mark without its number."""
    has_records = table.has_records(value)
    covered: list[bool] = []
    for middle in middles:
        box = around(*middle, _MIDDLE)
        covered.append(any(box.overlap(other) for other in taken))
        if not covered[-1]:
            taken = [*taken, box]
    figure.add_scatter(
        x=[x for x, _ in middles],
        y=[y for _, y in middles],
        mode="markers+text",
        text=[
            "" if hidden else shown_number(number)
            for hidden, (_, _, number) in zip(covered, pairs, strict=True)
        ],
        textfont={"size": 11},
        customdata=[f"{row}|{value}" if has_records else None for row in range(len(pairs))],
        marker={
            "size": [7 if hidden else 2 * _MIDDLE - 2 for hidden in covered],
            "color": "white",
            "line": {"color": COLOURS[3], "width": 1},
        },
        hovertext=[f"{one} — {other}: {shown_number(number)}" for one, other, number in pairs],
        hoverinfo="text",
        showlegend=False,
    )


def _add_names(
    figure: go.Figure,
    labels: Mapping[str, str],
    places: Places,
    radii: Mapping[str, float],
    sides: Mapping[str, str],
) -> None:
    figure.add_scatter(
        x=[place[0] for place in places.values()],
        y=[place[1] for place in places.values()],
        mode="markers+text",
        text=[labels[name] for name in places],
        textposition=[sides[name] for name in places],
        textfont={"size": 11},
        marker={"size": [2 * radii[name] for name in places], "color": COLOURS[0]},
        cliponaxis=False,
        hovertext=list(places),
        hoverinfo="text",
        showlegend=False,
    )
