"""``report.pdf``: the same content and numbers, set by typst, which gets them as data and never as markup."""

import json
import shutil
from datetime import UTC, date, datetime, time
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from workbench.labels import words
from workbench.report.images import TEXT_HEIGHT_MM, printed_width
from workbench.report.model import Report
from workbench.report.parts import Given, Grid, Heading, Manuscript, Paragraph, Part, Picture

_CAPTION_ROOM_MM: Final = 50


def write_pages(manuscript: Manuscript, report: Report, images: Path, path: Path) -> Path:
    """Write the PDF.

    Parameters
    ----------
    manuscript : Manuscript
        What is printed.
    report : Report
        The deliverable, for its date.
    images : Path
        Folder with ``<figure key>.png``.
    path : Path
        The file to write.
    """
    import typst

    with TemporaryDirectory(prefix="workbench-") as temporary:
        folder = Path(temporary)
        if images.is_dir():
            shutil.copytree(images, folder / "figures")
        content = json.dumps(page_content(manuscript, report.cut_off), ensure_ascii=False)
        (folder / "report.json").write_text(content, encoding="utf-8")
        layout = (files("workbench.report") / "report.typ").read_text(encoding="utf-8")
        (folder / "report.typ").write_text(layout, encoding="utf-8")
        made = datetime.combine(report.cut_off or date(2000, 1, 1), time(), UTC)
        source = str(folder / "report.typ")
        pdf = typst.compile(source, root=str(folder), format="pdf", timestamp=int(made.timestamp()))
        path.write_bytes(pdf)
    return path


def page_content(manuscript: Manuscript, cut_off: date | None) -> dict[str, Any]:
    """Return everything that the layout prints, as plain data."""
    return {
        "language": manuscript.language,
        "title": manuscript.title,
        "cover": manuscript.cover,
        "contents": manuscript.contents,
        "banner": manuscript.banner,
        "page-line": words("report.page_line", manuscript.language),
        "no-rows": words("report.no_rows", manuscript.language),
        "date": None if cut_off is None else [cut_off.year, cut_off.month, cut_off.day],
        "parts": [{"kind": type(part).__name__, **_part_content(part)} for part in manuscript.parts],
    }


def _part_content(part: Part) -> dict[str, Any]:
    """Return one part as plain data."""
    if isinstance(part, Heading):
        return {"level": part.level, "full": part.full, "anchor": part.anchor, "opens-page": part.opens_page}
    if isinstance(part, Paragraph):
        return {"text": part.text}
    if isinstance(part, Picture):
        width = printed_width(part, TEXT_HEIGHT_MM - _CAPTION_ROOM_MM)
        return {"key": part.key, "caption": part.caption, "notes": part.notes, "width-mm": width}
    if isinstance(part, Given):
        return {"lines": part.text.splitlines()}
    return _grid_content(part)


def _grid_content(grid: Grid) -> dict[str, Any]:
    """Return a table as plain data."""
    return {
        "key": grid.key,
        "caption": grid.caption,
        "columns": [{"heading": c.heading, "align": c.align, "weight": c.weight} for c in grid.columns],
        "rows": grid.rows,
        "notes": grid.notes,
        "small": grid.is_small,
    }
