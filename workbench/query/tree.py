"""The tree of a patent query: frozen values that compare by meaning, not by where they stood in a text.

``start`` and ``end`` say which characters of the source a node came from; they take no part in comparison,
so that the same question asked in two dialects is the same tree.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

TextUnit = Literal["word", "sentence", "paragraph", "field"]
ClassMode = Literal["exact", "descendants", "prefix"]


@dataclass(frozen=True, kw_only=True)
class Node:
    """Any part of a query."""

    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Wild:
    """A wildcard: between ``least`` and ``most`` characters; ``most`` is ``None`` where there is no limit."""

    least: int
    most: int | None


MANY, ONE, OPTIONAL = Wild(0, None), Wild(1, 1), Wild(0, 1)


@dataclass(frozen=True)
class Term(Node):
    """A word, or Han characters in a row; literal pieces and wildcards in turn."""

    pieces: tuple[str | Wild, ...]


@dataclass(frozen=True)
class Phrase(Node):
    """Terms that follow one another; ``slop`` is the room Lucene's ``"…"~n`` leaves them."""

    terms: tuple[Term, ...]
    slop: int = 0


@dataclass(frozen=True)
class And(Node):
    """Everything in it must be found."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Or(Node):
    """One of its parts must be found."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Xor(Node):
    """An odd number of its parts must be found: with two, exactly one."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Not(Node):
    """What is in it must not be found."""

    part: Node


@dataclass(frozen=True)
class Near(Node):
    """Two finds near one another in one text.

    ``gap`` counts what lies between them: words for the unit ``word``; sentences or paragraphs further on
    for the others, 0 being the same one. ``None`` sets no limit. ``exact`` asks for just that gap.
    """

    left: Node
    right: Node
    gap: int | None = 0
    ordered: bool = False
    exact: bool = False
    unit: TextUnit = "word"


@dataclass(frozen=True)
class Field(Node):
    """Look for the part in any of these fields; an inner field overrules an outer one.

    ``implied`` marks fields that nobody wrote: the dialect's own where none is named.
    """

    names: tuple[str, ...]
    part: Node
    implied: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Range(Node):
    """Dates (ISO, both ends included) or whole numbers; ``None`` leaves a side open."""

    name: str
    low: str | None
    high: str | None


@dataclass(frozen=True)
class ClassRef(Node):
    """A classification symbol, alone, with what lies below it, or as the beginning of symbols."""

    scheme: str
    symbol: str
    mode: ClassMode = "exact"


@dataclass(frozen=True)
class SetRef(Node):
    """The result of an earlier query."""

    name: str


@dataclass(frozen=True)
class Opaque(Node):
    """Something the dialect has and this tree has not: carried along as written, never computed."""

    raw: str


BRANCHES = (And, Or, Xor)


def children(node: Node) -> tuple[Node, ...]:
    """Return the parts of a node, in order."""
    match node:
        case And(parts=parts) | Or(parts=parts) | Xor(parts=parts):
            return parts
        case Not(part=part) | Field(part=part):
            return (part,)
        case Near(left=left, right=right):
            return (left, right)
        case Phrase(terms=terms):
            return terms
    return ()


def walk(node: Node) -> Iterator[Node]:
    """Yield the node and all below it, outer first, left to right."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(reversed(children(found)))


def rebuilt(node: Node, change: Callable[[Node], Node]) -> Node:
    """Return the node with ``change`` applied to each of its parts."""
    match node:
        case And(parts=parts) | Or(parts=parts) | Xor(parts=parts):
            return replace(node, parts=tuple(change(part) for part in parts))
        case Not(part=part) | Field(part=part):
            return replace(node, part=change(part))
        case Near(left=left, right=right):
            return replace(node, left=change(left), right=change(right))
    return node


def plain_text(term: Term) -> str:
    """Return the literal letters of a term, wildcards left out."""
    return "".join(piece for piece in term.pieces if isinstance(piece, str))


def told(node: Node) -> dict[str, Any]:
    """Return the tree as plain data."""
    data: dict[str, Any] = {"node": type(node).__name__.lower()}
    for entry in fields(node):
        data[entry.name] = _told_value(getattr(node, entry.name))
    return data


def _told_value(value: Any) -> Any:
    if isinstance(value, Node):
        return told(value)
    if isinstance(value, Wild):
        return {"wild": [value.least, value.most]}
    if isinstance(value, tuple):
        return [_told_value(entry) for entry in value]
    return value
