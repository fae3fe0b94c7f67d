"""Who files most, and what kinds of applicants are they?"""

from dataclasses import replace
from typing import Any

import narwhals as nw
import polars as pl

from workbench.corpus.counting import small
from workbench.landscape.holders import (
    held_units,
    holder_totals,
    holders,
    individual_notes,
    with_party_types,
)
from workbench.landscape.ranking import Tally, once_per_unit, tie_notes
from workbench.landscape.scope import Scope
from workbench.landscape.sentences import ROUNDING, lead_kind, missing_findings, unit_words
from workbench.tables import Cell, Condition, Evidence, Finding, LeftOut, RowValue, Table

_FORMATS = {
    "rank": "count",
    "filing_count": "count",
    "unit_count": "count",
    "filing_share": "share",
    "cumulative_share": "share",
    "first_year": "year",
    "last_year": "year",
}


def top_applicants(scope: Scope) -> Table:
    """Rank the applicants by their units.

    Returns
    -------
    Table
        The scope's ``top`` applicants: ``rank`` (equal counts share it), ``applicant``, ``party_type`` (where
        any is known), ``filing_count``, ``filing_share`` of the units that name an applicant,
        ``cumulative_share``, ``first_year`` and ``last_year`` of filing. Ties are in order of name. With
        fractional counting ``filing_count`` is a sum of 1/k and ``unit_count``, the units it is made of,
        stands beside it.
    """
    ranked = small(
        holder_totals(scope)
        .select("applicant", "filing_count", "unit_count", "first_year", "last_year")
        .sort("filing_count", "applicant", descending=[True, False])
        .head(scope.top + 1)
    )
    held = holders(scope)
    named = held_units(scope)
    value = "unit_count" if scope.counting == "fractional" else "filing_count"
    frame = with_party_types(scope, _ranking(ranked.head(scope.top), named, scope.counting))
    return scope.table(
        "top_applicants",
        frame,
        evidence=Evidence(
            held.select("record", "applicant"), {value: (Condition("applicant", "==", RowValue("applicant")),)}
        ),
        left_out=[LeftOut("no_applicant", scope.counted - named)],
        notes=(*individual_notes(frame), *tie_notes(ranked, "filing_count", scope.top))
        if len(ranked)
        else (scope.lacking("missing_applicant"),),
        formats=_FORMATS,
        counting=scope.counting,
    )


def _ranking(ranked: pl.DataFrame, named: int, counting: str) -> pl.DataFrame:
    count = pl.col("filing_count")
    columns = [
        "rank",
        "applicant",
        "filing_count",
        "filing_share",
        "cumulative_share",
        "first_year",
        "last_year",
    ]
    if counting == "fractional":
        columns.insert(3, "unit_count")
    if counting == "whole":
        columns.remove("cumulative_share")
    return ranked.with_columns(
        rank=count.rank("min", descending=True).cast(pl.Int64),
        filing_share=count / max(named, 1),
        cumulative_share=count.cum_sum() / max(named, 1),
    ).select(columns)


def top_applicants_findings(table: Table) -> tuple[Finding, ...]:
    """Say who leads and by how much, what the leaders hold together, and what that means."""
    if table.is_empty():
        return missing_findings(table)
    found = [_leader(table)]
    if table.frame.height >= 3 and "cumulative_share" in table.frame.columns:
        found.append(_together(table))
    return tuple(found)


def _leader(table: Table) -> Finding:
    counts = table.frame["filing_count"]
    slots: dict[str, Any] = {
        "unit": unit_words(table),
        "leader": Cell(table, 0, "applicant"),
        "count": Cell(table, 0, "filing_count"),
        "share": Cell(table, 0, "filing_share"),
    }
    if len(counts) == 1:
        is_all = table.frame["filing_share"][0] >= 1 - ROUNDING
        return Finding.of("applicants_single" if is_all else "applicants_first", **slots)
    slots |= {"second": Cell(table, 1, "applicant"), "second_count": Cell(table, 1, "filing_count")}
    return Finding.of(f"applicants_{lead_kind(counts) or 'leader'}", **slots)


def _together(table: Table) -> Finding:
    """Tell what the listed applicants hold: a concentrated field, a scattered one, or between."""
    last = table.frame.height - 1
    share = table.frame["cumulative_share"][last]
    slots: dict[str, Any] = {"share": Cell(table, last, "cumulative_share")}
    if share >= 1 - ROUNDING:
        return Finding.of("applicants_all", **slots)
    meaning = "concentrated" if share >= 0.5 else "scattered" if share < 0.2 else "between"
    return Finding.of(f"applicants_{meaning}", **slots)


def party_types(scope: Scope) -> Table:
    """Count the units by the kind of their applicant.

    Returns
    -------
    Table
        ``rank``, ``party_type`` (company, university … or ``unknown``), ``filing_count`` and
        ``filing_share`` of the units that name an applicant. With whole counting a unit counts once
        for each of its kinds of applicants.
    """
    held = holders(scope)
    known = held.with_columns(party_type=nw.coalesce(nw.col("party_type").cast(nw.String), nw.lit("unknown")))
    rows = once_per_unit(known, "party_type", scope.counting)
    tally = Tally(rows, "party_type", held_units(scope), scope.counting)
    table = tally.table(scope, "party_types", reason="no_applicant", missing="missing_applicant")
    if table.frame["party_type"].to_list() == ["unknown"]:
        return replace(table.with_frame(table.frame.clear()), notes=("missing_party_type",))
    return table


def party_types_findings(table: Table) -> tuple[Finding, ...]:
    """Say which kind of applicant files most, and how much of the rest is not known."""
    if table.is_empty():
        return missing_findings(table)
    known = table.frame.with_row_index("row").filter(pl.col("party_type") != "unknown")
    first = int(known["row"][0])
    slots: dict[str, Any] = {
        "unit": unit_words(table),
        "first": Cell(table, first, "party_type"),
        "count": Cell(table, first, "filing_count"),
        "share": Cell(table, first, "filing_share"),
    }
    if known.height == 1:
        return (Finding.of("party_types_single", **slots), *_unknown(table))
    second = int(known["row"][1])
    slots |= {"second": Cell(table, second, "party_type"), "second_share": Cell(table, second, "filing_share")}
    is_shared = known["filing_count"][0] == known["filing_count"][1]
    told = "tied" if is_shared else "dominant" if known["filing_share"][0] >= 0.5 else "leader"
    return (Finding.of(f"party_types_{told}", **slots), *_unknown(table))


def _unknown(table: Table) -> tuple[Finding, ...]:
    rows = table.frame["party_type"].index_of("unknown")
    if rows is None:
        return ()
    return (Finding.of("party_types_unknown", share=Cell(table, rows, "filing_share")),)
