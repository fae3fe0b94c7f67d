"""Classification symbols as vendors write them, in one spelling: ``G09B9/00``."""

from typing import Final

import polars as pl

from workbench.readers.cells import computed, filled, flattened, nested_known

_PLAIN: Final = r"^[A-HY]\d{2}[A-Z][1-9]\d{0,3}/\d{2,6}$"
_SLASHED: Final = r"^(?:INT\.?\s*CL\.?\d*[:\s]*)?([A-HY]\d{2}[A-Z])[\s\-]*0*(\d{1,4})\s*/\s*(\d{2,6}).*$"
_LOCARNO: Final = r"^(?:LOC\s*\(?\s*\d*\s*\)?\s*(?:CL)?[.:]?\s*)?(0[1-9]|[12]\d|3[0-2])\s*-?\s*(\d{2})$"


def plain_symbol(column: pl.Expr) -> pl.Expr:
    """Return an IPC or CPC symbol without padding, version and words; others as they stand.

    ``G09B  9/00``, ``G07G00010081`` (Derwent), ``B03C0003090000`` (ST.8) and ``B64C 39/02 ▪…`` give
    G09B9/00, G07G1/0081, B03C3/09 and B64C39/02.
    """
    upper = column.str.strip_chars(" \t\r\n[]'\"").str.to_uppercase()
    is_standard = upper.str.contains(r"^[A-HY]\d{2}[A-Z]\d{10}$")
    padded = pl.when(is_standard).then(upper.str.replace(r"0{1,4}$", "")).otherwise(upper)
    is_padded = padded.str.contains(r"^[A-HY]\d{2}[A-Z]\d{6,10}$")
    main_group = padded.str.slice(4, 4).str.strip_chars_start("0")
    apart = pl.concat_str(padded.str.slice(0, 4), main_group, pl.lit("/"), padded.str.slice(8))
    slashed = upper.str.replace(_SLASHED, "${1}${2}/${3}")
    return pl.when(is_padded).then(apart).otherwise(slashed)


def locarno_class(column: pl.Expr) -> pl.Expr:
    """Return the Locarno class in a symbol (``09-01``, ``0901``, ``LOC(14)09-01``), null where it is none."""
    parts = column.str.strip_chars().str.to_uppercase().str.extract_groups(_LOCARNO)
    return parts.struct.field("1") + "-" + parts.struct.field("2")


def symbols(lists: pl.Series) -> pl.Series:
    """Return lists of symbols in one spelling, each once, Locarno classes left out; null where empty."""

    def spelled(symbol: pl.Expr) -> pl.Expr:
        return pl.when(locarno_class(symbol).is_null()).then(plain_symbol(symbol))

    flat = flattened(lists)
    kinds = flat.unique().drop_nulls()
    odd = kinds.filter(~kinds.str.contains(_PLAIN))
    if odd.is_empty():
        return _each_once(lists)
    return _each_once(nested_known(flat.replace(odd, computed(odd, spelled)), lists))


def locarno_classes(lists: pl.Series) -> pl.Series:
    """Return the Locarno classes among lists of symbols; null where there is none."""
    flat = flattened(lists)
    kinds = flat.unique().drop_nulls()
    likely = kinds.filter(kinds.str.contains(r"^\W*(?:LOC|loc|Loc|\d)"))
    if likely.is_empty():
        return pl.Series([None], dtype=pl.List(pl.String)).new_from_index(0, len(lists))
    classes = flat.replace_strict(likely, computed(likely, locarno_class), default=None)
    return _each_once(nested_known(classes, lists))


def _each_once(lists: pl.Series) -> pl.Series:
    has_nulls = flattened(lists).null_count() > 0
    given = lists.list.drop_nulls() if has_nulls else lists
    length = given.list.len()
    if (given.list.n_unique() != length).any():
        return filled(given.list.unique(maintain_order=True))
    return filled(given) if (length == 0).any() else given
