"""CNIPA standardized data packages (国家知识产权局标准化数据): bibliography, full text, legal status.

Data numbers CN-PA-BIBS-ABSS, CN-PA-TXTS and CN-PA-PRSS, each for inventions (10), utility models (20) and
designs (30). A delivery is a folder or zip of zips; index files lie beside the documents.
"""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from lxml import etree

from workbench.readers.archives import MEMBER_FAULTS, Member
from workbench.readers.documents import DocumentError, Form, Tally, read_documents
from workbench.readers.intake import Intake
from workbench.readers.parts import Row
from workbench.readers.xml_cnipa_document import COLUMNS, DOCUMENT, document_row
from workbench.readers.xml_cnipa_status import RECORD, STATUS_COLUMNS, STATUS_ROOT, status_row
from workbench.readers.xml_text import XML_FAULTS, safe_parser, stream_elements

SOURCE: Final = "cnipa_xml"
_STREAMED_BYTES: Final = 16 << 20
_SNIFFED_BYTES: Final = 4096
_SNIFFED_MEMBERS: Final = 30
_MARKS: Final = (b"PatentDocumentAndRelated", b":PRSRecord", b":PRS ", b":PRS>")
_PARSER: Final = safe_parser(remove_blank_text=True)


def is_cnipa(path: Path) -> bool:
    """Tell whether a file, folder or zip holds CNIPA standardized documents."""
    if path.is_dir():
        files = (file for file in path.rglob("*") if file.suffix.lower() in (".xml", ".zip"))
        return any(is_cnipa(file) for _, file in zip(range(_SNIFFED_MEMBERS), files, strict=False))
    try:
        if zipfile.is_zipfile(path):
            with path.open("rb") as file:
                return _is_cnipa_zip(file)
        with path.open("rb") as file:
            return path.suffix.lower() == ".xml" and _is_marked(file.read(_SNIFFED_BYTES))
    except (OSError, RuntimeError, NotImplementedError, *MEMBER_FAULTS):
        return False


def _is_marked(head: bytes) -> bool:
    return b"sipo.gov.cn" in head and any(mark in head for mark in _MARKS)


def _is_cnipa_zip(file: IO[bytes]) -> bool:
    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        for entry in [e for e in entries if e.filename.lower().endswith(".xml")][:_SNIFFED_MEMBERS]:
            with archive.open(entry) as stream:
                if _is_marked(stream.read(_SNIFFED_BYTES)):
                    return True
        for entry in [e for e in entries if e.filename.lower().endswith(".zip")][:1]:
            with archive.open(entry) as stream:
                return _is_cnipa_zip(stream)
    return False


def read_cnipa(path: Path, *, workspace: Path, processes: int = 1) -> list[Intake]:
    """Read a CNIPA package: a document, a folder, a zip, zips in zips.

    Parameters
    ----------
    path : path
        File or folder as delivered.
    workspace : path
        Folder for parquet parts; the caller deletes it.
    processes : int
        How many processes may read; the rows and their order do not depend on it.

    Returns
    -------
    list of Intake
        One intake. Publications are rows of level ``publication``; legal status records are rows of
        level ``application`` with one event each.

    Raises
    ------
    WorkbenchError
        If an archive is encrypted, unpacks beyond measure, or holds no document of this kind.
    """
    return read_documents(path, FORM, workspace=workspace, processes=processes)


def cnipa_rows(member: Member, tally: Tally) -> Iterator[Row]:
    """Yield the rows of one XML file: a publication, or the records of a legal status file."""
    if member.size > _STREAMED_BYTES:
        with member.open() as stream:
            yield from _streamed_rows(stream, member, tally)
        return
    data = member.read()
    if b"PRSRecord" in data[:_SNIFFED_BYTES]:
        yield from _streamed_rows(io.BytesIO(data), member, tally)
        return
    root = etree.fromstring(data, _PARSER)
    if root.tag == DOCUMENT:
        yield document_row(root, tally)
    elif root.tag != STATUS_ROOT:
        tally.stray(member.place)


def _streamed_rows(stream: IO[bytes], member: Member, tally: Tally) -> Iterator[Row]:
    number = 0
    for number, element in enumerate(stream_elements(stream, RECORD, DOCUMENT), start=1):
        try:
            row = status_row(element) if element.tag == RECORD else document_row(element, tally)
        except DocumentError as fault:
            tally.reject(member.place, number, fault.reason, fault.found)
            continue
        row["row"] = number
        yield row
    if not number:
        tally.stray(member.place)


FORM: Final = Form(
    source=SOURCE,
    columns=tuple(dict.fromkeys((*COLUMNS, *STATUS_COLUMNS))),
    suffixes=(".xml",),
    rows=cnipa_rows,
    faults=XML_FAULTS,
)
