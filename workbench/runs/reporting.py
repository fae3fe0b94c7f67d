"""Opens a report on a corpus: its data-source section, its listing and what is remarked on the data."""

from collections.abc import Mapping, Sequence
from typing import Any

from workbench.corpus import Corpus, Manifest
from workbench.corpus.listing import publication_list
from workbench.labels import Language, value_words, words
from workbench.labels.problems import notice_text
from workbench.landscape import Scope
from workbench.report import Report


def landscape_report(
    name: str, scope: Scope, *, language: Language, subject: str, parameters: Mapping[str, Any]
) -> Report:
    """Open a report whose numbers are counted as a scope says.

    Parameters
    ----------
    name : str
        Key of ``labels/report.toml`` (``title_<name>``).
    scope : Scope
        What is counted, and how; stands in the data-source section.
    subject : str
        What the report is about, in the user's words.
    parameters : mapping
        The notebook's parameters, for provenance.
    """
    told = _scope_facts(scope, language)
    return corpus_report(
        name, scope.corpus, language=language, subject=subject, parameters=parameters, facts=told
    )


def corpus_report(
    name: str,
    corpus: Corpus,
    *,
    language: Language,
    subject: str,
    parameters: Mapping[str, Any],
    facts: Sequence[tuple[str, str]] = (),
) -> Report:
    """Open a report on a corpus, whatever is told of it.

    Parameters
    ----------
    name : str
        Key of ``labels/report.toml`` (``title_<name>``).
    corpus : Corpus
        What the report stands on: its sources, dates and notices, and the list behind every number.
    subject : str
        What the report is about, in the user's words.
    parameters : mapping
        The notebook's parameters, for provenance.
    facts : sequence of (str, str)
        What else stands in the data-source section: label key (``report.fact_<key>``) and text.
    """
    manifest = corpus.manifest
    report = Report(
        name,
        language,
        subject=subject,
        facts=(*_data_facts(manifest, language), *facts),
        listing=publication_list(corpus),
        parameters=parameters,
        inputs=[source.model_dump(exclude={"columns"}) for source in manifest.sources],
        decisions=manifest.decisions,
        is_sample=manifest.is_sample,
    )
    return _with_appendices(report, corpus, language)


def _data_facts(manifest: Manifest, language: Language) -> tuple[tuple[str, str], ...]:
    cut_off = str(manifest.cut_off or "")
    if manifest.cut_off_is_inferred and cut_off:
        cut_off = notice_text("cut_off_inferred", {"date": cut_off}, language)
    cautions = "\n".join(
        notice_text(notice.key, notice.fields, language)
        for notice in manifest.notices
        if notice.key in _CAUTIONS
    )
    totals = {name: sum(getattr(source, name) for source in manifest.sources) for name in _COUNTS}
    return (
        ("database", manifest.database or ""),
        ("formats", ", ".join(value_words("source", name, language) for name in manifest.source_names())),
        ("query", manifest.query or ""),
        ("search_date", str(manifest.search_date or "")),
        ("status_date", str(manifest.status_date or "")),
        ("cut_off", cut_off),
        ("rows", words("report.rows_account", language, **totals) if manifest.sources else ""),
        *((("cautions", cautions),) if cautions else ()),
    )


_CAUTIONS = ("likely_download_cap", "cut_off_after_data", "row_number_gaps")
"""What may bend every figure of the report stands in front, not only in the appendix."""

_COUNTS = ("rows_read", "kept", "duplicates", "rejects")


def _scope_facts(scope: Scope, language: Language) -> tuple[tuple[str, str], ...]:
    shown = f"{scope.series[0]}–{scope.series[1]}" if scope.series else ""
    rule = "given" if scope.first_year or scope.last_year else "automatic"
    years = words(f"report.years_{rule}", language, years=shown) if shown else ""
    return (
        ("unit", words(f"report.unit_{scope.unit}", language)),
        ("counting", words(f"report.counting_{scope.counting}", language)),
        ("date_basis", words(f"report.basis_{scope.date_basis}", language)),
        ("patent_type", value_words("patent_type", scope.patent_type, language)),
        ("region_rule", value_words("region_rule", scope.region_rule, language)),
        ("years", years),
        ("names", words("report.names_rule", language)),
    )


def _with_appendices(report: Report, corpus: Corpus, language: Language) -> Report:
    from workbench.preparation.audit import audit

    manifest = corpus.manifest
    if manifest.query:
        report.append("query", manifest.query)
    remarks = [notice_text(notice.key, notice.fields, language) for notice in manifest.notices]
    if remarks:
        report.append("notices", "\n".join(remarks))
    return report.append("audit", audit(corpus).to_text(language))
