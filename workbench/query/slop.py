"""Loose phrases: the words of ``"…"~n`` in any order, each moved so far that all moves stay within n."""

from typing import Any

import numpy as np

from workbench.query import kernels
from workbench.query.index import TextIndex


def loose_spans(index: TextIndex, each: list[tuple[Any, Any]], shifts: list[int], slop: int) -> tuple[Any, Any]:
    """Return the finds of a phrase with slop.

    A find takes one place for each term, no two alike and all in one paragraph; the places less the terms'
    own positions in the phrase must lie within ``slop`` of one another.
    """
    by_paragraph = []
    for starts, ends in each:
        held: dict[int, list[tuple[int, int]]] = {}
        places = kernels.paragraphs_of(starts, index.opened, index.blocks)
        for paragraph, start, end in zip(places.tolist(), starts.tolist(), ends.tolist(), strict=True):
            held.setdefault(paragraph, []).append((start, end))
        by_paragraph.append(held)
    shared = set.intersection(*map(set, by_paragraph)) if by_paragraph else set()
    found = sorted(
        {span for paragraph in shared for span in _within([h[paragraph] for h in by_paragraph], shifts, slop)}
    )
    listed = np.array(found, np.int64).reshape(-1, 2)
    return listed[:, 0].copy(), listed[:, 1].copy()


def _within(choices: list[list[tuple[int, int]]], shifts: list[int], slop: int) -> set[tuple[int, int]]:
    """Return first and last place of every choice of one find a term that keeps within the slop."""
    kept: set[tuple[tuple[int, ...], int, int, int, int]] = {((), 1 << 40, -(1 << 40), 1 << 40, -1)}
    for finds, shift in zip(choices, shifts, strict=True):
        longer = set()
        for taken, least, most, first, last in kept:
            for start, end in finds:
                moved = start - shift
                low, high = min(least, moved), max(most, moved)
                if high - low <= slop and start not in taken:
                    longer.add(((*taken, start), low, high, min(first, start), max(last, end)))
        kept = longer
    return {(first, last) for _, _, _, first, last in kept}
