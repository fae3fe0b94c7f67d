"""Do other weights, and other rules for cycles, lead along the same documents?"""

from typing import Final

import numpy as np
import polars as pl

from workbench.measures.sets import jaccard, weighted_jaccard
from workbench.route.scope import Route
from workbench.route.variants import WEIGHT_VARIANTS, Grades, cycle_variants, weight_variant
from workbench.tables import Cell, Finding, Table

_AGREEMENT: Final = {
    "variant": pl.String,
    "other_variant": pl.String,
    "shared_document_count": pl.Int64,
    "overlap": pl.Float64,
    "tied_overlap": pl.Float64,
}


def path_agreement(route: Route) -> Table:
    """Compare the documents on the paths of every pair of weights and of rules for cycles.

    Returns
    -------
    Table
        One row per ordered pair: ``variant``, ``other_variant`` (``spc`` … ``persistence``, ``date-first`` …
        ``preprint``), ``shared_document_count``, ``overlap`` (Jaccard, 0–1) and ``tied_overlap`` (the same
        with each document weighing the share of the tied ways it is on, so that tied end points do not drown
        the stem).
    """
    if not route.has_arcs:
        return route.empty("path_agreement", _AGREEMENT)
    by_weight = {name: weight_variant(route, name) for name in WEIGHT_VARIANTS}
    by_rule = {rule: grades for rule, (_, grades) in cycle_variants(route).items()}
    rows = [
        (one, other, *_overlap(mine, theirs))
        for kind in (by_weight, by_rule)
        for one, mine in kind.items()
        for other, theirs in kind.items()
    ]
    return route.table(
        "path_agreement",
        pl.DataFrame(rows, schema=_AGREEMENT, orient="row"),
        formats={"shared_document_count": "count", "overlap": "index", "tied_overlap": "index"},
    )


def _overlap(mine: Grades, theirs: Grades) -> tuple[int, float, float]:
    one, other = np.flatnonzero(mine), np.flatnonzero(theirs)
    return int(((mine > 0) & (theirs > 0)).sum()), jaccard(one, other), weighted_jaccard(mine, theirs)


_RULES: Final = {
    "cycle_rule": pl.String,
    "is_chosen": pl.Boolean,
    "against_date_count": pl.Int64,
    "cycle_arc_count": pl.Int64,
    "merged_arc_count": pl.Int64,
    "kept_arc_count": pl.Int64,
    "document_count": pl.Int64,
    "shared_document_count": pl.Int64,
    "overlap": pl.Float64,
    "tied_overlap": pl.Float64,
    "path_changes": pl.Boolean,
}


def cleaning_effect(route: Route) -> Table:
    """Tell what each rule for cycles takes out, and whether the path changes by it.

    Returns
    -------
    Table
        One row per ``cycle_rule``: ``is_chosen``, ``against_date_count``, ``cycle_arc_count`` and
        ``merged_arc_count`` (taken out), ``kept_arc_count``, ``document_count`` on its path,
        ``shared_document_count`` and ``overlap`` (Jaccard) with the chosen one, and ``path_changes``.
    """
    if not route.has_arcs:
        return route.empty("cleaning_effect", _RULES)
    found = cycle_variants(route)
    own = found[route.cycles][1]
    rows = [
        (
            rule,
            rule == route.cycles,
            cleaned.removed.get("against_date", 0),
            cleaned.removed.get("cycles", 0),
            cleaned.removed.get("parallel", 0),
            cleaned.network.arc_count,
            int((grades > 0).sum()),
            *_overlap(own, grades),
            bool(((own > 0) != (grades > 0)).any()),
        )
        for rule, (cleaned, grades) in found.items()
    ]
    counts = [name for name in _RULES if name.endswith("_count")]
    return route.table(
        "cleaning_effect",
        pl.DataFrame(rows, schema=_RULES, orient="row"),
        formats={**dict.fromkeys(counts, "count"), "overlap": "index", "tied_overlap": "index"},
    )


def cleaning_effect_findings(table: Table) -> tuple[Finding, ...]:
    """Say whether the path hinges on how cycles are treated."""
    if table.is_empty():
        return (Finding.of("missing_citations"),)
    changed = table.frame.with_row_index("row").filter(pl.col("path_changes")).sort("overlap", "row")
    if changed.is_empty():
        return (Finding.of("cleaning_changes_nothing"),)
    row = int(changed["row"][0])
    slots = {"rule": Cell(table, row, "cycle_rule"), "overlap": Cell(table, row, "overlap")}
    return (Finding.of("cleaning_changes_path", **slots),)
