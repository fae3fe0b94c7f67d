"""Strategic emerging industries (战略性新兴产业) and the IPC rules that lead to them."""

from functools import cache

import polars as pl

from workbench.reference import provenance, table
from workbench.reference.prefixes import expand_prefixes


@cache
def industries() -> pl.DataFrame:
    """Return ``industry`` (code: "1" or "1.5"), ``name_zh``, ``name_en`` of both levels."""
    return table("sei_industries")


@cache
def industry_rules() -> pl.DataFrame:
    """Return the rules, one row per prefix.

    A symbol belongs to an industry if some rule of it includes the symbol, or its main group, subclass
    or class, and the same rule excludes none of these. The keyword condition that the official table
    adds to most rules is not applied, so the result is wider than the official one.

    Returns
    -------
    DataFrame
        ``rule`` (key), ``industry``, ``prefix``, ``is_excluded``.
    """
    rows = [
        (key, row["industry"], prefix, is_excluded)
        for key, row in enumerate(table("sei_rules").iter_rows(named=True))
        for column, is_excluded in (("include", False), ("exclude", True))
        for prefix in expand_prefixes(row[column])
    ]
    schema = {"rule": pl.UInt16, "industry": pl.String, "prefix": pl.String, "is_excluded": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row")


def industry_version() -> str:
    """Return the version of the concordance: its date."""
    return provenance("sei_rules")["date"]
