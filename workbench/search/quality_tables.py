"""How good is the query, what does it miss, what does it bring in, and how is it mended?"""

from collections.abc import Callable
from typing import Any, Final

import polars as pl

from workbench.labels import Language, words
from workbench.query.tree import Node
from workbench.search.block_tables import local_text
from workbench.search.feedback import Feedback, Repair
from workbench.search.judging import Evaluation
from workbench.search.session import Session, missing_findings, own_row
from workbench.tables import Cell, Condition, Finding, LeftOut, Table

_SHARES: Final = dict.fromkeys(("value", "low", "high"), "share")
_COUNTS: Final = dict.fromkeys(
    ("sample_count", "relevant_count", "undecided_count", "population_count"), "count"
)


def search_quality(session: Session, evaluation: Evaluation) -> Table:
    """Show precision and recall with their 95 % intervals and what they rest on.

    Returns
    -------
    Table
        One row a measure: ``measure``, ``value``, ``low``, ``high``, ``sample_count``, ``relevant_count``,
        ``undecided_count``, ``population_count``.
    """
    undecided = sum(told == "undecided" for told in evaluation.read.judgements.values())
    left = (LeftOut("undecided_documents", undecided),) if undecided else ()
    return session.table(
        "search_quality",
        evaluation.measures,
        left_out=left,
        notes=tuple(f"search_{note}" for note in evaluation.notes),
        formats={**_SHARES, **_COUNTS},
    )


def search_quality_findings(table: Table) -> tuple[Finding, ...]:
    """State each measure with its interval."""
    if table.is_empty():
        return missing_findings(table)
    return tuple(
        Finding.of(
            f"measure_{name}",
            value=Cell(table, row, "value"),
            low=Cell(table, row, "low"),
            high=Cell(table, row, "high"),
            sample=Cell(table, row, "sample_count"),
        )
        for row, name in enumerate(table.frame["measure"])
    )


def losing_blocks(session: Session, feedback: Feedback) -> Table:
    """Show which block of the query loses wanted documents.

    Returns
    -------
    Table
        One row a block: ``block`` (1, 2, …), ``query``, ``hit_count`` alone, ``missed_count``: wanted
        documents that it loses, alone or with others.
    """
    lost = feedback.lost_by()
    rows, behind = [], []
    for block in feedback.blocks:
        rows.append(
            {
                "block": block.place + 1,
                "query": local_text(block.whole()),
                "hit_count": len(feedback.found(block.node)),
                "missed_count": len(lost[block.place]),
            }
        )
        behind += _numbered(session, lost[block.place], block=block.place + 1)
    return session.table(
        "losing_blocks",
        pl.DataFrame(rows),
        behind=pl.DataFrame(behind, schema={"record": pl.UInt32, "block": pl.Int64}),
        cells={"missed_count": own_row("block")},
        formats={"block": "text", "hit_count": "count", "missed_count": "count"},
    )


def losing_blocks_findings(table: Table) -> tuple[Finding, ...]:
    """Name the block that loses most."""
    if table.is_empty():
        return missing_findings(table)
    worst = int(table.frame["missed_count"].arg_max() or 0)
    if not table.frame["missed_count"][worst]:
        return (Finding.of("search_nothing_missed"),)
    return (
        Finding.of(
            "search_worst_block",
            block=Cell(table, worst, "block"),
            missed=Cell(table, worst, "missed_count"),
        ),
    )


def query_repairs(session: Session, feedback: Feedback, language: Language) -> Table:
    """Propose the least change for each missed document; equal changes share a row.

    Returns
    -------
    Table
        One row a change: ``repair``, ``example`` (one document it is made for), ``document_count`` (documents
        it is the least change for), ``caught_count`` and ``noise_count`` when it is run.
    """
    repairs = feedback.repairs(session.documents(feedback.missed))
    groups: dict[Node, list[Repair]] = {}
    for repair in repairs:
        groups.setdefault(repair.tree, []).append(repair)
    rows: list[dict[str, Any]] = []
    behind: list[dict[str, Any]] = []
    ranked = sorted(groups.values(), key=lambda g: (g[0].noise_count - g[0].caught_count, g[0].number))
    for group in ranked:
        text = "；".join(edit_words(edit, local_text, language) for edit in group[0].edits)
        rows.append(
            {
                "repair": text,
                "example": group[0].number,
                "document_count": len(group),
                "caught_count": group[0].caught_count,
                "noise_count": group[0].noise_count,
            }
        )
        behind += _numbered(session, {repair.number for repair in group}, repair=text)
    columns = {"repair": pl.String, "example": pl.String} | dict.fromkeys(
        ("document_count", "caught_count", "noise_count"), pl.Int64
    )
    return session.table(
        "query_repairs",
        pl.DataFrame(rows, schema=columns),
        behind=pl.DataFrame(behind, schema={"record": pl.UInt32, "repair": pl.String}),
        cells={"document_count": own_row("repair")},
        notes=() if rows else ("nothing_to_mend",),
        formats=dict.fromkeys(("document_count", "caught_count", "noise_count"), "count"),
    )


def query_repairs_findings(table: Table) -> tuple[Finding, ...]:
    """Name the change that gains most."""
    if table.is_empty():
        return missing_findings(table)
    return (
        Finding.of(
            "search_best_repair",
            repair=Cell(table, 0, "repair"),
            caught=Cell(table, 0, "caught_count"),
            noise=Cell(table, 0, "noise_count"),
        ),
    )


def word_effects(session: Session, feedback: Feedback) -> Table:
    """Show what each word and class of the query brings that nothing else in it brings.

    Returns
    -------
    Table
        One row a word: ``block``, ``query``, ``hit_count``, ``only_relevant_count`` and
        ``only_noise_count``; those that bring most noise first.
    """
    rows, behind = [], []
    for effect in feedback.leaf_effects():
        text = local_text(effect.node)
        rows.append(
            {
                "block": effect.block + 1,
                "query": text,
                "hit_count": effect.hit_count,
                "only_relevant_count": len(effect.only_relevant),
                "only_noise_count": len(effect.only_noise),
            }
        )
        for kind, numbers in (("relevant", effect.only_relevant), ("noise", effect.only_noise)):
            behind += _numbered(session, numbers, block=effect.block + 1, query=text, kind=kind)
    columns = {"block": pl.Int64, "query": pl.String} | dict.fromkeys(
        ("hit_count", "only_relevant_count", "only_noise_count"), pl.Int64
    )
    own = (*own_row("block"), *own_row("query"))
    return session.table(
        "word_effects",
        pl.DataFrame(rows, schema=columns).sort(
            "only_noise_count", "block", descending=[True, False], maintain_order=True
        ),
        behind=pl.DataFrame(
            behind, schema={"record": pl.UInt32, "block": pl.Int64, "query": pl.String, "kind": pl.String}
        ),
        cells={f"only_{kind}_count": (*own, Condition("kind", "==", kind)) for kind in ("relevant", "noise")},
        notes=() if rows else ("no_alternatives",),
        formats={"block": "text"}
        | dict.fromkeys(("hit_count", "only_relevant_count", "only_noise_count"), "count"),
    )


def word_effects_findings(table: Table) -> tuple[Finding, ...]:
    """Name the word that brings most noise."""
    if table.is_empty():
        return missing_findings(table)
    if not table.frame["only_noise_count"][0]:
        return (Finding.of("search_no_noisy_word"),)
    return (
        Finding.of(
            "search_noisiest_word",
            word=Cell(table, 0, "query"),
            noise=Cell(table, 0, "only_noise_count"),
            relevant=Cell(table, 0, "only_relevant_count"),
        ),
    )


def edit_words(edit: Any, show: Callable[[Node], str], language: Language) -> str:
    """Return a change in words, its parts as ``show`` writes them."""
    before = "" if edit.before is None else show(edit.before)
    after = "" if edit.after is None else show(edit.after)
    return words(f"search.edit_{edit.kind}", language, before=before, after=after)


def _numbered(session: Session, numbers: Any, **told: Any) -> list[dict[str, Any]]:
    named = pl.DataFrame({"record": session.listed["record"], "name": session.names})
    found = named.filter(pl.col("name").is_in(sorted(numbers)))["record"]
    return [{"record": record, **told} for record in found]
