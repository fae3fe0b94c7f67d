"""How much of each field is filled, and of what: shares over records or applications."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from workbench.corpus import Corpus
from workbench.corpus.corpus import conform

_HOLDER: Final = pl.col("role").is_in(["applicant", "owner", "assignee"])
_ABROAD: Final = pl.col("country_region").is_not_null() & (pl.col("country_region") != "CN")


def _told(column: str) -> pl.Expr:
    return pl.col(column).is_not_null()


def _holder(column: str) -> pl.Expr:
    return _HOLDER & _told(column)


FIELDS: Final[Mapping[str, Mapping[str, pl.Expr]]] = {
    "publications": {
        name: _told(name) for name in ("publication_number", "publication_date", "title", "abstract")
    },
    "applications": {
        **{name: _told(name) for name in ("application_number", "patent_type", "filing_date", "grant_date")},
        "legal_status": _told("legal_status"),
        "validity": _told("validity") & (pl.col("validity") != "unknown"),
        **{name: _told(name) for name in ("status_as_of", "expiry_date", "claim_count")},
    },
    "priorities": {"priority": _told("priority_number") | _told("priority_date")},
    "families": {"family": _told("family") & (pl.col("scheme") != "inpadoc")},
    "parties": {
        **{
            role: (pl.col("role") == role) & _told("name")
            for role in ("applicant", "owner", "inventor", "agency")
        },
        "address": _holder("address"),
        "country_region": _holder("country_region"),
        "region": _HOLDER & (_told("province") | _ABROAD),
        "district": _holder("district"),
        "party_type": _holder("party_type"),
    },
    "classifications": {
        "ipc": pl.col("scheme") == "ipc",
        "cpc": pl.col("scheme") == "cpc",
        "technology_field": pl.col("scheme") == "wipo35",
        "industry": pl.col("scheme") == "sei",
    },
    "citations": {"cited": pl.col("direction") == "cited", "citing": pl.col("direction") == "citing"},
    "claims": {"claims": _told("text")},
    "events": {"events": _told("event")},
}
"""Table → field → what makes a row count as filled."""

_BY_APPLICATION: Final = ("applications", "priorities", "families", "events")


def filled_counts(corpus: Corpus) -> pl.DataFrame:
    """Count the records or applications that have each field.

    Returns
    -------
    DataFrame
        ``field``, ``filled`` and ``total``, in the order of :data:`FIELDS`. A field of applications is
        counted over applications, every other over records.
    """
    totals = {
        key: int(corpus.polars(table).select(pl.len()).collect(engine="streaming").item())
        for key, table in (("record", "publications"), ("application", "applications"))
    }
    return pl.concat(_filled(corpus, table, totals) for table in FIELDS)


def _filled(corpus: Corpus, table: str, totals: Mapping[str, int]) -> pl.DataFrame:
    key = "application" if table in _BY_APPLICATION else "record"
    fields = FIELDS[table]
    frame = conform(corpus.polars(table), table)
    if table in ("publications", "applications"):
        counts = frame.select(
            condition.fill_null(False).sum().alias(name) for name, condition in fields.items()
        )
    else:
        marks = frame.group_by(key).agg(condition.any().alias(name) for name, condition in fields.items())
        counts = marks.select(pl.col(name).sum() for name in fields)
    row = counts.collect(engine="streaming").row(0)
    return pl.DataFrame({"field": list(fields), "filled": list(row), "total": totals[key]}).cast(
        {"filled": pl.Int64, "total": pl.Int64}
    )
