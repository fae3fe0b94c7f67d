"""How has the database grown, what is in its branches, and is it in order?"""

from typing import Any, Final

import polars as pl

from workbench.search.session import Session, missing_findings, own_row
from workbench.search.topic import Topic
from workbench.tables import Cell, Finding, Table

_MOST_BRANCHES: Final = 3
_FLOWS: Final = ("read_count", "record_count", "added_count", "removed_count", "changed_count")


def topic_versions(topic: Topic) -> Table:
    """List the versions.

    Returns
    -------
    Table
        One row a version: ``version``, ``cut_off``, ``read_count``, ``record_count``, ``added_count``,
        ``removed_count``, ``changed_count``.
    """
    rows = [
        {
            "version": version.number,
            "cut_off": version.cut_off or None,
            **{name: getattr(version, name) for name in _FLOWS},
        }
        for version in topic.update.database.versions
    ]
    formats = {"version": "text", **dict.fromkeys(_FLOWS, "count")}
    return topic.current.table("topic_versions", pl.DataFrame(rows), formats=formats)


def topic_versions_findings(table: Table) -> tuple[Finding, ...]:
    """Say what the newest version has, against the one before."""
    last = table.frame.height - 1
    version, records = Cell(table, last, "version"), Cell(table, last, "record_count")
    if last == 0:
        return (Finding.of("topic_first_version", version=version, records=records),)
    return (
        Finding.of(
            "topic_next_version",
            version=version,
            records=records,
            added=Cell(table, last, "added_count"),
            removed=Cell(table, last, "removed_count"),
            changed=Cell(table, last, "changed_count"),
        ),
    )


def topic_changes(topic: Topic) -> Table:
    """List every change against the version before: ``change``, ``publication_number``, ``title`` …."""
    found = topic.update.changes
    is_first = len(topic.update.database.versions) < 2
    shown = found.clear() if is_first else found
    notes = () if shown.height else ("topic_nothing_before" if is_first else "topic_no_change",)
    return topic.current.table("topic_changes", shown, notes=notes)


def topic_changes_findings(table: Table) -> tuple[Finding, ...]:
    """Say that there is none, or leave the list to speak."""
    return missing_findings(table) if table.is_empty() else ()


def topic_branches(topic: Topic) -> Table:
    """Count the documents of each branch.

    Returns
    -------
    Table
        One row a branch in the order of the table: ``branch``, ``record_count``, ``only_branch_count`` (in no
        other), ``share_of_records``. A document may lie in several, so shares may add up to more than one.
    """
    session = topic.current
    if topic.table is None:
        return session.table("topic_branches", pl.DataFrame(), notes=("no_decomposition",))
    scheme = f"branch:{topic.table.name}"
    tagged = session.corpus.polars("classifications").filter(pl.col("scheme") == scheme).collect()
    tagged = tagged.select("record", pl.col("symbol").alias("branch")).unique(maintain_order=True)
    alone = tagged.filter(pl.len().over("record") == 1)
    rows: list[dict[str, Any]] = []
    for branch in topic.table.branches:
        count = tagged.filter(pl.col("branch") == branch.name).height
        rows.append(
            {
                "branch": branch.name,
                "record_count": count,
                "only_branch_count": alone.filter(pl.col("branch") == branch.name).height,
                "share_of_records": count / session.listed.height if session.listed.height else None,
            }
        )
    return session.table(
        "topic_branches",
        pl.DataFrame(rows),
        behind=tagged,
        cells={"record_count": own_row("branch")},
        formats={"record_count": "count", "only_branch_count": "count", "share_of_records": "share"},
    )


def topic_branches_findings(table: Table) -> tuple[Finding, ...]:
    """Name the largest branch."""
    if table.is_empty():
        return missing_findings(table)
    top = int(table.frame["record_count"].arg_max() or 0)
    return (
        Finding.of(
            "topic_largest_branch", branch=Cell(table, top, "branch"), records=Cell(table, top, "record_count")
        ),
    )


def topic_quality(topic: Topic) -> Table:
    """Check the database: what lacks a branch, a class, an abstract; what was left outside.

    Returns
    -------
    Table
        One row a check: ``check``, ``finding_count``, ``share_of_records``.
    """
    session = topic.current
    found = {**_checks(session, topic), **_outside(topic)}
    behind = pl.concat(
        [
            pl.DataFrame({"record": records, "check": [check] * len(records)}, schema=_BEHIND)
            for check, records in found.items()
        ]
    )
    total = session.listed.height
    rows = [
        {
            "check": check,
            "finding_count": len(records),
            "share_of_records": len(records) / total if total and check not in _OUTSIDE else None,
        }
        for check, records in found.items()
    ]
    inside = behind.filter(~pl.col("check").is_in(_OUTSIDE))
    return session.table(
        "topic_quality",
        pl.DataFrame(rows),
        behind=inside,
        cells={"finding_count": own_row("check")},
        formats={"finding_count": "count", "share_of_records": "share"},
    )


_BEHIND: Final = pl.Schema({"record": pl.UInt32, "check": pl.String})
_OUTSIDE: Final = ("not_in_query", "irrelevant")


def _checks(session: Session, topic: Topic) -> dict[str, list[int]]:
    listed = topic.update.documents
    classes = session.corpus.polars("classifications").filter(pl.col("scheme") == "ipc").select("record")
    classed = classes.unique().collect()["record"]
    branches = pl.col("branch").list.len()
    conditions = {
        "no_abstract": pl.col("abstract").is_null(),
        "no_applicant": pl.col("applicant").is_null(),
        "no_class": ~pl.col("record").is_in(classed.implode()),
        "unknown_status": pl.col("validity").is_null() | (pl.col("validity") == "unknown"),
    }
    if topic.table is not None:
        conditions |= {"no_branch": branches == 0, "many_branches": branches > _MOST_BRANCHES}
    return {check: listed.filter(condition)["record"].to_list() for check, condition in conditions.items()}


def _outside(topic: Topic) -> dict[str, list[int]]:
    """Return what was downloaded and is not in the database, and why."""
    corpus = topic.session.corpus
    decided = (
        corpus.polars("classifications")
        .filter((pl.col("scheme") == "relevance") & (pl.col("symbol") == "irrelevant"))
        .select("record")
        .collect()["record"]
        .unique()
        .to_list()
    )
    every = set(topic.session.listed["record"]) - set(decided)
    kept = set(topic.update.documents["record"])
    return {"not_in_query": sorted(every - kept), "irrelevant": sorted(decided)}


def topic_quality_findings(table: Table) -> tuple[Finding, ...]:
    """Name the check that finds most within the database."""
    inside = table.frame.with_row_index("at").filter(~pl.col("check").is_in(_OUTSIDE))
    worst = inside.sort("finding_count", descending=True, maintain_order=True)
    if worst.is_empty() or not worst["finding_count"][0]:
        return (Finding.of("topic_all_checks_passed"),)
    at = int(worst["at"][0])
    return (
        Finding.of(
            "topic_worst_check", check=Cell(table, at, "check"), records=Cell(table, at, "finding_count")
        ),
    )
