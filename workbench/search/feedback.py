"""Why was a document missed or brought in, and what is the least change that mends it?

Every answer is found by running the changed query: nothing is guessed from the texts alone.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from workbench.query.tree import Node
from workbench.search.blocks import Block, Run, blocks, in_fields, joined, leaves, without
from workbench.search.edits import KINDS, Edit, least_edits

MOST_WORDS: Final = 16
_LONGEST_GRAM: Final = 10
_JOINTS: Final = re.compile("[^\u3400-\u9fff]+|一种|[的及其和与或]|用于")


@dataclass(frozen=True)
class Document:
    """What feedback needs of a document.

    Attributes
    ----------
    number : str
        Publication number.
    title, abstract : str
        Texts that words to add are taken from.
    symbols : tuple of str
        IPC symbols.
    values : mapping
        Field → date or number.
    """

    number: str
    title: str = ""
    abstract: str = ""
    symbols: tuple[str, ...] = ()
    values: Mapping[str, Any] = ()  # type: ignore[assignment]


@dataclass(frozen=True)
class Repair:
    """How one missed document is caught.

    Attributes
    ----------
    number : str
        The document.
    failing : tuple of int
        Places of the blocks that lose it.
    edits : tuple of Edit
        One for each failing block: fewer do not catch it.
    tree : Node
        The query afterwards.
    caught_count : int
        Wanted documents that the changed query finds and the first one does not, this one included.
    noise_count : int
        Unwanted documents that it brings in besides.
    """

    number: str
    failing: tuple[int, ...]
    edits: tuple[Edit, ...]
    tree: Node
    caught_count: int
    noise_count: int


@dataclass(frozen=True)
class LeafEffect:
    """What one word or class of the query brings.

    Attributes
    ----------
    node : Node
        The leaf, in its fields.
    block : int
        Place of its block.
    hit_count : int
        Documents of the result that it finds.
    only_relevant, only_noise : frozenset of str
        Documents that only this leaf brings: without it they would not be there.
    """

    node: Node
    block: int
    hit_count: int
    only_relevant: frozenset[str]
    only_noise: frozenset[str]


class Feedback:
    """The working of one query on one corpus, against the documents that are wanted.

    Parameters
    ----------
    tree : Node
        The query.
    run : callable
        From a tree to the numbers it finds.
    gold : iterable of str
        Wanted documents.
    """

    def __init__(self, tree: Node, run: Run, gold: Iterable[str]) -> None:
        self._known: dict[Node, frozenset[str]] = {}
        self._run = run
        self.tree = tree
        self.gold = frozenset(gold)
        self.blocks = blocks(tree)
        self.hits = self.found(tree)
        self.missed = self.gold - self.hits
        self.noise = self.hits - self.gold

    def found(self, tree: Node) -> frozenset[str]:
        """Return what a tree finds; each is run once."""
        if tree not in self._known:
            self._known[tree] = self._run(tree)
        return self._known[tree]

    def failing(self, number: str) -> tuple[Block, ...]:
        """Return the blocks that lose a document."""
        return tuple(block for block in self.blocks if (number in self.found(block.node)) == block.is_excluded)

    def lost_by(self) -> dict[int, frozenset[str]]:
        """Return, for each block, the wanted documents that it alone or with others loses."""
        lost: dict[int, set[str]] = {block.place: set() for block in self.blocks}
        for number in self.missed:
            for block in self.failing(number):
                lost[block.place].add(number)
        return {place: frozenset(numbers) for place, numbers in lost.items()}

    def repairs(self, documents: Sequence[Document]) -> list[Repair]:
        """Return for each missed document the least change that catches it, tried by running it.

        A document without any text, class or value of its own has none.
        """
        missed = [document for document in documents if document.number in self.missed]
        counted = _useful_words(missed)
        made = (self._repair(document, counted) for document in missed)
        return [repair for repair in made if document_is_in(repair, self.found(repair.tree))]

    def _repair(self, document: Document, counted: Counter[str]) -> Repair:
        def catches(tree: Node) -> bool:
            return document.number in self.found(tree)

        failing = self.failing(document.number)
        kept = [block for block in self.blocks if block not in failing]
        words = words_of(document, counted)
        edits = []
        for block in failing:
            found = least_edits(block, catches, words, document.symbols, dict(document.values or {}))
            edits.append(min(found, key=lambda edit: self._worth(edit, kept)))
        tree = self.changed(edits)
        after = self.found(tree)
        return Repair(
            document.number,
            tuple(block.place for block in failing),
            tuple(edits),
            tree,
            len((after & self.gold) - self.hits),
            len(after - self.gold - self.hits),
        )

    def changed(self, edits: Sequence[Edit]) -> Node:
        """Return the query with these changes made."""
        by_place = {edit.block: edit for edit in edits}
        parts: list[Block] = []
        for block in self.blocks:
            edit = by_place.get(block.place)
            if edit is None:
                parts.append(block)
            elif edit.node is not None:
                parts.append(Block(block.place, edit.node))
        return joined(tuple(parts)) if parts else self.tree

    def _worth(self, edit: Edit, kept: Sequence[Block]) -> tuple[int, int, int]:
        """Rank a change: what it catches less what it brings in, then its kind, then how far it goes."""
        parts = tuple(kept) + ((Block(edit.block, edit.node),) if edit.node is not None else ())
        found = self.found(joined(parts)) - self.hits if parts else frozenset()
        gain = len(found & self.gold) - len(found - self.gold) if parts else -1_000_000
        return -gain, KINDS.index(edit.kind), edit.extent

    def leaf_effects(self) -> list[LeafEffect]:
        """Return what each word and class of the wanted blocks brings to the result."""
        effects = []
        for block in self.blocks:
            if block.is_excluded:
                continue
            others = tuple(other for other in self.blocks if other is not block)
            for leaf, names in leaves(block.node):
                rest = without(block.node, leaf)
                if rest is None and others:
                    continue  # the block is this leaf alone: it narrows, it brings nothing
                left = self.found(joined((*others, Block(block.place, rest)))) if rest else frozenset()
                only = self.hits - left
                alone = self.found(in_fields(leaf, names)) & self.hits
                effects.append(
                    LeafEffect(
                        in_fields(leaf, names), block.place, len(alone), only & self.gold, only - self.gold
                    )
                )
        return effects


def words_of(document: Document, counted: Counter[str]) -> list[str]:
    """Return words that may be added for a document: those that many missed ones share come first.

    Of words that the same number of missed documents share, only the longest is kept.
    """
    own = _grams(document.title) or _grams(document.abstract[:60])
    longest: dict[int, list[str]] = {}
    for word in sorted(own, key=lambda word: (-len(word), word)):
        rivals = longest.setdefault(counted[word], [])
        if not any(word in rival for rival in rivals):
            rivals.append(word)
    return [word for count in sorted(longest, reverse=True) for word in longest[count]][:MOST_WORDS]


def _useful_words(documents: Sequence[Document]) -> Counter[str]:
    return Counter(word for document in documents for word in _grams(document.title))


def _grams(text: str) -> set[str]:
    """Return Latin words, and Han characters two to ten in a row without joints (的, 及其 …)."""
    found = {word.lower() for word in re.findall(r"[A-Za-z][A-Za-z-]{2,}", text)}
    for run in _JOINTS.split(text):
        for length in range(2, _LONGEST_GRAM + 1):
            found |= {run[start : start + length] for start in range(len(run) - length + 1)}
    return found


def document_is_in(repair: Repair, found: frozenset[str]) -> bool:
    """Tell whether a repair does what it says."""
    return repair.number in found


Shown = Callable[[Node], str]
"""From a tree to its text in the reader's dialect."""


def told(edit: Edit, show: Shown) -> dict[str, object]:
    """Return a change as plain data: its kind, what stood there and what stands there now."""
    return {
        "kind": edit.kind,
        "block": edit.block,
        "before": None if edit.before is None else show(edit.before),
        "after": None if edit.after is None else show(edit.after),
        "extent": edit.extent,
    }
