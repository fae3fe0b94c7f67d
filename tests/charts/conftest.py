"""Tables as analyses make them, with and without lists of patents."""

import narwhals as nw
import polars as pl
import pytest

from workbench.tables import Condition, Evidence, RowValue, Table


@pytest.fixture
def table_of():
    """Return a function that makes a table of columns; columns in ``listed`` can name their patents."""

    def make(columns, *, listed=(), formats=None, unit="application"):
        frame = pl.DataFrame(columns)
        key = frame.columns[0]
        evidence = Evidence(
            nw.from_native(pl.LazyFrame({"record": [0], key: frame[key].head(1)})),
            {column: (Condition(key, "==", RowValue(key)),) for column in listed},
        )
        kinds = {column: "count" for column in frame.columns if column.endswith("_count")}
        return Table("annual_filings", frame, unit, evidence=evidence, formats={**kinds, **(formats or {})})

    return make


@pytest.fixture
def yearly(table_of):
    return table_of(
        {
            "filing_year": [2020, 2021, 2022],
            "invention_count": [3, 0, 12345],
            "design_count": [1, 2, 3],
            "applicant_count": [2, 1, 9],
            "is_complete": [True, True, False],
        },
        listed=("invention_count", "design_count"),
        formats={"filing_year": "year"},
    )


@pytest.fixture
def ranked(table_of):
    return table_of(
        {
            "rank": [1, 2, 3],
            "validity": ["in_force", "lapsed", "unknown"],
            "unit_count": [50, 30, 20],
            "former_count": [5, 3, 2],
            "unit_share": [0.5, 0.3, 0.2],
        },
        listed=("unit_count", "former_count"),
        formats={"unit_share": "share"},
    )


@pytest.fixture
def placed(table_of):
    return table_of(
        {"province": ["120000", "440000", "unknown", "abroad"], "filing_count": [7, 4, 2, 1]},
        listed=("filing_count",),
    )


@pytest.fixture
def paired(table_of):
    return table_of(
        {"origin": ["CN", "US", "CN"], "target": ["CN", "CN", "US"], "unit_count": [9, 4, 2]},
        listed=("unit_count",),
    )
