"""XML of unknown hands: parsers that trust nothing, and text as a reader would see it."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from html.entities import html5
from typing import IO, Any, Final

from lxml import etree

Element = Any
"""An lxml element; its stubs are too strict for trees that may hold anything."""

XML_FAULTS: Final = (etree.XMLSyntaxError,)
_SAFE: Final[dict[str, Any]] = {
    "load_dtd": False,
    "no_network": True,
    "resolve_entities": False,
    "remove_comments": True,
    "remove_pis": True,
    "huge_tree": False,
}
_EMPTY: Final = frozenset({"", "0", "00000000", "0000000000", "--", "-", "无"})
_BREAK: Final = "\0"  # cannot stand in XML
_LINE: Final = re.compile(r"\s*\n\s*")


def safe_parser(*, remove_blank_text: bool = False) -> Any:
    """Return a parser that loads no DTD, reaches for no file or address, and expands no entity."""
    return etree.XMLParser(**_SAFE, remove_blank_text=remove_blank_text, collect_ids=False)


def stream_elements(stream: IO[bytes], *tags: str) -> Iterator[Element]:
    """Yield every element of these tags as soon as it is complete, and forget what was read before.

    Raises
    ------
    lxml.etree.XMLSyntaxError
        Where the document breaks off; elements before that have been yielded.
    """
    for _, element in etree.iterparse(stream, events=("end",), tag=tags, **_SAFE):
        yield element
        element.clear(keep_tail=False)
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]


def is_given(text: str | None) -> bool:
    """Tell whether a value says anything: offices write ``0`` where a field is empty."""
    return text is not None and text.strip() not in _EMPTY


def text_of(element: Element) -> str | None:
    """Return an element's text, trimmed; null where it is empty or a literal ``0``."""
    text = mixed_text(element) if len(element) else element.text
    if text is None:
        return None
    text = text.strip()
    return None if text in _EMPTY else text


def plain_text(element: Element | None) -> str | None:
    """Return the trimmed text of an element without children; null where it says nothing."""
    text = None if element is None else element.text
    if text is None:
        return None
    text = text.strip()
    return None if text in _EMPTY else text


def mixed_text(
    element: Element, skipped: frozenset[str] = frozenset(), lines: frozenset[str] = frozenset()
) -> str:
    """Return the text of an element and all inside it: ``skipped`` left out, ``lines`` on lines of their own.

    Named entities whose definition is in a DTD that is never loaded become their characters; lines
    broken by the printer of the XML are joined again.
    """
    pieces: list[str] = []
    _gather(element, skipped, lines, pieces)
    text = join_lines("".join(pieces))
    if not lines:
        return text
    return "\n".join(line for part in text.split(_BREAK) if (line := part.strip()))


def _gather(element: Element, skipped: frozenset[str], lines: frozenset[str], pieces: list[str]) -> None:
    if element.text:
        pieces.append(element.text)
    for child in element:
        if child.tag is etree.Entity:
            pieces.append(entity_text(child.name))
        elif isinstance(child.tag, str) and child.tag not in skipped:
            edge = _BREAK if child.tag in lines else ""
            pieces.append(edge)
            _gather(child, skipped, lines, pieces)
            pieces.append(edge)
        if child.tail:
            pieces.append(child.tail)


def entity_text(name: str) -> str:
    """Return the characters of a named entity (HTML's table); an unknown one stays as written."""
    return html5.get(f"{name};", f"&{name};")


def join_lines(text: str) -> str:
    """Join lines broken inside a text: with a space between Latin words, without one in Chinese."""
    if "\n" not in text:
        return text
    return _LINE.sub(_join, text.strip())


def _join(found: re.Match[str]) -> str:
    text, start, end = found.string, found.start(), found.end()
    return " " if text[start - 1].isascii() and text[end : end + 1].isascii() else ""


@lru_cache(maxsize=1 << 16)
def read_date(text: str | None) -> date | None:
    """Return the date of ``20110420`` or ``2011-04-20``; null where it is no whole date."""
    if text is None:
        return None
    digits = text.strip().replace("-", "").replace("/", "").replace(".", "")
    if len(digits) != 8 or not digits.isdigit():
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
