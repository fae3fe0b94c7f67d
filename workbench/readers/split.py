"""Wide rows, one per record, taken apart into the tables of the corpus."""

from typing import Final

import polars as pl

from workbench.corpus.number_checks import application_number_checks
from workbench.corpus.numbers import normal_publication_number
from workbench.corpus.stages import stage_of
from workbench.readers.intake import PARTY_ROLES
from workbench.readers.patent_types import patent_type

_WHOLE: Final = ("claims", "events")


def with_stage(rows: pl.DataFrame) -> pl.DataFrame:
    """Tell application from grant: the vendor's 授权 where it says so, else office, kind and era."""
    is_granted = pl.col("patent_type").str.contains("授权", literal=True)
    by_kind = stage_of(pl.col("office"), pl.col("kind_code"), pl.col("publication_date"))
    return rows.with_columns(stage=pl.when(is_granted).then(pl.lit("grant")).otherwise(by_kind))


def publications(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per record, as the export counts; ``rows`` are :func:`with_stage`."""
    return rows.select(
        "record", "publication_number", "level", "application", "office", "kind_code", "stage",
        "publication_date", "title", "title_language", "abstract", "abstract_language", "vendor_url",
    )  # fmt: skip


def application_facts(rows: pl.DataFrame) -> pl.DataFrame:
    """Tell what each record says of its application; :func:`applications` puts them together."""
    checks = application_number_checks(rows["application_number"])
    rows = rows.with_columns(checks.rename({"patent_type": "type_by_number"}))
    number = pl.col("application_number")
    given = pl.coalesce(
        patent_type(pl.col("patent_type"), pl.col("office"), pl.col("kind_code"), pl.col("publication_number")),
        "type_by_number",
    )
    is_pct = pl.col("is_pct_entry") | pl.col("pct_number").is_not_null()
    route = pl.when(is_pct).then(pl.lit("pct")).when(pl.col("office") == "CN", number.is_not_null())
    granted = pl.when(pl.col("stage") == "grant").then("publication_date")
    return rows.select(
        "application",
        "application_number",
        pl.coalesce(number.str.extract(r"^([A-Z]{2})\d"), "office").alias("office"),
        given.alias("patent_type"),
        route.then(pl.lit("national")).alias("route"),
        "filing_date",
        pl.min_horizontal("priority_date", pl.col("priority_dates").list.min()).alias("priority_date"),
        "publication_date",
        pl.coalesce("grant_date", granted).alias("grant_date"),
        pl.lit(None, dtype=pl.String).alias("legal_status"),
        pl.col("legal_status").alias("legal_status_given"),
        pl.col("validity"),
        "status_as_of",
        "expiry_date",
        pl.when(pl.col("expiry_date").is_not_null()).then(pl.lit("given")).alias("expiry_rule"),
        "claim_count",
        "stated_cited_count",
        "stated_citing_count",
        pl.col("status_as_of").alias("stated_counts_as_of"),
        "number_check",
    )


_EARLIEST: Final = ("filing_date", "priority_date", "publication_date", "grant_date")
_LARGEST: Final = ("claim_count", "stated_cited_count", "stated_citing_count", "stated_counts_as_of")
_LATEST: Final = ("legal_status_given", "validity", "status_as_of", "expiry_date", "expiry_rule")


def applications(facts: pl.DataFrame) -> pl.DataFrame:
    """One row per application: earliest dates, latest status, first of the rest."""
    key = facts["application"]
    if (key.diff(null_behavior="drop").cast(pl.Int64) > 0).all():  # each once and in order: the usual export
        return facts
    is_several = key.is_duplicated()
    rules = [_gathered(name) for name in facts.columns if name != "application"]
    gathered = facts.filter(is_several).group_by("application", maintain_order=True).agg(rules)
    return pl.concat([facts.filter(~is_several), gathered]).sort("application")


def _gathered(name: str) -> pl.Expr:
    column = pl.col(name)
    if name in _EARLIEST:
        return column.min()
    if name in _LARGEST:
        return column.max()
    if name in _LATEST:
        newest = column.sort_by("status_as_of", "publication_date", nulls_last=False, maintain_order=True)
        return newest.drop_nulls().last().alias(name)
    if name == "patent_type":  # a grant's own type is as good as the application's: first known wins
        return column.drop_nulls().first()
    return column.drop_nulls().first()


def parties(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per record, role and position."""
    return _in_order([_parties_of(rows, role) for role in PARTY_ROLES])


def _in_order(parts: list[pl.DataFrame]) -> pl.DataFrame:
    """Put parts together by record; within one, in the order of the parts."""
    filled = [part for part in parts if part.height] or parts[:1]
    if len(filled) == 1:
        return filled[0]
    return pl.concat(filled, how="diagonal_relaxed").sort("record", maintain_order=True)


def _kept(rows: pl.DataFrame, condition: pl.Expr) -> pl.DataFrame:
    """Filter, but copy nothing where every row stays: the usual case."""
    is_kept = rows.select(condition.fill_null(value=False).alias("is_kept")).to_series()
    return rows if is_kept.all() else rows.filter(is_kept)


def _parties_of(rows: pl.DataFrame, role: str) -> pl.DataFrame:
    details = {
        "group": "group", "address": "address", "country": "country_region", "province": "province",
        "city": "city",
        "district": "district", "postcode": "postcode", "type": "party_type", "code": "organization_code",
    }  # fmt: skip
    has_details = role in ("applicant", "owner")
    carried = [f"{role}_{detail}" for detail in details] if has_details else []
    carried = [name for name in carried if rows[name].null_count() < rows.height]
    named = _kept(rows.select("record", role, *carried), pl.col(role).list.len() > 0)
    if f"{role}_group" in carried:
        named = _with_paired_groups(named, role)
    position = pl.int_ranges(0, pl.col(role).list.len(), dtype=pl.UInt16).alias("position")
    long = (
        named.select("record", position, pl.col(role).alias("name"))
        .with_row_index("at")
        .explode("position", "name", empty_as_null=False, keep_nulls=False)
    )
    made = long.select(
        "record",
        pl.lit(role).alias("role"),
        "position",
        "name",
        pl.col("name").alias("party"),
        *(_in_step(named[name], long).alias(details[name.split("_", 1)[1]]) for name in carried),
    )
    return _kept(made, pl.col("name").is_not_null())


def _in_step(lists: pl.Series, long: pl.DataFrame) -> pl.Series:
    """Return for row ``at`` and ``position`` the value of that row's list there; null beyond its end."""
    lengths = lists.list.len().fill_null(0)
    starts = lengths.cum_sum() - lengths
    position, at = pl.col("position"), pl.col("at")
    is_inside = position < pl.lit(lengths).gather(at)
    place = long.select(pl.when(is_inside).then(pl.lit(starts).gather(at) + position))
    return lists.explode(empty_as_null=False, keep_nulls=False).gather(place.to_series())


def _with_paired_groups(named: pl.DataFrame, role: str) -> pl.DataFrame:
    """Keep standardised names where there are as many as names, or one, which is the first's.

    Some vendors list each standardised name once and in an order of their own.
    """
    group = pl.col(f"{role}_group")
    is_paired = (group.list.len() == 1) | (group.list.len() == pl.col(role).list.len())
    return named.with_columns(pl.when(is_paired).then(group))


def classifications(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per record, scheme and symbol; the main symbol stands first."""
    schemes = {"ipc": "ipc_main", "cpc": "cpc_main", "locarno": None, "sei": None, "nic": None}
    return _in_order([_symbols(rows, scheme, main) for scheme, main in schemes.items()])


def _symbols(rows: pl.DataFrame, scheme: str, main: str | None) -> pl.DataFrame:
    given = rows.select(
        "record",
        pl.col(scheme).alias("symbol"),
        (pl.col(main) if main else pl.lit(None, dtype=pl.String)).alias("main"),
    )
    chosen = _kept(given, (pl.col("symbol").list.len() > 0) | pl.col("main").is_not_null())
    long = _main_first(chosen).with_columns(
        position=pl.int_ranges(0, pl.col("symbol").list.len(), dtype=pl.UInt16)
    )
    long = long.explode("symbol", "position", empty_as_null=False, keep_nulls=False)
    made = long.select(
        "record",
        pl.lit(scheme).alias("scheme"),
        "symbol",
        "position",
        (pl.col("symbol") == pl.col("main")).fill_null(value=False).alias("is_main"),
        pl.lit("given").alias("origin"),
    )
    return _kept(made, pl.col("symbol").is_not_null())


def _main_first(rows: pl.DataFrame) -> pl.DataFrame:
    """Put the main symbol in front of the others, each symbol once; most lists are so already."""
    listed, main = pl.col("symbol"), pl.col("main")
    leads = listed.list.first().eq_missing(main) | main.is_null()
    is_ready = leads & (listed.list.n_unique() == listed.list.len())
    ready = rows.select(is_ready.fill_null(value=False).alias("is_ready")).to_series()
    if ready.all():
        return rows
    first = pl.concat_list(main).list.drop_nulls().fill_null([])
    every = pl.concat_list(first, listed.fill_null([])).list.unique(maintain_order=True)
    mended = rows.filter(~ready).with_columns(symbol=every)
    return pl.concat([rows.filter(ready), mended]).sort("record", maintain_order=True)


def citations(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per record and document, or piece of literature, cited or citing."""
    patents = [_cited(rows, "cited", "cited"), _cited(rows, "citing", "citing")]
    literature = _cited(rows, "cited_npl", "cited").with_columns(
        document=pl.lit(None, dtype=pl.String), is_npl=pl.lit(True)
    )
    return _in_order([*patents, literature])


def _cited(rows: pl.DataFrame, column: str, direction: str) -> pl.DataFrame:
    details = ["cited_category", "cited_origin"] if column == "cited" else []
    chosen = rows.select("record", column, *details).filter(pl.col(column).list.len() > 0)
    position = pl.int_ranges(0, pl.col(column).list.len(), dtype=pl.UInt32).alias("position")
    long = chosen.select("record", pl.col(column).alias("text"), position, *details).explode(
        "text", "position", empty_as_null=False, keep_nulls=False
    )
    nothing = pl.lit(None, dtype=pl.String)
    at = pl.col("position")
    return long.filter(pl.col("text").is_not_null()).select(
        "record",
        pl.lit(direction).alias("direction"),
        normal_publication_number(pl.col("text")).alias("document"),
        "text",
        pl.lit(False).alias("is_npl"),
        (pl.col("cited_category").list.get(at, null_on_oob=True) if details else nothing).alias("category"),
        (pl.col("cited_origin").list.get(at, null_on_oob=True) if details else nothing).alias("origin"),
    )


def claims(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per claim where they come apart, else the text as one row."""
    given = rows.select("record", "claims", "claims_text", "claims_language", "claims_coverage")
    split = given.filter(pl.col("claims").list.len() > 0).drop("claims_text")
    split = split.explode("claims", empty_as_null=False, keep_nulls=False).unnest("claims")
    whole = given.filter(
        pl.col("claims").list.len().fill_null(0) == 0, pl.col("claims_text").is_not_null()
    ).select(
        "record",
        pl.when(pl.col("claims_coverage") == "first").then(pl.lit(1)).cast(pl.UInt16).alias("number"),
        pl.col("claims_text").alias("text"),
        "claims_language",
        "claims_coverage",
    )
    both = pl.concat([split.select(whole.columns), whole])
    return both.rename({"claims_language": "language", "claims_coverage": "coverage"}).sort(
        "record", maintain_order=True
    )


def priorities(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per application and priority claimed."""
    given = rows.select("application", "priority_number", "priority_dates", "priority_office")
    chosen = given.filter(
        (pl.col("priority_number").list.len() > 0) | (pl.col("priority_dates").list.len() > 0)
    )
    count = pl.max_horizontal(pl.col("priority_number").list.len(), pl.col("priority_dates").list.len())
    at = pl.col("position")
    long = chosen.select(
        "application",
        "priority_number",
        "priority_dates",
        "priority_office",
        pl.int_ranges(0, count, dtype=pl.UInt32).alias("position"),
    ).explode("position", empty_as_null=False, keep_nulls=False)
    number = pl.col("priority_number").list.get(at, null_on_oob=True)
    return long.select(
        "application",
        number.alias("priority_number"),
        pl.col("priority_dates").list.get(at, null_on_oob=True).alias("priority_date"),
        pl.coalesce(
            pl.col("priority_office").list.get(at, null_on_oob=True), number.str.extract(r"^([A-Z]{2})")
        ).alias("priority_office"),
    ).unique(maintain_order=True)


def families(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per application and family scheme that the vendor states; members wait for preparation."""
    found = [_families(rows, scheme) for scheme in ("simple", "inpadoc", "vendor")]
    return (
        pl.concat(found)
        .unique(["application", "scheme"], keep="first", maintain_order=True)
        .sort("application", maintain_order=True)
    )


def _families(rows: pl.DataFrame, scheme: str) -> pl.DataFrame:
    name, members, size = (f"family_{scheme}{tail}" for tail in ("", "_members", "_size"))
    stated = pl.any_horizontal(
        pl.col(name).is_not_null(), pl.col(members).list.len() > 0, pl.col(size).is_not_null()
    )
    own = pl.concat_list("publication_number").list.drop_nulls()
    everyone = pl.col(members).list.set_union(own)
    # one chunk: set operations on lists fail in polars 2.1 where the chunks of two columns differ
    return (
        rows.select("application", "publication_number", name, members, size)
        .filter(stated)
        .rechunk()
        .select(
            "application",
            pl.lit(scheme).alias("scheme"),
            pl.coalesce(pl.col(name), everyone.list.min()).alias("family"),
            pl.col(size).alias("stated_size"),
            pl.col(members).list.set_difference(own).alias("outside_members"),
        )
    )


def events(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per application and legal event."""
    chosen = rows.select("application", "events").filter(pl.col("events").list.len() > 0)
    return (
        chosen.explode("events", empty_as_null=False, keep_nulls=False)
        .unnest("events")
        .unique(maintain_order=True)
    )


def extras(rows: pl.DataFrame, columns: tuple[str, ...]) -> pl.DataFrame:
    """Every column that no profile knows, as text, under the header it had."""
    present = set(rows.columns)
    return rows.select(
        "record",
        *(
            (pl.col(name) if name in present else pl.lit(None, dtype=pl.String)).alias(
                name.removeprefix("extra:")
            )
            for name in columns
        ),
    )
