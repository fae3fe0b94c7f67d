"""How firm is the route: which documents stay on it, whatever the weight, the cleaning, and a few citations?"""

from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.measures.sets import jaccard
from workbench.route.cleaning import CYCLE_RULES
from workbench.route.paths import tie_shares, yearly_place
from workbench.route.scope import Route
from workbench.route.showing import DOCUMENT_TYPES, document_evidence, told
from workbench.route.variants import WEIGHT_VARIANTS, cycle_variants, nodes_named, stays, weight_variant
from workbench.tables import Cell, Finding, Table

DROPPED_SHARE: Final = 0.05
REPLICATES: Final = 50
FIRM_SHARE: Final = 0.8
_CHALLENGERS: Final = 20
_RULE_COLUMNS: Final = {rule: f"in_{rule.replace('-', '_')}" for rule in CYCLE_RULES}
_ROBUST: Final = {
    **DOCUMENT_TYPES,
    "is_on_path": pl.Boolean,
    "tie_share": pl.Float64,
    **{f"in_{name}": pl.Boolean for name in WEIGHT_VARIANTS},
    **dict.fromkeys(_RULE_COLUMNS.values(), pl.Boolean),
    "dropped_stay_share": pl.Float64,
    "added_stay_share": pl.Float64,
    "stay_share": pl.Float64,
    "is_firm": pl.Boolean,
}


def robust_documents(route: Route, *, replicates: int = REPLICATES, share: float = DROPPED_SHARE) -> Table:
    """Tell how often each document stays on the route when it is drawn otherwise.

    Parameters
    ----------
    route : Route
        The route; its seed makes the draws repeatable.
    replicates : int
        How often citations are drawn.
    share : float
        Share of the citations that is dropped, and that is added between documents that cite and are cited at
        random, in order of time. [0–1]

    Returns
    -------
    Table
        The documents on the path in order of time, then up to twenty others that come up most: the document,
        ``is_on_path``, ``tie_share`` (as in :func:`main_path_documents`), whether it is on the path by each
        weight (``in_spc``, ``in_splc``, ``in_spnp``, ``in_longest``, ``in_persistence``) and each rule for
        cycles (``in_date_first``, ``in_date_drop``, ``in_drop``, ``in_shrink``, ``in_preprint``),
        ``dropped_stay_share`` and ``added_stay_share`` (of the replicates), ``stay_share`` (mean of the
        shares by weight, by rule, and by draw) and ``is_firm`` (0.8 or more).
    """
    if not route.has_arcs:
        return route.empty("robust_documents", _ROBUST)
    columns = _columns(route, replicates, share)
    on_path = columns["is_on_path"]
    order = yearly_place(route)
    own = np.flatnonzero(on_path)
    others = np.flatnonzero(~on_path & (columns["stay_share"] > 0))
    others = others[np.lexsort((order[others], -np.round(columns["stay_share"][others], 9)))][:_CHALLENGERS]
    nodes = np.concatenate([own[np.argsort(order[own])], others])
    frame = told(route, nodes).with_columns(
        pl.Series(name, values[nodes]).alias(name) for name, values in columns.items()
    )
    shares = ("tie_share", "dropped_stay_share", "added_stay_share", "stay_share")
    return route.table(
        "robust_documents",
        frame.select(list(_ROBUST)),
        evidence=document_evidence(route),
        notes=("robustness_draws",),
        formats={**dict.fromkeys(shares, "share"), "document_year": "year"},
    )


def _columns(route: Route, replicates: int, share: float) -> dict[str, NDArray[Any]]:
    count = route.dag.node_count
    flags = {"is_on_path": _marked(count, route.nodes_on(route.path))}
    for name in WEIGHT_VARIANTS:
        flags[f"in_{name}"] = _marked(count, weight_variant(route, name))
    for rule, (_, names) in cycle_variants(route).items():
        flags[_RULE_COLUMNS[rule]] = _marked(count, nodes_named(route, names))
    dropped, added = stays(route, share=share, replicates=replicates)
    by_weight = np.mean([flags[f"in_{name}"] for name in WEIGHT_VARIANTS], axis=0)
    by_rule = np.mean([flags[name] for name in _RULE_COLUMNS.values()], axis=0)
    stay = (by_weight + by_rule + (dropped + added) / 2) / 3
    return {
        **flags,
        "tie_share": tie_shares(route, route.path),
        "dropped_stay_share": dropped,
        "added_stay_share": added,
        "stay_share": stay,
        "is_firm": stay >= FIRM_SHARE - 1e-9,
    }


def _marked(count: int, nodes: NDArray[np.int64]) -> NDArray[np.bool_]:
    flags = np.zeros(count, dtype=np.bool_)
    flags[nodes] = True
    return flags


def robust_documents_findings(table: Table) -> tuple[Finding, ...]:
    """Say how many stations of the path are firm, and which is weakest."""
    if table.is_empty():
        return (Finding.of("missing_citations"),)
    rows = table.frame.with_row_index("row").filter(pl.col("is_on_path"))
    firm = rows.filter(pl.col("is_firm")).height
    weakest = int(rows.sort("stay_share", "row")["row"][0])
    slots: dict[str, Any] = {
        "firm": firm,
        "count": rows.height,
        "weakest": Cell(table, weakest, "document"),
        "share": Cell(table, weakest, "stay_share"),
    }
    key = "route_firm" if firm == rows.height else "route_partly_firm" if firm else "route_not_firm"
    return (Finding.of(key, **slots),)


_AGREEMENT: Final = {
    "variant": pl.String,
    "other_variant": pl.String,
    "shared_document_count": pl.Int64,
    "overlap": pl.Float64,
}


def path_agreement(route: Route) -> Table:
    """Compare the documents on the paths of every pair of weights and of rules for cycles.

    Returns
    -------
    Table
        One row per ordered pair: ``variant``, ``other_variant`` (``spc`` … ``persistence``, ``date-first`` …
        ``preprint``), ``shared_document_count`` and ``overlap`` (Jaccard, 0–1).
    """
    if not route.has_arcs:
        return route.empty("path_agreement", _AGREEMENT)
    by_weight = {name: weight_variant(route, name) for name in WEIGHT_VARIANTS}
    by_rule = {rule: nodes_named(route, names) for rule, (_, names) in cycle_variants(route).items()}
    rows = [
        (one, other, np.intersect1d(mine, theirs).size, jaccard(mine, theirs))
        for kind in (by_weight, by_rule)
        for one, mine in kind.items()
        for other, theirs in kind.items()
    ]
    return route.table(
        "path_agreement",
        pl.DataFrame(rows, schema=_AGREEMENT, orient="row"),
        formats={"shared_document_count": "count", "overlap": "index"},
    )


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
            len(names),
            len(own & names),
            len(own & names) / len(own | names) if own | names else 1.0,
            own != names,
        )
        for rule, (cleaned, names) in found.items()
    ]
    counts = [name for name in _RULES if name.endswith("_count")]
    return route.table(
        "cleaning_effect",
        pl.DataFrame(rows, schema=_RULES, orient="row"),
        formats={**dict.fromkeys(counts, "count"), "overlap": "index"},
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
