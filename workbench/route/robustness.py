"""How firm is the route: which documents stay on it, whatever the weight, the cleaning, and a few citations?"""

from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.route.cleaning import CYCLE_RULES
from workbench.route.paths import path_shares, yearly_place
from workbench.route.scope import Route
from workbench.route.showing import DOCUMENT_TYPES, document_evidence, told
from workbench.route.variants import WEIGHT_VARIANTS, cycle_variants, on_documents, stays, weight_variant
from workbench.tables import Cell, Finding, Table

DROPPED_SHARE: Final = 0.05
REPLICATES: Final = 40
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
    key = f"robust:{replicates}:{share}"
    return route.remembered(key, lambda: _make_columns(route, replicates, share))


def _make_columns(route: Route, replicates: int, share: float) -> dict[str, NDArray[Any]]:
    own = path_shares(route, route.path)
    flags = {f"in_{name}": weight_variant(route, name) > 0 for name in WEIGHT_VARIANTS}
    by_cycles = cycle_variants(route).items()
    flags |= {_RULE_COLUMNS[rule]: on_documents(route, grades) > 0 for rule, (_, grades) in by_cycles}
    dropped, added = stays(route, share=share, replicates=replicates)
    by_weight = np.mean([flags[f"in_{name}"] for name in WEIGHT_VARIANTS], axis=0)
    by_rule = np.mean([flags[name] for name in _RULE_COLUMNS.values()], axis=0)
    stay = (by_weight + by_rule + (dropped + added) / 2) / 3
    return {
        "is_on_path": own > 0,
        "tie_share": own,
        **flags,
        "dropped_stay_share": dropped,
        "added_stay_share": added,
        "stay_share": stay,
        "is_firm": stay >= FIRM_SHARE - 1e-9,
    }


def robust_documents_findings(table: Table) -> tuple[Finding, ...]:
    """Say which document of the stem stays least."""
    if table.is_empty():
        return (Finding.of("missing_citations"),)
    stem = table.frame.with_row_index("row").filter(pl.col("tie_share") >= STEM_SHARE)
    if stem.is_empty():
        return (Finding.of("route_without_stem"),)
    row = int(stem.sort("stay_share", "row")["row"][0])
    return (
        Finding.of("route_weakest", weakest=Cell(table, row, "document"), share=Cell(table, row, "stay_share")),
    )


_PARTS: Final = ("weights", "cycle_rules", "dropped", "added", "overall")
STEM_SHARE: Final = 0.5
"""The stem of a path: the documents on half of its tied ways or more."""
_SUMMARY: Final = {
    "robustness_part": pl.String,
    "stem_count": pl.Int64,
    "stem_stay_share": pl.Float64,
    "firm_count": pl.Int64,
    "weakest_document": pl.String,
    "weakest_share": pl.Float64,
}


def route_robustness(route: Route, *, replicates: int = REPLICATES, share: float = DROPPED_SHARE) -> Table:
    """Sum up how firm the stem of the main path is, test by test.

    Returns
    -------
    Table
        One row per ``robustness_part`` (``weights``, ``cycle_rules``, ``dropped``, ``added``, ``overall``):
        ``stem_count`` (documents on half of the tied ways or more), ``stem_stay_share`` (mean over them),
        ``firm_count`` (stay in 0.8 or more), ``weakest_document`` (the earliest of the weakest) and
        ``weakest_share``.
    """
    if not route.has_arcs:
        return route.empty("route_robustness", _SUMMARY)
    columns = _columns(route, replicates, share)
    stem = np.flatnonzero(columns["tie_share"] >= STEM_SHARE)
    stem = stem[np.argsort(yearly_place(route)[stem])]
    parts = {
        "weights": np.mean([columns[f"in_{name}"] for name in WEIGHT_VARIANTS], axis=0),
        "cycle_rules": np.mean([columns[name] for name in _RULE_COLUMNS.values()], axis=0),
        "dropped": columns["dropped_stay_share"],
        "added": columns["added_stay_share"],
        "overall": columns["stay_share"],
    }
    rows = [(name, *_summed_up(route, stem, parts[name])) for name in _PARTS]
    return route.table(
        "route_robustness",
        pl.DataFrame(rows, schema=_SUMMARY, orient="row"),
        evidence=document_evidence(route),
        notes=("robustness_draws",),
        formats={
            **dict.fromkeys(("stem_count", "firm_count"), "count"),
            **dict.fromkeys(("stem_stay_share", "weakest_share"), "share"),
        },
    )


def _summed_up(route: Route, stem: NDArray[np.int64], shares: NDArray[np.float64]) -> tuple[Any, ...]:
    own = shares[stem]
    if not own.size:
        return 0, None, 0, None, None
    weakest = int(own.argmin())
    firm = int((own >= FIRM_SHARE - 1e-9).sum())
    return (
        own.size,
        float(own.mean()),
        firm,
        route.documents["document"][int(stem[weakest])],
        float(own[weakest]),
    )


def route_robustness_findings(table: Table) -> tuple[Finding, ...]:
    """Say how many documents of the stem are firm, and which is weakest."""
    if table.is_empty():
        return (Finding.of("missing_citations"),)
    row = table.frame.height - 1
    stem, firm = table.frame["stem_count"][row], table.frame["firm_count"][row]
    if not stem:
        return (Finding.of("route_without_stem"),)
    slots: dict[str, Any] = {
        "unit": f"findings.unit_{table.unit}",
        "count": Cell(table, row, "stem_count"),
        "weakest": Cell(table, row, "weakest_document"),
        "share": Cell(table, row, "weakest_share"),
    }
    if 0 < firm < stem:
        return (Finding.of("route_partly_firm", firm=Cell(table, row, "firm_count"), **slots),)
    return (Finding.of("route_firm" if firm else "route_not_firm", **slots),)
