"""Who files what, where and when (专利态势)."""

from collections.abc import Callable

from workbench.landscape.applicants import (
    party_types,
    party_types_findings,
    top_applicants,
    top_applicants_findings,
)
from workbench.landscape.concentration import applicant_concentration, applicant_concentration_findings
from workbench.landscape.cooperation import co_applicants, co_applicants_findings
from workbench.landscape.entrants import (
    new_entrants,
    new_entrants_findings,
    top_new_entrants,
    top_new_entrants_findings,
)
from workbench.landscape.filings import (
    annual_filings,
    annual_filings_findings,
    annual_grants,
    annual_grants_findings,
    annual_publications,
    annual_publications_findings,
)
from workbench.landscape.growth import filing_periods, filing_periods_findings
from workbench.landscape.life_cycle import (
    life_cycle,
    life_cycle_findings,
    technology_indicators,
    technology_indicators_findings,
)
from workbench.landscape.offices import (
    origin_target_flow,
    origin_target_flow_findings,
    publishing_offices,
    publishing_offices_findings,
)
from workbench.landscape.patent_types import (
    patent_types,
    patent_types_by_year,
    patent_types_by_year_findings,
    patent_types_findings,
)
from workbench.landscape.population import counting_base, counting_base_findings
from workbench.landscape.regions import districts, districts_findings, provinces, provinces_findings
from workbench.landscape.scope import Scope
from workbench.landscape.technology import (
    technology_fields,
    technology_fields_findings,
    technology_subclasses,
    technology_subclasses_findings,
)
from workbench.landscape.technology_change import technology_change, technology_change_findings
from workbench.landscape.validity import (
    legal_validity,
    legal_validity_findings,
    remaining_life,
    remaining_life_findings,
)
from workbench.tables import Table

ANALYSES: tuple[Callable[[Scope], Table], ...] = (
    counting_base,
    annual_filings,
    filing_periods,
    annual_publications,
    annual_grants,
    patent_types,
    patent_types_by_year,
    top_applicants,
    party_types,
    new_entrants,
    top_new_entrants,
    applicant_concentration,
    co_applicants,
    publishing_offices,
    origin_target_flow,
    technology_subclasses,
    technology_fields,
    technology_change,
    legal_validity,
    remaining_life,
    provinces,
    districts,
    life_cycle,
    technology_indicators,
)
"""The whole battery, in the order in which a report tells it."""

__all__ = [
    "ANALYSES",
    "Scope",
    "annual_filings",
    "annual_filings_findings",
    "annual_grants",
    "annual_grants_findings",
    "annual_publications",
    "annual_publications_findings",
    "applicant_concentration",
    "applicant_concentration_findings",
    "co_applicants",
    "co_applicants_findings",
    "counting_base",
    "counting_base_findings",
    "districts",
    "districts_findings",
    "filing_periods",
    "filing_periods_findings",
    "legal_validity",
    "legal_validity_findings",
    "life_cycle",
    "life_cycle_findings",
    "new_entrants",
    "new_entrants_findings",
    "origin_target_flow",
    "origin_target_flow_findings",
    "party_types",
    "party_types_findings",
    "patent_types",
    "patent_types_by_year",
    "patent_types_by_year_findings",
    "patent_types_findings",
    "provinces",
    "provinces_findings",
    "publishing_offices",
    "publishing_offices_findings",
    "remaining_life",
    "remaining_life_findings",
    "technology_change",
    "technology_change_findings",
    "technology_fields",
    "technology_fields_findings",
    "technology_indicators",
    "technology_indicators_findings",
    "technology_subclasses",
    "technology_subclasses_findings",
    "top_applicants",
    "top_applicants_findings",
    "top_new_entrants",
    "top_new_entrants_findings",
]
