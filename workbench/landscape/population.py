"""What was counted, and what was not?"""

import narwhals as nw
import polars as pl

from workbench.corpus.counting import small
from workbench.landscape.scope import Scope
from workbench.landscape.sentences import unit_words
from workbench.tables import Cell, Finding, Table


def counting_base(scope: Scope) -> Table:
    """Account for the records and units: what the numbers of all other tables rest on.

    Returns
    -------
    Table
        ``item``, ``number`` and ``unit_share``: the records read, those with a family and with an application
        number (shares of the records), then the units, those counted and those without a date (shares
        of the units).
    """
    records = int(small(scope.corpus["publications"].select(records=nw.len()))["records"][0])
    shares = scope.unit_shares
    rows = [
        ("records", records, 1.0),
        ("with_family", round(records * shares["family"]), shares["family"]),
        ("with_application_number", round(records * shares["application"]), shares["application"]),
        ("units", scope.population, 1.0),
        ("counted", scope.counted, scope.counted / max(scope.population, 1)),
        ("undated", scope.undated_count, scope.undated_count / max(scope.population, 1)),
    ]
    schema = {"item": pl.String, "number": pl.Int64, "unit_share": pl.Float64}
    return scope.table(
        "counting_base",
        pl.DataFrame(rows, schema=schema, orient="row"),
        notes=("families_alone",) if scope.unit == "family" and shares["family"] < 1 else (),
        formats={"number": "count", "unit_share": "share"},
    )


def counting_base_findings(table: Table) -> tuple[Finding, ...]:
    """Say what was counted, why that unit, and how many were counted."""
    place = {item: row for row, item in enumerate(table.frame["item"])}
    slots: dict[str, Cell | str] = {
        "unit": unit_words(table),
        "records": Cell(table, place["records"], "number"),
    }
    slots["counted"] = Cell(table, place["counted"], "number")
    slots["share"] = Cell(
        table, place["with_family" if table.unit == "family" else "with_application_number"], "unit_share"
    )
    return (Finding.of(f"base_{table.unit}", **slots),)
