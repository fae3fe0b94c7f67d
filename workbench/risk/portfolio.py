"""The claims of a portfolio: how many of which type, how they hang together, how broad they are."""

from collections.abc import Iterator
from typing import Any, Final

import polars as pl

from workbench.corpus import Corpus
from workbench.risk.claims import ClaimSet
from workbench.risk.claims.breadth import breadth_table
from workbench.risk.claims.documents import ClaimDocument
from workbench.tables import Finding, LeftOut, Table

_TEXT, _COUNT = pl.String, pl.Int32
_SHOWN: Final = 60
_SETS: Final = {"publication_number": _TEXT, "applicant": _TEXT} | dict.fromkeys(
    (
        "stated_claim_count",
        "claim_count",
        "independent_count",
        "by_reference_count",
        "dependent_count",
        "tree_depth",
        "anomaly_count",
    ),
    _COUNT,
)
_TREE: Final = {
    "publication_number": _TEXT, "claim": _COUNT, "claim_type": _TEXT, "parents": _TEXT,
    "tree_depth": _COUNT, "transition": _TEXT, "feature_count": _COUNT, "claim_text": _TEXT,
}  # fmt: skip
_BREADTH: Final = {
    "publication_number": _TEXT, "independent_count": _COUNT, "first_claim_words": _COUNT,
    "shortest_independent_words": _COUNT, "first_claim_characters": _COUNT,
    "breadth_percentile": pl.Float64, "cell_count": _COUNT,
}  # fmt: skip


class Portfolio:
    """The claim sets of a corpus, one per application: the granted text where there is one.

    Parameters
    ----------
    corpus : Corpus
    most : int
        Sets that are read; how many were not is told.
    """

    def __init__(self, corpus: Corpus, *, most: int = 500) -> None:
        self.corpus = corpus
        documents = list(_documents(corpus))
        self.all_count = len(documents)
        self.applications = corpus.polars("applications").select(pl.len()).collect().item()
        self.documents = documents[:most]
        self.sets = [document.read() for document, _, _ in self.documents]
        self.applicants = [applicant for _, applicant, _ in self.documents]
        self.stated = [stated for _, _, stated in self.documents]

    def claim_sets(self) -> Table:
        """Count the claims of each set by legal type, with the depth of its tree and what is odd."""
        rows = [
            (c.id, applicant, stated, len(c.claims), _count(c, "independent"),
             _count(c, "independent_by_reference"), _count(c, "dependent"),
             max(depths(c).values(), default=0), len(c.anomalies))
            for c, applicant, stated in zip(self.sets, self.applicants, self.stated, strict=True)
        ]  # fmt: skip
        is_short = any(
            stated is not None and stated > len(c.claims)
            for c, stated in zip(self.sets, self.stated, strict=True)
        )
        notes = ("claims_as_read", *(("claims_not_all_given",) if is_short else ()))
        return self._table("claim_sets", rows, _SETS, notes)

    def claim_trees(self) -> Table:
        """List every claim under its set: type, parents, depth, transition, features, first words."""
        rows = []
        for read in self.sets:
            deep = depths(read)
            rows += [
                (read.id, c.number, c.type, ", ".join(map(str, c.parents)) or None, deep[c.number],
                 c.transition, len(c.features), _opening(c.text))
                for c in read.by_number.values()
            ]  # fmt: skip
        return self._table("claim_trees", rows, _TREE, ("claims_as_read",))

    def breadth(self) -> Table:
        """Return the published numbers of breadth: words of the first and of the shortest independent claim."""
        rows = [
            (row["id"], row["independent_claim_count"], row["first_claim_words"],
             row["shortest_independent_words"], row["first_claim_characters"],
             row["first_claim_words_percentile"], (row.get("cell") or {}).get("n"))
            for row in breadth_table(document for document, _, _ in self.documents)
        ]  # fmt: skip
        return self._table("claim_breadth", rows, _BREADTH, ("breadth_rule",), {"breadth_percentile": "share"})

    def _table(
        self,
        name: str,
        rows: list[tuple[Any, ...]],
        schema: dict[str, Any],
        notes: tuple[str, ...],
        formats: dict[str, str] | None = None,
    ) -> Table:
        left = {
            "no_claims_given": self.applications - self.all_count,
            "beyond_most_read": self.all_count - len(self.sets),
        }
        return Table(
            name,
            pl.DataFrame(rows, schema=schema, orient="row"),
            unit="application",
            cut_off=self.corpus.manifest.cut_off,
            sources=self.corpus.manifest.source_names(),
            population=self.applications,
            left_out=tuple(LeftOut(reason, count) for reason, count in left.items() if count),
            notes=notes,
            formats=formats or {},
        )


def _opening(text: str) -> str:
    """Return the first words of a claim; that it goes on is shown."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _count(read: ClaimSet, kind: str) -> int:
    return sum(claim.type == kind for claim in read.claims)


def depths(read: ClaimSet) -> dict[int, int]:
    """Return how many claims stand above each claim on its longest way up; circles count nothing."""
    deep: dict[int, int] = {}
    for number in sorted(read.by_number):
        above = [deep[p] for p in read.by_number[number].parents if p in deep and p < number]
        deep[number] = 1 + max(above) if above else 0
    return deep


def _documents(corpus: Corpus) -> Iterator[tuple[ClaimDocument, str | None, int | None]]:
    """Yield the last published claims of every application that has some, its applicant, the number stated."""
    from workbench.corpus.listing import publication_list

    shown = publication_list(corpus).select("record", "publication_number", "applicant", "filing_date")
    keys = corpus.polars("publications").select("record", "application")
    ipc = corpus.polars("classifications").filter((pl.col("scheme") == "ipc") & pl.col("is_main"))
    kinds = corpus.polars("applications").select("application", "patent_type", "claim_count")
    rows = (
        corpus.polars("claims")
        .group_by("record")
        .agg(pl.struct(pl.col("number").fill_null(1), "text").sort_by("number").alias("claims"))
        .join(keys, on="record")
        .join(shown, on="record")
        .join(kinds, on="application", how="left")
        .join(ipc.group_by("record").agg(pl.col("symbol").first()), on="record", how="left")
        .sort("application", "record")
        .unique("application", keep="last", maintain_order=True)
        .collect()
    )
    for row in rows.iter_rows(named=True):
        claims = tuple((claim["number"], claim["text"] or "") for claim in row["claims"])
        year = None if row["filing_date"] is None else row["filing_date"].year
        document = ClaimDocument(
            row["publication_number"] or "", claims, row["symbol"] or "", year, row["patent_type"] or ""
        )
        yield document, row["applicant"], row["claim_count"]


def portfolio_findings(table: Table) -> tuple[Finding, ...]:
    """Say in a sentence why a table of claims is empty; the others speak for themselves."""
    return (Finding.of("missing_claims_text"),) if table.is_empty() else ()
