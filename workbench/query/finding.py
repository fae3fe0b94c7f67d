"""Where a term, a phrase or two finds near one another stand in the texts of one field."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workbench.errors import WorkbenchError
from workbench.query import kernels
from workbench.query.index import TextIndex
from workbench.query.kernels import Places
from workbench.query.patterns import Gap, Slot, asked
from workbench.query.slop import loose_spans
from workbench.query.tree import Near, Node, Or, Phrase, Term

Spans = tuple[Places, Places]
"""First and last place of each find, sorted by the first."""
_LOOK_RATHER: Final = 32
"""Where a list is so many times longer, looking at each place is quicker than going through the list."""
NOTHING: Final[Spans] = (np.empty(0, np.int64), np.empty(0, np.int64))


@dataclass(frozen=True)
class _Choice:
    """The words a slot takes, as spans of word numbers, and how many places they have."""

    spans: tuple[tuple[int, int], ...]
    bounds: tuple[tuple[int, int], ...]

    @property
    def count(self) -> int:
        return sum(end - begin for begin, end in self.bounds)

    @property
    def single(self) -> int | None:
        """Return the number of the word, where it is one."""
        return self.spans[0][0] if len(self.spans) == 1 and self.spans[0][0] == self.spans[0][1] else None


def owners_with(index: TextIndex, node: Node) -> NDArray[np.bool_]:
    """Return, for each owner, whether the node is found in its texts."""
    if isinstance(node, Term | Phrase) and not (isinstance(node, Phrase) and node.slop):
        units = asked(node)
        if units and all(isinstance(unit, Slot) for unit in units):
            return index.marked(_run(index, units))
    return index.marked(spans(index, node)[0])


def spans(index: TextIndex, node: Node) -> Spans:
    """Return where a node is found.

    Raises
    ------
    WorkbenchError
        If proximity is asked of something that has no place in a text.
    """
    match node:
        case Phrase(slop=slop) if slop:
            sizes = [sum(isinstance(unit, Slot) for unit in asked(term)) for term in node.terms]
            shifts = [sum(sizes[:place]) for place in range(len(sizes))]
            return loose_spans(index, [spans(index, term) for term in node.terms], shifts, slop)
        case Term() | Phrase():
            return _row(index, asked(node))
        case Or(parts=parts):
            return _united([spans(index, part) for part in parts])
        case Near():
            return _near(index, node)
    raise WorkbenchError("no_place_in_a_text", found=type(node).__name__.upper())


def _united(found: list[Spans]) -> Spans:
    together = np.unique(np.stack([np.concatenate(side) for side in zip(*found, strict=True)]), axis=1)
    return together[0], together[1]


def _row(index: TextIndex, units: tuple[Slot | Gap, ...]) -> Spans:
    """Find slots and gaps that follow one another."""
    found: Spans | None = None
    gap, before = Gap(0, 0), 0
    at = 0
    while at < len(units):
        unit = units[at]
        if isinstance(unit, Gap):
            gap = Gap(
                gap.least + unit.least, None if unit.most is None or gap.most is None else gap.most + unit.most
            )
            at += 1
            continue
        row = [unit]
        while at + len(row) < len(units) and isinstance(following := units[at + len(row)], Slot):
            row.append(following)
        starts = np.sort(_run(index, tuple(row)).astype(np.int64))
        here = (starts, starts + len(row) - 1)
        if found is None:
            found, before = here, gap.least
        else:
            most = -1 if gap.most is None else gap.most
            found = _sorted(kernels.bridged(index.stream, found, *here, gap.least, most))
        gap, at = Gap(0, 0), at + len(row)
    if found is None:
        return NOTHING
    return _sorted(kernels.stretched(index.stream, found, before, gap.least)) if before or gap.least else found


def _sorted(found: Spans) -> Spans:
    return _united([found]) if found[0].size else NOTHING


def _run(index: TextIndex, row: tuple[Slot | Gap, ...]) -> NDArray[np.uint32] | Places:
    """Return where joined words begin, in no order; by way of the rarest word or pair among them."""
    choices = [_choice(index, unit) for unit in row if isinstance(unit, Slot)]
    singles = [choice.single for choice in choices if choice.single is not None]
    if len(singles) == len(choices) > 1:
        return _row_of_words(index, singles, choices)
    count, place = min((choice.count, place) for place, choice in enumerate(choices))
    if not count:
        return NOTHING[0]
    parts = [index.order[begin:end] for begin, end in choices[place].bounds]
    anchors = parts[0] if len(parts) == 1 else np.concatenate(parts)
    return anchors if len(row) == 1 else _checked(index, anchors, place, choices)


def _row_of_words(index: TextIndex, words: list[int], choices: list[_Choice]) -> NDArray[np.uint32] | Places:
    """Find words in a row by their pairs: ascending lists, met two by two while that beats looking."""
    bounds = [index.pair_bounds(*pair) for pair in pairwise(words)]
    shortest_first = sorted(range(len(bounds)), key=lambda at: bounds[at][1] - bounds[at][0])
    place, (begin, end) = shortest_first[0], bounds[shortest_first[0]]
    found = index.order[begin:end]
    for other in shortest_first[1:]:
        first, last = bounds[other]
        if found.size * _LOOK_RATHER < last - first:
            return _checked(index, found, place, choices)
        found = kernels.followed(found, index.order[first:last], other - place)
    return found - np.uint32(place) if place else found


def _checked(
    index: TextIndex, anchors: NDArray[np.uint32], place: int, choices: list[_Choice]
) -> NDArray[np.uint32] | Places:
    """Keep the anchors around which every word of the row stands, and return where the row begins."""
    low, high, slots = _tabled(choices)
    found: Places = kernels.runs(index.stream, anchors, place, low, high, slots)
    return found


def _choice(index: TextIndex, slot: Slot) -> _Choice:
    if slot.literal is not None:
        listed = [index.numbers(slot.literal)]
    elif slot.beginning is not None:
        listed = [index.beginning(slot.beginning)]
    else:
        listed = index.like(slot.pattern)
    held = tuple((low, high) for low, high in listed if low <= high)
    return _Choice(held, tuple(index.bounds(low, high) for low, high in held))


def _tabled(choices: list[_Choice]) -> tuple[NDArray[np.uint32], NDArray[np.uint32], Places]:
    low = np.array([span[0] for choice in choices for span in choice.spans], np.uint32)
    high = np.array([span[1] for choice in choices for span in choice.spans], np.uint32)
    return low, high, np.cumsum([0, *(len(choice.spans) for choice in choices)])


def _near(index: TextIndex, node: Near) -> Spans:
    left, right = spans(index, node.left), spans(index, node.right)
    if not left[0].size or not right[0].size:
        return NOTHING
    ends = (left[0], left[1], right[0], right[1])
    paragraphs = tuple(kernels.paragraphs_of(end, index.opened, index.blocks) for end in ends)
    crosses = any((paragraphs[at] != paragraphs[at + 1]).any() for at in (0, 2))  # finds of a NEAR/p within
    within = node.unit in ("word", "sentence")
    group = [one if within and not crosses else _owners(index, one) for one in paragraphs[::2]]
    one_text = paragraphs if within else tuple(np.zeros_like(end) for end in ends)
    rule = (-1 if node.gap is None else node.gap, node.ordered, node.exact, 1 if node.unit == "word" else 0)
    return _sorted(
        kernels.near(left, right, tuple(group), _units(index, node, ends, paragraphs), one_text, rule)
    )


def _owners(index: TextIndex, paragraphs: Places) -> Places:
    return index.owner[paragraphs].astype(np.int64)


def _units(
    index: TextIndex, node: Near, ends: tuple[Places, ...], paragraphs: tuple[Places, ...]
) -> tuple[Places, ...]:
    """Return the number of the unit that each end lies in."""
    match node.unit:
        case "word":
            return ends
        case "sentence":
            return tuple(np.searchsorted(index.sentences, end, side="right") for end in ends)
        case "paragraph":
            return paragraphs
        case _:
            return tuple(np.zeros_like(end) for end in ends)
