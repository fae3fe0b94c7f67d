"""Cells of vendors' tables made plain: text, lists, counts, document numbers.

Every function takes and returns polars expressions; nothing runs row by row.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
import polars as pl
import pyarrow as pa

MISSING: Final = (
    "",
    "--",
    "---",
    "-",
    "—",
    "无",
    "null",
    "NULL",
    "None",
    "none",
    "nan",
    "NaN",
    "N/A",
    "n/a",
    "#N/A",
    "<s",
)
"""What vendors and spreadsheets write where they know nothing."""

BLANKS: Final = " \t\r\n\x0b\x0c\u2002\u2003\u3000\xa0\ufeff\u200b\x7f"
LINK_WORDS: Final = ("到incoPat中查看", "到incopat中查看", "在incoPat中查看", "查看详情")
UNIT: Final = "\x1f"
"""Stands between the values of one cell while it is taken apart."""

_BREAKS: Final = {"_x000D_": " ", "\r\n": " ", "\r": " ", "\n": " ", "\x7f": ""}
_TAILS: Final = (
    "Inc",
    "LLC",
    "Ltd",
    "L.L.C",
    "L.P",
    "LP",
    "Corp",
    "Co",
    "S.A",
    "GmbH",
    "AG",
    "S.p.A",
    "N.V",
    "B.V",
    "Limited",
    "KG",
)


def text(column: pl.Expr, missing: Sequence[str] = ()) -> pl.Expr:
    """Return text on one line, trimmed, missing marks null."""
    plain = column.str.replace_many(list(_BREAKS), list(_BREAKS.values())).str.strip_chars(BLANKS)
    return known(plain, missing)


def known(column: pl.Expr, missing: Sequence[str] = ()) -> pl.Expr:
    """Return the column with missing marks as nulls."""
    return pl.when(~column.is_in([*MISSING, *missing])).then(column)


def link(column: pl.Expr, missing: Sequence[str] = ()) -> pl.Expr:
    """Return a link's cell without the words vendors print over it; null where nothing else is there."""
    bare = column.str.replace_many(list(LINK_WORDS), [""] * len(LINK_WORDS))
    formula = bare.str.extract(r'(?i)^=HYPERLINK\("([^"]+)"', 1)
    return text(pl.coalesce(formula, bare), missing)


def many(
    column: pl.Expr, separators: Sequence[str], missing: Sequence[str] = (), protect_commas: bool = False
) -> pl.Expr:
    """Return a cell's values as a list: split, trimmed, without missing marks; null where none is left."""
    if protect_commas:
        column = _joined_tails(column)
    parts = dict.fromkeys([*separators, UNIT], UNIT)
    plain = {sign: blank for sign, blank in _BREAKS.items() if sign not in parts} | parts
    split = column.str.replace_many(list(plain), list(plain.values())).str.split(UNIT)
    trimmed = pl.element().str.strip_chars(BLANKS)
    return filled(split.list.eval(known(trimmed, missing).drop_nulls()))


def filled(lists: pl.Expr) -> pl.Expr:
    """Return the lists with empty ones as nulls."""
    return pl.when(lists.list.len() > 0).then(lists)


def _joined_tails(column: pl.Expr) -> pl.Expr:
    """Return names with the comma before a legal form taken out, so that commas only part names."""
    forms = "|".join(tail.replace(".", r"\.") for tail in _TAILS)
    return column.str.replace_all(rf",\s*((?:{forms})\b\.?)", " $1")


def count(column: pl.Expr) -> pl.Expr:
    """Return whole numbers; digits grouped by commas or with a spreadsheet's ``.0`` are read."""
    return (
        column.str.replace_all(",", "", literal=True)
        .str.extract(r"^\s*(\d{1,9})(?:\.0*)?\s*$", 1)
        .cast(pl.Int32)
    )


def document_number(column: pl.Expr, dashed: bool = False) -> pl.Expr:
    """Return the first number of a cell: without inner spaces, ``(U)`` as U, a lost float's tail mended.

    ``201710601862.299987793`` is how a spreadsheet spells the number it holds as 201710601862.3: the
    shortest decimal that gives the same number is the one that was typed.
    """
    first = column.str.strip_chars(BLANKS).str.extract(r"^([^\r\n;|]+)", 1)
    bare = first.str.replace(r"\s*\(([A-Z]\d?)\)\s*$", "$1").str.replace_all(r"\s+", "")
    bare = bare.str.replace(r"^(US\d{4})/(\d{7})", "$1$2")
    if dashed:
        bare = bare.str.replace_all("-", "", literal=True)
    is_float = bare.str.contains(r"^\d{12}\.\d{4,}$")
    typed = pl.when(is_float).then(bare).cast(pl.Float64, strict=False).round(1).cast(pl.String)
    return text(pl.coalesce(pl.when(is_float).then(typed), bare))


def document_numbers(lists: pl.Expr) -> pl.Expr:
    """Return lists of numbers with ``(U)`` as U and without inner spaces."""
    bare = pl.element().str.replace(r"\s*\(([A-Z]\d?)\)$", "$1").str.replace_all(r"\s+", "")
    return lists.list.eval(bare)


RUINED: Final = r"^\s*(?:CN)?\d(?:\.\d+)?[Ee]\+?\d+\s*$"
"""A number a spreadsheet has shortened to powers of ten."""
FLOATED: Final = r"^\s*\d{8,13}\.0+\s*$"
"""A number a program has taken for a float."""


def values(column: pl.Expr, mapping: Mapping[str, str]) -> pl.Expr:
    """Return the column with the vendor's values put as the profile says; an empty one is null."""
    if not mapping:
        return column
    return known(column.replace(dict(mapping)))


def group_name(lists: pl.Expr) -> pl.Expr:
    """Return standardised names without brackets and type letter: ``[福特汽车-C]`` is 福特汽车."""
    return lists.list.eval(pl.element().str.replace(r"^\[(.*?)(?:-[A-Z])?\]$", "$1"))


def codes(column: pl.Expr, pattern: str) -> pl.Expr:
    """Return all matches of a pattern in the cells as lists; null where none."""
    return filled(column.str.extract_all(pattern).list.unique(maintain_order=True))


SEI: Final = r"\d+(?:\.\d+)+"
NIC: Final = r"[A-T]\d{2,4}"


def before(lists: pl.Expr, mark: str) -> pl.Expr:
    """Return each value up to a mark (names followed by addresses)."""
    return lists.list.eval(pl.element().str.splitn(mark, 2).struct.field("field_0").str.strip_chars(BLANKS))


def language(column: pl.Expr, stated: str | None = None) -> pl.Expr:
    """Return the language a text's script shows (ja, ko, zh), else the stated one."""
    return (
        pl.when(column.str.contains(r"[\u3040-\u30ff]"))
        .then(pl.lit("ja"))
        .when(column.str.contains(r"[\uac00-\ud7af]"))
        .then(pl.lit("ko"))
        .when(column.str.contains(r"\p{Han}"))
        .then(pl.lit("zh"))
        .when(column.is_not_null())
        .then(pl.lit(stated, dtype=pl.String))
    )


def by_kind(values: pl.Series, convert: Callable[[pl.Expr], pl.Expr]) -> pl.Series:
    """Return the column converted, each different value once: symbols, dates and statuses repeat."""
    kinds = values.unique().to_frame("kind").with_columns(made=convert(pl.col("kind")))
    joined = values.to_frame("kind").join(kinds, on="kind", how="left", nulls_equal=True, maintain_order="left")
    return joined["made"].rename(values.name)


def nested(flat: pl.Series, lengths: pl.Series) -> pl.Series:
    """Return flat values as lists of the given lengths (``list.eval`` would run list by list)."""
    offsets = np.concatenate([[0], np.cumsum(lengths.to_numpy(), dtype=np.int64)])
    lists = pa.LargeListArray.from_arrays(pa.array(offsets, type=pa.int64()), flat.to_arrow())
    return pl.Series(pl.from_arrow(lists))


def converted_once(column: pl.Expr, convert: Callable[[pl.Expr], pl.Expr], kind: pl.DataType) -> pl.Expr:
    """Return the column converted, each different value once, as a type of polars."""
    return column.map_batches(lambda values: by_kind(values, convert), return_dtype=kind, is_elementwise=True)
