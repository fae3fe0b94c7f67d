"""A grid of named things: a roadmap of branches by periods, a few documents in each cell."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import plotly.graph_objects as go

from workbench.charts.lane_places import without_start
from workbench.charts.style import (
    COLOURS,
    INK,
    SCALE,
    addresses,
    cut_name,
    empty_figure,
    new_figure,
    shown_number,
    wrapped,
)
from workbench.labels import Language, value_words, words
from workbench.tables import Table

WIDTH: Final = 900
LEFT, RIGHT, TOP, BOTTOM = 122, 12, 34, 34
MOST_HEIGHT: Final = 950
MOST_CARDS: Final = 5
LINE: Final = 15.0
_SIGN: Final = 6.5
_LANE_SIGNS: Final = 17
_DOT: Final = 9
"""How far from the left of its cell a dot stands. [pixels]"""

_Cell = tuple[Any, Any]


def draw_card_grid(
    cards: Table,
    *,
    language: Language,
    row: str,
    column: str,
    name: str,
    text: str,
    counts: Table | None = None,
    value: str = "document_count",
) -> go.Figure:
    """Draw a grid whose cells name things, the first of each cell in the order of the table.

    Cells are shaded by their counts where a second table gives them; the count stands in the corner. Where a
    page would not hold all, each cell shows fewer and says how many more there are. Each name carries the
    address of its cell.

    Parameters
    ----------
    cards : Table
        One row per thing: ``row`` and ``column`` place it, ``name`` and ``text`` are its two lines.
    counts : Table, optional
        One row per cell, with the same columns ``row`` and ``column``; it may have more rows and columns.
    value : str
        The number of a cell.
    """
    if cards.is_empty():
        return empty_figure(language)
    across = _order(column, counts, cards)
    down = _order(row, counts, cards)
    cells: dict[_Cell, list[int]] = {}
    for place, key in enumerate(cards.frame.select(row, column).rows()):
        cells.setdefault(key, []).append(place)
    most = _fitted(cells, down)
    heights = _heights(cells, most)
    figure = new_figure(width=WIDTH, height=round(sum(heights)) + TOP + BOTTOM)
    tops = [sum(heights[:place]) for place in range(len(heights))]
    _add_ground(figure, counts, (row, column, value), across, down, tops, heights)
    _add_cards(figure, cards, (name, text), cells, across, dict(zip(down, tops, strict=True)), most, language)
    _add_names(figure, row, column, across, down, tops, heights, language)
    if counts is not None:
        _explain(figure, language)
    figure.update_xaxes(visible=False, range=[0, len(across)])
    figure.update_yaxes(visible=False, range=[sum(heights), 0])
    figure.update_layout(margin={"l": LEFT, "r": RIGHT, "t": TOP, "b": BOTTOM}, plot_bgcolor="white")
    return figure


def _room() -> float:
    return MOST_HEIGHT - TOP - BOTTOM


def _order(column: str, counts: Table | None, cards: Table) -> list[Any]:
    """Return the values of an axis, those of the counts first; those only on cards stand last."""
    first = [] if counts is None or column not in counts.frame.columns else counts.frame[column].to_list()
    return list(dict.fromkeys([*first, *cards.frame[column].to_list()]))


def _fitted(cells: Mapping[_Cell, Sequence[int]], down: Sequence[Any]) -> dict[Any, int]:
    """Return how many things each row shows: the highest rows give some up until a page holds all."""
    most = dict.fromkeys(down, MOST_CARDS)
    while sum(_heights(cells, most)) > _room() and max(most.values()) > 1:
        heights = dict(zip(most, _heights(cells, most), strict=True))
        highest = max((own for own in most if most[own] > 1), key=lambda own: heights[own])
        most[highest] -= 1
    return most


def _heights(cells: Mapping[_Cell, Sequence[int]], most: Mapping[Any, int]) -> list[float]:
    longest = dict.fromkeys(most, 0)
    for (own, _), places in cells.items():
        longest[own] = max(longest[own], 2 * min(len(places), most[own]) + (len(places) > most[own]))
    return [max(LINE * lines + 24, 44.0) for lines in longest.values()]


def _add_ground(
    figure: go.Figure,
    counts: Table | None,
    columns: tuple[str, str, str],
    across: Sequence[Any],
    down: Sequence[Any],
    tops: Sequence[float],
    heights: Sequence[float],
) -> None:
    numbers = {} if counts is None else {(a, b): n for a, b, n in counts.frame.select(columns).rows()}
    top = max((number for number in numbers.values() if number), default=0) or 1
    for own, start, height in zip(down, tops, heights, strict=True):
        for place, other in enumerate(across):
            number = numbers.get((own, other))
            figure.add_shape(
                type="rect", x0=place, x1=place + 1, y0=start, y1=start + height, layer="below",
                line={"color": "white", "width": 3}, fillcolor=_shade((number or 0) / top),
            )  # fmt: skip
            if number:
                figure.add_annotation(
                    text=shown_number(number), showarrow=False, x=place + 1, xanchor="right", xshift=-5,
                    y=start, yanchor="top", yshift=-3, font={"size": 10, "color": "#5A6672"},
                )  # fmt: skip


def _shade(part: float) -> str:
    """Return the ground of a cell: pale throughout, so that names stay readable."""
    light, dark = ([int(SCALE[at][1][place : place + 2], 16) for place in (1, 3, 5)] for at in (0, 1))
    mixed = [round(one + (other - one) * 0.75 * part) for one, other in zip(light, dark, strict=True)]
    return f"rgb({mixed[0]},{mixed[1]},{mixed[2]})"


def _add_cards(
    figure: go.Figure,
    cards: Table,
    columns: tuple[str, str],
    cells: Mapping[_Cell, Sequence[int]],
    across: Sequence[Any],
    tops: Mapping[Any, float],
    most: Mapping[Any, int],
    language: Language,
) -> None:
    signs = int(((WIDTH - LEFT - RIGHT) / len(across) - 22) / _SIGN)
    texts = cards.frame.select(columns).rows()
    shown: list[tuple[int, float, float]] = []
    for (own, other), places in cells.items():
        x, y = across.index(other), tops[own] + 16
        for place in places[: most[own]]:
            shown.append((place, x, y))
            name, text = (
                value_words(column, told, language) for column, told in zip(columns, texts[place], strict=True)
            )
            lines = [f"<b>{cut_name(name, signs)}</b>", cut_name(without_start(text), signs)]
            _write(figure, "<br>".join(line for line in lines if line), x, y)
            y += 2 * LINE
        if len(places) > most[own]:
            _write(figure, words("charts.more", language, count=len(places) - most[own]), x, y)
    marks, dot = addresses(cards, columns[0]), _DOT * len(across) / (WIDTH - LEFT - RIGHT)
    figure.add_scatter(
        x=[x + dot for _, x, _ in shown],
        y=[y + LINE / 2 for _, _, y in shown],
        mode="markers",
        marker={"size": 6, "color": COLOURS[1], "opacity": 1},
        customdata=[marks[place] for place, _, _ in shown],
        hovertext=["<br>".join(str(told) for told in texts[place] if told) for place, _, _ in shown],
        hoverinfo="text",
        showlegend=False,
    )


def _write(figure: go.Figure, text: str, x: float, y: float) -> None:
    figure.add_annotation(
        text=text, showarrow=False, x=x, xanchor="left", xshift=16, y=y, yanchor="top", align="left",
        font={"size": 11, "color": INK}, borderpad=0,
    )  # fmt: skip


def _add_names(
    figure: go.Figure,
    row: str,
    column: str,
    across: Sequence[Any],
    down: Sequence[Any],
    tops: Sequence[float],
    heights: Sequence[float],
    language: Language,
) -> None:
    for own, start, height in zip(down, tops, heights, strict=True):
        told = words("charts.no_lane", language) if own is None else value_words(row, own, language)
        figure.add_annotation(
            text=wrapped(told, _LANE_SIGNS, 3), showarrow=False, xref="paper", x=0, xanchor="right", xshift=-8,
            y=start + height / 2, align="right", font={"size": 12, "color": INK},
        )  # fmt: skip
    for place, other in enumerate(across):
        told = words("charts.no_year", language) if other is None else value_words(column, other, language)
        figure.add_annotation(
            text=f"<b>{told}</b>", showarrow=False, x=place + 0.5, y=0, yanchor="bottom", yshift=6,
            font={"size": 12, "color": INK},
        )  # fmt: skip


def _explain(figure: go.Figure, language: Language) -> None:
    figure.add_annotation(
        text=words("charts.shaded_by_count", language), showarrow=False, x=0, y=0, xref="paper", yref="paper",
        xanchor="left", yanchor="top", yshift=-10, font={"size": 11},
    )  # fmt: skip
