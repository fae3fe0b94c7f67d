"""Intakes put behind one another in one fixed shape, in memory while small, on disk when not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from workbench.corpus.numbers import (
    application_key,
    kind_of,
    normal_application_number,
    normal_publication_number,
    office_of,
    publication_key,
)
from workbench.readers.abreast import abreast
from workbench.readers.intake import INTAKE, Intake

SLICE_ROWS: Final = 100_000
"""Rows that are turned into tables at a time: bounds the memory, whatever the number of rows."""

_IN_MEMORY_ROWS: Final = 400_000


@dataclass(frozen=True)
class Stage:
    """All source rows in reading order; ``at`` numbers them through all intakes."""

    frames: tuple[pl.LazyFrame, ...]
    """As the readers made them: a slice is taken first and conformed then."""
    heights: tuple[int, ...]

    @property
    def height(self) -> int:
        """Return the number of source rows."""
        return sum(self.heights)

    def select(self, columns: Sequence[str]) -> pl.DataFrame:
        """Return some columns of all rows, with ``at`` and ``intake``."""
        parts = [
            _conform(frame)
            .select(columns)
            .collect(engine="streaming")
            .with_columns(intake=pl.lit(i, dtype=pl.UInt32))
            for i, frame in enumerate(self.frames)
        ]
        return pl.concat(parts).with_row_index("at") if parts else pl.DataFrame()

    def slices(self) -> Iterator[pl.DataFrame]:
        """Yield the rows in order, at most ``SLICE_ROWS`` at a time, with ``at``."""
        first = 0
        for frame, height in zip(self.frames, self.heights, strict=True):
            for start in range(0, height, SLICE_ROWS):
                rows = _conform(frame.slice(start, SLICE_ROWS).collect().lazy()).collect()
                yield rows.with_row_index("at", offset=first + start)
            first += height


def stage(intakes: Sequence[Intake], folder: Path) -> Stage:
    """Conform every intake and hold it ready for several passes.

    Parameters
    ----------
    intakes : sequence of Intake
        In the order of the command line.
    folder : path
        Where rows wait that are too many for memory; the caller deletes it.
    """

    def hold(numbered: tuple[int, Intake]) -> tuple[pl.LazyFrame, int]:
        frame = _hold(numbered[1], folder / f"{numbered[0]:04}.parquet")
        return frame, int(frame.select(pl.len()).collect().item())

    held = list(abreast(hold, enumerate(intakes), workers=2))
    return Stage(tuple(frame for frame, _ in held), tuple(height for _, height in held))


def _hold(intake: Intake, path: Path) -> pl.LazyFrame:
    if intake.is_stored:
        return intake.frame
    if intake.rows_read <= _IN_MEMORY_ROWS:
        return intake.frame.collect().lazy()
    intake.frame.sink_parquet(path, compression="lz4", row_group_size=SLICE_ROWS)
    return pl.scan_parquet(path)


def _conform(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Give a frame all columns of the intake, extras folded into one struct, numbers in normal form."""
    present = frame.collect_schema().names()
    known = [
        (pl.col(name).cast(dtype) if name in present else pl.lit(None, dtype=dtype)).alias(name)
        for name, dtype in INTAKE.items()
    ]
    extras = [pl.col(name).cast(pl.String) for name in present if name.startswith("extra:")]
    folded = frame.select(*known, *extras)
    number = normal_publication_number(pl.col("publication_number"), pl.col("office"), pl.col("kind_code"))
    return (
        folded.with_columns(publication_number=number)
        .with_columns(
            office=pl.coalesce(office_of(pl.col("publication_number")), "office"),
            kind_code=pl.coalesce(kind_of(pl.col("publication_number")), "kind_code"),
            level=pl.col("level").fill_null("publication"),
        )
        .with_columns(
            application_number=normal_application_number(pl.col("application_number"), pl.col("office"))
        )
        .with_columns(
            application_key=application_key(pl.col("application_number")),
            publication_key=publication_key(pl.col("publication_number")),
        )
    )
