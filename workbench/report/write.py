"""Write the outputs of a report into a folder, each whole or not at all."""

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from xlsxwriter.exceptions import XlsxFileError

from workbench.errors import WorkbenchError
from workbench.labels import words
from workbench.report.evidence import write_evidence
from workbench.report.images import CHINESE_FAMILIES, cure_words, draw_images, unmet_needs
from workbench.report.manuscript import compose
from workbench.report.model import Report
from workbench.report.page import write_page
from workbench.report.parts import Manuscript
from workbench.report.provenance import write_provenance
from workbench.report.workbook import write_workbook

OUTPUTS: Final = ("html", "xlsx", "docx", "pdf", "figures")
_DRAWN: Final = frozenset({"docx", "pdf", "figures"})


def write_report(report: Report, out: Path, only: Sequence[str] | None = None) -> list[Path]:
    """Write the outputs of a report and return the files.

    Parameters
    ----------
    report : Report
        The deliverable.
    out : Path
        Folder for ``report.html``, ``report.docx``, ``report.pdf``, ``data.xlsx``, ``figures/``,
        ``provenance.json`` and ``evidence/``; made if it is not there.
    only : sequence of str, optional
        Some of ``html``, ``xlsx``, ``docx``, ``pdf``, ``figures``; ``provenance.json`` and ``evidence/``
        are always written. Where all are asked for and the machine lacks a browser or a Chinese font,
        html and xlsx come out, and a notice (on stderr and in ``provenance.json``) names the cure.

    Returns
    -------
    list of Path
        ``report.html``, ``data.xlsx``, ``report.docx``, ``report.pdf``, ``figures``, ``provenance.json``,
        as far as they were written.

    Raises
    ------
    WorkbenchError
        If an output is unknown, cannot be written, or is asked for by name and cannot be drawn here.
    """
    wanted, notices = _plan(report, only)
    manuscript = compose(report)
    with _writable(out):
        out.mkdir(parents=True, exist_ok=True)
    with placed_folder(out / "evidence") as folder:
        write_evidence(manuscript.datasets, report.listing, report.language, folder)
    written = _write_data(report, manuscript, wanted, out)
    try:
        written += _write_drawn(manuscript, wanted, report, out)
    except WorkbenchError as error:
        if only is not None or error.key != "figures_not_drawn":
            raise
        notices.append(_say(error.key, words(f"errors.{error.key}", report.language, **error.fields)))
    with placed(out / "provenance.json") as file:
        write_provenance(report, manuscript.datasets, _files([*written, out / "evidence"]), notices, file, out)
    return [*written, out / "provenance.json"]


def _plan(report: Report, only: Sequence[str] | None) -> tuple[frozenset[str], list[dict[str, str]]]:
    """Return which outputs to write, and what is to be said of those that cannot be."""
    wanted = frozenset(OUTPUTS if only is None else only)
    for name in sorted(wanted - set(OUTPUTS)):
        raise WorkbenchError("output_unknown", found=name, known=", ".join(OUTPUTS))
    unmet = unmet_needs() if wanted & _DRAWN else []
    if unmet and only is not None:
        raise _need_error(unmet[0], wanted & _DRAWN, report)
    notices = [_notice(need, report) for need in unmet]
    return (wanted - _DRAWN if unmet else wanted), notices


def _need_error(need: str, outputs: frozenset[str], report: Report) -> WorkbenchError:
    """Return the error that says what an output needs."""
    looked_for = CHINESE_FAMILIES.pattern.replace("|", ", ")
    cure = cure_words(need, report.language)
    return WorkbenchError(need, outputs=", ".join(sorted(outputs)), looked_for=looked_for, cure=cure)


def _notice(need: str, report: Report) -> dict[str, str]:
    """Return what is said where an output is left out."""
    cure = cure_words(need, report.language)
    return _say(need, words(f"report.notice_{need}", report.language, cure=cure))


def _say(key: str, text: str) -> dict[str, str]:
    """Say on stderr what was not written, and return it for the provenance."""
    sys.stderr.write(text + "\n")
    return {"key": key, "text": text}


def _write_data(report: Report, manuscript: Manuscript, wanted: frozenset[str], out: Path) -> list[Path]:
    """Write html and xlsx, which need no picture."""
    written: list[Path] = []
    if "html" in wanted:
        with placed(out / "report.html") as file:
            write_page(manuscript, report.subject, out / "evidence", file)
        written.append(out / "report.html")
    if "xlsx" in wanted:
        with placed(out / "data.xlsx") as file:
            write_workbook(report, manuscript.datasets, file)
        written.append(out / "data.xlsx")
    return written


def _write_drawn(manuscript: Manuscript, wanted: frozenset[str], report: Report, out: Path) -> list[Path]:
    """Write docx, pdf and figures, which are drawn once for all of them."""
    if not wanted & _DRAWN:
        return []
    from workbench.report.pages import write_pages
    from workbench.report.word import write_document

    writers: dict[str, Callable[[Path, Path], Path]] = {
        "docx": lambda images, file: write_document(manuscript, report, images, file),
        "pdf": lambda images, file: write_pages(manuscript, report, images, file),
    }
    written: list[Path] = []
    with TemporaryDirectory(prefix="workbench-") as temporary:
        images = Path(temporary) / "figures"
        draw_images(manuscript.pictures, images, ("png", "svg") if "figures" in wanted else ("png",))
        for name in ("docx", "pdf"):
            if name in wanted:
                with placed(out / f"report.{name}") as file:
                    writers[name](images, file)
                written.append(out / f"report.{name}")
        if "figures" in wanted and manuscript.pictures:
            with placed_folder(out / "figures") as folder:
                shutil.copytree(images, folder, dirs_exist_ok=True)
            written.append(out / "figures")
    return written


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield files, and the files of folders in order."""
    for path in paths:
        if path.is_dir():
            yield from sorted(inner for inner in path.rglob("*") if inner.is_file())
        else:
            yield path


@contextmanager
def _writable(path: Path) -> Iterator[None]:
    """Turn a refusal of the file system into an error that names the file and the cure."""
    try:
        yield
    except (OSError, XlsxFileError) as error:
        raise WorkbenchError("output_not_writable", file=path, cause=str(error)) from error


@contextmanager
def placed(path: Path) -> Iterator[Path]:
    """Give a temporary name beside the file, and rename it when the file is whole."""
    part = path.with_name(f".{path.name}.part")
    try:
        with _writable(path):
            yield part
            part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def placed_folder(path: Path) -> Iterator[Path]:
    """Give a temporary folder beside the folder, and rename it when all is in it."""
    part = path.with_name(f".{path.name}.part")
    try:
        with _writable(path):
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir(parents=True)
            yield part
            shutil.rmtree(path, ignore_errors=True)
            part.replace(path)
    finally:
        shutil.rmtree(part, ignore_errors=True)
