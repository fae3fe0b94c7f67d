"""A corpus of any size with what the landscape battery reads, drawn by vectorised chance."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from workbench.corpus import TABLES, Manifest
from workbench.corpus.corpus import conform
from workbench.corpus.storage import write_manifest

CHUNK = 1_000_000
FIRMS = 300_000
SUBCLASSES = tuple(
    f"{section}{number:02}{letter}" for section in "ABCDEFGH" for number in range(1, 10) for letter in "BCFHKLM"
)
CUT_OFF = date(2024, 12, 31)
KEYED = ("publications", "applications", "families", "priorities", "parties", "classifications")


def write_corpus(folder: Path, records: int, seed: int = 7) -> Path:
    """Write a saved corpus of so many records, part by part, and return its folder."""
    folder.mkdir(parents=True)
    for part, start in enumerate(range(0, records, CHUNK)):
        chance = np.random.default_rng([seed, part])
        count = min(CHUNK, records - start)
        for name, frame in _tables(chance, start, count):
            _write(folder, name, part, frame)
    for name in TABLES:
        if name not in KEYED:
            _write(folder, name, 0, None)
    write_manifest(folder, Manifest(cut_off=CUT_OFF, is_sample=True))
    return folder


def _write(folder: Path, name: str, part: int, frame: pl.DataFrame | None) -> None:
    (folder / name).mkdir(exist_ok=True)
    conform(frame, name).sink_parquet(
        folder / name / f"{part:04}.parquet", compression="zstd", compression_level=1
    )


def _tables(chance: np.random.Generator, start: int, count: int) -> Iterator[tuple[str, pl.DataFrame]]:
    """Give the tables of one part: every fifth record is the grant of the application before it."""
    record = np.arange(start, start + count, dtype=np.uint32)
    application = np.where(record % 5 == 4, record - 1, record).astype(np.uint32)
    own = record[application == record]
    filed = np.datetime64("2000-01-01") + (365.25 * 24.9 * np.sqrt(chance.random(count))).astype(int)
    filed = filed[application - start]
    yield "publications", _publications(chance, record, application, filed)
    yield "applications", _applications(chance, own, filed[own - start])
    in_family = own[chance.random(len(own)) < 0.6]
    yield (
        "families",
        pl.DataFrame(
            {"application": in_family, "scheme": "simple", "family": [f"F{n // 2}" for n in in_family]}
        ),
    )
    claimed = own[chance.random(len(own)) < 0.3]
    offices = np.array(["CN", "US", "JP", "EP"])[chance.integers(0, 4, len(claimed))]
    yield (
        "priorities",
        pl.DataFrame(
            {
                "application": claimed,
                "priority_office": offices,
                "priority_date": filed[claimed - start].astype("datetime64[D]"),
            }
        ),
    )
    yield "parties", _parties(chance, record)
    yield "classifications", _classifications(chance, record)


def _publications(
    chance: np.random.Generator, record: np.ndarray, application: np.ndarray, filed: np.ndarray
) -> pl.DataFrame:
    published = filed + chance.integers(300, 600, len(record)) + np.where(record == application, 0, 700)
    return pl.DataFrame(
        {
            "record": record,
            "application": application,
            "publication_number": pl.Series(record).cast(pl.String),
            "level": "publication",
            "office": pl.Series(_office(application)),
            "stage": pl.Series(np.where(record == application, "application", "grant")),
            "publication_date": published.astype("datetime64[D]"),
        }
    )


def _office(application: np.ndarray) -> np.ndarray:
    return np.array(["CN", "CN", "CN", "CN", "US", "JP", "WO", "EP"])[application % 8]


def _applications(chance: np.random.Generator, own: np.ndarray, filed: np.ndarray) -> pl.DataFrame:
    count = len(own)
    kinds = np.array(["invention", "invention", "utility_model", "utility_model", "design"])[
        chance.integers(0, 5, count)
    ]
    granted = (filed + chance.integers(400, 1500, count)).astype("datetime64[D]")
    return pl.DataFrame(
        {
            "application": own,
            "application_number": pl.Series(own).cast(pl.String),
            "office": _office(own),
            "patent_type": kinds,
            "route": "national",
            "filing_date": filed.astype("datetime64[D]"),
            "grant_date": granted,
            "validity": np.array(["in_force", "in_force", "lapsed", "pending"])[chance.integers(0, 4, count)],
            "expiry_date": (filed + 20 * 365).astype("datetime64[D]"),
        }
    ).with_columns(grant_date=pl.when(pl.Series(chance.random(count)) < 0.5).then("grant_date"))


def _parties(chance: np.random.Generator, record: np.ndarray) -> pl.DataFrame:
    """Give 1.3 applicants, one owner and two inventors to each record, in order of record."""
    several = record[chance.random(len(record)) < 0.3]
    drawn = [_holders(chance, record, "applicant", 0), _holders(chance, several, "applicant", 1)]
    drawn += [_holders(chance, record, "owner", 0), *(_inventors(chance, record, place) for place in (0, 1))]
    return pl.concat(drawn, how="diagonal").sort("record", maintain_order=True)


def _holders(chance: np.random.Generator, record: np.ndarray, role: str, position: int) -> pl.DataFrame:
    firm = (FIRMS * chance.random(len(record)) ** 4).astype(np.uint32)
    provinces = np.array([f"{code}0000" for code in (11, 12, 31, 32, 33, 37, 42, 44, 51, 61)])
    districts = np.array([f"1201{number:02}" for number in range(1, 17)])
    name = pl.format("示例科技{}有限公司", pl.Series("firm", firm))
    return pl.DataFrame(
        {
            "record": record,
            "role": role,
            "position": np.full(len(record), position, dtype=np.uint16),
            "firm": firm,
            "party_type": np.array(["company", "company", "company", "university", "individual"])[firm % 5],
            "country_region": np.where(firm % 11 == 0, "US", "CN"),
            "province": provinces[firm % 10],
            "district": np.where(firm % 10 == 1, districts[firm // 10 % 16], ""),
        }
    ).select(
        pl.exclude("firm", "province", "district"),
        name.alias("name"),
        name.alias("party"),
        pl.when(pl.col("country_region") == "CN").then("province").alias("province"),
        pl.when((pl.col("country_region") == "CN") & (pl.col("district") != ""))
        .then("district")
        .alias("district"),
    )


def _inventors(chance: np.random.Generator, record: np.ndarray, position: int) -> pl.DataFrame:
    number = pl.Series("number", chance.integers(0, 2_000_000, len(record)))
    frame = pl.DataFrame(
        {"record": record, "role": "inventor", "position": np.full(len(record), position, np.uint16)}
    )
    return frame.with_columns(name=pl.format("示例人{}", number))


def _classifications(chance: np.random.Generator, record: np.ndarray) -> pl.DataFrame:
    """Give each record one to four IPC symbols and the WIPO field of the first."""
    sizes = chance.integers(1, 5, len(record))
    owner = np.repeat(record, sizes)
    position = np.arange(len(owner)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    chosen = (len(SUBCLASSES) * chance.random(len(owner)) ** 3).astype(int)
    symbols = pl.DataFrame(
        {"subclass": np.array(SUBCLASSES)[chosen], "group": chance.integers(1, 60, len(owner))}
    )
    ipc = pl.DataFrame({"record": owner, "scheme": "ipc", "position": position.astype(np.uint16)}).with_columns(
        symbol=symbols.select(pl.format("{}{}/00", "subclass", "group")).to_series(),
        is_main=pl.col("position") == 0,
    )
    fields = pl.DataFrame(
        {
            "record": record,
            "scheme": "wipo35",
            "symbol": pl.Series(1 + chosen[position == 0] % 35).cast(pl.String),
            "position": np.zeros(len(record), np.uint16),
            "is_main": True,
        }
    )
    return pl.concat([ipc, fields], how="diagonal").sort("record", maintain_order=True)
