"""Flows from origin to target."""

import plotly.graph_objects as go

from workbench.charts.style import COLOURS, axis_title, cut_name, empty_figure, new_figure
from workbench.labels import Language, value_words
from workbench.tables import Table

SHOWN_FLOWS = 20


def draw_flow(
    table: Table, *, language: Language, source: str, target: str, value: str, rows: int = SHOWN_FLOWS
) -> go.Figure:
    """Draw the first rows as bands from the sources on the left to the targets on the right.

    Each band carries the address of its cell; a place has the same colour on both sides.
    """
    if table.is_empty():
        return empty_figure(language)
    frame = table.frame.head(rows)
    sources, targets = (frame[column].unique(maintain_order=True).to_list() for column in (source, target))
    colours = {
        name: COLOURS[row % len(COLOURS)] for row, name in enumerate(dict.fromkeys([*sources, *targets]))
    }
    sides = [*((source, name) for name in sources), *((target, name) for name in targets)]
    figure = new_figure(height=max(300, 34 * max(len(sources), len(targets)) + 100))
    figure.add_sankey(
        node={
            "label": [cut_name(value_words(column, name, language)) for column, name in sides],
            "color": [colours[name] for _, name in sides],
            "pad": 14,
            "thickness": 18,
            "hovertemplate": "%{label}: %{value:,}<extra></extra>",
        },
        link={
            "source": [sources.index(name) for name in frame[source]],
            "target": [len(sources) + targets.index(name) for name in frame[target]],
            "value": frame[value].to_list(),
            "customdata": [
                f"{row}|{value}" if table.has_records(value) else None for row in range(frame.height)
            ],
            "color": [_pale(colours[name]) for name in frame[source]],
            "hovertemplate": "%{source.label} → %{target.label}: %{value:,}<extra></extra>",
        },
        valueformat=",",
    )
    for x, column, anchor in ((0, source, "left"), (1, target, "right")):
        figure.add_annotation(
            text=axis_title(table, column, language), showarrow=False, x=x, y=1.0, xref="paper", yref="paper",
            xanchor=anchor, yanchor="bottom",
        )  # fmt: skip
    return figure


def _pale(colour: str) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.35)"
