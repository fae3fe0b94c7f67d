"""How is a query split so that no part is over the export cap, and do the parts add up?

Databases let out so many records at a time. The query is cut by publication date; a day that alone is over
the cap is named, because only a second cut (office, class) can help there.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from workbench.errors import WorkbenchError
from workbench.query.tree import And, Node, Range


@dataclass(frozen=True)
class Batch:
    """One part of a download: publication dates from ``low`` to ``high``, both included.

    Attributes
    ----------
    low, high : date
        Ends of the interval.
    count : int
        Hits in it.
    is_over : bool
        Whether it is over the cap and cannot be cut further by date.
    """

    low: date
    high: date
    count: int
    is_over: bool = False


@dataclass(frozen=True)
class BatchPlan:
    """The parts of a download and whether they add up.

    Attributes
    ----------
    batches : tuple of Batch
        In order of time, without gap or overlap.
    cap : int
        Records that the database lets out at a time.
    total : int
        Hits of the whole query.
    undated_count : int
        Hits in no part: they have no publication date, or one outside the span.
    """

    batches: tuple[Batch, ...]
    cap: int
    total: int
    undated_count: int


def plan_batches(
    count: Callable[[date, date], int], *, first: date, last: date, cap: int, total: int | None = None
) -> BatchPlan:
    """Cut a span of publication dates so that each part holds at most ``cap`` hits.

    Parameters
    ----------
    count : callable
        Hits between two dates, both included: of a corpus, or looked up in the database.
    first, last : date
        The span.
    cap : int
        Most records of a part.
    total : int, optional
        Hits of the query without dates; those within the span if not given.

    Raises
    ------
    ValueError
        If the span is empty or the cap not positive.
    WorkbenchError
        If the parts do not add up: the database counted differently in between.
    """
    if last < first or cap < 1:
        raise ValueError(f"no batches from {first} to {last} of {cap}")
    whole = count(first, last)
    batches = tuple(_merged(list(_cut(count, first, last, whole, cap)), cap))
    in_parts = sum(batch.count for batch in batches)
    if in_parts != whole:
        raise WorkbenchError("batches_differ", parts=in_parts, whole=whole)
    known = whole if total is None else total
    return BatchPlan(batches, cap, known, known - whole)


def _cut(count: Callable[[date, date], int], low: date, high: date, found: int, cap: int) -> list[Batch]:
    if found <= cap or low == high:
        return [Batch(low, high, found, found > cap)]
    middle = low + (high - low) // 2
    left = count(low, middle)
    right = count(middle + timedelta(days=1), high)
    return [
        *_cut(count, low, middle, left, cap),
        *_cut(count, middle + timedelta(days=1), high, right, cap),
    ]


def _merged(batches: Sequence[Batch], cap: int) -> list[Batch]:
    """Join neighbours that fit into one part together."""
    merged: list[Batch] = []
    for batch in batches:
        if merged and merged[-1].count + batch.count <= cap:
            merged[-1] = Batch(merged[-1].low, batch.high, merged[-1].count + batch.count)
        else:
            merged.append(batch)
    return merged


def batch_query(query: Node, batch: Batch) -> Node:
    """Return the query of one part, to be written in any dialect."""
    return And((query, Range("publication_date", batch.low.isoformat(), batch.high.isoformat())))


def has_gaps(batches: Sequence[Batch]) -> bool:
    """Tell whether days lie between parts, or in two of them."""
    return any(one.high + timedelta(days=1) != other.low for one, other in pairwise(batches))


def check_downloads(plan: BatchPlan, rows: Sequence[int]) -> list[tuple[Batch, int]]:
    """Return the parts whose download has not as many rows as the plan says, with the rows found."""
    return [(batch, found) for batch, found in zip(plan.batches, rows, strict=True) if batch.count != found]
