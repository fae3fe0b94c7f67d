"""What to do next: where to design around, what may challenge a right, what to watch."""

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from workbench.corpus import Corpus
from workbench.corpus.numbers import key_of
from workbench.measures.similarity_index import SimilarityIndex
from workbench.risk.chart.model import Chart
from workbench.risk.chart.verdict import chart_verdict
from workbench.risk.screening import Screening
from workbench.risk.status import LIVE
from workbench.tables import Table

_LIKE: Final = 5


def design_around(screening: Screening, charts: Mapping[str, Chart]) -> Table:
    """List the features of the independent claims that stand between a product and a low risk.

    Leaving one of them out (or changing what answers it) makes it absent in every path of its claim; those that
    rest on equivalents come first. Claim words only: the product's own words stay in the chart.
    """
    rows = []
    for number, chart in charts.items():
        told = chart_verdict(chart)
        for claim in told.claims:
            if claim.type == "dependent" or claim.risk == "low":
                continue
            cells = [cell for cell in chart.cells_of(claim.number) if cell.kind == "feature"]
            order = {"equivalent": 0, "undetermined": 1, "literal": 2}
            rows += [
                (number, claim.number, cell.key, cell.text, cell.effective, claim.risk)
                for cell in sorted(cells, key=lambda c: order.get(c.effective, 3))
            ]
    schema = {"publication_number": pl.String, "claim": pl.Int32, "feature": pl.String, "claim_text": pl.String,
              "cell_state": pl.String, "risk_grade": pl.String}  # fmt: skip
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return _table("design_around", frame, screening, ("design_around_rule",))


def prior_art(screening: Screening, corpus: Corpus) -> Table:
    """List what may challenge the candidates: documents cited against them, and like ones published earlier."""
    rows = [*_cited(screening, corpus), *_earlier(screening, corpus)]
    schema = {"publication_number": pl.String, "document": pl.String, "origin_of_art": pl.String,
              "category": pl.String, "publication_date": pl.Date, "similarity": pl.Float64}  # fmt: skip
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return _table("prior_art", frame, screening, ("prior_art_rule",), {"similarity": "share"})


def _cited(screening: Screening, corpus: Corpus) -> list[tuple[Any, ...]]:
    listed = corpus.polars("publications").select(
        "record", "application", "publication_number", "publication_date"
    )
    records = listed.collect()
    numbers = dict(screening.compared.select("application", "publication_number").iter_rows())
    mine = records.filter(pl.col("application").is_in(list(numbers)))
    cited = corpus.polars("citations").filter(pl.col("direction") == "cited").collect()
    found = cited.join(mine, on="record").sort("application", "category", "text", nulls_last=True)
    named = found.select("application", "category", document=pl.coalesce("document", "text"))
    keyed = named.with_columns(key=key_of(named["document"]))
    dated = (
        records.select("publication_date", key=key_of(records["publication_number"])).drop_nulls().unique("key")
    )
    told = (
        (numbers[row["application"]], row["document"], "cited", row["category"], row["publication_date"], None)
        for row in keyed.join(dated, on="key", how="left", maintain_order="left").iter_rows(named=True)
    )
    return list(dict.fromkeys(told))


def _earlier(screening: Screening, corpus: Corpus) -> list[tuple[Any, ...]]:
    """Return documents of the corpus published before a candidate's first date, most alike first."""
    listed = (
        corpus.polars("publications").filter(pl.col("publication_date").is_not_null()).sort("record").collect()
    )
    texts = [
        f"{title or ''} {abstract or ''}" for title, abstract in listed.select("title", "abstract").iter_rows()
    ]
    if not texts:
        return []
    index, place = SimilarityIndex(texts), {r: at for at, r in enumerate(listed["record"].to_list())}
    rows = []
    for row in screening.compared.iter_rows(named=True):
        first = row["priority_date"] or row["filing_date"]
        at = place.get(row["record"])
        if first is None or at is None:
            continue
        near, scores = index.nearest([texts[at]], min(len(texts), 200))
        found = [
            (listed.row(n, named=True), float(s)) for n, s in zip(near[0], scores[0], strict=True) if n >= 0
        ]
        earlier = [(told, score) for told, score in found if told["publication_date"] < first]
        for told, score in earlier[:_LIKE]:
            rows.append((row["publication_number"], told["publication_number"], "likeness", None,
                         told["publication_date"], score))  # fmt: skip
    return rows


def watch_list(screening: Screening) -> Table:
    """List what must be looked at again in the families compared: pending, may return, or not known."""
    watched = screening.listed.filter(
        pl.col("family").is_in(screening.compared["family"].to_list())
        & pl.col("risk_status").is_in([status for status in LIVE if status != "in_force"])
    )
    compared = screening.compared.select("family", of=pl.int_range(pl.len()))
    frame = (
        watched.join(compared, on="family")
        .sort("of", "application")
        .select("publication_number", "title", "applicant", "office", "risk_status", expiry_date="latest_end")
    )
    return _table("watch_list", frame, screening, ("watch_list_rule",))


def _table(
    name: str,
    frame: pl.DataFrame,
    screening: Screening,
    notes: tuple[str, ...],
    formats: Mapping[str, str] | None = None,
) -> Table:
    told = screening.candidates
    return Table(
        name, frame, unit="application", cut_off=told.cut_off, sources=told.sources,
        population=screening.compared.height, notes=notes, formats=formats or {},
    )  # fmt: skip
