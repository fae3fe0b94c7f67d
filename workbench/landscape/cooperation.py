"""Who files together?"""

from typing import Any

import narwhals as nw
import polars as pl

from workbench.corpus.counting import kept, small
from workbench.corpus.keys import join_on_key
from workbench.landscape.holders import held_units, holders, named_parties
from workbench.landscape.ranking import tie_notes
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
    pairs = _pairs(scope)
    counts = small(
        pairs.group_by("applicant", "co_applicant")
        .agg(filing_count=nw.len())
        .sort("filing_count", "applicant", "co_applicant", descending=[True, False, False])
        .head(scope.top + 1)
    )
    missing = "missing_co_applicants" if held_units(scope) else "missing_applicant"
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
        notes=tie_notes(counts, "filing_count", scope.top) if len(frame) else (scope.lacking(missing),),
        formats={"rank": "count", "filing_count": "count", "filing_share": "share"},
        counting="whole",
    )


def _pairs(scope: Scope) -> nw.LazyFrame[Any]:
    """Return ``record``, ``applicant`` and ``co_applicant``, each pair of a unit once; kept."""
    return scope.remembered("pairs", lambda: kept(_paired(scope)))


def _paired(scope: Scope) -> nw.LazyFrame[Any]:
    """Pair the first applicant with the further ones, and those with each other."""
    first = holders(scope, counting="first").select("record", "applicant")
    further = _further(scope)
    named = further.select("record", co_applicant=nw.col("applicant"))
    with_first = join_on_key(named, first, "record")
    third = further.filter(nw.col("position") > 1)
    later = third.select("record", later=nw.col("position"), co_applicant=nw.col("applicant"))
    among = further.join(later, on="record", how="inner").filter(nw.col("position") < nw.col("later"))
    pairs = nw.concat([with_first.select(*_COLUMNS), among.select(*_COLUMNS)])
    one, other = nw.col("applicant"), nw.col("co_applicant")
    ordered = pairs.filter(one != other).select(
        "record",
        applicant=nw.when(one < other).then(one).otherwise(other),
        co_applicant=nw.when(one < other).then(other).otherwise(one),
    )
    return ordered.unique()


_COLUMNS = ("record", "applicant", "co_applicant")


def _further(scope: Scope) -> nw.LazyFrame[Any]:
    """Return the applicants of the counted units that are not named first; kept."""
    named = named_parties(scope, "applicant").filter(nw.col("position") > 0)
    chosen = named.select("record", "position", "applicant")
    units = scope.units.select("record")
    return scope.remembered("further", lambda: kept(join_on_key(chosen, units, "record", "semi")))


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
