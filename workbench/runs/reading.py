"""Export files in, a prepared corpus out, whole or not at all."""

import atexit
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.corpus import Corpus, Manifest
from workbench.corpus.storage import MANIFEST, read_manifest, staged_folder
from workbench.errors import WorkbenchError
from workbench.files import found_path
from workbench.labels import Language, speak_of
from workbench.labels.problems import notice_text
from workbench.readers.read import EXPORT_ENDINGS, ReadOptions, read_into
from workbench.sample.marks import is_invented


@dataclass(frozen=True)
class Reading:
    """What a read did, as ``workbench read --json`` prints it."""

    manifest: Manifest

    def summary(self, language: Language) -> dict[str, Any]:
        """Return the counts, the warnings in words, and one entry per file."""
        files: dict[str, dict[str, Any]] = {}
        for source in self.manifest.sources:
            entry = files.setdefault(
                source.file,
                {"file": source.file, "source": source.source, **dict.fromkeys(_COUNTS, 0)},
            )
            for name in _COUNTS:
                entry[name] += getattr(source, name)
        totals = {name: sum(entry[name] for entry in files.values()) for name in _COUNTS}
        warnings = [notice_text(notice.key, notice.fields, language) for notice in self.manifest.notices]
        return {**totals, "warnings": warnings, "files": list(files.values())}


_COUNTS = ("rows_read", "kept", "duplicates", "rejects")


def read_corpus(
    paths: Sequence[Path],
    out: Path,
    *,
    options: ReadOptions,
    manifest: Manifest,
    is_raw: bool = False,
    replace: bool = False,
    roster: Path | None = None,
    decisions: Path | None = None,
) -> Reading:
    """Read export files and save the corpus.

    Parameters
    ----------
    paths : sequence of path
        Export files of any supported source.
    out : path
        The corpus folder; refused where it exists, unless ``replace``. It survives a failed read.
    options : ReadOptions
        How to read, where the files do not tell.
    manifest : Manifest
        Database, query, dates and cut-off as the user gave them.
    is_raw : bool
        Leave preparation out.
    roster, decisions : path, optional
        For preparation: firms with their districts; the analyst's decisions workbook.
    """
    told = manifest.model_copy(update={"is_sample": manifest.is_sample or any(map(is_invented, paths))})
    with staged_folder(out, replace=replace) as folder:
        if is_raw:
            return Reading(read_into(folder, paths, options, told).manifest)
        raw = folder / ".raw"
        raw.mkdir()
        read_into(raw, paths, options, told)
        prepared = prepare_into(raw, folder, roster=roster, decisions=decisions)
        shutil.rmtree(raw)
        return Reading(prepared)


def prepare_into(corpus: Path, folder: Path, *, roster: Path | None, decisions: Path | None) -> Manifest:
    """Prepare a saved corpus into an empty folder; return the new manifest."""
    from workbench.corpus.storage import write_tables
    from workbench.preparation.prepare import prepare

    prepared = prepare(Corpus.open(corpus), roster=roster, decisions=decisions)
    write_tables(folder, {name: prepared.polars(name) for name in prepared.tables}, prepared.manifest)
    return read_manifest(folder)


def open_or_read(
    *, exports: str, corpus: str, given: Manifest, roster: str = "", decisions: str = ""
) -> Corpus:
    """Open the corpus a notebook names, or read the exports it names into a corpus of its own.

    Parameters
    ----------
    exports : str
        Files or folders, separated by semicolons.
    corpus : str
        A folder made by ``workbench read``; wins over ``exports``.
    given : Manifest
        What the user told of the data.
    """
    speak_of("citations")
    if corpus:
        return Corpus.open(found_path(corpus))
    paths = [path for part in exports.split(";") if part.strip() for path in _files(found_path(part.strip()))]
    if not paths:
        raise WorkbenchError("no_input")
    place = Path(tempfile.mkdtemp(prefix="workbench-corpus-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    read_corpus(
        paths,
        place / "corpus",
        options=ReadOptions(),
        manifest=given,
        roster=found_path(roster) if roster else None,
        decisions=found_path(decisions) if decisions else None,
    )
    return Corpus.open(place / "corpus")


def is_of_a_sample(*, exports: str, corpus: str) -> bool:
    """Tell whether the data a notebook names are invented; where they cannot be opened, they are not."""
    if corpus:
        folder = found_path(corpus)
        return (folder / MANIFEST).is_file() and read_manifest(folder).is_sample
    named = [found_path(part.strip()) for part in exports.split(";") if part.strip()]
    return any(is_invented(file) for path in named if path.exists() for file in _files(path))


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(found for found in path.iterdir() if found.name.lower().endswith(EXPORT_ENDINGS))
