"""From a recognised grid to the columns of an intake: one column made after another."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from workbench.readers import cells
from workbench.readers.dates import Order, date_lists, dates, order_of
from workbench.readers.events import event_columns, status_parts
from workbench.readers.intake import INTAKE
from workbench.readers.numbering import NUMBER_COLUMNS
from workbench.readers.profile import Profile, plain_header
from workbench.readers.recognise import Recognition
from workbench.readers.record_groups import groups_of_sole_holders
from workbench.readers.symbols import locarno_classes, plain_symbol, symbols

_YEARS: Final = {
    "filing_date": "_filing_year",
    "publication_date": "_publication_year",
    "grant_date": "_grant_year",
}
_DOCUMENTS: Final = ("publication_number", "grant_number", "application_number", "pct_number")
_TOGETHER: Final = ("ipc", "locarno", "legal_status", "events", "claims_coverage")
"""Columns that several headers make together."""
_CHAINED: Final = ("cited", "cited_npl")
"""Columns whose headers each hold a part: all are read, one after the other."""
_NUMBER_LISTS: Final = (
    "cited", "citing", "family_simple_members", "family_inpadoc_members", "family_vendor_members",
)  # fmt: skip
_ADDRESSES: Final = ("applicant_address", "owner_address")
_SHORT_SYMBOL: Final = r"^\s*[A-HY]\d{2}[A-Z](?:\d{1,4})?\s*$"
_VALIDITY_WORDS: Final = ("有效", "失效", "审中", "在审", "Alive", "Dead", "Active", "Inactive", "Pending")
"""Words in a status column that tell the validity."""


@dataclass(frozen=True)
class Plan:
    """What the columns of a grid are, with what a sample of its rows has shown.

    Attributes
    ----------
    reading : Recognition
        What the columns are.
    orders : mapping
        Date column → day or month first.
    width : int
        Columns of the grid, header or not.
    has_subclass_main : bool
        Whether main symbols are subclasses alone (``G09B``).
    """

    reading: Recognition
    orders: Mapping[str, Order] = field(default_factory=dict)
    width: int = 0
    has_subclass_main: bool = False

    @property
    def profile(self) -> Profile:
        """Return the vendor's profile."""
        return self.reading.profile

    def has(self, column: str) -> bool:
        """Tell whether the table has the column."""
        return column in self.reading.positions

    def places(self, column: str) -> list[str]:
        """Return the grid's columns that make a canonical one, best first."""
        return [str(at + self.reading.shift) for at in self.reading.positions[column]]

    def cell(self, column: str) -> pl.Expr:
        """Return the cells of a canonical column as found; the next header fills where the best is empty."""
        places = self.places(column)
        if len(places) == 1:
            return pl.col(places[0])
        marks = [*cells.MISSING, *self.profile.missing]
        trimmed = [pl.col(place).str.strip_chars(cells.BLANKS) for place in places]
        return pl.coalesce(pl.when(~place.is_in(marks)).then(place) for place in trimmed)

    def year_of(self, column: str) -> pl.Expr | None:
        """Return the cells that state the year of a date column, None where the table has none."""
        year = _YEARS.get(column)
        return self.cell(year) if year and self.has(year) else None


def plan_for(reading: Recognition, sample: pl.LazyFrame) -> Plan:
    """Return a plan; a sample of the rows tells whether day or month comes first, and what main symbols are."""
    plain = Plan(reading)
    dated = [c for c in reading.positions if INTAKE.get(c) in (pl.Date, pl.List(pl.Date))]
    mains = [column for column in ("ipc_main", "cpc_main") if plain.has(column)]
    seen = sample.select(plain.cell(column).alias(column) for column in (*dated, *mains)).collect()
    orders = {column: order_of(seen[column], reading.profile.date_order) for column in dated}
    has_short = any(seen[column].str.contains(_SHORT_SYMBOL).any() for column in mains)
    return Plan(reading, orders, sample.collect_schema().len() - 1, has_short)


def intake_columns(plan: Plan, rows: pl.DataFrame, without: Sequence[str] = ()) -> dict[str, pl.Series]:
    """Return every column of the intake that the rows of a grid give, extras last.

    Parameters
    ----------
    plan : Plan
        What the grid's columns are.
    rows : DataFrame
        Rows of the grid below its header: text columns ``0``, ``1``, ….
    without : sequence of str
        Columns that are not wanted.
    """
    return _Rows(plan, rows).columns(without)


def number_columns(plan: Plan, rows: pl.DataFrame) -> dict[str, pl.Series]:
    """Return those columns of the intake that tell one document from another (``NUMBER_COLUMNS``) alone."""
    return _Rows(plan, rows).number_columns()


@dataclass(frozen=True)
class _Rows:
    plan: Plan
    rows: pl.DataFrame

    @property
    def profile(self) -> Profile:
        return self.plan.profile

    def columns(self, without: Sequence[str]) -> dict[str, pl.Series]:
        """Return every column that is wanted."""
        single = [c for c in self.plan.reading.positions if c in INTAKE and c not in (*_TOGETHER, *without)]
        plain = [c for c in single if INTAKE[c] == pl.String and c not in (*_DOCUMENTS, *_SPECIAL)]
        named = {column: self._column(column) for column in single if column not in plain}
        made = named | self._classes() | self._status() | self._languages() | self._countries() | self._parted()
        return made | self._stated() | self._texts(plain)

    def number_columns(self) -> dict[str, pl.Series]:
        """Return the number columns, made as :meth:`columns` makes them."""
        given = [c for c in NUMBER_COLUMNS if self.plan.has(c) and c in INTAKE]
        plain = [c for c in given if c not in _DOCUMENTS]
        made = {column: self._column(column) for column in given if column not in plain}
        return made | self._constants(NUMBER_COLUMNS) | self._texts(plain, with_extras=False)

    def raw(self, column: str) -> pl.Series:
        """Return the cells of a column as found."""
        places = self.plan.places(column)
        return (
            self.rows[places[0]] if len(places) == 1 else self.rows.select(self.plan.cell(column)).to_series()
        )

    def many(self, column: str) -> pl.Series:
        """Return the cells of a column as lists."""
        parts = [self._listed(column, at) for at in self.plan.reading.positions[column]]
        lists = _chained(parts) if column in _CHAINED else _first_filled(parts)
        mapping = self.profile.values.get(column, {})
        return cells.nested(cells.mapped(cells.flattened(lists), mapping), lists) if mapping else lists

    def first_symbol(self, column: str) -> pl.Series:
        """Return the first symbol of each cell."""

        def read(kinds: pl.Series) -> pl.Series:
            lists = cells.many(kinds, self.profile.separators_of(column), self.profile.missing)
            symbol = cells.computed(lists.list.first(), plain_symbol)
            return cells.computed(symbol, lambda s: pl.when(s.str.contains(r"^[A-HY]\d{2}")).then(s))

        return cells.by_kind(self.raw(column), read)

    def constant(self, column: str, value: str) -> pl.Series:
        """Return a column of one stated value, in the column's type."""
        text = pl.Series([value], dtype=pl.String)
        kind = INTAKE[column]
        if kind == pl.Date:
            stated = dates(text)
        elif kind == pl.List(pl.String):
            stated = cells.many(text, self.profile.separators_of(column))
        else:
            stated = text.cast(kind)
        return stated.new_from_index(0, self.rows.height)

    def _listed(self, column: str, at: int) -> pl.Series:
        profile, reading = self.profile, self.plan.reading
        raw = self.rows[str(at + reading.shift)]
        lists = cells.many(raw, profile.separators_of(column), profile.missing, profile.protect_commas)
        mark = profile.before.get(reading.headers[at])
        return cells.before(lists, mark) if mark and column not in _ADDRESSES else lists

    def _column(self, column: str) -> pl.Series:
        if column in _DOCUMENTS:
            return cells.document_number(self.raw(column), self.profile.dashed_numbers)
        if column in _SPECIAL:
            return _SPECIAL[column](self, column)
        kind = INTAKE[column]
        order = self.plan.orders.get(column, "mdy")
        if kind == pl.Date:
            year = self.plan.year_of(column)
            return dates(self.raw(column), order, None if year is None else self.rows.select(year).to_series())
        if kind == pl.List(pl.Date):
            return date_lists(self.many(column), order)
        if kind == pl.List(pl.String):
            return cells.document_numbers(self.many(column)) if column in _NUMBER_LISTS else self.many(column)
        return cells.count(self.raw(column))

    def _classes(self) -> dict[str, pl.Series]:
        made: dict[str, pl.Series] = {}
        found = {column: self.many(column) for column in ("locarno", "ipc") if self.plan.has(column)}
        if found:
            made["locarno"] = locarno_classes(_chained(list(found.values())))
        if "ipc" in found:
            made["ipc"] = symbols(found["ipc"])
        return made

    def _status(self) -> dict[str, pl.Series]:
        made: dict[str, pl.Series] = {}
        events = []
        if self.plan.has("legal_status"):
            status, beside = status_parts(self.raw("legal_status"), self.profile.missing)
            status = cells.mapped(status, self.profile.values.get("legal_status", {}))
            made["legal_status"] = status
            events.append(beside)
            if not self.plan.has("validity"):
                made |= _validity_apart(status)
        headers = {plain_header(header): at for at, header in enumerate(self.plan.reading.headers) if header}
        for event, parts in self.profile.events.items():
            found = {part: headers.get(plain_header(header)) for part, header in parts.items()}
            given = {
                p: self.rows[str(at + self.plan.reading.shift)] for p, at in found.items() if at is not None
            }
            if given:
                events.append(event_columns(event, given, self.profile.separators_of("events")))
        return made | ({"events": _chained(events)} if events else {})

    def _languages(self) -> dict[str, pl.Series]:
        made = {}
        for column in ("title", "abstract"):
            if self.plan.has(column):
                stated = self.profile.languages.get(self.plan.reading.header_of(column) or "")
                made[f"{column}_language"] = cells.language(self.raw(column), stated)
        return made

    def _countries(self) -> dict[str, pl.Series]:
        """Return countries written in brackets behind the applicants' names."""
        plan = self.plan
        if not plan.has("applicant") or plan.has("applicant_country"):
            return {}
        if self.profile.before.get(plan.reading.header_of("applicant") or "") != "[":
            return {}
        named = cells.many(self.raw("applicant"), self.profile.separators_of("applicant"), self.profile.missing)
        country = cells.flattened(named).str.extract(r"\[([A-Z]{2})\]", 1)
        return {"applicant_country": cells.nested(country, named)}

    def _parted(self) -> dict[str, pl.Series]:
        """Return columns that stand together in one cell: priorities, details of cited documents."""
        made: dict[str, pl.Series] = {}
        if self.plan.has("_priorities") and not self.plan.has("priority_number"):
            made |= _priorities(self.many("_priorities"))
        if self.plan.has("_cited_details"):
            made |= _cited_details(self.many("_cited_details"))
        return made

    def _stated(self) -> dict[str, pl.Series]:
        plan = self.plan
        made = self._constants(tuple(INTAKE))
        if plan.has("claims_text"):
            header = plain_header(plan.reading.header_of("claims_text"))
            coverage = {plain_header(h): found for h, found in self.profile.coverage.items()}
            given = pl.when(plan.cell("claims_text").is_not_null()).then(pl.lit(coverage.get(header, "all")))
            made["claims_coverage"] = self.rows.select(given.alias("claims_coverage")).to_series()
        return made

    def _constants(self, wanted: Sequence[str]) -> dict[str, pl.Series]:
        """Return the columns that the profile states for the whole table."""
        fixed = {c: value for c, value in self.profile.fixed.items() if not self.plan.has(c)}
        stated = fixed | ({"level": self.profile.level} if self.profile.level else {})
        return {c: self.constant(c, value) for c, value in stated.items() if c in wanted}

    def _texts(self, columns: Sequence[str], *, with_extras: bool = True) -> dict[str, pl.Series]:
        """Return the columns of plain text and the extras, all at once."""
        shift = self.plan.reading.shift
        headers = self.plan.reading.extras if with_extras else {}
        extras = {f"extra:{header}": str(at + shift) for header, at in headers.items()}
        found = self.rows.select(
            *(self.plan.cell(column).alias(column) for column in columns),
            *(pl.col(place).alias(name) for name, place in extras.items()),
        )
        texts = cells.texts(found, self.profile.missing)
        return {name: cells.mapped(texts[name], self.profile.values.get(name, {})) for name in texts.columns}


def _chained(lists: list[pl.Series]) -> pl.Series:
    """Return lists one after the other; a null list adds nothing."""
    if len(lists) == 1:
        return lists[0]
    frame = pl.DataFrame({str(i): found for i, found in enumerate(lists)})
    return cells.filled(frame.select(pl.concat_list(pl.all().fill_null([]))).to_series())


def _first_filled(lists: list[pl.Series]) -> pl.Series:
    if len(lists) == 1:
        return lists[0]
    return (
        pl.DataFrame({str(i): found for i, found in enumerate(lists)}).select(pl.coalesce(pl.all())).to_series()
    )


def _validity_apart(status: pl.Series) -> dict[str, pl.Series]:
    """Return status and validity where a vendor's status column mixes their words."""
    is_validity = status.is_in(_VALIDITY_WORDS).fill_null(value=False)
    return {"legal_status": status.set(is_validity, None), "validity": status.set(~is_validity, None)}


def _priorities(lists: pl.Series) -> dict[str, pl.Series]:
    """Part ``KR20130006425U 20130801``, ``60/225,166 14.08.2000 US`` into number, date and office."""
    day = r"(?:\d{4}-\d{2}-\d{2}\S*|\d{2}\.\d{2}\.\d{4}|\d{8})"
    plain = cells.flattened(lists).str.strip_chars("[] ")
    number = plain.str.extract(rf"^(.+?)\s+{day}(?:\s+[A-Z]{{2}})?$", 1).fill_null(plain)
    behind = plain.str.extract(rf"{day}\s+([A-Z]{{2}})$", 1)
    dated = plain.str.extract(rf"\s({day})(?:\s+(?:[A-Z]{{2}}|null))?$", 1)
    return {
        "priority_number": cells.nested(number, lists),
        "priority_dates": cells.nested(dates(dated), lists),
        "priority_office": cells.nested(behind.fill_null(plain.str.extract(r"^([A-Z]{2})[\s\d]", 1)), lists),
    }


def _cited_details(lists: pl.Series) -> dict[str, pl.Series]:
    """Part ``CN2550114Y,CN,A,0 (Examiner),2002-06-26,UNIV NANCHANG``."""
    flat = cells.flattened(lists)
    parts = flat.str.split(",")
    return {
        "cited": cells.nested(parts.list.get(0, null_on_oob=True), lists),
        "cited_category": cells.nested(cells.known(parts.list.get(2, null_on_oob=True)), lists),
        "cited_origin": cells.nested(flat.str.extract(r"\((\w+)\)", 1).str.to_lowercase(), lists),
    }


def _claims(rows: _Rows, column: str) -> pl.Series:
    """Return claims with their line breaks, which part them."""
    raw = rows.raw(column)
    if raw.str.contains(r"\r|_x000D_").any():
        raw = raw.str.replace_many(["_x000D_", "\r\n", "\r"], ["", "\n", "\n"])
    return cells.known(raw.str.strip_chars(cells.BLANKS), rows.profile.missing)


def _main_symbol(rows: _Rows, column: str) -> pl.Series:
    """Return the main symbol; where only its subclass is given, the first symbol that lies in it."""
    main = rows.first_symbol(column)
    scheme = column.removesuffix("_main")
    if not (rows.plan.has_subclass_main and rows.plan.has(scheme)):
        return main
    frame = pl.DataFrame({"main": main, "leading": rows.first_symbol(scheme)})
    is_subclass = (pl.col("main").str.len_chars() < 7) & pl.col("leading").str.starts_with(pl.col("main"))
    return frame.select(pl.when(is_subclass).then("leading").otherwise("main")).to_series()


def _cpc(rows: _Rows, column: str) -> pl.Series:
    """Return CPC symbols; national classes in a column that holds both stay among the extras."""
    found = symbols(rows.many(column))
    if cells.flattened(found).str.contains(r"^[A-HY]\d{2}[A-Z]").all():
        return found
    is_cpc = pl.element().str.contains(r"^[A-HY]\d{2}[A-Z]")
    return cells.filled(found.list.eval(pl.element().filter(is_cpc)))


def _owner(rows: _Rows, column: str) -> pl.Series:
    """Return owners without the date of their title: ``ISUZU MOTORS LIMITED (2007-09-26)``."""
    lists = rows.many(column)
    flat = cells.flattened(lists)
    if not flat.str.ends_with(")").any():
        return lists
    return cells.nested(flat.str.replace(r"\s*\(\d{4}-\d{2}-\d{2}\)$", ""), lists)


def _group(rows: _Rows, column: str) -> pl.Series:
    named = cells.group_name(rows.many(column))
    holder = column.removesuffix("_group")
    if not (rows.profile.record_groups and rows.plan.has(holder)):
        return named
    inventors = rows.many("inventor") if rows.plan.has("inventor") else None
    return groups_of_sole_holders(named, rows.many(holder), inventors)


def _url(rows: _Rows, column: str) -> pl.Series:
    bare = cells.link(rows.raw(column), rows.profile.missing)
    return cells.computed(bare, lambda url: pl.when(url.str.contains(r"^(?i)https?://|^www\.")).then(url))


_SPECIAL: Final[Mapping[str, Callable[[_Rows, str], pl.Series]]] = {
    "claims_text": _claims,
    "ipc_main": _main_symbol,
    "cpc_main": _main_symbol,
    "vendor_url": _url,
    "cpc": _cpc,
    "owner": _owner,
    "applicant_group": _group,
    "owner_group": _group,
    "sei": lambda rows, column: cells.codes(rows.raw(column), cells.SEI),
    "nic": lambda rows, column: cells.codes(rows.raw(column), cells.NIC),
}
