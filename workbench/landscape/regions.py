"""Which provinces and districts do the applicants or owners come from?"""

from dataclasses import replace
from typing import Any, Final

import narwhals as nw
import polars as pl

from workbench.corpus.counting import small
from workbench.corpus.keys import join_on_key
from workbench.landscape.holders import held_units, holders
from workbench.landscape.ranking import ASIDE, Tally, once_per_unit
from workbench.landscape.scope import LEAST_KNOWN, Scope
from workbench.landscape.sentences import missing_findings, row_of, unit_words
from workbench.reference.regions import TIANJIN
from workbench.tables import Cell, Finding, LeftOut, Table

_OWN_CODES: Final = {"TW": "710000", "HK": "810000", "MO": "820000"}
_ALL_ROWS: Final = 1000


def provinces(scope: Scope) -> Table:
    """Count the units by province.

    By ``region_rule``: where the applicants were at filing (flows), or, for units in force, where the
    current owners are (stocks, 拥有量).

    Returns
    -------
    Table
        ``rank``, ``province`` (GB/T 2260 code, ``abroad``, or ``unknown`` where the data do not
        give it) with ``filing_count`` and ``filing_share``, or ``owned_count`` and ``owned_share``.
    """
    found = _held(scope).with_columns(place=_province())
    return _by_place(scope, found, "province", _held_count(scope))


def districts(scope: Scope, province: str = TIANJIN) -> Table:
    """Count the units of one province by district.

    Returns
    -------
    Table
        ``rank``, ``district`` (six-digit code, or ``unknown`` where the data do not give it) with counts and
        shares of the province's units, as :func:`provinces` has them.
    """
    inside = _held(scope).filter((nw.col("province") == province).fill_null(False))
    found = inside.with_columns(place=nw.coalesce(nw.col("district").cast(nw.String), nw.lit("unknown")))
    records = found.select("record") if scope.counting == "first" else found.select("record").unique()
    return _by_place(scope, found, "district", int(small(records.select(units=nw.len()))["units"][0]))


def _role(scope: Scope) -> str:
    return "owner" if scope.region_rule == "owner" else "applicant"


def _held(scope: Scope) -> nw.LazyFrame[Any]:
    """Return the holders that the region rule asks for; of owners, only those of units in force."""
    held = holders(scope, _role(scope))
    if scope.region_rule == "filing":
        return held
    in_force = scope.units.filter((nw.col("validity") == "in_force").fill_null(False)).select("record")
    return join_on_key(held, in_force, "record", "semi")


def _held_count(scope: Scope) -> int:
    if scope.region_rule == "filing":
        return held_units(scope)
    return int(small(_held(scope).filter(nw.col("is_first")).select(units=nw.len()))["units"][0])


def _province() -> nw.Expr:
    country = nw.col("country_region")
    place = nw.when((country != "CN").fill_null(False)).then(nw.lit("abroad")).otherwise(nw.lit("unknown"))
    for code, province in _OWN_CODES.items():
        place = nw.when((country == code).fill_null(False)).then(nw.lit(province)).otherwise(place)
    return nw.coalesce(nw.col("province").cast(nw.String), place)


def _by_place(scope: Scope, found: nw.LazyFrame[Any], column: str, units: int) -> Table:
    event = "filing" if scope.region_rule == "filing" else "owned"
    placed = found.select("record", "weight", nw.col("place").alias(column))
    rows = once_per_unit(placed, column, scope.counting)
    name = f"{column}s" if event == "filing" else f"{column}s_owned"
    held = _held_count(scope)
    table = Tally(rows, column, units, scope.counting, f"{event}_count").table(
        scope,
        name,
        reason="no_applicant" if event == "filing" else "not_owned_in_force",
        missing=f"missing_{_role(scope)}",
        left_out=[LeftOut("other_region", held - units)],
        notes=(f"region_by_{_role(scope)}",),
        top=_ALL_ROWS,
    )
    known = table.frame.filter(pl.col(column).is_in(ASIDE).not_())
    lacks = "missing" if known.is_empty() else "missing_most" if _hardly_known(table, column) else ""
    if lacks and scope.counted and held:
        return replace(table.with_frame(table.frame.clear()), notes=(f"{lacks}_{column}",))
    return table


def _hardly_known(table: Table, column: str) -> bool:
    unknown = table.frame.filter(pl.col(column) == "unknown")[table.frame.columns[-1]].sum()
    return float(unknown) > 1 - LEAST_KNOWN


def provinces_findings(table: Table) -> tuple[Finding, ...]:
    """Say which province leads, and what share of the places is not known."""
    return _place_findings(table, "province")


def districts_findings(table: Table) -> tuple[Finding, ...]:
    """Say which district leads, and what share of the places is not known."""
    return _place_findings(table, "district")


def _place_findings(table: Table, column: str) -> tuple[Finding, ...]:
    if table.is_empty():
        return missing_findings(table)
    known = table.frame.with_row_index("row").filter(pl.col(column).is_in(ASIDE).not_())
    count, share = table.frame.columns[2], table.frame.columns[-1]
    first = int(known["row"][0])
    slots: dict[str, Any] = {
        "unit": unit_words(table),
        "first": Cell(table, first, column),
        "count": Cell(table, first, count),
        "share": Cell(table, first, share),
    }
    if known.height == 1:
        told = Finding.of("places_single", **slots)
    else:
        second = int(known["row"][1])
        slots |= {"second": Cell(table, second, column), "second_count": Cell(table, second, count)}
        is_shared = known[count][0] == known[count][1]
        told = Finding.of("places_tied" if is_shared else "places_leader", **slots)
    unknown = row_of(table, pl.col(column) == "unknown")
    if unknown < 0:
        return (told,)
    cell = Cell(table, unknown, share)
    if cell.value >= 0.5:
        return (Finding.of("places_mostly_unknown", share=cell), told)
    return (told, Finding.of("places_unknown", share=cell))
