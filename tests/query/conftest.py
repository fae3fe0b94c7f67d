"""Corpora of random or given texts."""

from datetime import date

import polars as pl
import pytest

from workbench.corpus import Corpus, Manifest


def corpus_of_texts(records):
    """Make a corpus of mappings with title, abstract, claims, applicant, publication_date and ipc."""
    return Corpus.from_frames(
        {
            "publications": pl.DataFrame(
                [
                    {
                        "record": key,
                        "application": key,
                        "publication_number": f"CN{100000000 + key}A",
                        "title": record.get("title"),
                        "abstract": record.get("abstract"),
                        "publication_date": day and date.fromisoformat(day),
                    }
                    for key, record in enumerate(records)
                    for day in [record.get("publication_date")]
                ],
                infer_schema_length=None,
            ),
            "applications": pl.DataFrame({"application": range(len(records))}),
            "claims": rows(records, "claims", "text", "number", 1),
            "parties": rows(records, "applicant", "name", "position", 0).with_columns(role=pl.lit("applicant")),
            "classifications": rows(records, "ipc", "symbol", "position", 0).with_columns(scheme=pl.lit("ipc")),
        },
        Manifest(),
    )


def rows(records, field, column, number, first):
    listed = [
        {"record": key, column: value, number: place}
        for key, record in enumerate(records)
        for place, value in enumerate(record.get(field, ()), first)
    ]
    return pl.DataFrame(listed, schema={"record": pl.UInt32, column: pl.String, number: pl.UInt16})


@pytest.fixture
def texts():
    return corpus_of_texts
