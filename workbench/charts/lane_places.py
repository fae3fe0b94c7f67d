"""Where documents stand in lanes over time: no two labels overlap, and a page holds them all."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from workbench.charts.network import without_legal_form
from workbench.charts.style import cut_name, text_width, wrapped
from workbench.labels import Language, value_words, words
from workbench.tables import Table

WIDTH: Final = 900
LEFT, BARE_LEFT, RIGHT, TOP, BOTTOM = 122, 16, 16, 16, 58
"""Margins; the names of the lanes stand in the left one, where there are any. [pixels]"""
MOST_HEIGHT: Final = 950
"""What a page of A4 holds at text width beside caption and notes; a higher picture would shrink. [pixels]"""
SIGN: Final = 6.6
"""Width of half a character of a label. [pixels]"""
LINE: Final = 15.8
"""Height of a line of a label. [pixels]"""
MOST_SIGNS: Final = 21
"""Half characters of a line of a label."""
_BESIDE_SIGNS: Final = 14
"""Half characters that a label beside its mark may need at the end of time: a document's number."""
LEAST_RADIUS, MOST_RADIUS = 3.5, 9.0
LANE_SIGNS: Final = 17
"""Half characters of a line of a lane's name."""
MOST_LANES: Final = 9
"""More branches than this share a last lane, those with the least weight."""
REST: Final = "other_lanes"
"""Name of the last lane: a key of ``labels/charts.toml``."""
_STEPS: Final = (-1.0, 0.001, 0.003, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7, 1.0)
"""Parts of the largest weight up to which labels are cut, one after another."""
_BARS: Final = (-1.0, 0.01, 0.05, 0.2, 1.0)
"""Parts of the largest weight up to which documents share marks."""


@dataclass(frozen=True)
class LaneColumns:
    """Which columns a chart of lanes reads.

    Attributes
    ----------
    document, time, lane, weight : str
        Of the table of documents: what names a document, places it, groups it, sizes it.
    step : str
        What places documents where no time is known.
    texts : tuple of str
        Columns of a label below its document's name; the last is given up first.
    cited, citing, share : str
        Of the table of citations: both ends, and the share that gives a line its width.
    """

    document: str = "document"
    time: str = "document_year"
    step: str = "layer"
    lane: str = "branch"
    weight: str = "flow_share"
    texts: tuple[str, ...] = ("title", "applicant")
    cited: str = "cited_document"
    citing: str = "citing_document"
    share: str = "link_share"


@dataclass(frozen=True)
class Node:
    """A document with its label, before it has a place; or several that share a mark (``bundled``)."""

    row: int
    name: str
    time: float
    lane: Any
    weight: float
    label: tuple[str, ...]
    radius: float = MOST_RADIUS
    bundled: tuple["Node", ...] = ()

    @property
    def is_beside(self) -> bool:
        """Tell whether the label stands beside the mark: one line does, more stand below."""
        return len(self.label) == 1

    @property
    def width(self) -> float:
        """Width of the label with the room around it. [pixels]"""
        return max((text_width(line) for line in self.label), default=0) * SIGN + 8

    @property
    def sides(self) -> tuple[float, float]:
        """Room to the left and to the right of the middle. [pixels]"""
        if self.is_beside:
            return self.radius + 1, self.radius + self.width
        half = max(self.width / 2 if self.label else 0.0, self.radius + 1)
        return half, half

    @property
    def depths(self) -> tuple[float, float]:
        """Room above and below the middle. [pixels]"""
        if self.is_beside or not self.label:
            half = max(self.radius, LINE / 2 if self.label else 0.0) + 1
            return half, half
        return self.radius + 1, self.radius + len(self.label) * LINE + 3


@dataclass(frozen=True)
class Layout:
    """Where everything stands: time across, pixels down.

    Attributes
    ----------
    nodes : sequence of Node
        What is drawn, in the order of the table.
    places : mapping
        Row of the table → (time, pixels from the top).
    lanes : sequence of (lane, top, bottom)
        From the top. [pixels]
    times : tuple of float
        First and last time.
    height : float
        Of all lanes. [pixels]
    """

    nodes: Sequence[Node]
    places: Mapping[int, tuple[float, float]]
    lanes: Sequence[tuple[Any, float, float]]
    times: tuple[float, float]
    height: float

    @property
    def left(self) -> int:
        """Left margin. [pixels]"""
        return left_margin(self.nodes)

    @property
    def bundled(self) -> int:
        """Number of documents that share a mark with others."""
        return sum(len(node.bundled) for node in self.nodes)

    @property
    def drawn(self) -> int:
        """Number of documents that are drawn."""
        return sum(len(node.bundled) or 1 for node in self.nodes)

    def named(self) -> dict[str, tuple[float, float]]:
        """Return the place of each document by its name."""
        return {own.name: self.places[node.row] for node in self.nodes for own in (node.bundled or (node,))}


def fitted_layout(documents: Table, of: LaneColumns, language: Language) -> Layout:
    """Return the fullest layout that a page holds: the lightest documents give up their labels first.

    They keep the first line, which names them, until no label has more; then those of one lane and time share
    a mark that tells their number.
    """
    nodes = _nodes(documents, of, language)
    top = max(node.weight for node in nodes)
    for bundled, cut in ((top * bar, top * step) for bar in _BARS for step in _STEPS):
        layout = _placed(_lightened(nodes, bundled, cut, language), of.lane, language)
        if layout.height + TOP + BOTTOM <= MOST_HEIGHT:
            break
    return layout


def _lightened(nodes: Sequence[Node], bundled: float, cut: float, language: Language) -> list[Node]:
    """Let documents up to a weight share the mark of their lane and time, others keep one line of a label."""
    light: dict[tuple[Any, float], list[Node]] = {}
    for node in nodes:
        if node.weight <= bundled:
            light.setdefault((node.lane, node.time), []).append(node)
    shared = {node.row: group for group in light.values() if len(group) > 1 for node in group}
    found = []
    for node in nodes:
        group = shared.get(node.row, [])
        if not group:
            found.append(replace(node, label=node.label[:1]) if node.weight <= cut else node)
        elif group[0] is node:
            told = words("charts.bundle", language, count=len(group))
            radius = max(own.radius for own in group)
            found.append(replace(node, label=(told,), radius=radius, bundled=tuple(group)))
    return found


def _nodes(documents: Table, of: LaneColumns, language: Language) -> list[Node]:
    chosen = [of.document, of.time, of.lane, of.weight, *of.texts]
    nodes = [
        Node(row, str(name), float(time), lane, float(weight or 0.0), _label(name, texts, of, language))
        for row, (name, time, lane, weight, *texts) in enumerate(documents.frame.select(chosen).rows())
        if time is not None
    ]
    kept, top = _kept_lanes(nodes), max((node.weight for node in nodes), default=0.0) or 1.0
    return [
        replace(node, lane=node.lane if node.lane in kept else REST, radius=_radius(node.weight / top))
        for node in nodes
    ]


def _radius(part: float) -> float:
    """Return the radius of a mark, its area rising with the weight. [pixels]"""
    return LEAST_RADIUS + (MOST_RADIUS - LEAST_RADIUS) * math.sqrt(max(part, 0.0))


def _kept_lanes(nodes: Sequence[Node]) -> set[Any]:
    """Return the lanes that keep a lane of their own: the heaviest where there are too many."""
    weights: dict[Any, float] = {}
    for node in nodes:
        weights[node.lane] = weights.get(node.lane, 0.0) + node.weight
    if len(weights) <= MOST_LANES:
        return set(weights)
    named = sorted((lane for lane in weights if lane is not None), key=lambda lane: -weights[lane])
    return {None, *named[: MOST_LANES - 1]}


def _label(name: object, texts: Sequence[Any], of: LaneColumns, language: Language) -> tuple[str, ...]:
    told = [
        without_legal_form(without_start(value_words(column, text, language)))
        for column, text in zip(of.texts, texts, strict=True)
        if text is not None and str(text) != str(name)
    ]
    return tuple(cut_name(line, MOST_SIGNS) for line in [str(name), *told])


def without_start(title: str) -> str:
    """Return a title without the words that every Chinese title begins with."""
    return title.removeprefix("一种") or title


def _placed(nodes: Sequence[Node], column: str, language: Language) -> Layout:
    times = (min(node.time for node in nodes), max(node.time for node in nodes))
    places: dict[int, tuple[float, float]] = {}
    lanes: list[tuple[Any, float, float]] = []
    top = 0.0
    for lane in _in_order(nodes):
        own = [node for node in nodes if node.lane == lane]
        rows = _rows(own, times, left_margin(nodes))
        bottom = top + 4
        for row in range(1 + max(rows.values())):
            inside = [node for node in own if rows[node.row] == row]
            above, below = (max(node.depths[side] for node in inside) for side in (0, 1))
            places |= {node.row: (node.time, bottom + above) for node in inside}
            bottom += above + below
        name = lane_name(column, lane, language).count("<br>") + 1
        bottom = max(bottom + 4, top + name * LINE + 4)
        lanes.append((lane, top, bottom))
        top = bottom
    return Layout(nodes, places, lanes, times, top)


def _in_order(nodes: Sequence[Node]) -> list[Any]:
    """Return the lanes in order of their first document; what shares a lane or has none stands last."""
    lanes = dict.fromkeys(node.lane for node in nodes)
    return sorted(lanes, key=lambda lane: (lane == REST, lane is None))


def _rows(nodes: Sequence[Node], times: tuple[float, float], left: int) -> dict[int, int]:
    """Return the row of each node: the first in which its label is free of those placed before."""
    ends: list[float] = []
    rows: dict[int, int] = {}
    for node in sorted(nodes, key=lambda node: (node.time, node.row)):
        before, behind = node.sides
        middle = across(node.time, times, left)
        row = next((at for at, end in enumerate(ends) if end <= middle - before), len(ends))
        ends[row : row + 1] = [middle + behind]
        rows[node.row] = row
    return rows


def lane_name(column: str, lane: Any, language: Language) -> str:
    """Return the name of a lane in words, in as many lines as the margin needs."""
    if lane is None:
        return wrapped(words("charts.no_lane", language), LANE_SIGNS)
    told = words(f"charts.{lane}", language) if lane == REST else value_words(column, lane, language)
    return wrapped(told, LANE_SIGNS)


def left_margin(nodes: Sequence[Node]) -> int:
    """Return the left margin: room for the names of the lanes, unless there is none to name. [pixels]"""
    return BARE_LEFT if all(node.lane is None for node in nodes) else LEFT


def side_rooms() -> tuple[float, float]:
    """Return the room for labels at both ends of time. [pixels]"""
    return MOST_SIGNS * SIGN / 2 + 6, _BESIDE_SIGNS * SIGN + MOST_RADIUS


def across(time: float, times: tuple[float, float], left: int) -> float:
    """Return how far from the left a time stands. [pixels]"""
    before, behind = side_rooms()
    room, span = WIDTH - left - RIGHT - before - behind, times[1] - times[0]
    return before + room * ((time - times[0]) / span if span else 0.5)
