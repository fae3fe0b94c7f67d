"""From a network as found to one without cycles, with an account of every arc taken out.

In this order: rows that lack an end, loops, repetitions; then by the rule that was chosen.

- ``date-first``: arcs whose cited document is later than what cites it; then the fewest and latest arcs that
  still close a cycle. Without dates only the second step runs.
- ``date-drop``: arcs against the date; then ``drop``.
- ``drop``: every arc with both ends in one strongly connected component.
- ``shrink``: each such component becomes one node, named by its smallest member; parallel arcs merge.
- ``preprint``: each member of a component gets a preprint, which cites what the member cites outside and is
  cited by the member and, in its place, by the rest of the component.

References
----------
.. [1] V. Batagelj, "Efficient algorithms for citation network analysis", arXiv cs/0309023, 2003, section 2.
"""

from dataclasses import dataclass, field, replace
from typing import Final, Literal, get_args

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.measures.cycle_breaking import feedback_arcs
from workbench.measures.topology import Flags, Ids, distinct_arcs, is_acyclic, strong_components
from workbench.route.network import CitationNetwork, Remark, is_against

Cycles = Literal["date-first", "date-drop", "drop", "shrink", "preprint"]
CYCLE_RULES: Final[tuple[Cycles, ...]] = get_args(Cycles)


@dataclass(frozen=True)
class CleanedNetwork:
    """A network without cycles, and what became of the rest.

    Attributes
    ----------
    network : CitationNetwork
        Distinct arcs, sorted by citing and cited end.
    removed : dict of str to int
        Reason → number of arcs taken out: ``incomplete``, ``loops``, ``duplicates``, ``against_date``,
        ``cycles``, ``parallel``. Arcs read and added = arcs kept + removed.
    added : int
        Arcs of preprints.
    remarks : tuple of Remark
        What a reader should know.
    """

    network: CitationNetwork
    removed: dict[str, int]
    added: int = 0
    remarks: tuple[Remark, ...] = field(default=())


def clean(network: CitationNetwork, cycles: Cycles = "date-first") -> CleanedNetwork:
    """Take out loops, repetitions and cycles."""
    distinct, removed = _distinct(network)
    remarks = network.remarks
    if cycles.startswith("date"):
        if network.dates is None or not network.dates.any():
            remarks = (*remarks, Remark("no_dates"))
        elif not network.dates.all():
            undated = int((network.dates == 0).sum())
            remarks = (*remarks, Remark("some_undated", {"count": undated, "total": network.node_count}))
        distinct, against = _in_time(distinct)
        removed["against_date"] = against
    steps = {"date-first": _break_cycles, "shrink": _shrink, "preprint": _add_preprints}
    cleaned = steps.get(cycles, _drop)(distinct)
    return replace(cleaned, removed={**removed, **cleaned.removed}, remarks=remarks)


def _distinct(network: CitationNetwork) -> tuple[CitationNetwork, dict[str, int]]:
    proper = network.cited != network.citing
    kept = _with_arcs(network, network.cited[proper], network.citing[proper]) if not proper.all() else network
    once = _with_arcs(kept, *distinct_arcs(kept.cited, kept.citing, kept.node_count))
    removed = {
        "loops": network.arc_count - kept.arc_count,
        "duplicates": kept.arc_count - once.arc_count,
    }
    return once, ({"incomplete": network.incomplete} if network.incomplete else {}) | removed


def _with_arcs(network: CitationNetwork, cited: Ids, citing: Ids) -> CitationNetwork:
    return replace(network, cited=cited, citing=citing)


def _without(network: CitationNetwork, removed: Flags) -> CitationNetwork:
    kept = ~removed
    return network if kept.all() else _with_arcs(network, network.cited[kept], network.citing[kept])


def _in_time(network: CitationNetwork) -> tuple[CitationNetwork, int]:
    """Take out the arcs against the date."""
    if network.dates is None:
        return network, 0
    against = is_against(network.dates[network.cited], network.dates[network.citing])
    return _without(network, against), int(against.sum())


def _components(network: CitationNetwork) -> tuple[Ids, Flags]:
    """Return the component of each node, and which arcs lie inside one."""
    if is_acyclic(network.cited, network.citing, network.node_count):
        return np.arange(network.node_count, dtype=np.int32), np.zeros(network.arc_count, dtype=np.bool_)
    component = strong_components(network.cited, network.citing, network.node_count)
    return component, np.asarray(component[network.cited] == component[network.citing])


def _drop(network: CitationNetwork) -> CleanedNetwork:
    _, inside = _components(network)
    return CleanedNetwork(_without(network, inside), {"cycles": int(inside.sum())})


def _break_cycles(network: CitationNetwork) -> CleanedNetwork:
    _, inside = _components(network)
    removed = np.zeros(network.arc_count, dtype=np.bool_)
    arcs = np.flatnonzero(inside)
    if arcs.size:
        cited, citing = network.cited[arcs], network.citing[arcs]
        nodes, local = np.unique(np.concatenate([cited, citing]), return_inverse=True)
        order = np.argsort(_lateness(network, nodes)).astype(np.int32)
        place = np.empty(nodes.size, dtype=np.int32)
        place[order] = np.arange(nodes.size, dtype=np.int32)
        ends = place[local.reshape(2, -1)]
        removed[arcs] = feedback_arcs(ends[0], ends[1], nodes.size, _arc_lateness(network, arcs, ends))
    return CleanedNetwork(_without(network, removed), {"cycles": int(removed.sum())})


def _lateness(network: CitationNetwork, nodes: NDArray[np.integer]) -> NDArray[np.int64]:
    """Return numbers that rise with a node's date, then with its name."""
    rank: NDArray[np.int64] = network.rank()[nodes]
    if network.dates is None:
        return rank
    return np.asarray(network.dates[nodes].astype(np.int64) * 2**32 + rank)


def _arc_lateness(network: CitationNetwork, arcs: NDArray[np.integer], ends: Ids) -> NDArray[np.int64]:
    """Rank arcs: by the date of the citing document, then the later cited one, then the earlier citing one."""
    date = np.zeros(arcs.size) if network.dates is None else network.dates[network.citing[arcs]]
    order = np.lexsort((-ends[1], ends[0], date))
    late = np.empty(arcs.size, dtype=np.int64)
    late[order] = np.arange(arcs.size)
    return late


def _shrink(network: CitationNetwork) -> CleanedNetwork:
    component, inside = _components(network)
    if not inside.any():
        return CleanedNetwork(network, {"cycles": 0, "parallel": 0})
    rank = network.rank()
    order = np.lexsort((rank, component))
    is_first = np.diff(component[order], prepend=-1) != 0
    smallest = np.sort(order[is_first])
    place = np.empty(network.node_count, dtype=np.int32)
    place[smallest] = np.arange(smallest.size, dtype=np.int32)
    node = place[order[is_first]][np.cumsum(is_first) - 1]
    new = np.empty(network.node_count, dtype=np.int32)
    new[order] = node
    outer = _without(network, inside)
    cited, citing = distinct_arcs(new[outer.cited], new[outer.citing], smallest.size)
    kept = CitationNetwork(
        cited,
        citing,
        network.names.gather(smallest),
        None if network.labels is None else network.labels.gather(smallest),
        None if network.dates is None else network.dates[smallest],
    )
    return CleanedNetwork(kept, {"cycles": int(inside.sum()), "parallel": outer.arc_count - kept.arc_count})


def _add_preprints(network: CitationNetwork) -> CleanedNetwork:
    _, inside = _components(network)
    members = np.unique(network.cited[inside]) if inside.any() else np.empty(0, dtype=np.int32)
    preprint = np.full(network.node_count, -1, dtype=np.int32)
    preprint[members] = network.node_count + np.arange(members.size, dtype=np.int32)
    outer = _without(network, inside)
    inherits = preprint[outer.citing] >= 0
    cited = (outer.cited, outer.cited[inherits], preprint[members], preprint[network.cited[inside]])
    citing = (outer.citing, preprint[outer.citing[inherits]], members, network.citing[inside])
    names = pl.concat([network.names, network.names.gather(members) + "'"])
    kept = CitationNetwork(
        *distinct_arcs(
            np.concatenate(cited).astype(np.int32), np.concatenate(citing).astype(np.int32), names.len()
        ),
        names,
        None if network.labels is None else pl.concat([network.labels, network.labels.gather(members)]),
    )
    removed = int(inside.sum())
    return CleanedNetwork(kept, {"cycles": removed}, added=kept.arc_count - network.arc_count + removed)
