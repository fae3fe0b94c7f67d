"""From a recognised grid to the columns of an intake: one expression per canonical column."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from workbench.readers import cells
from workbench.readers.dates import Order, date_lists, dates, order_of
from workbench.readers.events import event_columns, status_parts
from workbench.readers.intake import INTAKE
from workbench.readers.profile import Profile, plain_header
from workbench.readers.recognise import Recognition
from workbench.readers.symbols import locarno_classes, plain_symbol, symbols

_YEARS: Final = {
    "filing_date": "_filing_year",
    "publication_date": "_publication_year",
    "grant_date": "_grant_year",
}
_DOCUMENTS: Final = ("publication_number", "grant_number", "application_number", "pct_number")
_OWN: Final = ("ipc", "locarno", "legal_status", "events", "claims_coverage")
"""Columns that several headers make together."""
_CHAINED: Final = ("cited", "cited_npl")
"""Columns whose headers each hold a part: all are read, one after the other."""
_NUMBER_LISTS: Final = (
    "cited",
    "citing",
    "family_simple_members",
    "family_inpadoc_members",
    "family_vendor_members",
)
_ADDRESSES: Final = ("applicant_address", "owner_address")
_VALIDITY_WORDS: Final = ("有效", "失效", "审中", "在审", "Alive", "Dead", "Active", "Inactive", "Pending")
"""Words in a status column that tell the validity."""


@dataclass(frozen=True)
class Builder:
    """Makes expressions over a grid's positions as a recognition says.

    Attributes
    ----------
    reading : Recognition
        What the columns are.
    orders : mapping
        Date column → day or month first.
    width : int
        Columns of the grid, header or not.
    """

    reading: Recognition
    orders: Mapping[str, Order] = field(default_factory=dict)
    width: int = 0

    @property
    def profile(self) -> Profile:
        """Return the vendor's profile."""
        return self.reading.profile

    def has(self, column: str) -> bool:
        """Tell whether the table has the column."""
        return column in self.reading.positions

    def raw(self, column: str) -> pl.Expr:
        """Return the cells of a canonical column as found; the next header fills where the best is empty."""
        places = [pl.col(str(at + self.reading.shift)) for at in self.reading.positions[column]]
        if len(places) == 1:
            return places[0]
        filled = [cells.known(place.str.strip_chars(cells.BLANKS), self.profile.missing) for place in places]
        return pl.coalesce(filled)

    def many(self, column: str) -> pl.Expr:
        """Return the cells of a column as lists."""
        lists = [self._listed(column, at) for at in self.reading.positions[column]]
        return _chained(lists) if column in _CHAINED else pl.coalesce(lists)

    def _listed(self, column: str, at: int) -> pl.Expr:
        profile = self.profile
        raw = pl.col(str(at + self.reading.shift))
        lists = cells.many(raw, profile.separators_of(column), profile.missing, profile.protect_commas)
        mark = profile.before.get(self.reading.headers[at])
        return cells.before(lists, mark) if mark and column not in _ADDRESSES else lists

    def one(self, column: str) -> pl.Expr:
        """Return the cells of a column as text on one line."""
        return cells.text(self.raw(column), self.profile.missing)

    def date(self, column: str) -> pl.Expr:
        """Return the cells of a column as dates."""
        year = _YEARS.get(column)
        years = self.raw(year) if year and self.has(year) else None
        return dates(self.raw(column), self.orders.get(column, "mdy"), years)

    def columns(self) -> dict[str, pl.Expr]:
        """Return every column of the intake that the table can give."""
        named = {
            column: self._column(column)
            for column in self.reading.positions
            if column in INTAKE and column not in _OWN
        }
        return named | self._together() | self._parted() | self._stated()

    def extras(self) -> dict[str, pl.Expr]:
        """Return the columns that the corpus keeps beside, under their own headers."""
        return {
            f"extra:{header}": cells.text(pl.col(str(at + self.reading.shift)), self.profile.missing)
            for header, at in self.reading.extras.items()
        }

    def _column(self, column: str) -> pl.Expr:
        if column in _DOCUMENTS:
            return cells.document_number(self.raw(column), self.profile.dashed_numbers)
        made = _SPECIAL.get(column)
        if made is not None:
            return made(self, column)
        kind = INTAKE[column]
        if kind == pl.Date:
            return self.date(column)
        if kind == pl.Int32:
            return cells.count(self.raw(column))
        if kind == pl.List(pl.Date):
            return date_lists(self.many(column), self.orders.get(column, "mdy"))
        if kind == pl.List(pl.String):
            return cells.document_numbers(self.many(column)) if column in _NUMBER_LISTS else self.many(column)
        return cells.values(self.one(column), self.profile.values.get(column, {}))

    def _together(self) -> dict[str, pl.Expr]:
        made: dict[str, pl.Expr] = {}
        if self.has("ipc") or self.has("locarno"):
            sources = [self.many(column) for column in ("locarno", "ipc") if self.has(column)]
            made["locarno"] = locarno_classes(_chained(sources))
        if self.has("ipc"):
            made["ipc"] = symbols(self.many("ipc"))
        return made | self._status() | self._languages() | self._countries()

    def _status(self) -> dict[str, pl.Expr]:
        made, events = {}, []
        if self.has("legal_status"):
            status, beside = status_parts(self.raw("legal_status"), self.profile.missing)
            made["legal_status"] = status
            if not self.has("validity"):
                made["legal_status"] = pl.when(~status.is_in(_VALIDITY_WORDS)).then(status)
                made["validity"] = pl.when(status.is_in(_VALIDITY_WORDS)).then(status)
            events.append(beside)
        headers = {plain_header(header): at for at, header in enumerate(self.reading.headers)}
        for event, parts in self.profile.events.items():
            found = {part: headers.get(plain_header(header)) for part, header in parts.items()}
            columns = {p: pl.col(str(at + self.reading.shift)) for p, at in found.items() if at is not None}
            if columns:
                events.append(event_columns(event, columns, self.profile.separators_of("events")))
        if events:
            made["events"] = _chained(events)
        return made

    def _languages(self) -> dict[str, pl.Expr]:
        made = {}
        for column in ("title", "abstract"):
            if self.has(column):
                stated = self.profile.languages.get(self.reading.header_of(column) or "")
                made[f"{column}_language"] = cells.language(self.raw(column), stated)
        return made

    def _countries(self) -> dict[str, pl.Expr]:
        """Return countries written in brackets behind the applicants' names."""
        if not self.has("applicant") or self.has("applicant_country"):
            return {}
        if self.profile.before.get(self.reading.header_of("applicant") or "") != "[":
            return {}
        named = cells.many(self.raw("applicant"), self.profile.separators_of("applicant"), self.profile.missing)
        return {"applicant_country": named.list.eval(pl.element().str.extract(r"\[([A-Z]{2})\]", 1))}

    def _parted(self) -> dict[str, pl.Expr]:
        """Return columns that stand together in one cell: priorities, details of cited documents."""
        made: dict[str, pl.Expr] = {}
        if self.has("_priorities") and not self.has("priority_number"):
            made |= _priorities(self.many("_priorities"))
        if self.has("_cited_details"):
            made |= _cited_details(self.many("_cited_details"))
        return made

    def _stated(self) -> dict[str, pl.Expr]:
        made = {column: pl.lit(value) for column, value in self.profile.fixed.items() if not self.has(column)}
        if self.profile.level:
            made["level"] = pl.lit(self.profile.level)
        if self.has("claims_text"):
            header = self.reading.header_of("claims_text") or ""
            coverage = {plain_header(h): found for h, found in self.profile.coverage.items()}
            given = pl.lit(coverage.get(plain_header(header), "all"))
            made["claims_coverage"] = pl.when(self.raw("claims_text").is_not_null()).then(given)
        return made


def builder_for(reading: Recognition, sample: pl.DataFrame) -> Builder:
    """Return a builder; whether day or month comes first is read off a sample of the rows."""
    plain = Builder(reading)
    dated = [c for c in reading.positions if INTAKE.get(c) in (pl.Date, pl.List(pl.Date))]
    orders = {
        column: order_of(
            sample.select(plain.raw(column).alias("cell"))["cell"].to_list(), reading.profile.date_order
        )
        for column in dated
    }
    return Builder(reading, orders, sample.width - 1)


def _chained(lists: list[pl.Expr]) -> pl.Expr:
    """Return lists one after the other; a null list adds nothing."""
    if len(lists) == 1:
        return lists[0]
    chained = pl.concat_list(*(found.fill_null([]) for found in lists))
    return pl.when(chained.list.len() > 0).then(chained)


def _priorities(lists: pl.Expr) -> dict[str, pl.Expr]:
    """Part ``KR20130006425U 20130801``, ``60/225,166 14.08.2000 US`` into number, date and office."""
    day = r"(?:\d{4}-\d{2}-\d{2}\S*|\d{2}\.\d{2}\.\d{4}|\d{8})"
    plain = pl.element().str.strip_chars("[] ")
    number = plain.str.extract(rf"^(.+?)\s+{day}(?:\s+[A-Z]{{2}})?$", 1)
    office = pl.coalesce(
        plain.str.extract(rf"{day}\s+([A-Z]{{2}})$", 1), plain.str.extract(r"^([A-Z]{2})[\s\d]", 1)
    )
    dated = plain.str.extract(rf"\s({day})(?:\s+[A-Z]{{2}})?$", 1)
    return {
        "priority_number": lists.list.eval(pl.coalesce(number, plain)),
        "priority_dates": date_lists(lists.list.eval(dated)),
        "priority_office": lists.list.eval(office),
    }


def _cited_details(lists: pl.Expr) -> dict[str, pl.Expr]:
    """Part ``CN2550114Y,CN,A,0 (Examiner),2002-06-26,UNIV NANCHANG``."""
    part = pl.element().str.split(",")
    return {
        "cited": lists.list.eval(part.list.get(0, null_on_oob=True)),
        "cited_category": lists.list.eval(part.list.get(2, null_on_oob=True).replace("", None)),
        "cited_origin": lists.list.eval(pl.element().str.extract(r"\((\w+)\)", 1).str.to_lowercase()),
    }


def _claims(builder: Builder, column: str) -> pl.Expr:
    """Return claims with their line breaks, which part them."""
    unbroken = builder.raw(column).str.replace_many(["_x000D_", "\r\n", "\r"], ["", "\n", "\n"])
    return cells.known(unbroken.str.strip_chars(cells.BLANKS), builder.profile.missing)


def _main_symbol(builder: Builder, column: str) -> pl.Expr:
    """Return the main symbol; where only its subclass is given, the first symbol that lies in it."""
    first = plain_symbol(builder.many(column).list.first())
    scheme = column.removesuffix("_main")
    if builder.has(scheme):
        leading = plain_symbol(builder.many(scheme).list.first())
        is_subclass = (first.str.len_chars() < 7) & leading.str.starts_with(first)
        first = pl.when(is_subclass).then(leading).otherwise(first)
    return pl.when(first.str.contains(r"^[A-HY]\d{2}")).then(first)


def _cpc(builder: Builder, column: str) -> pl.Expr:
    """Return CPC symbols; national classes in a column that holds both stay among the extras."""
    return cells.filled(symbols(builder.many(column)).list.eval(_in_cpc(pl.element())))


def _in_cpc(symbol: pl.Expr) -> pl.Expr:
    return symbol.filter(symbol.str.contains(r"^[A-HY]\d{2}[A-Z]"))


def _group(builder: Builder, column: str) -> pl.Expr:
    return cells.group_name(builder.many(column))


def _owner(builder: Builder, column: str) -> pl.Expr:
    """Return owners without the date of their title: ``ISUZU MOTORS LIMITED (2007-09-26)``."""
    dated = pl.element().str.replace(r"\s*\(\d{4}-\d{2}-\d{2}\)$", "")
    return builder.many(column).list.eval(dated)


def _url(builder: Builder, column: str) -> pl.Expr:
    bare = cells.link(builder.raw(column), builder.profile.missing)
    return pl.when(bare.str.contains(r"^(?i)https?://|^www\.")).then(bare)


_SPECIAL: Final[Mapping[str, Callable[[Builder, str], pl.Expr]]] = {
    "claims_text": _claims,
    "ipc_main": _main_symbol,
    "cpc_main": _main_symbol,
    "vendor_url": _url,
    "cpc": _cpc,
    "owner": _owner,
    "applicant_group": _group,
    "owner_group": _group,
    "sei": lambda builder, column: cells.codes(builder.raw(column), cells.SEI),
    "nic": lambda builder, column: cells.codes(builder.raw(column), cells.NIC),
}
