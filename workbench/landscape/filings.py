"""How many patents were filed, published and granted each year?"""

from typing import Any

import narwhals as nw
import polars as pl

from workbench.corpus.counting import small
from workbench.landscape.scope import SMALL_BASE, Scope, opening_year
from workbench.landscape.sentences import missing_findings, row_of, unit_words
from workbench.tables import Cell, Condition, Evidence, Finding, LeftOut, RowValue, Table


def annual_filings(scope: Scope) -> Table:
    """Count the units by the year of the scope's date.

    Returns
    -------
    Table
        One row a year: ``filing_year`` (or ``priority_year`` …), ``filing_count``, ``growth_rate`` over
        the year before (null where that is below 10 or a year is incomplete), ``cumulative_count`` and
        ``is_complete`` (false where the publication lag still hides filings). Years without a filing
        are there with 0; units before the series are left out and counted.
    """
    year = scope.year_column
    counts = scope.year_counts.group_by("year").agg(filing_count=pl.col("units").sum())
    frame = with_growth(scope.every_year(counts), "filing_count")
    return scope.table(
        "annual_filings",
        frame,
        evidence=_by_year(scope.dated, "year", year, "filing_count"),
        left_out=scope.left_out_of_series(),
        notes=_notes(scope, frame, "missing_date"),
        formats=_formats(year, "filing_count"),
    )


def annual_publications(scope: Scope) -> Table:
    """Count the units by the year of their first publication: ``publication_year``, ``publication_count`` …."""
    units = scope.units.with_columns(publication_year=nw.col("publication_date").dt.year().cast(nw.Int32))
    return _annual(scope, units, "annual_publications", "publication", "no_publication_date")


def annual_grants(scope: Scope) -> Table:
    """Count the granted units by the year of their first grant: ``grant_year``, ``grant_count`` …."""
    return _annual(scope, scope.units, "annual_grants", "grant", "no_grant_date")


def _annual(scope: Scope, units: nw.LazyFrame[Any], name: str, event: str, reason: str) -> Table:
    year, value = f"{event}_year", f"{event}_count"
    dated = units.filter(~nw.col(year).is_null())
    counts = small(dated.group_by(year).agg(nw.len().alias(value))).sort(year)
    frame = with_growth(_filled(counts, year, value, scope), value)
    found, shown = int(counts[value].sum()), int(frame[value].sum())
    return scope.table(
        name,
        frame,
        evidence=_by_year(dated, year, year, value),
        left_out=[LeftOut(reason, scope.counted - found), LeftOut("before_series", found - shown)],
        notes=_notes(scope, frame, f"missing_{event}_date"),
        formats=_formats(year, value),
        date_basis=f"{event}_date",
    )


def _filled(counts: pl.DataFrame, year: str, value: str, scope: Scope) -> pl.DataFrame:
    """Give every year from the first to the last a row; a year that the cut-off falls into is incomplete."""
    if counts.is_empty():
        return counts.with_columns(is_complete=pl.lit(None, dtype=pl.Boolean))
    first, last = opening_year(counts), counts[year][-1]
    years = pl.DataFrame({year: pl.arange(first, last + 1, eager=True, dtype=pl.Int64)})
    cut = scope.last_day
    ended = None if cut is None else cut.year - (0 if (cut.month, cut.day) == (12, 31) else 1)
    return years.join(counts, on=year, how="left", maintain_order="left").with_columns(
        pl.col(value).fill_null(0), is_complete=pl.col(year) <= pl.lit(ended, dtype=pl.Int64)
    )


def with_growth(frame: pl.DataFrame, value: str) -> pl.DataFrame:
    """Add the growth over the year before, if its base and its year allow one, and the running sum."""
    former = pl.col(value).shift(1)
    is_fair = (former >= SMALL_BASE) & pl.col("is_complete").fill_null(True)
    return frame.with_columns(
        growth_rate=pl.when(is_fair).then((pl.col(value) - former) / former),
        cumulative_count=pl.col(value).cum_sum(),
    ).select(frame.columns[0], value, "growth_rate", "cumulative_count", "is_complete")


def annual_filings_findings(table: Table) -> tuple[Finding, ...]:
    """Say how much was filed, when most, how the last complete year compares, which years are incomplete."""
    return _yearly_findings(table, "filings")


def annual_publications_findings(table: Table) -> tuple[Finding, ...]:
    """Say how much was published, when most, and how the last complete year compares."""
    return _yearly_findings(table, "publications")


def annual_grants_findings(table: Table) -> tuple[Finding, ...]:
    """Say how much was granted, when most, and how the last complete year compares."""
    return _yearly_findings(table, "grants")


def _yearly_findings(table: Table, subject: str) -> tuple[Finding, ...]:
    if table.is_empty():
        return missing_findings(table)
    event = f"findings.{subject}_event"
    found = (_total(table, event), _latest(table, event), _incomplete(table, event))
    return tuple(finding for finding in found if finding is not None)


def _total(table: Table, event: str) -> Finding:
    year, value = table.frame.columns[:2]
    counts, last = table.frame[value], table.frame.height - 1
    top = row_of(table, pl.col(value) == counts.max())
    slots: dict[str, Any] = {
        "event": event,
        "unit": unit_words(table),
        "total": Cell(table, last, "cumulative_count"),
        "first": Cell(table, 0, year),
        "last": Cell(table, last, year),
        "peak_year": Cell(table, top, year),
        "peak": Cell(table, top, value),
    }
    if last == 0:
        return Finding.of("years_single", **{name: slots[name] for name in ("event", "unit", "total", "first")})
    if (counts == counts.max()).sum() > 1:
        return Finding.of("years_peak_tied", **slots)
    if table.frame["is_complete"][top] is False:
        return Finding.of("years_peak_incomplete", **slots)
    return Finding.of("years_peak", **slots)


def _latest(table: Table, event: str) -> Finding | None:
    """Compare the last complete year with the year before it."""
    year, value = table.frame.columns[:2]
    rows = table.frame.with_row_index("row").filter(pl.col("is_complete") & (pl.col("row") > 0))
    if rows.is_empty():
        return None
    row = int(rows["row"][-1])
    slots: dict[str, Any] = {
        "event": event,
        "unit": unit_words(table),
        "year": Cell(table, row, year),
        "count": Cell(table, row, value),
        "former": Cell(table, row - 1, value),
    }
    rate = table.frame["growth_rate"][row]
    if rate is None:
        return Finding.of("years_latest_without_base", **slots)
    slots["rate"] = Cell(table, row, "growth_rate")
    if rate == 0:
        return Finding.of(
            "years_latest_same", **{name: slots[name] for name in ("event", "unit", "year", "count")}
        )
    is_peak = table.frame[value][row] == table.frame[value].max()
    peak = "up_peak" if value == "filing_count" else "up_peak_later"
    direction = (peak if is_peak else "up") if rate > 0 else "down"
    return Finding.of(f"years_latest_{direction}", **slots)


def _incomplete(table: Table, event: str) -> Finding | None:
    year = table.frame.columns[0]
    known = table.frame["is_complete"]
    if known.is_null().all():
        return Finding.of("years_without_cut_off", event=event)
    first = row_of(table, ~pl.col("is_complete"))
    if first < 0:
        return None
    return Finding.of("years_incomplete", event=event, year=Cell(table, first, year))


def _by_year(units: nw.LazyFrame[Any], column: str, year: str, value: str) -> Evidence:
    return Evidence(units.select("record", column), {value: (Condition(column, "==", RowValue(year)),)})


def _formats(year: str, value: str) -> dict[str, str]:
    return {
        year: "year",
        value: "count",
        "growth_rate": "share",
        "cumulative_count": "count",
        "is_complete": "flag",
    }


def _notes(scope: Scope, frame: pl.DataFrame, missing: str) -> tuple[str, ...]:
    if frame.is_empty():
        return (scope.lacking(missing),)
    notes = ["no_cut_off"] if frame["is_complete"].is_null().all() else []
    if not frame["is_complete"].fill_null(True).all():
        notes.append("incomplete_years")
    if (frame[frame.columns[1]].head(-1) < SMALL_BASE).any():
        notes.append("small_base")
    return tuple(notes)
