"""What stands after the last chapter: texts as given, what was left out, the units.

The dictionary of columns is made here too; it stands in ``data.xlsx`` alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from workbench.labels import Language, column_words, words
from workbench.report.datasets import Dataset
from workbench.report.model import Report
from workbench.report.numbers import label_words
from workbench.report.parts import Given, Grid, Heading, Paragraph, Part, plain_grid
from workbench.report.wording import Run, measured, reasons_text, warning_words

_TERMS = ("publication", "application", "family", "whole", "fractional", "first", "population", "cut_off")


def appendix_parts(report: Report, carried: Sequence[Dataset]) -> Iterator[Part]:
    """Yield the appendices A, B, C … in order."""
    for position, (title, body) in enumerate(_appendices(report, carried)):
        letter = chr(ord("A") + position)
        number = words("report.appendix_label", report.language, letter=letter) + "　"
        yield Heading(1, title, number, f"appendix-{letter}", opens_page=position == 0)
        yield from body


def _appendices(report: Report, carried: Sequence[Dataset]) -> Iterator[tuple[str, Iterable[Part]]]:
    """Yield title and content of each appendix."""
    language = report.language
    for appendix in report.appendices:
        yield label_words(f"report.appendix_{appendix.key}", language), (Given(appendix.text),)
    if report.decisions:
        yield words("report.appendix_decisions", language), (Given("\n".join(report.decisions)),)
    if carried:
        yield words("report.appendix_left_out", language), _left_out(carried, language)
    yield words("report.appendix_units", language), (terms_grid(language),)


def _left_out(carried: Sequence[Dataset], language: Language) -> Iterator[Part]:
    """Yield population, left-out units and remarks per table."""
    yield Paragraph((Run(words("report.appendix_left_out_intro", language)),))
    headings = [
        words(f"report.column_{name}", language) for name in ("table", "population", "left_out", "remarks")
    ]
    rows = [_left_out_row(dataset, language) for dataset in carried]
    yield plain_grid("left-out", words("report.appendix_left_out", language), headings, rows)


def _left_out_row(dataset: Dataset, language: Language) -> tuple[str, ...]:
    """Return one line of the appendix on what was left out."""
    table = dataset.table
    none = words("report.none", language)
    remarks = words("report.separator", language).join(
        warning_words(note, table, language) for note in table.notes
    )
    population = f"{table.population:,} {measured(table, table.population, language)}"
    name = f"{dataset.label} {dataset.title}"
    return (name, population, reasons_text(table, language) or none, remarks or none)


def dictionary_grid(carried: Sequence[Dataset], language: Language) -> Grid:
    """Return every column of every table: heading, identifier, format, and the tables it stands in."""
    where: dict[tuple[str, str], list[str]] = {}
    for dataset, column in chain.from_iterable(((d, c) for c in d.table.frame.columns) for d in carried):
        where.setdefault((column, dataset.kinds[column]), []).append(dataset.key.removeprefix("figure-"))
    rows = [
        (column_words(column, language), column, words(f"report.format_{kind}", language), ", ".join(keys))
        for (column, kind), keys in sorted(where.items())
    ]
    headings = [
        words(f"report.column_{name}", language) for name in ("heading", "identifier", "format", "tables")
    ]
    return plain_grid("dictionary", words("report.appendix_dictionary", language), headings, rows)


def terms_grid(language: Language) -> Grid:
    """Return the glossary of units and terms."""
    rows = [
        (words(f"report.term_{term}", language), words(f"report.meaning_{term}", language)) for term in _TERMS
    ]
    headings = [words(f"report.column_{name}", language) for name in ("term", "meaning")]
    return plain_grid("terms", words("report.appendix_units", language), headings, rows)
