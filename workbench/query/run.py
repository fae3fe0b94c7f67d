"""Which records of a corpus a query finds: a plan whose leaves filter tables and whose branches are sets."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial, reduce
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.corpus import Corpus
from workbench.errors import WorkbenchError
from workbench.query import prefilter
from workbench.query.columns import lacks, missing, record_keys, rows
from workbench.query.fields import FIELDS, is_text
from workbench.query.finding import owners_with
from workbench.query.index import TextIndex, text_index
from workbench.query.matching import matching, prepare_values
from workbench.query.parse import Query
from workbench.query.tree import (
    And,
    ClassRef,
    Field,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Range,
    SetRef,
    Term,
    Xor,
    children,
)  # fmt: skip

Mask = NDArray[np.bool_]
BY_LINES = frozenset({"title", "abstract", "description"})
"""Fields in which a line break opens a paragraph; a claim and a name are one paragraph each."""


@dataclass(frozen=True)
class Hits:
    """What a query found.

    Attributes
    ----------
    records : array of uint32
        Keys of the records, ascending.
    blocks : tuple of (str, int)
        Each part of the query at its top, as written, and how many records it finds alone; of ``a NOT b``
        the parts are a and b.
    not_searched : tuple of str
        Default fields that the corpus does not have; a field asked for by name is an error instead.
    """

    records: NDArray[np.uint32]
    blocks: tuple[tuple[str, int], ...]
    not_searched: tuple[str, ...] = ()

    def __len__(self) -> int:
        return int(self.records.size)


@dataclass
class Searcher:
    """Run queries on a corpus.

    Parameters
    ----------
    corpus : Corpus
        On any engine.
    keep_index : bool
        Whether the words of a field are indexed whole and kept for the next query (polars, many queries)
        or each query lets the engine filter first and indexes only what is left (one query; duckdb, Spark).
    sets : mapping
        Name of an earlier result → its records, for ``#1``.
    """

    corpus: Corpus
    keep_index: bool = False
    sets: Mapping[str, Iterable[int]] = field(default_factory=dict)
    _kept: dict[Any, Any] = field(default_factory=dict, repr=False)

    @cached_property
    def records(self) -> NDArray[np.uint32]:
        """Return the keys of all records, ascending."""
        return record_keys(self.corpus).to_numpy()

    def run(self, query: Query) -> Hits:
        """Find the records.

        Raises
        ------
        WorkbenchError
            If the corpus lacks a field that the query names, or a part of it cannot be computed.
        """
        if query.tree is None:
            return Hits(self.records[:0], ())
        plan = _Plan(self, self._indexes(query.tree))
        parts = [query.tree]
        while len(parts) == 1 and isinstance(parts[0], And | Or | Xor | Field) and _opens(parts[0]):
            parts = list(_top(parts[0]))
        counted = [(query.text_of(part), int(plan.mask(_as_written(part)).sum())) for part in parts]
        mask = plan.mask(query.tree)
        return Hits(self.records[mask], tuple(counted), tuple(sorted(plan.not_searched)))

    def run_all(self, queries: Sequence[Query]) -> list[Hits]:
        """Run many queries in one pass over the texts: the engine filters for all of them together."""
        together = Searcher(self.corpus, keep_index=True, sets=self.sets, _kept=dict(self._kept))
        trees = tuple(query.tree for query in queries if query.tree is not None)
        if trees and not self.keep_index:
            for name, index in self._indexes(Or(trees)).items():
                together._kept["text", name] = index
        return [together.run(query) for query in queries]

    def mask(self, tree: Node, may_lack: tuple[str, ...] = ()) -> Mask:
        """Return, for each record in order, whether the tree finds it.

        Fields of ``may_lack`` are left out where the corpus has none, though the tree names them.
        """
        return _Plan(self, self._indexes(tree, may_lack)).mask(tree)

    def owner_rows(self, records: pl.Series) -> NDArray[np.int64]:
        """Return the rows of these records."""
        return np.searchsorted(self.records, records.to_numpy())

    def lacks(self, name: str) -> bool:
        """Tell whether the corpus holds no value of a field."""
        return bool(self.remembered(("lacks", name), partial(lacks, self.corpus, name)))

    def demand(self, name: str) -> None:
        """Make sure that the corpus has a field.

        Raises
        ------
        WorkbenchError
            If it has not.
        """
        if self.lacks(name):
            raise missing(self.corpus, name)

    def remembered(self, key: Any, make: Callable[[], Any]) -> Any:
        """Return what was made for an earlier query, or make it."""
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def prepare(self, *names: str) -> None:
        """Index these fields now, for the queries to come."""
        for name in names:
            if is_text(name):
                self.remembered(("text", name), partial(self._index, name, []))
            else:
                prepare_values(self, name)

    def _indexes(self, tree: Node, may_lack: tuple[str, ...] = ()) -> dict[str, TextIndex]:
        """Return an index for each field of words that the tree looks into."""
        wanted: dict[str, list[Node]] = {}
        named: set[str] = set()
        _gather(tree, Field((), tree), wanted, named)
        found = {}
        for name, leaves in wanted.items():
            if (name not in named or name in may_lack) and self.lacks(name):
                continue
            if self.keep_index:
                found[name] = self.remembered(("text", name), partial(self._index, name, []))
            else:
                found[name] = self._index(name, leaves)
        return found

    def _index(self, name: str, leaves: list[Node]) -> TextIndex:
        self.demand(name)
        needed = prefilter.condition(leaves, has_one_text=name in BY_LINES) if leaves else None
        texts = rows(self.corpus, name, None if needed is None else lambda _value: needed)
        owned = pl.DataFrame({"owner": self.owner_rows(texts["record"]), "text": texts["value"]})
        return text_index(
            owned.sort("owner", maintain_order=True), self.records.size, by_lines=name in BY_LINES
        )


def _as_written(part: Node) -> Node:
    """Return what the words of a part say: behind ``a NOT b`` stands b, to be taken away."""
    inner = part.part if isinstance(part, Field) else part
    if isinstance(inner, Not) and inner.start == inner.part.start:
        return replace(part, part=inner.part) if isinstance(part, Field) else inner.part
    return part


def _opens(node: Node) -> bool:
    return not isinstance(node, Field) or isinstance(node.part, And | Or | Xor)


def _top(node: Node) -> tuple[Node, ...]:
    if isinstance(node, Field):
        return tuple(replace(node, part=part, start=part.start, end=part.end) for part in children(node.part))
    return children(node)


def _gather(node: Node, within: Field, wanted: dict[str, list[Node]], named: set[str]) -> None:
    """Collect the leaves that each field of words is searched for, and the fields that somebody named."""
    if isinstance(node, Field):
        _gather(node.part, node, wanted, named)
    elif isinstance(node, Term | Phrase | Near):
        for name in filter(is_text, within.names):
            wanted.setdefault(name, []).append(node)
            named.update(() if within.implied else (name,))
    else:
        for part in children(node):
            _gather(part, within, wanted, named)


@dataclass
class _Plan:
    searcher: Searcher
    indexes: Mapping[str, TextIndex]
    not_searched: set[str] = field(default_factory=set)
    _known: dict[tuple[int, tuple[str, ...]], tuple[Mask, Node]] = field(default_factory=dict)

    def mask(self, node: Node, names: tuple[str, ...] = ()) -> Mask:
        """Return, for each record in order, whether the node finds it within these fields."""
        key = (id(node), names)
        if key not in self._known:
            self._known[key] = (self._mask(node, names), node)  # held, so that no other node gets its id
        return self._known[key][0]

    def _mask(self, node: Node, names: tuple[str, ...]) -> Mask:
        match node:
            case And(parts=parts):
                return reduce(np.logical_and, [self.mask(part, names) for part in parts])
            case Or(parts=parts):
                return reduce(np.logical_or, [self.mask(part, names) for part in parts])
            case Xor(parts=parts):
                return reduce(np.logical_xor, [self.mask(part, names) for part in parts])
            case Not(part=part):
                return ~self.mask(part, names)
            case Field(names=inner, part=part):
                return self.mask(part, inner)
            case Term() | Phrase() | Near():
                return self._found(node, names)
            case Range(name=name) | ClassRef(scheme=name):
                return self._valued(node, name)
            case SetRef(name=name):
                return self._set(name)
        raise WorkbenchError("cannot_be_computed", found=getattr(node, "raw", type(node).__name__))

    def _found(self, node: Node, names: tuple[str, ...]) -> Mask:
        found = np.zeros(self.searcher.records.size, np.bool_)
        searched = False
        for name in names:
            if not is_text(name):
                found |= self._valued(node, name)
                searched = True
            elif name in self.indexes:
                found |= owners_with(self.indexes[name], node)
                searched = True
            else:
                self.not_searched.add(name)
        if not searched:
            self.searcher.demand(names[0])
        return found

    def _valued(self, node: Node, name: str) -> Mask:
        self.searcher.demand(name)
        return matching(self.searcher, node, name)

    def _set(self, name: str) -> Mask:
        if name not in self.searcher.sets:
            raise WorkbenchError(
                "no_such_set", found=name, known=", ".join(n for n in self.searcher.sets) or "—"
            )
        records = np.fromiter(self.searcher.sets[name], np.uint32)
        mask: Mask = np.isin(self.searcher.records, records)
        return mask


def places_known() -> frozenset[str]:
    """Return the names of all fields a query may name."""
    return frozenset(FIELDS)
