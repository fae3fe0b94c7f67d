"""Which rights may stand in the way of a product? Query and classes first, then likeness; none is lost."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import polars as pl

from workbench.corpus import Corpus
from workbench.measures.similarity_index import SimilarityIndex
from workbench.risk.embeddings import Embeddings, in_joined_order
from workbench.risk.product import Product
from workbench.risk.status import LIVE, rights
from workbench.risk.triage import Triage, triage
from workbench.tables import LeftOut, Table

_Step = tuple[str, Any, int | None]
_LABEL: Final = {name: place for place, name in enumerate(LIVE)}
_FOUND: Final = {"query": 0, "class": 1}
_OUTSIDE: Final = (
    "other_market",
    "design_for_people",
    "risk_dead",
    "risk_void",
    "no_claims_given",
    "same_family",
)


@dataclass(frozen=True)
class Screening:
    """What a screening found, with an account of everything it did not carry further.

    Attributes
    ----------
    candidates : Table
        One row per family, most alike first.
    set_aside, designs, accounts, log : Table
        What is not compared, each with its reason; designs for people to look at; the account of every
        application; the steps of the search.
    listed : DataFrame
        Every right of the corpus with its status (:func:`workbench.risk.status.rights`).
    compared : DataFrame
        The rights of the candidates with all their columns, in the same order.
    triaged : mapping
        Record of a candidate → its independent claims against the product.
    """

    candidates: Table
    set_aside: Table
    designs: Table
    accounts: Table
    log: Table
    listed: pl.DataFrame = field(repr=False)
    compared: pl.DataFrame = field(repr=False)
    triaged: dict[int, tuple[Triage, ...]] = field(repr=False)


def screen(
    corpus: Corpus,
    product: Product,
    *,
    on: date,
    most: int = 50,
    syntax: str = "local",
    embeddings: Embeddings | None = None,
) -> Screening:
    """Screen a corpus for rights against a product.

    Parameters
    ----------
    product : Product
        Its markets choose the offices (all, where none is given), its query and classes come first.
    on : date
        The day for which statuses are told.
    most : int
        Candidates that are compared; the account says how many were not.
    syntax : str
        Dialect of the product's query.
    embeddings : Embeddings, optional
        Vectors that a person brought: their likeness stands in a column of its own, and joins the order by
        reciprocal rank fusion (:func:`workbench.risk.embeddings.in_joined_order`).
    """
    listed = rights(corpus, on).with_columns(found_by=pl.lit("")).pipe(_with_fate, product)
    found_by = _first_finds(corpus, product, syntax)
    live = listed.filter(pl.col("fate") == "").join(found_by, on="application", how="left")
    live = (
        live.drop("found_by")
        .rename({"found_first": "found_by"})
        .with_columns(pl.col("found_by").fill_null("likeness"))
    )
    ranked = _ranked(corpus, product, live)
    near = None if embeddings is None else embeddings.likeness(corpus)
    ranked = ranked if near is None else in_joined_order(ranked, near)
    families = _one_per_family(ranked, product)
    compared = families.head(most)
    triaged = _triaged(corpus, product, compared)
    steps = _log(corpus, product, found_by, listed, compared, _covered(live, near))
    make, accounts = _maker(corpus, is_joined=near is not None), _accounts(listed, ranked, families, compared)
    uncompared = {reason: count for reason, count in accounts.iter_rows() if reason != "compared"}
    return Screening(
        candidates=make(
            "risk_candidates",
            _told(compared, triaged),
            listed.height,
            uncompared,
        ),
        set_aside=make(
            "risk_set_aside",
            _set_aside(listed, ranked, families, compared, found_by),
            listed.height,
            {"compared": compared.height, "design_for_people": uncompared["design_for_people"]},
        ),
        designs=make("risk_designs", _designs(corpus, listed), listed.height, _no_designs(listed)),
        accounts=make("risk_accounts", accounts, listed.height),
        log=make("risk_search_log", steps, listed.height),
        listed=listed,
        compared=compared,
        triaged=triaged,
    )


def _maker(corpus: Corpus, *, is_joined: bool) -> Callable[..., Table]:
    def make(name: str, frame: pl.DataFrame, population: int, left: dict[str, int] | None = None) -> Table:
        return Table(
            name,
            frame,
            unit="application",
            cut_off=corpus.manifest.cut_off,
            sources=corpus.manifest.source_names(),
            population=population,
            left_out=tuple(LeftOut(reason, count) for reason, count in (left or {}).items() if count),
            notes=(*_NOTES.get(name, ()), *(_JOINED.get(name, ()) if is_joined else ())),
            formats={"similarity": "share", "embedding_similarity": "index", "rank": "year"},
        )

    return make


_NOTES: Final = {
    "risk_candidates": ("likeness_ranks_only", "triage_is_a_hint", "blind_spot", "expiry_day_told"),
    "risk_designs": ("designs_need_eyes",),
    "risk_set_aside": ("set_aside_order", "dead_by_the_rule"),
}
_JOINED: Final = dict.fromkeys(("risk_candidates", "risk_search_log"), ("embedding_joins_order",))


def _with_fate(listed: pl.DataFrame, product: Product) -> pl.DataFrame:
    """Say of every right why it is not compared; empty where it is."""
    offices = pl.col("office").is_in([*product.markets, "WO"]) if product.markets else pl.lit(value=True)
    fate = (
        pl.when(~offices.fill_null(value=True))
        .then(pl.lit("other_market"))
        .when(pl.col("patent_type") == "design")
        .then(pl.lit("design_for_people"))
        .when(pl.col("risk_status") == "dead")
        .then(pl.lit("risk_dead"))
        .when(pl.col("risk_status") == "void")
        .then(pl.lit("risk_void"))
        .otherwise(pl.lit(""))
    )
    return listed.with_columns(fate=fate)


def _first_finds(corpus: Corpus, product: Product, syntax: str) -> pl.DataFrame:
    """Return the applications that the product's query and classes find."""
    keys = corpus.polars("publications").select("record", "application")
    parts = []
    if product.query:
        from workbench.query import Searcher, parse

        hits = Searcher(corpus).run(parse(product.query, syntax)).records
        parts.append(pl.LazyFrame({"record": hits}).with_columns(found_first=pl.lit("query")))
    if product.classes:
        symbols = pl.col("symbol").str.replace_all(" ", "")
        starts = pl.any_horizontal(symbols.str.starts_with(c.replace(" ", "").upper()) for c in product.classes)
        classes = corpus.polars("classifications").filter(pl.col("scheme").is_in(["ipc", "cpc"]) & starts)
        parts.append(classes.select("record").unique().with_columns(found_first=pl.lit("class")))
    empty = pl.LazyFrame(schema={"record": pl.UInt32, "found_first": pl.String})
    found = pl.concat([empty, *(part.with_columns(pl.col("record").cast(pl.UInt32)) for part in parts)])
    return found.join(keys, on="record").group_by("application").agg(pl.col("found_first").max()).collect()


def _ranked(corpus: Corpus, product: Product, live: pl.DataFrame) -> pl.DataFrame:
    """Return the live rights with claims, by their likest claim; those found by query or class first."""
    keys = corpus.polars("publications").select("record", "application")
    claims = corpus.polars("claims").join(keys, on="record").collect()
    claims = claims.filter(pl.col("application").is_in(live["application"].to_list())).sort(
        "application", "record"
    )
    if claims.is_empty():
        return live.clear().with_columns(
            similarity=pl.lit(None, pl.Float64), claim_record=pl.lit(None, pl.UInt32)
        )
    found = SimilarityIndex(claims["text"].to_list()).scores(product.text).astype(float)
    best = (
        claims.with_columns(similarity=pl.Series(found))
        .sort("similarity", descending=True, maintain_order=True)
        .group_by("application", maintain_order=True)
        .agg(pl.col("similarity").first(), pl.col("record").max().alias("claim_record"))
    )
    is_first = pl.col("found_by") != "likeness"
    order = pl.col("risk_status").replace_strict(_LABEL, default=len(_LABEL))
    return (
        live.join(best, on="application")
        .with_columns(is_first=is_first, order=order)
        .sort("is_first", "similarity", "order", "application", descending=[True, True, False, False])
    )


def _one_per_family(ranked: pl.DataFrame, product: Product) -> pl.DataFrame:
    """Keep one right per family: granted in the first market before others."""
    places = {office: place for place, office in enumerate(product.markets)}
    market = pl.col("office").replace_strict(places, default=len(places), return_dtype=pl.Int64)
    is_granted = pl.col("risk_status") == "in_force"
    is_text_granted = pl.col("grant_date").is_not_null()
    best = ranked.with_columns(market=market, is_granted=is_granted, is_text_granted=is_text_granted).sort(
        "is_granted",
        "market",
        "is_text_granted",
        "application",
        descending=[True, False, True, False],
        maintain_order=True,
    )
    kept = best.group_by("family", maintain_order=True).agg(pl.col("application").first())["application"]
    sizes = ranked.group_by("family").agg(family_rights=pl.len())
    return ranked.filter(pl.col("application").is_in(kept.to_list())).join(
        sizes, on="family", maintain_order="left"
    )


def _triaged(corpus: Corpus, product: Product, compared: pl.DataFrame) -> dict[int, tuple[Triage, ...]]:
    records = compared["claim_record"].to_list() if "claim_record" in compared.columns else []
    claims = corpus.polars("claims").filter(pl.col("record").is_in(records)).sort("record", "number").collect()
    grouped = claims.group_by("record", maintain_order=True)
    texts = {int(key[0]): list(zip(rows["number"], rows["text"], strict=True)) for key, rows in grouped}
    return {record: triage(texts[record], product) for record in records if record in texts}


def _told(compared: pl.DataFrame, triaged: dict[int, tuple[Triage, ...]]) -> pl.DataFrame:
    rows = []
    for place, row in enumerate(compared.iter_rows(named=True), start=1):
        best = min(triaged.get(row["claim_record"], ()), key=lambda t: t.missing_count, default=None)
        rows.append(
            {
                "rank": place,
                "publication_number": row["publication_number"],
                "title": row["title"],
                "applicant": row["applicant"],
                "office": row["office"],
                "risk_status": row["risk_status"],
                "expiry_date": row["latest_end"],
                "family_rights": row["family_rights"],
                "found_by": row["found_by"],
                "similarity": row["similarity"],
                "embedding_similarity": row.get("embedding_similarity"),
                "triage": "no_claims" if best is None else best.kind,
                "triage_reason": "" if best is None else best.reason,
            }
        )
    told = pl.DataFrame(rows, schema=_CANDIDATES)
    return told if "embedding_similarity" in compared.columns else told.drop("embedding_similarity")


_CANDIDATES: Final = {
    "rank": pl.Int32, "publication_number": pl.String, "title": pl.String, "applicant": pl.String,
    "office": pl.String, "risk_status": pl.String, "expiry_date": pl.Date, "family_rights": pl.Int32,
    "found_by": pl.String, "similarity": pl.Float64, "embedding_similarity": pl.Float64,
    "triage": pl.String, "triage_reason": pl.String,
}  # fmt: skip


def _set_aside(
    listed: pl.DataFrame,
    ranked: pl.DataFrame,
    families: pl.DataFrame,
    compared: pl.DataFrame,
    found_by: pl.DataFrame,
) -> pl.DataFrame:
    """List every right that is not compared, with the reason, live ones that query or class find first.

    Designs have a list of their own.
    """
    known = [
        (compared, "compared"),
        (families, "beyond_most"),
        (ranked, "same_family"),
        (listed.filter(pl.col("fate") == ""), "no_claims_given"),
    ]
    reason: dict[int, str] = {}
    for frame, why in known:
        for application in frame["application"].to_list():
            reason.setdefault(application, why)
    told = pl.Series(
        "account", [reason.get(a, f) for a, f in listed.select("application", "fate").rows()], pl.String
    )
    rows = listed.with_columns(told).filter(~pl.col("account").is_in(["compared", "design_for_people"]))
    found = rows.drop("found_by").join(
        found_by.rename({"found_first": "found_by"}), on="application", how="left"
    )
    is_over, order = pl.col("fate") != "", pl.col("found_by").replace_strict(_FOUND, default=len(_FOUND))
    standing = families.select("family", represented_by="publication_number")
    is_represented = pl.col("account") == "same_family"
    named = found.join(standing, on="family", how="left", maintain_order="left").with_columns(
        represented_by=pl.when(is_represented).then("represented_by")
    )
    standing_for = ["represented_by"] if named["represented_by"].count() else []
    return named.sort(is_over, order, "account", "application").select(
        "account", *standing_for, "found_by", "publication_number", "title", "applicant", "office",
        "risk_status", "ended_on",
    )  # fmt: skip


def _designs(corpus: Corpus, listed: pl.DataFrame) -> pl.DataFrame:
    """List the designs of the markets by Locarno class and applicant: for people to look at."""
    keys = corpus.polars("publications").select("record", "application")
    classes = corpus.polars("classifications").filter(pl.col("scheme") == "locarno").join(keys, on="record")
    locarno = (
        classes.group_by("application").agg(locarno=pl.col("symbol").unique().sort().str.join("; ")).collect()
    )
    designs = listed.filter(pl.col("fate") == "design_for_people").join(locarno, on="application", how="left")
    shown = designs.select(
        "locarno", "applicant", "publication_number", "title", "office", "risk_status",
        pl.lit("people_must_look").alias("look"),
    )  # fmt: skip
    return shown.sort("locarno", "applicant", "publication_number", nulls_last=True)


def _no_designs(listed: pl.DataFrame) -> dict[str, int]:
    """Count what the list of designs leaves out: other types, and designs of other markets."""
    is_design = pl.col("patent_type").eq_missing("design")
    return {
        "not_a_design": listed.filter(~is_design).height,
        "other_market": listed.filter(is_design & (pl.col("fate") == "other_market")).height,
    }


def _accounts(
    listed: pl.DataFrame, ranked: pl.DataFrame, families: pl.DataFrame, compared: pl.DataFrame
) -> pl.DataFrame:
    """Account for every application: compared, or why not."""
    fates = listed.filter(pl.col("fate") != "").group_by("fate").len()
    counts = dict(zip(fates["fate"].to_list(), fates["len"].to_list(), strict=True))
    counts["no_claims_given"] = listed.filter(pl.col("fate") == "").height - ranked.height
    counts["same_family"] = ranked.height - families.height
    rows = [("compared", compared.height), ("beyond_most", families.height - compared.height)]
    rows += [(reason, counts.get(reason, 0)) for reason in _OUTSIDE]
    return pl.DataFrame(rows, schema={"account": pl.String, "unit_count": pl.Int64}, orient="row")


def _covered(live: pl.DataFrame, near: pl.DataFrame | None) -> list[_Step]:
    """Return how many of the live rights have a vector, and how many have none."""
    if near is None:
        return []
    count = live.join(near, on="application", how="semi").height
    return [("embedding_given", "", count), ("embedding_lacking", "", live.height - count)]


def _log(
    corpus: Corpus,
    product: Product,
    found: pl.DataFrame,
    listed: pl.DataFrame,
    compared: pl.DataFrame,
    covered: list[_Step],
) -> pl.DataFrame:
    """Return the steps of the search, with what each found."""
    by = dict(found.group_by("found_first").len().iter_rows())
    manifest = corpus.manifest
    rows: list[_Step] = [
        ("database", manifest.database, listed.height),
        ("query_of_the_export", manifest.query, None),
        ("markets", ", ".join(product.markets), listed.filter(pl.col("fate") != "other_market").height),
        ("query", product.query, by.get("query", 0) if product.query else None),
        ("class", ", ".join(product.classes), by.get("class", 0) if product.classes else None),
        *covered,
        ("likeness" if not covered else "likeness_joined", "", compared.height),
    ]
    told = [(step, text or None, count) for step, text, count in rows]
    return pl.DataFrame(
        told, schema={"step": pl.String, "content": pl.String, "unit_count": pl.Int64}, orient="row"
    )
