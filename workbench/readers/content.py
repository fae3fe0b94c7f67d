"""What lies in a file: workbook, archive or text, told from its bytes and never from its name."""

import atexit
import gzip
import io
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import IO, Final, Literal

from workbench.errors import WorkbenchError

Kind = Literal["workbook", "zip", "gzip", "text"]

MIB: Final = 1 << 20
WORKBOOK_LIMIT: Final = 2048 * MIB
"""Unpacked size past which a workbook is refused. [bytes]"""
SPARSE_LIMIT: Final = 512 * MIB
"""Unpacked size past which the packing ratio is looked at. [bytes]"""
RATIO_LIMIT: Final = 150
"""Unpacked over packed size; sheets of text reach 20, a bomb several hundred."""
MEMORY_LIMIT: Final = 256 * MIB
"""Members of archives past this size are unpacked to disk. [bytes]"""
DEPTH_LIMIT: Final = 3
NO_TABLE: Final = ("binary_file", "xml_not_table", "html_as_workbook", "not_a_table", "empty_file")
"""Faults for which a member of an archive is passed over."""
HEAD: Final = 64 * 1024

_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_OTHER_ARCHIVES: Final = (b"Rar!", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ")
_BYTE_ORDER_MARKS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HTML: Final = ("<!doctype html", "<html", "<head", "<body", "<table", "<meta", "<style", "<script")


@dataclass(frozen=True)
class Content:
    """Bytes in memory or a file on disk, and how the user knows them.

    Attributes
    ----------
    path : Path
        The file the user named.
    member : str
        Where in an archive; empty outside archives.
    source : Path or bytes
        Where the bytes are.
    """

    path: Path
    member: str
    source: Path | bytes

    @property
    def place(self) -> str:
        """Return the words that name this content to the user."""
        return f"{self.path} › {self.member}" if self.member else str(self.path)

    @property
    def size(self) -> int:
        """Return the size in bytes."""
        return len(self.source) if isinstance(self.source, bytes) else self.source.stat().st_size

    def head(self, size: int = HEAD) -> bytes:
        """Return the first bytes."""
        if isinstance(self.source, bytes):
            return self.source[:size]
        with self.source.open("rb") as stream:
            return stream.read(size)

    def whole(self) -> bytes:
        """Return every byte."""
        return self.source if isinstance(self.source, bytes) else self.source.read_bytes()

    def seekable(self) -> IO[bytes]:
        """Open the bytes for reading."""
        return io.BytesIO(self.source) if isinstance(self.source, bytes) else self.source.open("rb")

    def error(self, key: str, **fields: object) -> WorkbenchError:
        """Return an error that names this content."""
        return WorkbenchError(key, file=self.place, **fields)


def content_of(path: Path) -> Content:
    """Return the content of a file the user named.

    Raises
    ------
    WorkbenchError
        If the path is missing, a directory, or an empty file.
    """
    content = Content(path, "", path)
    if path.is_dir():
        raise content.error("is_a_directory")
    if not path.exists():
        raise content.error("no_such_file")
    return content


def kind_of(content: Content) -> Kind:
    """Tell what the bytes are.

    Raises
    ------
    WorkbenchError
        If they are nothing this program can read as a table: each case has its own key.
    """
    head = content.head()
    if not head.strip(b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"):
        raise content.error("empty_file", size=content.size)
    if head.startswith(b"PK"):
        return _kind_of_zip(content)
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _kind_of_compound(content)
    if head.startswith(_OTHER_ARCHIVES):
        raise content.error("archive_not_supported", found=head[:4].decode("latin-1").strip())
    _refuse_markup(content, head)
    _refuse_binary(content, head)
    return "text"


def unpacked(content: Content, skipped: list[WorkbenchError], depth: int = 0) -> Iterator[Content]:
    """Yield the tables' contents: the file itself, or the members of an archive, however nested.

    Members that are no tables (pictures, notices) go to ``skipped``.
    """
    kind = kind_of(content)
    if kind in ("workbook", "text"):
        yield content
    elif depth >= DEPTH_LIMIT:
        raise content.error("archive_too_deep", depth=DEPTH_LIMIT)
    elif kind == "gzip":
        yield from unpacked(_from_gzip(content), skipped, depth + 1)
    else:
        for inner in _from_zip(content):
            try:
                yield from unpacked(inner, skipped, depth + 1)
            except WorkbenchError as fault:
                if fault.key not in NO_TABLE:
                    raise
                skipped.append(fault)


def refuse_oversized(content: Content) -> None:
    """Refuse a workbook that would unpack to gigabytes, before unpacking it."""
    if not content.head(4).startswith(b"PK"):
        return
    with content.seekable() as stream, zipfile.ZipFile(stream) as archive:
        for info in archive.infolist():
            _refuse_lie(content, stream, info)
        declared = sum(info.file_size for info in archive.infolist())
    ratio = declared / max(content.size, 1)
    if declared > WORKBOOK_LIMIT or (declared > SPARSE_LIMIT and ratio > RATIO_LIMIT):
        raise content.error(
            "workbook_too_big", unpacked=round(declared / MIB), packed=round(content.size / MIB, 1)
        )


def _refuse_lie(content: Content, stream: IO[bytes], info: zipfile.ZipInfo) -> None:
    """Refuse a member whose first bytes unpack far beyond what the directory declares."""
    if info.compress_type != zipfile.ZIP_DEFLATED or info.compress_size < 1024:
        return
    stream.seek(info.header_offset + 26)
    lengths = stream.read(4)
    stream.seek(int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little"), 1)
    packed = stream.read(min(info.compress_size, HEAD))
    try:
        found = len(zlib.decompressobj(-15).decompress(packed, 1032 * HEAD))
    except zlib.error as fault:
        raise content.error("damaged_archive", found=f"{info.filename}: {fault}") from fault
    grown = found * info.compress_size / len(packed)
    if found > info.file_size or (grown > SPARSE_LIMIT and grown > 8 * info.file_size):
        raise content.error(
            "workbook_too_big", unpacked=round(grown / MIB), packed=round(content.size / MIB, 1)
        )


def _kind_of_zip(content: Content) -> Kind:
    try:
        with content.seekable() as stream, zipfile.ZipFile(stream) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile as fault:
        raise content.error("damaged_archive", found=str(fault)) from fault
    if any(name.lower().startswith("xl/") for name in names) or {"content.xml", "mimetype"} <= set(names):
        return "workbook"
    if "[Content_Types].xml" in names:
        raise content.error("not_a_table", found=next((n.split("/")[0] for n in names if "/" in n), "zip"))
    return "zip"


def _kind_of_compound(content: Content) -> Kind:
    data = content.whole()
    if _ENCRYPTED in data:
        raise content.error("password_protected")
    if all(name.encode("utf-16-le") not in data for name in ("Workbook", "Book")):
        raise content.error("not_a_table", found="OLE2")
    return "workbook"


def _refuse_markup(content: Content, head: bytes) -> None:
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "latin-1"
    start = head[:4096].decode(encoding, errors="ignore").lstrip("ï»¿ \r\n\t").lower()
    if start.startswith(_HTML) or (start.startswith("<?xml") and "<html" in start):
        raise content.error("html_as_workbook")
    if start.startswith(("<?xml", "<!doctype", "<workbook")):
        raise content.error("xml_not_table")


def _refuse_binary(content: Content, head: bytes) -> None:
    if head.startswith(_BYTE_ORDER_MARKS) or wide_encoding(head):
        return
    control = sum(head.count(code) for code in range(32) if code not in (7, 9, 10, 11, 12, 13, 26, 27, 28, 29))
    if head.startswith(b"%PDF") or control > len(head) * 0.01:
        raise content.error("binary_file", found=head[:8].hex(" "))


def wide_encoding(head: bytes) -> str | None:
    """Return utf-16-le or utf-16-be where bytes without a mark look like it: zeros on one side of each pair."""
    sample = head[: len(head) // 2 * 2]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) < 0.15 * len(sample) / 2 or min(even, odd) > 0.3 * max(even, odd):
        return None
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    text = sample.decode(encoding, errors="replace")
    return (
        encoding if text.count("\ufffd") <= 1 and not any(sign in text for sign in "\x00\x01\x02\x03") else None
    )


def _from_gzip(content: Content) -> Content:
    name = content.member or content.path.name
    try:
        with content.seekable() as stream, gzip.GzipFile(fileobj=stream) as packed:
            return replace(content, member=name.removesuffix(".gz"), source=_kept(content, packed, name))
    except (EOFError, zlib.error, gzip.BadGzipFile) as fault:
        raise content.error("damaged_archive", found=str(fault)) from fault


def _from_zip(content: Content) -> Iterator[Content]:
    with content.seekable() as stream, zipfile.ZipFile(stream) as archive:
        for info in archive.infolist():
            name = _member_name(info)
            if info.is_dir() or name.startswith("__MACOSX") or Path(name).name.startswith("."):
                continue
            member = f"{content.member} › {name}" if content.member else name
            try:
                with archive.open(info) as packed:
                    source = _kept(content, packed, name)
            except (RuntimeError, NotImplementedError) as fault:
                raise content.error("password_protected", member=name) from fault
            except (zipfile.BadZipFile, EOFError, zlib.error) as fault:
                raise content.error("damaged_archive", found=f"{name}: {fault}") from fault
            yield replace(content, member=member, source=source)


def _member_name(info: zipfile.ZipInfo) -> str:
    """Return the member's name; Chinese Windows writes GBK names without saying so."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def _kept(content: Content, packed: IO[bytes] | gzip.GzipFile, name: str) -> bytes | Path:
    """Unpack into memory, or onto disk past the limit, minding the ratio all the way."""
    data = packed.read(MEMORY_LIMIT + 1)
    if len(data) <= MEMORY_LIMIT:
        return data
    target = spill_path(name)
    written = len(data)
    with target.open("wb") as stream:
        while data:
            stream.write(data)
            if written > content.size * RATIO_LIMIT:
                raise content.error(
                    "workbook_too_big", unpacked=round(written / MIB), packed=round(content.size / MIB, 1)
                )
            data = packed.read(16 * MIB)
            written += len(data)
    return target


@cache
def _spill_folder() -> Path:
    folder = tempfile.mkdtemp(prefix="patent-workbench-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def spill_path(name: str) -> Path:
    """Return a new path for bytes that memory should not hold; it goes when the process ends."""
    folder = _spill_folder()
    return folder / f"{sum(1 for _ in folder.iterdir())}-{Path(name).name}"
