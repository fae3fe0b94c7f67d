"""Vectors that a person brings for publications and the product: read, checked, and only ever used to rank."""

import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import fastexcel
import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.corpus import Corpus
from workbench.corpus.numbers import key_of, publication_key
from workbench.errors import WorkbenchError, raise_faults
from workbench.files import plain_text
from workbench.measures.rank_fusion import cosine_similarities, reciprocal_rank_fusion
from workbench.tables.editable import checked_file, unreadable_workbook

_NUMBERS: Final = (
    "公开号", "公开（公告）号", "公开(公告)号", "公开公告号", "文献号",
    "publication_number", "publication number", "number",
)  # fmt: skip
_VECTORS: Final = ("向量", "嵌入向量", "嵌入", "embedding", "embeddings", "vector")
_PRODUCT: Final = ("product", "产品")
_ENDINGS: Final = (".csv", ".xlsx", ".parquet")
_SHOWN: Final = 5
_LONGEST: Final = 40

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Embeddings:
    """The product's vector and those of publications, all of one length.

    Attributes
    ----------
    product : ndarray of float64, shape (n_dimensions,)
        Made of the product's features: as secret as they are.
    keys : tuple of str
        Publications by the spelling that all vendors share (:func:`workbench.corpus.numbers.publication_key`).
    vectors : ndarray of float64, shape (len(keys), n_dimensions)
    """

    product: Vector = field(repr=False)
    keys: tuple[str, ...] = field(repr=False)
    vectors: Vector = field(repr=False)

    def likeness(self, corpus: Corpus) -> pl.DataFrame:
        """Return how near each application comes to the product by the likest of its publications.

        Returns
        -------
        DataFrame
            ``application`` and ``embedding_similarity`` (cosine, −1–1), one row per application with a vector.
        """
        near = pl.Series(cosine_similarities(self.vectors, self.product)) if self.keys else pl.Series([])
        told = pl.DataFrame({"key": pl.Series(self.keys, dtype=pl.String), "near": near.cast(pl.Float64)})
        return (
            _keys_of(corpus)
            .join(told, on="key")
            .group_by("application")
            .agg(embedding_similarity=pl.col("near").max())
            .sort("application")
        )


def _keys_of(corpus: Corpus) -> pl.DataFrame:
    numbers = corpus.polars("publications").select("application", "publication_number").collect()
    return numbers.with_columns(key=publication_key(pl.col("publication_number"))).drop_nulls("key")


def in_joined_order(ranked: pl.DataFrame, likeness: pl.DataFrame) -> pl.DataFrame:
    """Join the order by likeness of text with that by likeness of vectors, by reciprocal rank fusion.

    Rights without a vector keep their place; those with one change places among themselves only. What query and
    class found is ordered by itself and stays first.

    Parameters
    ----------
    ranked : DataFrame
        The rights in order of text, with ``is_first`` and ``similarity``.
    likeness : DataFrame
        ``application`` and ``embedding_similarity``.
    """
    told = ranked.join(likeness, on="application", how="left", maintain_order="left")
    parts = [_joined(part) for _, part in told.group_by("is_first", maintain_order=True)]
    return pl.concat(parts) if parts else told


def _joined(part: pl.DataFrame) -> pl.DataFrame:
    placed = part.with_row_index("place")
    covered = placed.filter(pl.col("embedding_similarity").is_not_null())
    ranks = [
        covered[name].rank("min", descending=True).to_numpy() for name in ("similarity", "embedding_similarity")
    ]
    order = np.argsort(-reciprocal_rank_fusion(ranks), kind="stable")
    moved = covered[order].with_columns(covered["place"])
    rest = placed.filter(pl.col("embedding_similarity").is_null())
    return pl.concat([rest, moved]).sort("place").drop("place")


def read_embeddings(path: Path, corpus: Corpus) -> Embeddings:
    """Read vectors from csv, xlsx or parquet: a publication number and a vector a row, one row for the product.

    Parameters
    ----------
    path : Path
        Columns are found by heading (公开号 / publication_number; 向量 / embedding). A vector is numbers
        separated by blanks, commas or semicolons, a JSON list, or a list column of parquet. The product's
        number is ``product`` or 产品.
    corpus : Corpus
        Must hold every publication named.

    Raises
    ------
    WorkbenchError
        If the file cannot be read, or rows are faulty: no numbers, other lengths, no direction, no number, one
        twice or unknown, no product; all faults at once. What stands in the product's row is never repeated.
    """
    rows = _rows(path)
    is_product = [number.lower() in _PRODUCT for number, _ in rows]
    numbers = [None if own else number or None for (number, _), own in zip(rows, is_product, strict=True)]
    keys = key_of(pl.Series(numbers, dtype=pl.String)).to_list()
    vectors = [_vector(cell) for _, cell in rows]
    faults = [
        *_product_faults(path, is_product),
        *_number_faults(path, rows, keys, is_product, set(_keys_of(corpus)["key"].to_list())),
        *_vector_faults(path, rows, vectors, is_product),
    ]
    raise_faults(faults)
    listed = np.asarray(vectors, dtype=float)
    own = np.asarray(is_product)
    return Embeddings(listed[own][0], tuple(key for key in keys if key), listed[~own])


def _rows(path: Path) -> list[tuple[str, Any]]:
    """Return number and vector of every row, as they stand there."""
    frame = _frame(checked_file(path))
    number, vector = _column(path, frame, _NUMBERS), _column(path, frame, _VECTORS)
    numbers = frame[number].cast(pl.String).fill_null("").str.strip_chars()
    return list(zip(numbers.to_list(), frame[vector].to_list(), strict=True))


def _column(path: Path, frame: pl.DataFrame, names: Sequence[str]) -> str:
    found = next((head for head in frame.columns if head.strip().lower() in names), None)
    if found is None:
        shown = "、".join(head[:20] for head in frame.columns[:10])
        raise WorkbenchError(
            "embedding_column", file=str(path), looked_for=f"{names[0]} / {names[-2]}", found=shown
        )
    return found


def _frame(path: Path) -> pl.DataFrame:
    ending = path.suffix.lower()
    if ending not in _ENDINGS:
        raise WorkbenchError("unknown_format", path=str(path), known=", ".join(_ENDINGS))
    try:
        if ending == ".parquet":
            return pl.read_parquet(path)
        if ending == ".csv":
            return pl.read_csv(io.StringIO(plain_text(path)), infer_schema=False)
        return fastexcel.read_excel(path).load_sheet(0, dtypes="string").to_polars()
    except fastexcel.FastExcelError:
        raise unreadable_workbook(path) from None
    except (OSError, pl.exceptions.PolarsError):
        raise WorkbenchError("embedding_unreadable", file=str(path)) from None


def _vector(cell: Any) -> Vector | None:
    """Return the numbers of a cell; None where it holds anything else, or nothing."""
    try:
        parts = _parts(cell)
        found = np.asarray(parts, dtype=float) if parts else None
    except (TypeError, ValueError):
        return None
    return found if found is not None and found.ndim == 1 and bool(np.isfinite(found).all()) else None


def _parts(cell: Any) -> list[Any]:
    if cell is None:
        return []
    if not isinstance(cell, str):
        return list(cell)
    text = cell.strip()
    if text.startswith("["):
        listed = json.loads(text)
        return listed if all(isinstance(part, (int, float)) for part in listed) else [cell]
    for sign in ",;，；":
        text = text.replace(sign, " ")
    return text.split()


def _product_faults(path: Path, is_product: Sequence[bool]) -> Iterator[WorkbenchError]:
    places = [at for at, own in enumerate(is_product) if own]
    if not places:
        yield WorkbenchError("embedding_no_product", file=str(path))
    if len(places) > 1:
        yield WorkbenchError("embedding_two_products", file=str(path), rows=_some(_row(at) for at in places))


def _number_faults(
    path: Path,
    rows: Sequence[tuple[str, Any]],
    keys: Sequence[str | None],
    is_product: Sequence[bool],
    known: set[str],
) -> Iterator[WorkbenchError]:
    others = [at for at, own in enumerate(is_product) if not own]
    counted = Counter(keys[at] for at in others if keys[at])
    faulty: dict[str, list[str]] = {
        "embedding_no_number": [_row(at) for at in others if not keys[at]],
        "embedding_number_twice": [str(number) for number, count in counted.items() if count > 1],
        "embedding_number_unknown": [
            f"{rows[at][0][:_LONGEST]} ({_row(at)})" for at in others if keys[at] and keys[at] not in known
        ],
    }
    for key, places in faulty.items():
        if places:
            yield WorkbenchError(key, file=str(path), count=len(places), places=_some(places))


def _vector_faults(
    path: Path,
    rows: Sequence[tuple[str, Any]],
    vectors: Sequence[Vector | None],
    is_product: Sequence[bool],
) -> Iterator[WorkbenchError]:
    sizes = {at: vector.size for at, vector in enumerate(vectors) if vector is not None}
    product = next((sizes[at] for at, own in enumerate(is_product) if own and at in sizes), None)
    wanted = product or (Counter(sizes.values()).most_common(1)[0][0] if sizes else 0)
    names = [number[:_LONGEST] for number, _ in rows]
    others = [(at, size) for at, size in sizes.items() if size != wanted]
    faulty = {
        "embedding_no_vector": [_row(at) for at, vector in enumerate(vectors) if vector is None],
        "embedding_length": [f"{names[at]}: {size} ({_row(at)})" for at, size in others],
        "embedding_zero": [_row(at) for at, v in enumerate(vectors) if v is not None and not v.any()],
    }
    for key, places in faulty.items():
        if places:
            yield WorkbenchError(key, file=str(path), count=len(places), wanted=wanted, places=_some(places))


def _row(at: int) -> str:
    """Return where a row stands, as Excel numbers it."""
    return str(at + 2)


def _some(places: Iterable[str]) -> str:
    """Return the first places, and that there are more."""
    listed = list(places)
    return ", ".join(listed[:_SHOWN]) + (" …" if len(listed) > _SHOWN else "")
