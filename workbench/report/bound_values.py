"""Every value that a sentence prints, with the cell it comes from: what makes a number traceable."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from workbench.report.datasets import Dataset, address_of
from workbench.report.model import Report, TextBlock
from workbench.report.numbers import Kind, kind_of
from workbench.report.wording import sentence
from workbench.tables import Finding


class BoundValue(NamedTuple):
    """One slot of one sentence; ``sheet`` and ``address`` are empty where the report lacks the table."""

    sentence: str
    slot: str
    sheet: str
    address: str
    value: Any
    shown: str
    kind: Kind
    column: str


def bound_values(report: Report, carried: Sequence[Dataset]) -> list[BoundValue]:
    """Return the bound values of all findings in the order of the report."""
    blocks = (block for section in report.sections for block in section.blocks)
    findings = (finding for block in blocks if isinstance(block, TextBlock) for finding in block.findings)
    return [value for finding in findings for value in _of_finding(finding, report, carried)]


def _of_finding(finding: Finding, report: Report, carried: Sequence[Dataset]) -> Iterator[BoundValue]:
    """Yield the bound values of one sentence."""
    runs = sentence(finding, report.language)
    told = "".join(run.text for run in runs)
    for run in runs:
        if run.cell is None:
            continue
        found = address_of(run.cell, carried)
        sheet, address = ("", "") if found is None else (found[0].sheet, found[1])
        table, column = run.cell.table, run.cell.column
        kind = kind_of(column, table.frame.schema[column], table.formats)
        yield BoundValue(told, run.slot or "", sheet, address, run.cell.value, run.text, kind, column)
