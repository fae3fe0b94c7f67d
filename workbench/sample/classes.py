"""The table ``classifications``: IPC with true co-occurrence, CPC, Locarno, industries, branch."""

from functools import cache
from typing import Final

import numpy as np
import polars as pl

from workbench.reference.fields import wipo_prefixes, wipo_version
from workbench.sample import families as kinds
from workbench.sample import technology as tech
from workbench.sample.chance import Flags, Ints
from workbench.sample.publications import Records
from workbench.sample.world import World

_SIZE: Final = 8
_IPC: Final = pl.Series([symbol for branch in tech.BRANCHES for symbol in branch.ipc])
_CPC: Final = pl.Series([symbol for branch in tech.BRANCHES for symbol in branch.cpc])


def ipc_places(world: World, family: Ints, branch: Ints) -> tuple[Ints, Flags]:
    """Return positions of IPC symbols, shape (families, 4), and which of them are there.

    The first is the main symbol. Neighbouring symbols of a branch go together; every fifth family
    carries a symbol of the next branch.
    """
    chance = world.chance
    first = (_SIZE * chance.uniform("ipc", family) ** 1.6).astype(np.int64)
    second = (first + 1 + (3 * chance.uniform("ipc second", family) ** 2).astype(np.int64)) % _SIZE
    third = (first + 4 + chance.integer("ipc third", family, 2)) % _SIZE
    other = (branch + 1 + chance.integer("other branch", family, 2)) % len(tech.BRANCHES)
    visitor = other * _SIZE + (first + 1) % 3
    places = np.stack(
        [branch * _SIZE + first, branch * _SIZE + second, branch * _SIZE + third, visitor], axis=1
    )
    there = np.stack(
        [
            np.ones(len(family), dtype=np.bool_),
            chance.happens("has second ipc", family, 0.72),
            chance.happens("has third ipc", family, 0.38),
            chance.happens("has visiting ipc", family, 0.2),
        ],
        axis=1,
    )
    return places, there


def classifications_table(world: World, records: Records, branch: Ints) -> pl.DataFrame:
    """Return the corpus table ``classifications``, sorted by record."""
    is_design = records.member == kinds.DESIGN
    places, there = ipc_places(world, records.family, branch)
    there &= ~is_design[:, None]
    row, position = np.nonzero(there)
    place = places[row, position]
    ipc = _rows(records, row, "ipc", _IPC.gather(place), position)
    derived = _rows(
        records, row, "wipo35", _fields().gather(place), position, "derived", wipo_version()
    ).unique(["record", "symbol"], keep="first", maintain_order=True)
    cpc_row = np.flatnonzero(~is_design & world.chance.happens("has cpc", records.family, 0.45))
    cpc = _CPC.gather(branch[cpc_row] * 4 + world.chance.integer("cpc", records.family[cpc_row], 4))
    loc_row = np.flatnonzero(is_design)
    locarno = locarno_classes(world, records.family[loc_row])
    zeros = np.zeros(len(records), dtype=np.int64)
    every = np.arange(len(records))
    parts = [
        ipc,
        _rows(records, cpc_row, "cpc", cpc, zeros[cpc_row]),
        _rows(records, loc_row, "locarno", locarno, zeros[loc_row]),
        _rows(records, every, "nic", _of_branch("nic", branch), zeros),
        _rows(records, every, "branch:sample", _of_branch("zh", branch), zeros, "derived"),
        derived,
    ]
    return pl.concat(parts).sort("record", maintain_order=True)


def ipc_lists(world: World, records: Records, branch: Ints, separator: str) -> pl.Series:
    """Return the IPC symbols of records as text; designs show their Locarno class, as vendors print it."""
    places, there = ipc_places(world, records.family, branch)
    columns = [
        _IPC.gather(places[:, k]).set(pl.Series(~there[:, k]), None).alias(str(k))
        for k in range(places.shape[1])
    ]
    text = (
        pl.DataFrame(columns)
        .select(pl.concat_str(pl.all(), separator=separator, ignore_nulls=True))
        .to_series()
    )
    is_design = pl.Series(records.member == kinds.DESIGN)
    return text.zip_with(~is_design, locarno_classes(world, records.family))


def locarno_classes(world: World, family: Ints) -> pl.Series:
    """Return the Locarno class of each design."""
    return pl.Series(tech.LOCARNO).gather(world.chance.integer("locarno", family, len(tech.LOCARNO)))


@cache
def _fields() -> pl.Series:
    """Return the WIPO field of each symbol of ``_IPC``: the longest prefix decides."""
    known = dict(wipo_prefixes().iter_rows())
    return pl.Series([next(known[p] for p in _prefixes(symbol) if p in known) for symbol in _IPC])


def _prefixes(symbol: str) -> tuple[str, str, str]:
    return symbol.split("/")[0] + "/", symbol[:4], symbol[:3]


def _of_branch(field: str, branch: Ints) -> pl.Series:
    return pl.Series([str(getattr(each, field)) for each in tech.BRANCHES]).gather(branch)


def _rows(
    records: Records, row: Ints, scheme: str, symbol: pl.Series, position: Ints, origin: str = "given",
    version: str | None = None,
) -> pl.DataFrame:  # fmt: skip
    return pl.DataFrame(
        {
            "record": records.record[row].astype(np.uint32),
            "scheme": pl.Series([scheme]).new_from_index(0, len(row)),
            "symbol": symbol,
            "position": position.astype(np.uint16),
            "is_main": position == 0,
            "origin": pl.Series([origin]).new_from_index(0, len(row)),
            "version": pl.Series([version], dtype=pl.String).new_from_index(0, len(row)),
        }
    )
