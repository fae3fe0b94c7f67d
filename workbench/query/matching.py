"""Leaves that compare values: dates, numbers, symbols, codes."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import narwhals as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.errors import WorkbenchError
from workbench.labels import topic
from workbench.query.columns import rows
from workbench.query.fields import FIELDS
from workbench.query.text import fold
from workbench.query.tree import ClassRef, Node, Phrase, Range, Term, Wild, plain_text
from workbench.query.values import symbol_key

if TYPE_CHECKING:
    from workbench.query.run import Searcher


def matching_rows(searcher: "Searcher", node: Node, name: str) -> NDArray[np.int64]:
    """Return the rows of the records whose value of a field a leaf accepts."""
    match node:
        case ClassRef():
            return _classes(searcher, node, name)
        case Range() if FIELDS[name].kind == "class":
            return _symbols(searcher, name, lambda symbol: _within(symbol, node))
        case Range():
            return _ranged(searcher, node, name)
        case Term() | Phrase(terms=(_, *_)):
            return _values(searcher, node, name)
    raise WorkbenchError("no_place_in_a_text", found=type(node).__name__.upper())


def _ranged(searcher: "Searcher", node: Range, name: str) -> NDArray[np.int64]:
    convert: Callable[[str], Any] = date.fromisoformat if FIELDS[name].kind == "date" else int
    low, high = (None if end is None else convert(end) for end in (node.low, node.high))

    def inside(value: Any) -> Any:
        kept = ~value.is_null()
        if low is not None:
            kept = kept & (value >= low)
        return kept if high is None else kept & (value <= high)

    if not searcher.keep_index:
        return searcher.owner_rows(rows(searcher.corpus, name, inside)["record"])
    owners, values = _kept(searcher, name)
    return owners[values.to_frame("value").select(inside(pl.col("value")))["value"].to_numpy()]  # type: ignore[no-any-return]


def _kept(searcher: "Searcher", name: str) -> tuple[NDArray[np.int64], pl.Series]:
    def make() -> tuple[NDArray[np.int64], pl.Series]:
        found = rows(searcher.corpus, name)
        return searcher.owner_rows(found["record"]), found["value"]

    kept: tuple[NDArray[np.int64], pl.Series] = searcher.remembered(("values", name), make)
    return kept


def _numbered(searcher: "Searcher", name: str) -> tuple[NDArray[np.int64], NDArray[np.uint32], list[str]]:
    """Return the owner and the number of each value, and the different values, sorted."""

    def make() -> tuple[NDArray[np.int64], NDArray[np.uint32], list[str]]:
        owners, values = _kept(searcher, name)
        different = values.unique().sort()
        return owners, different.search_sorted(values).to_numpy(), different.to_list()

    kept: tuple[NDArray[np.int64], NDArray[np.uint32], list[str]] = searcher.remembered(
        ("numbered", name), make
    )
    return kept


def _accepted(searcher: "Searcher", name: str, accepts: Callable[[str], bool]) -> NDArray[np.int64]:
    owners, numbers, different = _numbered(searcher, name)
    wanted = np.fromiter(map(accepts, different), np.bool_, len(different))
    return owners[wanted[numbers]]


def _classes(searcher: "Searcher", node: ClassRef, name: str) -> NDArray[np.int64]:
    below = _beginning(node)
    if searcher.keep_index:
        return _accepted(
            searcher,
            name,
            lambda symbol: symbol == node.symbol or (below is not None and symbol.startswith(below)),
        )

    def accepts(value: nw.Expr) -> nw.Expr:
        same = value == node.symbol
        return same if below is None else same | value.str.starts_with(below)

    return searcher.owner_rows(rows(searcher.corpus, name, accepts)["record"])


def _beginning(node: ClassRef) -> str | None:
    """Return what the symbols below a symbol begin with, as far as symbols tell."""
    if node.mode == "prefix":
        return node.symbol
    if node.mode == "exact":
        return None
    if "/" not in node.symbol:
        return node.symbol
    group, _, subgroup = node.symbol.partition("/")
    return f"{group}/" if not subgroup.strip("0") else None


def _symbols(searcher: "Searcher", name: str, accepts: Callable[[str], bool]) -> NDArray[np.int64]:
    if searcher.keep_index:
        return _accepted(searcher, name, accepts)
    found = rows(searcher.corpus, name)
    kept = found["value"].map_elements(accepts, return_dtype=pl.Boolean)
    return searcher.owner_rows(found.filter(kept)["record"])


def _within(symbol: str, node: Range) -> bool:
    key = symbol_key(symbol)
    if node.low is not None and key < symbol_key(node.low):
        return False
    return node.high is None or key <= symbol_key(node.high) or key.startswith(symbol_key(node.high))


def _values(searcher: "Searcher", node: Term | Phrase, name: str) -> NDArray[np.int64]:
    accepts = _number(node) if FIELDS[name].kind == "number" else _code(node, name)
    return _symbols(searcher, name, accepts)


def _spelled(node: Term | Phrase) -> tuple[str | Wild, ...]:
    terms = node.terms if isinstance(node, Phrase) else (node,)
    return tuple(piece for term in terms for piece in term.pieces)


def _pattern(pieces: tuple[str | Wild, ...], keep: Callable[[str], str]) -> Any:
    import re

    return re.compile(
        "".join(
            re.escape(keep(piece)) if isinstance(piece, str)
            else f".{{{piece.least},{'' if piece.most is None else piece.most}}}"
            for piece in pieces
        )
    )  # fmt: skip


def _plain_number(text: str) -> str:
    return "".join(sign for sign in fold(text) if sign.isalnum())


def _number(node: Term | Phrase) -> Callable[[str], bool]:
    """Accept a number as written, and without its kind code where none is written."""
    pattern = _pattern(_spelled(node), _plain_number)

    def accepts(value: str) -> bool:
        plain = _plain_number(value)
        bare = plain.rstrip("0123456789").rstrip("abcdefghijklmnopqrstuvwxyz") if _has_kind(plain) else plain
        return bool(pattern.fullmatch(plain)) or bool(pattern.fullmatch(bare))

    return accepts


def _has_kind(plain: str) -> bool:
    import re

    return bool(re.fullmatch(r"[a-z]{2}[a-z]{0,2}\d+[a-z]\d?", plain))


def _code(node: Term | Phrase, name: str) -> Callable[[str], bool]:
    """Accept a coded value by its code or by its words in either language."""
    pattern = _pattern(_spelled(node), fold)
    known = topic("values").get(FIELDS[name].column, {})

    def accepts(value: str) -> bool:
        entry = known.get(value)
        told = [value, *(entry.values() if isinstance(entry, dict) else ())]
        return any(pattern.fullmatch(fold(str(word))) for word in told)

    return accepts


def letters_of(node: Term) -> str:
    """Return the folded letters of a term."""
    return fold(plain_text(node))
