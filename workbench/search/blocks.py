"""A query as blocks: what must all be there, and what must not."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from workbench.query.tree import And, Field, Node, Not, Or, Phrase, Xor, children, rebuilt

Run = Callable[[Node], frozenset[str]]
"""From a tree to the publication numbers it finds."""


@dataclass(frozen=True)
class Block:
    """One part of the outermost AND.

    Attributes
    ----------
    place : int
        Its place in the query, from 0.
    node : Node
        What it says; of an excluded block, what stands behind NOT.
    is_excluded : bool
        Whether its finds are taken away.
    """

    place: int
    node: Node
    is_excluded: bool = False

    def whole(self) -> Node:
        """Return the block with its NOT."""
        return Not(self.node) if self.is_excluded else self.node


def blocks(tree: Node) -> tuple[Block, ...]:
    """Take a query apart at its outermost AND; a field around it goes to each part."""
    return tuple(
        Block(place, part.part if isinstance(part, Not) else part, isinstance(part, Not))
        for place, part in enumerate(_parts(tree))
    )


def _parts(tree: Node) -> Iterator[Node]:
    if isinstance(tree, And):
        for part in tree.parts:
            yield from _parts(part)
    elif isinstance(tree, Field) and isinstance(tree.part, And | Not):
        inner = tree.part.parts if isinstance(tree.part, And) else (tree.part,)
        for part in inner:
            named = Not(Field(tree.names, part.part)) if isinstance(part, Not) else Field(tree.names, part)
            yield from _parts(named)
    elif isinstance(tree, Not) and isinstance(tree.part, Or):
        yield from (Not(part) for part in tree.part.parts)
    else:
        yield tree


def joined(parts: tuple[Block, ...]) -> Node:
    """Put blocks together again."""
    nodes = tuple(block.whole() for block in parts)
    return nodes[0] if len(nodes) == 1 else And(nodes)


def leaves(node: Node, names: tuple[str, ...] = ()) -> Iterator[tuple[Node, tuple[str, ...]]]:
    """Yield what is looked for, from left to right, with the fields it is looked for in."""
    if isinstance(node, Field):
        yield from leaves(node.part, node.names)
    elif isinstance(node, And | Or | Xor | Not):
        for part in children(node):
            yield from leaves(part, names)
    else:
        yield node, names


def in_fields(leaf: Node, names: tuple[str, ...]) -> Node:
    """Return a leaf as a query of its own."""
    return Field(names, leaf) if names else leaf


def replaced(node: Node, old: Node, new: Node) -> Node:
    """Return the node with one part, known by identity, in place of another."""
    if node is old:
        return new
    if isinstance(node, Phrase) or not children(node):
        return node
    return rebuilt(node, lambda part: replaced(part, old, new))


def without(node: Node, old: Node) -> Node | None:
    """Return the node without one part, known by identity; None where nothing would remain."""
    if node is old:
        return None
    if isinstance(node, And | Or | Xor):
        kept = tuple(left for part in node.parts if (left := without(part, old)) is not None)
        if not kept:
            return None
        return kept[0] if len(kept) == 1 else type(node)(kept)
    if isinstance(node, Not | Field):
        inner = without(node.part, old)
        if inner is None:
            return None
        return Not(inner) if isinstance(node, Not) else Field(node.names, inner)
    return node
