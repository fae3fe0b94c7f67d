"""The content of a deliverable, told once; the writers only render it.

A notebook builds it top to bottom::

    report = Report("industry_landscape", language="zh", source=source_note, listing=listing)
    report.section("trend")
    report.add(table, draw_years(table, language="zh"), findings)
    report.write(out)

Numbers of tables and figures (表 2-1, 图 2-1) are given by the order of the blocks, chapter by chapter.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from workbench.labels import Language
from workbench.tables import Finding, Table

if TYPE_CHECKING:
    import plotly.graph_objects as go


@dataclass(frozen=True)
class TextBlock:
    """A paragraph of findings, or a fixed paragraph of the catalogue (``report.<key>``) with fields."""

    findings: tuple[Finding, ...] = ()
    key: str | None = None
    fields: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class HeadingBlock:
    """A heading of the second level: key of ``labels/tables.toml``."""

    key: str


@dataclass(frozen=True)
class TableBlock:
    """A numbered table; ``number`` is (chapter, index). A report shows some rows and columns, the xlsx all."""

    table: Table
    number: tuple[int, int]
    shown_rows: int = 30
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class FigureBlock:
    """A numbered figure drawn from a table, which may stand elsewhere in the report."""

    figure: "go.Figure"
    table: Table
    number: tuple[int, int]


Block = HeadingBlock | TextBlock | TableBlock | FigureBlock


@dataclass
class Section:
    """A chapter: key of ``labels/report.toml`` (``section_<key>``) and its blocks in order."""

    key: str
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True)
class Appendix:
    """Text carried at the end as it was given: a query file, a list of decisions."""

    key: str
    text: str


@dataclass
class Report:
    """A deliverable in one language.

    Parameters
    ----------
    name : str
        Key of ``labels/report.toml`` (``title_<name>``); also names the run.
    language : {"zh", "en"}
        Given once, here.
    subject : str
        What the report is about, in the user's words; stands in the title.
    facts : sequence of (str, str)
        The data-source section: label key (``report.fact_<key>``) and what is known; an empty text
        prints 未提供 / not provided.
    listing : polars.LazyFrame
        One row per record: ``record``, ``publication_number``, ``title``, ``applicant``,
        ``filing_date``, ``publication_date``, ``legal_status``, ``vendor_url``.
    parameters : mapping
        The notebook's parameters, for provenance.
    inputs : sequence of mapping
        ``{"file", "sha256", "rows_read", "kept", "duplicates", "rejects"}`` per source.
    is_sample : bool
        Print 示例数据 / sample data on every page.
    """

    name: str
    language: Language
    subject: str = ""
    facts: Sequence[tuple[str, str]] = ()
    listing: pl.LazyFrame | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    inputs: Sequence[Mapping[str, Any]] = ()
    decisions: Sequence[str] = ()
    is_sample: bool = False
    sections: list[Section] = field(default_factory=list, repr=False)
    appendices: list[Appendix] = field(default_factory=list, repr=False)

    @property
    def cut_off(self) -> date | None:
        """Return the latest cut-off of the tables: the report's date, never today's."""
        blocks = (block for section in self.sections for block in section.blocks)
        tables = (block.table for block in blocks if isinstance(block, TableBlock | FigureBlock))
        return max((table.cut_off for table in tables if table.cut_off is not None), default=None)

    def section(self, key: str) -> "Report":
        """Open a chapter; what is added next stands in it."""
        self.sections.append(Section(key))
        return self

    def text(self, key: str, **fields: object) -> "Report":
        """Add a fixed paragraph of the catalogue."""
        self.sections[-1].blocks.append(TextBlock(key=key, fields=fields))
        return self

    def add(
        self,
        table: Table,
        figure: "go.Figure | None" = None,
        findings: Finding | Sequence[Finding] = (),
        *,
        shown_rows: int = 30,
        columns: Sequence[str] = (),
        heading: bool = True,
    ) -> "Report":
        """Add an analysis: its heading, its sentences, its figure, its table, numbered in this chapter.

        Where the data give nothing to count, the sentences say what is missing and stand alone. What has a
        single row is said by its sentence and kept as a table, but not drawn: one bar compares nothing. Of
        a wide table only ``columns`` may be printed; the xlsx has them all, and a note says so.
        """
        told = (findings,) if isinstance(findings, Finding) else tuple(findings)
        blocks = self.sections[-1].blocks
        chapter = len(self.sections)
        if heading:
            blocks.append(HeadingBlock(table.name))
        if told:
            blocks.append(TextBlock(findings=told))
        if told and table.is_empty():
            return self
        is_drawn = table.frame.height > (1 if told else 0)
        if figure is not None and is_drawn:
            figures = sum(isinstance(block, FigureBlock) for block in blocks)
            blocks.append(FigureBlock(figure, table, (chapter, figures + 1)))
        tables = sum(isinstance(block, TableBlock) for block in blocks)
        blocks.append(TableBlock(table, (chapter, tables + 1), shown_rows, tuple(columns)))
        return self

    def append(self, key: str, text: str) -> "Report":
        """Add an appendix given as text."""
        self.appendices.append(Appendix(key, text))
        return self

    def write(self, out: str | Path | None, only: Sequence[str] | None = None) -> list[Path]:
        """Write the outputs into a folder and return their paths; with ``out=None`` only show.

        Parameters
        ----------
        out : path or None
            Folder for ``report.html``, ``report.docx``, ``report.pdf``, ``data.xlsx``, ``figures/`` and
            ``provenance.json``. The notebook itself is added by the run.
        only : sequence of str, optional
            Some of ``html``, ``docx``, ``pdf``, ``xlsx``, ``figures``; ``provenance.json`` and
            ``evidence/`` (what ``workbench explain`` reads) are always written.
        """
        from workbench.report.write import write_report

        return [] if out is None else write_report(self, Path(out), only)
