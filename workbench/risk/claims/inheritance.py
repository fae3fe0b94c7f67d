"""What a claim takes over from its parents, path by path."""

from collections.abc import Iterator

from workbench.risk.claims.model import Claim, ClaimSet, Feature

MOST_PATHS = 1000
"""Multiple dependency on multiple dependency multiplies: no more paths than these are walked."""


def dependency_paths(claims: ClaimSet, number: int, *, most: int = MOST_PATHS) -> tuple[tuple[int, ...], ...]:
    """Return every way in which a claim stands on others.

    Parameters
    ----------
    claims : ClaimSet
    number : int
        The claim asked about.
    most : int
        No more paths than these are returned.

    Returns
    -------
    tuple of tuple of int
        Each path holds the claims whose features apply together, the farthest ancestor first and the claim
        itself last. Numbers of one reference are alternatives (a path each); several references of one claim
        apply together. References to claims that are not there, or back into the path, are left out.
    """
    paths: list[tuple[int, ...]] = []
    for chosen in _choices(claims, number):
        paths.append(chosen)
        if len(paths) == most:
            break
    return tuple(dict.fromkeys(paths))


def inherited_features(claims: ClaimSet, path: tuple[int, ...]) -> tuple[tuple[int, Feature], ...]:
    """Return the features along a path with the claim that states each, ancestors first."""
    return tuple((number, feature) for number in path for feature in claims.by_number[number].features)


def _choices(claims: ClaimSet, number: int) -> Iterator[tuple[int, ...]]:
    """Walk the alternatives depth first, without recursion: chains may be thousands of claims long."""
    if number not in claims.by_number:
        return
    waiting: list[tuple[tuple[int, ...], frozenset[int], tuple[tuple[int, ...], ...]]] = [
        ((number,), frozenset((number,)), _alternatives(claims.by_number[number]))
    ]
    while waiting:
        path, seen, open_ends = waiting.pop()
        while open_ends:
            first, open_ends = open_ends[0], open_ends[1:]
            found = [n for n in first if n in claims.by_number]
            if not found or seen.issuperset(found):
                continue
            waiting += [_step(claims, path, seen, open_ends, other) for other in reversed(found[1:])]
            path, seen, open_ends = _step(claims, path, seen, open_ends, found[0])
        yield tuple(reversed(path))


def _step(
    claims: ClaimSet,
    path: tuple[int, ...],
    seen: frozenset[int],
    open_ends: tuple[tuple[int, ...], ...],
    number: int,
) -> tuple[tuple[int, ...], frozenset[int], tuple[tuple[int, ...], ...]]:
    if number in seen:
        return path, seen, open_ends
    return (*path, number), seen | {number}, (*open_ends, *_alternatives(claims.by_number[number]))


def _alternatives(claim: Claim) -> tuple[tuple[int, ...], ...]:
    return tuple(reference.numbers for reference in claim.references if reference.numbers)
