"""Conditions that every text with a find must meet, as regular expressions any engine understands.

They may let through more, never less: whether a text is a find is decided by the index of what is left.
"""

import operator
import re
from collections.abc import Callable
from typing import Final

import narwhals as nw

from workbench.query.patterns import Slot, asked
from workbench.query.text import spellings
from workbench.query.tree import Near, Node, Or, Phrase, Term, children

_BETWEEN: Final = r"[^\p{L}\p{N}]*"
_MOST_RUN: Final = 12
_SPECIAL: Final = re.compile(r"([\\\[\]\^\-&~|])")


def condition(nodes: list[Node], *, has_one_text: bool) -> nw.Expr | None:
    """Return what must hold of ``value`` for one of the nodes to be found; ``None`` where anything may.

    ``has_one_text`` tells that a record has one text of the field at most; of several (claims, names) the two
    sides of a NEAR across paragraphs may stand in different ones.
    """
    each = [_condition(node, has_one_text) for node in dict.fromkeys(nodes)]
    known = [one for one in each if one is not None]
    return _folded(known, operator.or_) if known and len(known) == len(each) else None


def _condition(node: Node, has_one_text: bool) -> nw.Expr | None:
    if isinstance(node, Term) or (isinstance(node, Phrase) and not node.slop):
        patterns = list(_patterns(node))
        return _all([nw.col("value").str.contains(pattern) for pattern in patterns])
    if isinstance(node, Or):
        return condition(list(node.parts), has_one_text=has_one_text)
    if isinstance(node, Near) and not has_one_text and node.unit in ("paragraph", "field"):
        return _either_side(node) if node.unit == "field" else None  # paragraphs between must be counted
    if isinstance(node, Near | Phrase):
        parts = (_condition(part, has_one_text) for part in children(node))
        return _all([one for one in parts if one is not None])
    return None


def _either_side(node: Near) -> nw.Expr | None:
    return condition([node.left, node.right], has_one_text=False)


def _all(conditions: list[nw.Expr]) -> nw.Expr | None:
    return _folded(conditions, operator.and_) if conditions else None


def _folded(conditions: list[nw.Expr], combine: Callable[[nw.Expr, nw.Expr], nw.Expr]) -> nw.Expr:
    """Combine conditions two by two, so that many of them do not nest deeply."""
    while len(conditions) > 1:
        pairs = [conditions[at : at + 2] for at in range(0, len(conditions), 2)]
        conditions = [combine(*pair) if len(pair) == 2 else pair[0] for pair in pairs]
    return conditions[0]


def _patterns(node: Term | Phrase) -> list[str]:
    """Return a pattern for each row of words: their letters, with nothing but marks between."""
    found: list[str] = []
    row: list[str] = []
    for unit in [*asked(node), None]:
        if isinstance(unit, Slot) and len(row) < _MOST_RUN:
            row.append(
                "".join(
                    _letters(piece) if isinstance(piece, str) else r"[\p{L}\p{N}]*" for piece in unit.pieces
                )
            )
            continue
        if row:
            found.append(_BETWEEN.join(row))
        row = []
    return found


def _letters(text: str) -> str:
    return "".join(_either(spellings().get(sign, sign)) for sign in text)


def _either(signs: str) -> str:
    escaped = _SPECIAL.sub(r"\\\1", signs)
    return escaped if len(signs) == 1 else f"[{escaped}]"
