"""Dated, sourced facts: regions, classes, kinds, statuses, terms. Two shapes, one loader.

A toml file carries ``source`` and ``date`` at its top; a csv file carries them in its first lines, as
``# source: …`` and ``# date: …``. Both lie in this folder and are read only through here.
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import polars as pl


@cache
def facts(name: str) -> dict[str, Any]:
    """Return the facts of ``name.toml``, ``source`` and ``date`` among them; treat them as read-only."""
    return tomllib.loads((files(__package__) / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def table(name: str) -> pl.DataFrame:
    """Return ``name.csv`` as a frame of text columns; empty cells are null."""
    content = (files(__package__) / f"{name}.csv").read_bytes()
    return pl.read_csv(content, comment_prefix="#", infer_schema=False)


@cache
def provenance(name: str) -> dict[str, str]:
    """Return ``source`` and ``date`` as stated at the top of ``name.csv`` or ``name.toml``."""
    if (files(__package__) / f"{name}.toml").is_file():
        return {key: str(facts(name)[key]) for key in ("source", "date")}
    lines = (files(__package__) / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    stated = (line[1:].partition(":") for line in lines if line.startswith("#"))
    return {key.strip(): value.strip() for key, _, value in stated}
