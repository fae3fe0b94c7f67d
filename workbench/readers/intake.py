"""What every reader hands over: rows of one wide, fixed shape, whatever the vendor.

A reader knows its format; :mod:`workbench.readers.assemble` knows the corpus. Between them stands an
:class:`Intake`: a lazy frame with any subset of the ``INTAKE`` columns, one row per source row. Text is
already trimmed and missing marks (``--``, ``无``) are null; numbers of documents are still as found.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polars as pl

_TEXT = pl.String
_TEXTS = pl.List(pl.String)

PARTY_ROLES: Final = ("applicant", "owner", "assignee", "inventor", "agency", "agent", "examiner")
PARTY_DETAILS: Final = (
    "group", "address", "country", "province", "city", "district", "postcode", "type", "code",
)  # fmt: skip
"""``applicant_address`` and so on: lists in step with ``applicant``; a single value is the first's."""

INTAKE: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "file": _TEXT,
    "sheet": _TEXT,
    "row": pl.UInt32,
    "level": _TEXT,  # publication unless the reader says application or family
    "publication_number": _TEXT,
    "office": _TEXT,  # where the number does not carry it (PATENTSCOPE)
    "kind_code": _TEXT,
    "publication_date": pl.Date,
    "grant_number": _TEXT,  # 授权公告号 beside 公开号: becomes a second publication
    "grant_date": pl.Date,
    "title": _TEXT,
    "title_language": _TEXT,
    "abstract": _TEXT,
    "abstract_language": _TEXT,
    "vendor_url": _TEXT,
    "application_number": _TEXT,
    "filing_date": pl.Date,
    "patent_type": _TEXT,  # as found: 发明申请, utility model, …
    "route": _TEXT,  # national / pct
    "pct_number": _TEXT,
    "priority_number": _TEXTS,
    "priority_dates": pl.List(pl.Date),
    "priority_office": _TEXTS,
    "priority_date": pl.Date,  # earliest, where the export states one
    "family_simple": _TEXT,
    "family_simple_members": _TEXTS,
    "family_simple_size": pl.Int32,
    "family_inpadoc": _TEXT,
    "family_inpadoc_members": _TEXTS,
    "family_inpadoc_size": pl.Int32,
    "family_vendor": _TEXT,  # a scheme of the vendor's own: DWPI, FamPat
    "family_vendor_members": _TEXTS,
    "family_vendor_size": pl.Int32,
    **dict.fromkeys(PARTY_ROLES, _TEXTS),
    **{f"applicant_{detail}": _TEXTS for detail in PARTY_DETAILS},
    **{f"owner_{detail}": _TEXTS for detail in PARTY_DETAILS},
    "ipc": _TEXTS,
    "ipc_main": _TEXT,
    "cpc": _TEXTS,
    "cpc_main": _TEXT,
    "locarno": _TEXTS,
    "sei": _TEXTS,
    "nic": _TEXTS,
    "cited": _TEXTS,
    "citing": _TEXTS,
    "cited_npl": _TEXTS,
    "cited_category": _TEXTS,
    "cited_origin": _TEXTS,
    "legal_status": _TEXT,  # as found
    "validity": _TEXT,  # as found
    "status_as_of": pl.Date,
    "expiry_date": pl.Date,
    "claim_count": pl.Int32,
    "stated_cited_count": pl.Int32,
    "stated_citing_count": pl.Int32,
    "claims": pl.List(pl.Struct({"number": pl.UInt16, "text": pl.String})),
    "claims_text": _TEXT,  # unsplit claims, or the first claim alone
    "claims_coverage": _TEXT,  # all / first
    "claims_language": _TEXT,
    "events": pl.List(
        pl.Struct(
            {
                "event": pl.String,
                "date": pl.Date,
                "from_party": pl.String,
                "to_party": pl.String,
                "amount_cny": pl.Float64,
                "reference": pl.String,
            }
        )
    ),
}
"""Canonical column → type. Columns named ``extra:<header>`` are carried to the table ``extras``."""

REJECTS: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "file": _TEXT,
    "sheet": _TEXT,
    "row": pl.UInt32,
    "reason": _TEXT,
    "found": _TEXT,
}


@dataclass(frozen=True)
class Notice:
    """Something the user should know: a key of ``labels/warnings.toml`` and its fields."""

    key: str
    fields: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Piece:
    """Consecutive rows of a source that are made ready only when asked for.

    Attributes
    ----------
    height : int
        How many rows.
    make : callable
        Takes which rows are wanted (None: all) and returns those, made.
    places : callable
        Returns ``file``, ``sheet`` and ``row`` of all.
    """

    height: int
    make: Callable[[pl.Series | None], pl.DataFrame]
    places: Callable[[], pl.DataFrame]


PLACE: Final = ("file", "sheet", "row")
"""The columns that tell where a row was read."""


@dataclass(frozen=True)
class Intake:
    """One source, read: its rows in the fixed shape, and what is to be said about them.

    Attributes
    ----------
    path : Path
        The file the user named.
    source : str
        Name of the profile or format (``incopat``, ``cnipa_xml`` …).
    frame : polars.LazyFrame
        Any subset of ``INTAKE`` plus ``extra:`` columns; ``file``, ``sheet`` and ``row`` always.
    rejects : polars.DataFrame
        Rows that could not be read, ``REJECTS`` columns.
    rows_read : int
        Source rows seen, rejects included.
    columns : mapping
        Header as found → canonical column (null where unknown), for the manifest.
    warnings : tuple
        In the order found.
    is_stored : bool
        The frame scans parquet: it may be read several times and in slices at little cost.
    numbers : polars.DataFrame or None
        What :func:`~workbench.readers.numbering.number_facts` tells of every row, where computed already.
    pieces : callable or None
        For a table too large to hold: its rows piece by piece, from the file anew at every call; what
        ``numbers`` tells may be left out.
    """

    path: Path
    source: str
    frame: pl.LazyFrame
    rejects: pl.DataFrame
    rows_read: int
    columns: Mapping[str, str | None] = field(default_factory=dict)
    warnings: tuple[Notice, ...] = ()
    is_stored: bool = False
    numbers: pl.DataFrame | None = None
    pieces: Callable[[], Iterator[Piece]] | None = None


def no_rejects() -> pl.DataFrame:
    """Return an empty frame of rejects."""
    return pl.DataFrame(schema=REJECTS)
