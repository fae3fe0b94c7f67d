"""What an analysis counts, how, and over which years: the parameters, given once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final, Literal, Self, TypeVar, cast

import narwhals as nw
import polars as pl

from workbench.corpus import Corpus
from workbench.corpus.completeness import complete_years
from workbench.corpus.counting import (
    chosen_date_basis,
    chosen_unit,
    counted_units,
    kept,
    small,
    unit_date,
    unit_shares,
)
from workbench.tables import Counting, DateBasis, Evidence, LeftOut, Table, Unit

_Made = TypeVar("_Made")
RegionRule = Literal["filing", "owner"]
PATENT_TYPES: Final = ("invention", "utility_model", "design", "pct", "other")
SERIES_SPAN_YEARS: Final = 30
"""A series that spans more years opens late: what is left before it is at most ``EARLY_SHARE`` of the units."""
EARLY_SHARE: Final = 0.1
LEAST_KNOWN: Final = 0.1
"""Where less than this share of the units has a place, what the rest hides is not worth a table."""
SMALL_BASE: Final = 10
"""A growth rate on fewer units than this says nothing and is not given."""
_COUNTED, _OTHER_TYPE, _NO_DATE, _OUTSIDE_YEARS = range(4)
_REASONS: Final = {_OTHER_TYPE: "other_patent_type", _NO_DATE: "no_date", _OUTSIDE_YEARS: "outside_years"}
_YEAR_COLUMNS: Final[Mapping[DateBasis, str]] = {
    "filing_date": "filing_year",
    "priority_date": "priority_year",
    "publication_date": "publication_year",
    "grant_date": "grant_year",
}


@dataclass(frozen=True)
class Scope:
    """The parameters of a landscape, settled; make it with :meth:`of`.

    Attributes
    ----------
    corpus : Corpus
        What is analysed.
    unit, counting, date_basis
        As every table of the scope states them; never ``auto`` here.
    patent_type : str
        ``all`` or one type.
    region_rule : {"filing", "owner"}
        Whose region counts: the applicant at filing, or the current owner.
    first_year, last_year : int
        0 where not given.
    top : int
        Rows of a ranking.
    """

    corpus: Corpus
    unit: Unit
    counting: Counting
    date_basis: DateBasis
    patent_type: str
    region_rule: RegionRule
    first_year: int
    last_year: int
    top: int
    base: nw.LazyFrame[Any] = field(repr=False)
    _memory: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(
        cls,
        corpus: Corpus,
        *,
        unit: str = "auto",
        counting: Counting = "first",
        date_basis: str = "auto",
        patent_type: str = "all",
        region_rule: RegionRule = "filing",
        first_year: int = 0,
        last_year: int = 0,
        top: int = 20,
    ) -> Self:
        """Settle the parameters and compute the counted units once.

        Parameters
        ----------
        corpus : Corpus
            What is analysed.
        unit : {"auto", "publication", "application", "family"}
            ``auto``: family where at least 80 % of the records have one, else application, else
            publication.
        counting : {"first", "whole", "fractional"}
            Units with several applicants or classes: the first (main) one, all of them, or 1/k each.
        date_basis : {"auto", "filing_date", "priority_date", "publication_date", "grant_date"}
            ``auto``: filing date; for families priority date (filing date where none is claimed);
            publication date where filing dates are mostly missing.
        patent_type : {"all", "invention", "utility_model", "design", "pct", "other"}
            Count only this type.
        region_rule : {"filing", "owner"}
            Regions of the applicant at filing (flows) or of the current owner (stocks).
        first_year, last_year : int
            Count only these years; 0 sets no bound.
        top : int
            Rows of a ranking.

        Raises
        ------
        ValueError
            If a parameter has no such value.
        """
        _check(
            unit=unit,
            counting=counting,
            date_basis=date_basis,
            patent_type=patent_type,
            region_rule=region_rule,
        )
        if top < 1 or (first_year and last_year and first_year > last_year):
            raise ValueError(f"top={top}, first_year={first_year}, last_year={last_year}")
        memory = {"unit_shares": unit_shares(corpus)} if unit == "auto" else {}
        settled = chosen_unit(memory["unit_shares"]) if unit == "auto" else cast("Unit", unit)
        units = kept(counted_units(corpus, settled))
        basis = chosen_date_basis(units, settled) if date_basis == "auto" else cast("DateBasis", date_basis)
        base = kept(_narrow(units, basis, patent_type, first_year, last_year))
        return cls(
            corpus=corpus,
            unit=settled,
            counting=counting,
            date_basis=basis,
            patent_type=patent_type,
            region_rule=region_rule,
            first_year=first_year,
            last_year=last_year,
            top=top,
            base=base,
            _memory=memory,
        )

    @property
    def unit_shares(self) -> dict[str, float]:
        """Return the shares of the records that have a family and an application number."""
        return self.remembered("unit_shares", lambda: unit_shares(self.corpus))

    @property
    def units(self) -> nw.LazyFrame[Any]:
        """Return the counted units; ``year`` may be null where no years were asked for."""
        if self.counted == self.population:
            return self.base.drop("status")
        return self.base.filter(nw.col("status") == _COUNTED).drop("status")

    @property
    def dated(self) -> nw.LazyFrame[Any]:
        """Return the counted units that have a year."""
        return self.units.filter(~nw.col("year").is_null())

    def remembered(self, name: str, make: Callable[[], _Made]) -> _Made:
        """Return what several analyses read, made on the first call."""
        if name not in self._memory:
            self._memory[name] = make()
        made: _Made = self._memory[name]
        return made

    @property
    def year_column(self) -> str:
        """Return the name of the year column: ``filing_year``, ``priority_year`` …."""
        return _YEAR_COLUMNS[self.date_basis]

    @cached_property
    def _accounts(self) -> pl.DataFrame:
        undated = nw.when(nw.col("year").is_null()).then(1).otherwise(0)
        counts = self.base.select("status", undated=undated).group_by("status")
        return small(counts.agg(units=nw.len(), undated=nw.col("undated").sum()).sort("status"))

    @property
    def population(self) -> int:
        """Return how many units the corpus has, counted and left out."""
        return int(self._accounts["units"].sum())

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Return the units that the scope leaves out of every analysis."""
        rows = self._accounts.filter(pl.col("status") != _COUNTED).select("status", "units").rows()
        return tuple(LeftOut(_REASONS[status], units) for status, units in rows)

    @property
    def counted(self) -> int:
        """Return how many units are counted."""
        return int(self._accounts.filter(pl.col("status") == _COUNTED)["units"].sum())

    @property
    def undated_count(self) -> int:
        """Return how many counted units have no year."""
        return int(self._accounts.filter(pl.col("status") == _COUNTED)["undated"].sum())

    def lacking(self, note: str) -> str:
        """Return why a table is empty: the field that is missing, or that nothing met the conditions."""
        return note if self.counted else "nothing_counted"

    @cached_property
    def cut_off(self) -> date | None:
        """Return the manifest's cut-off, or the latest publication date where it gives none."""
        if self.corpus.manifest.cut_off is not None:
            return self.corpus.manifest.cut_off
        latest: date | None = small(self.base.select(nw.col("publication_date").max()))["publication_date"][0]
        return latest

    @cached_property
    def last_day(self) -> date | None:
        """Return the day up to which the data reach: the cut-off, or an earlier last publication."""
        latest: date | None = small(self.base.select(nw.col("publication_date").max()))["publication_date"][0]
        return min((day for day in (self.cut_off, latest) if day is not None), default=None)

    @cached_property
    def year_counts(self) -> pl.DataFrame:
        """Return ``year``, ``patent_type``, ``route`` and ``units`` of the dated units."""
        return small(self.dated.group_by("year", "patent_type", "route").agg(units=nw.len()))

    @cached_property
    def series(self) -> tuple[int, int] | None:
        """Return the first and last year of a time series, or None where nothing is dated."""
        years = self.year_counts.group_by("year").agg(pl.col("units").sum()).sort("year")
        if years.is_empty():
            return None
        return self.first_year or opening_year(years), self.last_year or int(years["year"][-1])

    @cached_property
    def complete(self) -> pl.DataFrame:
        """Return ``year`` and ``is_complete`` for the years of the series."""
        return complete_years(self.series, self.year_counts, self.date_basis, self.last_day)

    def every_year(self, counts: pl.DataFrame) -> pl.DataFrame:
        """Give counts by ``year`` one row per year of the series, with 0 where nothing was filed."""
        values = [name for name in counts.columns if name != "year"]
        return (
            self.complete.join(counts, on="year", how="left", maintain_order="left")
            .with_columns(pl.col(values).fill_null(0))
            .select("year", *values, "is_complete")
            .rename({"year": self.year_column})
        )

    def left_out_of_series(self) -> tuple[LeftOut, ...]:
        """Return what a time series leaves out: undated units and stray years before its first year."""
        first = self.series[0] if self.series else 0
        before = int(self.year_counts.filter(pl.col("year") < first)["units"].sum())
        return (LeftOut("no_date", self.undated_count), LeftOut("before_series", before))

    def table(
        self,
        name: str,
        frame: pl.DataFrame,
        *,
        evidence: Evidence | None = None,
        left_out: Sequence[LeftOut] = (),
        notes: Sequence[str] = (),
        formats: Mapping[str, str] | None = None,
        **changes: Any,
    ) -> Table:
        """Make a table that states the scope; ``changes`` replace what the analysis does otherwise."""
        stated: dict[str, Any] = {
            "unit": self.unit,
            "counting": "whole",
            "date_basis": self.date_basis,
            "cut_off": self.cut_off,
            "sources": self.corpus.manifest.source_names(),
            "population": self.population,
        }
        return Table(
            name=name,
            frame=frame,
            left_out=_summed([*self.left_out, *left_out]),
            evidence=evidence,
            notes=tuple(notes),
            formats=formats or {},
            **{**stated, **changes},
        )


def opening_year(years: pl.DataFrame) -> int:
    """Return where a series opens, given sorted years and their counts.

    The first year; but where the years span 30 or more, the last that leaves a tenth or less before it.
    """
    year, counts = years.to_series(0), years.to_series(1)
    if year[-1] - year[0] < SERIES_SPAN_YEARS:
        return int(year[0])
    before = counts.cum_sum() - counts
    return int(year.filter(before <= EARLY_SHARE * float(counts.sum()))[-1])


def _narrow(
    units: nw.LazyFrame[Any], basis: DateBasis, patent_type: str, first: int, last: int
) -> nw.LazyFrame[Any]:
    """Keep what the analyses read, with the year and why a unit is not counted."""
    columns = [
        "record",
        "application",
        "office",
        "patent_type",
        "route",
        "validity",
        "expiry_date",
        "publication_date",
    ]
    has_lead = "lead" in units.collect_schema().names()
    frame = units.select(
        *columns,
        *(["lead"] if has_lead else []),
        year=unit_date(basis).dt.year().cast(nw.Int32),
        grant_year=nw.col("grant_date").dt.year().cast(nw.Int32),
    )
    year = nw.col("year")
    status = nw.lit(_COUNTED)
    if first or last:
        outside = (year < (first or -9999)) | (year > (last or 9999))
        status = nw.when(outside).then(_OUTSIDE_YEARS).otherwise(status)
        status = nw.when(year.is_null()).then(_NO_DATE).otherwise(status)
    if patent_type != "all":
        is_other = (nw.col("patent_type") != patent_type).fill_null(True)
        status = nw.when(is_other).then(_OTHER_TYPE).otherwise(status)
    return frame.with_columns(status=status.cast(nw.Int8))


def _summed(items: Sequence[LeftOut]) -> tuple[LeftOut, ...]:
    """Add up the counts of a reason; reasons without a unit are not listed."""
    counts: dict[str, int] = {}
    for item in items:
        counts[item.reason] = counts.get(item.reason, 0) + item.count
    return tuple(LeftOut(reason, number) for reason, number in counts.items() if number)


def _check(**given: str) -> None:
    allowed = {
        "unit": ("auto", "publication", "application", "family"),
        "counting": ("first", "whole", "fractional"),
        "date_basis": ("auto", *_YEAR_COLUMNS),
        "patent_type": ("all", *PATENT_TYPES),
        "region_rule": ("filing", "owner"),
    }
    for name, value in given.items():
        if value not in allowed[name]:
            raise ValueError(f"{name}={value!r}, not one of {', '.join(allowed[name])}")
