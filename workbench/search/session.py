"""One corpus, searched many times: queries in any dialect, results as numbers and records."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import polars as pl

from workbench.corpus import Corpus
from workbench.corpus.listing import publication_list
from workbench.corpus.numbers import publication_key
from workbench.errors import WorkbenchError
from workbench.labels import has_words
from workbench.query.columns import lacks
from workbench.query.parse import Query, parse
from workbench.query.run import Hits, Searcher
from workbench.query.tree import Node
from workbench.search.feedback import Document, Feedback
from workbench.search.sampling import Part
from workbench.tables import Condition, Evidence, Finding, LeftOut, RowValue, Table


@dataclass
class Session:
    """What the analyses of search work share.

    Parameters
    ----------
    corpus : Corpus
        What is searched. Only what was downloaded into it can be found.
    default_fields : tuple of str
        Where words without a field are looked for.
    """

    corpus: Corpus
    default_fields: tuple[str, ...] = ("title", "abstract", "claims")
    _found: dict[tuple[str, str], Hits] = field(default_factory=dict, repr=False)

    @cached_property
    def searcher(self) -> Searcher:
        """Return the searcher, whose index is kept."""
        return Searcher(self.corpus, keep_index=True)

    @cached_property
    def listed(self) -> pl.DataFrame:
        """Return one row per record as people name it, with its abstract; sorted by record."""
        abstracts = self.corpus.polars("publications").select("record", "abstract")
        return publication_list(self.corpus).join(abstracts, on="record", how="left").sort("record").collect()

    @cached_property
    def names(self) -> Any:
        """Return, for each record in order, its publication number, or ``#record`` where it has none."""
        number = pl.coalesce("publication_number", pl.format("#{}", "record"))
        return self.listed.select(number).to_series().to_numpy()

    @cached_property
    def not_searched(self) -> tuple[str, ...]:
        """Return what every count of hits must say: it is the corpus's own, and what was not there."""
        lacking = (
            name
            for name in self.default_fields
            if lacks(self.corpus, name) and has_words(f"warnings.not_searched_{name}")
        )
        return ("search_local_only", *(f"not_searched_{name}" for name in lacking))

    def run(self, text: str, syntax: str = "local") -> Hits:
        """Find what a query finds; each is run once."""
        key = (text, syntax)
        if key not in self._found:
            self._found[key] = self.searcher.run(parse(text, syntax))
        return self._found[key]

    def records(self, tree: Node) -> pl.Series:
        """Return the records that a tree finds."""
        mask = self.searcher.mask(tree, self.default_fields)
        return self.listed["record"].filter(pl.Series(mask))

    def numbers(self, tree: Node) -> frozenset[str]:
        """Return the publication numbers that a tree finds."""
        return frozenset(self.names[self.searcher.mask(tree, self.default_fields)])

    def numbers_of(self, records: Iterable[int]) -> list[str]:
        """Return the publication numbers of records."""
        wanted = pl.DataFrame({"record": pl.Series(list(records), dtype=pl.UInt32)})
        named = self.listed.select("record", name=pl.Series(self.names))
        return wanted.join(named, on="record", how="left", maintain_order="left")["name"].to_list()

    def known(self, numbers: Iterable[str]) -> list[str]:
        """Return those documents of a list that the corpus has, as the corpus spells them."""
        own = pl.DataFrame({"name": self.names}).with_columns(key=publication_key(pl.col("name")))
        asked = pl.DataFrame({"number": list(numbers)}, schema={"number": pl.String})
        asked = asked.select(key=publication_key(pl.col("number")))
        found = own.join(asked.unique(), on="key", how="semi")
        return found["name"].to_list()

    def spelled(self, numbers: Iterable[str]) -> list[str]:
        """Return all documents of a list, those that the corpus has as the corpus spells them."""
        own = pl.DataFrame({"name": self.names}).with_columns(key=publication_key(pl.col("name")))
        asked = pl.DataFrame({"number": list(numbers)}, schema={"number": pl.String})
        asked = asked.with_columns(key=publication_key(pl.col("number"))).unique("key", maintain_order=True)
        found = asked.join(own.unique("key"), on="key", how="left", maintain_order="left")
        return found.select(pl.coalesce("name", "number")).to_series().to_list()

    def parts(self, text: str, syntax: str, strata: str | None = None) -> dict[Part, dict[str, Hashable]]:
        """Return what a query finds and what it leaves, each document with its stratum, to draw from.

        Parameters
        ----------
        text, syntax : str
            The query.
        strata : {"publication_year", "office"}, optional
            By which each part is divided.

        Raises
        ------
        WorkbenchError
            If the strata are not known.
        """
        by = {
            "publication_year": pl.col("publication_date").dt.year().cast(pl.String),
            "office": pl.col("office"),
        }
        if strata is not None and strata not in by:
            expected = " | ".join(by)
            raise WorkbenchError("malformed_option", option="--strata", expected=expected, found=strata)
        offices = self.corpus.polars("publications").select("record", "office").collect()
        found = self.listed.join(offices, on="record", how="left", maintain_order="left").select(
            "record", name=pl.Series(self.names), stratum=by[strata] if strata else pl.lit("")
        )
        is_hit = found["record"].is_in(self.run(text, syntax).records.tolist())
        return {
            "hits": dict(found.filter(is_hit).select("name", "stratum").iter_rows()),
            "rest": dict(found.filter(~is_hit).select("name", "stratum").iter_rows()),
        }

    def feedback(self, query: Query, gold: Iterable[str]) -> Feedback:
        """Look into the working of a query against the wanted documents."""
        if query.tree is None:
            raise ValueError("an empty query has no working")
        return Feedback(query.tree, self.numbers, gold)

    def documents(self, numbers: Iterable[str]) -> list[Document]:
        """Return what feedback needs of some documents."""
        wanted = pl.DataFrame({"name": list(numbers)}, schema={"name": pl.String})
        symbols = (
            self.corpus.polars("classifications")
            .filter(pl.col("scheme") == "ipc")
            .group_by("record", maintain_order=True)
            .agg(pl.col("symbol"))
            .collect()
        )
        named = self.listed.with_columns(name=pl.Series(self.names)).join(symbols, on="record", how="left")
        rows = named.join(wanted, on="name", how="semi").sort("name")
        return [
            Document(
                row["name"],
                row["title"] or "",
                row["abstract"] or "",
                tuple(row["symbol"] or ()),
                {"publication_date": row["publication_date"], "filing_date": row["filing_date"]},
            )
            for row in rows.iter_rows(named=True)
        ]

    def table(
        self,
        name: str,
        frame: pl.DataFrame,
        *,
        behind: pl.DataFrame | None = None,
        cells: Mapping[str, tuple[Condition, ...]] | None = None,
        left_out: tuple[LeftOut, ...] = (),
        notes: tuple[str, ...] = (),
        formats: Mapping[str, str] | None = None,
    ) -> Table:
        """Return a table that counts publications of the corpus."""
        import narwhals as nw

        evidence = None
        if behind is not None and cells:
            evidence = Evidence(nw.from_native(behind.lazy()), cells)
        manifest = self.corpus.manifest
        searched = (*self.not_searched, *notes) if formats and "hit_count" in formats else notes
        return Table(
            name,
            frame,
            unit="publication",
            cut_off=manifest.cut_off,
            sources=manifest.source_names(),
            population=self.listed.height,
            left_out=left_out,
            evidence=evidence,
            notes=tuple(dict.fromkeys(searched)),
            formats=dict(formats or {}),
        )


def own_row(column: str) -> tuple[Condition, ...]:
    """Return the condition that the evidence is that of the cell's own row."""
    return (Condition(column, "==", RowValue(column)),)


def missing_findings(table: Table) -> tuple[Finding, ...]:
    """Say in a sentence why a table is empty."""
    return tuple(Finding.of(note) for note in table.notes[:1])
