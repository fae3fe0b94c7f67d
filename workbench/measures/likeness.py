"""Which earlier text is each text most like?

References
----------
.. [1] G. Salton, C. Buckley, "Term-weighting approaches in automatic text retrieval", Information Processing &
   Management 24(5), 1988: TF-IDF and the cosine.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from workbench.measures.grams import Terms

COMMON_SHARE: Final = 0.02
"""A term that more texts have says little and costs most: it is not compared."""
COMMON_LEAST: Final = 50
_CHUNK: Final = 4000


@dataclass(frozen=True)
class Precursors:
    """Pairs of a text and an earlier one that it is like.

    Attributes
    ----------
    earlier, later : ndarray of int64
        The pair.
    similarity : ndarray of float64
        Cosine, in 0–1. [dimensionless]
    """

    earlier: NDArray[np.int64]
    later: NDArray[np.int64]
    similarity: NDArray[np.float64]


def profiles(terms: Terms, count: int) -> Any:
    """Return the texts as rows of unit length, weighted by the rarity of their terms.

    Terms of one text only, and of more than 2 % of the texts (and more than 50), are left out.

    Returns
    -------
    scipy.sparse.csr_matrix, shape (count, term_count)
    """
    from scipy.sparse import csr_matrix

    having = np.bincount(terms.term, minlength=terms.codes.size)
    kept = (having > 1) & (having <= max(COMMON_LEAST, COMMON_SHARE * count))
    chosen = kept[terms.term]
    row, term = terms.row[chosen], terms.term[chosen]
    weight = np.log(count / having[term])
    length = np.sqrt(np.bincount(row, weight * weight, minlength=count))
    column = np.cumsum(kept) - 1
    shape = (count, max(int(kept.sum()), 1))
    unit = np.divide(weight, length[row], out=np.zeros(weight.size), where=length[row] > 0)
    return csr_matrix((unit, (row, column[term])), shape=shape)


def precursors(
    profile: Any,
    time: NDArray[np.integer],
    same: NDArray[np.integer] | None = None,
    *,
    neighbours: int = 3,
    threshold: float = 0.3,
) -> Precursors:
    """Return the earlier texts that each text is most like.

    Parameters
    ----------
    profile : scipy.sparse.csr_matrix
        Rows of unit length.
    time : ndarray of int
        When each text is dated; 0 where it is not: such texts have no pairs, nor have texts of one time.
    same : ndarray of int, optional
        Texts of one number are one thing told again, and are not paired.
    neighbours : int
        At most so many for each text.
    threshold : float
        Least similarity. [0–1]
    """
    from sparse_dot_topn import sp_matmul_topn

    order = np.argsort(time, kind="stable")
    order = order[time[order] > 0]
    ordered = profile[order]
    found = [np.empty((0, 3))]
    for first in range(0, order.size, _CHUNK):
        chunk = ordered[first : first + _CHUNK]
        earlier = ordered[: first + chunk.shape[0]].T.tocsr()
        near: Any = sp_matmul_topn(
            chunk, earlier, top_n=4 * neighbours + 4, threshold=threshold, sort=True, n_threads=2
        ).tocoo()
        found.append(np.column_stack([near.col, near.row + first, near.data]))
    pairs = np.concatenate(found)
    one, other = order[pairs[:, 0].astype(np.int64)], order[pairs[:, 1].astype(np.int64)]
    is_own = np.zeros(one.size, dtype=bool) if same is None else same[one] == same[other]
    kept = ~is_own & (time[one] < time[other])
    return _nearest(one[kept], other[kept], pairs[kept, 2], neighbours)


def _nearest(
    one: NDArray[np.int64],
    other: NDArray[np.int64],
    similarity: NDArray[np.float64],
    neighbours: int,
) -> Precursors:
    order = np.lexsort((one, -np.round(similarity, 12), other))
    one, other, similarity = one[order], other[order], similarity[order]
    is_first = np.diff(other, prepend=-1) != 0
    place = np.arange(other.size)
    rank = place - place[is_first][np.cumsum(is_first) - 1] if other.size else place
    kept = rank < neighbours
    return Precursors(one[kept], other[kept], np.minimum(similarity[kept], 1.0))
