"""Which patent office's or collection's own format a file has, in the order of asking."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from workbench.errors import WorkbenchError
from workbench.readers.intake import Intake
from workbench.readers.jsonl import is_lens_jsonl, read_lens_jsonl
from workbench.readers.xml_cnipa import is_cnipa, read_cnipa
from workbench.readers.xml_docdb import is_docdb, read_docdb
from workbench.readers.xml_uspto import is_uspto, read_uspto

_SNIFFED_BYTES: Final = 4096
_SCHEMES: Final = (b"<class-scheme", b"<revisionPeriod", b"<definition-items")


def is_unsupported(path: Path) -> bool:
    """Tell whether a file comes from an office but holds no patents, or holds them in a form not read."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.read(_SNIFFED_BYTES).removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith((b"<?xml", b"{", b"<class-scheme")) and path.suffix.lower() in (".xml", ".json")


def refuse_unsupported(path: Path, *, workspace: Path, processes: int = 1) -> list[Intake]:  # noqa: ARG001
    """Refuse a file by name of what it seems to be.

    Raises
    ------
    WorkbenchError
        Always: what was found and which forms are read.
    """
    with path.open("rb") as file:
        head = file.read(_SNIFFED_BYTES).removeprefix(b"\xef\xbb\xbf").lstrip()
    if any(mark in head for mark in _SCHEMES):
        raise WorkbenchError("classification_scheme", file=str(path))
    found = "JSON" if head.startswith(b"{") else "XML"
    raise WorkbenchError("unsupported_document", file=str(path), found=found)


Reader = Callable[..., list[Intake]]

OFFICE_READERS: Final[tuple[tuple[str, Callable[[Path], bool], Reader], ...]] = (
    ("cnipa_xml", is_cnipa, read_cnipa),
    ("docdb_xml", is_docdb, read_docdb),
    ("uspto_xml", is_uspto, read_uspto),
    ("lens_jsonl", is_lens_jsonl, read_lens_jsonl),
    ("unsupported", is_unsupported, refuse_unsupported),
)
"""Name, sniff, read; the first whose sniff says yes reads the file."""
