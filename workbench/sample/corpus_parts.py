"""A sample written straight into the storage of a corpus, one part a chapter: memory stays flat."""

import hashlib
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
        self.counts = dict.fromkeys(TABLES, 0)
        for name in TABLES:
            (folder / name).mkdir(parents=True)

    def add(self, chapter: Chapter) -> None:
        """Write one chapter as the next part of every table."""
        for name, frame in chapter.tables(claims_share=self._share).items():
            self._write(name, frame)
        self._number += 1

    def _write(self, name: str, frame: pl.DataFrame | None) -> None:
        part = conform(frame, name).collect()
        part.write_parquet(
            self._folder / name / f"{self._number:04d}.parquet", compression="zstd", compression_level=1
        )
        self.counts[name] += len(part)

    def close(self, world: World, records: int) -> None:
        """Write empty tables for what a sample has not, and the manifest."""
        for name in TABLES:
            if not any((self._folder / name).iterdir()):
                self._write(name, None)
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
