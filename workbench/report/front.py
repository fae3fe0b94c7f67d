"""What stands before the first chapter: the cover, and where the data come from."""

from collections.abc import Iterator
from pathlib import PurePath

from workbench.labels import words
from workbench.report.model import Report
from workbench.report.numbers import label_words
from workbench.report.parts import Grid, Heading, Paragraph, Part, plain_grid
from workbench.report.wording import Run, date_text

_INPUT_COLUMNS = ("file", "rows_read", "kept", "duplicates", "rejects", "sha256")


def cover_lines(report: Report) -> tuple[str, ...]:
    """Return the lines under the title: the subject, the cut-off, and that the data are invented."""
    language = report.language
    lines = [words("report.subject_line", language, subject=report.subject)] if report.subject else []
    lines.append(words("report.cut_off_line", language, date=date_text(report.cut_off, language)))
    if report.is_sample:
        lines.append(words("report.sample_statement", language))
    return tuple(lines)


def source_parts(report: Report) -> Iterator[Part]:
    """Yield the section on data sources and counting rules."""
    language = report.language
    yield Heading(1, words("report.section_sources", language), "", "sources", opens_page=True)
    yield Paragraph((Run(words("report.sources_intro", language)),))
    if report.facts:
        yield facts_grid(report)
    if report.inputs:
        yield inputs_grid(report)


def facts_grid(report: Report) -> Grid:
    """Return what is known of the data; an empty fact is said to be not provided."""
    language = report.language
    missing = words("report.not_provided", language)
    rows = [
        (label_words(f"report.fact_{key}", language), text.strip() or missing) for key, text in report.facts
    ]
    headings = (words("report.sources_item", language), words("report.sources_content", language))
    return plain_grid("facts", words("report.title_facts", language), headings, rows)


def inputs_grid(report: Report) -> Grid:
    """Return the files that were read, with their row counts."""
    language = report.language
    headings = [words(f"report.input_{column}", language) for column in _INPUT_COLUMNS]
    rows = [[_input_text(column, source.get(column)) for column in _INPUT_COLUMNS] for source in report.inputs]
    return plain_grid("inputs", words("report.title_inputs", language), headings, rows)


def _input_text(column: str, value: object) -> str:
    """Return one entry of the list of files."""
    if value is None:
        return ""
    if column == "sha256":
        return str(value)[:12]
    if column == "file":
        return PurePath(str(value)).name
    return f"{value:,}" if isinstance(value, int) else str(value)
