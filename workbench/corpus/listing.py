"""How a publication is shown to a person: one line each."""

import polars as pl

from workbench.corpus.corpus import Corpus


def publication_list(corpus: Corpus) -> pl.LazyFrame:
    """List every record as people name it.

    Returns
    -------
    LazyFrame, one row per record
        ``record``, ``publication_number``, ``title``, ``applicant`` (all, in order, joined by "; "),
        ``filing_date``, ``publication_date``, ``legal_status``, ``vendor_url``.
    """
    applicants = (
        corpus.polars("parties")
        .filter(pl.col("role") == "applicant")
        .group_by("record")
        .agg(pl.col("name").sort_by("position").str.join("; ").alias("applicant"))
    )
    applications = corpus.polars("applications").select(
        "application",
        "application_number",
        "filing_date",
        pl.coalesce("legal_status", "legal_status_given").alias("legal_status"),
    )
    return (
        corpus.polars("publications")
        .join(applications, on="application", how="left")
        .join(applicants, on="record", how="left")
        .select(
            "record",
            pl.coalesce("publication_number", "application_number").alias("publication_number"),
            "title",
            "applicant",
            "filing_date",
            "publication_date",
            "legal_status",
            "vendor_url",
        )
        .sort("record")
    )
