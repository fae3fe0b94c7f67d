"""Claims of every legal type: independent, dependent, multiple dependent, independent by reference.

A claim set follows one of five patterns; the pattern is the truth about types and parents.
"""

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

import numpy as np
import polars as pl

from workbench.sample import families as kinds
from workbench.sample import technology as tech
from workbench.sample import texts
from workbench.sample.chance import Ints
from workbench.sample.publications import Records
from workbench.sample.world import World


@dataclass(frozen=True)
class Claim:
    """One place of a pattern: legal type, parents, and the text with slots."""

    kind: str
    parents: tuple[int, ...]
    text: str


def _read() -> tuple[tuple[Claim, ...], ...]:
    entries = tomllib.loads((files(__package__) / "claims.toml").read_text(encoding="utf-8"))["patterns"]
    return tuple(
        tuple(Claim(claim["kind"], tuple(claim["parents"]), claim["text"]) for claim in entry["claims"])
        for entry in entries
    )


PATTERNS: Final = _read()


def patterns(world: World, family: Ints, member: Ints) -> Ints:
    """Return the pattern of the claims of each application; −1 for designs, which have none."""
    pattern = world.chance.integer("claims", family, 3)
    pattern = np.where(member == kinds.UTILITY, 3 + world.chance.integer("model claims", family, 2), pattern)
    return np.where(member == kinds.DESIGN, -1, pattern)


def claim_counts(pattern: Ints) -> Ints:
    """Return how many claims each pattern has."""
    return np.array([len(each) for each in PATTERNS] + [0])[pattern]


def claims_table(
    world: World, records: Records, branch: Ints, rows: Ints, *, coverage: str = "all"
) -> pl.DataFrame:
    """Return the corpus table ``claims`` for these rows of the records (Chinese documents only).

    Parameters
    ----------
    world : World
        The sample.
    records : Records
        Publications of a chunk.
    branch : ndarray
        Branch of each record.
    rows : ndarray
        Rows of ``records`` whose claims are wanted.
    coverage : {"all", "first"}
        All claims, or the first one alone, as many exports have it.
    """
    rows = rows[records.member[rows] < kinds.DESIGN]
    pattern = patterns(world, records.family[rows], records.member[rows])
    parts = []
    for number, claims in enumerate(PATTERNS):
        at = rows[pattern == number]
        words = _words(world, records.family[at], branch[at])
        kept = claims if coverage == "all" else claims[:1]
        parts += [_one_claim(records.record[at], k + 1, claim, words, coverage) for k, claim in enumerate(kept)]
    return pl.concat(parts).sort("record", "number")


def _words(world: World, family: Ints, branch: Ints) -> dict[str, pl.Series]:
    topic = texts.topics(world, family, branch)
    parts = pl.Series(tech.PARTS)
    size = len(tech.PARTS)
    return {
        "scene": pl.Series(tech.SCENES).gather(topic.scene),
        "thing": texts.things(topic),
        "means": texts.means(topic),
        "part": parts.gather(topic.part),
        "other": parts.gather((topic.part + 3) % size),
        "third": parts.gather((topic.part + 5) % size),
        "fourth": parts.gather((topic.part + 7) % size),
        "count": pl.Series(5 + family % 46).cast(pl.String),
    }


def _one_claim(
    record: Ints, number: int, claim: Claim, words: dict[str, pl.Series], coverage: str
) -> pl.DataFrame:
    return pl.DataFrame({**words, "record": record.astype(np.uint32)}).select(
        "record",
        pl.lit(number, dtype=pl.UInt16).alias("number"),
        texts.filled(f"{number}. {claim.text}").alias("text"),
        pl.lit("zh").alias("language"),
        pl.lit(coverage).alias("coverage"),
    )
