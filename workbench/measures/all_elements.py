"""The all-elements rule as an algebra of four states over claims that refer to claims."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

import networkx as nx

ABSENT: Final = 0
UNDETERMINED: Final = 1
EQUIVALENT: Final = 2
LITERAL: Final = 3

References = Mapping[int, Sequence[Sequence[int]]]
"""Claim → its references; the numbers of one are alternatives, several add up."""


def all_elements(
    own: Mapping[int, Sequence[int]], references: References, unconfirmed: Collection[int] = ()
) -> dict[int, int]:
    """Return the state of every claim over all its dependency paths.

    A path is as good as its worst feature; a claim is as good as its best path. Since the four states are a
    chain, the paths need not be walked one by one: a claim is the least of its own features and, for each
    reference, of the best alternative. A claim that is missing, or that stands in a circle, is at best
    undetermined.

    Parameters
    ----------
    own : mapping of int to sequence of int
        Claim → states of its own features, 0 (absent) to 3 (literal).
    references : mapping of int to sequence of sequences of int
        Claim → references; those that name no claim make it at best undetermined.
    unconfirmed : collection of int
        Claims for which it is not settled whether what they refer to limits them: an absence there leaves them
        undetermined, not absent.

    Returns
    -------
    dict
        Claim → state, 0 to 3.

    References
    ----------
    .. [1] Supreme People's Court of the PRC, Fa Shi [2009] No. 21, art. 7 (all technical features).
    .. [2] Warner-Jenkinson v. Hilton Davis, 520 U.S. 17 (1997) (element by element).
    """
    order, circular = _referred_first(own, references)
    state = {
        claim: min((*states, UNDETERMINED if claim in circular else LITERAL)) for claim, states in own.items()
    }
    is_settled = False
    while not is_settled:
        is_settled = True
        for claim in order:
            floor = UNDETERMINED if claim in unconfirmed else ABSENT
            bests = (max(floor, _best(group, state)) for group in references.get(claim, ()))
            found = min((state[claim], *bests))
            is_settled &= found == state[claim]
            state[claim] = found
    return state


def _best(alternatives: Sequence[int], state: Mapping[int, int]) -> int:
    """Return the best of the alternatives; one that is not there is undetermined."""
    return max((state.get(number, UNDETERMINED) for number in alternatives), default=UNDETERMINED)


def _referred_first(own: Mapping[int, Sequence[int]], references: References) -> tuple[list[int], set[int]]:
    """Return the claims, those referred to first, and those that stand in a circle."""
    graph = nx.DiGraph()
    graph.add_nodes_from(sorted(own))
    for claim in sorted(own):
        graph.add_edges_from((claim, n) for group in references.get(claim, ()) for n in group if n in own)
    rings = [sorted(ring) for ring in nx.strongly_connected_components(graph)]
    circular = {n for ring in rings for n in ring if len(ring) > 1 or graph.has_edge(n, n)}
    return [number for ring in rings for number in ring], circular
