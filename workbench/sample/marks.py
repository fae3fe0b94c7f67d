"""How a file says that it is invented: a note beside it, or the title of its workbook."""

import zipfile
from pathlib import Path
from typing import Final

MARK: Final = "INVENTED.md"
_WORDS: Final = (
    "示例数据：本文件夹内容均为虚构，由 workbench sample 生成。\n"
    "Sample data: everything in this folder is invented.\n"
)
_PROPERTIES: Final = "docProps/core.xml"
_TITLE: Final = "<dc:title>示例数据</dc:title>"
_LEVELS: Final = 6


def write_mark(folder: Path) -> Path:
    """Write the note that marks a folder and all below it as invented; return its path."""
    path = folder / MARK
    path.write_text(_WORDS, encoding="utf-8")
    return path


def is_invented(path: Path) -> bool:
    """Tell whether a file belongs to a sample: marked by a note in a folder above it, or in its workbook."""
    return any(_is_marked(folder / MARK) for folder in path.absolute().parents[:_LEVELS]) or _has_title(path)


def _is_marked(note: Path) -> bool:
    return note.is_file() and note.read_bytes() == _WORDS.encode()


def _has_title(path: Path) -> bool:
    if path.suffix.lower() != ".xlsx" or not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as book:
        names = set(book.namelist())
        return _PROPERTIES in names and _TITLE in book.read(_PROPERTIES).decode("utf-8", "replace")
