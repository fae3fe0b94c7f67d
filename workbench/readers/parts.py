"""Rows of documents, gathered in batches and put down as parquet parts of intake columns."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from workbench.readers.intake import INTAKE, PLACE, Piece

Row = dict[str, Any]
"""Intake column → value; columns that are absent are null."""

_BATCH_ROWS: Final = 5_000
_PIECE_ROWS: Final = 25_000
"""Rows taken on at a time: documents bring whole texts, so fewer than of a table."""

_SIMPLE: Final[Mapping[Any, Any]] = {
    pl.String: pa.string(),
    pl.Date: pa.date32(),
    pl.UInt16: pa.uint16(),
    pl.UInt32: pa.uint32(),
    pl.Int32: pa.int32(),
    pl.Float64: pa.float64(),
}


def arrow_type(dtype: Any) -> Any:
    """Return the arrow type of an intake column's polars type."""
    if isinstance(dtype, pl.List):
        return pa.list_(arrow_type(dtype.inner))
    if isinstance(dtype, pl.Struct):
        return pa.struct([(field.name, arrow_type(field.dtype)) for field in dtype.fields])
    return _SIMPLE[dtype if isinstance(dtype, type) else type(dtype)]


def arrow_schema(columns: Sequence[str]) -> Any:
    """Return the schema of the parts: where a row comes from, then the columns of the format."""
    names = (*PLACE, *columns)
    return pa.schema([(name, arrow_type(INTAKE.get(name, pl.String))) for name in names])


class PartsWriter:
    """Gathers rows and writes a part whenever a batch is full, so that memory stays flat.

    Parameters
    ----------
    folder : path
        Where the parts go.
    stem : str
        Beginning of the parts' names; their order is the order of the rows.
    columns : sequence of str
        Intake columns (and ``extra:`` names) that this format can fill.
    """

    def __init__(self, folder: Path, stem: str, columns: Sequence[str]) -> None:
        self._folder = folder
        self._stem = stem
        self._schema = arrow_schema(columns)
        self._rows: list[Row] = []
        self.written = 0
        self._parts = 0

    def add(self, row: Row) -> None:
        """Take one row."""
        self._rows.append(row)
        if len(self._rows) >= _BATCH_ROWS:
            self.flush()

    def flush(self) -> None:
        """Write what was gathered as one part."""
        if not self._rows:
            return
        columns = [pa.array([row.get(f.name) for row in self._rows], f.type) for f in self._schema]
        table = pa.Table.from_arrays(columns, schema=self._schema)
        pq.write_table(table, self._folder / f"{self._stem}-{self._parts:05}.parquet", compression="lz4")
        self.written += len(self._rows)
        self._parts += 1
        self._rows = []


def scan_parts(folder: Path, columns: Sequence[str]) -> pl.LazyFrame:
    """Return the rows of all parts in order; an empty frame of the same shape where there are none."""
    if any(folder.glob("*.parquet")):
        return pl.scan_parquet(f"{folder}/*.parquet")
    return pl.LazyFrame(schema={name: INTAKE.get(name, pl.String) for name in (*PLACE, *columns)})


def part_pieces(folder: Path) -> Iterator[Piece]:
    """Yield the rows of all parts in order, some parts at a time."""
    taken: list[Path] = []
    height = 0
    for path in sorted(folder.glob("*.parquet")):
        rows = pq.read_metadata(path).num_rows
        if taken and height + rows > _PIECE_ROWS:
            yield _piece(taken, height)
            taken, height = [], 0
        taken, height = [*taken, path], height + rows
    if taken:
        yield _piece(taken, height)


def _piece(paths: list[Path], height: int) -> Piece:
    return Piece(height, partial(_rows_of, paths), lambda: pl.read_parquet(paths, columns=list(PLACE)))


def _rows_of(paths: list[Path], wanted: pl.Series | None) -> pl.DataFrame:
    rows = pl.read_parquet(paths)
    return rows if wanted is None else rows.filter(wanted)
