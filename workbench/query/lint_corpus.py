"""Rules that try a query on a corpus: words without a hit, and what NOT takes away."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from workbench.query.parse import Query
from workbench.query.problems import Problem
from workbench.query.run import Searcher
from workbench.query.tree import And, Field, Node, Not, Phrase, Term, children

_NOTABLE_SHARE: Final = 0.05


def corpus_problems(query: Query, searcher: Searcher) -> list[Problem]:
    """Return Q015 and Q016: NOT that removes over 5 % of the hits, and words that find nothing.

    Raises
    ------
    WorkbenchError
        If the query cannot be run on the corpus.
    """
    if query.tree is None:
        return []
    return [
        *_empty_words(query, searcher),
        *_costly_nots(query.tree, searcher, ()),
    ]


def _empty_words(query: Query, searcher: Searcher) -> Iterator[Problem]:
    if query.tree is None:
        return
    for leaf, names in _leaves(query.tree, ()):
        if not searcher.mask(Field(names, leaf, implied=True)).any():
            place = (leaf.start, leaf.end)
            yield Problem("Q016", *place, "warning", {"found": query.text_of(leaf)})


def _leaves(node: Node, names: tuple[str, ...]) -> Iterator[tuple[Node, tuple[str, ...]]]:
    if isinstance(node, Term | Phrase):
        if names:
            yield node, names
        return
    for part in children(node):
        yield from _leaves(part, node.names if isinstance(node, Field) else names)


def _costly_nots(node: Node, searcher: Searcher, names: tuple[str, ...]) -> Iterator[Problem]:
    if isinstance(node, Field):
        names = node.names
    if isinstance(node, And) and any(isinstance(part, Not) for part in node.parts):
        kept = tuple(part for part in node.parts if not isinstance(part, Not))
        if kept:
            yield from _removed(node, replace(node, parts=kept), searcher, names)
    for part in children(node):
        yield from _costly_nots(part, searcher, names)


def _removed(node: And, kept: And, searcher: Searcher, names: tuple[str, ...]) -> Iterator[Problem]:
    before = searcher.mask(Field(names, kept, implied=True))
    for part in node.parts:
        if not isinstance(part, Not):
            continue
        taken = before & searcher.mask(Field(names, part.part, implied=True))
        share = taken.sum() / max(1, before.sum())
        if share > _NOTABLE_SHARE:
            fields = {"count": int(taken.sum()), "share": round(float(share) * 100, 1)}
            place = (part.start, part.end)
            yield Problem("Q015", *place, "warning", fields)
