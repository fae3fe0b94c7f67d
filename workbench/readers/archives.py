"""Packages of documents, read without unpacking: files, folders, zips, and zips in zips.

Nothing is ever extracted to a name found in an archive. Sizes are checked as declared, before reading,
and as they come, while reading, so that a bomb is refused and not swallowed.
"""

import gzip
import io
import shutil
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Final

from workbench.errors import WorkbenchError

MEMBER_FAULTS: Final = (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile)
"""What a damaged member raises while it is read; its neighbours may be whole."""

_DEPTH: Final = 4
_RATIO: Final = 200  # XML and JSON deflate by 5 to 40; a bomb by 1000
_UNSUSPECTED_BYTES: Final = 64 << 20
_SPOOLED_BYTES: Final = 48 << 20  # a larger inner zip waits on disk, not in memory
_QUICK_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_HEADER_BYTES: Final = 30  # of a local header, before name and extra field
_JOB_BYTES: Final = 8 << 20  # compressed: about 4,000 bibliographic documents


@dataclass(slots=True)
class Member:
    """One file inside a package: where it is, how large, how to open it, how to read it whole."""

    place: str
    size: int
    open: Callable[[], IO[bytes]]
    read: Callable[[], bytes]

    @property
    def suffix(self) -> str:
        """Return the ending in lower case, ``.gz`` set aside."""
        name = self.place.lower().removesuffix(".gz")
        dot = name.rfind(".")
        return name[dot:] if dot >= 0 else ""


@dataclass(frozen=True)
class BrokenMember:
    """A member that cannot be opened at all."""

    place: str
    cause: str


@dataclass(frozen=True)
class Piece:
    """A file on disk, or the entries ``first`` to ``last`` of a zip on disk; ``place`` is for the user."""

    path: Path
    place: str
    first: int = 0
    last: int | None = None


def plan(path: Path, workspace: Path) -> Iterator[tuple[Piece, ...]]:
    """Cut a package into jobs of some megabytes each, in reading order.

    Parameters
    ----------
    path : path
        A file, a zip, or a folder of them.
    workspace : path
        Where large inner zips wait as plain files; the caller deletes it.

    Raises
    ------
    WorkbenchError
        If an archive is encrypted, nested too deep, or would unpack beyond measure.
    """
    job: list[Piece] = []
    load = 0
    for piece, weight in _pieces(path, workspace):
        job.append(piece)
        load += weight
        if load >= _JOB_BYTES:
            yield tuple(job)
            job, load = [], 0
    if job:
        yield tuple(job)


def _pieces(path: Path, workspace: Path) -> Iterator[tuple[Piece, int]]:
    if not path.is_dir():
        yield from _file_pieces(path, "", workspace, depth=0)
        return
    for file in sorted(file for file in path.rglob("*") if file.is_file()):
        place = file.relative_to(path).as_posix()
        yield from _file_pieces(file, place, workspace, depth=0)


def _file_pieces(path: Path, place: str, workspace: Path, depth: int) -> Iterator[tuple[Piece, int]]:
    if not zipfile.is_zipfile(path):
        yield Piece(path, place), path.stat().st_size
        return
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        check_archive(entries, path.stat().st_size, place or path.name, depth)
        first, load = 0, 0
        for index, entry in enumerate(entries):
            if _is_zip(entry) and entry.file_size > _SPOOLED_BYTES:
                if index > first:
                    yield Piece(path, place, first, index), load
                inner = _spool(archive, entry, workspace)
                yield from _file_pieces(inner, join_place(place, entry.filename), workspace, depth + 1)
                first, load = index + 1, 0
                continue
            load += entry.compress_size
            if load >= _JOB_BYTES:
                yield Piece(path, place, first, index + 1), load
                first, load = index + 1, 0
        if first < len(entries):
            yield Piece(path, place, first, len(entries)), load


def _spool(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, workspace: Path) -> Path:
    target = workspace / f"inner{sum(1 for _ in workspace.glob('inner*.zip')):04}.zip"
    with archive.open(entry) as source, target.open("wb") as sink:
        shutil.copyfileobj(source, sink, 1 << 20)
    return target


def _is_zip(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.lower().endswith(".zip")


def join_place(outer: str, name: str) -> str:
    """Name a member as the user can find it: ``outer.zip!inner.zip!document.xml``."""
    return f"{outer}!{name}" if outer else name


def check_archive(entries: Iterable[zipfile.ZipInfo], size: int, place: str, depth: int) -> None:
    """Refuse an archive that is encrypted, nested too deep, or declares absurd sizes.

    Raises
    ------
    WorkbenchError
        With the archive's place and what was found.
    """
    if depth > _DEPTH:
        raise WorkbenchError("archive_too_deep", file=place, depth=_DEPTH)
    total = 0
    for entry in entries:
        if entry.flag_bits & 1:
            raise WorkbenchError("archive_encrypted", file=join_place(place, entry.filename))
        total += entry.file_size
        if _is_absurd(entry.file_size, entry.compress_size):
            raise _too_large(join_place(place, entry.filename), entry.file_size, entry.compress_size)
    if _is_absurd(total, size):
        raise _too_large(place, total, size)


def _is_absurd(unpacked: int, packed: int) -> bool:
    return unpacked > _UNSUSPECTED_BYTES and unpacked > _RATIO * packed


def _too_large(place: str, unpacked: int, packed: int) -> WorkbenchError:
    return WorkbenchError("archive_too_large", file=place, unpacked_mb=unpacked >> 20, packed_kb=packed >> 10)


class MeasuredStream(io.RawIOBase):
    """A decompressing stream that stops when it gives more than its packed size can honestly hold."""

    def __init__(self, stream: gzip.GzipFile, packed: int, place: str) -> None:
        self._stream = stream
        self._packed = packed
        self._place = place
        self._given = 0

    def readable(self) -> bool:
        """Tell that the stream can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer; refuse to go on past the measure."""
        data = self._stream.read(len(buffer))
        self._given += len(data)
        if _is_absurd(self._given, self._packed):
            raise _too_large(self._place, self._given, self._packed)
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the stream below too."""
        self._stream.close()
        super().close()


def members(piece: Piece) -> Iterator[Member | BrokenMember]:
    """Yield the files of a piece in order, inner zips opened on the way.

    Raises
    ------
    WorkbenchError
        If an inner archive is encrypted, nested too deep or would unpack beyond measure, or is
        compressed by a method this program does not know.
    """
    if piece.last is None:
        yield _plain_member(piece)
        return
    with zipfile.ZipFile(piece.path) as archive:
        entries = archive.infolist()[piece.first : piece.last]
        yield from _zip_members(archive, entries, piece.place, depth=0)


def _plain_member(piece: Piece) -> Member:
    path, size = piece.path, piece.path.stat().st_size
    place = piece.place or path.name

    def open_file() -> IO[bytes]:
        if path.suffix.lower() == ".gz":
            return io.BufferedReader(MeasuredStream(gzip.open(path, "rb"), size, place))
        return path.open("rb")

    def read_file() -> bytes:
        with open_file() as stream:
            return stream.read()

    return Member(place, size, open_file, read_file)


def _zip_members(
    archive: zipfile.ZipFile, entries: Iterable[zipfile.ZipInfo], place: str, depth: int
) -> Iterator[Member | BrokenMember]:
    for entry in entries:
        if entry.is_dir():
            continue
        where = join_place(place, entry.filename)
        if _is_zip(entry):
            yield from _inner_members(archive, entry, where, depth + 1)
        else:
            opened = partial(_open_entry, archive, entry, where)
            yield Member(where, entry.file_size, opened, partial(_read_entry, archive, entry, where))


def _inner_members(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, place: str, depth: int
) -> Iterator[Member | BrokenMember]:
    try:
        data = _read_entry(archive, entry, place)
        inner = zipfile.ZipFile(io.BytesIO(data))
    except MEMBER_FAULTS as fault:
        yield BrokenMember(place, str(fault))
        return
    with inner:
        entries = inner.infolist()
        check_archive(entries, len(data), place, depth)
        yield from _zip_members(inner, entries, place, depth)


def _open_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, place: str) -> IO[bytes]:
    try:
        return archive.open(entry)
    except NotImplementedError as fault:
        raise WorkbenchError("archive_method_unknown", file=place, found=str(fault)) from fault


def _read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, place: str) -> bytes:
    """Read an entry whole: the work of ``ZipFile.read`` without its stream, four times faster on small files.

    Raises
    ------
    zipfile.BadZipFile
        If the entry is not where the directory says, or its content is not what was packed.
    """
    file = archive.fp
    if file is None or entry.compress_type not in _QUICK_METHODS:
        with _open_entry(archive, entry, place) as stream:
            return stream.read()
    file.seek(entry.header_offset)
    header = file.read(_HEADER_BYTES)
    if header[:4] != b"PK\3\4" or len(header) < _HEADER_BYTES:
        raise zipfile.BadZipFile("no local header where the directory says")
    file.seek(sum(struct.unpack_from("<HH", header, 26)), io.SEEK_CUR)
    data = file.read(entry.compress_size)
    if entry.compress_type == zipfile.ZIP_DEFLATED:
        # one byte more than declared is asked for, so that a lie is seen and not swallowed
        data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, entry.file_size + 1)
    if len(data) != entry.file_size or zlib.crc32(data) != entry.CRC:
        raise zipfile.BadZipFile("size or check sum is wrong")
    return data
