"""What IPC symbols mean: titles of sections, classes and the common subclasses."""

from functools import cache

import polars as pl

from workbench.labels import Language
from workbench.reference import table


@cache
def ipc_titles() -> pl.DataFrame:
    """Return ``symbol``, ``title_zh`` and ``title_en`` of sections, classes and common subclasses."""
    return table("ipc_titles")


@cache
def _titles(language: Language) -> dict[str, str]:
    found = ipc_titles()
    return dict(zip(found["symbol"], found[f"title_{language}"], strict=True))


def ipc_title(symbol: str, language: Language) -> str | None:
    """Return the title of a subclass, else of its class; null where neither is known."""
    known = _titles(language)
    return known.get(symbol[:4]) or known.get(symbol[:3])
