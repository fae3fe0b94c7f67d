"""One look for every chart: fonts, seven colours, hatching, number and name formats."""

import re
from collections.abc import Sequence
from typing import Any, Final

import plotly.graph_objects as go

from workbench.labels import Language, column_words, value_words, words
from workbench.tables import Table

FONT: Final = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, SimHei, FangSong, sans-serif"
COLOURS: Final = ("#12355B", "#D98324", "#2E7D6B", "#8EC6C5", "#9B2915", "#3C8DBC", "#F2D492")
"""Seven colours that differ in lightness, so that grey print and the colour-blind tell them apart."""
STACKED: Final = ("#12355B", "#8EC6C5", "#2E7D6B", "#F2D492", "#D98324", "#9B2915", "#3C8DBC")
"""The same seven in the order of a stack: neighbours are far apart in lightness."""
GREY: Final = "#B8BEC6"
"""For what is not known."""
PALE: Final = "#E9EDF2"
INK: Final = "#222222"
HATCH: Final = "/"
SCALE: Final = ((0.0, "#F4F7FA"), (0.5, "#8FB3D1"), (1.0, "#12355B"))
NAME_LENGTH: Final = 26
"""Longer names are cut in the middle; a Chinese character counts as two."""


def new_figure(*, width: int = 760, height: int = 370) -> go.Figure:
    """Return an empty figure in the house style.

    Printed at the width of the type area (156 mm) the letters of 13 pixels measure 7.6 pt; the height
    leaves room on the page for the sentence above and the notes below.
    """
    look = {
        "template": "plotly_white",
        "width": width,
        "height": height,
        "font": {"family": FONT, "size": 13, "color": INK},
        "colorway": list(COLOURS),
        "margin": {"l": 70, "r": 30, "t": 40, "b": 80},
        "separators": ".,",
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        "bargap": 0.25,
    }
    return go.Figure(layout=look)


def empty_figure(language: Language) -> go.Figure:
    """Return a figure that says that there is nothing to draw."""
    figure = new_figure(height=200)
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    figure.add_annotation(
        text=words("charts.nothing_to_draw", language),
        showarrow=False,
        x=0.5,
        y=0.5,
        xref="paper",
        yref="paper",
    )
    return figure


def axis_title(table: Table, column: str, language: Language, *, kind: str | None = None) -> str:
    """Return a column's heading with the unit of a count: 申请量（件）. Applicants are counted without one."""
    heading = column_words(column, language)
    is_count = (kind or table.formats.get(column)) == "count" and not column.endswith("applicant_count")
    return words(f"charts.axis_{table.unit}", language, heading=heading) if is_count else heading


def addresses(table: Table, column: str, rows: Sequence[int] | None = None) -> list[str | None]:
    """Return ``row|column`` of each cell of a column, as marks carry it; None where no list is kept."""
    chosen = range(table.frame.height) if rows is None else rows
    has_records = table.has_records(column)
    return [f"{row}|{column}" if has_records else None for row in chosen]


def names(table: Table, column: str, language: Language) -> list[str]:
    """Return a column's values in words, long names cut in the middle, no two alike."""
    told = [cut_name(value_words(column, value, language)) for value in table.frame[column].to_list()]
    seen: dict[str, int] = {}
    unlike = []
    for name in told:
        seen[name] = seen.get(name, 0) + 1
        unlike.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return unlike


def cut_name(name: str, length: int = NAME_LENGTH) -> str:
    """Cut a long name in the middle, so that its beginning and its end stay readable."""
    if text_width(name) <= length:
        return name
    head, tail = "", ""
    for first, last in zip(name, reversed(name), strict=True):
        if text_width(head + first) <= length * 6 // 10:
            head += first
        if text_width(tail + last) <= length * 4 // 10 - 1:
            tail = last + tail
    return f"{head}…{tail}"


def text_width(text: str) -> int:
    """Return the width of a text in half characters."""
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)


def wrapped(text: str, width: int, lines: int = 4) -> str:
    """Break a name into lines of a width in half characters, of much the same length.

    Lines end at spaces, else between Chinese characters.
    """
    made = _broken(text, width)
    even = _broken(text, -(-text_width(text) // len(made)) + 1)
    made = even if len(even) == len(made) else made
    kept = made if len(made) <= lines else [*made[: lines - 1], cut_name("".join(made[lines - 1 :]), width)]
    return "<br>".join(line.strip() for line in kept)


def _broken(text: str, width: int) -> list[str]:
    made = [""]
    for piece in _pieces(text):
        if made[-1] and text_width(made[-1] + piece.rstrip()) > width:
            made.append("")
        made[-1] += piece.lstrip() if not made[-1] else piece
    return made


def _pieces(text: str) -> list[str]:
    """Return what may not be broken: words with the space behind them, single Chinese characters."""
    return re.findall(r"[\u2E80-\uFFFF][、。，；：）】》]*|[^\s\u2E80-\uFFFF]+\s*|\s+", text)


def bar_colour(value: object) -> str:
    """Return the colour of a bar: one for all, grey for what is not known."""
    return GREY if value in (None, "unknown") else COLOURS[0]


def shown_number(value: float | None) -> str:
    """Return a number for a label: thousands separated, no decimals where it is whole."""
    if value is None:
        return ""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"


def patterns(is_complete: Sequence[Any]) -> list[str]:
    """Return the hatching of each mark: incomplete ones are hatched."""
    return [HATCH if complete is False else "" for complete in is_complete]


def explain_hatch(
    figure: go.Figure, is_complete: Sequence[Any], language: Language, *, key: str = "hatched_is_incomplete"
) -> None:
    """Say what hatched bars (or hollow points) mean, where there are any."""
    if HATCH in patterns(is_complete):
        figure.add_annotation(
            text=words(f"charts.{key}", language),
            showarrow=False,
            x=1,
            y=0,
            xref="paper",
            yref="paper",
            xanchor="right",
            yanchor="top",
            yshift=-48,
            font={"size": 12},
        )
