"""The one data model: which tables a corpus has, and their columns.

Keys are unsigned 32-bit integers. ``record`` numbers the publications in order of first appearance;
``application`` is the smallest record of the application; every table is sorted by its key. Coded
values are lower-case English words (``invention``, ``in_force``), translated only when shown.
"""

from typing import Final

import polars as pl

SCHEMA_VERSION: Final = 1

_KEY = pl.UInt32
_TEXT = pl.String

TABLES: Final[dict[str, dict[str, pl.DataType | type[pl.DataType]]]] = {
    # One row per record, as the export counts: usually one publication.
    "publications": {
        "record": _KEY,
        "publication_number": _TEXT,  # ST.3 office + number + ST.16 kind, no spaces
        "level": _TEXT,  # publication / application / family
        "application": _KEY,
        "office": _TEXT,  # ST.3 code of the publishing office
        "kind_code": _TEXT,
        "stage": _TEXT,  # application / grant
        "publication_date": pl.Date,
        "title": _TEXT,
        "title_language": _TEXT,
        "abstract": _TEXT,
        "abstract_language": _TEXT,
        "vendor_url": _TEXT,
    },
    "applications": {
        "application": _KEY,
        "application_number": _TEXT,  # CN202211224208.2, US15950587
        "office": _TEXT,
        "patent_type": _TEXT,  # invention / utility_model / design / pct / other
        "route": _TEXT,  # national / pct / null where unknown
        "filing_date": pl.Date,
        "priority_date": pl.Date,  # earliest claimed; null if none
        "publication_date": pl.Date,  # earliest of its publications
        "grant_date": pl.Date,
        "legal_status": _TEXT,  # canonical, reference/legal_status
        "legal_status_given": _TEXT,  # as found
        "validity": _TEXT,  # in_force / pending / lapsed / not_applicable / unknown
        "validity_given": _TEXT,  # as found, once prepared
        "status_as_of": pl.Date,
        "expiry_date": pl.Date,
        "expiry_rule": _TEXT,  # key of the rule used, or "given"
        "claim_count": pl.Int32,
        "stated_cited_count": pl.Int32,  # backward citations the vendor states
        "stated_citing_count": pl.Int32,  # forward citations the vendor states
        "stated_counts_as_of": pl.Date,
        "number_check": _TEXT,  # ok / wrong_check_digit / malformed / ruined_by_spreadsheet / not_checked
    },
    "priorities": {
        "application": _KEY,
        "priority_number": _TEXT,
        "priority_date": pl.Date,
        "priority_office": _TEXT,
    },
    "families": {
        "application": _KEY,
        "scheme": _TEXT,  # simple / inpadoc / vendor / derived
        "family": _TEXT,
        "stated_size": pl.Int32,
        "outside_members": pl.List(_TEXT),  # members that are not in the corpus
    },
    "parties": {
        "record": _KEY,
        "role": _TEXT,  # applicant / owner / assignee / inventor / agency / agent / examiner
        "position": pl.UInt16,  # 0 is the first named
        "name": _TEXT,  # as found
        "party": _TEXT,  # after automatic merging; equals name in a raw corpus
        "group": _TEXT,  # the vendor's standardised name or the user's group
        "party_type": _TEXT,  # company / university / institute / hospital / government / individual / other
        "country_region": _TEXT,  # ISO 3166 alpha-2
        "province": _TEXT,  # GB/T 2260 code of six digits
        "city": _TEXT,  # name as found or derived
        "district": _TEXT,  # code of six digits where the reference knows it
        "zone": _TEXT,  # functional zone, key of reference/zones
        "address": _TEXT,
        "postcode": _TEXT,
        "organization_code": _TEXT,  # USCC 统一社会信用代码
        "region_method": _TEXT,  # given / roster / address / organization_code / postcode / name / null
        "region_confidence": pl.Float32,  # 0–1
    },
    "classifications": {
        "record": _KEY,
        "scheme": _TEXT,  # ipc / cpc / locarno / sei / nic / wipo35 / branch:<table> / vendor / user tag
        "symbol": _TEXT,  # H04L27/26, no spaces, no padding
        "position": pl.UInt16,
        "is_main": pl.Boolean,
        "origin": _TEXT,  # given / derived / decided
        "version": _TEXT,
    },
    "citations": {
        "record": _KEY,
        "direction": _TEXT,  # cited (backward) / citing (forward)
        "document": _TEXT,  # normalised publication number, null for literature
        "text": _TEXT,  # as found
        "is_npl": pl.Boolean,
        "category": _TEXT,
        "origin": _TEXT,  # applicant / examiner / search_report / vendor
    },
    "claims": {
        "record": _KEY,
        "number": pl.UInt16,
        "text": _TEXT,
        "language": _TEXT,
        "coverage": _TEXT,  # all / first
    },
    "events": {
        "application": _KEY,
        "event": _TEXT,  # transfer / license / pledge / … (reference/legal_events)
        "date": pl.Date,
        "from_party": _TEXT,
        "to_party": _TEXT,
        "amount_cny": pl.Float64,
        "reference": _TEXT,  # as found: code, number, words
    },
    "sources": {
        "record": _KEY,
        "file": _TEXT,
        "sheet": _TEXT,
        "row": pl.UInt32,  # 1 is the first line or row of the file
        "outcome": _TEXT,  # kept / duplicate / refresh
    },
    "rejects": {
        "file": _TEXT,
        "sheet": _TEXT,
        "row": pl.UInt32,
        "reason": _TEXT,  # key of labels/warnings
        "found": _TEXT,  # the row as found, as JSON
    },
    "conflicts": {
        "record": _KEY,
        "column": _TEXT,
        "kept": _TEXT,
        "other": _TEXT,
        "file": _TEXT,
        "row": pl.UInt32,
    },
}
"""Name of the table → column → polars type. ``extras`` stands beside: record + any text columns."""

OPTIONAL_TABLES: Final[dict[str, dict[str, pl.DataType | type[pl.DataType]]]] = {
    # Only in a corpus to which a person's decisions were applied: what each changed cell held before.
    "decided": {
        "table": _TEXT,  # parties / applications
        "key": _KEY,  # record or application
        "role": _TEXT,
        "position": pl.UInt16,
        "column": _TEXT,
        "before": _TEXT,
    },
}
"""Tables that a corpus has only where there is something in them."""
