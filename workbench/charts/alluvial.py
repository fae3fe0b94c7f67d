"""Groups from period to period, and what each draws on before it: an alluvial."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import plotly.graph_objects as go

from workbench.charts.style import (
    COLOURS,
    GREY,
    INK,
    addresses,
    cut_name,
    empty_figure,
    new_figure,
    shown_number,
)
from workbench.labels import Language, column_words, value_words, words
from workbench.tables import Table

WIDTH: Final = 900
LEFT, RIGHT, TOP, BOTTOM = 16, 150, 44, 48
BLOCK: Final = 14
"""Width of a block. [pixels]"""
GAP: Final = 12
"""Room between blocks, at least. [pixels]"""
LEAST_NAMED: Final = 9
"""A lower block has no name beside it. [pixels]"""
_SIGN: Final = 6.4
_POINTS: Final = 14


@dataclass(frozen=True)
class AlluvialColumns:
    """Which columns an alluvial reads.

    Attributes
    ----------
    period, group, size : str
        Of the table of blocks.
    from_period, from_group, to_period, to_group, flow : str
        Of the table of flows.
    """

    period: str = "period"
    group: str = "branch"
    size: str = "document_count"
    from_period: str = "from_period"
    from_group: str = "from_branch"
    to_period: str = "to_period"
    to_group: str = "to_branch"
    flow: str = "flow_count"


_Key = tuple[str, Any]


@dataclass(frozen=True)
class _Block:
    """A group in a period: its row in the table, its size, and where it stands. [pixels]"""

    row: int
    size: float
    x: float
    top: float
    bottom: float


@dataclass(frozen=True)
class _Flow:
    """A flow between two blocks: its row in the table, both ends, its size."""

    row: int
    ends: tuple[_Key, _Key]
    size: float

    def told(self) -> str:
        """Return the flow in words."""
        (before, source), (later, target) = self.ends
        return f"{source} ({before}) → {target} ({later}): {shown_number(self.size)}"


def draw_alluvial(
    blocks: Table, flows: Table, *, language: Language, columns: AlluvialColumns | None = None
) -> go.Figure:
    """Draw a block per group and period, as high as its size, and bands from what it draws on before it.

    Bands fill a block from above: what stays bare on its left is new, on its right is not taken up. Blocks
    and bands carry the addresses of their cells.

    Parameters
    ----------
    blocks : Table
        One row per period and group, periods in order.
    flows : Table
        One row per pair of groups in neighbouring periods, in the unit of the sizes.
    language : {"zh", "en"}
        Language of names.
    columns : AlluvialColumns, optional
        Which columns to read.
    """
    of = columns or AlluvialColumns()
    if blocks.is_empty() or not blocks.frame[of.size].sum():
        return empty_figure(language)
    groups = blocks.frame[of.group].unique(maintain_order=True).to_list()
    height = max(420, min(900, 220 + 44 * len(groups)))
    placed = _placed(blocks, of, height - TOP - BOTTOM)
    colours = {group: COLOURS[at % len(COLOURS)] for at, group in enumerate(groups)}
    figure = new_figure(width=WIDTH, height=height)
    _add_bands(figure, flows, of, placed, colours)
    _add_blocks(figure, blocks, of, placed, colours, language)
    _finish(figure, of, placed, height, language)
    return figure


def _placed(blocks: Table, of: AlluvialColumns, height: float) -> dict[_Key, _Block]:
    """Give each block its place: one scale for all, groups in one order, spread over the height."""
    rows = list(enumerate(blocks.frame.select(of.period, of.group, of.size).rows()))
    periods = list(dict.fromkeys(period for _, (period, _, _) in rows))
    columns = {
        period: [(at, group, size) for at, (own, group, size) in rows if own == period and size]
        for period in periods
    }
    scale = min(
        (height - GAP * (len(column) - 1)) / sum(size for _, _, size in column)
        for column in columns.values()
        if column
    )
    placed: dict[_Key, _Block] = {}
    for place, (period, column) in enumerate(columns.items()):
        room = height - scale * sum(size for _, _, size in column)
        gap = room / max(len(column) - 1, 1) if len(column) > 1 else 0.0
        top = 0.0 if len(column) > 1 else room / 2
        for at, group, size in column:
            bottom = top + scale * size
            placed[period, group] = _Block(at, size, _across(place, len(periods)), top, bottom)
            top = bottom + gap
    return placed


def _across(place: int, count: int) -> float:
    return (WIDTH - LEFT - RIGHT - BLOCK) * (place / max(count - 1, 1))


def _add_bands(
    figure: go.Figure,
    flows: Table,
    of: AlluvialColumns,
    placed: Mapping[_Key, _Block],
    colours: Mapping[Any, str],
) -> None:
    chosen = [of.from_period, of.from_group, of.to_period, of.to_group, of.flow]
    rows = [] if flows.is_empty() else flows.frame.select(chosen).rows()
    order = {key: at for at, key in enumerate(placed)}
    known = [
        _Flow(row, ((period, group), (later, target)), flow)
        for row, (period, group, later, target, flow) in enumerate(rows)
        if (period, group) in order and (later, target) in order
    ]
    starts, ends = (_edges(known, placed, order, side) for side in (0, 1))
    for flow in known:
        source, target = flow.ends
        figure.add_scatter(
            **_band(placed[source].x + BLOCK, *starts[flow.row], placed[target].x, *ends[flow.row]),
            mode="lines", fill="toself", fillcolor=_pale(colours[source[1]]), line={"width": 0},
            hoverinfo="skip", name=f"{source[1]} → {target[1]}", meta=flow.size, showlegend=False,
        )  # fmt: skip
    marks = addresses(flows, of.flow)
    figure.add_scatter(
        x=[(placed[flow.ends[0]].x + BLOCK + placed[flow.ends[1]].x) / 2 for flow in known],
        y=[(sum(starts[flow.row]) + sum(ends[flow.row])) / 4 for flow in known],
        mode="markers",
        marker={"size": 12, "opacity": 0},
        customdata=[marks[flow.row] for flow in known],
        hovertext=[flow.told() for flow in known],
        hoverinfo="text",
        showlegend=False,
    )


def _edges(
    known: Sequence[_Flow], placed: Mapping[_Key, _Block], order: Mapping[_Key, int], side: int
) -> dict[int, tuple[float, float]]:
    """Return where each band meets its block on one side, from the top in the order of the other ends."""
    found: dict[int, tuple[float, float]] = {}
    top = {key: block.top for key, block in placed.items()}
    outflow = dict.fromkeys(placed, 0.0)
    for flow in known:
        outflow[flow.ends[side]] += flow.size
    for flow in sorted(known, key=lambda flow: (order[flow.ends[side]], order[flow.ends[1 - side]])):
        key = flow.ends[side]
        block, start = placed[key], top[key]
        top[key] = start + flow.size * (block.bottom - block.top) / max(block.size, outflow[key])
        found[flow.row] = (start, top[key])
    return found


def _band(
    left: float, top: float, bottom: float, right: float, end_top: float, end_bottom: float
) -> dict[str, list[float]]:
    parts = [at / _POINTS for at in range(_POINTS + 1)]
    smooth = [part * part * (3 - 2 * part) for part in parts]
    across = [left + (right - left) * part for part in parts]
    upper = [top + (end_top - top) * part for part in smooth]
    lower = [bottom + (end_bottom - bottom) * part for part in smooth]
    return {"x": [*across, *reversed(across)], "y": [*upper, *reversed(lower)]}


def _pale(colour: str) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.32)"


def _add_blocks(
    figure: go.Figure,
    blocks: Table,
    of: AlluvialColumns,
    placed: Mapping[_Key, _Block],
    colours: Mapping[Any, str],
    language: Language,
) -> None:
    marks = addresses(blocks, of.size)
    columns = len({block.x for block in placed.values()})
    room = RIGHT if columns == 1 else (WIDTH - LEFT - RIGHT - BLOCK) / (columns - 1) - BLOCK
    signs = int((min(room, RIGHT) - 10) / _SIGN)
    for (_, group), block in placed.items():
        figure.add_shape(
            type="rect", x0=block.x, x1=block.x + BLOCK, y0=block.top, y1=block.bottom,
            line={"width": 0}, fillcolor=colours.get(group, GREY),
        )  # fmt: skip
        if block.bottom - block.top >= LEAST_NAMED:
            number = shown_number(block.size)
            name = cut_name(value_words(of.group, group, language), signs - len(number) - 1)
            figure.add_annotation(
                text=f"{name} <b>{number}</b>", showarrow=False, x=block.x + BLOCK, xanchor="left", xshift=4,
                y=(block.top + block.bottom) / 2, font={"size": 11, "color": INK},
                bgcolor="rgba(255,255,255,0.65)", borderpad=0,
            )  # fmt: skip
    figure.add_scatter(
        x=[block.x + BLOCK / 2 for block in placed.values()],
        y=[(block.top + block.bottom) / 2 for block in placed.values()],
        mode="markers",
        marker={"size": 14, "opacity": 0},
        customdata=[marks[block.row] for block in placed.values()],
        hovertext=[
            f"{group} ({period}): {shown_number(block.size)}" for (period, group), block in placed.items()
        ],
        hoverinfo="text",
        showlegend=False,
    )


def _finish(
    figure: go.Figure,
    of: AlluvialColumns,
    placed: Mapping[_Key, _Block],
    height: float,
    language: Language,
) -> None:
    periods = {period: block.x for (period, _), block in placed.items()}
    for period, x in periods.items():
        figure.add_annotation(
            text=f"<b>{period}</b>", showarrow=False, x=x, xanchor="left", y=0, yanchor="bottom", yshift=8,
            font={"size": 12},
        )  # fmt: skip
    small = sum(block.bottom - block.top < LEAST_NAMED for block in placed.values())
    told = [words("charts.alluvial_reading", language, size=column_words(of.size, language))]
    if small:
        told.append(words("charts.small_blocks", language, count=small))
    figure.add_annotation(
        text="<br>".join(told), align="left", showarrow=False, x=0, y=0, xref="paper",
        yref="paper", xanchor="left", yanchor="top", yshift=-12, font={"size": 11},
    )  # fmt: skip
    figure.update_xaxes(visible=False, range=[0, WIDTH - LEFT - RIGHT])
    figure.update_yaxes(visible=False, range=[height - TOP - BOTTOM, 0])
    figure.update_layout(margin={"l": LEFT, "r": RIGHT, "t": TOP, "b": BOTTOM}, plot_bgcolor="white")
