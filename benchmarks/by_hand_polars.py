"""The battery by hand in polars, for these data alone: applications, first applicant, main class."""

from pathlib import Path
from typing import Any

import polars as pl

CUT = pl.date(2024, 12, 31)


def scan(folder: Path, table: str) -> pl.LazyFrame:
    """Open a table."""
    return pl.scan_parquet(folder / table / "*.parquet")


def battery(folder: Path) -> dict[str, list[Any]]:
    """Compute every analysis; return its counts, sorted."""
    units = base(folder)
    first = applicants(folder, units)
    parts = (
        times(units),
        kinds(units),
        holders(folder, units, first),
        places(folder, units, first),
        mix(folder, units),
    )
    return {name: sorted(counts, reverse=True) for part in parts for name, counts in part.items()}


def base(folder: Path) -> pl.DataFrame:
    """Return one row per application, with its first publication."""
    publications = scan(folder, "publications").select("record", "application", "publication_date", "stage")
    known = ["application", "office", "patent_type", "validity", "filing_date", "grant_date", "expiry_date"]
    first = publications.group_by("application").agg(
        pl.col("record").sort_by("publication_date", "record").first(),
        pl.col("publication_date").min(),
        granted=pl.col("publication_date").filter(pl.col("stage") == "grant").min(),
    )
    joined = first.join(scan(folder, "applications").select(known), on="application", how="left")
    return joined.select(
        "record", "application", "office", "patent_type", "validity", "expiry_date",
        year=pl.col("filing_date").dt.year(),
        publication_year=pl.col("publication_date").dt.year(),
        grant_year=pl.coalesce("grant_date", "granted").dt.year(),
    ).collect(engine="streaming")  # fmt: skip


def applicants(folder: Path, units: pl.DataFrame) -> pl.DataFrame:
    """Return the first applicant of each unit."""
    chosen = scan(folder, "parties").filter(pl.col("role") == "applicant", pl.col("position") == 0)
    columns = ["record", "party_type", "country_region", "province", "district"]
    named = chosen.select(*columns, applicant=pl.coalesce("group", "party", "name"))
    return named.join(units.lazy().select("record", "year"), on="record").collect(engine="streaming")


def times(units: pl.DataFrame) -> dict[str, list[Any]]:
    """Count years."""
    return {
        "annual_filings": units.group_by("year").len()["len"].to_list(),
        "annual_publications": units.group_by("publication_year").len()["len"].to_list(),
        "annual_grants": units.drop_nulls("grant_year").group_by("grant_year").len()["len"].to_list(),
    }


def kinds(units: pl.DataFrame) -> dict[str, list[Any]]:
    """Count types, states and remaining years."""
    national = units.filter(pl.col("office") != "WO")
    day = pl.col("expiry_date").dt.to_string("%m%d") < "1231"
    left = pl.col("expiry_date").dt.year() - 2024 - day.cast(pl.Int32)
    live = national.lazy().filter(pl.col("validity") == "in_force").with_columns(left=left)
    band = pl.lit(4) - pl.sum_horizontal(pl.col("left") < under for under in (3, 5, 10, 15)).cast(pl.Int32)
    band = pl.when(pl.col("expiry_date") <= CUT).then(-1).otherwise(band)
    return {
        "patent_types": units.group_by("patent_type").len()["len"].to_list(),
        "patent_types_by_year": units.group_by("year", "patent_type").len()["len"].to_list(),
        "legal_validity": national.group_by("validity").len()["len"].to_list(),
        "remaining_life": live.group_by(band.alias("band")).len().collect()["len"].to_list(),
    }


def holders(folder: Path, units: pl.DataFrame, first: pl.DataFrame) -> dict[str, list[Any]]:
    """Rank applicants, find newcomers, measure concentration, pair those that file together."""
    yearly = first.group_by("applicant", "year").len()
    total = yearly.group_by("applicant").agg(pl.col("len").sum(), entry=pl.col("year").min())
    newcomers = yearly.join(total, on="applicant").filter(pl.col("year") == pl.col("entry"))
    periods = yearly.with_columns(place=(pl.col("year") - 2003) // 5).filter(
        pl.col("year").is_between(2003, 2022)
    )
    held = periods.group_by("place", "applicant").agg(pl.col("len").sum())
    share = pl.col("len") / pl.col("len").sum()
    several = scan(folder, "parties").filter(pl.col("role") == "applicant")
    joint = several.filter(pl.col("position") > 0).select("record").unique()
    named = several.join(joint, on="record", how="semi").join(
        units.lazy().select("record"), on="record", how="semi"
    )
    pairs = (
        named.select("record", applicant=pl.coalesce("group", "party", "name"))
        .unique()
        .collect(engine="streaming")
    )
    both = pairs.join(pairs, on="record").filter(pl.col("applicant") < pl.col("applicant_right"))
    return {
        "top_applicants": total.top_k(20, by="len")["len"].to_list(),
        "new_entrants": newcomers.group_by("year").len()["len"].to_list(),
        "life_cycle": yearly.group_by("year").agg(pl.col("len").sum())["len"].to_list(),
        "applicant_concentration": [
            *(round(value, 9) for value in held.group_by("place").agg((share**2).sum())["len"]),
            round(total.select((share**2).sum()).item(), 9),
        ],
        "co_applicants": both.group_by("applicant", "applicant_right")
        .len()
        .top_k(20, by="len")["len"]
        .to_list(),
    }


def places(folder: Path, units: pl.DataFrame, first: pl.DataFrame) -> dict[str, list[Any]]:
    """Count kinds and places of applicants, offices and flows."""
    abroad = pl.when(pl.col("country_region") != "CN").then(pl.lit("abroad")).otherwise(pl.lit("unknown"))
    district = pl.col("district").fill_null("unknown")
    priorities = scan(folder, "priorities").sort("priority_date", "priority_office")
    origin = (
        priorities.group_by("application", maintain_order=True).agg(pl.col("priority_office").first()).collect()
    )
    flows = (
        units.select("record", "application", "office")
        .join(origin, on="application", how="left")
        .join(first.select("record", "country_region"), on="record", how="left")
        .with_columns(home=pl.when(pl.col("office").is_in(["WO", "EP"]).not_()).then("office"))
        .with_columns(origin=pl.coalesce("priority_office", "home", "country_region"))
    )
    return {
        "party_types": first.group_by("party_type").len()["len"].to_list(),
        "publishing_offices": units.group_by("office").len()["len"].to_list(),
        "origin_target_flow": flows.group_by("origin", "office").len()["len"].to_list(),
        "provinces": first.group_by(pl.coalesce("province", abroad)).len()["len"].to_list(),
        "districts": first.filter(pl.col("province") == "120000").group_by(district).len()["len"].to_list(),
    }


def mix(folder: Path, units: pl.DataFrame) -> dict[str, list[Any]]:
    """Count subclasses, fields, and subclasses of two periods."""
    main = scan(folder, "classifications").filter(pl.col("position") == 0)
    years = units.lazy().select("record", "year")
    ipc = main.filter(pl.col("scheme") == "ipc").select("record", subclass=pl.col("symbol").str.slice(0, 4))
    classed = ipc.join(years, on="record").collect(engine="streaming")
    fields = main.filter(pl.col("scheme") == "wipo35").select("record", "symbol").join(years, on="record")
    periods = classed.filter(pl.col("year").is_between(2013, 2022)).with_columns(recent=pl.col("year") >= 2018)
    change = periods.group_by("subclass").agg(pl.len(), pl.col("recent").sum())
    return {
        "technology_subclasses": classed.group_by("subclass").len().top_k(20, by="len")["len"].to_list(),
        "technology_fields": fields.group_by("symbol")
        .len()
        .collect(engine="streaming")
        .top_k(20, by="len")["len"]
        .to_list(),
        "technology_change": change.top_k(20, by="len")["recent"].to_list(),
    }
