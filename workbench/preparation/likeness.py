"""Names that are alike but not surely one party: offered to a person, never merged."""

from typing import Final

import numpy as np
import polars as pl

from workbench.corpus import Corpus
from workbench.preparation.names import bare_name, name_key
from workbench.preparation.parties import HOLDERS

_SCHEMA: Final = {
    "party": pl.String, "similar": pl.String, "party_count": pl.UInt32, "similar_count": pl.UInt32,
    "similarity": pl.Float64,
}  # fmt: skip
_CHUNK: Final = 2000
_MANY: Final = 20_000
"""Beyond so many names, character pairs that one name in twenty has are not compared: they cost most."""
_RELATED: Final = 0.6
"""Cosine of two-character profiles below which a pair is not looked at."""


def suggest_merges(corpus: Corpus, *, threshold: float = 0.88) -> pl.DataFrame:
    """List pairs of applicants, owners and assignees with similar names.

    Names are compared without their legal forms; pairs whose numbers differ (第一研究所, 第二研究所)
    and individuals are left out. Candidates come from the cosine of their two-character profiles, so a
    hundred thousand names take seconds; the similarity is the edit-distance ratio.

    Parameters
    ----------
    corpus : Corpus
        After :func:`unify_parties` and :func:`classify_parties`.
    threshold : float
        Least similarity. [0–1]

    Returns
    -------
    DataFrame
        ``party`` (the more frequent), ``similar``, ``party_count`` and ``similar_count`` (rows naming
        them), ``similarity``; most similar first.
    """
    holders = corpus.polars("parties").filter(
        pl.col("role").is_in(HOLDERS), pl.col("party_type").eq_missing("individual").not_()
    )
    counted = holders.group_by("party").len().drop_nulls().sort("len", "party", descending=[True, False])
    names = counted.with_columns(bare=bare_name(name_key(pl.col("party")))).collect()
    names = names.filter(pl.col("bare").str.len_chars() >= 2)
    if names.height < 2:
        return pl.DataFrame(schema=_SCHEMA)
    left, right = _related_pairs(names["bare"].to_list())
    pairs = pl.DataFrame(
        {
            "party": names["party"].gather(left),
            "similar": names["party"].gather(right),
            "party_count": names["len"].gather(left),
            "similar_count": names["len"].gather(right),
            "similarity": _ratios(names["bare"].gather(left), names["bare"].gather(right)),
        },
        schema=_SCHEMA,
    )
    same_numbers = _numbers(pl.col("party")) == _numbers(pl.col("similar"))
    chosen = pairs.filter(pl.col("similarity") >= threshold, same_numbers)
    return chosen.sort("similarity", "party_count", "party", "similar", descending=[True, True, False, False])


def _numbers(name: pl.Expr) -> pl.Expr:
    return name.str.normalize("NFKC").str.extract_all(r"[0-9]+|[一二三四五六七八九十]").list.join(" ")


def _related_pairs(names: list[str]) -> tuple[list[int], list[int]]:
    """Return positions of pairs with related two-character profiles, the earlier first."""
    from scipy import sparse
    from sklearn.feature_extraction.text import TfidfVectorizer

    commonest = 0.05 if len(names) > _MANY else 1.0
    profiles = TfidfVectorizer(
        analyzer="char", ngram_range=(2, 2), dtype=np.float32, lowercase=False, max_df=commonest
    )
    matrix = profiles.fit_transform(names)
    transposed = matrix.T.tocsr()
    left: list[int] = []
    right: list[int] = []
    for start in range(0, matrix.shape[0], _CHUNK):
        product = sparse.coo_matrix(matrix[start : start + _CHUNK] @ transposed)
        rows = product.row + start
        kept = (product.data >= _RELATED) & (rows < product.col)
        left.extend(rows[kept].tolist())
        right.extend(product.col[kept].tolist())
    return left, right


def _ratios(one: pl.Series, other: pl.Series) -> pl.Series:
    from rapidfuzz import fuzz, process

    found = process.cpdist(one.to_list(), other.to_list(), scorer=fuzz.ratio, workers=-1)
    return pl.Series(np.asarray(found, dtype=np.float64) / 100)
