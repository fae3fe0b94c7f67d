"""Exact decisions among the few arcs that floating point could not tell apart, and the number of optima."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from workbench.measures.topology import Dag

Choice = Literal["sum", "step"]
"""The largest sum to the end of the network, or the heaviest arc at each step."""


@dataclass(frozen=True)
class Settled:
    """The arcs that are best at their near ends.

    Attributes
    ----------
    arcs : list of int
        Positions among the network's arcs.
    near, far : list of int
        The end at which the choice was made, and the end to which it leads.
    best : dict of int to int
        Place → the best sum from there (the heaviest weight where steps are chosen).
        Empty where nothing competed.
    """

    arcs: list[int]
    near: list[int]
    far: list[int]
    best: dict[int, int]

    def reached_from(self, places: Iterable[int]) -> list[int]:
        """Return the arcs that a walk from these places can take."""
        leaving = defaultdict(list)
        for arc, near, far in zip(self.arcs, self.near, self.far, strict=True):
            leaving[near].append((arc, far))
        waiting, seen, taken = list(places), set(places), []
        while waiting:
            for arc, far in leaving[waiting.pop()]:
                taken.append(arc)
                if far not in seen:
                    seen.add(far)
                    waiting.append(far)
        return taken


def settled(
    arcs: Sequence[int],
    near: Sequence[int],
    far: Sequence[int],
    weights: Sequence[int],
    choice: Choice,
    *,
    descending: bool,
) -> Settled:
    """Keep the arcs that are exactly the best at their near ends.

    Parameters
    ----------
    arcs, near, far
        Arcs that may be the best; a place that has none is an end of the network.
    weights : sequence of int
        Their exact weights.
    choice : {"sum", "step"}
        What is compared.
    descending : bool
        Whether walks lead to larger places, so that sums are taken from the largest place on.
    """
    leaving: dict[int, list[int]] = defaultdict(list)
    for at, place in enumerate(near):
        leaving[place].append(at)
    best: dict[int, int] = {}
    kept: list[int] = []
    for place in sorted(leaving, reverse=descending):
        onward = [weights[at] + (best.get(far[at], 0) if choice == "sum" else 0) for at in leaving[place]]
        best[place] = max(onward)
        kept += [at for at, total in zip(leaving[place], onward, strict=True) if total == best[place]]
    return Settled([arcs[at] for at in kept], [near[at] for at in kept], [far[at] for at in kept], best)


def ways(found: Settled, arcs: Iterable[int], ends: Callable[[int], bool] | None = None) -> dict[int, int]:
    """Return place → number of different walks from it along these arcs, to where no arc leaves.

    Parameters
    ----------
    found : Settled
        Whose arcs they are.
    arcs : iterable of int
        The arcs to walk.
    ends : callable, optional
        Tells whether a walk that stops at a place counts.
    """
    allowed = set(arcs)
    leaving: dict[int, list[int]] = defaultdict(list)
    for arc, near, far in zip(found.arcs, found.near, found.far, strict=True):
        if arc in allowed:
            leaving[near].append(far)
    rises = any(far > near for near, targets in leaving.items() for far in targets)
    number: dict[int, int] = {}
    for place in sorted(leaving, reverse=rises):
        number[place] = sum(
            number[far] if far in number else int(ends is None or ends(far)) for far in leaving[place]
        )
    return number


def route_count(
    arcs: Sequence[tuple[int, int, int]], before: set[int], after: set[int], seeds: set[int], dag: Dag
) -> int:
    """Count the different source–sink paths that are optimal for at least one key link.

    A path belongs to a key link on it if all its arcs before the link are best on the way back and all behind
    it best on the way on. Each path is counted once: walking it, one remembers whether all arcs so far were
    best on the way back, and whether some key link's promise still holds.

    Parameters
    ----------
    arcs : sequence of (arc, cited place, citing place)
        All arcs of the routes.
    before, after : set of int
        The arcs that are best on the way back and on the way on.
    seeds : set of int
        The key links.
    dag : Dag
        Tells where paths begin and end.
    """
    entering: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for arc, cited, citing in arcs:
        entering[citing].append((arc, cited))
    states: dict[int, dict[tuple[bool, bool], int]] = {}
    total = 0
    for place in sorted(entering):
        own: dict[tuple[bool, bool], int] = defaultdict(int)
        for arc, cited in entering[place]:
            origin = {(True, False): 1} if dag.is_source[cited] else states.get(cited, {})
            for (is_back, holds), number in origin.items():
                state = (is_back and arc in before, (is_back and arc in seeds) or (holds and arc in after))
                if any(state):
                    own[state] += number
        states[place] = own
        if dag.is_sink[place]:
            total += sum(number for (_, holds), number in own.items() if holds)
    return total
