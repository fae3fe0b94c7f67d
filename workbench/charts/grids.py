"""Grids: a heat map of two columns, and tile grids that stand for maps."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from workbench.charts.style import INK, PALE, SCALE, axis_title, empty_figure, names, new_figure, shown_number
from workbench.labels import Language, column_words, words
from workbench.reference.regions import districts, provinces
from workbench.tables import Table

DARK = 0.55
"""Above this part of the highest value the number stands in white."""


def draw_heatmap(
    table: Table, *, language: Language, x: str, y: str, value: str, columns: int = 12, rows: int = 12
) -> go.Figure:
    """Draw a long table as a grid: a cell for each pair of ``x`` and ``y``, empty where the table has none.

    Parameters
    ----------
    table : Table
        One row per pair; names are taken in order of first appearance.
    language : {"zh", "en"}
        Language of names and axes.
    x, y, value : str
        Columns of the horizontal axis, the vertical axis and the number.
    columns, rows : int
        At most so many of each are drawn.
    """
    if table.is_empty():
        return empty_figure(language)
    across = table.frame[x].unique(maintain_order=True).head(columns).to_list()
    down = table.frame[y].unique(maintain_order=True).head(rows).to_list()
    cells = [[None] * len(across) for _ in down]
    marks: list[list[str | None]] = [[None] * len(across) for _ in down]
    for row, (first, second, number) in enumerate(table.frame.select(x, y, value).rows()):
        if first in across and second in down:
            cells[down.index(second)][across.index(first)] = number
            marks[down.index(second)][across.index(first)] = (
                f"{row}|{value}" if table.has_records(value) else None
            )
    figure = new_figure(width=900, height=160 + 34 * len(down))
    _add_grid(figure, cells, marks, [[shown_number(number) for number in line] for line in cells])
    told = {
        column: dict(zip(table.frame[column], names_once(table, column, language), strict=True))
        for column in (x, y)
    }
    _name_axis(figure.layout.xaxis, [told[x][name] for name in across], column_words(x, language))
    _name_axis(figure.layout.yaxis, [told[y][name] for name in down], column_words(y, language))
    figure.update_yaxes(autorange="reversed", automargin=True)
    return figure


def names_once(table: Table, column: str, language: Language) -> list[str]:
    """Return the words of each row's value; equal values have equal words."""
    once = table.frame[column].unique(maintain_order=True)
    told = dict(zip(once, names(table.with_frame(once.to_frame()), column, language), strict=True))
    return [told[value] for value in table.frame[column]]


def _name_axis(axis: Any, labels: list[str], title: str) -> None:
    axis.update(
        tickmode="array", tickvals=list(range(len(labels))), ticktext=labels, title=title, showgrid=False
    )


def draw_tiles(
    table: Table, *, language: Language, place: str, value: str, province: str = "120000"
) -> go.Figure:
    """Draw one tile per province, or per district of a province, where a map would have it.

    The tiles stand in for a map: no boundary is drawn. What is not known or lies abroad has no tile and
    is named below.

    Parameters
    ----------
    table : Table
        ``place`` holds codes, ``unknown`` or ``abroad``.
    language : {"zh", "en"}
        Language of names.
    place : {"province", "district"}
        What a tile stands for.
    value : str
        The number of a tile.
    province : str
        Of districts: whose. Only those of Tianjin have a grid.
    """
    if table.is_empty():
        return empty_figure(language)
    grid = (provinces() if place == "province" else districts(province)).drop_nulls("tile_column")
    if grid.is_empty():
        return empty_figure(language)
    found = {code: (row, number) for row, (code, number) in enumerate(table.frame.select(place, value).rows())}
    width, height = int(_top(grid["tile_column"])) + 1, int(_top(grid["tile_row"])) + 1
    cells: list[list[float | None]] = [[None] * width for _ in range(height)]
    marks: list[list[str | None]] = [[None] * width for _ in range(height)]
    texts = [[""] * width for _ in range(height)]
    for code, name, column, line in grid.select("code", f"short_{language}", "tile_column", "tile_row").rows():
        row, number = found.get(code, (None, 0))
        cells[line][column] = number
        marks[line][column] = f"{row}|{value}" if row is not None and table.has_records(value) else None
        texts[line][column] = f"{name.replace(', ', ',<br>')}<br>{shown_number(number)}"
    figure = new_figure(width=90 * width + 60, height=70 * height + 110)
    _add_grid(figure, cells, marks, texts)
    figure.update_xaxes(visible=False, constrain="domain")
    figure.update_yaxes(visible=False, autorange="reversed")
    figure.update_layout(plot_bgcolor="white", margin={"l": 20, "r": 20, "t": 20, "b": 60})
    _name_the_rest(figure, table, place, value, set(grid["code"]), language)
    return figure


def _top(places: pl.Series) -> Any:
    return places.max()


def _name_the_rest(
    figure: go.Figure, table: Table, place: str, value: str, drawn: set[str], language: Language
) -> None:
    """Say below what has no tile, with its numbers, and what the tiles count."""
    rest = table.frame.with_row_index("row").filter(pl.col(place).is_in(list(drawn)).not_())
    told = names(table, place, language)
    told_rest = [f"{told[row]} {shown_number(number)}" for row, number in rest.select("row", value).rows()]
    text = axis_title(table, value, language)
    if told_rest:
        text += words("charts.without_tile", language, places=words("charts.between", language).join(told_rest))
    figure.add_annotation(
        text=text,
        showarrow=False,
        x=0,
        y=0,
        xref="paper",
        yref="paper",
        xanchor="left",
        yanchor="top",
        yshift=-8,
    )


def _add_grid(
    figure: go.Figure, cells: list[list[Any]], marks: list[list[str | None]], texts: list[list[str]]
) -> None:
    top = max((number for line in cells for number in line if number is not None), default=0) or 1
    figure.add_heatmap(
        z=cells,
        customdata=marks,
        hovertext=texts,
        hoverinfo="text",
        xgap=3,
        ygap=3,
        zmin=0,
        zmax=top,
        colorscale=[[place, colour] for place, colour in SCALE],
        showscale=False,
        hoverongaps=False,
    )
    numbers = [
        {
            "x": column,
            "y": row,
            "text": texts[row][column],
            "showarrow": False,
            "font": {"size": 11, "color": "white" if number > DARK * top else INK},
        }
        for row, line in enumerate(cells)
        for column, number in enumerate(line)
        if number is not None
    ]
    figure.update_layout(plot_bgcolor=PALE, annotations=numbers)
