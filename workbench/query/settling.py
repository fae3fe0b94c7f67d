"""The last touch on a tree that was read: what is meant without being written."""

from dataclasses import replace

from workbench.query.dialect import Dialect
from workbench.query.tree import Field, Near, Node, Not, Or, Phrase, Term, children, rebuilt


def settled(tree: Node, given: Dialect) -> Node:
    """Return the tree with default fields named, and proximity inside the field it is about."""
    return _default(_gathered(tree, given), given.default_fields)


def _gathered(node: Node, given: Dialect) -> Node:
    node = rebuilt(node, lambda part: _gathered(part, given))
    match node:
        case Near(left=Field(names=left), right=Field(names=right)) if left == right:
            inner = replace(node, left=node.left.part, right=node.right.part)  # type: ignore[attr-defined]
            return Field(left, inner, start=node.start, end=node.end)
    if given.field_rule("several") == "or" and isinstance(node, Or):
        return _one_field(node)
    return node


def _one_field(node: Or) -> Node:
    """Read ``TI=x OR AB=x`` as x in either field, where the dialect has no shorter way to say so."""
    fields = [part for part in node.parts if isinstance(part, Field)]
    if len(fields) < len(node.parts) or any(part.part != fields[0].part for part in fields[1:]):
        return node
    names = tuple(dict.fromkeys(name for part in fields for name in part.names))
    return replace(fields[0], names=names, start=node.start, end=node.end)


def _default(node: Node, names: tuple[str, ...]) -> Node:
    if isinstance(node, Field):
        return node
    if _needs_field(node) and not isinstance(node, Not):
        return Field(names, node, implied=True, start=node.start, end=node.end)
    return rebuilt(node, lambda part: _default(part, names))


def _needs_field(node: Node) -> bool:
    """Tell whether every leaf is a word without a field."""
    if isinstance(node, Term | Phrase):
        return True
    parts = () if isinstance(node, Field) else children(node)
    return bool(parts) and all(map(_needs_field, parts))
