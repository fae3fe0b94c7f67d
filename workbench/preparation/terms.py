"""When does a patent end at the latest? The end of the statutory term, with the rule used."""

from functools import reduce

import polars as pl

from workbench.corpus import Corpus
from workbench.preparation.notices import with_rules
from workbench.reference import facts
from workbench.reference.terms import TermRule, term_rules


def derive_expiry(corpus: Corpus) -> Corpus:
    """Fill ``expiry_date`` and ``expiry_rule`` of Chinese applications by ``reference/terms``.

    The date is the anniversary of the filing date on which the right has ended; the day before is the
    last day of protection. A date the export gives stays, with the rule ``given``. Where the type or the
    filing date is not known, and for other offices, nothing is filled.
    """
    terms = term_rules("CN")
    is_given = pl.col("expiry_date").is_not_null() & (
        pl.col("expiry_rule").is_null() | (pl.col("expiry_rule") == "given")
    )
    rule = pl.coalesce(_rule_where_it_holds(term) for term in terms)
    years = {term.rule: f"{term.years}y" for term in terms}
    applications = (
        corpus.polars("applications")
        .with_columns(rule=pl.when(is_given).then(pl.lit("given")).otherwise(rule))
        .with_columns(
            expiry_date=pl.when(is_given).then("expiry_date").otherwise(_end_of_term(years)),
            expiry_rule=pl.col("rule"),
        )
        .drop("rule")
    )
    return with_rules(corpus.with_tables(applications=applications), expiry_terms=str(facts("terms")["date"]))


def _rule_where_it_holds(term: TermRule) -> pl.Expr:
    filed = pl.col("filing_date")
    conditions = [
        pl.col("office") == term.office,
        pl.col("patent_type") == term.patent_type,
        filed >= term.filed_from,
    ]
    if term.filed_before is not None:
        conditions.append(filed < term.filed_before)
    return pl.when(reduce(lambda one, other: one & other, conditions)).then(pl.lit(term.rule))


def _end_of_term(years: dict[str, str]) -> pl.Expr:
    return pl.coalesce(
        pl.when(pl.col("rule") == rule).then(pl.col("filing_date").dt.offset_by(term))
        for rule, term in years.items()
    )
