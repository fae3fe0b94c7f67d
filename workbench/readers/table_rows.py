"""The rows of a recognised table: which are patents, which are refused, and how they are made into an intake.

A small table is made at once. A large one is gone through twice: first its few columns of numbers and dates,
to tell the rows apart and see what is at fault; then everything, piece by piece, straight into the corpus.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Final

import polars as pl

from workbench.readers.abreast import abreast
from workbench.readers.cells import BLANKS, MISSING, text
from workbench.readers.grid import Grid
from workbench.readers.hyperlinks import sheet_links, with_links
from workbench.readers.intake import INTAKE, REJECTS, Intake, Piece, no_rejects
from workbench.readers.intake_columns import Plan, intake_columns, number_columns, plan_for
from workbench.readers.numbering import NUMBER_COLUMNS, number_facts
from workbench.readers.profile import NUMBERS
from workbench.readers.recognise import Recognition
from workbench.readers.table_checks import RowChecks

SAMPLE_ROWS: Final = 20_000
BATCH_ROWS: Final = 60_000
"""Rows of a large table made ready at a time."""


@dataclass(frozen=True)
class TableRows:
    """The rows of a grid below its header.

    Attributes
    ----------
    grid : Grid
        The table.
    plan : Plan
        What its columns are.
    body : polars.LazyFrame
        The rows that do not repeat the header, cells as found.
    """

    grid: Grid
    plan: Plan
    body: pl.LazyFrame

    @classmethod
    def of(cls, grid: Grid, reading: Recognition) -> "TableRows":
        """Return the rows below the header of a recognised grid."""
        below = _cells(grid, reading).filter(pl.col("row") > reading.header_row + 1)
        plan = plan_for(reading, below.head(SAMPLE_ROWS))
        return cls(grid, plan, below.filter(~_repeats_header(plan)))

    def intake(self) -> Intake:
        """Return the table as an intake."""
        return self._streamed() if self.grid.is_streamed else self._held()

    @cached_property
    def has_number(self) -> pl.Expr:
        """Return the expression that tells rows with a document number."""
        plan = self.plan
        return pl.any_horizontal(_is_filled(plan, column) for column in NUMBERS if plan.has(column))

    def _held(self) -> Intake:
        rows = self.body.collect()
        checks = RowChecks(self.grid, self.plan)
        is_numbered = rows.select(self.has_number.alias("is_numbered")).to_series()
        checks.add(checks.seen(rows, is_numbered))
        rejects = no_rejects() if is_numbered.all() else self._rejects(rows.filter(~is_numbered))
        made = self._made(rows if is_numbered.all() else rows.filter(is_numbered))
        return self._told(made.lazy(), made.height, rejects, checks)

    def _streamed(self) -> Intake:
        checks = RowChecks(self.grid, self.plan)
        needed = self._needed(checks)

        def looked_at(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
            is_numbered = rows.select(self.has_number.alias("is_numbered")).to_series()
            numbered = rows.filter(is_numbered)
            numbers = number_facts(self._placed(numbered, number_columns(self.plan, numbered)))
            return checks.seen(rows, is_numbered), numbers

        found = []
        for seen, numbers in abreast(looked_at, _batches(self.body.select(needed))):
            checks.add(seen)
            found.append(numbers)
        numbers = pl.concat(found)
        is_whole = numbers.height == checks.row_count
        rejects = no_rejects() if is_whole else self._rejects(self.body.filter(~self.has_number).collect())
        schema = dict(self._made(self.body.head(0).collect()).schema)
        frame = pl.defer(self._whole, schema=schema)
        told = self._told(frame, numbers.height, rejects, checks)
        return replace(told, numbers=numbers, pieces=self._pieces)

    def _needed(self, checks: RowChecks) -> list[str]:
        """Return the grid's columns that tell numbers and faults."""
        plan = self.plan
        places = [place for column in NUMBER_COLUMNS if plan.has(column) for place in plan.places(column)]
        return sorted({"row", *places, *self.has_number.meta.root_names(), *checks.needed}, key=_position)

    def _pieces(self) -> Iterator[Piece]:
        for numbered in self._numbered():
            yield Piece(
                numbered.height,
                partial(self._made_beside_numbers, numbered),
                partial(self._placed, numbered, {}),
            )

    def _numbered(self) -> Iterator[pl.DataFrame]:
        """Yield the rows that hold a document number, batch by batch."""
        for rows in _batches(self.body):
            is_numbered = rows.select(self.has_number.alias("is_numbered")).to_series()
            yield rows if is_numbered.all() else rows.filter(is_numbered)

    def _whole(self) -> pl.DataFrame:
        return pl.concat([self._made(rows) for rows in self._numbered()])

    def _made_beside_numbers(self, rows: pl.DataFrame, wanted: pl.Series | None) -> pl.DataFrame:
        """Make rows without the columns that the intake's numbers hold already."""
        rows = rows if wanted is None else rows.filter(wanted)
        return self._placed(rows, intake_columns(self.plan, rows, without=NUMBER_COLUMNS))

    def _made(self, rows: pl.DataFrame) -> pl.DataFrame:
        return self._placed(rows, intake_columns(self.plan, rows))

    def _placed(self, rows: pl.DataFrame, made: dict[str, pl.Series]) -> pl.DataFrame:
        place = rows.select(
            file=pl.lit(str(self.grid.path)),
            sheet=pl.lit(_sheet(self.grid), dtype=pl.String),
            row=pl.col("row").cast(pl.UInt32),
        )
        return place.with_columns(
            made[name].alias(name) for name in dict.fromkeys([*INTAKE, *made]) if name in made
        )

    def _rejects(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return rows without any document number; rows without anything are no rows."""
        places = [column for column in rows.columns if column != "row"]
        plain = rows.with_columns(text(rows[place]).alias(place) for place in places)
        kept = plain.filter(pl.any_horizontal(pl.col(places).is_not_null()))
        return kept.select(
            file=pl.lit(str(self.grid.path)),
            sheet=pl.lit(_sheet(self.grid), dtype=pl.String),
            row=pl.col("row").cast(pl.UInt32),
            reason=pl.lit("no_document_number"),
            found=pl.struct(places).struct.json_encode(),
        ).select(list(REJECTS))

    def _told(self, frame: pl.LazyFrame, height: int, rejects: pl.DataFrame, checks: RowChecks) -> Intake:
        reading = self.plan.reading
        return Intake(
            path=self.grid.path,
            source=reading.profile.name,
            frame=frame,
            rejects=rejects,
            rows_read=height + rejects.height,
            columns=reading.told(),
            warnings=(*self.grid.warnings, *checks.warnings(self.body, height)),
        )


def _cells(grid: Grid, reading: Recognition) -> pl.LazyFrame:
    """Return the cells, with the addresses of the vendor's links where a sheet keeps them behind words."""
    if grid.content is None or "vendor_url" not in reading.positions:
        return grid.cells
    place = reading.positions["vendor_url"][0] + reading.shift
    sample = grid.cells.select(pl.col(str(place)).slice(reading.header_row + 1).drop_nulls().head(1))
    if sample.collect().to_series().str.contains("://").any():
        return grid.cells
    return with_links(grid.cells, str(place), sheet_links(grid.content, grid.sheet, place))


def _position(column: str) -> int:
    return int(column) if column.isdigit() else -1


def _batches(rows: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    """Yield the rows in one piece of about ``BATCH_ROWS`` after the other; the scan gives far smaller ones."""
    waiting: list[pl.DataFrame] = []
    height = 0
    for piece in rows.collect_batches(chunk_size=BATCH_ROWS):
        waiting.append(piece)
        height += piece.height
        if height >= BATCH_ROWS:
            yield pl.concat(waiting, rechunk=True)
            waiting, height = [], 0
    yield pl.concat(waiting, rechunk=True) if waiting else rows.head(0).collect()


def _sheet(grid: Grid) -> str | None:
    return " › ".join(part for part in (grid.member, grid.sheet) if part) or None


def _is_filled(plan: Plan, column: str) -> pl.Expr:
    trimmed = plan.cell(column).str.strip_chars(BLANKS)
    return trimmed.is_not_null() & ~trimmed.is_in([*MISSING, *plan.profile.missing])


def _repeats_header(plan: Plan) -> pl.Expr:
    """Tell rows that repeat the header, as where batches were pasted below each other."""
    column = next(name for name in NUMBERS if plan.has(name))
    header = plan.reading.header_of(column)
    return (plan.cell(column).str.strip_chars(BLANKS) == header).fill_null(value=False)
