"""What tells one document from another: numbers in normal form and the keys all their spellings share."""

from typing import Final

import polars as pl

from workbench.corpus.numbers import (
    application_key,
    kind_of,
    normal_application_number,
    normal_publication_number,
    office_of,
    publication_key,
)
from workbench.readers.intake import INTAKE

NUMBER_COLUMNS: Final = (
    "level", "publication_number", "office", "kind_code", "application_number", "family_simple",
)  # fmt: skip
"""The columns of an intake that decide which record a row belongs to."""


def number_facts(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the number columns of intake rows in normal form, with the keys of publication and application.

    Parameters
    ----------
    rows : DataFrame
        Any subset of the intake's columns; numbers as found.

    Returns
    -------
    DataFrame
        ``NUMBER_COLUMNS``, ``application_key`` and ``publication_key``, one row per row.
    """
    number = normal_publication_number(pl.col("publication_number"), pl.col("office"), pl.col("kind_code"))
    return (
        rows.select(_present(name, rows.columns) for name in NUMBER_COLUMNS)
        .with_columns(publication_number=number)
        .with_columns(
            office=pl.coalesce(office_of(pl.col("publication_number")), "office"),
            kind_code=pl.coalesce(kind_of(pl.col("publication_number")), "kind_code"),
            level=pl.col("level").fill_null("publication"),
        )
        .with_columns(
            application_number=normal_application_number(pl.col("application_number"), pl.col("office"))
        )
        .with_columns(
            application_key=application_key(pl.col("application_number")),
            publication_key=publication_key(pl.col("publication_number")),
        )
    )


def _present(name: str, columns: list[str]) -> pl.Expr:
    dtype = INTAKE[name]
    return (pl.col(name).cast(dtype) if name in columns else pl.lit(None, dtype=dtype)).alias(name)
