"""Which documents shall be read? A seeded sample, stratum by stratum, and the key that stays with the asker."""

import json
import random
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal

from workbench.errors import WorkbenchError
from workbench.files import placed

Part = Literal["hits", "rest"]
LEAST_OF_A_STRATUM: Final = 2


@dataclass(frozen=True)
class SampledStratum:
    """One part of what was searched, and which of its documents are read.

    Attributes
    ----------
    part : {"hits", "rest"}
        Whether the query found the documents or left them.
    name : str
        What they share: a year, an office; empty where the part is one stratum.
    population : int
        Documents in the stratum.
    numbers : tuple of str
        Publication numbers of the documents to read.
    """

    part: Part
    name: str
    population: int
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class ReadingKey:
    """What a reading sheet must not tell its reader.

    Attributes
    ----------
    query, syntax : str
        What was asked; empty for a list of hits that came from elsewhere.
    seed : int
        Of the draw; the same seed and hits give the same sheet.
    strata : tuple of SampledStratum
        The documents drawn.
    order : tuple of str
        Publication numbers in the order of the sheet.
    """

    query: str
    syntax: str
    seed: int
    strata: tuple[SampledStratum, ...]
    order: tuple[str, ...]

    def save(self, path: Path) -> Path:
        """Write the key as JSON, whole or not at all."""
        with placed(path) as partial:
            partial.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), encoding="utf-8")
        return path

    @classmethod
    def load(cls, path: Path) -> "ReadingKey":
        """Read a key back.

        Raises
        ------
        WorkbenchError
            If the file is not there, or is no such key.
        """
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            strata = tuple(
                SampledStratum(**{**stratum, "numbers": tuple(stratum["numbers"])})
                for stratum in told["strata"]
            )
            return cls(told["query"], told["syntax"], int(told["seed"]), strata, tuple(told["order"]))
        except OSError as error:
            cause = error.strerror or str(error)
            raise WorkbenchError("cannot_read", file=str(path), cause=cause) from error
        except (ValueError, KeyError, TypeError) as error:
            raise WorkbenchError("not_a_reading_key", file=str(path)) from error


def draw_sample(
    parts: Mapping[Part, Mapping[str, Hashable]],
    sizes: Mapping[Part, int],
    *,
    seed: int,
    query: str = "",
    syntax: str = "",
) -> ReadingKey:
    """Draw documents at random, without replacement, in proportion to their strata.

    Parameters
    ----------
    parts : mapping
        ``hits`` and, where recall is asked for, ``rest``: publication number → stratum.
    sizes : mapping
        Documents to read of each part; all of it where it has no more.
    seed : int
        Of the draw.
    query, syntax : str, optional
        Kept in the key.

    Notes
    -----
    Every stratum gives at least two documents, or all it has: a stratum without a sample says nothing.
    """
    chance = random.Random(seed)  # noqa: S311 - a repeatable draw, no secret
    strata = []
    for part, documents in parts.items():
        if not sizes.get(part):
            continue
        members: dict[str, list[str]] = defaultdict(list)
        for number, stratum in documents.items():
            members["" if stratum is None else str(stratum)].append(number)
        shares = allocation({name: len(found) for name, found in members.items()}, sizes[part])
        for name in sorted(members):
            drawn = chance.sample(sorted(members[name]), shares[name])
            strata.append(SampledStratum(part, name, len(members[name]), tuple(drawn)))
    order = [number for stratum in strata for number in stratum.numbers]
    chance.shuffle(order)
    return ReadingKey(query, syntax, seed, tuple(strata), tuple(order))


def allocation(populations: Mapping[str, int], size: int) -> dict[str, int]:
    """Share a sample out in proportion, by largest remainders, each stratum having its least."""
    total = sum(populations.values())
    if size >= total:
        return dict(populations)
    least = {name: min(count, LEAST_OF_A_STRATUM) for name, count in populations.items()}
    exact = {name: size * count / total for name, count in populations.items()}
    given = {name: min(populations[name], max(least[name], int(exact[name]))) for name in populations}
    by_remainder = sorted(populations, key=lambda name: (int(exact[name]) - exact[name], name))
    for name in by_remainder:
        if sum(given.values()) >= size:
            break
        if given[name] < populations[name]:
            given[name] += 1
    return given


def strata_of(rows: Sequence[Mapping[str, Any]], column: str | None) -> dict[str, Hashable]:
    """Return publication number → stratum for rows that have both; one stratum without a column."""
    return {row["publication_number"]: row[column] if column else "" for row in rows}
