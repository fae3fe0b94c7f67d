"""Intakes put behind one another in one fixed shape, in memory while small, on disk when not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

import polars as pl

from workbench.readers.abreast import abreast
from workbench.readers.intake import INTAKE, PLACE, Intake, Piece
from workbench.readers.numbering import NUMBER_COLUMNS, number_facts

SLICE_ROWS: Final = 100_000
"""Rows that are turned into tables at a time: bounds the memory, whatever the number of rows."""

_IN_MEMORY_ROWS: Final = 400_000


@dataclass(frozen=True)
class Stage:
    """All source rows in reading order.

    Attributes
    ----------
    intakes : tuple of Intake
        Held so that each can be gone through several times.
    numbers : polars.DataFrame
        One row per source row, in order: ``at`` (its place through all intakes), ``intake`` and
        :func:`workbench.readers.numbering.number_facts`.
    """

    intakes: tuple[Intake, ...]
    numbers: pl.DataFrame

    def pieces(self) -> Iterator[tuple[int, Piece]]:
        """Yield all rows in order, piece by piece, each with the ``at`` of its first row."""
        first = 0
        for intake in self.intakes:
            for piece in _pieces(intake):
                yield first, piece
                first += piece.height


def stage(intakes: Sequence[Intake], folder: Path) -> Stage:
    """Hold every intake ready for several passes, and tell its rows by their numbers.

    Parameters
    ----------
    intakes : sequence of Intake
        In the order of the command line.
    folder : path
        Where rows wait that are too many for memory; the caller deletes it.
    """

    def hold(numbered: tuple[int, Intake]) -> Intake:
        return _hold(numbered[1], folder / f"{numbered[0]:04}.parquet")

    held = tuple(abreast(hold, enumerate(intakes), workers=2))
    parts = [
        intake.numbers.with_columns(intake=pl.lit(i, dtype=pl.UInt32))
        for i, intake in enumerate(held)
        if intake.numbers is not None
    ]
    return Stage(held, pl.concat(parts).with_row_index("at") if parts else pl.DataFrame())


def conform(rows: pl.DataFrame) -> pl.DataFrame:
    """Give rows all columns of the intake but those that :func:`number_facts` gives; extras are text."""
    known = {name: dtype for name, dtype in INTAKE.items() if name not in NUMBER_COLUMNS}
    extras = dict.fromkeys((name for name in rows.columns if name.startswith("extra:")), pl.String())
    shaped = rows.with_columns(
        (pl.col(name).cast(dtype) if name in rows.columns else pl.lit(None, dtype=dtype)).alias(name)
        for name, dtype in (known | extras).items()
    )
    return shaped.select(*known, *extras)


def _hold(intake: Intake, path: Path) -> Intake:
    """Return the intake with its numbers and a frame that costs little to go through again."""
    if intake.numbers is not None:
        return intake
    frame = _held_frame(intake, path)
    names = [name for name in frame.collect_schema().names() if name in NUMBER_COLUMNS]
    numbers = number_facts(frame.select(names).collect(engine="streaming"))
    return replace(intake, frame=frame, numbers=numbers)


def _held_frame(intake: Intake, path: Path) -> pl.LazyFrame:
    if intake.is_stored:
        return intake.frame
    if intake.rows_read <= _IN_MEMORY_ROWS:
        return intake.frame.collect().lazy()
    intake.frame.sink_parquet(path, compression="lz4", row_group_size=SLICE_ROWS)
    return pl.scan_parquet(path)


def _pieces(intake: Intake) -> Iterator[Piece]:
    if intake.pieces is not None:
        yield from intake.pieces()
        return
    height = 0 if intake.numbers is None else intake.numbers.height
    for start in range(0, height, SLICE_ROWS):
        count = min(SLICE_ROWS, height - start)
        places = intake.frame.select(PLACE).slice(start, count)
        yield Piece(count, partial(_slice, intake.frame, start, count), places.collect)


def _slice(frame: pl.LazyFrame, start: int, count: int, wanted: pl.Series | None) -> pl.DataFrame:
    rows = frame.slice(start, count).collect()
    return rows if wanted is None else rows.filter(wanted)
