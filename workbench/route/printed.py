"""Which columns of a wide table a page shows; ``data.xlsx`` has them all."""

from collections.abc import Mapping
from typing import Final

from workbench.tables import Table

_PATH: Final = (
    "path_place",
    "document",
    "title",
    "applicant",
    "document_year",
    "branch",
    "flow_share",
    "path_role",
)
_PRINTED: Final[Mapping[str, tuple[str, ...]]] = {
    "milestones": (
        "document", "title", "applicant", "document_year", "branch", "problem", "means", "effect",
        "citation_count",
    ),
    "key_patents": (
        "rank", "document", "title", "applicant", "document_year", "branch", "score", "citation_count",
        "is_on_path",
    ),
    "persistent_documents": (
        "rank", "document", "title", "applicant", "document_year", "persistence", "persistence_share",
        "is_on_path",
    ),
    "main_path_documents": _PATH,
    "key_route_documents": _PATH,
    "local_path_documents": _PATH,
    "main_path_links": (
        "cited_document", "cited_applicant", "cited_document_year", "citing_document", "citing_applicant",
        "citing_document_year", "link_share", "lag_years",
    ),
    "path_comparison": (
        "path_search", "document_count", "arc_count", "tied_paths", "coverage_share", "touched_share",
        "applicant_count", "shared_with_global_count",
    ),
    "key_route_sweep": (
        "key_link_rank", "key_link_count", "document_count", "arc_count", "coverage_share", "is_plateau",
    ),
    "robust_documents": (
        "document", "title", "document_year", "is_on_path", "dropped_stay_share", "added_stay_share",
        "stay_share", "is_firm",
    ),
    "criticality_baskets": (
        "criticality_most", "document_count", "document_share", "spc_path_share", "key_route_path_share",
        "longest_path_share",
    ),
    "technology_generations": (
        "generation_place", "branch", "document_count", "median_year", "peak_year", "generation_stage",
        "predecessor", "takeover_year",
    ),
    "generation_years": ("year", "branch", "document_count", "cumulative_count", "moving_count", "is_complete"),
    "branch_periods": ("period", "branch", "document_count", "document_share", "new_share", "lost_share"),
    "branch_flows": ("from_period", "from_branch", "to_period", "to_branch", "flow_count", "to_share"),
    "branch_trends": (
        "branch", "former_count", "recent_count", "former_share", "recent_share", "share_factor", "trend",
    ),
    "branch_coupling": ("branch", "other_branch", "coupling_strength", "coupling_ratio"),
    "applicant_relay": (
        "period", "rank", "applicant", "document_count", "citation_count", "citation_share", "former_rank",
        "relay_role",
    ),
    "path_takeovers": (
        "takeover_year", "from_applicant", "to_applicant", "cited_document", "citing_document", "link_share",
    ),
    "route_outlook": (
        "branch", "trend", "recent_count", "document", "applicant", "document_year", "problem", "means",
        "effect", "uncertainty",
    ),
    "technology_roadmap": (
        "branch", "period", "document_year", "document", "roadmap_label", "applicant", "roadmap_basis",
        "row_state",
    ),
    "cleaning_effect": (
        "cycle_rule", "is_chosen", "against_date_count", "cycle_arc_count", "kept_arc_count", "document_count",
        "overlap", "path_changes",
    ),
    "route_branches": (
        "branch", "document_count", "document_share", "first_year", "last_year", "path_document_count",
        "leading_applicant", "most_cited_document",
    ),
}  # fmt: skip


def printed_columns(table: Table) -> tuple[str, ...]:
    """Return the columns of a table that a page shows, in their order; none named means all."""
    present = set(table.frame.columns)
    return tuple(name for name in _PRINTED.get(table.name, ()) if name in present)
