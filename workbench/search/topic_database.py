"""A topic database (专题数据库): a query and its documents, kept version by version.

The folder holds ``database.json`` (name, query, one line per version), ``exports/`` (every download that it
rests on), ``versions/0001`` … (a corpus each) and what is made for readers: an offline page and a workbook.
A version is read anew from all downloads, so that later legal status replaces earlier and nothing is lost.
"""

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import polars as pl

from workbench.corpus import Corpus
from workbench.errors import WorkbenchError
from workbench.files import placed
from workbench.readers.read import EXPORT_ENDINGS
from workbench.sample.marks import MARK, write_mark
from workbench.search.topic_changes import CHANGES, changes, documents

_FILE: Final = "database.json"


@dataclass(frozen=True)
class Version:
    """One state of a database.

    Attributes
    ----------
    number : int
        From 1 on.
    cut_off : str
        Of its data; empty where unknown.
    query, syntax : str
        What defines the topic; empty for everything that was downloaded.
    record_count : int
        Documents in it.
    read_count : int
        Documents in the downloads, before the query and the decisions on relevance.
    added_count, removed_count, changed_count : int
        Against the version before.
    """

    number: int
    cut_off: str
    query: str
    syntax: str
    record_count: int
    read_count: int
    added_count: int
    removed_count: int
    changed_count: int


@dataclass(frozen=True)
class TopicDatabase:
    """A database as it lies in its folder."""

    folder: Path
    name: str
    versions: tuple[Version, ...] = field(default=())

    @classmethod
    def open(cls, folder: Path, name: str = "") -> "TopicDatabase":
        """Open a database, or begin one where the folder is not there or empty.

        Raises
        ------
        WorkbenchError
            If the folder holds something else, or its file is damaged.
        """
        file = folder / _FILE
        if not file.exists():
            if folder.exists() and any(folder.iterdir()):
                raise WorkbenchError("not_a_topic_database", path=str(folder))
            return cls(folder, name or folder.name)
        try:
            told = json.loads(file.read_text(encoding="utf-8"))
            versions = tuple(Version(**version) for version in told["versions"])
            return cls(folder, name or told["name"], versions)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise WorkbenchError("damaged_topic_database", path=str(file)) from error

    def exports(self) -> list[Path]:
        """Return the downloads kept so far, in order."""
        place = self.folder / "exports"
        found = place.iterdir() if place.exists() else ()
        return sorted(path for path in found if path.name.lower().endswith(EXPORT_ENDINGS))

    def corpus(self, number: int) -> Corpus:
        """Open the corpus of a version."""
        return Corpus.open(self.folder / "versions" / f"{number:04d}")

    def latest(self) -> Corpus | None:
        """Open the newest version, if there is one."""
        return self.corpus(self.versions[-1].number) if self.versions else None


@dataclass(frozen=True)
class Update:
    """What an update did.

    Attributes
    ----------
    database : TopicDatabase
        As it is now.
    documents : DataFrame
        Of the newest version, with ``change`` (``added`` or null).
    changes : DataFrame
        Against the version before.
    is_new : bool
        Whether a version was made; an update that changes nothing makes none.
    """

    database: TopicDatabase
    documents: pl.DataFrame
    changes: pl.DataFrame
    is_new: bool


def update_topic_database(
    database: TopicDatabase,
    corpus: Corpus,
    *,
    records: Sequence[int] | pl.Series | None = None,
    query: str = "",
    syntax: str = "",
    downloads: Sequence[Path] = (),
) -> Update:
    """Make the next version of a database.

    Parameters
    ----------
    database : TopicDatabase
        As opened.
    corpus : Corpus
        Read from all its downloads and the new ones, prepared, tagged, decided.
    records : sequence of int, optional
        What the query found; everything if not given. Documents that a person called irrelevant go.
    query, syntax : str, optional
        Kept with the version.
    downloads : sequence of Path, optional
        New files, copied beside the earlier ones once everything else is done.
    """
    kept = _relevant(corpus, records)
    chosen = corpus.where(kept)
    new = documents(chosen)
    former = database.latest()
    found = changes(documents(former), new) if former else changes(new.clear(), new)
    last = database.versions[-1] if database.versions else None
    read_count = corpus.polars("publications").select(pl.len()).collect().item()
    cut_off = str(corpus.manifest.cut_off or "")
    same = last is not None and (last.query, last.syntax, last.cut_off) == (query, syntax, cut_off)
    if same and found.is_empty():
        _keep(database.folder, downloads, is_sample=corpus.manifest.is_sample)
        return Update(database, _marked(new, found), found, False)
    kinds = found["change"]
    version = Version(
        number=(last.number if last else 0) + 1,
        cut_off=cut_off,
        query=query,
        syntax=syntax,
        record_count=new.height,
        read_count=read_count,
        added_count=int((kinds == "added").sum()),
        removed_count=int((kinds == "removed").sum()),
        changed_count=found.filter(~kinds.is_in(["added", "removed"]))["publication_number"].n_unique(),
    )
    chosen.save(database.folder / "versions" / f"{version.number:04d}", replace=True)
    _keep(database.folder, downloads, is_sample=corpus.manifest.is_sample)
    grown = replace(database, versions=(*database.versions, version))
    _save(grown)
    return Update(grown, _marked(new, found), found, True)


def _relevant(corpus: Corpus, records: Sequence[int] | pl.Series | None) -> pl.Series:
    irrelevant = (
        corpus.polars("classifications")
        .filter((pl.col("scheme") == "relevance") & (pl.col("symbol") == "irrelevant"))
        .select("record")
    )
    every = corpus.polars("publications").select("record").join(irrelevant, on="record", how="anti")
    if records is not None:
        wanted = pl.LazyFrame({"record": pl.Series(records, dtype=pl.UInt32)})
        every = every.join(wanted, on="record", how="semi")
    return every.collect()["record"]


def _marked(listed: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Say of each document whether it is new or changed."""
    kinds = (
        found.filter(pl.col("change") != "removed")
        .group_by("publication_number")
        .agg(pl.col("change").sort().first())
    )
    return listed.join(kinds, on="publication_number", how="left", maintain_order="left")


def _keep(folder: Path, downloads: Sequence[Path], *, is_sample: bool) -> None:
    """Copy new downloads beside the earlier ones; one whose content is there already is not copied."""
    place = folder / "exports"
    place.mkdir(parents=True, exist_ok=True)
    if is_sample:
        write_mark(place)
    known = {_digest(path) for path in place.iterdir() if path.name != MARK}
    for path in downloads:
        if (digest := _digest(path)) in known:
            continue
        known.add(digest)
        target = place / f"{len(known):03d}_{path.name}"
        with placed(target) as partial:
            shutil.copyfile(path, partial)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _save(database: TopicDatabase) -> None:
    file = database.folder / _FILE
    told: dict[str, Any] = {
        "name": database.name,
        "versions": [asdict(version) for version in database.versions],
    }
    with placed(file) as partial:
        partial.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


def no_changes() -> pl.DataFrame:
    """Return an empty list of changes."""
    return pl.DataFrame(schema=CHANGES)
