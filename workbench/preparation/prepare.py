"""A raw corpus in, a better one out: the steps of preparation, in their order."""

from pathlib import Path

from workbench import __version__
from workbench.corpus import Corpus
from workbench.preparation.decided import without_decisions
from workbench.preparation.decisions import apply_decisions
from workbench.preparation.families import merge_families
from workbench.preparation.fields import assign_fields
from workbench.preparation.industries import assign_industries
from workbench.preparation.parties import unify_parties
from workbench.preparation.party_types import classify_parties
from workbench.preparation.regions import locate_parties
from workbench.preparation.status import settle_status
from workbench.preparation.terms import derive_expiry


def prepare(corpus: Corpus, *, roster: Path | None = None, decisions: Path | None = None) -> Corpus:
    """Unify names, assign types, places and fields, settle status, expiry and families.

    Parameters
    ----------
    corpus : Corpus
        Raw, or prepared before: every step starts from what was found, so that preparing twice gives the
        same.
    roster : path, optional
        A table of firms with former names, codes, districts and zones.
    decisions : path, optional
        The analyst's workbook; it has the last word.

    Returns
    -------
    Corpus
        Its manifest names the rules used.
    """
    parties = locate_parties(classify_parties(unify_parties(without_decisions(corpus))), roster=roster)
    classed = assign_industries(assign_fields(parties))
    settled = merge_families(derive_expiry(settle_status(classed)))
    prepared = settled.with_manifest(is_prepared=True, workbench_version=__version__)
    return prepared if decisions is None else apply_decisions(prepared, decisions)
