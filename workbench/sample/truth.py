"""The truth behind a sample: what a test needs to know to judge what a pipeline made of its exports."""

import json
from pathlib import Path
from typing import Any

import polars as pl

from workbench.sample import families as kinds
from workbench.sample import technology as tech
from workbench.sample.applications import applications
from workbench.sample.cast import Cast
from workbench.sample.chapter import Chapter
from workbench.sample.claims import PATTERNS, patterns
from workbench.sample.families import MEMBERS, families, partners
from workbench.sample.parties import applicants, names_as_found
from workbench.sample.roster import roster_districts
from workbench.sample.world import World


def entities_table(cast: Cast) -> pl.DataFrame:
    """Return every party with kind, seat and roster district; ``district`` is what the address tells."""
    return cast.table.join(roster_districts(cast), on="entity", how="left", maintain_order="left").with_columns(
        district_functional=pl.when(pl.col("zone").is_not_null()).then(pl.lit("120116")).otherwise("district")
    )


def aliases_table(cast: Cast) -> pl.DataFrame:
    """Return every spelling of every party: ``alias``, ``entity``, ``how`` (name, variant, former, english)."""
    forms = ("name", "variant", "former", "english")
    spelled = cast.table.unpivot(on=forms, index="entity", variable_name="how", value_name="alias")
    return (
        spelled.drop_nulls("alias")
        .unique(["alias", "entity"], keep="first", maintain_order=True)
        .sort("entity")
    )


def documents_table(chapter: Chapter) -> pl.DataFrame:
    """Return every record with its family, applicants' entities, branch, effect and what is special of it."""
    records, family = chapter.records, chapter.family
    named = applicants(chapter.world, family, records)
    row = records.family_row
    both = family.members[row, kinds.INVENTION] & family.members[row, kinds.UTILITY]
    return pl.DataFrame(
        {
            "publication_number": records.number,
            "application_number": chapter.apps["number"].gather(pl.Series(records.app)),
            "family": "SF" + pl.Series(records.family).cast(pl.String).str.zfill(8),
            "member": pl.Series(MEMBERS).gather(records.member),
            "entity": named.entity[:, 0],
            "second_entity": named.entity[:, 1],
            "third_entity": named.entity[:, 2],
            "applicant_as_found": names_as_found(chapter.world, named.entity[:, 0], named.form[:, 0]),
            "branch": pl.Series([branch.key for branch in tech.BRANCHES]).gather(chapter.branch),
            "effect": pl.Series(tech.EFFECTS).gather(chapter.topic.effect),
            "is_dual_filing": both & ~family.is_foreign[row] & (records.member <= kinds.UTILITY),
            "is_on_path": family.is_planted[row],
            "filing_date": pl.Series(
                chapter.apps["filing"].gather(pl.Series(records.app)), dtype=pl.Int32
            ).cast(pl.Date),
        }
    )


def claims_truth(chapter: Chapter, share: float = 1.0) -> pl.DataFrame:
    """Return type and parents of every claim that is written, where a share of the families has claims."""
    records = chapter.records
    rows = chapter.rows_with_claims(share)
    rows = rows[records.member[rows] <= kinds.UTILITY]
    pattern = patterns(chapter.world, records.family[rows], records.member[rows])
    shapes = pl.DataFrame(
        [
            (number, k, claim.kind, list(claim.parents))
            for number, claims in enumerate(PATTERNS)
            for k, claim in enumerate(claims, start=1)
        ],
        schema={"pattern": pl.Int64, "number": pl.Int64, "kind": pl.String, "parents": pl.List(pl.Int64)},
        orient="row",
    )
    documents = pl.DataFrame({"publication_number": records.number.gather(rows), "pattern": pattern})
    return documents.join(shapes, on="pattern", maintain_order="left_right").drop("pattern")


def planted_path(world: World) -> list[str]:
    """Return the publications of the planted main path, oldest first."""
    return applications(world, families(world, world.path), lead_only=True)["first_number"].to_list()


def planted_gaps() -> list[dict[str, str]]:
    """Return the pairs of branch and effect that never occur."""
    return [{"branch": tech.BRANCHES[b].key, "effect": tech.EFFECTS[e]} for b, e in tech.GAPS]


def partner_pairs(chapter: Chapter) -> pl.DataFrame:
    """Return the pairs of entities that apply together, with the number of families."""
    second, _ = partners(chapter.world, chapter.family)
    pairs = pl.DataFrame({"entity": chapter.family.lead, "partner": second}).filter(pl.col("partner") >= 0)
    return pairs.group_by("entity", "partner").len("family_count").sort("family_count", descending=True)


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write a JSON document, keys in the order given."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")
