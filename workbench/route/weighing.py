"""How much does each citation weigh? SPC, SPLC or SPNP of every arc that is kept."""

import math
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import cache, cached_property
from typing import Final

import numpy as np
import polars as pl

from workbench.errors import WorkbenchError
from workbench.measures.exact_counts import ExactWeights
from workbench.measures.path_counts import (
    Floats,
    PathCounts,
    Scaled,
    Weight,
    arc_shares,
    arc_weights,
    path_counts,
)
from workbench.measures.topology import Dag, Ids, acyclic
from workbench.route.network import CitationNetwork

THREADS: Final = 2

_EXACT_IN_FLOAT: Final = 2.0**53
_EXACT_ARCS, _EXACT_BITS = 2_000_000, 2_000_000_000
_SHOWN: Final = Context(prec=17)
_WORKING: Final = Context(prec=30)


@dataclass(frozen=True)
class Weighing:
    """A network without cycles with the weights of its arcs.

    Attributes
    ----------
    network : CitationNetwork
        The documents.
    dag : Dag
        The same network in topological order.
    counts : PathCounts
        Path counts behind the weights.
    """

    network: CitationNetwork
    dag: Dag
    counts: PathCounts

    @cached_property
    def weights(self) -> Scaled:
        """The weights, in the order of the arcs of ``dag``."""
        return arc_weights(self.dag, self.counts, threads=THREADS)

    @cached_property
    def normalized(self) -> Floats:
        """Weights as a share of all paths of their kind, in 0–1."""
        return arc_shares(self.dag, self.counts, threads=THREADS)

    @cached_property
    def exact(self) -> ExactWeights:
        """The same weights as integers, computed where asked for."""
        return ExactWeights(self.dag, self.counts)

    @cached_property
    def total_flow(self) -> "TotalFlow":
        """Number of source–sink paths over the nodes that have an arc."""
        if self.counts.weight == "spc":
            return TotalFlow(self.dag, self.counts)
        return TotalFlow(self.dag, path_counts(self.dag, "spc", threads=THREADS))

    def cited(self) -> Ids:
        """Return the node at the cited end of each arc."""
        return self.dag.node[self.dag.cited]

    def citing(self) -> Ids:
        """Return the node at the citing end of each arc."""
        return self.dag.node[self.dag.citing()]


@dataclass(frozen=True)
class TotalFlow:
    """The number of source–sink paths."""

    dag: Dag
    counts: PathCounts

    def log10(self) -> float:
        """Return its decimal logarithm."""
        return float(self.counts.total.log2()[0]) * math.log10(2.0)

    def text(self) -> str:
        """Return it as a decimal integer, exactly."""
        return integer_text(ExactWeights(self.dag, self.counts).total())


def weigh(network: CitationNetwork, weight: Weight = "spc") -> Weighing:
    """Weigh every arc of a network without cycles.

    Raises
    ------
    WorkbenchError
        If no arc is left.
    """
    if network.arc_count == 0:
        raise WorkbenchError("route_no_arcs", nodes=network.node_count)
    dag = acyclic(network.cited, network.citing, network.node_count)
    return Weighing(network, dag, path_counts(dag, weight, threads=THREADS))


def weights_table(weighing: Weighing) -> pl.DataFrame:
    """Return one row per arc: both documents, the weight as decimal text, and its share of all paths.

    Rows stand in the order of the documents' names. Weights are exact integers up to two million arcs (or two
    gigabits of digits), and wherever they are below 2**53; beyond they have 17 digits and an exponent.
    """
    network, cited, citing = weighing.network, weighing.cited(), weighing.citing()
    labels = network.shown_labels()
    text, share = _written(weighing)
    frame = pl.DataFrame(
        {
            "cited": network.names.gather(cited),
            "citing": network.names.gather(citing),
            "cited_label": labels.gather(cited),
            "citing_label": labels.gather(citing),
            "weight": text,
            "weight_normalized": share,
        }
    )
    rank = network.rank()
    return frame[np.lexsort((rank[citing], rank[cited]))]


def _written(weighing: Weighing) -> tuple[pl.Series, Floats]:
    largest = float(weighing.weights.log2().max())
    if weighing.weights.exponent is None and largest < math.log2(_EXACT_IN_FLOAT):
        whole = pl.Series("weight", weighing.weights.mantissa.astype(np.int64))
        return whole.cast(pl.String), weighing.normalized
    if weighing.dag.arc_count <= _EXACT_ARCS and weighing.dag.arc_count * largest <= _EXACT_BITS:
        numbers = weighing.exact(np.arange(weighing.dag.arc_count, dtype=np.int64))
        total = weighing.exact.total()
        return pl.Series([integer_text(number) for number in numbers]), np.array([n / total for n in numbers])
    return pl.Series(_rounded(weighing.weights)), weighing.normalized


def _rounded(weights: Scaled) -> list[str]:
    """Return numbers to 17 digits, whatever their size."""
    steps = [0] * weights.mantissa.size if weights.exponent is None else weights.exponent.tolist()
    return [
        str(_SHOWN.plus(_WORKING.multiply(Decimal(number), _power(step))))
        for number, step in zip(weights.mantissa.tolist(), steps, strict=True)
    ]


@cache
def _power(step: int) -> Decimal:
    return _WORKING.power(Decimal(2), 256 * step)


def integer_text(number: int) -> str:
    """Return an integer in decimal digits, however many."""
    return str(Decimal(number))
