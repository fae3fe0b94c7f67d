"""What a query finds, as people read it: one line a record."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.corpus import Corpus
from workbench.corpus.listing import publication_list


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
