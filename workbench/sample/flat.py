"""One wide row per publication, all lists as lists: what every vendor's export is written from."""

import polars as pl

from workbench.sample import texts
from workbench.sample.chapter import Chapter


def flat(chapter: Chapter) -> pl.DataFrame:
    """Return publications with everything an export says of them, in order of record."""
    tables = chapter.tables()
    wide = tables["publications"].join(
        tables["applications"].drop("office", "publication_date"),
        on="application",
        how="left",
        maintain_order="left",
    )
    wide = wide.with_columns(title_en=_english_titles(chapter), is_foreign=_foreign(chapter))
    for part in (
        _parties(tables["parties"]),
        _symbols(tables["classifications"]),
        _backward(tables["citations"]),
        _forward(tables["citations"], tables["publications"]),
        tables["claims"].filter(pl.col("number") == 1).select("record", first_claim="text"),
    ):
        wide = wide.join(part, on="record", how="left", maintain_order="left")
    for part in (_family_members(tables), _priorities(tables["priorities"]), _deals(tables["events"])):
        wide = wide.join(part, on="application", how="left", maintain_order="left")
    return wide


def _english_titles(chapter: Chapter) -> pl.Series:
    return texts.titles_in_english(chapter.topic)


def _foreign(chapter: Chapter) -> pl.Series:
    return pl.Series(chapter.family.is_foreign[chapter.records.family_row])


def _parties(parties: pl.DataFrame) -> pl.DataFrame:
    columns = (
        "name", "group", "party_type", "country_region", "province", "city", "district", "address", "postcode",
        "organization_code",
    )  # fmt: skip
    frames = []
    for role in ("applicant", "owner"):
        rows = parties.filter(pl.col("role") == role)
        frames.append(
            rows.group_by("record", maintain_order=True).agg(
                pl.col(name).alias(f"{role}_{name}") for name in columns
            )
        )
    for role in ("inventor", "agency"):
        rows = parties.filter(pl.col("role") == role)
        frames.append(rows.group_by("record", maintain_order=True).agg(pl.col("name").alias(role)))
    wide = frames[0]
    for frame in frames[1:]:
        wide = wide.join(frame, on="record", how="left", maintain_order="left")
    return wide


def _symbols(classifications: pl.DataFrame) -> pl.DataFrame:
    given = classifications.filter(pl.col("scheme").is_in(["ipc", "cpc", "locarno", "nic", "branch:sample"]))
    grouped = given.group_by("record", "scheme", maintain_order=True).agg("symbol")
    return grouped.pivot(on="scheme", index="record", values="symbol", maintain_order=True)


def _backward(citations: pl.DataFrame) -> pl.DataFrame:
    return citations.group_by("record", maintain_order=True).agg(
        cited=pl.col("document").drop_nulls(), literature=pl.col("text").filter(pl.col("is_npl"))
    )


def _forward(citations: pl.DataFrame, publications: pl.DataFrame) -> pl.DataFrame:
    """Return who cites each publication, as far as the exported records tell."""
    numbers = publications.select("record", "publication_number")
    citing = citations.drop_nulls("document").join(numbers, on="record", how="left", maintain_order="left")
    cited = citing.join(
        numbers.select(target="record", document="publication_number"), on="document", maintain_order="left"
    )
    return (
        cited.group_by("target", maintain_order=True)
        .agg(citing="publication_number")
        .rename({"target": "record"})
    )


def _family_members(tables: dict[str, pl.DataFrame]) -> pl.DataFrame:
    numbers = tables["publications"].select("application", "publication_number")
    families = tables["families"].select("application", "family", "stated_size")
    members = families.join(numbers, on="application", maintain_order="left")
    lists = members.group_by("family", maintain_order=True).agg(family_members="publication_number")
    return families.join(lists, on="family", how="left", maintain_order="left")


def _priorities(priorities: pl.DataFrame) -> pl.DataFrame:
    return priorities.select("application", "priority_number", "priority_office")


def _deals(events: pl.DataFrame) -> pl.DataFrame:
    wide = events.select("application").unique(maintain_order=True)
    for event in ("transfer", "license", "pledge"):
        rows = events.filter(pl.col("event") == event).select(
            "application",
            pl.col("date").alias(f"{event}_date"),
            pl.col("from_party").alias(f"{event}_from"),
            pl.col("to_party").alias(f"{event}_to"),
        )
        wide = wide.join(rows, on="application", how="left", maintain_order="left")
    return wide
