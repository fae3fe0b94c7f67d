"""Chance that depends on a seed, a name and a number alone: any record can be drawn without the others.

Every property of an invented patent is a pure function of (seed, stream, index), so chunks are
independent, memory stays flat, and a citation can look up its target without a table of all patents.
The mixing function is the finaliser of splitmix64 (Steele, Lea, Flood, OOPSLA 2014).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_TO_UNIT = 1.0 / (1 << 53)


@dataclass(frozen=True)
class Chance:
    """Named streams of uniform numbers over any index."""

    seed: int

    def uniform(self, stream: str, index: Ints) -> Floats:
        """Return numbers in [0, 1), one for each index; equal index, equal number."""
        z = index.astype(np.uint64) * _GOLDEN + self._key(stream)
        z = (z ^ (z >> np.uint64(30))) * _FIRST
        z = (z ^ (z >> np.uint64(27))) * _SECOND
        z ^= z >> np.uint64(31)
        return np.asarray((z >> np.uint64(11)).astype(np.float64) * _TO_UNIT)

    def integer(self, stream: str, index: Ints, high: int | Ints) -> Ints:
        """Return whole numbers from 0 to ``high`` − 1."""
        return np.asarray(self.uniform(stream, index) * high).astype(np.int64)

    def pick(self, stream: str, index: Ints, weights: Sequence[float]) -> Ints:
        """Return positions in ``weights``, drawn in proportion to them."""
        steps = np.cumsum(weights) / np.sum(weights)
        return np.searchsorted(steps[:-1], self.uniform(stream, index), side="right").astype(np.int64)

    def happens(self, stream: str, index: Ints, probability: float | Floats) -> Flags:
        """Return true where a thing of this probability happens."""
        return np.asarray(self.uniform(stream, index) < probability)

    def _key(self, stream: str) -> np.uint64:
        digest = hashlib.blake2b(f"{self.seed}/{stream}".encode(), digest_size=8).digest()
        return np.uint64(int.from_bytes(digest, "little"))
