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


@pytest.fixture
def evolving(table_of):
    blocks = table_of(
        {
            "period": ["2010–2014", "2010–2014", "2015–2019", "2015–2019"],
            "branch": ["导航", "识别", "导航", "识别"],
            "document_count": [10, 0, 6, 8],
        },
        listed=("document_count",),
    )
    flows = table_of(
        {
            "from_period": ["2010–2014"] * 2,
            "from_branch": ["导航"] * 2,
            "to_period": ["2015–2019"] * 2,
            "to_branch": ["导航", "识别"],
            "flow_count": [4.5, 2.0],
        },
        listed=("flow_count",),
    )
    return blocks, flows


@pytest.fixture
def path_of(table_of):
    """Return a function that makes both tables of rows (document, year, branch, share) in a chain."""

    def make(*rows, title="一种示例装置"):
        documents = table_of(
            {
                "document": pl.Series([row[0] for row in rows], dtype=pl.String),
                "title": pl.Series([title] * len(rows), dtype=pl.String),
                "applicant": pl.Series(["天津示例智能装备有限公司"] * len(rows), dtype=pl.String),
                "document_year": pl.Series([row[1] for row in rows], dtype=pl.Int32),
                "branch": pl.Series([row[2] for row in rows], dtype=pl.String),
                "flow_share": pl.Series([row[3] for row in rows], dtype=pl.Float64),
                "layer": pl.Series(range(len(rows)), dtype=pl.Int32),
            },
            listed=("document", "flow_share"),
        )
        citations = table_of(
            {
                "cited_document": pl.Series([row[0] for row in rows[:-1]], dtype=pl.String),
                "citing_document": pl.Series([row[0] for row in rows[1:]], dtype=pl.String),
                "link_share": pl.Series([row[3] for row in rows[1:]], dtype=pl.Float64),
            }
        )
        return documents, citations

    return make


CHAIN = (("CN1A", 1990, "导航", 0.2), ("CN2A", 1996, "导航", 0.8), ("CN3A", 2005, "识别", 0.5))


@pytest.fixture
def path(path_of):
    return path_of(*CHAIN)
