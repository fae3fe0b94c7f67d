"""Cells of vendors' tables made plain: text, lists, counts, document numbers.

Columns in, columns out. Each function looks first whether there is anything to mend: most columns of most
exports are clean, and millions of rows pass through here. (Python called from inside a polars expression
makes its threads spin; so these run on columns, outside of expressions.)
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

MISSING: Final = (
    "", "--", "---", "-", "—", "无", "null", "NULL", "None", "none", "nan", "NaN", "N/A", "n/a", "#N/A", "<s",
)  # fmt: skip
"""What vendors and spreadsheets write where they know nothing."""

BLANKS: Final = " \t\r\n\x0b\x0c\u2002\u2003\u3000\xa0\ufeff\u200b\x7f"
LINK_WORDS: Final = ("到incoPat中查看", "到incopat中查看", "在incoPat中查看", "查看详情")
UNIT: Final = "\x1f"
"""Stands between the values of one cell while it is taken apart."""

SEI: Final = r"\d+(?:\.\d+)+"
"""A code of the strategic emerging industries: ``1.5``, ``1.5.1``."""
NIC: Final = r"[A-T]\d{2,4}"
"""A code of the national industries: ``I6490``."""
RUINED: Final = r"^\s*(?:CN)?\d(?:\.\d+)?[Ee]\+?\d+\s*$"
"""A number a spreadsheet has shortened to powers of ten."""
FLOATED: Final = r"^\s*\d{8,13}\.0+\s*$"
"""A number a program has taken for a float."""

_BREAK: Final = r"[\r\n\x7f]|_x000D_"
_BREAKS: Final = {"_x000D_": "", "\r\n": " ", "\r": " ", "\n": " ", "\x7f": ""}
_PLAIN_NUMBER: Final = r"^[A-Z]{0,2}\d{4,}[A-Z]?\d?(?:\.[\dX])?$"
_TAILS: Final = (
    "Inc", "LLC", "Ltd", "L.L.C", "L.P", "LP", "Corp", "Co", "S.A", "GmbH", "AG", "S.p.A", "N.V", "B.V",
    "Limited", "KG",
)  # fmt: skip

_AS_HELD: Final = pl.CompatLevel.newest()
"""Text passes to arrow as polars holds it, without a copy."""

Step = Callable[[pl.Series], pl.Series]


def text(values: pl.Series, missing: Sequence[str] = ()) -> pl.Series:
    """Return text on one line, trimmed, missing marks null."""
    return texts(values.to_frame("value"), missing).to_series()


def texts(columns: pl.DataFrame, missing: Sequence[str] = ()) -> pl.DataFrame:
    """Return several columns of text at once, each on one line, trimmed, missing marks null."""
    broken = columns.select(pl.all().str.contains(_BREAK).any())
    joined = [
        pl.col(name).str.replace_many(list(_BREAKS), list(_BREAKS.values()), leftmost=True)
        for name in columns.columns
        if broken[name].item()
    ]
    trimmed = columns.with_columns(joined).select(pl.all().str.strip_chars(BLANKS))
    return trimmed.select(pl.when(~pl.all().is_in([*MISSING, *missing])).then(pl.all()))


def known(values: pl.Series, missing: Sequence[str] = ()) -> pl.Series:
    """Return the column with missing marks as nulls."""
    is_mark = values.is_in([*MISSING, *missing])
    return values.set(is_mark.fill_null(value=False), None) if is_mark.any() else values


def link(values: pl.Series, missing: Sequence[str] = ()) -> pl.Series:
    """Return a link's cells without the words vendors print over it; null where nothing else is there."""
    bare = values.str.replace_many(list(LINK_WORDS), [""] * len(LINK_WORDS))
    formula = bare.str.extract(r'(?i)^=HYPERLINK\("([^"]+)"', 1)
    return text(formula.fill_null(bare), missing)


def many(
    values: pl.Series, separators: Sequence[str], missing: Sequence[str] = (), protect_commas: bool = False
) -> pl.Series:
    """Return cells' values as lists: split, trimmed, without missing marks; null where none is left.

    Parameters
    ----------
    values : Series of str
        Cells.
    separators : sequence of str
        What stands between values.
    missing : sequence of str
        Marks of this vendor beside ``MISSING``.
    protect_commas : bool
        Whether a comma before a legal form (``Foo, Inc.``) belongs to the name.
    """
    if values.null_count() == len(values):
        return pl.Series([None], dtype=pl.List(pl.String)).new_from_index(0, len(values)).alias(values.name)
    if protect_commas:
        forms = "|".join(tail.replace(".", r"\.") for tail in _TAILS)
        values = values.str.replace_all(rf",\s*((?:{forms})\b\.?)", " $1")
    if _is_repetitive(values):
        return by_kind(values, lambda kinds: _parted(kinds, separators, missing)).alias(values.name)
    return _parted(values, separators, missing)


def _is_repetitive(values: pl.Series) -> bool:
    """Tell from a sample whether to look at each different cell once: cities, types, large applicants."""
    sample = values.gather_every(max(len(values) // 1000, 1))
    return len(values) > 5_000 and sample.n_unique() < 0.5 * len(sample)


def _parted(values: pl.Series, separators: Sequence[str], missing: Sequence[str]) -> pl.Series:
    plain, mark = _one_separator(values, separators)
    if plain.str.contains(mark, literal=True).any():
        lists = plain.str.split(mark)
        flat, offsets = flattened(lists), _offsets(lists)
    else:
        flat, offsets = plain, np.arange(len(plain) + 1)
    flat = flat.str.strip_chars(BLANKS)
    is_mark = flat.is_in([*MISSING, *missing])
    return _nested(flat, offsets, is_mark if is_mark.any() or flat.null_count() else None)


def count(values: pl.Series) -> pl.Series:
    """Return whole numbers; digits grouped by commas or with a spreadsheet's ``.0`` are read."""
    direct = values.cast(pl.Int32, strict=False)
    if direct.null_count() == values.null_count():
        return direct
    digits = values.str.replace_all(",", "", literal=True).str.extract(r"^\s*(\d{1,9})(?:\.0*)?\s*$", 1)
    return digits.cast(pl.Int32)


def document_number(values: pl.Series, dashed: bool = False) -> pl.Series:
    """Return the first number of a cell, without inner spaces, ``(U)`` as U, a float's tail mended.

    ``201710601862.299987793`` is how a spreadsheet spells the number it holds as 201710601862.3: the
    shortest decimal that gives the same number is the one that was typed.
    """
    return mended(values, _PLAIN_NUMBER, lambda odd: computed(odd, lambda cell: _bare_number(cell, dashed)))


def document_numbers(lists: pl.Series) -> pl.Series:
    """Return lists of numbers with ``(U)`` as U and without inner spaces."""

    def bare(odd: pl.Series) -> pl.Series:
        return odd.str.replace(r"\s*\(([A-Z]\d?)\)$", "$1").str.replace_all(r"\s+", "")

    return nested(mended(flattened(lists), _PLAIN_NUMBER, bare), lists)


def mapped(values: pl.Series, mapping: Mapping[str, str]) -> pl.Series:
    """Return the column with the vendor's values put as the profile says; an empty one is null."""
    return known(values.replace(dict(mapping))) if mapping else values


def group_name(lists: pl.Series) -> pl.Series:
    """Return standardised names without brackets and type letter: ``[福特汽车-C]`` is 福特汽车."""
    return nested(flattened(lists).str.replace(r"^\[(.*?)(?:-[A-Z])?\]$", "$1"), lists)


def codes(values: pl.Series, pattern: str) -> pl.Series:
    """Return all matches of a pattern in the cells as lists; null where none."""
    return filled(values.str.extract_all(pattern).list.unique(maintain_order=True))


def before(lists: pl.Series, mark: str) -> pl.Series:
    """Return each value up to a mark (names followed by addresses)."""
    first = flattened(lists).str.splitn(mark, 2).struct.field("field_0")
    return nested(first.str.strip_chars(BLANKS), lists)


def language(values: pl.Series, stated: str | None = None) -> pl.Series:
    """Return the language that the script of a text's beginning shows (ja, ko, zh), else the stated one."""
    start = values.str.slice(0, 60)
    has_others = _may_hold_kana_or_hangul(start)
    return computed(start, lambda text: _script(text, stated, has_others))


def _may_hold_kana_or_hangul(text: pl.Series) -> bool:
    """Look at the bytes alone: in UTF-8 kana begin with E3 81 to E3 83, hangul with EA to ED."""
    held = text.drop_nulls().to_arrow().cast(pa.large_string()).buffers()[2]
    codes = np.frombuffer(held, dtype=np.uint8) if held is not None else np.empty(0, dtype=np.uint8)
    if (codes - np.uint8(0xEA) <= 3).any():  # unsigned: all other codes come out larger
        return True
    behind = codes[np.flatnonzero(codes[:-1] == 0xE3) + 1]
    return bool((behind - np.uint8(0x81) <= 2).any())


def _script(start: pl.Expr, stated: str | None, has_kana_or_hangul: bool) -> pl.Expr:
    otherwise = pl.when(start.is_not_null()).then(pl.lit(stated, dtype=pl.String))
    chinese = pl.when(start.str.contains(r"\p{Han}")).then(pl.lit("zh")).otherwise(otherwise)
    if not has_kana_or_hangul:
        return chinese
    korean = pl.when(start.str.contains(r"[\uac00-\ud7af]")).then(pl.lit("ko")).otherwise(chinese)
    return pl.when(start.str.contains(r"[\u3040-\u30ff]")).then(pl.lit("ja")).otherwise(korean)


def computed(values: pl.Series, expression: Callable[[pl.Expr], pl.Expr]) -> pl.Series:
    """Return an expression of a column."""
    return values.to_frame("value").select(expression(pl.col("value")).alias("value")).to_series()


def by_kind(values: pl.Series, convert: Step) -> pl.Series:
    """Return the column converted, each different value once: symbols, dates and statuses repeat."""
    kinds = values.unique()
    pairs = pl.DataFrame({"kind": kinds, "made": convert(kinds)})
    joined = values.to_frame("kind").join(pairs, on="kind", how="left", nulls_equal=True, maintain_order="left")
    return joined["made"]


def mended(values: pl.Series, plain: str, convert: Step) -> pl.Series:
    """Return the column with only those values converted that do not match the pattern of plain ones."""
    odd = (~values.str.contains(plain)).fill_null(value=False)
    if not odd.any():
        return values
    return values.scatter(odd.arg_true(), convert(values.filter(odd)))


def flattened(lists: pl.Series) -> pl.Series:
    """Return the values of all lists, one behind the other."""
    return lists.explode(empty_as_null=False, keep_nulls=False)


def nested(flat: pl.Series, lists: pl.Series) -> pl.Series:
    """Return flat values in lists as long as those they came from; null where a list was null or empty.

    (``list.eval`` would send most expressions through list by list.)
    """
    return _nested(flat, _offsets(lists), None)


def nested_known(flat: pl.Series, lists: pl.Series) -> pl.Series:
    """Return flat values in the lists they came from, nulls left out; null where nothing is left."""
    return _nested(flat, _offsets(lists), flat.is_null() if flat.null_count() else None)


def _offsets(lists: pl.Series) -> npt.NDArray[np.int64]:
    lengths = lists.list.len().fill_null(0).to_numpy()
    return np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])


def _nested(flat: pl.Series, offsets: npt.NDArray[np.int64], dropped: pl.Series | None) -> pl.Series:
    if dropped is not None:
        kept = ~dropped.fill_null(value=True).to_numpy()
        offsets = np.concatenate([[0], np.cumsum(kept, dtype=np.int64)])[offsets]
        flat = flat.filter(pl.Series(kept))
    is_empty = pa.array(offsets[1:] == offsets[:-1])
    made = pa.LargeListArray.from_arrays(pa.array(offsets), flat.to_arrow(compat_level=_AS_HELD), mask=is_empty)
    return pl.Series(pl.from_arrow(made), dtype=pl.List(flat.dtype))


def filled(lists: pl.Series) -> pl.Series:
    """Return the lists with empty ones as nulls."""
    return computed(lists, lambda column: pl.when(column.list.len() > 0).then(column))


def _one_separator(values: pl.Series, separators: Sequence[str]) -> tuple[pl.Series, str]:
    """Return cells with one separator only, line breaks out of the way, and that separator."""
    mark, *others = list(separators) or [UNIT]
    signs = "|".join(re.escape(sign) for sign in (*others, *_BREAKS))
    if not values.str.contains(signs).any():
        return values, mark
    parts = {other: mark for other in others if values.str.contains(other, literal=True).any()}
    if values.str.contains(_BREAK).any():
        parts |= {sign: blank for sign, blank in _BREAKS.items() if sign not in (*parts, mark)}
    return (
        values.str.replace_many(list(parts), list(parts.values()), leftmost=True) if parts else values
    ), mark


def _bare_number(column: pl.Expr, dashed: bool) -> pl.Expr:
    first = column.str.strip_chars(BLANKS).str.extract(r"^([^\r\n;|]+)", 1)
    bare = first.str.replace(r"\s*\(([A-Z]\d?)\)\s*$", "$1").str.replace_all(r"\s+", "")
    bare = bare.str.replace(r"^(US\d{4})/(\d{7})", "$1$2")
    if dashed:
        bare = bare.str.replace_all("-", "", literal=True)
    is_float = bare.str.contains(r"^\d{12}\.\d{4,}$")
    typed = pl.when(is_float).then(bare).cast(pl.Float64, strict=False).round(1).cast(pl.String)
    number = pl.when(is_float).then(typed).otherwise(bare)
    return pl.when(~number.is_in(list(MISSING))).then(number)
