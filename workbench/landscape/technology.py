"""Which technologies, by IPC subclass and by WIPO field?"""

from typing import Any

import narwhals as nw
import polars as pl

from workbench.corpus.counting import kept, small
from workbench.corpus.keys import join_on_key
from workbench.labels import topic
from workbench.landscape.ranking import Tally
from workbench.landscape.scope import Scope
from workbench.landscape.sentences import ROUNDING, lead_kind, missing_findings, unit_words
from workbench.tables import Cell, Finding, Table


def technology_subclasses(scope: Scope) -> Table:
    """Rank the IPC subclasses (four signs, ``H04L``).

    Returns
    -------
    Table
        The scope's ``top`` subclasses: ``rank``, ``ipc_subclass``, ``ipc_title`` (the subclass, or its class
        where only that has a title, as a key of the catalogue), ``filing_count`` and ``filing_share`` of
        the classified units. With first counting only the main class counts and shares add up to 1;
        with whole counting a unit counts once in each of its subclasses.
    """
    table = _ranked(scope, "technology_subclasses", "ipc_subclass", "missing_ipc")
    return table.with_frame(table.frame.insert_column(2, title_keys(table.frame["ipc_subclass"])))


def title_keys(subclasses: pl.Series) -> pl.Series:
    """Return which title of the catalogue (``values.ipc_title``) to print: the subclass, else its class."""
    known = topic("values").get("ipc_title", {})
    keys = [next((key for key in (symbol, symbol[:3]) if key in known), None) for symbol in subclasses]
    return pl.Series("ipc_title", keys, dtype=pl.String)


def technology_fields(scope: Scope) -> Table:
    """Rank the 35 technology fields of WIPO, as :func:`technology_subclasses` does, by ``technology_field``."""
    return _ranked(scope, "technology_fields", "technology_field", "missing_technology_field")


def classes(scope: Scope, column: str) -> nw.LazyFrame[Any]:
    """Return one row per unit and class: ``record``, ``year``, the class, and ``weight``.

    ``column`` is ``ipc_subclass`` or ``technology_field``. Classes are those of the unit's representative
    publication. The main class is the one marked so, else the first named.
    """
    found = scope.remembered("classes", lambda: kept(_classes(scope)))
    chosen = found.filter(nw.col("scheme") == _SCHEMES[column])
    return chosen.select("record", "year", "weight", nw.col("symbol").alias(column))


_SCHEMES = {"ipc_subclass": "ipc", "technology_field": "wipo35"}


def _classes(scope: Scope) -> nw.LazyFrame[Any]:
    """Return ``record``, ``year``, ``scheme``, ``symbol`` (of IPC the subclass) and ``weight``."""
    rows = scope.corpus["classifications"].filter(nw.col("scheme").is_in(list(_SCHEMES.values())))
    if scope.counting == "first":
        rows = _main_only(rows)
    subclass = nw.col("symbol").str.slice(0, 4)
    symbol = nw.when(nw.col("scheme") == "ipc").then(subclass).otherwise(nw.col("symbol"))
    symbols = kept(rows.select("record", "scheme", symbol=symbol))
    found = join_on_key(symbols, scope.units.select("record", "year"), "record")
    if scope.counting == "first":
        return found.with_columns(weight=nw.lit(1))
    once = found.unique()
    if scope.counting == "whole":
        return once.with_columns(weight=nw.lit(1))
    sizes = once.group_by("record", "scheme").agg(class_count=nw.len())
    weighed = once.join(sizes, on=["record", "scheme"], how="inner")
    return weighed.with_columns(weight=1.0 / nw.col("class_count")).drop("class_count")


def _main_only(rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Keep one class per record and scheme: the marked main class, else the one at the smallest position."""
    is_main = nw.col("is_main").fill_null(False)
    marked = nw.when(is_main & (nw.col("position") != 0)).then(1).otherwise(0)
    if not small(rows.select(marked=marked).select(nw.col("marked").sum()))["marked"][0]:
        return rows.filter(nw.col("position") == 0)
    place = nw.when(is_main).then(nw.lit(-1)).otherwise(nw.col("position").cast(nw.Int64))
    placed = rows.select("record", "scheme", "symbol", place=place)
    least = placed.group_by("record", "scheme").agg(nw.col("place").min())
    chosen = placed.join(least, on=["record", "scheme", "place"], how="inner")
    return chosen.group_by("record", "scheme").agg(nw.col("symbol").min())


def _ranked(scope: Scope, name: str, column: str, missing: str) -> Table:
    found = classes(scope, column)
    tally = Tally(found, column, classified_count(found, scope.counting), scope.counting)
    note = "main_class_only" if scope.counting == "first" else "classes_overlap"
    return tally.table(scope, name, reason="no_class", missing=missing, notes=(note,))


def classified_count(found: nw.LazyFrame[Any], counting: str) -> int:
    """Return how many units have a class."""
    records = found.select("record") if counting == "first" else found.select("record").unique()
    return int(small(records.select(units=nw.len()))["units"][0])


def technology_subclasses_findings(table: Table) -> tuple[Finding, ...]:
    """Say which subclass leads, how far before the next, and whether the field is broad."""
    return _mix_findings(table, "ipc_subclass")


def technology_fields_findings(table: Table) -> tuple[Finding, ...]:
    """Say which technology field leads, how far before the next, and whether the mix is broad."""
    return _mix_findings(table, "technology_field")


def _mix_findings(table: Table, column: str) -> tuple[Finding, ...]:
    if table.is_empty():
        return missing_findings(table)
    shares, counts = table.frame["filing_share"], table.frame["filing_count"]
    slots: dict[str, Any] = {
        "unit": unit_words(table),
        "first": Cell(table, 0, column),
        "count": Cell(table, 0, "filing_count"),
        "share": Cell(table, 0, "filing_share"),
    }
    if len(counts) == 1:
        return (Finding.of("mix_single" if shares[0] >= 1 - ROUNDING else "mix_first", **slots),)
    slots |= {"second": Cell(table, 1, column), "second_share": Cell(table, 1, "filing_share")}
    told = lead_kind(counts) or ("core" if shares[0] >= 0.5 else "broad")
    return (Finding.of(f"mix_{told}", **slots),)
