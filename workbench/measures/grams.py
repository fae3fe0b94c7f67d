"""What does a text speak of? Runs of Chinese characters and words of other scripts, without a dictionary.

References
----------
.. [1] J.-Y. Nie, J. Gao, J. Zhang, M. Zhou, "On the use of words and n-grams for Chinese information
   retrieval", IRAL 2000: character bigrams do as well as words.
.. [2] T. Dunning, "Accurate methods for the statistics of surprise and coincidence", Computational Linguistics
   19(1), 1993: the log-likelihood ratio.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

Counts = NDArray[np.float64]

_BITS: Final = 15
_FIRST: Final = 0x3040
_LETTERS: Final = r"\p{Latin}\p{Cyrillic}\p{Hangul}"
_LATIN: Final = rf"[{_LETTERS}][{_LETTERS}0-9-]+[{_LETTERS}0-9]"


@dataclass(frozen=True)
class Terms:
    """Which terms stand in which text.

    Attributes
    ----------
    row, term : ndarray of int64
        Number of the text and of the term, each pair once.
    codes : ndarray of int64
        What each term is: a packed run of characters, or, negative, a place in ``words``.
    words : Series of str
        The words of Latin, Cyrillic and Hangul letters.
    """

    row: NDArray[np.int64]
    term: NDArray[np.int64]
    codes: NDArray[np.int64]
    words: pl.Series

    def text(self, term: int) -> str:
        """Return a term as it is written, in small letters."""
        code, signs = int(self.codes[term]), ""
        if code < 0:
            return str(self.words[-code - 1])
        while code:
            signs = chr((code & (2**_BITS - 1)) + _FIRST) + signs
            code >>= _BITS
        return signs


def text_terms(texts: pl.Series, sizes: Sequence[int] = (2,)) -> Terms:
    """Return the terms of some texts.

    Parameters
    ----------
    texts : Series of str
        Nulls are texts without terms.
    sizes : sequence of int
        Lengths of the runs of Chinese (and Japanese) characters, at most 4.
    """
    lowered = texts.fill_null("").str.to_lowercase().str.replace_all("\0", " ", literal=True)
    latin, words = _latin_words(lowered)
    pairs = pl.concat([_character_runs(lowered, sizes), latin]).unique()
    known = pairs["code"].unique().sort()
    term = known.search_sorted(pairs["code"]).cast(pl.Int64)
    order = pl.DataFrame({"row": pairs["row"], "term": term}).sort("row", "term")
    return Terms(order["row"].to_numpy(), order["term"].to_numpy(), known.to_numpy(), words)


def _character_runs(texts: pl.Series, sizes: Sequence[int]) -> pl.DataFrame:
    points = np.frombuffer("\0".join(texts.to_list()).encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    row = np.cumsum(points == 0)
    is_sign = (points > _FIRST) & (points <= 0x9FFF)
    packed = points - _FIRST
    found = [pl.DataFrame(schema={"row": pl.Int64, "code": pl.Int64})]
    for size in sizes:
        count = max(points.size - size + 1, 0)
        fits, code = np.ones(count, dtype=bool), np.zeros(count, dtype=np.int64)
        for step in range(size):
            fits &= is_sign[step : step + count]
            code = (code << _BITS) | packed[step : step + count]
        found.append(pl.DataFrame({"row": row[:count][fits], "code": code[fits]}))
    return pl.concat(found)


def _latin_words(texts: pl.Series) -> tuple[pl.DataFrame, pl.Series]:
    frame = pl.DataFrame({"word": texts.str.extract_all(_LATIN)}).with_row_index("row")
    found = frame.explode("word", empty_as_null=True).drop_nulls()
    words = found["word"].unique().sort()
    code = -1 - words.search_sorted(found["word"]).cast(pl.Int64)
    return pl.DataFrame({"row": found["row"].cast(pl.Int64), "code": code.alias("code")}), words


def log_likelihood(inside: Counts, outside: Counts, inside_total: float, outside_total: float) -> Counts:
    r"""Return how much more often terms stand in some texts than in the others.

    Parameters
    ----------
    inside, outside : ndarray of float, shape (term_count,)
        Texts of the group, and of the rest, that have the term.
    inside_total, outside_total : float
        Texts of the group and of the rest.

    Returns
    -------
    ndarray of float
        Dunning's :math:`G^2 = 2 \sum O \ln(O/E)` over the four cells of each term's table, negative
        where the term is rarer inside than outside. [dimensionless]
    """
    total = inside_total + outside_total
    having = inside + outside
    score = np.zeros(inside.size)
    for observed, row, column in (
        (inside, inside_total, having),
        (outside, outside_total, having),
        (inside_total - inside, inside_total, total - having),
        (outside_total - outside, outside_total, total - having),
    ):
        expected = row * column / max(total, 1.0)
        positive = observed > 0
        score[positive] += 2 * observed[positive] * np.log(observed[positive] / expected[positive])
    is_more = inside * outside_total >= outside * inside_total
    return np.where(is_more, np.maximum(score, 0.0), -np.maximum(score, 0.0))
