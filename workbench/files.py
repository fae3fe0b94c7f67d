"""Where a named file lies, how its text is read, and files written whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench.errors import WorkbenchError


@contextmanager
def placed(path: Path) -> Iterator[Path]:
    """Give a name beside a file to write to; it becomes the file when all went well, or vanishes.

    The name keeps the ending of the file.

    Raises
    ------
    WorkbenchError
        If the place cannot be written.
    """
    partial = path.with_name(f".{path.stem}.partial-{os.getpid()}{path.suffix}")
    try:
        yield partial
        partial.replace(path)
    except OSError as error:
        raise WorkbenchError("cannot_write", path=str(path), cause=error.strerror or str(error)) from error
    finally:
        partial.unlink(missing_ok=True)


def found_path(text: str) -> Path:
    """Return the path that a person named; a notebook is opened from its own folder: look beside it too."""
    path = Path(text).expanduser()
    beside = Path.cwd().parent / path
    return beside if not path.is_absolute() and not path.exists() and beside.exists() else path


def plain_text(path: Path) -> str:
    """Return a text that a person wrote: utf-8, else gb18030 with a sign where bytes are no text."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")
