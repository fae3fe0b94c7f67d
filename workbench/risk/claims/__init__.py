"""Claims of a patent as values: read from text, typed, taken apart, with everything odd said aloud."""

from workbench.risk.claims.inheritance import dependency_paths, inherited_features
from workbench.risk.claims.model import (
    Anomaly,
    Category,
    Claim,
    ClaimSet,
    Feature,
    Gap,
    Jurisdiction,
    LegalType,
    NumericRange,
    Reference,
    Transition,
)
from workbench.risk.claims.reading import read_claims, read_numbered_claims

__all__ = [
    "Anomaly",
    "Category",
    "Claim",
    "ClaimSet",
    "Feature",
    "Gap",
    "Jurisdiction",
    "LegalType",
    "NumericRange",
    "Reference",
    "Transition",
    "dependency_paths",
    "inherited_features",
    "read_claims",
    "read_numbered_claims",
]
