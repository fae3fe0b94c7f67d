"""The addresses behind the cells of a sheet: the link that a vendor prints as 查看 is not in its text."""

import html
import posixpath
import re
import zipfile
from typing import Final

import polars as pl

from workbench.readers.content import Content

_SHEET: Final = r"<sheet\b[^>]*>"
_RELATION: Final = r"<Relationship\b[^>]*>"
_LINK: Final = r"<hyperlink\b[^>]*>"
_FIRST_CELL: Final = re.compile(rb'<c\b[^>]*?\br="([A-Z]+\d+)"')
_CELLS_END: Final = b"</sheetData>"
_CHUNK: Final = 1 << 20
_ENTITIES: Final = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}


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
    sheets = _attributes(book.read("xl/workbook.xml"), _SHEET, name="name", key="r:id")
    (key, *_) = sheets.filter(pl.col("name") == sheet)["key"]
    return _inner_targets(book, "xl/workbook.xml")[key]


def _links(book: zipfile.ZipFile, path: str, column: int) -> dict[int, str]:
    targets = _outside_targets(book, path)
    ending = _ending(book, path) if targets.height else b""
    places = _attributes(ending, _LINK, ref="ref", key="r:id")
    held = places.filter(pl.col("ref").str.contains(f"^{_letters(column)}[0-9]+$"))
    found = held.join(targets, on="key", how="inner", maintain_order="left")
    rows = found.select(pl.col("ref").str.extract(r"(\d+)$").cast(pl.Int64), "target")
    return dict(rows.iter_rows())


def _ending(book: zipfile.ZipFile, path: str) -> bytes:
    """Return what stands behind the cells of a sheet, without holding them; empty if the first is not A1."""
    with book.open(path) as sheet:
        window = sheet.read(_CHUNK)
        first = _FIRST_CELL.search(window)
        if first is None or first[1] != b"A1":
            return b""
        while (at := window.find(_CELLS_END)) < 0:
            more = sheet.read(_CHUNK)
            if not more:
                return b""
            window = window[-len(_CELLS_END) :] + more
        return window[at:] + sheet.read()


def _outside_targets(book: zipfile.ZipFile, path: str) -> pl.DataFrame:
    """Return ``key`` and ``target`` of the addresses on the web that a sheet names."""
    part = _attributes(_relation_part(book, path), _RELATION, key="Id", target="Target", mode="TargetMode")
    is_address = (pl.col("mode") == "External") & pl.col("target").str.contains("^https?://")
    return part.filter(is_address).select("key", "target")


def _attributes(xml: bytes, tag: str, **names: str) -> pl.DataFrame:
    """Return one row per tag: the attributes named, unescaped; null where a tag has none."""
    tags = pl.Series("tag", [xml.decode()]).str.extract_all(tag).explode().drop_nulls()
    found = tags.to_frame().select(
        pl.col("tag").str.extract(rf"""\s{name}=["']([^"']*)["']""").alias(column)
        for column, name in names.items()
    )
    return found.with_columns(_unescaped(text) for text in found)


def _unescaped(text: pl.Series) -> pl.Series:
    if not text.str.contains("&#", literal=True).any():
        return text.str.replace_many(list(_ENTITIES), list(_ENTITIES.values()))
    return pl.Series(text.name, [part and html.unescape(part) for part in text], dtype=pl.String)


def _inner_targets(book: zipfile.ZipFile, path: str) -> dict[str, str]:
    """Return the parts that a part of the workbook names, by their identifiers."""
    folder = posixpath.dirname(path)
    tags = _attributes(_relation_part(book, path), _RELATION, key="Id", target="Target")
    return {
        key: posixpath.normpath(posixpath.join("/", folder, target))[1:] for key, target in tags.iter_rows()
    }


def _relation_part(book: zipfile.ZipFile, path: str) -> bytes:
    folder, name = posixpath.split(path)
    return book.read(f"{folder}/_rels/{name}.rels")


def _letters(column: int) -> str:
    """Return how a sheet calls a column: 0 is A, 26 is AA."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
