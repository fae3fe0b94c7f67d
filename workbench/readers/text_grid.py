"""Delimited text: which encoding, line ends, separator and quotes; then its records."""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, Literal

import polars as pl

from workbench.readers.content import MIB, Content, spill_path, wide_encoding
from workbench.readers.intake import Notice

STREAM_FROM: Final = 64 * MIB
"""Size from which a table is scanned and not loaded. [bytes]"""
SAMPLE: Final = 4 * MIB
SEPARATORS: Final = (",", "\t", ";", "|")

HEAD_RECORDS: Final = 1000
_QUOTED: Final = re.compile(r'"[^"]*(?:""[^"]*)*"?')

csv.field_size_limit(2**31 - 1)


@dataclass(frozen=True)
class TextForm:
    r"""How a text table is written.

    Attributes
    ----------
    encoding : str
        Python's name of it.
    separator : str
        One of ``SEPARATORS``.
    line_end : str
        ``\n`` (with or without ``\r`` before it) or ``\r`` alone.
    has_bad_bytes : bool
        Whether a few bytes do not belong to the encoding.
    is_large : bool
        Whether the table is to be scanned and not loaded.
    """

    encoding: str
    separator: str
    line_end: str
    has_bad_bytes: bool
    is_large: bool


def read_form(content: Content) -> TextForm:
    """Tell how a text table is written, from its bytes (from samples where it is large)."""
    is_large = content.size >= STREAM_FROM
    data = _samples(content) if is_large else content.whole()
    encoding, has_bad_bytes = find_encoding(data)
    text = content.head(SAMPLE).decode(encoding, errors="replace").removeprefix("\ufeff")
    line_end = "\r" if text.count("\n") < 0.1 * text.count("\r") else "\n"
    separator = _find_separator(_plain_lines(text, line_end)[: 256 * 1024])
    return TextForm(encoding, separator, line_end, has_bad_bytes, is_large)


def find_encoding(data: bytes) -> tuple[str, bool]:
    """Return the encoding and whether a few bytes contradict it.

    Order: byte order mark, utf-8, utf-16 without mark, gb18030 where the result looks like Chinese,
    utf-8 with damage, then the one-byte encodings, Mac Roman last.
    """
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return name, _bad_share(data, name) > 0
    wide = wide_encoding(data[:4096])
    if wide:
        return wide, False
    bad = _bad_share(data, "utf-8")
    if bad == 0:
        return "utf-8", False
    if _looks_chinese(data):
        return "gb18030", _bad_share(data, "gb18030") > 0
    if bad < 0.02:
        return "utf-8", True
    return _one_byte_encoding(data), False


def read_records(
    content: Content, form: TextForm, rows: int | None = None
) -> tuple[list[list[str]], tuple[Notice, ...]]:
    """Return the records of a text table, the first ``rows`` or all, and what is to be said about them."""
    plain = _decoded(content.whole() if rows is None else content.head(SAMPLE), form)
    records = _parse(plain, form.separator, csv.QUOTE_MINIMAL, rows)
    warnings = []
    if form.has_bad_bytes:
        warnings.append(Notice("bad_bytes", {"file": content.place, "encoding": form.encoding}))
    if rows is None and _has_stray_quote(plain, records):
        records = _parse(plain, form.separator, csv.QUOTE_NONE, rows)
        warnings.append(Notice("stray_quotes", {"file": content.place}))
    if rows is None:
        warnings += cut_off(content, plain, form.separator, len(records[0]))
    return records, tuple(warnings)


def cut_off(content: Content, text: str, separator: str, width: int) -> list[Notice]:
    """Say so where a table ends within a row: a quote stays open, or the last line breaks off early.

    ``text`` may be the tail of a table; only its last line counts then.
    """
    before, _, last = text.rpartition("\n")
    if not last:
        return []
    former, cells = (
        len(_parse(line, separator, csv.QUOTE_MINIMAL, 1)[0])
        for line in (before[before.rfind("\n") + 1 :], last)
    )
    is_odd = last.count('"') % 2 == 1
    ends_a_long_cell = is_odd and last.endswith('"') and not last.endswith(f'{separator}"')
    if ends_a_long_cell or (not is_odd and cells >= min(width, former)):
        return []
    return [Notice("cut_off_row", {"file": content.place, "found": last[:40]})]


def read_regular(
    content: Content, form: TextForm
) -> tuple[list[list[str]], pl.DataFrame, tuple[Notice, ...]] | None:
    """Return the first records, all cells and what is to be said of a table without oddities, read in one go.

    None for any other.

    Where every quoted cell begins and ends at a separator or line end, no line is blank and none is
    longer than the first ones, there is one way only to part the cells.
    """
    text = "" if form.has_bad_bytes else _decoded(content.whole(), form)
    lines = _count_records(text, form.separator)
    if not lines:
        return None
    head = _parse(text[:SAMPLE], form.separator, csv.QUOTE_MINIMAL, HEAD_RECORDS)
    width = max(len(record) for record in head)
    schema = {str(i): pl.String for i in range(width)}
    try:
        cells = pl.read_csv(text.encode(), has_header=False, separator=form.separator, schema=schema)
    except (pl.exceptions.ComputeError, pl.exceptions.SchemaError):
        return None
    told = tuple(cut_off(content, text, form.separator, len(head[0])))
    return (head, cells, told) if cells.height == lines else None


def _count_records(text: str, separator: str) -> int:
    """Return the number of records where quotes and line ends leave no doubt, else 0."""
    if not text or text.startswith("\n") or "\n\n" in text:
        return 0
    edges = (separator, "\n", "")
    inside = 0
    for quoted in _QUOTED.finditer(text):
        start, end = quoted.span()
        breaks = text.count("\n", start, end)
        if text[max(start - 1, 0) : start] not in edges or text[end : end + 1] not in edges or breaks > 200:
            return 0
        inside += breaks
    return text.count("\n") + (not text.endswith("\n")) - inside


def _decoded(data: bytes, form: TextForm) -> str:
    text = data.decode(form.encoding, errors="replace").removeprefix("\ufeff").replace("\x00", "")
    return _plain_lines(text, form.line_end)


def tail(content: Content, form: TextForm) -> str:
    """Return the end of a large table that lies as a file of its own; empty for others."""
    if not isinstance(content.source, Path) or form.encoding.startswith("utf-16"):
        return ""
    with content.source.open("rb") as file:
        file.seek(max(0, content.size - MIB // 4))
        return _decoded(file.read(), form)


def scannable(content: Content, form: TextForm) -> Path:
    """Return a file that can be scanned in place: this one, or a copy in utf-8 with plain line ends."""
    is_plain = form.encoding in ("utf-8", "utf-8-sig") and form.line_end == "\n" and not form.has_bad_bytes
    if is_plain and isinstance(content.source, Path):
        return content.source
    target = spill_path(content.member or content.path.name)
    with content.seekable() as packed, target.open("w", encoding="utf-8", newline="\n") as copy:
        plain = io.TextIOWrapper(packed, encoding=form.encoding, errors="replace", newline=None)
        while text := plain.read(SAMPLE):
            copy.write(text.removeprefix("\ufeff").replace("\x00", ""))
    return target


def lazy_cells(source: Path, form: TextForm, width: int) -> pl.LazyFrame:
    """Return a scan of a large regular table: ``row`` and text columns ``0`` … ``width - 1``."""
    return pl.scan_csv(
        source,
        has_header=False,
        separator=form.separator,
        schema={str(i): pl.String for i in range(width)},
        truncate_ragged_lines=True,
        missing_columns="insert",
        row_index_name="row",
        row_index_offset=1,
        low_memory=True,
        encoding="utf8-lossy",
        glob=False,
    )


def _samples(content: Content) -> bytes:
    """Return the head and, where lines can be told in bytes, fifteen slices from the whole length."""
    head = content.head(SAMPLE)
    end = head.rfind(b"\n") + 1
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or wide_encoding(head[:4096]) or not end:
        return head[: len(head) // 2 * 2]
    parts = [head[:end]]
    with content.seekable() as stream:
        for i in range(1, 16):
            stream.seek(content.size * i // 16)
            stream.readline()
            parts.append(stream.read(MIB // 4) + stream.readline())
    return b"".join(parts)


def _bad_share(data: bytes, encoding: str) -> float:
    """Return the share of characters beyond ASCII that the encoding cannot read; a cut tail is no fault."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError as fault:
        if fault.start >= len(data) - 4:
            return 0.0
        text = data.decode(encoding, errors="replace")
        beyond = len(text) - len(text.encode("ascii", errors="ignore"))
        return text.count("\ufffd") / max(beyond, 1)
    return 0.0


def _looks_chinese(data: bytes) -> bool:
    """Tell whether gb18030 reads the bytes and most of what it reads is everyday Chinese."""
    signs = Counter(data[:MIB].decode("gb18030", errors="replace"))
    beyond = sum(count for sign, count in signs.items() if ord(sign) > 127)
    everyday = sum(count for sign, count in signs.items() if ord(sign) > 127 and _is_everyday(sign))
    return signs["\ufffd"] < 0.01 * beyond and everyday > 0.6 * beyond


def _is_everyday(sign: str) -> bool:
    """Tell whether a sign is in the first plane of GB 2312 (punctuation or common characters)."""
    try:
        code = sign.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and (0xB0 <= code[0] <= 0xD7 or 0xA1 <= code[0] <= 0xA3)


def _one_byte_encoding(data: bytes) -> str:
    """Tell Windows from Mac: Mac Roman keeps its accented letters where Windows keeps signs."""
    accents_mac = sum(data.count(code) for code in range(0x80, 0xA0))
    accents_windows = sum(data.count(code) for code in range(0xC0, 0x100))
    return "mac_roman" if accents_mac > accents_windows or b"\n" not in data[:SAMPLE] else "cp1252"


def _plain_lines(text: str, line_end: str) -> str:
    """Return the text with line feeds as its only line ends."""
    if line_end == "\r":
        return text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\r\n", "\n").replace("\r", " ")


def _find_separator(text: str) -> str:
    """Return the separator under which most records have the same, highest width."""
    scores = {}
    for separator in SEPARATORS:
        widths = Counter(len(record) for record in _parse(text, separator, csv.QUOTE_MINIMAL, 30)[:-1] or [[]])
        width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]))
        scores[separator] = (width > 1) * count / sum(widths.values()) * (1 + min(width, 10) / 100)
    return max(SEPARATORS, key=lambda separator: scores[separator])


def _parse(text: str, separator: str, quoting: Literal[0, 3], rows: int | None) -> list[list[str]]:
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator, quoting=quoting, doublequote=True, strict=False
    )
    records = list(islice(reader, rows))
    return records or [[]]


def _has_stray_quote(text: str, records: list[list[str]]) -> bool:
    """Tell whether an unclosed quote swallowed many lines into one cell."""
    lines = text.count("\n")
    if lines < 1.2 * len(records) + 50:
        return False
    longest = max((cell.count("\n") for record in records for cell in record), default=0)
    return longest > max(200, lines // 5)
