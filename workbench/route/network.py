"""A citation network: who is cited by whom, what the documents are called, and when they are dated."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Self

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.labels import Language, words
from workbench.measures.topology import Ids

Dates = NDArray[np.int32]

UNDATED: Final = 0

_DATE: Final = (
    r"^\s*((?:1[5-9]|20|21)\d\d)(?:[-/.年]?(0[1-9]|1[0-2]|[1-9])"
    r"(?:[-/.月]?(0[1-9]|[12]\d|3[01]|[1-9])(?:\D|$))?)?"
)


@dataclass(frozen=True)
class Remark:
    """Something the reader of a result should know: a key of ``labels/route.toml`` and its fields."""

    key: str
    fields: Mapping[str, object] = field(default_factory=dict)


def remark_text(remark: Remark, language: Language) -> str:
    """Return a remark in words."""
    fields = dict(remark.fields)
    if "level" in fields:
        fields["level"] = words(f"route.level_{fields['level']}", language)
    return words(f"route.{remark.key}", language, **fields)


@dataclass(frozen=True)
class CitationNetwork:
    """A citation network as it was read.

    Attributes
    ----------
    cited, citing : ndarray of int32, shape (arc_count,)
        Ends of each arc, as node indices; loops and repetitions included.
    names : Series of str, length node_count
        The vertex number (Pajek) or the document number.
    labels : Series of str, optional
        What the documents are called; labels may repeat.
    dates : ndarray of int32, optional, shape (node_count,)
        ``yyyymmdd``, with zeros for an unknown month or day; 0 for an undated document.
    incomplete : int
        Rows that lack one of their ends.
    remarks : tuple of Remark
        What was noticed on reading.
    """

    cited: Ids
    citing: Ids
    names: pl.Series
    labels: pl.Series | None = None
    dates: Dates | None = None
    incomplete: int = 0
    remarks: tuple[Remark, ...] = ()

    @property
    def node_count(self) -> int:
        """Number of nodes."""
        return self.names.len()

    @property
    def arc_count(self) -> int:
        """Number of arcs, repetitions included."""
        return self.cited.size

    def reversed(self) -> Self:
        """Return the network with every arc turned round."""
        return replace(self, cited=self.citing, citing=self.cited)

    def remarked(self, key: str, **fields: object) -> Self:
        """Return the network with one more remark."""
        return replace(self, remarks=(*self.remarks, Remark(key, fields)))

    def shown_labels(self) -> pl.Series:
        """Return the labels; where there are none, the names."""
        return self.names if self.labels is None else self.labels

    def rank(self) -> NDArray[np.int64]:
        """Return each node's place in the order of its name: by number where all names are numbers."""
        numbers = self.names.cast(pl.Int64, strict=False)
        ordered = self.names if numbers.null_count() else numbers
        return np.asarray(ordered.rank("ordinal").to_numpy(), dtype=np.int64)


def is_against(cited: Dates, citing: Dates) -> NDArray[np.bool_]:
    """Tell which cited documents are later than what cites them, as far as both dates are known."""
    is_known = (cited != UNDATED) & (citing != UNDATED)
    later = np.zeros(cited.shape, dtype=np.bool_)
    is_same = is_known
    for unit, next_unit in ((10_000, 10**8), (100, 10_000), (1, 100)):
        own, other = cited % next_unit // unit, citing % next_unit // unit
        is_same = is_same & (own > 0) & (other > 0)
        later |= is_same & (own > other)
        is_same = is_same & (own == other)
    return later


def date_numbers(values: pl.Series) -> pl.Series:
    """Return dates of any usual writing as ``yyyymmdd`` numbers: years, months and days as far as given.

    Parameters
    ----------
    values : Series
        Dates, numbers or text: ``1998``, ``199805``, ``1998-05-03``, ``1998.5.3``, ``19980503``.

    Returns
    -------
    Series of int32
        0 for what is no date.
    """
    if values.dtype.is_temporal():
        text = values.dt.strftime("%Y%m%d")
    else:
        text = (values.cast(pl.Int64, strict=False) if values.dtype.is_float() else values).cast(pl.String)
    parts = text.to_frame("date").select(
        pl.col("date").str.extract(_DATE, group).cast(pl.Int32).fill_null(0).alias(str(group))
        for group in (1, 2, 3)
    )
    return parts.select((pl.col("1") * 10_000 + pl.col("2") * 100 + pl.col("3")).alias("date"))["date"]
