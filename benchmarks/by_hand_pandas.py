"""The battery by hand in pandas, for these data alone: applications, first applicant, main class."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd


def read(
    folder: Path, table: str, columns: list[str], filters: list[tuple[str, str, Any]] | None = None
) -> pd.DataFrame:
    """Read some columns of a table, with the fast strings of arrow."""
    return pd.read_parquet(folder / table, columns=columns, filters=filters, dtype_backend="pyarrow")


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
    return {name: sorted(map(_plain, counts), reverse=True) for part in parts for name, counts in part.items()}


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def base(folder: Path) -> pd.DataFrame:
    """Return one row per application, with its first publication."""
    publications = read(folder, "publications", ["record", "application", "publication_date", "stage"])
    ordered = publications.sort_values(["publication_date", "record"])
    first = ordered.drop_duplicates("application")[["application", "record", "publication_date"]]
    granted = publications[publications["stage"] == "grant"].groupby("application")["publication_date"].min()
    known = ["application", "office", "patent_type", "validity", "filing_date", "grant_date", "expiry_date"]
    units = first.merge(read(folder, "applications", known), on="application", how="left")
    units = units.merge(granted.rename("granted"), on="application", how="left")
    units["year"] = units["filing_date"].dt.year
    units["publication_year"] = units["publication_date"].dt.year
    units["grant_year"] = units["grant_date"].fillna(units["granted"]).dt.year
    return units


def applicants(folder: Path, units: pd.DataFrame) -> pd.DataFrame:
    """Return the first applicant of each unit."""
    columns = ["record", "party_type", "country_region", "province", "district", "group", "party", "name"]
    named = read(folder, "parties", columns, [("role", "==", "applicant"), ("position", "==", 0)])
    named["applicant"] = named["group"].fillna(named["party"]).fillna(named["name"])
    return named.drop(columns=["group", "party", "name"]).merge(units[["record", "year"]], on="record")


def times(units: pd.DataFrame) -> dict[str, list[Any]]:
    """Count years."""
    return {
        "annual_filings": units["year"].value_counts().tolist(),
        "annual_publications": units["publication_year"].value_counts().tolist(),
        "annual_grants": units["grant_year"].value_counts().tolist(),
    }


def kinds(units: pd.DataFrame) -> dict[str, list[Any]]:
    """Count types, states and remaining years."""
    national = units[units["office"] != "WO"]
    live = national[national["validity"] == "in_force"]
    expiry = pd.to_datetime(live["expiry_date"])
    left = expiry.dt.year - 2024 - ((expiry.dt.month * 100 + expiry.dt.day) < 1231).astype(int)
    band = pd.cut(left, [-99, 2, 4, 9, 14, 99], labels=False).where(expiry > pd.Timestamp(2024, 12, 31), -1)
    return {
        "patent_types": units["patent_type"].value_counts().tolist(),
        "patent_types_by_year": units.groupby(["year", "patent_type"]).size().tolist(),
        "legal_validity": national["validity"].value_counts().tolist(),
        "remaining_life": band.value_counts().tolist(),
    }


def holders(folder: Path, units: pd.DataFrame, first: pd.DataFrame) -> dict[str, list[Any]]:
    """Rank applicants, find newcomers, measure concentration, pair those that file together."""
    yearly = first.groupby(["applicant", "year"]).size().rename("len").reset_index()
    total = yearly.groupby("applicant").agg(len=("len", "sum"), entry=("year", "min"))
    joined = yearly.merge(total[["entry"]], on="applicant")
    newcomers = joined[joined["year"] == joined["entry"]]
    periods = yearly[yearly["year"].between(2003, 2022)].assign(place=lambda rows: (rows["year"] - 2003) // 5)
    held = periods.groupby(["place", "applicant"])["len"].sum()
    names = read(
        folder, "parties", ["record", "position", "group", "party", "name"], [("role", "==", "applicant")]
    )
    joint = names.loc[names["position"] > 0, "record"].unique()
    named = names[names["record"].isin(joint) & names["record"].isin(units["record"])]
    pairs = pd.DataFrame(
        {"record": named["record"], "one": named["group"].fillna(named["party"]).fillna(named["name"])}
    )
    both = pairs.merge(pairs.rename(columns={"one": "other"}), on="record")
    both = both[both["one"] < both["other"]].drop_duplicates()
    return {
        "top_applicants": total["len"].nlargest(20).tolist(),
        "new_entrants": newcomers["year"].value_counts().tolist(),
        "life_cycle": yearly.groupby("year")["len"].sum().tolist(),
        "applicant_concentration": [
            *(_concentration(counts) for _, counts in held.groupby(level="place")),
            _concentration(total["len"]),
        ],
        "co_applicants": both.groupby(["one", "other"]).size().nlargest(20).tolist(),
    }


def _concentration(counts: pd.Series) -> float:
    return round(float(((counts / counts.sum()) ** 2).sum()), 9)


def places(folder: Path, units: pd.DataFrame, first: pd.DataFrame) -> dict[str, list[Any]]:
    """Count kinds and places of applicants, offices and flows."""
    abroad = pd.Series(np.where(first["country_region"] != "CN", "abroad", "unknown"), index=first.index)
    priorities = read(folder, "priorities", ["application", "priority_date", "priority_office"])
    origin = priorities.sort_values(["priority_date", "priority_office"]).drop_duplicates("application")
    flows = units[["record", "application", "office"]].merge(origin, on="application", how="left")
    flows = flows.merge(first[["record", "country_region"]], on="record", how="left")
    home = flows["office"].where(~flows["office"].isin(["WO", "EP"]))
    flows["origin"] = flows["priority_office"].fillna(home).fillna(flows["country_region"])
    return {
        "party_types": first["party_type"].value_counts().tolist(),
        "publishing_offices": units["office"].value_counts().tolist(),
        "origin_target_flow": flows.groupby(["origin", "office"]).size().tolist(),
        "provinces": first["province"].fillna(abroad).value_counts().tolist(),
        "districts": first.loc[first["province"] == "120000", "district"]
        .fillna("unknown")
        .value_counts()
        .tolist(),
    }


def mix(folder: Path, units: pd.DataFrame) -> dict[str, list[Any]]:
    """Count subclasses, fields, and subclasses of two periods."""
    main = read(folder, "classifications", ["record", "scheme", "symbol"], [("position", "==", 0)])
    classed = main[main["scheme"] == "ipc"].merge(units[["record", "year"]], on="record")
    classed["subclass"] = classed["symbol"].str.slice(0, 4)
    fields = main[main["scheme"] == "wipo35"].merge(units[["record"]], on="record")
    periods = classed[classed["year"].between(2013, 2022)]
    top = periods["subclass"].value_counts().nlargest(20).index
    recent = periods[periods["year"] >= 2018]["subclass"].value_counts()
    return {
        "technology_subclasses": classed["subclass"].value_counts().nlargest(20).tolist(),
        "technology_fields": fields["symbol"].value_counts().nlargest(20).tolist(),
        "technology_change": recent.reindex(top).tolist(),
    }
