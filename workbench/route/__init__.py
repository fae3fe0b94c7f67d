"""Which technology builds on which (技术路线)."""

from workbench.route.agreement import cleaning_effect, cleaning_effect_findings, path_agreement
from workbench.route.baskets import (
    criticality_baskets,
    criticality_baskets_findings,
    low_criticality_documents,
)
from workbench.route.branches import Branch, BranchTable, read_branch_table
from workbench.route.coupled import (
    branch_coupling,
    branch_coupling_findings,
    co_cited_documents,
    coupled_documents,
)
from workbench.route.criteria import key_patent_criteria, read_key_patent_criteria
from workbench.route.evolution import branch_flows, branch_periods, branch_periods_findings
from workbench.route.generations import (
    generation_years,
    technology_generations,
    technology_generations_findings,
)
from workbench.route.groups import route_branches, route_branches_findings
from workbench.route.key_patents import criteria_used, key_patents, key_patents_findings, milestones
from workbench.route.main_path import SearchPlan
from workbench.route.outlook import route_outlook, route_outlook_findings
from workbench.route.overview import (
    citation_coverage,
    citation_coverage_findings,
    cleaning_account,
    cleaning_account_findings,
)
from workbench.route.paths import (
    main_path_documents,
    main_path_documents_findings,
    main_path_links,
    path_comparison,
    path_comparison_findings,
)
from workbench.route.persistent import persistent_documents, persistent_documents_findings
from workbench.route.printed import printed_columns
from workbench.route.relay import applicant_relay, applicant_relay_findings, path_takeovers
from workbench.route.roadmap import technology_roadmap, technology_roadmap_findings
from workbench.route.robustness import (
    robust_documents,
    robust_documents_findings,
    route_robustness,
    route_robustness_findings,
)
from workbench.route.scope import Route
from workbench.route.sentences import missing_findings, titled
from workbench.route.sweep import key_route_sweep, key_route_sweep_findings
from workbench.route.trends import branch_trends, branch_trends_findings

__all__ = [
    "Branch",
    "BranchTable",
    "Route",
    "SearchPlan",
    "applicant_relay",
    "applicant_relay_findings",
    "branch_coupling",
    "branch_coupling_findings",
    "branch_flows",
    "branch_periods",
    "branch_periods_findings",
    "branch_trends",
    "branch_trends_findings",
    "citation_coverage",
    "citation_coverage_findings",
    "cleaning_account",
    "cleaning_account_findings",
    "cleaning_effect",
    "cleaning_effect_findings",
    "co_cited_documents",
    "coupled_documents",
    "criteria_used",
    "criticality_baskets",
    "criticality_baskets_findings",
    "generation_years",
    "key_patent_criteria",
    "key_patents",
    "key_patents_findings",
    "key_route_sweep",
    "key_route_sweep_findings",
    "low_criticality_documents",
    "main_path_documents",
    "main_path_documents_findings",
    "main_path_links",
    "milestones",
    "missing_findings",
    "path_agreement",
    "path_comparison",
    "path_comparison_findings",
    "path_takeovers",
    "persistent_documents",
    "persistent_documents_findings",
    "printed_columns",
    "read_branch_table",
    "read_key_patent_criteria",
    "robust_documents",
    "robust_documents_findings",
    "route_branches",
    "route_branches_findings",
    "route_outlook",
    "route_outlook_findings",
    "route_robustness",
    "route_robustness_findings",
    "technology_generations",
    "technology_generations_findings",
    "technology_roadmap",
    "technology_roadmap_findings",
    "titled",
]
