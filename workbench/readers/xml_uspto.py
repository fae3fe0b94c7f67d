"""USPTO full text: grant and application XML, the earlier PATDOC XML, and the Green Book of 1976 to 2001.

Weekly files put thousands of documents one behind the other, each with its own prologue; they are cut
apart line by line and parsed one at a time.
"""

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Final

from lxml import etree

from workbench.readers.archives import MEMBER_FAULTS, Member
from workbench.readers.documents import DocumentError, Form, Tally, read_documents
from workbench.readers.greenbook import greenbook_row
from workbench.readers.intake import Intake
from workbench.readers.parts import Row
from workbench.readers.xml_text import XML_FAULTS, Element, safe_parser
from workbench.readers.xml_uspto_document import COLUMNS, red_book_row
from workbench.readers.xml_uspto_patdoc import patdoc_row

SOURCE: Final = "uspto_xml"
_SUFFIXES: Final = (".xml", ".sgm", ".sgml", ".txt", ".greenbook")
_SNIFFED_BYTES: Final = 4096
_DOCUMENT_BYTES: Final = 256 << 20
_MARKS: Final = (b"<us-patent-grant", b"<us-patent-application", b"<PATDOC")
_ROOTS: Final[dict[str, Callable[[Element], Row]]] = {
    "us-patent-grant": red_book_row,
    "us-patent-application": red_book_row,
    "PATDOC": patdoc_row,
}
_PARSER: Final = safe_parser()


def is_uspto(path: Path) -> bool:
    """Tell whether a file, or the first document of a zip, is USPTO full text."""
    if not path.is_file():
        return False
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                names = [name for name in archive.namelist() if name.lower().endswith(_SUFFIXES)]
                for name in names[:3]:
                    with archive.open(name) as stream:
                        if _is_marked(stream.read(_SNIFFED_BYTES)):
                            return True
            return False
        with path.open("rb") as file:
            return path.suffix.lower() in _SUFFIXES and _is_marked(file.read(_SNIFFED_BYTES))
    except (OSError, RuntimeError, NotImplementedError, *MEMBER_FAULTS):
        return False


def _is_marked(head: bytes) -> bool:
    return _is_greenbook(head) or any(mark in head for mark in _MARKS)


def _is_greenbook(head: bytes) -> bool:
    return head.startswith((b"PATN", b"HHHHHT")) or (b"\nPATN" in head and b"\nWKU  " in head)


def read_uspto(path: Path, *, workspace: Path, processes: int = 1) -> list[Intake]:
    """Read USPTO documents: one, a weekly file of many, or a zip.

    Raises
    ------
    WorkbenchError
        If nothing in the file is a patent document.
    """
    return read_documents(path, FORM, workspace=workspace, processes=processes)


def uspto_rows(member: Member, tally: Tally) -> Iterator[Row]:
    """Yield a row per document of one file."""
    with member.open() as stream:
        is_greenbook = _is_greenbook(stream.read(_SNIFFED_BYTES))
    begins = _begins_greenbook if is_greenbook else _begins_xml
    with member.open() as stream:
        for number, text in enumerate(split_documents(stream, begins), start=1):
            try:
                row = greenbook_row(text) if is_greenbook else _xml_row(text)
            except DocumentError as fault:
                tally.reject(member.place, number, fault.reason, fault.found)
                continue
            except XML_FAULTS as fault:
                tally.reject(member.place, number, "malformed_document", str(fault))
                continue
            if row is None:
                tally.stray(member.place)
                continue
            row["row"] = number
            yield row


def _xml_row(text: bytes) -> Row | None:
    root = etree.fromstring(text, _PARSER)
    read = _ROOTS.get(root.tag)
    return None if read is None else read(root)


def _begins_xml(line: bytes) -> bool:
    return line.startswith(b"<?xml")


def _begins_greenbook(line: bytes) -> bool:
    return line.startswith(b"PATN")


def split_documents(stream: IO[bytes], begins: Callable[[bytes], bool]) -> Iterator[bytes]:
    """Cut a weekly file where a line begins the next document; what stands before the first is dropped.

    Raises
    ------
    DocumentError
        If one document is larger than any patent.
    """
    lines: list[bytes] = []
    size = 0
    for line in stream:
        if begins(line.removeprefix(b"\xef\xbb\xbf")):
            if lines:
                yield b"".join(lines)
            lines, size = [line.removeprefix(b"\xef\xbb\xbf")], len(line)
        elif lines or line.startswith(b"<"):
            lines.append(line)
            size += len(line)
            if size > _DOCUMENT_BYTES:
                raise DocumentError("document_too_large", f"{size >> 20} MB")
    if lines:
        yield b"".join(lines)


FORM: Final = Form(SOURCE, COLUMNS, _SUFFIXES, uspto_rows, XML_FAULTS)
