"""What is in force, and for how long?"""

from typing import Any, Final

import narwhals as nw
import polars as pl

from workbench.corpus.counting import small
from workbench.landscape.scope import Scope
from workbench.landscape.sentences import missing_findings, row_of, unit_words
from workbench.tables import Cell, Condition, Evidence, Finding, LeftOut, RowValue, Table

_STATES: Final = ("in_force", "pending", "lapsed", "unknown")
_LIVES: Final = (("under_3", 3), ("3_to_5", 5), ("5_to_10", 10), ("10_to_15", 15))
_BANDS: Final = (*(name for name, _ in _LIVES), "15_and_more", "expired")


def legal_validity(scope: Scope) -> Table:
    """Count the units in force, pending and lapsed.

    International applications (WO) have no validity of their own and are left out; units whose state
    the export does not give stand as ``unknown``.

    Returns
    -------
    Table
        ``validity``, ``unit_count`` and ``unit_share`` of the units shown.
    """
    national = scope.units.filter(~_is_international())
    given = small(national.group_by("validity").agg(unit_count=nw.len()))
    states = pl.when(pl.col("validity").is_in(_STATES)).then("validity").otherwise(pl.lit("unknown"))
    counts = given.group_by(states).agg(pl.col("unit_count").sum())
    order = pl.col("validity").replace_strict({name: place for place, name in enumerate(_STATES)})
    shown = int(counts["unit_count"].sum())
    frame = counts.sort(order).with_columns(unit_share=pl.col("unit_count") / max(shown, 1))
    if set(frame["validity"]) <= {"unknown"}:
        frame = frame.clear()
    return scope.table(
        "legal_validity",
        frame,
        evidence=Evidence(
            national.select("record", validity=_state()),
            {"unit_count": (Condition("validity", "==", RowValue("validity")),)},
        ),
        left_out=[LeftOut("international_application", scope.counted - shown)],
        notes=_notes(scope, frame, "missing_validity"),
        formats={"unit_count": "count", "unit_share": "share"},
        date_basis=None,
    )


def _is_international() -> nw.Expr:
    by_type = (nw.col("patent_type") == "pct").fill_null(False)
    return (
        by_type
        | (nw.col("office") == "WO").fill_null(False)
        | (nw.col("validity") == "not_applicable").fill_null(False)
    )


def _state() -> nw.Expr:
    state = nw.lit("unknown")
    for name in _STATES[:-1]:
        state = nw.when(nw.col("validity") == name).then(nw.lit(name)).otherwise(state)
    return state


def _notes(scope: Scope, frame: pl.DataFrame, missing: str) -> tuple[str, ...]:
    if frame.is_empty():
        return (scope.lacking(missing),)
    notes = ["validity_as_given", "wo_has_no_validity"]
    return tuple(notes if scope.corpus.manifest.status_date else [*notes, "no_status_date"])


def legal_validity_findings(table: Table) -> tuple[Finding, ...]:
    """Say what share is in force, and what share of the states is not known."""
    if table.is_empty():
        return missing_findings(table)
    row = row_of(table, pl.col("validity") == "in_force")
    if row < 0:
        told = [Finding.of("validity_none_in_force")]
    else:
        share = table.frame["unit_share"][row]
        meaning = "mostly" if share >= 0.5 else "partly"
        told = [Finding.of(f"validity_{meaning}_in_force", **_counted(table, row))]
    lapsed = row_of(table, pl.col("validity") == "lapsed")
    if lapsed >= 0:
        told.append(Finding.of("validity_lapsed", **_counted(table, lapsed)))
    unknown = row_of(table, pl.col("validity") == "unknown")
    if unknown >= 0:
        told.append(Finding.of("validity_unknown", **_counted(table, unknown)))
    return tuple(told)


def _counted(table: Table, row: int) -> dict[str, Any]:
    return {
        "unit": unit_words(table),
        "count": Cell(table, row, "unit_count"),
        "share": Cell(table, row, "unit_share"),
    }


def remaining_life(scope: Scope) -> Table:
    """Count the units in force by the years left until their term ends.

    The years run from the status date, or from the cut-off where none is given, to ``expiry_date``: the
    longest that the right can last, if every annual fee is paid.

    Returns
    -------
    Table
        ``remaining_life`` (a band of years), ``unit_count`` and ``unit_share`` of the units shown.
    """
    as_of = scope.corpus.manifest.status_date or scope.cut_off
    in_force = scope.units.filter(~_is_international() & (nw.col("validity") == "in_force").fill_null(False))
    bands = in_force.filter(~nw.col("expiry_date").is_null()).select("record", remaining_life=_band(as_of))
    days = small(in_force.group_by("expiry_date").agg(unit_count=nw.len()))
    total = int(days["unit_count"].sum())
    counts = _banded(days.drop_nulls(), as_of)
    shown = int(counts["unit_count"].sum())
    order = pl.col("remaining_life").replace_strict({name: place for place, name in enumerate(_BANDS)})
    frame = counts.sort(order).with_columns(unit_share=pl.col("unit_count") / max(shown, 1))
    return scope.table(
        "remaining_life",
        frame,
        evidence=Evidence(
            bands, {"unit_count": (Condition("remaining_life", "==", RowValue("remaining_life")),)}
        ),
        left_out=[LeftOut("not_in_force", scope.counted - total), LeftOut("no_expiry_date", total - shown)],
        notes=("life_if_fees_paid",)
        if shown
        else (scope.lacking("missing_expiry" if total else "missing_validity"),),
        formats={"unit_count": "count", "unit_share": "share"},
        date_basis=None,
        cut_off=as_of,
    )


def _banded(days: pl.DataFrame, as_of: Any) -> pl.DataFrame:
    """Add up counts by day of expiry in the bands: there are far fewer days than units."""
    banded = nw.from_native(days).with_columns(remaining_life=_band(as_of)).to_native()
    return banded.group_by("remaining_life").agg(pl.col("unit_count").sum())


def _band(as_of: Any) -> nw.Expr:
    """Return the band of whole years from a day to the expiry; the day itself counts as expired."""
    date = nw.col("expiry_date").dt
    if as_of is None:
        return nw.lit(None, dtype=nw.String)
    year, month, day = (part.cast(nw.Int64) for part in (date.year(), date.month(), date.day()))
    is_short = month * 100 + day < as_of.month * 100 + as_of.day
    left = year - as_of.year - nw.when(is_short).then(1).otherwise(0)
    band = nw.lit("15_and_more")
    for name, under in reversed(_LIVES):
        band = nw.when(left < under).then(nw.lit(name)).otherwise(band)
    return nw.when(nw.col("expiry_date") <= as_of).then(nw.lit("expired")).otherwise(band)


def remaining_life_findings(table: Table) -> tuple[Finding, ...]:
    """Say which band holds most, and how many rights end soon."""
    if table.is_empty():
        return missing_findings(table)
    top = int(table.frame["unit_count"].arg_max() or 0)
    told = [Finding.of("life_most", band=Cell(table, top, "remaining_life"), **_counted(table, top))]
    soon = row_of(table, pl.col("remaining_life") == "under_3")
    if soon >= 0 and soon != top:
        told.append(Finding.of("life_soon", **_counted(table, soon)))
    over = row_of(table, pl.col("remaining_life") == "expired")
    if over >= 0:
        told.append(Finding.of("life_over", **_counted(table, over)))
    return tuple(told)
