"""Join tables on an integer key.

Keys of a corpus are small integers, so on polars a join is a look-up in an array of row numbers: several times
faster than hashing, in the memory of four bytes a key. Everywhere else, and where the keys are too scattered
or repeated, it is the engine's own join.
"""

from typing import Any, Final, Literal

import narwhals as nw
import numpy as np
import polars as pl

How = Literal["inner", "left", "semi", "anti"]

SPREAD: Final = 8
"""Keys may span so many times the rows of both frames; beyond it an array of them would be wasteful."""
_ROOM: Final = 1_000_000
"""An array of so many keys costs nothing, however few of them are used."""


def join_on_key(
    left: nw.LazyFrame[Any], right: nw.LazyFrame[Any], key: str, how: How = "inner"
) -> nw.LazyFrame[Any]:
    """Join two frames on one integer column; rows come in no particular order.

    Parameters
    ----------
    left, right : narwhals.LazyFrame
        Frames of one engine that share no column but the key.
    key : str
        The column.
    how : {"inner", "left", "semi", "anti"}
        As in the engine's join.
    """
    mine, other = left.to_native(), right.to_native()
    if not isinstance(mine, pl.LazyFrame):
        return left.join(right, on=key, how=how)
    if how in ("semi", "anti"):
        other = other.select(key)
    rows, found = (frame.collect(engine="streaming") for frame in (mine, other))
    joined = _looked_up(rows, found, key, how)
    result: nw.LazyFrame[Any] = nw.from_native(
        rows.lazy().join(found.lazy(), on=key, how=how) if joined is None else joined.lazy()
    )
    return result


def _looked_up(left: pl.DataFrame, right: pl.DataFrame, key: str, how: How) -> pl.DataFrame | None:
    """Return the join by array, or None where the keys do not allow it."""
    columns = (left[key], right[key])
    if left.is_empty() or right.is_empty():
        return None
    if any(column.has_nulls() or not column.dtype.is_unsigned_integer() for column in columns):
        return None
    span = int(right[key].max() or 0) + 1  # type: ignore[arg-type]
    if span > max(SPREAD * (len(left) + len(right)), _ROOM):
        return None
    if not left[key].is_sorted():
        left = left.sort(key)
    places = np.full(span + 1, -1, dtype=np.int32)
    numbers, keys = np.arange(len(right), dtype=np.int32), right[key].to_numpy()
    places[keys] = numbers
    if how in ("inner", "left") and not np.array_equal(places[keys], numbers):
        return None
    return _taken(left, right.drop(key), places[np.minimum(left[key].to_numpy(), span)], how)


def _taken(left: pl.DataFrame, right: pl.DataFrame, places: np.ndarray, how: How) -> pl.DataFrame:
    """Put the rows of ``right`` at these places (-1: none) beside those of ``left``."""
    is_found = places >= 0
    if how == "semi":
        return left.filter(pl.Series(is_found))
    if how == "left":
        known = pl.Series(places).set(pl.Series(~is_found), None)
        return left.hstack(right.select(pl.all().gather(known)))
    if how == "anti":
        return left.filter(pl.Series(~is_found))
    if not is_found.all():
        left, places = left.filter(pl.Series(is_found)), places[is_found]
    return left.hstack(right[places])
