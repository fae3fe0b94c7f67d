"""A corpus with a person's decisions in it, and the way back to the corpus as given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from typing import Final

import polars as pl

from workbench.corpus import TABLES, Corpus
from workbench.corpus.corpus import conform
from workbench.errors import WorkbenchError
from workbench.labels import words
from workbench.preparation.decided_parties import (
    PARTY_COLUMNS,
    grouped_parties,
    merged_parties,
    placed_parties,
    typed_parties,
)
from workbench.preparation.decisions_book import LISTED_SHEET, ROW, heading
from workbench.preparation.roster import roster_keys

_DECIDED: Final = "decided"
_STATUS_COLUMNS: Final = ("legal_status", "validity", "status_as_of")
_DATE_EXAMPLE: Final = "2024-01-31"
_NO_STATUS: Final = pl.DataFrame(schema=dict.fromkeys(("application_number", *_STATUS_COLUMNS), pl.String))
_NO_TAGS: Final = pl.DataFrame(schema=dict.fromkeys(("publication_number", "scheme", "symbol"), pl.String))


@dataclass(frozen=True)
class Decisions:
    """What a workbook decides, checked and resolved.

    Attributes
    ----------
    merges : mapping
        Name as found, or party → party; chains are followed to their end.
    apart : frozenset of str
        Names whose merge by rule is refused.
    groups, alone : mapping, frozenset
        The same for groups.
    types : mapping
        Party → type.
    firms : DataFrame or None
        The roster, see :func:`workbench.preparation.roster.roster_keys`.
    status : DataFrame
        ``application_number``, ``legal_status``, ``validity``, ``status_as_of``.
    tags : DataFrame
        ``publication_number``, ``scheme``, ``symbol``: relevance, branches and tags.
    counts : mapping
        Sheet → decisions in force.
    """

    merges: Mapping[str, str] = field(default_factory=dict)
    apart: frozenset[str] = frozenset()
    groups: Mapping[str, str] = field(default_factory=dict)
    alone: frozenset[str] = frozenset()
    types: Mapping[str, str] = field(default_factory=dict)
    firms: pl.DataFrame | None = None
    status: pl.DataFrame = field(default_factory=lambda: _NO_STATUS)
    tags: pl.DataFrame = field(default_factory=lambda: _NO_TAGS)
    counts: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of_book(cls, book: Mapping[str, pl.DataFrame], file: str) -> "Decisions":
        """Resolve the sheets of a workbook that :func:`read_book` has read.

        Raises
        ------
        WorkbenchError
            If merges run in a circle, or the roster or a date is not in order.
        """
        merges = _adopted(book, "applicant_merges", "name", "merge_into")
        groups = _adopted(book, "group_merges", "party", "group")
        types = _pairs(book.get("party_types"), "party", "party_type")
        firms = _roster(book.get("firm_roster"), file)
        status = _status(book.get("legal_status"), file)
        tags = _tags(book)
        counted = {
            "applicant_merges": len(merges), "group_merges": len(groups), "party_types": len(types),
            "firm_roster": 0 if firms is None else book["firm_roster"].height, "legal_status": status.height,
            "relevance": tags.filter(pl.col("scheme") == "relevance").height,
            "branches": tags.filter(pl.col("scheme").str.starts_with("branch:")).height,
            "tags": tags.filter(pl.col("scheme").str.starts_with("tag:")).height,
        }  # fmt: skip
        return cls(
            merges=_followed(merges, file),
            apart=_refused(book, "applicant_merges", merges),
            groups=groups,
            alone=_refused(book, "group_merges", groups),
            types=types,
            firms=firms,
            status=status,
            tags=tags,
            counts=counted,
        )


def _pairs(rows: pl.DataFrame | None, key: str, value: str) -> dict[str, str]:
    if rows is None or rows.is_empty():
        return {}
    return dict(rows.drop_nulls([key, value]).select(key, value).iter_rows())


def _adopted(book: Mapping[str, pl.DataFrame], sheet: str, key: str, value: str) -> dict[str, str]:
    rows = book.get(sheet)
    return {} if rows is None or rows.is_empty() else _pairs(rows.filter(pl.col("adopt") == "yes"), key, value)


def _refused(book: Mapping[str, pl.DataFrame], sheet: str, adopted: Mapping[str, str]) -> frozenset[str]:
    """Return what was listed when the workbook was written and is adopted no more."""
    if sheet not in book or LISTED_SHEET not in book or book[LISTED_SHEET].is_empty():
        return frozenset()
    listed = book[LISTED_SHEET].filter(pl.col("sheet") == sheet)["subject"]
    return frozenset(listed) - adopted.keys()


def _followed(merges: Mapping[str, str], file: str) -> dict[str, str]:
    """Follow chains of merges to their end: A into B, B into C makes A into C."""
    ends = {}
    for start in merges:
        path = [start]
        while merges.get(path[-1], path[-1]) != path[-1]:
            path.append(merges[path[-1]])
            if path[-1] in path[:-1]:
                sheet = words("decisions.applicant_merges", "zh")
                raise WorkbenchError("circular_merge", file=file, sheet=sheet, found=" → ".join(path))
        ends[start] = path[-1]
    return ends


def _roster(rows: pl.DataFrame | None, file: str) -> pl.DataFrame | None:
    if rows is None or rows.is_empty():
        return None
    return roster_keys(rows, file=file, sheet=words("decisions.firm_roster", "zh"))


def _status(rows: pl.DataFrame | None, file: str) -> pl.DataFrame:
    if rows is None or rows.is_empty():
        return _NO_STATUS
    dated = rows.with_columns(day=pl.col("status_as_of").str.slice(0, 10).str.replace_all("[./年月]", "-"))
    dated = dated.with_columns(
        parsed=pl.col("day").str.strip_chars("日-").str.to_date("%Y-%m-%d", strict=False)
    )
    wrong = dated.filter(pl.col("status_as_of").is_not_null(), pl.col("parsed").is_null())
    if wrong.height:
        raise WorkbenchError(
            "bad_decision", file=file, sheet=words("decisions.legal_status", "zh"), row=wrong[ROW][0],
            column=heading("status_as_of"), found=wrong["status_as_of"][0], allowed=_DATE_EXAMPLE,
        )  # fmt: skip
    return dated.select(
        pl.col("application_number").str.to_uppercase(), "legal_status", "validity", status_as_of="parsed"
    )


def _tags(book: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    found = [_NO_TAGS]
    for sheet, scheme, symbol in (
        ("relevance", pl.lit("relevance"), "relevance"),
        ("branches", pl.lit("branch:") + pl.col("table"), "branch"),
        ("tags", pl.lit("tag:") + pl.col("tag"), "value"),
    ):
        rows = book.get(sheet)
        if rows is not None and not rows.is_empty():
            number = pl.col("publication_number").str.to_uppercase()
            found.append(rows.drop_nulls(symbol).select(number, scheme=scheme, symbol=symbol))
    return pl.concat(found).unique(maintain_order=True)


# --- into the corpus and back -----------------------------------------------------------------------------


def decide(base: Corpus, decisions: Decisions) -> Corpus:
    """Put decisions into a corpus that has none, and note what each changed cell held before."""
    before = base.polars("parties").with_columns(pl.col(name).alias(f"before_{name}") for name in PARTY_COLUMNS)
    parties = merged_parties(before, decisions.merges, decisions.apart)
    parties = grouped_parties(parties, decisions.groups, decisions.alone)
    parties = typed_parties(parties, decisions.types)
    if decisions.firms is not None:
        parties = placed_parties(parties, decisions.firms)
    applications = _with_status(base, decisions.status)
    journal = pl.concat(
        [
            _journal(parties, "parties", ["record", "role", "position"], PARTY_COLUMNS),
            _journal(applications, "applications", ["application"], _STATUS_COLUMNS),
        ],
        how="diagonal_relaxed",
    )
    return base.with_tables(
        parties=parties,
        applications=applications,
        classifications=_with_tags(base, decisions.tags),
        decided=journal,
    )


def _with_status(base: Corpus, status: pl.DataFrame) -> pl.LazyFrame:
    applications = base.polars("applications").with_columns(
        pl.col(name).alias(f"before_{name}") for name in _STATUS_COLUMNS
    )
    if status.is_empty():
        return applications
    new = status.rename({name: f"new_{name}" for name in _STATUS_COLUMNS}).lazy()
    joined = applications.join(new, on="application_number", how="left", maintain_order="left")
    decided = joined.with_columns(pl.coalesce(f"new_{name}", name).alias(name) for name in _STATUS_COLUMNS)
    return decided.drop(f"new_{name}" for name in _STATUS_COLUMNS)


def _with_tags(base: Corpus, tags: pl.DataFrame) -> pl.LazyFrame:
    classifications = base.polars("classifications")
    if tags.is_empty():
        return classifications
    numbered = base.polars("publications").select("record", "publication_number")
    rows = tags.lazy().join(numbered, on="publication_number").sort("record", "scheme", "symbol")
    position = pl.int_range(pl.len(), dtype=pl.UInt16).over("record", "scheme")
    added = rows.select(
        "record", "scheme", "symbol", position=position, is_main=pl.lit(False), origin=pl.lit(_DECIDED)
    )
    both = pl.concat([classifications, conform(added, "classifications")])
    return both.sort("record", maintain_order=True)


def _journal(frame: pl.LazyFrame, table: str, keys: list[str], columns: tuple[str, ...]) -> pl.DataFrame:
    """List the cells that differ from what they were: one row a cell, values as text."""
    found = []
    for name in columns:
        differs = pl.col(name).eq_missing(pl.col(f"before_{name}")).not_()
        cells = frame.filter(differs).select(
            *keys, column=pl.lit(name), before=pl.col(f"before_{name}").cast(pl.String), table=pl.lit(table)
        )
        found.append(cells.rename({keys[0]: "key"}))
    return pl.concat(pl.collect_all(found, engine="streaming"))


def without_decisions(corpus: Corpus) -> Corpus:
    """Return the corpus as it was before any decision was applied."""
    if _DECIDED not in corpus.tables:
        return corpus
    journal = corpus.polars(_DECIDED).collect()
    restored = corpus.with_tables(
        parties=_restored(corpus, journal, "parties", ["record", "role", "position"]),
        applications=_restored(corpus, journal, "applications", ["application"]),
        classifications=corpus.polars("classifications").filter(pl.col("origin").ne_missing(_DECIDED)),
    )
    tables = {name: frame for name, frame in restored.tables.items() if name != _DECIDED}
    notices = [notice for notice in corpus.manifest.notices if notice.key != "decisions_not_found"]
    return replaced(restored, tables=tables).with_manifest(decisions=[], notices=notices)


def _restored(corpus: Corpus, journal: pl.DataFrame, table: str, keys: list[str]) -> pl.LazyFrame:
    frame = corpus.polars(table)
    cells = journal.filter(pl.col("table") == table).rename({"key": keys[0]})
    for (column,), rows in cells.group_by(["column"], maintain_order=True):
        name = str(column)
        before = rows.select(*keys, pl.col("before").cast(TABLES[table][name]), was_decided=pl.lit(True))
        joined = frame.join(before.lazy(), on=keys, how="left", maintain_order="left")
        value = pl.when(pl.col("was_decided").fill_null(False)).then("before").otherwise(name)
        frame = joined.with_columns(value.alias(name)).drop("before", "was_decided")
    return frame


def not_found(base: Corpus, decisions: Decisions) -> dict[str, list[str]]:
    """Return the subjects, by sheet, that the corpus does not have."""
    parties = base.polars("parties").select("name", "party").unique().collect(engine="streaming")
    names = set(parties["name"]) | set(parties["party"])
    publications = base.polars("publications").select("publication_number").collect()["publication_number"]
    applications = base.polars("applications").select("application_number").collect()["application_number"]
    numbered, stated = decisions.tags["publication_number"], decisions.status["application_number"]
    missing = {
        "applicant_merges": [name for name in decisions.merges if name not in names],
        "legal_status": stated.filter(stated.is_in(applications.implode()).not_()).to_list(),
        "relevance": numbered.filter(numbered.is_in(publications.implode()).not_())
        .unique(maintain_order=True)
        .to_list(),
    }
    return {sheet: subjects for sheet, subjects in missing.items() if subjects}
