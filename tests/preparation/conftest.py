"""Small corpora told table by table."""

import polars as pl
import pytest

from workbench.corpus import TABLES, Corpus, Manifest


@pytest.fixture
def tables_of():
    """Return a function that makes a corpus, one keyword a table.

    A table is a list of mappings, or a tuple: the names of the columns in one string, then the rows.
    """

    def make(manifest=None, **tables):
        frames = {name: frame_of(name, told) for name, told in tables.items()}
        return Corpus.from_frames(frames, manifest or Manifest())

    return make


def frame_of(name, told):
    rows = told
    if isinstance(told, tuple):
        columns = told[0].split()
        rows = [dict(zip(columns, row, strict=True)) for row in told[1:]]
    named = {column for row in rows for column in row}
    return pl.DataFrame(rows, schema={column: kind for column, kind in TABLES[name].items() if column in named})
