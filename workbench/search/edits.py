"""Ways to widen one block of a query by a single change, the least of each kind that catches a document.

The kinds, in the order in which equally good ones are preferred:

- ``field``: look in more of title, abstract and claims;
- ``near``: allow more words between, then any order, then the whole field; from the sentence to the paragraph;
- ``class``: take in what lies below a symbol; then its main group; then its subclass;
- ``truncation``: cut letters off a Latin word and leave its end open;
- ``range``: move a limit of dates or numbers just as far as the document lies;
- ``term``: add a word of the document's own;
- ``add_class``: add a class of the document's own;
- ``drop``: leave the block out (or what it excludes in).
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, Final

from workbench.query.tree import MANY, ClassRef, Field, Near, Node, Or, Range, Term, walk
from workbench.search.blocks import Block, replaced

KINDS: Final = ("field", "near", "class", "truncation", "range", "term", "add_class", "drop")
LADDER: Final = ("title", "abstract", "claims")
FARTHEST: Final = 99
_LEAST_STEM: Final = 3

Catches = Callable[[Node], bool]


@dataclass(frozen=True)
class Edit:
    """One change of one block.

    Attributes
    ----------
    kind : str
        One of ``KINDS``.
    block : int
        Place of the block.
    node : Node or None
        The block afterwards; None where it is left out.
    before, after : Node or None
        The part that changes, and what it becomes; ``before`` is None where something is added.
    extent : int
        How far: fields, words, levels, letters. [of the kind's own unit]
    """

    kind: str
    block: int
    node: Node | None
    before: Node | None
    after: Node | None
    extent: int = 1


def least_edits(
    block: Block, catches: Catches, words: Sequence[str], symbols: Sequence[str], values: Mapping[str, Any]
) -> Iterator[Edit]:
    """Yield, for each way to widen a block, its least form that catches the document.

    Parameters
    ----------
    block : Block
        The block that fails.
    catches : callable
        Whether a tree finds the document.
    words, symbols : sequence of str
        Words and classes of the document that may be added, the most useful first.
    values : mapping
        Field → the document's date or number.
    """
    if block.is_excluded:
        yield Edit("drop", block.place, None, block.node, None)
        return
    for node in walk(block.node):
        if isinstance(node, Field) and set(node.names) <= set(LADDER):
            yield from _with_fields(block, node, catches)
        for kind, steps in _steps(node, values):
            first = _first(block, node, kind, steps, catches)
            if first is not None:
                yield first
    names = _text_fields(block.node)
    for word in words:
        added: Node = Field(names, Term((word,)))
        if catches(added):
            yield Edit("term", block.place, _either(block.node, added), None, added)
    for symbol in symbols:
        known = ClassRef("ipc", symbol, "descendants")
        if catches(known):
            yield Edit("add_class", block.place, _either(block.node, known), None, known)
    yield Edit("drop", block.place, None, block.node, None)


def _either(node: Node, added: Node) -> Node:
    return Or((*node.parts, added)) if isinstance(node, Or) else Or((node, added))


def _first(block: Block, node: Node, kind: str, steps: Sequence[Node], catches: Catches) -> Edit | None:
    """Find the least step that catches: steps widen, so half of what is left is tried at a time."""
    low, high = 0, len(steps)
    if not steps or not catches(replaced(block.node, node, steps[-1])):
        return None
    while low < high:
        middle = (low + high) // 2
        if catches(replaced(block.node, node, steps[middle])):
            high = middle
        else:
            low = middle + 1
    return Edit(kind, block.place, replaced(block.node, node, steps[low]), node, steps[low], low + 1)


def _steps(node: Node, values: Mapping[str, Any]) -> Iterator[tuple[str, list[Node]]]:
    """Yield the ways to widen one node, each as steps that find ever more."""
    if isinstance(node, Near):
        yield from (("near", steps) for steps in _wider_near(node))
    elif isinstance(node, ClassRef):
        yield "class", list(_wider_class(node))
    elif isinstance(node, Term):
        yield "truncation", list(_cut(node))
    elif isinstance(node, Range) and values.get(node.name) is not None:
        moved = _moved(node, values[node.name])
        yield "range", [moved] if moved != node else []


def _with_fields(block: Block, node: Field, catches: Catches) -> Iterator[Edit]:
    """Yield the fewest more fields that catch; of equally many, the abstract before the claims."""
    lacking = [name for name in LADDER if name not in node.names]
    for count in range(1, len(lacking) + 1):
        for more in combinations(lacking, count):
            wider = replace(node, names=tuple(name for name in LADDER if name in (*node.names, *more)))
            if catches(made := replaced(block.node, node, wider)):
                yield Edit("field", block.place, made, node, wider, count)
                return


def _wider_near(node: Near) -> Iterator[list[Node]]:
    """Yield more room in the same order, then in any order, then the next larger unit."""
    loose = replace(node, exact=False)
    starts = [loose, replace(loose, ordered=False)] if node.ordered else [loose]
    for start in starts:
        same = [start] if start != node else []
        if node.unit == "word" and node.gap is not None:
            same += [replace(start, gap=gap) for gap in range(node.gap + 1, FARTHEST + 1)]
        yield list(same)
    anywhere = replace(loose, ordered=False)
    larger = [replace(anywhere, unit="paragraph", gap=0)] if node.unit == "sentence" else []
    if node.unit != "field":
        yield [*larger, replace(anywhere, unit="field", gap=None)]


def _wider_class(node: ClassRef) -> Iterator[ClassRef]:
    if node.mode == "exact":
        yield replace(node, mode="descendants")
    main, slash, rest = node.symbol.partition("/")
    if slash and rest != "00":
        yield replace(node, symbol=f"{main}/00", mode="descendants")
    subclass = re.match(r"[A-H]\d\d[A-Z]", node.symbol)
    if subclass and subclass.group() != node.symbol:
        yield replace(node, symbol=subclass.group(), mode="descendants")


def _cut(node: Term) -> Iterator[Term]:
    last = node.pieces[-1]
    if not isinstance(last, str) or not re.search(r"[A-Za-z]$", last):
        return
    stem = re.search(r"[A-Za-z]+$", last)
    length = len(stem.group()) if stem else 0
    for letters in range(length - _LEAST_STEM + 1):
        kept = last[: len(last) - letters]
        yield replace(node, pieces=(*node.pieces[:-1], kept, MANY))


def _moved(node: Range, value: Any) -> Range:
    told = value.isoformat() if hasattr(value, "isoformat") else str(value)
    low = told if node.low is not None and _before(told, node.low) else node.low
    high = told if node.high is not None and _before(node.high, told) else node.high
    return replace(node, low=low, high=high)


def _before(one: str, other: str) -> bool:
    return int(one) < int(other) if one.isdigit() and other.isdigit() else one < other


def _text_fields(node: Node) -> tuple[str, ...]:
    """Return the widest text fields that the block looks in; title and abstract where it has none."""
    named = [n for part in walk(node) if isinstance(part, Field) for n in part.names if n in LADDER]
    found = tuple(name for name in LADDER if name in named)
    return found or ("title", "abstract")
