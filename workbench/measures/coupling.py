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
    shared : ndarray of int64
        Number of documents they share, hubs left out.
    strength : ndarray of float64
        Sum over the shared documents of 1/(k − 1), k documents being coupled by each.
    similarity : ndarray of float64
        Cosine of their reference lists, hubs left out, in 0–1. [dimensionless]
    hub_count : int
        Shared documents beyond the cap.
    """

    one: NDArray[np.int64]
    other: NDArray[np.int64]
    shared: NDArray[np.int64]
    strength: NDArray[np.float64]
    similarity: NDArray[np.float64]
    hub_count: int


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

    sizes = np.bincount(column) if len(column) else np.zeros(0, dtype=np.int64)
    kept = (sizes[column] <= cap) & (sizes[column] > 1) if len(column) else np.zeros(0, dtype=bool)
    hubs = int((sizes > cap).sum())
    if not kept.any():
        nothing = np.empty(0, dtype=np.int64)
        return Couplings(nothing, nothing, nothing, np.empty(0), np.empty(0), hubs)
    shape = (int(row.max()) + 1, sizes.size)
    links: Any = csr_matrix((np.ones(int(kept.sum())), (row[kept], column[kept])), shape=shape)
    shares: Any = csr_matrix((1.0 / (sizes[column[kept]] - 1.0), (row[kept], column[kept])), shape=shape)
    found: Any = sp_matmul_topn(shares, links.T.tocsr(), top_n=neighbours + 1, sort=True).tocoo()
    one, other = np.minimum(found.row, found.col), np.maximum(found.row, found.col)
    pairs = np.unique(np.column_stack([one, other])[one != other], axis=0).astype(np.int64)
    return _measured(pairs, links, shares, hubs)


def _measured(pairs: NDArray[np.int64], links: Any, shares: Any, hubs: int) -> Couplings:
    one, other = pairs[:, 0], pairs[:, 1]
    common = links[one].multiply(links[other])
    shared = np.asarray(common.sum(axis=1)).ravel().astype(np.int64)
    strength = np.asarray(shares[one].multiply(links[other]).sum(axis=1)).ravel()
    size = np.asarray(links.sum(axis=1)).ravel()
    return Couplings(one, other, shared, strength, shared / np.sqrt(size[one] * size[other]), hubs)
