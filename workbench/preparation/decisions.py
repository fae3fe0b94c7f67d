"""What a person decides: written as a workbook, edited, applied, and undone by deleting a row."""

import hashlib
from pathlib import Path
from typing import Final

import polars as pl

from workbench.corpus import Corpus
from workbench.labels import value_words, words
from workbench.preparation.decided import Decisions, decide, not_found, without_decisions
from workbench.preparation.decisions_book import SHEETS, read_book, write_book
from workbench.preparation.likeness import suggest_merges
from workbench.preparation.notices import with_notice
from workbench.preparation.parties import HOLDERS

ROW_LIMIT: Final = 50_000
_LISTED_RECORDS: Final = 20_000
"""Up to so many publications are listed for the relevance decision; larger corpora are marked by number."""


def write_decisions(corpus: Corpus, path: str | Path, *, threshold: float = 0.88) -> Path:
    """Write the decisions workbook of a prepared corpus.

    It lists the merges made by rule and the vendor's groups (adopted), similar names (undecided), the
    types of the applicants, and empty sheets for the roster, legal status, branches and tags.

    Parameters
    ----------
    corpus : Corpus
        Decisions applied to it are left aside: the workbook starts from the corpus as given.
    path : path
        A new .xlsx file.
    threshold : float
        Least similarity of a suggested merge. [0–1]

    Raises
    ------
    WorkbenchError
        If the file exists or cannot be written.
    """
    base = without_decisions(corpus)
    holders = base.polars("parties").filter(pl.col("role").is_in(HOLDERS))
    counted = (
        holders.group_by("name", "party", "group", "party_type").len(name="count").collect(engine="streaming")
    )
    merged, grouped = _rule_merges(counted), _vendor_groups(counted)
    suggested = _suggestions(base, threshold)
    rows = {
        "applicant_merges": pl.concat([merged, suggested], how="diagonal_relaxed"),
        "group_merges": grouped,
        "party_types": _types(counted),
        "relevance": _publications(base),
    }
    listed = pl.concat(
        [
            merged.select(sheet=pl.lit("applicant_merges"), subject="name"),
            grouped.select(sheet=pl.lit("group_merges"), subject="party"),
        ]
    )
    return write_book(Path(path), rows, listed, ROW_LIMIT)


def _word(column: str, value: str) -> pl.Expr:
    return pl.lit(value_words(column, value, "zh"))


def _rule_merges(counted: pl.DataFrame) -> pl.DataFrame:
    merged = counted.filter(pl.col("name") != pl.col("party")).group_by("name", merge_into="party")
    return (
        merged.agg(pl.col("count").sum())
        .with_columns(basis=_word("basis", "rule"), adopt=_word("adopt", "yes"))
        .sort("count", "name", descending=[True, False])
        .head(ROW_LIMIT)
    )


def _vendor_groups(counted: pl.DataFrame) -> pl.DataFrame:
    grouped = counted.filter(pl.col("group") != pl.col("party")).group_by("party", "group")
    usual = grouped.agg(pl.col("count").sum()).sort("count", "party", "group", descending=[True, False, False])
    return (
        usual.unique("party", keep="first", maintain_order=True)
        .with_columns(basis=_word("basis", "vendor"), adopt=_word("adopt", "yes"))
        .head(ROW_LIMIT)
    )


def _suggestions(base: Corpus, threshold: float) -> pl.DataFrame:
    pairs = suggest_merges(base, threshold=threshold)
    return (
        pairs.select(
            name="similar", merge_into="party", count="similar_count", similarity=pl.col("similarity").round(3)
        )
        .with_columns(basis=_word("basis", "suggestion"), adopt=_word("adopt", "undecided"))
        .head(ROW_LIMIT)
    )


def _types(counted: pl.DataFrame) -> pl.DataFrame:
    kinds = counted["party_type"].drop_nulls().unique().to_list()
    named = {kind: value_words("party_type", kind, "zh") for kind in kinds}
    typed = counted.group_by("party", "party_type").agg(pl.col("count").sum())
    typed = typed.sort("count", "party", descending=[True, False]).unique(
        "party", keep="first", maintain_order=True
    )
    shown = pl.col("party_type").replace_strict(named, default=None, return_dtype=pl.String)
    return typed.with_columns(party_type=shown).head(ROW_LIMIT)


def _publications(base: Corpus) -> pl.DataFrame:
    listed = base.polars("publications").select("publication_number", "title").drop_nulls("publication_number")
    rows = listed.head(_LISTED_RECORDS + 1).collect()
    return rows if rows.height <= _LISTED_RECORDS else rows.head(0)


def apply_decisions(corpus: Corpus, path: str | Path) -> Corpus:
    """Apply a decisions workbook, in place of whatever workbook was applied before.

    The corpus as given is restored first, so that applying twice changes nothing and a row that was
    deleted is undone. Decisions on names, numbers or firms that the corpus does not have are counted in
    a notice.

    Raises
    ------
    WorkbenchError
        If the file is no decisions workbook or a cell is not allowed; nothing is applied then.
    """
    path = Path(path)
    book = read_book(path)
    base = without_decisions(corpus)
    decisions = Decisions.of_book(book, path.name)
    decided = decide(base, decisions)
    missing = not_found(base, decisions)
    if missing:
        sheets = "、".join(words(f"decisions.{sheet}", "zh") for sheet in missing)
        subjects = [subject for found in missing.values() for subject in found]
        examples = "、".join(subjects[:3])
        decided = with_notice(
            decided, "decisions_not_found", sheet=sheets, count=len(subjects), examples=examples
        )
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    counts = [
        f"{sheet.key}: {decisions.counts[sheet.key]}" for sheet in SHEETS if decisions.counts.get(sheet.key)
    ]
    return decided.with_manifest(decisions=[f"{path.name} sha256:{digest}", *counts])
