"""Which documents draw on the same sources, and which are cited together?

Bibliographic coupling joins documents that cite the same; co-citation joins documents that the same cite. One
document that everybody cites would couple everybody: so what each shared document adds is divided among
those it couples (fractional counting), and documents beyond a stated cap add nothing.

References
----------
.. [1] M. M. Kessler, "Bibliographic coupling between scientific papers", American Documentation 14(1), 1963.
.. [2] H. Small, "Co-citation in the scientific literature", JASIS 24(4), 1973.
.. [3] A. Perianes-Rodríguez, L. Waltman, N. J. van Eck, "Constructing bibliometric networks: a comparison
   between full and fractional counting", Journal of Informetrics 10(4), 2016.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Couplings:
    """Pairs of documents that share something.

    Attributes
    ----------
    one, other : ndarray of int64
        The pair, ``one < other``.
    strength : ndarray of float64
        Sum over the shared documents of 1/(k − 1), k documents being coupled by each.
    hub_count : int
        Documents beyond the cap, which couple nothing.
    links : scipy.sparse.csr_matrix
        What each document is linked to, hubs left out.
    """

    one: NDArray[np.int64]
    other: NDArray[np.int64]
    strength: NDArray[np.float64]
    hub_count: int
    links: Any

    def shared(self, pairs: NDArray[np.integer]) -> NDArray[np.int64]:
        """Return how many documents some of the pairs share."""
        if not len(pairs):
            return np.empty(0, dtype=np.int64)
        common = self.links[self.one[pairs]].multiply(self.links[self.other[pairs]])
        return np.asarray(common.sum(axis=1)).ravel().astype(np.int64)

    def similarity(self, pairs: NDArray[np.integer]) -> NDArray[np.float64]:
        """Return the cosine of what some of the pairs are linked to, in 0–1. [dimensionless]"""
        size = np.diff(self.links.indptr) if len(pairs) else np.empty(0)
        return np.asarray(self.shared(pairs) / np.sqrt(size[self.one[pairs]] * size[self.other[pairs]]))


def couplings(
    row: NDArray[np.integer], column: NDArray[np.integer], *, cap: int = 200, neighbours: int = 10
) -> Couplings:
    """Couple rows that have columns in common.

    Parameters
    ----------
    row, column : ndarray of int, shape (link_count,)
        Distinct links. Rows are the documents to couple: with citing rows and cited columns the result is
        bibliographic coupling, the other way round co-citation.
    cap : int
        A column with more links than this is a hub and couples nothing.
    neighbours : int
        Pairs kept for each row: its strongest. A pair is kept if it is so for one of its two.

    Notes
    -----
    Ties at the last neighbour fall to whichever row comes first.
    """
    from scipy.sparse import csr_matrix
    from sparse_dot_topn import sp_matmul_topn

    sizes = np.bincount(column, minlength=1)
    shape = (int(row.max(initial=-1)) + 1, sizes.size)
    kept = (sizes[column] <= cap) & (sizes[column] > 1)
    row, column, hubs = row[kept], column[kept], int((sizes > cap).sum())
    links: Any = csr_matrix((np.ones(row.size), (row, column)), shape=shape)
    if not row.size:
        nothing = np.empty(0, dtype=np.int64)
        return Couplings(nothing, nothing, np.empty(0), hubs, links)
    shares: Any = csr_matrix((1.0 / (sizes[column] - 1.0), (row, column)), shape=shape)
    found: Any = sp_matmul_topn(shares, links.T.tocsr(), top_n=neighbours + 1, sort=True, n_threads=2).tocoo()
    return Couplings(*_distinct_pairs(found, shape[0]), hubs, links)


def _distinct_pairs(found: Any, count: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    one = np.minimum(found.row, found.col).astype(np.int64)
    other = np.maximum(found.row, found.col).astype(np.int64)
    code = one * count + other
    order = np.argsort(code, kind="stable")
    order = order[(one != other)[order]]
    kept = order[np.diff(code[order], prepend=-1) != 0]
    return one[kept], other[kept], found.data[kept]
