"""The short notation of lists of IPC symbols, and the keys by which a symbol is found in them.

``A61:BCD`` names the subclasses A61B, A61C, A61D; ``H04N(5/ 7/)`` main groups; ``G06F(11/14)`` one group
(without those below it); ``H10`` a whole class.
"""

import re
from typing import Final

import polars as pl

_TOKEN: Final = re.compile(r"([A-H]\d\d)(?::([A-Z]+)|([A-Z])\(([^)]*)\))?")

PREFIX_LENGTHS: Final = ("group", "main_group", "subclass", "class")
"""From the longest to the shortest; see :func:`prefix_of`."""


def expand_prefixes(listed: str | None) -> list[str]:
    """Write out a short list: ``"A61:BC H04N(5/ 7/16)"`` → ``["A61B", "A61C", "H04N5/", "H04N7/16"]``.

    Raises
    ------
    ValueError
        If a token is not in the notation.
    """
    text = " ".join((listed or "").split())
    if _TOKEN.sub("", text).strip():
        raise ValueError(f"not a list of IPC prefixes: {_TOKEN.sub('', text).strip()!r}")
    return [prefix for match in _TOKEN.finditer(text) for prefix in _expand(match)]


def _expand(match: re.Match[str]) -> list[str]:
    class_, letters, subclass, groups = match.groups()
    if letters:
        return [class_ + letter for letter in letters]
    if groups:
        return [class_ + subclass + group for group in groups.split()]
    return [class_]


def prefix_of(symbol: pl.Expr, length: str) -> pl.Expr:
    """Return the part of a symbol by which lists are searched: ``G06F11/14`` → ``G06F11/`` for a main group."""
    if length == "group":
        return symbol
    if length == "main_group":
        return symbol.str.extract(r"^([A-H]\d\d[A-Z]\d+/)")
    return symbol.str.slice(0, 4 if length == "subclass" else 3)
