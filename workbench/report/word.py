"""``report.docx``: editable Word in the house template, every number in a sentence bound to its cell."""

import io
from datetime import date, datetime, time
from pathlib import Path
from typing import Final

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from workbench.labels import words
from workbench.report.datasets import address_of
from workbench.report.images import TEXT_HEIGHT_MM, printed_width
from workbench.report.model import Report
from workbench.report.parts import Given, Grid, Heading, Manuscript, Paragraph, Part, Picture
from workbench.report.word_markup import (
    Bookmarks,
    add_contents_line,
    add_page_number,
    clean,
    field_code,
    field_mark,
    table_element,
    without_times,
)
from workbench.report.word_styles import apply_house_style
from workbench.report.wording import Run

_CAPTION_ROOM_MM: Final = 60


def write_document(manuscript: Manuscript, report: Report, images: Path, path: Path) -> Path:
    """Write the Word document.

    Parameters
    ----------
    manuscript : Manuscript
        What is printed.
    report : Report
        The deliverable, for the document's properties.
    images : Path
        Folder with ``<figure key>.png``.
    path : Path
        The file to write.
    """
    document = WordDocument(manuscript, images)
    document.write_all()
    path.write_bytes(document.packed(report))
    return path


class WordDocument:
    """A document in the making: the python-docx document and its running bookmarks."""

    def __init__(self, manuscript: Manuscript, images: Path) -> None:
        self.manuscript = manuscript
        self.images = images
        self.language = manuscript.language
        self.document = docx.Document()
        self.bookmarks = Bookmarks()
        apply_house_style(self.document, self.language)

    def style(self, key: str) -> str:
        """Return the name of a house style."""
        return words(f"report.style_{key}", self.language)

    def paragraph(self, text: str, style: str) -> WordParagraph:
        """Add a paragraph."""
        return self.document.add_paragraph(clean(text), style=style)

    def write_all(self) -> None:
        """Write cover, contents and parts."""
        self.header_and_footer()
        self.cover()
        self.contents()
        for part in self.manuscript.parts:
            self.part(part)

    def packed(self, report: Report) -> bytes:
        """Return the file's bytes, the same for the same content."""
        properties = self.document.core_properties
        properties.title, properties.subject = clean(self.manuscript.title), clean(report.subject)
        properties.author = properties.last_modified_by = properties.comments = ""
        day = datetime.combine(report.cut_off or date(2000, 1, 1), time())
        properties.created = properties.modified = day
        packed = io.BytesIO()
        self.document.save(packed)
        return without_times(packed.getvalue())

    def header_and_footer(self) -> None:
        """Print the sample banner on every page, and page numbers at the outer edge of all but the cover."""
        section = self.document.sections[0]
        for header in (section.header, section.even_page_header, section.first_page_header):
            header.is_linked_to_previous = False
            header.paragraphs[0].text = self.manuscript.banner
        before, _, after = words("report.page_line", self.language).partition("{page}")
        right, left = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT
        for footer, side in ((section.footer, right), (section.even_page_footer, left)):
            footer.is_linked_to_previous = False
            footer.paragraphs[0].alignment = side
            add_page_number(footer.paragraphs[0], before, after)

    def cover(self) -> None:
        """Write the title and the lines under it."""
        self.paragraph(self.manuscript.title, "Title")
        for line in self.manuscript.cover:
            self.paragraph(line, self.style("subject"))
        self.new_page()

    def new_page(self) -> None:
        """Start a page."""
        self.document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)

    def contents(self) -> None:
        """Write the contents out, each line a link, as a field that Word updates only when asked.

        Asking on opening (``w:updateFields``, dirty fields) puts a warning of other files before every
        reader and does not always fill in the pages. The last line tells how to; updating removes it.
        """
        self.paragraph(self.manuscript.contents, self.style("contents"))
        lines = [self.contents_line(heading) for heading in self.manuscript.headings]
        if not lines:
            return
        opening = (field_mark("begin"), field_code(r'TOC \o "1-2" \h \z \u'), field_mark("separate"))
        for position, piece in enumerate(opening):
            lines[0]._p.insert(position + 1, piece)
        hint = self.paragraph(words("report.contents_hint", self.language), self.style("note"))
        hint._p.append(field_mark("end"))

    def contents_line(self, heading: Heading) -> WordParagraph:
        """Write one line of the contents."""
        line = self.document.add_paragraph(style=f"toc {min(heading.level, 2)}")
        add_contents_line(line, heading.full, heading.anchor)
        return line

    def part(self, part: Part) -> None:
        """Write one part by its kind."""
        if isinstance(part, Heading):
            self.heading(part)
        elif isinstance(part, Paragraph):
            self.sentence(part)
        elif isinstance(part, Picture):
            self.picture(part)
        elif isinstance(part, Grid):
            self.grid(part)
        else:
            self.given(part)

    def heading(self, heading: Heading) -> None:
        """Write a heading; Word numbers it, unless its number is not of the chapters."""
        is_numbered = heading.anchor.startswith("chapter")
        style = f"Heading {heading.level}" if is_numbered else self.style("front")
        line = self.paragraph(heading.text if is_numbered else heading.full, style)
        line.paragraph_format.page_break_before = heading.opens_page or None
        self.bookmarks.enclose(line.runs[0]._r, line.runs[-1]._r, heading.anchor)

    def sentence(self, paragraph: Paragraph) -> None:
        """Write a paragraph; values carry their style and a bookmark that names their cell."""
        line = self.document.add_paragraph(style="Body Text")
        for run in paragraph.runs:
            if run.cell is None:
                line.add_run(clean(run.text))
            else:
                self.value(line, run)

    def value(self, line: WordParagraph, run: Run) -> None:
        """Write one value of a sentence."""
        written = line.add_run(clean(run.text), style=self.style("number"))
        found = None if run.cell is None else address_of(run.cell, self.manuscript.datasets)
        if found is not None:
            dataset, address = found
            self.bookmarks.enclose(written._r, written._r, f"cell {dataset.key} {address}")

    def picture(self, picture: Picture) -> None:
        """Write a figure, its caption below it, and its notes."""
        width = printed_width(picture, TEXT_HEIGHT_MM - _CAPTION_ROOM_MM)
        line = self.document.add_paragraph(style=self.style("picture"))
        line.add_run().add_picture(str(self.images / f"{picture.key}.png"), width=Mm(width))
        for properties in line._p.iter(
            "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
        ):
            properties.set("descr", clean(picture.caption))
        self.caption(picture.caption, picture.key)
        self.notes(picture.notes)

    def caption(self, text: str, key: str) -> None:
        """Write a caption with a bookmark."""
        line = self.paragraph(text, "Caption")
        self.bookmarks.enclose(line.runs[0]._r, line.runs[-1]._r, key)

    def notes(self, notes: tuple[str, ...]) -> None:
        """Write the notes under a figure or table, held together on one page."""
        for position, note in enumerate(notes, start=1):
            shape = self.paragraph(note, self.style("note")).paragraph_format
            shape.keep_with_next = position < len(notes)
            shape.space_before = Pt(4) if position == 1 else None

    def grid(self, grid: Grid) -> None:
        """Write a table, its caption above it, and its notes."""
        self.caption(grid.caption, grid.key)
        styles = self.document.styles
        cell_style = styles[self.style("small_cell" if grid.is_small else "cell")].style_id
        table = table_element(
            grid, styles[self.style("grid")].style_id, cell_style, words("report.no_rows", self.language)
        )
        self.document.element.body.insert_element_before(table, "w:sectPr")
        self.notes(grid.notes) if grid.notes else self.paragraph("", self.style("note"))

    def given(self, given: Given) -> None:
        """Write a text as it was given, line by line."""
        for line in given.text.splitlines() or [""]:
            self.paragraph(line, self.style("given"))
