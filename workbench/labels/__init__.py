"""The words a reader sees: zh and en side by side, one toml per topic, one loader.

A topic file holds tables of two strings::

    [annual_filings]
    zh = "历年申请量"
    en = "Annual filings"

and is addressed as ``topic.key`` (``tables.annual_filings``). Columns live in ``columns.toml``, names of
tables in ``tables.toml``, coded values in ``values.toml``, sentences in ``findings.toml``, errors in
``errors.toml``, report furniture in ``report.toml``. ``likeness.toml`` holds, by address, the words of a route
whose links are likenesses of text (:func:`speak_of`).
"""

import string
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
SAME_VALUES = {
    "origin": "office",
    "target": "office",
    "country_region": "office",
    "part_states": "office",
    "other_variant": "variant",
    "stability": "event",
}
"""Columns whose coded values are those of another column."""

Links = Literal["citations", "similarity"]
_SPOKEN_OF: dict[str, Links] = {"links": "citations"}


def speak_of(links: Links) -> None:
    """Word all that follows in this process for links of this kind: citations, or likenesses of text."""
    _SPOKEN_OF["links"] = links


def topic(name: str) -> dict[str, dict[str, str]]:
    """Return one topic of the catalogue: key → language → words."""
    return _worded(name) if _SPOKEN_OF["links"] == "similarity" else _read(name)


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files(__package__) / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def _worded(name: str) -> dict[str, Any]:
    return _laid_over(_read(name), _read("likeness").get(name, {}))


def _laid_over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Return a table with some entries, however deep, in place of its own."""
    inner = {
        key: _laid_over(below.get(key, {}), entry) for key, entry in above.items() if isinstance(entry, dict)
    }
    return below | above | inner


@cache
def topics() -> tuple[str, ...]:
    """Return the names of all topics, sorted."""
    folder = files(__package__)
    return tuple(sorted(p.name[:-5] for p in folder.iterdir() if p.name.endswith(".toml")))


def words(address: str, language: Language, /, **fields: object) -> str:
    """Return the words at ``topic.key``, with ``{slots}`` filled.

    Raises
    ------
    KeyError
        If the catalogue has no such address: a slip of the program, found by the structure test.
    """
    name, _, key = address.partition(".")
    template = topic(name)[key][language]
    return template.format(**fields) if fields else template


def has_words(address: str) -> bool:
    """Tell whether the catalogue knows the address."""
    name, _, key = address.partition(".")
    return name in topics() and key in topic(name)


def column_words(column: str, language: Language) -> str:
    """Return a column's heading; a column the catalogue does not know keeps its own name."""
    return words(f"columns.{column}", language) if has_words(f"columns.{column}") else column


def value_words(column: str, value: object, language: Language) -> str:
    """Return a coded value in words (``values.<column>.<value>``); others are shown as they stand."""
    entry = topic("values").get(SAME_VALUES.get(column, column), {})
    known = entry.get(str(value)) if isinstance(entry, dict) else None
    return known[language] if isinstance(known, dict) else ("" if value is None else str(value))


def slots(template: str) -> tuple[str, ...]:
    """Return the slot names of a template in order."""
    return tuple(name for _, name, _, _ in string.Formatter().parse(template) if name)
