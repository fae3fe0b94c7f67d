"""Who files together?"""

from typing import Any

import narwhals as nw
import polars as pl

from workbench.corpus.counting import kept, small
from workbench.landscape.holders import held_units
from workbench.landscape.scope import Scope
from workbench.landscape.sentences import lead_kind, missing_findings, unit_words
from workbench.tables import Cell, Condition, Evidence, Finding, LeftOut, RowValue, Table


def co_applicants(scope: Scope) -> Table:
    """Rank the pairs of applicants that file together.

    Returns
    -------
    Table
        The scope's ``top`` pairs: ``rank``, ``applicant``, ``co_applicant`` (in order of name),
        ``filing_count`` (units that name both) and ``filing_share`` of the units with two or more
        applicants. Whole counting: a unit with three applicants is in three pairs.
    """
    joint = _joint(scope)
    pairs = _pairs(joint)
    counts = small(pairs.group_by("applicant", "co_applicant").agg(filing_count=nw.len())).sort(
        "filing_count", "applicant", "co_applicant", descending=[True, False, False]
    )
    units = int(small(pairs.select("record").unique().select(units=nw.len()))["units"][0])
    named = held_units(scope)
    frame = counts.head(scope.top).with_columns(
        rank=pl.col("filing_count").rank("min", descending=True).cast(pl.Int64),
        filing_share=pl.col("filing_count") / max(units, 1),
    )
    both = tuple(Condition(column, "==", RowValue(column)) for column in ("applicant", "co_applicant"))
    return scope.table(
        "co_applicants",
        frame.select("rank", "applicant", "co_applicant", "filing_count", "filing_share"),
        evidence=Evidence(pairs, {"filing_count": both}),
        left_out=[LeftOut("no_applicant", scope.counted - named), LeftOut("single_applicant", named - units)],
        notes=() if len(frame) else (scope.lacking("missing_co_applicants" if named else "missing_applicant"),),
        formats={"rank": "count", "filing_count": "count", "filing_share": "share"},
        counting="whole",
    )


def _joint(scope: Scope) -> nw.LazyFrame[Any]:
    """Return ``record`` and ``applicant``, once each, of the units with further applicants; kept."""
    return scope.remembered("joint", lambda: kept(_joint_applicants(scope)))


def _joint_applicants(scope: Scope) -> nw.LazyFrame[Any]:
    applicants = scope.corpus["parties"].filter(nw.col("role") == "applicant")
    several = applicants.filter(nw.col("position") > 0).select("record").unique()
    named = applicants.select(
        "record", applicant=nw.coalesce(nw.col("group"), nw.col("party"), nw.col("name"))
    ).join(several, on="record", how="semi")
    counted = named.join(scope.units.select("record"), on="record", how="semi")
    return counted.filter(~nw.col("applicant").is_null()).unique()


def _pairs(joint: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    named = joint.select("record", applicant=nw.col("applicant").cast(nw.String))
    others = named.rename({"applicant": "co_applicant"})
    return named.join(others, on="record", how="inner").filter(nw.col("applicant") < nw.col("co_applicant"))


def co_applicants_findings(table: Table) -> tuple[Finding, ...]:
    """Say which pair files together most; whether that is a habit or a single case."""
    if table.is_empty():
        return missing_findings(table)
    slots: dict[str, Any] = {
        "unit": unit_words(table),
        "first": Cell(table, 0, "applicant"),
        "second": Cell(table, 0, "co_applicant"),
        "count": Cell(table, 0, "filing_count"),
        "share": Cell(table, 0, "filing_share"),
    }
    counts = table.frame["filing_count"]
    if counts[0] == 1:
        return (Finding.of("pairs_single_cases"),)
    told = "tied" if len(counts) > 1 and lead_kind(counts) else "leader"
    return (Finding.of(f"pairs_{told}", **slots),)
