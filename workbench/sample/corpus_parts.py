"""A sample written straight into the storage of a corpus, one part a chapter: memory stays flat."""

import hashlib
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from workbench import __version__
from workbench.corpus.corpus import conform
from workbench.corpus.manifest import Manifest, SourceFile
from workbench.corpus.schema import TABLES
from workbench.corpus.storage import write_manifest
from workbench.sample.chapter import Chapter
from workbench.sample.world import World

DATABASE: Final = "示例数据"
QUERY: Final = "示例产业：智能巡检机器人"
_SMALL: Final = 20_000
_WIDE: Final = ("parties",)  # text repeated in millions of rows: the statistics would cost more than they save
_CLAIMS_SHARE_OF_LARGE: Final = 0.02


def claims_share(records: int) -> float:
    """Return the share of Chinese documents whose claims are written: all of a small sample, few of a large."""
    return 1.0 if records <= _SMALL else _CLAIMS_SHARE_OF_LARGE


class CorpusParts:
    """Writes the tables of chapters as numbered parquet parts into the folder of a corpus."""

    def __init__(self, folder: Path, records: int) -> None:
        self._folder = folder
        self._share = claims_share(records)
        self._number = 0
        self._writer = ThreadPoolExecutor(max_workers=1)
        self._pending: Future[None] | None = None
        self.counts = dict.fromkeys(TABLES, 0)
        for name in TABLES:
            (folder / name).mkdir(parents=True)

    def add(self, chapter: Chapter) -> None:
        """Write one chapter as the next part of every table, while the caller draws the next one."""
        tables = chapter.tables(claims_share=self._share)
        self._wait()
        self._pending = self._writer.submit(self._write_all, tables, self._number)
        self._number += 1

    def _wait(self) -> None:
        if self._pending is not None:
            self._pending.result()

    def _write_all(self, tables: Mapping[str, pl.DataFrame | None], number: int) -> None:
        for name, frame in tables.items():
            part = conform(frame, name).collect()
            path = self._folder / name / f"{number:04d}.parquet"
            part.write_parquet(path, compression="zstd", compression_level=1, statistics=name not in _WIDE)
            self.counts[name] += len(part)

    def close(self, world: World, records: int) -> None:
        """Write empty tables for what a sample has not, and the manifest."""
        self._wait()
        self._writer.shutdown()
        self._write_all({name: None for name in TABLES if not any((self._folder / name).iterdir())}, 0)
        write_manifest(self._folder, _manifest(world, records, self.counts))


def _manifest(world: World, records: int, counts: dict[str, int]) -> Manifest:
    told = f"workbench sample --records {records} --seed {world.seed}"
    source = SourceFile(
        file=told,
        sha256=hashlib.sha256(told.encode()).hexdigest(),
        source="sample",
        rows_read=counts["publications"],
        kept=counts["publications"],
        duplicates=0,
        rejects=0,
    )
    return Manifest(
        workbench_version=__version__,
        sources=[source],
        database=DATABASE,
        query=QUERY,
        search_date=date(world.cut_off.year, world.cut_off.month, world.cut_off.day),
        status_date=world.cut_off,
        cut_off=world.cut_off,
        is_sample=True,
        is_prepared=True,
        counts=counts,
    )
