"""Packages of many documents, read by several processes into parquet parts, memory kept flat."""

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from threading import Thread
from typing import Final

import polars as pl

from workbench.errors import WorkbenchError
from workbench.readers.archives import MEMBER_FAULTS, BrokenMember, Member, Piece, members, plan
from workbench.readers.intake import REJECTS, Intake, Notice
from workbench.readers.parts import PartsWriter, Row, part_pieces, scan_parts

_FOUND_LENGTH: Final = 300


class DocumentError(Exception):
    """One document that cannot be read: a key of ``labels/warnings.toml`` and what was found."""

    def __init__(self, reason: str, found: str) -> None:
        self.reason = reason
        self.found = found
        super().__init__(reason, found)


@dataclass
class Tally:
    """What is said of a job besides its rows."""

    rejects: list[Row] = field(default_factory=list)
    strays: int = 0
    first_stray: str = ""
    others: int = 0
    unread_dates: int = 0

    def stray(self, place: str) -> None:
        """Count a file that is no document of this form: an index, a style sheet."""
        self.strays += 1
        self.first_stray = self.first_stray or place

    def reject(self, place: str, row: int, reason: str, found: str) -> None:
        """Take down a document that could not be read."""
        self.rejects.append({"sheet": place, "row": row, "reason": reason, "found": found[:_FOUND_LENGTH]})


@dataclass(frozen=True)
class Form:
    """How one kind of document is read.

    Attributes
    ----------
    source : str
        Name of the format in the manifest.
    columns : tuple of str
        Intake columns that its rows can fill.
    suffixes : tuple of str
        Endings of the members that may hold documents; others are counted and left.
    rows : callable
        Member and tally → rows. May raise :class:`DocumentError` or one of ``faults`` for the member;
        rows yielded before that are kept. A member that is no document is told to ``tally.stray``.
    faults : tuple of exception types
        What a malformed document raises.
    """

    source: str
    columns: tuple[str, ...]
    suffixes: tuple[str, ...]
    rows: Callable[[Member, Tally], Iterator[Row]]
    faults: tuple[type[Exception], ...] = ()


@dataclass(frozen=True)
class _Outcome:
    written: int
    tally: Tally


def read_documents(path: Path, form: Form, *, workspace: Path, processes: int = 1) -> list[Intake]:
    """Read a file, a folder or a zip of documents.

    Parameters
    ----------
    path : path
        What the user named.
    form : Form
        How its documents are read.
    workspace : path
        A folder for the parts; the caller deletes it when the intake is no longer needed.
    processes : int
        How many processes may read; the result does not depend on it.

    Raises
    ------
    WorkbenchError
        If an archive is refused, or nothing in the package is a document of this form.
    """
    folder = workspace / "parts"
    folder.mkdir(parents=True, exist_ok=True)
    jobs = list(enumerate(plan(path, workspace)))
    work = partial(_read_job, folder=folder, file=path.name, form=form)
    outcomes = _run(work, jobs, processes)
    return [_intake(path, form, folder, outcomes)]


def _run(
    work: Callable[[tuple[int, Sequence[Piece]]], _Outcome],
    jobs: Sequence[tuple[int, Sequence[Piece]]],
    processes: int,
) -> list[_Outcome]:
    if min(processes, len(jobs)) < 2:
        return [work(job) for job in jobs]
    try:
        return list(_pool(processes).map(work, jobs))
    except BrokenProcessPool as fault:
        _pool.cache_clear()
        raise WorkbenchError("reader_process_ended", processes=processes) from fault


@cache
def _pool(processes: int) -> ProcessPoolExecutor:
    """Return the pool for so many processes, made once: a delivery has many packages.

    Spawned, not forked: a fork copies the locks of polars' threads as they stand.
    """
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(processes, mp_context=context, initializer=_leave_with_parent)


def _leave_with_parent() -> None:
    """End this worker when the process that started it is killed, so that none is left behind."""
    Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _read_job(numbered: tuple[int, Sequence[Piece]], *, folder: Path, file: str, form: Form) -> _Outcome:
    with _garbage_left():
        return _read_pieces(*numbered, folder=folder, file=file, form=form)


@contextmanager
def _garbage_left() -> Iterator[None]:
    """Keep the collector of cycles away: a job makes none, and it walks all gathered rows again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read_pieces(number: int, job: Sequence[Piece], *, folder: Path, file: str, form: Form) -> _Outcome:
    writer = PartsWriter(folder, f"{number:06}", form.columns)
    tally = Tally()
    for piece in job:
        for member in members(piece):
            _read_member(member, file, form, writer, tally)
    writer.flush()
    return _Outcome(writer.written, tally)


def _read_member(
    member: Member | BrokenMember, file: str, form: Form, writer: PartsWriter, tally: Tally
) -> None:
    place = member.place
    if isinstance(member, BrokenMember):
        tally.reject(place, 1, "broken_archive_member", member.cause)
        return
    if member.suffix not in form.suffixes:
        tally.others += 1
        return
    number = 0
    try:
        for row in form.rows(member, tally):
            number += 1
            row["file"], row["sheet"] = file, None if place == file else place
            row.setdefault("row", number)
            writer.add(row)
    except DocumentError as fault:
        tally.reject(place, number + 1, fault.reason, fault.found)
    except form.faults as fault:
        tally.reject(place, number + 1, "malformed_document", str(fault))
    except MEMBER_FAULTS as fault:
        tally.reject(place, number + 1, "broken_archive_member", str(fault))


def _intake(path: Path, form: Form, folder: Path, outcomes: Sequence[_Outcome]) -> Intake:
    rejects = [{"file": path.name, **row} for outcome in outcomes for row in outcome.tally.rejects]
    rows_read = sum(outcome.written for outcome in outcomes) + len(rejects)
    if not rows_read:
        raise WorkbenchError("no_documents", file=str(path), source=form.source)
    return Intake(
        path=path,
        source=form.source,
        frame=scan_parts(folder, form.columns),
        rejects=pl.DataFrame(rejects, schema=REJECTS),
        rows_read=rows_read,
        is_stored=True,
        pieces=partial(part_pieces, folder),
        warnings=tuple(_notices(path, len(rejects), [outcome.tally for outcome in outcomes])),
    )


def _notices(path: Path, rejects: int, tallies: Sequence[Tally]) -> Iterator[Notice]:
    strays = sum(tally.strays for tally in tallies)
    example = next((tally.first_stray for tally in tallies if tally.strays), "")
    others = sum(tally.others for tally in tallies)
    unread = sum(tally.unread_dates for tally in tallies)
    if rejects:
        yield Notice("documents_rejected", {"file": path.name, "count": rejects})
    if strays:
        yield Notice("not_documents", {"file": path.name, "count": strays, "example": example})
    if others:
        yield Notice("other_files_skipped", {"file": path.name, "count": others})
    if unread:
        yield Notice("dates_unread", {"file": path.name, "count": unread})
