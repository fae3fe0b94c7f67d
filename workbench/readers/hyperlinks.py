"""The addresses behind the cells of a sheet: the link that a vendor prints as 查看 is not in its text."""

import html
import posixpath
import re
import zipfile
from typing import Final

import polars as pl

from workbench.readers.content import Content

_SHEET: Final = re.compile(rb"<sheet\b[^>]*>")
_RELATION: Final = re.compile(rb"<Relationship\b[^>]*>")
_LINK: Final = re.compile(rb"<hyperlink\b[^>]*>")
_FIRST_CELL: Final = re.compile(rb'<c\b[^>]*?\br="([A-Z]+\d+)"')
_PLACE: Final = re.compile(r"([A-Z]+)(\d+)$")


def sheet_links(content: Content, sheet: str, column: int) -> dict[int, str]:
    """Return row (1 is the first of the sheet) → address, of one column (0 is the first).

    Nothing is returned where the workbook has no such parts, or its first cell is not A1: then rows of the
    grid would not be rows of the sheet.
    """
    try:
        with content.seekable() as stream, zipfile.ZipFile(stream) as book:
            return _links(book, _sheet_path(book, sheet), column)
    except (KeyError, ValueError, zipfile.BadZipFile):
        return {}


def with_links(cells: pl.LazyFrame, column: str, links: dict[int, str]) -> pl.LazyFrame:
    """Put the addresses in place of the words printed over them."""
    if not links:
        return cells
    told = pl.LazyFrame(
        {"row": list(links), "address": list(links.values())},
        schema={"row": cells.collect_schema()["row"], "address": pl.String},
    )
    joined = cells.join(told, on="row", how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce("address", column).alias(column)).drop("address")


def _sheet_path(book: zipfile.ZipFile, sheet: str) -> str:
    tags = [tag[0] for tag in _SHEET.finditer(book.read("xl/workbook.xml"))]
    chosen = next(tag for tag in [*tags, b""] if not tag or _value(tag, "name") == sheet)
    return _relations(book, "xl/workbook.xml")[_value(chosen, "r:id")]


def _links(book: zipfile.ZipFile, path: str, column: int) -> dict[int, str]:
    targets = _relations(book, path)
    body = book.read(path)
    first = _FIRST_CELL.search(body)
    if first is None or first[1] != b"A1":
        return {}
    found: dict[int, str] = {}
    for tag in _LINK.finditer(body, body.find(b"</sheetData>")):
        place = _PLACE.match(_value(tag[0], "ref"))
        target = targets.get(_value(tag[0], "r:id"), "")
        if place and _number(place[1]) == column and target.startswith(("http://", "https://")):
            found[int(place[2])] = target
    return found


def _relations(book: zipfile.ZipFile, path: str) -> dict[str, str]:
    """Return the targets that a part of the workbook names, by their identifiers."""
    folder, name = posixpath.split(path)
    tags = [tag[0] for tag in _RELATION.finditer(book.read(f"{folder}/_rels/{name}.rels"))]
    targets = {_value(tag, "Id"): (_value(tag, "Target"), _value(tag, "TargetMode")) for tag in tags}
    return {
        key: target if mode == "External" else posixpath.normpath(posixpath.join("/", folder, target))[1:]
        for key, (target, mode) in targets.items()
    }


def _value(tag: bytes, name: str) -> str:
    """Return an attribute of a tag as text; empty where it has none."""
    found = re.search(rb"\s" + name.encode() + rb"=[\"']([^\"']*)[\"']", tag)
    return html.unescape(found[1].decode()) if found else ""


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
