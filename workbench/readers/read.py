"""Export files in, a raw corpus out: which reader takes which file, and what is said about it."""

import hashlib
import os
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from workbench.corpus.manifest import Manifest
from workbench.errors import WorkbenchError, raise_faults
from workbench.readers.abreast import abreast
from workbench.readers.assemble import Assembled, assemble
from workbench.readers.intake import Intake
from workbench.readers.office import OFFICE_READERS
from workbench.readers.tabular import read_tabular

EXPORT_ENDINGS = (".xlsx", ".xls", ".csv", ".tsv", ".txt", ".jsonl", ".gz", ".zip", ".xml")
"""What is read out of a folder of exports; other files in it are notes."""


@dataclass(frozen=True)
class ReadOptions:
    """How to read, where the files do not tell.

    Attributes
    ----------
    source : str or None
        Name of a profile; sniffed from the header row otherwise.
    profile : path or None
        A user profile (``docs/readers.md``).
    columns : mapping
        Canonical column → header, from ``--column name=header``.
    processes : int
        How many processes may read packages of many documents.
    """

    source: str | None = None
    profile: Path | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    processes: int = field(default_factory=lambda: min(os.cpu_count() or 1, 8))


def read_files(paths: Sequence[Path], options: ReadOptions, workspace: Path) -> list[Intake]:
    """Read every file; all faults are gathered and raised together.

    Raises
    ------
    WorkbenchError
        If a file is missing or cannot be read.
    """

    def attempt(numbered: tuple[int, Path]) -> list[Intake] | WorkbenchError:
        room = workspace / f"file{numbered[0]:04}"
        room.mkdir()
        try:
            return _read_file(numbered[1], options, room)
        except WorkbenchError as fault:
            return fault

    attempts = list(abreast(attempt, enumerate(paths), workers=2))
    raise_faults([fault for fault in attempts if isinstance(fault, WorkbenchError)])
    return [intake for done in attempts if isinstance(done, list) for intake in done]


def _read_file(path: Path, options: ReadOptions, workspace: Path) -> list[Intake]:
    if not path.exists():
        raise WorkbenchError("no_such_file", file=str(path))
    wants_table = options.profile is not None or options.columns
    if not wants_table:
        for name, is_office_file, read_office in OFFICE_READERS:
            if options.source == name or (options.source is None and is_office_file(path)):
                return read_office(path, workspace=workspace, processes=options.processes)
    if path.is_dir():
        raise WorkbenchError("is_a_directory", file=str(path))
    return read_tabular(path, source=options.source, profile=options.profile, columns=options.columns)


def read_into(folder: Path, paths: Sequence[Path], options: ReadOptions, manifest: Manifest) -> Assembled:
    """Read files into a raw corpus in an empty folder.

    Parameters
    ----------
    folder : path
        Receives the tables; the caller stages it.
    paths : sequence of path
        Export files, in the order that decides which of equal rows makes the record.
    manifest : Manifest
        Database, query, dates and cut-off as the user gave them.
    """
    unique = list(dict.fromkeys(paths))
    with (
        tempfile.TemporaryDirectory(prefix=".reading-", dir=folder.parent) as place,
        ThreadPoolExecutor(1) as beside,
    ):
        workspace = Path(place)
        hashing = beside.submit(_hashes, unique)
        intakes = read_files(unique, options, workspace)
        if not any(intake.rows_read - intake.rejects.height for intake in intakes):
            raise WorkbenchError("nothing_read", files=", ".join(path.name for path in unique))
        return assemble(intakes, folder, workspace, manifest, hashing.result())


def _hashes(paths: Sequence[Path]) -> dict[Path, str]:
    return {path: sha256_of(path) for path in paths if path.is_file()}


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
