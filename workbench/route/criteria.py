"""By what is a patent a key patent? Criteria and weights, as a table that the analyst may replace."""

from pathlib import Path
from typing import Final

import polars as pl

from workbench.errors import WorkbenchError
from workbench.route.branches import read_sheet

VENDOR: Final = "vendor:"
"""``vendor:列名`` takes a numeric column of the export as a criterion."""
DEFAULTS: Final[dict[str, float]] = {
    "citations_for_age": 3.0,
    "persistence": 2.0,
    "flow": 2.0,
    "page_rank": 1.0,
    "family_size": 0.5,
    "office_count": 0.5,
    "claim_count": 0.25,
    "event_count": 0.5,
}
"""Citations weigh most; all are percentiles, so the weights compare like with like."""
ALSO_KNOWN: Final = ("on_main_path", "criticality", "citation_count", "stated_citing_count", "in_force")
SCHEMA: Final = {"criterion": pl.String, "criterion_weight": pl.Float64}


def key_patent_criteria() -> pl.DataFrame:
    """Return the criteria of the house: ``criterion`` and ``criterion_weight``."""
    return pl.DataFrame(
        {"criterion": list(DEFAULTS), "criterion_weight": list(DEFAULTS.values())}, schema=SCHEMA
    )


def read_key_patent_criteria(path: Path) -> pl.DataFrame:
    """Read criteria from a workbook or csv of ``criterion`` and ``criterion_weight`` (准则, 权重).

    Raises
    ------
    WorkbenchError
        If the file lacks a column, names a criterion that is not known, or gives no positive weight.
    """
    if not path.is_file():
        raise WorkbenchError("no_such_file", file=str(path))
    frame = read_sheet(path).rename({"准则": "criterion", "权重": "criterion_weight"}, strict=False)
    if not set(SCHEMA) <= set(frame.columns):
        raise WorkbenchError(
            "criteria_columns", file=str(path), found=", ".join(frame.columns), known=", ".join(SCHEMA)
        )
    told = frame.select(
        pl.col("criterion").str.strip_chars(), pl.col("criterion_weight").cast(pl.Float64, strict=False)
    ).drop_nulls("criterion")
    return checked(told, str(path))


def checked(criteria: pl.DataFrame, file: str = "criteria") -> pl.DataFrame:
    """Return the criteria with a positive weight.

    Raises
    ------
    WorkbenchError
        If one is not known, a weight is missing or negative, or none is positive.
    """
    known = (*DEFAULTS, *ALSO_KNOWN)
    strange = [name for name in criteria["criterion"] if name not in known and not name.startswith(VENDOR)]
    if strange:
        raise WorkbenchError("criteria_unknown", file=file, found=", ".join(strange), known=", ".join(known))
    weights = criteria["criterion_weight"]
    if weights.null_count() or (weights < 0).any() or not (weights > 0).any():
        raise WorkbenchError("criteria_weights", file=file, found=", ".join(map(str, weights.to_list())))
    return criteria.filter(pl.col("criterion_weight") > 0)
