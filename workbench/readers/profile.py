"""Vendor profiles: what a vendor calls its columns and how it writes their cells, as data.

A profile is a TOML file in ``readers/profiles`` or one the user wrote::

    name = "incopat"
    sniff = ["链接到incoPat"]            # headers that only this vendor has
    separator = ["; "]                   # between the values of one cell
    [columns]
    publication_number = ["公开（公告）号"]  # canonical column = headers, best first

``docs/readers.md`` lists every key.
"""

import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from rapidfuzz import process

from workbench.errors import WorkbenchError, raise_faults
from workbench.readers.intake import INTAKE

PRIVATE: Final = frozenset(
    {
        "_serial",  # the vendor's row number
        "_priorities",  # number, date and office of priorities in one cell
        "_cited_details",  # number, office, category (who), date, holder of cited documents in one cell
        "_filing_year", "_publication_year", "_grant_year",  # settle two-digit years
    }
)  # fmt: skip
"""Columns a profile may name that help reading and do not reach the corpus."""

EVENT_PARTS: Final = ("date", "from", "to", "reference", "amount")
NUMBERS: Final = ("publication_number", "grant_number", "application_number")
"""A table without any of these is no table of patents."""

_KEYS: Final = frozenset(
    {
        "name", "title", "note", "level", "priority", "sniff", "separator", "separators", "protect_commas",
        "date_order", "columns", "known", "values", "fixed", "before", "missing", "sheets", "events",
        "languages", "coverage", "dashed_numbers", "record_groups",
    }
)  # fmt: skip


@lru_cache(maxsize=10_000)
def plain_header(header: str | None) -> str:
    """Return a header as it is compared: half-width, without spaces, underscores, marks, in lower case."""
    text = unicodedata.normalize("NFKC", header or "").replace("\ufeff", "").replace("_x000D_", "")
    return "".join(text.split()).replace("_", "").strip("\"'").casefold()


@dataclass(frozen=True, eq=False)
class Profile:
    """One vendor's way of writing tables.

    Attributes
    ----------
    name : str
        What ``--source`` takes and the manifest records.
    columns : mapping
        Canonical column → headers as written, best first.
    sniff : tuple of str
        Headers that only this vendor has.
    known : tuple of str
        Headers that this vendor has and the corpus keeps as extras, also where a column is made of them.
    separators : mapping
        Canonical column → strings between the values of one cell; ``*`` is for all others.
    values : mapping
        Canonical column → value as found → value to pass on (empty: null).
    before : mapping
        Header → string: each value of that column ends before it (names followed by addresses).
    languages : mapping
        Header → language of its cells, for titles and abstracts.
    coverage : mapping
        Header → ``first`` where claims are the first alone.
    record_groups : bool
        Whether standardised names are the record's, in an order of their own.
    events : mapping
        Event → part (date / from / to / reference / amount) → header.
    """

    name: str
    title: str = ""
    level: str | None = None
    priority: int = 0
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sniff: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    separators: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    protect_commas: bool = False
    date_order: str = "mdy"
    missing: tuple[str, ...] = ()
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    before: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)
    coverage: Mapping[str, str] = field(default_factory=dict)
    events: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()
    dashed_numbers: bool = False
    record_groups: bool = False

    def canonical(self, header: str | None) -> tuple[tuple[str, int], ...]:
        """Return the canonical columns that a header serves, each with its rank there."""
        return _index(self).get(plain_header(header), ())

    def is_known(self, header: str | None) -> bool:
        """Tell whether the vendor is known to use the header."""
        return plain_header(header) in _known_headers(self)

    def is_kept(self, header: str | None) -> bool:
        """Tell whether a header is carried as an extra even where a column is made of it."""
        return plain_header(header) in {plain_header(kept) for kept in self.known}

    def has_sniff(self, header: str | None) -> bool:
        """Tell whether only this vendor uses the header."""
        return plain_header(header) in _sniff_headers(self)

    def separators_of(self, column: str) -> tuple[str, ...]:
        """Return what stands between the values of one cell of the column."""
        return self.separators.get(column, self.separators.get("*", ()))


@cache
def _index(profile: Profile) -> dict[str, tuple[tuple[str, int], ...]]:
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for column, headers in profile.columns.items():
        for rank, header in enumerate(headers):
            plain = plain_header(header)
            found[plain] = (*found.get(plain, ()), (column, rank))
    return found


@cache
def _sniff_headers(profile: Profile) -> frozenset[str]:
    return frozenset(plain_header(mark) for mark in profile.sniff)


@cache
def _known_headers(profile: Profile) -> frozenset[str]:
    parts = [header for event in profile.events.values() for header in event.values()]
    return frozenset(plain_header(h) for h in (*profile.known, *profile.sniff, *parts)) | _index(profile).keys()


@cache
def vendor_profiles() -> tuple[Profile, ...]:
    """Return the profiles that come with the workbench, by name."""
    folder = files(__package__) / "profiles"
    entries = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda e: e.name
    )
    return tuple(_profile(tomllib.loads(entry.read_text(encoding="utf-8")), entry.name) for entry in entries)


def profile_named(name: str) -> Profile:
    """Return a vendor's profile.

    Raises
    ------
    WorkbenchError
        If there is none of that name.
    """
    known = {profile.name: profile for profile in vendor_profiles()}
    if name not in known:
        raise WorkbenchError(
            "unknown_source", source=name, known=", ".join(known), suggestion=nearest(name, known)
        )
    return known[name]


def read_profile(path: Path) -> Profile:
    """Read a profile the user wrote.

    Raises
    ------
    WorkbenchError
        If the file is missing, not TOML, or names keys or columns that do not exist; all gathered.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        return _profile(tomllib.loads(text), str(path))
    except FileNotFoundError as fault:
        raise WorkbenchError("no_such_file", file=str(path)) from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, IsADirectoryError) as fault:
        raise WorkbenchError("profile_not_toml", file=str(path), found=str(fault)) from fault


def nearest(word: str, among: Iterable[str], floor: float = 60) -> str:
    """Return the most similar of the words, or nothing."""
    best = process.extractOne(word, list(among), score_cutoff=floor)
    return best[0] if best else ""


def canonical_columns() -> frozenset[str]:
    """Return every name that may stand left of ``=`` below ``[columns]``."""
    return frozenset(INTAKE) - {"file", "sheet", "row", "level", "claims", "events"} | PRIVATE


def check_columns(names: Iterable[str], place: str) -> None:
    """Refuse canonical columns that do not exist.

    Raises
    ------
    WorkbenchError
        Naming each, with the nearest that does.
    """
    known = canonical_columns()
    raise_faults(
        [
            WorkbenchError("unknown_column", file=place, column=name, suggestion=nearest(name, known))
            for name in names
            if name not in known and not name.startswith("extra:")
        ]
    )


def _profile(raw: Mapping[str, Any], place: str) -> Profile:
    unknown = [key for key in raw if key not in _KEYS]
    raise_faults(
        [
            WorkbenchError("unknown_profile_key", file=place, found=key, suggestion=nearest(key, _KEYS))
            for key in unknown
        ]
    )
    columns = {column: _several(headers) for column, headers in raw.get("columns", {}).items()}
    check_columns(columns, place)
    separators = {column: _several(found) for column, found in raw.get("separators", {}).items()}
    separators.setdefault("*", _several(raw.get("separator", [";", "|", "\n"])))
    return Profile(
        name=str(raw.get("name", Path(place).stem)),
        title=str(raw.get("title", "")),
        level=raw.get("level"),
        priority=int(raw.get("priority", 0)),
        columns=columns,
        sniff=_several(raw.get("sniff", ())),
        known=_several(raw.get("known", ())),
        separators=separators,
        protect_commas=bool(raw.get("protect_commas", False)),
        date_order=str(raw.get("date_order", "mdy")),
        missing=_several(raw.get("missing", ())),
        values=raw.get("values", {}),
        fixed=raw.get("fixed", {}),
        before=raw.get("before", {}),
        languages=raw.get("languages", {}),
        coverage=raw.get("coverage", {}),
        events=raw.get("events", {}),
        sheets=_several(raw.get("sheets", ())),
        dashed_numbers=bool(raw.get("dashed_numbers", False)),
        record_groups=bool(raw.get("record_groups", False)),
    )


def _several(found: object) -> tuple[str, ...]:
    """Return one string or a list of strings as a tuple."""
    return (found,) if isinstance(found, str) else tuple(str(part) for part in found)  # type: ignore[attr-defined]
