"""In which parts is the query downloaded, and do they add up?"""

from datetime import date

import polars as pl

from workbench.query.dialect import dialect
from workbench.query.tree import Node
from workbench.query.write import Writer
from workbench.search.batches import BatchPlan, batch_query, plan_batches
from workbench.search.session import Session, missing_findings, own_row
from workbench.tables import Cell, Finding, LeftOut, Table


def download_batches(session: Session, tree: Node, *, cap: int, syntax: str = "local") -> Table:
    """Cut the query by publication date under an export cap, by the corpus's own counts.

    Returns
    -------
    Table
        One row a part: ``batch``, ``first_day``, ``last_day``, ``hit_count``, ``is_over_cap`` (a day that alone
        is over it) and ``query``. Hits without a publication date are in no part and are left out.
    """
    records = session.records(tree)
    dated = session.listed.filter(pl.col("record").is_in(records.implode()))
    days = dated["publication_date"].drop_nulls()
    if days.is_empty():
        return session.table("download_batches", pl.DataFrame(), notes=("nothing_dated",))
    plan = _plan(days, cap, len(records))
    rows, behind = [], []
    for number, batch in enumerate(plan.batches, start=1):
        rows.append(
            {
                "batch": number,
                "first_day": batch.low,
                "last_day": batch.high,
                "hit_count": batch.count,
                "is_over_cap": batch.is_over,
                "query": Writer(dialect(syntax)).write(batch_query(tree, batch)).text,
            }
        )
        inside = dated.filter(pl.col("publication_date").is_between(batch.low, batch.high))
        behind.append(inside.select("record", batch=pl.lit(number, dtype=pl.Int64)))
    left = (LeftOut("no_publication_date", plan.undated_count),) if plan.undated_count else ()
    return session.table(
        "download_batches",
        pl.DataFrame(rows),
        behind=pl.concat(behind),
        cells={"hit_count": own_row("batch")},
        left_out=left,
        formats={"batch": "text", "hit_count": "count", "first_day": "date", "last_day": "date"},
    )


def _plan(days: pl.Series, cap: int, total: int) -> BatchPlan:
    def count(low: date, high: date) -> int:
        return int(days.is_between(low, high).sum())

    ordered = days.sort()
    return plan_batches(count, first=ordered[0], last=ordered[-1], cap=cap, total=total)


def download_batches_findings(table: Table) -> tuple[Finding, ...]:
    """Say how many parts there are, and name a day that is over the cap."""
    if table.is_empty():
        return missing_findings(table)
    last = table.frame.height - 1
    found = [Finding.of("search_batches", parts=Cell(table, last, "batch"))]
    over = table.frame["is_over_cap"].arg_true()
    if len(over):
        at = int(over[0])
        found.append(
            Finding.of("search_batch_over", day=Cell(table, at, "first_day"), hits=Cell(table, at, "hit_count"))
        )
    return tuple(found)
