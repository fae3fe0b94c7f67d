"""What a technology route is drawn from and how: the parameters, given once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final, Literal, Self, TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.corpus import Corpus
from workbench.corpus.completeness import complete_years
from workbench.corpus.counting import chosen_unit, counted_units, small, unit_shares
from workbench.measures.main_paths import MainPath
from workbench.measures.path_counts import Weight
from workbench.measures.persistence import layers
from workbench.measures.topology import Dag
from workbench.route.branches import Assigned, BranchTable, Grouping, assigned
from workbench.route.cleaning import CleanedNetwork, Cycles, clean
from workbench.route.corpus_network import Level, corpus_network
from workbench.route.documents import corpus_documents, plain_documents
from workbench.route.main_path import SearchPlan, find_main_path
from workbench.route.network import CitationNetwork
from workbench.route.similar_in_time import similarity_network
from workbench.route.weighing import Weighing, weigh
from workbench.tables import DateBasis, Evidence, LeftOut, Table, Unit

_Made = TypeVar("_Made")
Basis = Literal["auto", "citations", "similarity"]

LINKED_SHARE: Final = 0.2
"""Below this share of documents with a citation inside the field, citations are too sparse for a route."""
LEAST_DEPTH: Final = 3
"""A route needs a chain of so many citations."""


@dataclass(frozen=True)
class Route:
    """A technology route, its parameters settled; make it with :meth:`of` or :meth:`of_network`.

    Attributes
    ----------
    corpus : Corpus or None
        Where the documents come from; None for a bare network.
    network : CitationNetwork
        As read (or, on the basis of similarity, as drawn).
    cycles : str
        The rule by which cycles are treated.
    cleaned : CleanedNetwork
        Without cycles, with the account of what was taken out.
    plan : SearchPlan
        How the main path is found.
    basis : {"citations", "similarity"}
        What the arcs are.
    unit, date_basis
        As every table of the route states them.
    seed : int
        Of everything that is drawn by chance.
    top : int
        Rows of a ranking.
    grouping : {"auto", "branch", "community", "ipc_subclass"}
        What the branches are.
    branch_table : BranchTable or None
        A technology decomposition table.
    citing : Route or None
        On the basis of similarity: the route that the citations would have given.
    """

    corpus: Corpus | None
    network: CitationNetwork
    cycles: Cycles
    cleaned: CleanedNetwork
    plan: SearchPlan
    basis: str
    unit: Unit
    date_basis: DateBasis
    seed: int
    top: int
    grouping: Grouping = "auto"
    branch_table: BranchTable | None = None
    citing: Self | None = None
    _memory: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(
        cls,
        corpus: Corpus,
        *,
        level: Level | Literal["auto"] = "auto",
        date_basis: DateBasis = "priority_date",
        basis: Basis = "auto",
        cycles: Cycles = "date-first",
        plan: SearchPlan | None = None,
        grouping: Grouping = "auto",
        branch_table: BranchTable | None = None,
        seed: int = 1,
        top: int = 20,
    ) -> Self:
        """Draw the route of a corpus.

        Parameters
        ----------
        corpus : Corpus
            What is analysed.
        level : {"auto", "publication", "application", "family"}
            What a document of the route is; ``auto`` as the landscape counts.
        date_basis : {"priority_date", "filing_date", "publication_date"}
            What dates a document. A missing priority falls back to filing, a missing filing to publication.
        basis : {"auto", "citations", "similarity"}
            ``auto``: citations, unless they are too sparse: fewer than 20 % of the documents have one inside
            the field, or no chain is three citations long. Then texts alike, in order of time, labelled as
            such.
        cycles : str
            How cycles are treated (:mod:`workbench.route.cleaning`).
        plan : SearchPlan, optional
            How the main path is found; the global path by SPC where not given.
        grouping : {"auto", "branch", "community", "ipc_subclass"}
            What the branches of the route are; ``auto`` takes the first that the data have.
        branch_table : BranchTable, optional
            A technology decomposition table.
        seed, top : int
            Of what is drawn by chance; rows of a ranking.
        """
        settled = chosen_unit(unit_shares(corpus)) if level == "auto" else level
        dates = None if date_basis == "priority_date" else date_basis
        network = corpus_network(corpus, settled, dates)
        stated: dict[str, Any] = {
            "corpus": corpus,
            "cycles": cycles,
            "plan": plan or SearchPlan(),
            "unit": settled,
            "date_basis": _stated_basis(corpus, date_basis),
            "grouping": grouping,
            "branch_table": branch_table,
            "seed": seed,
            "top": top,
        }
        made = cls(network=network, cleaned=clean(network, cycles), basis="citations", **stated)
        if basis == "citations" or (basis == "auto" and not made.is_sparse):
            return made
        drawn = similarity_network(corpus, network, made.documents)
        return cls(network=drawn, cleaned=clean(drawn, cycles), basis="similarity", citing=made, **stated)

    @classmethod
    def of_network(
        cls,
        network: CitationNetwork,
        *,
        cycles: Cycles = "date-first",
        plan: SearchPlan | None = None,
        seed: int = 1,
        top: int = 20,
    ) -> Self:
        """Draw the route of a network without a corpus; its branches are communities."""
        return cls(
            corpus=None,
            network=network,
            cycles=cycles,
            cleaned=clean(network, cycles),
            plan=plan or SearchPlan(),
            basis="citations",
            unit="publication",
            date_basis="publication_date",
            seed=seed,
            top=top,
            grouping="community",
        )

    def remembered(self, name: str, make: Callable[[], _Made]) -> _Made:
        """Return what several analyses read, made on the first call."""
        if name not in self._memory:
            self._memory[name] = make()
        made: _Made = self._memory[name]
        return made

    @property
    def has_arcs(self) -> bool:
        """Tell whether a citation is left."""
        return self.cleaned.network.arc_count > 0

    @cached_property
    def documents(self) -> pl.DataFrame:
        """Return one row per node of the cleaned network (:func:`corpus_documents`)."""
        if self.corpus is None:
            return plain_documents(self.cleaned.network)
        return corpus_documents(self.corpus, self.unit, self.cleaned.network)

    def weighing(self, weight: Weight | None = None) -> Weighing:
        """Return the network weighed by the plan's weight, or another."""
        chosen = weight or self.plan.weight
        return self.remembered(f"weighing:{chosen}", lambda: weigh(self.cleaned.network, chosen))

    @property
    def dag(self) -> Dag:
        """Return the cleaned network in topological order."""
        return self.weighing().dag

    def by_node(self, values: NDArray[Any]) -> NDArray[Any]:
        """Return values of places in the order of the nodes."""
        found = np.empty_like(values)
        found[self.dag.node] = values
        return found

    @cached_property
    def path(self) -> MainPath:
        """Return the main path of the plan."""
        return find_main_path(self.weighing(), self.plan)

    def ends(self, arcs: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the nodes at the cited and citing ends of some arcs of the dag."""
        dag = self.dag
        cited, citing = dag.node[dag.cited[arcs]], dag.node[dag.citing_of(arcs)]
        return cited.astype(np.int64), citing.astype(np.int64)

    def nodes_on(self, path: MainPath) -> NDArray[np.int64]:
        """Return the nodes on a path, sorted."""
        return np.unique(np.concatenate(self.ends(path.arcs)))

    @cached_property
    def cited_count(self) -> NDArray[np.int64]:
        """Return how often each node is cited inside the field."""
        return np.bincount(self.cleaned.network.cited, minlength=self.cleaned.network.node_count)

    @cached_property
    def reference_count(self) -> NDArray[np.int64]:
        """Return how many documents of the field each node cites."""
        return np.bincount(self.cleaned.network.citing, minlength=self.cleaned.network.node_count)

    @cached_property
    def linked_count(self) -> int:
        """Return how many documents have an arc."""
        return int(((self.cited_count + self.reference_count) > 0).sum())

    @property
    def linked_share(self) -> float:
        """Return the share of the documents that have an arc."""
        return self.linked_count / max(self.cleaned.network.node_count, 1)

    @property
    def depth(self) -> int:
        """Return the number of arcs on the longest path."""
        return int(layers(self.dag).max(initial=0)) if self.has_arcs else 0

    @property
    def is_sparse(self) -> bool:
        """Tell whether citations are too sparse for a route."""
        return self.linked_share < LINKED_SHARE or self.depth < LEAST_DEPTH

    @cached_property
    def groups(self) -> Assigned:
        """Return the branch of each document."""
        return assigned(self)

    @cached_property
    def cut_off(self) -> date | None:
        """Return the manifest's cut-off, or the latest publication date where it gives none."""
        if self.corpus is None:
            return None
        if self.corpus.manifest.cut_off is not None:
            return self.corpus.manifest.cut_off
        latest: date | None = (
            self.corpus.polars("publications").select(pl.col("publication_date").max()).collect().item()
        )
        return latest

    @cached_property
    def complete(self) -> pl.DataFrame:
        """Return ``year`` and ``is_complete`` (null where not known) from the first to the last year."""
        years = self.documents["year"].drop_nulls()
        span = (int(years.min()), int(years.max())) if len(years) else None  # type: ignore[arg-type]
        if self.corpus is None:
            return complete_years(span, _NO_COUNTS, self.date_basis, None)
        kinds = small(counted_units(self.corpus, self.unit).select("record", "patent_type", "route"))
        counts = (
            self.documents.select(pl.col("record").cast(pl.Int64), "year")
            .drop_nulls()
            .join(kinds, on="record", how="left")
            .group_by("year", "patent_type", "route")
            .agg(units=pl.len())
        )
        return complete_years(span, counts, self.date_basis, self.cut_off)

    def table(
        self,
        name: str,
        frame: pl.DataFrame,
        *,
        evidence: Evidence | None = None,
        left_out: Sequence[LeftOut] = (),
        notes: Sequence[str] = (),
        formats: Mapping[str, str] | None = None,
        linked_only: bool = True,
    ) -> Table:
        """Make a table that states what the route was drawn from.

        With ``linked_only`` documents without a citation inside the field are told as left out; without it the
        table counts them too.
        """
        isolated = self.cleaned.network.node_count - self.linked_count if linked_only else 0
        reason = "no_citation_inside" if self.basis == "citations" else "nothing_similar_inside"
        return Table(
            name=name,
            frame=frame,
            unit=self.unit,
            date_basis=self.date_basis,
            cut_off=self.cut_off,
            sources=self.corpus.manifest.source_names() if self.corpus else (),
            population=self.cleaned.network.node_count,
            left_out=tuple(item for item in (LeftOut(reason, isolated), *left_out) if item.count),
            evidence=_shown_only(evidence, frame) if self.corpus is not None else None,
            notes=(*self._notes(), *notes),
            formats=formats or {},
        )

    def _notes(self) -> tuple[str, ...]:
        told = ["similarity_not_citations"] if self.basis == "similarity" else ["citations_inside_only"]
        return (*told, "recent_undercounted")

    def empty(self, name: str, schema: Mapping[str, Any], note: str = "missing_citations") -> Table:
        """Make a table without rows that says why."""
        return self.table(name, pl.DataFrame(schema=schema), notes=(note,))


def _stated_basis(corpus: Corpus, chosen: DateBasis) -> DateBasis:
    """Return the date that dates the documents in fact: no priority, where the corpus has none at all."""
    if chosen != "priority_date":
        return chosen
    applications = corpus.polars("applications")
    known: tuple[DateBasis, ...] = ("priority_date", "filing_date")
    for name in known:
        if applications.select(pl.col(name).is_not_null().any()).collect().item():
            return name
    return "publication_date"


def _shown_only(evidence: Evidence | None, frame: pl.DataFrame) -> Evidence | None:
    """Keep the lists of patents of those columns that the table has."""
    if evidence is None:
        return None
    cells = {name: conditions for name, conditions in evidence.cells.items() if name in frame.columns}
    return Evidence(evidence.frame, cells)


_NO_COUNTS: Final = pl.DataFrame(
    schema={"year": pl.Int64, "patent_type": pl.String, "route": pl.String, "units": pl.Int64}
)
