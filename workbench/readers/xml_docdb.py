"""EPO exchange XML: DOCDB files and the answers of Open Patent Services (OPS).

One document is an ``exchange-document`` (bibliography, abstract), a ``family-member`` (family service,
with legal events), a ``fulltext-document`` (claims), or a bare ``publication-reference`` (search).
Prefixes differ between DOCDB and OPS, so elements are known by their local names.
"""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from workbench.errors import WorkbenchError
from workbench.readers.archives import MEMBER_FAULTS, Member
from workbench.readers.documents import DocumentError, Form, Tally, read_documents
from workbench.readers.intake import Intake
from workbench.readers.parts import Row
from workbench.readers.xml_docdb_document import COLUMNS, document_row, member_row
from workbench.readers.xml_text import XML_FAULTS, stream_elements

SOURCE: Final = "docdb_xml"
_SNIFFED_BYTES: Final = 1 << 16
_ROOTS: Final = (b"world-patent-data", b"exchange-documents", b"<exchange-document", b":exchange-document")
_UNITS: Final = (
    (b"patent-family", "{*}family-member"),
    (b"fulltext-document", "{*}fulltext-document"),
    (b"exchange-document", "{*}exchange-document"),
    (b"search-result", "{*}publication-reference"),
)
"""What the head of the file shows → the element that is one document; the first that matches."""


def is_docdb(path: Path) -> bool:
    """Tell whether a file (plain XML, or the first XML of a zip) is EPO exchange XML."""
    if not path.is_file():
        return False
    try:
        return _is_exchange(_head(path))
    except (OSError, RuntimeError, NotImplementedError, *MEMBER_FAULTS):
        return False


def _is_exchange(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") and any(root in head for root in _ROOTS)


def _head(path: Path) -> bytes:
    if path.suffix.lower() == ".xml":
        with path.open("rb") as file:
            return file.read(_SNIFFED_BYTES)
    return _zip_head(path) if zipfile.is_zipfile(path) else b""


def _zip_head(file: Path | IO[bytes]) -> bytes:
    with zipfile.ZipFile(file) as archive:
        names = [name for name in archive.namelist() if name.lower().endswith((".xml", ".zip"))]
        for name in sorted(names, key=lambda name: "index" in name.lower())[:1]:
            with archive.open(name) as stream:
                return stream.read(_SNIFFED_BYTES) if name.lower().endswith(".xml") else _zip_head(stream)
    return b""


def read_docdb(path: Path, *, workspace: Path, processes: int = 1) -> list[Intake]:
    """Read DOCDB or OPS XML: a file, or a zip of them.

    Returns
    -------
    list of Intake
        One intake; the ``family-id`` becomes the simple family.

    Raises
    ------
    WorkbenchError
        If the file holds no document, for instance an OPS answer of pictures or of a register.
    """
    try:
        return read_documents(path, FORM, workspace=workspace, processes=processes)
    except WorkbenchError as error:
        if error.key == "no_documents":
            raise WorkbenchError("unsupported_document", file=str(path), found="EPO OPS") from error
        raise


def docdb_rows(member: Member, tally: Tally) -> Iterator[Row]:
    """Yield a row per document of one XML file."""
    with member.open() as stream:
        head = stream.read(_SNIFFED_BYTES)
    tag = next((tag for mark, tag in _UNITS if mark in head), None)
    if tag is None or not _is_exchange(head):
        tally.stray(member.place)
        return
    with member.open() as stream:
        for number, element in enumerate(stream_elements(stream, tag), start=1):
            try:
                row = member_row(element) if tag == "{*}family-member" else document_row(element)
            except DocumentError as fault:
                tally.reject(member.place, number, fault.reason, fault.found)
                continue
            row["row"] = number
            yield row


FORM: Final = Form(SOURCE, COLUMNS, (".xml",), docdb_rows, XML_FAULTS)
