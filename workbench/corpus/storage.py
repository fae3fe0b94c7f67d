"""A corpus on disk: a folder of parquet, one folder a table, beside ``manifest.json``."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import narwhals as nw
import polars as pl
from pydantic import ValidationError

from workbench.corpus.manifest import Manifest
from workbench.corpus.schema import OPTIONAL_TABLES, SCHEMA_VERSION, TABLES
from workbench.errors import WorkbenchError

MANIFEST = "manifest.json"
_LOCAL_SPARK: Final = {
    "spark.sql.shuffle.partitions": "4",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.driver.memory": "4g",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


@contextmanager
def staged_folder(
    target: Path, *, replace: bool = False, before: Callable[[], object] | None = None
) -> Iterator[Path]:
    """Give a folder to write into that becomes ``target`` at the end, or vanishes on any failure.

    ``before`` runs when all is written, just before the move.

    Raises
    ------
    WorkbenchError
        If ``target`` exists and ``replace`` is not set, is a file, or its parent cannot be written.
    """
    target = target.absolute()
    if target.exists() and not (replace and target.is_dir()):
        raise WorkbenchError("output_exists", path=str(target))
    partial = target.with_name(f".{target.name}.partial-{os.getpid()}")
    try:
        partial.mkdir(parents=True)
        try:
            yield partial
            if before is not None:
                before()
            _move_into_place(partial, target)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    except OSError as error:
        raise WorkbenchError("cannot_write", path=str(target), cause=error.strerror or str(error)) from error
    except pl.exceptions.ComputeError as error:
        if "os error" not in str(error):
            raise
        raise WorkbenchError("cannot_write", path=str(target), cause=str(error)) from error


def _move_into_place(partial: Path, target: Path) -> None:
    former = target.with_name(f".{target.name}.former-{os.getpid()}")
    if target.exists():
        target.rename(former)
    try:
        partial.rename(target)
    except OSError:
        if former.exists():
            former.rename(target)
        raise
    shutil.rmtree(former, ignore_errors=True)


def write_folder(
    target: Path, frames: Mapping[str, pl.LazyFrame], manifest: Manifest, *, replace: bool = False
) -> Path:
    """Write tables and manifest, whole or not at all; return the folder."""
    with staged_folder(target, replace=replace) as folder:
        write_tables(folder, frames, manifest)
    return target


def write_tables(folder: Path, frames: Mapping[str, pl.LazyFrame], manifest: Manifest) -> None:
    """Write tables and manifest into a folder that the caller stages."""
    counts = {name: write_table(folder, name, frame) for name, frame in frames.items()}
    write_manifest(folder, manifest.model_copy(update={"counts": counts}))


def write_table(folder: Path, name: str, frame: pl.LazyFrame) -> int:
    """Write one table as a single part; return its number of rows."""
    (folder / name).mkdir()
    part = folder / name / "0000.parquet"
    frame.sink_parquet(part, compression="zstd", compression_level=1)
    return int(pl.scan_parquet(part).select(pl.len()).collect().item())


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of a corpus."""
    (folder / MANIFEST).write_text(manifest.model_dump_json(indent=2), encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a corpus.

    Raises
    ------
    WorkbenchError
        If the folder is missing, is no corpus, or was written by a newer version.
    """
    if not (folder / MANIFEST).is_file():
        raise WorkbenchError("not_a_corpus", path=str(folder))
    try:
        manifest = Manifest.model_validate_json((folder / MANIFEST).read_text(encoding="utf-8"))
    except (ValidationError, UnicodeDecodeError) as error:
        raise WorkbenchError("broken_corpus", path=str(folder), found=str(error)) from error
    if manifest.schema_version > SCHEMA_VERSION:
        raise WorkbenchError(
            "newer_corpus", path=str(folder), found=manifest.schema_version, known=SCHEMA_VERSION
        )
    return manifest


def read_folder(folder: Path, engine: str, session: Any) -> tuple[dict[str, nw.LazyFrame[Any]], Manifest]:
    """Open every table of a saved corpus on an engine."""
    manifest = read_manifest(folder)
    missing = [name for name in TABLES if not any((folder / name).glob("*.parquet"))]
    if missing:
        raise WorkbenchError("broken_corpus", path=str(folder), found=", ".join(missing))
    names = [*TABLES, *(name for name in ("extras", *OPTIONAL_TABLES) if (folder / name).is_dir())]
    scan = _scanner(engine, session)
    return {name: nw.from_native(scan(folder / name)) for name in names}, manifest


def _scanner(engine: str, session: Any) -> Any:
    if engine == "duckdb":
        import duckdb

        connection = session or duckdb.connect()
        return lambda folder: connection.read_parquet(f"{folder}/*.parquet")
    if engine == "spark":
        spark = session or _local_spark()
        return lambda folder: spark.read.parquet(str(folder))
    return lambda folder: pl.scan_parquet(f"{folder}/*.parquet")


def _local_spark() -> Any:
    """Return the running Spark session, or one on this machine that is set for tables of millions of rows."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("workbench")
    for name, value in _LOCAL_SPARK.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()
