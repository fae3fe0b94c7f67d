"""Pieces of Word's markup that python-docx has no call for: links, bookmarks, fields, tables in one go."""

import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any, Final
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph as WordParagraph

from workbench.report.images import TEXT_WIDTH_MM
from workbench.report.parts import Grid

_TWIPS_PER_MM: Final = 1440 / 25.4
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ZIP_TIME: Final = (2000, 1, 1, 0, 0, 0)
_KEPT_TOGETHER_ROWS: Final = 8


def clean(text: str) -> str:
    """Return a text without the signs that xml cannot hold."""
    return _FORBIDDEN.sub("", text)


def bookmark_name(anchor: str) -> str:
    """Return an anchor as Word accepts it: letters, digits and underscores, hidden from its dialog."""
    return "_" + re.sub(r"[^A-Za-z0-9]", "_", anchor)[:38]


class Bookmarks:
    """Gives bookmarks their running numbers and each name once."""

    def __init__(self) -> None:
        self.used: set[str] = set()

    def enclose(self, first: Any, last: Any, anchor: str) -> None:
        """Put a bookmark around elements of a paragraph."""
        name, number = bookmark_name(anchor), len(self.used) + 1
        if name in self.used:
            name = f"{name[:34]}_{number}"
        self.used.add(name)
        first.addprevious(parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="{number}" w:name="{name}"/>'))
        last.addnext(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="{number}"/>'))


def add_contents_line(paragraph: WordParagraph, text: str, anchor: str) -> None:
    """Add a line of the contents: a link to a bookmark, a row of dots, and a field for its page.

    Only Word knows its pages: the field stays empty until Word reckons it, which it does without asking
    when the contents are updated or the document is printed. A guessed number would look like a true one.
    """
    element: Any = paragraph._p
    name = bookmark_name(anchor)
    link = parse_xml(
        f'<w:hyperlink {nsdecls("w")} w:anchor="{name}" w:history="1"><w:r>'
        f'<w:t xml:space="preserve">{escape(clean(text))}</w:t></w:r><w:r><w:tab/></w:r></w:hyperlink>'
    )
    for piece in (
        field_mark("begin"), field_code(rf"PAGEREF {name} \h"), field_mark("separate"), field_mark("end"),
    ):  # fmt: skip
        link.append(piece)
    element.append(link)


def field_mark(kind: str) -> Any:
    """Return a run that begins, separates or ends a field."""
    return parse_xml(f'<w:r {nsdecls("w")}><w:fldChar w:fldCharType="{kind}"/></w:r>')


def field_code(code: str) -> Any:
    """Return the run that holds a field's instruction."""
    return parse_xml(
        f'<w:r {nsdecls("w")}><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
    )


def add_page_number(paragraph: WordParagraph, before: str, after: str) -> None:
    """Add the page number with what stands on both its sides; Word fills it without asking."""
    element: Any = paragraph._p
    paragraph.add_run(before)
    number = parse_xml(f"<w:r {nsdecls('w')}><w:t>1</w:t></w:r>")
    for piece in (field_mark("begin"), field_code("PAGE"), field_mark("separate"), number, field_mark("end")):
        element.append(piece)
    paragraph.add_run(after)


def table_element(grid: Grid, style_id: str, cell_style_id: str, no_rows: str) -> Any:
    """Return a whole table: full width, repeated heading row, rows that do not break over pages."""
    widths = column_widths(grid)
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    aligns = [column.align for column in grid.columns]
    together = len(grid.rows) <= _KEPT_TOGETHER_ROWS
    head = _row(
        [c.heading for c in grid.columns], widths, ["center"] * len(widths), cell_style_id, "<w:tblHeader/>"
    )
    body = "".join(
        _row(row, widths, aligns, cell_style_id, "", keeps=together or position == len(grid.rows) - 1)
        for position, row in enumerate(grid.rows)
    )
    if not grid.rows:
        body = _empty_row(no_rows, sum(widths), len(widths), cell_style_id)
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="{style_id}"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
        f'w:noHBand="0" w:noVBand="1"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{head}{body}</w:tbl>'
    )


def column_widths(grid: Grid) -> list[int]:
    """Return the widths of a table's columns, which fill the type area. In twentieths of a point."""
    total = round(TEXT_WIDTH_MM * _TWIPS_PER_MM)
    weight = sum(column.weight for column in grid.columns)
    return [round(total * column.weight / weight) for column in grid.columns]


def _row(
    cells: Sequence[str],
    widths: Sequence[int],
    aligns: Sequence[str],
    style: str,
    extra: str,
    *,
    keeps: bool = True,
) -> str:
    """Return one row of a table."""
    inside = "".join(_cell(*cell, style, keeps=keeps) for cell in zip(cells, widths, aligns, strict=True))
    return f"<w:tr><w:trPr><w:cantSplit/>{extra}</w:trPr>{inside}</w:tr>"


def _cell(text: str, width: int, align: str, style: str, *, keeps: bool) -> str:
    """Return one cell; ``keeps`` holds its row on the page of the next."""
    kept = "<w:keepNext/>" if keeps else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr>'
        f'<w:pStyle w:val="{style}"/>{kept}<w:jc w:val="{align}"/></w:pPr><w:r>'
        f'<w:t xml:space="preserve">{escape(clean(text))}</w:t></w:r></w:p></w:tc>'
    )


def _empty_row(text: str, width: int, columns: int, style: str) -> str:
    """Return the row that says there is nothing."""
    return (
        f'<w:tr><w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:gridSpan w:val="{columns}"/></w:tcPr><w:p>'
        f'<w:pPr><w:pStyle w:val="{style}"/><w:keepNext/><w:jc w:val="center"/></w:pPr><w:r>'
        f"<w:t>{escape(text)}</w:t></w:r></w:p></w:tc></w:tr>"
    )


def without_times(document: bytes) -> bytes:
    """Return a zip whose members carry one fixed time, so that equal content is equal bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as given, zipfile.ZipFile(packed, "w") as made:
        for name in given.namelist():
            member = zipfile.ZipInfo(name, _ZIP_TIME)
            made.writestr(member, given.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
