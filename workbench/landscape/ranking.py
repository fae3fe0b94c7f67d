"""Count rows of units by one column and rank what is found."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import narwhals as nw
import polars as pl

from workbench.corpus.counting import small
from workbench.landscape.scope import Scope
from workbench.tables import Condition, Counting, Evidence, LeftOut, RowValue, Table

ASIDE: Final = ("unknown", "abroad")
TOTAL: Final = "total"
LISTED: Final = "listed"


def tie_notes(ranked: pl.DataFrame, column: str, top: int) -> tuple[str, ...]:
    """Return the note that a ranking was cut between equals; ``ranked`` has a row more than is shown."""
    counts = ranked[column]
    return ("ties_cut",) if len(counts) > top and counts[top] == counts[top - 1] else ()


@dataclass(frozen=True)
class Tally:
    """What a ranking counts.

    Attributes
    ----------
    found : narwhals.LazyFrame
        One row per unit and value: ``record``, the column, and ``weight`` (1, or 1/k).
    column : str
        What is ranked.
    units : int
        Units that have a value: the base of the shares.
    counting : {"first", "whole", "fractional"}
        How units with several values count.
    value : str
        Name of the count.
    """

    found: nw.LazyFrame[Any]
    column: str
    units: int
    counting: Counting = "first"
    value: str = "filing_count"

    def counts(self) -> pl.DataFrame:
        """Return every value with its count, share and rank, the largest first, ties by name.

        What is not known and what lies abroad stand last, without a rank.
        """
        weight = nw.col("weight").sum()
        total = weight.round(6) if self.counting == "fractional" else weight
        counted = small(self.found.group_by(self.column).agg(nw.len().alias(LISTED), total.alias(TOTAL)))
        aside = pl.col(self.column).is_in(ASIDE).fill_null(False)
        rank = pl.when(~aside).then(pl.col(TOTAL)).rank("min", descending=True).cast(pl.Int64)
        return counted.sort(aside, TOTAL, self.column, descending=[False, True, False]).with_columns(
            rank=rank, share=pl.col(TOTAL) / max(self.units, 1)
        )

    def table(
        self,
        scope: Scope,
        name: str,
        *,
        reason: str,
        missing: str,
        notes: Sequence[str] = (),
        left_out: Sequence[LeftOut] = (),
        top: int | None = None,
        date_basis: Any = None,
    ) -> Table:
        """Make the table of the ranking: ``rank``, the column, count and share.

        ``reason`` says why the rest of the scope's units is left out, ``missing`` names the field where
        no unit has it. Fractional counts have their number of units, ``unit_count``, beside them.
        """
        share = self.value.replace("_count", "_share")
        shown = top or scope.top
        counts = self.counts()
        found = counts.head(shown)
        frame = found.select("rank", self.column, pl.col(TOTAL).alias(self.value), pl.col("share").alias(share))
        listed = self.value
        if self.counting == "fractional":
            listed = "unit_count"
            frame.insert_column(3, found[LISTED].alias(listed))
        return scope.table(
            name,
            frame,
            evidence=Evidence(
                self.found.select("record", self.column),
                {listed: (Condition(self.column, "==", RowValue(self.column)),)},
            ),
            left_out=[*left_out, LeftOut(reason, scope.counted - self.units - sum(x.count for x in left_out))],
            notes=(scope.lacking(missing),) if frame.is_empty() else (*notes, *tie_notes(counts, TOTAL, shown)),
            formats={"rank": "count", self.value: "count", "unit_count": "count", share: "share"},
            counting=self.counting,
            date_basis=date_basis or (scope.date_basis if self.value == "filing_count" else None),
        )


def once_per_unit(found: nw.LazyFrame[Any], column: str, counting: Counting) -> nw.LazyFrame[Any]:
    """Return ``record``, the column and ``weight``, each value once per unit: two holders may share it."""
    if counting == "first":
        return found.select("record", column, "weight")
    if counting == "whole":
        return found.select("record", column).unique().with_columns(weight=nw.lit(1))
    return found.group_by("record", column).agg(nw.col("weight").sum())
