"""Citations: an acyclic network in time, heavy-tailed, with a planted main path.

A family cites families filed before it whose first publication was out on its own filing date, so every
edge points back in time. The families of ``World.path`` cite each other in a chain, gather references
before, and are cited by many after: the chain carries most search paths.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from workbench.sample import families as kinds
from workbench.sample.applications import applications
from workbench.sample.chance import Flags, Ints
from workbench.sample.families import Families, branches, families
from workbench.sample.publications import Records
from workbench.sample.timeline import years_of_families
from workbench.sample.world import PATH_BRANCH, World

_MOST: Final = 7
_SHORTEST_LAG: Final = 420
_MEAN_LAG: Final = 1700.0
_LONGEST_LAG: Final = 4400
_HUBS: Final = 24


@dataclass(frozen=True)
class Edges:
    """Citations of families: row of the citing family, number of the cited one, the cited document."""

    row: Ints
    cited: Ints
    document: pl.Series

    def __len__(self) -> int:
        return len(self.row)


def edges(world: World, family: Families) -> Edges:
    """Return what these families cite."""
    row, cited = _candidates(world, family)
    pairs = pl.DataFrame({"row": row, "cited": cited}).unique().sort("row", "cited")
    targets, place = np.unique(pairs["cited"].to_numpy(), return_inverse=True)
    leads = applications(world, families(world, targets), lead_only=True).select("row", "first", "first_number")
    known = pairs.with_columns(place=place).join(leads, left_on="place", right_on="row", how="inner")
    is_earlier = pl.col("first") < pl.Series(family.day).gather(known["row"])
    known = known.filter(is_earlier).sort("row", "cited")
    return Edges(known["row"].to_numpy(), known["cited"].to_numpy(), known["first_number"])


def _candidates(world: World, family: Families) -> tuple[Ints, Ints]:
    row, cited = _ordinary(world, family)
    path_row, path_cited = _to_the_path(world, family)
    chain_row, chain_cited = _along_the_path(world, family)
    return np.concatenate([row, path_row, chain_row]), np.concatenate([cited, path_cited, chain_cited])


def _ordinary(world: World, family: Families) -> tuple[Ints, Ints]:
    """Cite backwards with an exponential lag, mostly the own branch, some families far more than others.

    What is older than the path is cited by its first station only: the few pioneers would else gather
    all search paths.
    """
    chance, index = world.chance, family.index
    count = np.where(family.members[:, kinds.INVENTION] | family.is_foreign, 1, 0)
    count = count * chance.integer("cites", index, _MOST)
    count = np.where(family.is_planted, _MOST + 1, count)
    row = np.repeat(np.arange(len(family)), count)
    key = index[row] * 16 + np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    lag = _SHORTEST_LAG - _MEAN_LAG * np.log1p(-chance.uniform("citation lag", key))
    then = family.day[row] - lag.astype(np.int64)
    fits = (lag < _LONGEST_LAG) & (then > world.timeline.days(np.zeros(1, dtype=np.int64)))
    row, key, then = row[fits], key[fits], then[fits]
    cited = world.timeline.at(then)
    is_hub = chance.happens("cites a hub", key, 0.3) & (cited >= _HUBS)
    cited = np.where(is_hub, cited - cited % _HUBS, cited)
    cited = np.where(is_hub, cited, _of_same_branch(world, cited, family.branch[row]))
    first = int(world.path[0]) if len(world.path) else 0
    fits = (cited < index[row]) & ((cited >= first) | (index[row] <= first))
    return row[fits], cited[fits]


def _of_same_branch(world: World, cited: Ints, branch: Ints) -> Ints:
    """Move to a near family of the same branch, if one of the next two is."""
    for _ in range(2):
        found = branches(world, cited, _years(world, cited))
        cited = np.where((found != branch) & (cited > 0), cited - 1, cited)
    return cited


def _years(world: World, index: Ints) -> Ints:
    return years_of_families(world.timeline, index)


def _to_the_path(world: World, family: Families) -> tuple[Ints, Ints]:
    """Let many cite the newest station of the path that was published when they filed."""
    path = world.path
    if len(path) == 0:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    share = np.where(family.branch == PATH_BRANCH, 0.7, 0.2)
    cites = world.chance.happens("cites the path", family.index, share) & ~family.is_planted
    out = world.timeline.days(path) + 365
    newest = np.searchsorted(out, family.day, side="right") - 1
    row = np.flatnonzero(cites & (newest >= 0) & _has_references(family))
    return row, path[newest[row]]


def _has_references(family: Families) -> Flags:
    return np.asarray(family.members[:, kinds.INVENTION] | family.is_foreign)


def _along_the_path(world: World, family: Families) -> tuple[Ints, Ints]:
    place = np.searchsorted(world.path, family.index)
    row = np.flatnonzero(family.is_planted & (place > 0))
    return row, world.path[place[row] - 1] if len(row) else np.empty(0, dtype=np.int64)


def citations_table(world: World, family: Families, records: Records) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the corpus table ``citations`` and the number of documents each family row cites.

    The references stand on the last record of a family's leading application.
    """
    found = edges(world, family)
    bearer = _bearers(records)
    counts = pl.DataFrame({"row": found.row}).group_by("row").len("stated_cited_count")
    table = pl.DataFrame({"row": found.row, "document": found.document}).join(
        bearer, on="row", how="inner", maintain_order="left"
    )
    by_examiner = pl.Series(world.chance.happens("examiner", table["record"].to_numpy().astype(np.int64), 0.7))
    table = table.select(
        "record",
        pl.lit("cited").alias("direction"),
        "document",
        pl.col("document").alias("text"),
        pl.lit(value=False).alias("is_npl"),
        pl.when(by_examiner).then(pl.lit("A")).otherwise(pl.lit(None)).alias("category"),
        pl.when(by_examiner).then(pl.lit("examiner")).otherwise(pl.lit("applicant")).alias("origin"),
    )
    return pl.concat([table, _literature(world, records)]).sort("record", maintain_order=True), counts


def _bearers(records: Records) -> pl.DataFrame:
    frame = pl.DataFrame({"row": records.family_row, "member": records.member, "record": records.record})
    lead = frame.group_by("row", maintain_order=True).agg(pl.col("member").first().alias("member"))
    return (
        frame.join(lead, on=["row", "member"], how="semi")
        .group_by("row", maintain_order=True)
        .agg(pl.col("record").last().cast(pl.UInt32))
    )


def _literature(world: World, records: Records) -> pl.DataFrame:
    cites = world.chance.happens("literature", records.family, 0.08) & (records.stage == 1)
    row = np.flatnonzero(cites)
    year = (1990 + world.chance.integer("year of literature", records.family[row], 30)).astype(str)
    text = "示例作者. 智能巡检机器人虚构文献[J]. 示例学报, " + pl.Series(year) + ": 1-8."
    return pl.DataFrame({"record": records.record[row].astype(np.uint32), "text": text}).select(
        "record",
        pl.lit("cited").alias("direction"),
        pl.lit(None, dtype=pl.String).alias("document"),
        "text",
        pl.lit(value=True).alias("is_npl"),
        pl.lit(None, dtype=pl.String).alias("category"),
        pl.lit("examiner").alias("origin"),
    )
