"""A report put in words: headings, sentences, captions and grids in their order, the same for every writer."""

from collections.abc import Iterator, Sequence

import polars as pl

from workbench.labels import Language, column_words, words
from workbench.report.appendices import appendix_parts
from workbench.report.datasets import Dataset, dataset_of, datasets, number_text
from workbench.report.front import cover_lines, source_parts
from workbench.report.model import FigureBlock, HeadingBlock, Report, Section, TableBlock, TextBlock
from workbench.report.numbers import NUMERIC_KINDS, label_words, shown
from workbench.report.parts import (
    Align,
    Grid,
    GridColumn,
    Heading,
    Manuscript,
    Paragraph,
    Part,
    Picture,
    column_weights,
)
from workbench.report.wording import Run, notes_under, sentence, table_title


def compose(report: Report) -> Manuscript:
    """Put a report in words.

    Raises
    ------
    KeyError
        If a fixed word or a sentence is missing in the catalogue.
    """
    carried = datasets(report)
    chapters = [
        part
        for position, section in enumerate(report.sections, start=1)
        for part in _chapter(section, position, report, carried)
    ]
    return Manuscript(
        language=report.language,
        title=title_text(report),
        cover=cover_lines(report),
        contents=words("report.contents", report.language),
        banner=words("report.sample_banner", report.language) if report.is_sample else "",
        parts=(*source_parts(report), *chapters, *appendix_parts(report, carried)),
        datasets=carried,
    )


def title_text(report: Report) -> str:
    """Return the report's title in words."""
    return label_words(f"report.title_{report.name}", report.language)


def _chapter(section: Section, position: int, report: Report, carried: Sequence[Dataset]) -> Iterator[Part]:
    """Yield one chapter: its heading and its blocks."""
    language = report.language
    title = label_words(f"report.section_{section.key}", language)
    yield Heading(1, title, chapter_number(position, language), f"chapter-{position}", opens_page=position == 1)
    topics = 0
    for block in section.blocks:
        if isinstance(block, HeadingBlock):
            topics += 1
            number = topic_number(position, topics, language)
            text = label_words(f"tables.{block.key}", language)
            yield Heading(2, text, number, f"chapter-{position}-{topics}")
        elif isinstance(block, TextBlock):
            yield from _paragraphs(block, language)
        elif isinstance(block, FigureBlock):
            yield _picture(block, report, carried)
        else:
            yield table_grid(block, report, carried)


def _paragraphs(block: TextBlock, language: Language) -> Iterator[Paragraph]:
    """Yield a fixed paragraph, or the findings, one paragraph each."""
    if block.key is not None:
        yield Paragraph((Run(label_words(f"report.{block.key}", language, **block.fields)),))
    for finding in block.findings:
        yield Paragraph(sentence(finding, language))


def _picture(block: FigureBlock, report: Report, carried: Sequence[Dataset]) -> Picture:
    """Return a figure with its caption and notes."""
    number = number_text(block.number)
    dataset = dataset_of(block.table, carried)
    if dataset is None:
        raise KeyError(block.table.name)
    return Picture(
        key=f"figure-{number}",
        label=words("report.figure_label", report.language, number=number),
        title=table_title(block.table, report.language),
        figure=block.figure,
        notes=notes_under(block.table, report.language),
        dataset=dataset,
    )


def table_grid(block: TableBlock, report: Report, carried: Sequence[Dataset]) -> Grid:
    """Return a table as it is printed: the first rows, and what the xlsx has beyond them."""
    language = report.language
    dataset = dataset_of(block.table, carried)
    if dataset is None:
        raise KeyError(block.table.name)
    first_row = first_shown_row(block, dataset)
    frame = block.table.frame.slice(first_row, block.shown_rows)
    frame = frame.select(block.columns) if block.columns else frame
    columns, rows, is_small = _laid_out(dataset, frame, language)
    alike = _alike_columns(dataset, frame.columns) if is_small else ()
    if alike:
        columns, rows, is_small = _laid_out(dataset, frame.drop(alike), language)
    return Grid(
        key=f"table-{number_text(block.number)}",
        label=dataset.label,
        title=dataset.title,
        columns=columns,
        rows=rows,
        notes=(
            *_alike_notes(alike, dataset, language),
            *cut_notes(block, dataset, language),
            *notes_under(block.table, language),
        ),
        dataset=dataset,
        first_row=first_row,
        is_small=is_small,
    )


def first_shown_row(block: TableBlock, dataset: Dataset) -> int:
    """Return where a printed table begins: a long series of years shows its latest, others their first."""
    frame = block.table.frame
    if not frame.width or dataset.kinds[frame.columns[0]] != "year":
        return 0
    return max(frame.height - block.shown_rows, 0)


def cut_notes(block: TableBlock, dataset: Dataset, language: Language) -> tuple[str, ...]:
    """Say that rows or columns were cut and where they are, if they were."""
    frame = block.table.frame
    told = []
    if frame.height > block.shown_rows:
        key = "note_cut_earlier" if first_shown_row(block, dataset) else "note_cut"
        fields = {"shown": f"{block.shown_rows:,}", "total": f"{frame.height:,}", "sheet": dataset.sheet}
        told.append(words(f"report.{key}", language, **fields))
    if block.columns and len(block.columns) < frame.width:
        left = frame.width - len(block.columns)
        told.append(words("report.note_columns", language, count=left, sheet=dataset.sheet))
    return tuple(told)


def _laid_out(
    dataset: Dataset, frame: pl.DataFrame, language: Language
) -> tuple[tuple[GridColumn, ...], tuple[tuple[str, ...], ...], bool]:
    """Return columns and rows of a table as printed, and whether they need small letters."""
    rows = tuple(
        tuple(shown(value, dataset.kinds[name], name, language) for name, value in row.items())
        for row in frame.iter_rows(named=True)
    )
    headings = [column_words(name, language) for name in frame.columns]
    weights, is_small = column_weights(headings, rows)
    columns = tuple(
        GridColumn(heading, _align(dataset.kinds[name]), weight, name, dataset.table.has_records(name))
        for name, heading, weight in zip(frame.columns, headings, weights, strict=True)
    )
    return columns, rows, is_small


def _alike_columns(dataset: Dataset, printed: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of words that say the same in every row: a wide table tells them in a note.

    A column whose format the table names is always printed: a form to fill in keeps its columns.
    """
    frame = dataset.table.frame.select(printed)
    if frame.height < 2:
        return ()
    return tuple(
        name
        for name in frame.columns[1:]
        if dataset.kinds[name] == "text" and name not in dataset.table.formats and frame[name].n_unique() == 1
    )


def _alike_notes(alike: Sequence[str], dataset: Dataset, language: Language) -> tuple[str, ...]:
    """Say what the columns hold that a wide table leaves out in print."""
    if not alike:
        return ()
    frame = dataset.table.frame
    told = (f"{column_words(name, language)} {shown(frame[name][0], 'text', name, language)}" for name in alike)
    return (words("report.note_alike", language, text=words("report.separator", language).join(told)),)


def _align(kind: str) -> Align:
    """Return how a kind of value stands in its cell."""
    if kind in NUMERIC_KINDS:
        return "right"
    return "left" if kind == "text" else "center"


_DIGITS = "零一二三四五六七八九"


def chinese_number(number: int) -> str:
    """Return a number from 1 to 99 in Chinese: 一, 十, 二十一."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_DIGITS[tens]}十")
    return head + (_DIGITS[ones] if ones else "")


def chapter_number(position: int, language: Language) -> str:
    """Return 一、 or 1 before a chapter's title."""
    return f"{chinese_number(position)}、" if language == "zh" else f"{position}  "


def topic_number(chapter: int, position: int, language: Language) -> str:
    """Return （一） or 1.1 before a heading of the second level."""
    return f"（{chinese_number(position)}）" if language == "zh" else f"{chapter}.{position}  "
