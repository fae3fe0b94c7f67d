"""A frozen value of lazy tables, on polars, duckdb or Spark alike."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, Self

import narwhals as nw
import polars as pl

from workbench.corpus.manifest import Manifest
from workbench.corpus.numbers import publication_key
from workbench.corpus.schema import OPTIONAL_TABLES, TABLES
from workbench.corpus.storage import read_folder, write_folder

Engine = Literal["polars", "duckdb", "spark"]
_KEYED_BY_RECORD = ("parties", "classifications", "citations", "claims", "sources", "conflicts", "extras")
_KEYED_BY_APPLICATION = ("applications", "priorities", "families", "events")


@dataclass(frozen=True)
class Corpus:
    """Patents as lazy tables (see :mod:`workbench.corpus.schema`) and what is known of their origin.

    ``Corpus.open(path, engine=…)`` gives the same tables as narwhals frames on any engine. Sets of
    records combine with ``|``, ``&`` and ``-`` (by publication number); ``where`` keeps some records.
    """

    tables: Mapping[str, nw.LazyFrame[Any]]
    manifest: Manifest
    engine: Engine = "polars"
    path: Path | None = None

    @classmethod
    def open(cls, path: str | Path, engine: Engine = "polars", session: Any = None) -> Self:
        """Open a saved corpus.

        Parameters
        ----------
        path : path
            The folder that ``workbench read`` wrote.
        engine : {"polars", "duckdb", "spark"}
            Where the tables are computed.
        session : object, optional
            A duckdb connection or a Spark session to use; one is made otherwise.

        Raises
        ------
        WorkbenchError
            If the folder is no corpus, or of a newer schema.
        """
        tables, manifest = read_folder(Path(path), engine, session)
        return cls(tables=tables, manifest=manifest, engine=engine, path=Path(path))

    @classmethod
    def from_frames(cls, frames: Mapping[str, pl.DataFrame | pl.LazyFrame], manifest: Manifest) -> Self:
        """Make a corpus of polars frames; tables not given are empty, columns not given are null."""
        tables = {name: conform(frames.get(name), name) for name in TABLES}
        if "extras" in frames:
            tables["extras"] = frames["extras"].lazy()
        return cls({name: nw.from_native(frame) for name, frame in tables.items()}, manifest)

    def __getitem__(self, table: str) -> nw.LazyFrame[Any]:
        """Return a table as a lazy narwhals frame."""
        return self.tables[table]

    def polars(self, table: str) -> pl.LazyFrame:
        """Return a table as a polars lazy frame, whatever the engine."""
        native = self.tables[table].to_native()
        if isinstance(native, pl.LazyFrame):
            return native
        collected: pl.DataFrame = self.tables[table].collect("polars").to_native()
        return collected.lazy()

    def with_tables(self, **frames: pl.DataFrame | pl.LazyFrame) -> Self:
        """Return a corpus in which these tables are replaced."""
        new = {
            name: nw.from_native(frame.lazy() if name == "extras" else conform(frame, name))
            for name, frame in frames.items()
        }
        return replace(self, tables={**self.tables, **new}, path=None)

    def with_manifest(self, **changes: Any) -> Self:
        """Return a corpus whose manifest differs in these fields."""
        return replace(self, manifest=self.manifest.model_copy(update=changes))

    def save(self, path: str | Path, *, replace: bool = False) -> Path:
        """Write the corpus as a folder of parquet, whole or not at all.

        Raises
        ------
        WorkbenchError
            If the folder exists and ``replace`` is not set, or cannot be written.
        """
        frames = {name: self.polars(name) for name in self.tables}
        return write_folder(Path(path), frames, self.manifest, replace=replace)

    def where(self, records: Iterable[int] | pl.Series | pl.Expr) -> Self:
        """Keep these records, named by key or by a condition on ``publications``."""
        publications = self.polars("publications")
        if isinstance(records, pl.Expr):
            kept = publications.filter(records).select("record")
        else:
            kept = pl.LazyFrame({"record": pl.Series(records, dtype=pl.UInt32)}).unique()
        applications = publications.join(kept, on="record", how="semi").select("application").unique()
        frames = {"publications": publications.join(kept, on="record", how="semi", maintain_order="left")}
        for name in self.tables:
            if name in _KEYED_BY_RECORD:
                frames[name] = self.polars(name).join(kept, on="record", how="semi", maintain_order="left")
            elif name in _KEYED_BY_APPLICATION:
                frames[name] = self.polars(name).join(
                    applications, on="application", how="semi", maintain_order="left"
                )
        return self.with_tables(**frames)

    def __and__(self, other: Self) -> Self:
        """Keep the publications that the other corpus has too."""
        return self._by_number(other, "semi")

    def __sub__(self, other: Self) -> Self:
        """Keep the publications that the other corpus does not have."""
        return self._by_number(other, "anti")

    def _by_number(self, other: Self, how: Literal["semi", "anti"]) -> Self:
        key = publication_key(pl.col("publication_number")).alias("key")
        mine = self.polars("publications").select("record", key)
        theirs = other.polars("publications").select(key)
        return self.where(mine.join(theirs, on="key", how=how).collect()["record"])


def conform(frame: pl.DataFrame | pl.LazyFrame | None, table: str) -> pl.LazyFrame:
    """Give a frame exactly the columns and types of its table: missing columns become null."""
    schema = TABLES[table] if table in TABLES else OPTIONAL_TABLES[table]
    if frame is None:
        return pl.LazyFrame(schema=schema)
    lazy = frame.lazy()
    present = set(lazy.collect_schema().names())
    return lazy.select(
        (pl.col(name).cast(dtype) if name in present else pl.lit(None, dtype=dtype)).alias(name)
        for name, dtype in schema.items()
    )
