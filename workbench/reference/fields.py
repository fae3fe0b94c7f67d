"""The 35 technology fields of WIPO and the IPC prefixes that lead to them."""

from functools import cache

import polars as pl

from workbench.reference import facts
from workbench.reference.prefixes import expand_prefixes


@cache
def wipo_fields() -> pl.DataFrame:
    """Return the fields.

    Returns
    -------
    DataFrame, shape (35, 6)
        ``field`` (number as text, "1" to "35"), ``name_zh``, ``name_en``, ``sector`` (key),
        ``sector_zh``, ``sector_en``.
    """
    found = facts("wipo35")
    rows = [
        (str(field["number"]), field["zh"], field["en"], field["sector"], *_sector(field["sector"]))
        for field in found["fields"]
    ]
    names = ["field", "name_zh", "name_en", "sector", "sector_zh", "sector_en"]
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")


def _sector(key: str) -> tuple[str, str]:
    sector = facts("wipo35")["sectors"][key]
    return sector["zh"], sector["en"]


@cache
def wipo_prefixes() -> pl.DataFrame:
    """Return ``prefix`` → ``field``; the longest prefix of a symbol decides."""
    pairs = [
        (prefix, str(field["number"]))
        for field in facts("wipo35")["fields"]
        for prefix in expand_prefixes(field["ipc"])
    ]
    return pl.DataFrame(pairs, schema={"prefix": pl.String, "field": pl.String}, orient="row")


def wipo_version() -> str:
    """Return the version of the concordance."""
    return str(facts("wipo35")["version"])
