"""Leaves that compare values: dates, numbers, symbols, codes."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, Final

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

_FIRST_DAY: Final = date(1970, 1, 1)

if TYPE_CHECKING:
    from workbench.query.run import Searcher


def matching(searcher: "Searcher", node: Node, name: str) -> NDArray[np.bool_]:
    """Return, for each record in order, whether a leaf accepts its value of a field."""
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


def _marked(searcher: "Searcher", rows_found: NDArray[np.int64]) -> NDArray[np.bool_]:
    marks = np.zeros(searcher.records.size, np.bool_)
    marks[rows_found] = True
    return marks


def _ranged(searcher: "Searcher", node: Range, name: str) -> NDArray[np.bool_]:
    convert: Callable[[str], Any] = date.fromisoformat if FIELDS[name].kind == "date" else int
    low, high = (None if end is None else convert(end) for end in (node.low, node.high))
    if searcher.keep_index:
        owners, numbers = _kept_numbers(searcher, name)
        inside = np.ones(numbers.size, np.bool_)
        for end, compare in ((low, np.greater_equal), (high, np.less_equal)):
            inside = inside if end is None else inside & compare(numbers, _number_of(end))
        return inside if owners is None else _marked(searcher, owners[inside])

    def accepts(value: nw.Expr) -> nw.Expr:
        kept = ~value.is_null()
        kept = kept if low is None else kept & (value >= low)
        return kept if high is None else kept & (value <= high)

    return _marked(searcher, searcher.owner_rows(rows(searcher.corpus, name, accepts)["record"]))


def _number_of(end: date | int) -> int:
    return (end - _FIRST_DAY).days if isinstance(end, date) else end


def _kept_numbers(searcher: "Searcher", name: str) -> tuple[NDArray[np.int64] | None, NDArray[np.int32]]:
    """Return owners (``None`` where each record has just one value) and values as numbers."""

    def make() -> tuple[NDArray[np.int64] | None, NDArray[np.int32]]:
        found = rows(searcher.corpus, name)
        owners = searcher.owner_rows(found["record"])
        numbers = found["value"].to_physical().cast(pl.Int32).to_numpy()
        return (None if _is_each_once(owners, searcher) else owners), numbers

    kept: tuple[NDArray[np.int64] | None, NDArray[np.int32]] = searcher.remembered(("numbers", name), make)
    return kept


def _is_each_once(owners: NDArray[np.int64], searcher: "Searcher") -> bool:
    return owners.size == searcher.records.size and bool((owners == np.arange(owners.size)).all())


def _numbered(searcher: "Searcher", name: str) -> tuple[NDArray[np.int64], NDArray[np.uint32], list[str]]:
    """Return the owner and the number of each value, and the different values, sorted."""

    def make() -> tuple[NDArray[np.int64], NDArray[np.uint32], list[str]]:
        found = rows(searcher.corpus, name)
        different = found["value"].unique().sort()
        numbers = different.search_sorted(found["value"]).to_numpy()
        return searcher.owner_rows(found["record"]), numbers, different.to_list()

    kept: tuple[NDArray[np.int64], NDArray[np.uint32], list[str]] = searcher.remembered(
        ("numbered", name), make
    )
    return kept


def prepare_values(searcher: "Searcher", name: str) -> None:
    """Read the values of a field for the queries to come."""
    if FIELDS[name].kind in ("date", "integer"):
        _kept_numbers(searcher, name)
    else:
        _numbered(searcher, name)


def _accepted(searcher: "Searcher", name: str, accepts: Callable[[str], bool]) -> NDArray[np.bool_]:
    owners, numbers, different = _numbered(searcher, name)
    wanted = np.fromiter(map(accepts, different), np.bool_, len(different))
    return _marked(searcher, owners[wanted[numbers]])


def _classes(searcher: "Searcher", node: ClassRef, name: str) -> NDArray[np.bool_]:
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

    return _marked(searcher, searcher.owner_rows(rows(searcher.corpus, name, accepts)["record"]))


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


def _symbols(searcher: "Searcher", name: str, accepts: Callable[[str], bool]) -> NDArray[np.bool_]:
    if searcher.keep_index:
        return _accepted(searcher, name, accepts)
    found = rows(searcher.corpus, name)
    kept = found["value"].map_elements(accepts, return_dtype=pl.Boolean)
    return _marked(searcher, searcher.owner_rows(found.filter(kept)["record"]))


def _within(symbol: str, node: Range) -> bool:
    key = symbol_key(symbol)
    if node.low is not None and key < symbol_key(node.low):
        return False
    return node.high is None or key <= symbol_key(node.high) or key.startswith(symbol_key(node.high))


def _values(searcher: "Searcher", node: Term | Phrase, name: str) -> NDArray[np.bool_]:
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
