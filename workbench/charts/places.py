"""Where the nodes of a network stand and on which side their names: nothing overlaps, nothing is cut."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from workbench.charts.style import text_width

PLANE_WIDTH = 860
_LABEL_WIDTH, _LABEL_HEIGHT = 160, 44
"""Room that a part keeps for the names at its edges."""
_PAIR = (165, 130)
_SIDE = 120
"""A part of n nodes stands in a square of this times the root of n."""
_SIGN_WIDTH, _LINE_HEIGHT = 5.9, 15
_SIDES = {
    "top center": (0, -1), "bottom center": (0, 1), "middle right": (1, 0), "middle left": (-1, 0),
    "top right": (1, -1), "top left": (-1, -1), "bottom right": (1, 1), "bottom left": (-1, 1),
}  # fmt: skip

Places = dict[str, tuple[float, float]]


class Box(NamedTuple):
    """A rectangle of the picture; y runs downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: "Box") -> float:
        """Return the area that two boxes share."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(wide, 0) * max(high, 0)


def around(x: float, y: float, radius: float) -> Box:
    """Return the square around a mark."""
    return Box(x - radius, y - radius, x + radius, y + radius)


def place_parts(parts: Iterable[Any]) -> tuple[Places, float]:
    """Lay out each part of a graph by itself, then set the parts on shelves, the largest first.

    Returns
    -------
    tuple of (mapping, float)
        Node → (x, y) within ``PLANE_WIDTH``, and the height of all shelves. [pixels]
    """
    places: Places = {}
    left, top, shelf = 0.0, 0.0, 0.0
    for part in sorted(parts, key=lambda part: (-len(part), min(part))):
        wide, high = _room(len(part))
        if left and left + wide > PLANE_WIDTH:
            left, top, shelf = 0.0, top + shelf, 0.0
        places |= {name: (left + x, top + y) for name, (x, y) in _laid_out(part, wide, high).items()}
        left, shelf = left + wide, max(shelf, high)
    return places, top + shelf


def _room(nodes: int) -> tuple[float, float]:
    """Return width and height that a part of so many nodes needs."""
    if nodes <= 2:
        return _PAIR
    side = _SIDE * nodes**0.5
    return min(side + _LABEL_WIDTH, PLANE_WIDTH), side + _LABEL_HEIGHT


def _laid_out(part: Any, wide: float, high: float) -> Places:
    """Lay out one part: a pair upright, others so that distances follow the lines."""
    import networkx as nx

    if len(part) == 2:
        return {name: (wide / 2, high * (0.3 + 0.4 * row)) for row, name in enumerate(sorted(part))}
    found = nx.kamada_kawai_layout(part, weight=None)
    across, down = ([place[axis] for place in found.values()] for axis in (0, 1))
    inner_wide, inner_high = wide - _LABEL_WIDTH, high - _LABEL_HEIGHT - 20
    return {
        name: (
            (wide - inner_wide) / 2 + inner_wide * _part_of(x, across),
            (high - inner_high) / 2 + inner_high * _part_of(y, down),
        )
        for name, (x, y) in sorted(found.items())
    }


def _part_of(value: float, among: Sequence[float]) -> float:
    low, high = min(among), max(among)
    return 0.5 if high - low < 1e-6 else float((value - low) / (high - low))


def label_sides(
    labels: Mapping[str, str], places: Places, radii: Mapping[str, float], taken: Sequence[Box], height: float
) -> tuple[dict[str, str], list[Box]]:
    """Choose the side of each node on which its name covers least; return sides and the names' boxes."""
    nodes = {name: around(*places[name], radii[name]) for name in places}
    bounds = Box(0, 0, PLANE_WIDTH, height)
    sides: dict[str, str] = {}
    boxes: list[Box] = []
    for name in sorted(places, key=lambda name: (-radii[name], name)):
        others = [*(box for node, box in nodes.items() if node != name), *taken, *boxes]
        tried = {side: label_box(labels[name], places[name], radii[name], side) for side in _SIDES}
        sides[name] = min(tried, key=lambda side: _cost(tried[side], others, bounds))
        boxes.append(tried[sides[name]])
    return sides, boxes


def label_box(label: str, place: tuple[float, float], radius: float, side: str) -> Box:
    """Return the rectangle of a name on one side of its node; lines are parted by ``<br>``."""
    lines = label.split("<br>")
    wide, high = max(map(text_width, lines)) * _SIGN_WIDTH + 6, len(lines) * _LINE_HEIGHT
    across, down = _SIDES[side]
    x = place[0] + across * (radius + wide / 2)
    y = place[1] + down * (radius + high / 2)
    return Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)


def _cost(box: Box, others: Iterable[Box], bounds: Box) -> float:
    """Return how much a box covers of others; what leaves the picture weighs most."""
    area = (box.right - box.left) * (box.bottom - box.top)
    return 10 * (area - box.overlap(bounds)) + sum(box.overlap(other) for other in others)
