"""What a query finds, as people read it: one line a record."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.corpus import Corpus
from workbench.corpus.listing import publication_list
from workbench.labels import Language, value_words
from workbench.query.construct_words import field_words


def hit_list(corpus: Corpus, records: NDArray[np.uint32]) -> pl.DataFrame:
    """List the records of a result.

    Returns
    -------
    DataFrame, one row per record
        The columns of :func:`workbench.corpus.listing.publication_list`; a record without a publication
        number carries its application number.
    """
    wanted = pl.LazyFrame({"record": pl.Series(records, dtype=pl.UInt32)})
    return publication_list(corpus).join(wanted, on="record", how="semi").sort("record").collect()


def in_words(listed: pl.DataFrame, language: Language) -> pl.DataFrame:
    """Return a list with headings and coded values as people read them."""
    codes = listed["legal_status"].drop_nulls().unique().to_list()
    spoken = {code: value_words("legal_status", code, language) for code in codes}
    said = listed.with_columns(pl.col("legal_status").replace(spoken))
    return said.rename({name: field_words(name, language) for name in said.columns})
