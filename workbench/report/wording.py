"""Sentences and notes in words: a finding becomes runs bound to cells, a table's honesty becomes lines."""

import re
import string
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from workbench.labels import Language, has_words, topic, words
from workbench.report.numbers import MISSING, kind_of, label_words, shown
from workbench.tables import Cell, Finding, LeftOut, Slot, Table

_HAN_AND_LATIN = re.compile("[\u3400-\u9fff][A-Za-z0-9%]|[A-Za-z0-9%][\u3400-\u9fff]")


class Run(NamedTuple):
    """A piece of a sentence; ``cell`` is where the piece comes from, if it is a value."""

    text: str
    cell: Cell | None = None
    slot: str | None = None


def sentence(finding: Finding, language: Language) -> tuple[Run, ...]:
    """Return a finding as runs: the template's words, and its slots bound to their cells.

    Raises
    ------
    KeyError
        If the catalogue lacks the template, or the finding lacks one of its slots.
    """
    template = topic("findings")[finding.key][language]
    runs: list[Run] = []
    for literal, name, _, _ in string.Formatter().parse(template):
        if literal:
            runs.append(Run(literal))
        if name:
            runs.append(_slot_run(name, finding.slots[name], language))
    return tuple(_closed_up(runs) if language == "zh" else _agreeing(runs, finding))


def _agreeing(runs: Sequence[Run], finding: Finding) -> Iterator[Run]:
    """Put the unit behind the number 1 in the singular: 1 application."""
    for place, run in enumerate(runs):
        unit = finding.slots.get(run.slot) if run.slot else None
        is_one = place > 1 and runs[place - 1].text == " " and runs[place - 2].text == "1"
        singular = f"{unit}_one" if is_one and isinstance(unit, str) else ""
        yield run._replace(text=words(singular, "en")) if has_words(singular) else run


def _closed_up(runs: Sequence[Run]) -> Iterator[Run]:
    """Set the gaps around slots as Chinese does: one space between Han and Latin signs, none elsewhere."""
    before = ""
    for run in _without_outer_spaces(runs):
        if _HAN_AND_LATIN.fullmatch(before[-1:] + run.text[:1]):
            yield Run(" ")
        yield run
        before = run.text


def _without_outer_spaces(runs: Iterable[Run]) -> Iterator[Run]:
    """Yield the runs that hold a sign; words of the template lose the spaces at their ends."""
    trimmed = (run if run.slot else run._replace(text=run.text.strip(" ")) for run in runs)
    return (run for run in trimmed if run.text)


def _slot_run(name: str, slot: Slot, language: Language) -> Run:
    """Return one slot as it is printed."""
    if isinstance(slot, Cell):
        return Run(cell_text(slot, language), slot, name)
    if isinstance(slot, str) and has_words(slot):
        return Run(words(slot, language), None, name)
    return Run(str(slot), None, name)


def cell_text(cell: Cell, language: Language) -> str:
    """Return a cell as every format prints it."""
    frame = cell.table.frame
    kind = kind_of(cell.column, frame.schema[cell.column], cell.table.formats)
    return shown(cell.value, kind, cell.column, language)


def notes_under(table: Table, language: Language) -> tuple[str, ...]:
    """Return the lines under a figure or table: source, cut-off, unit, n, what was left out, remarks."""
    remarks = tuple(
        words("report.note_remark", language, text=warning_words(note, table, language)) for note in table.notes
    )
    return (source_line(table, language), unit_line(table, language), left_out_line(table, language), *remarks)


def source_line(table: Table, language: Language) -> str:
    """Return 数据来源：…；数据截止：… ."""
    return words(
        "report.note_source",
        language,
        sources=sources_text(table, language),
        cut_off=date_text(table.cut_off, language),
    )


def sources_text(table: Table, language: Language) -> str:
    """Return the sources of a table; none is said to be not provided."""
    named = (value_of("source", source, language) for source in table.sources)
    return words("report.list_separator", language).join(named) or words("report.not_provided", language)


def value_of(column: str, value: str, language: Language) -> str:
    """Return a coded value in words."""
    return shown(value, "text", column, language)


def date_text(day: date | None, language: Language) -> str:
    """Return a date, or that it was not provided."""
    return words("report.not_provided", language) if day is None else day.isoformat()


def unit_line(table: Table, language: Language) -> str:
    """Return 计数单位, 计数方法, 日期口径 and n."""
    fields: dict[str, Any] = {
        "unit": words(f"report.unit_{table.unit}", language),
        "counting": words(f"report.counting_{table.counting}", language),
        "population": f"{table.population:,}",
    }
    if table.row_unit is not None:
        unit = words(f"report.unit_{table.row_unit}", language)
        return words("report.note_rows", language, unit=unit, population=fields["population"])
    if table.date_basis is None:
        return words("report.note_unit", language, **fields)
    basis = words(f"report.basis_{table.date_basis}", language)
    return words("report.note_unit_dated", language, basis=basis, **fields)


def left_out_line(table: Table, language: Language) -> str:
    """Return what was not counted and why; that nothing was left out is said too."""
    reasons = reasons_text(table, language)
    if not reasons:
        return words("report.note_nothing_left_out", language)
    return words("report.note_left_out", language, reasons=reasons)


def reasons_text(table: Table, language: Language) -> str:
    """Return the reasons with their counts, joined."""
    told = (_reason(item, table, language) for item in table.left_out if item.count)
    return words("report.separator", language).join(told)


def _reason(item: LeftOut, table: Table, language: Language) -> str:
    """Return one reason: 缺申请日 12 件."""
    return words(
        "report.note_left_out_one",
        language,
        reason=warning_words(item.reason, table, language, count=f"{item.count:,}"),
        count=f"{item.count:,}",
        unit=measured(table, item.count, language),
    )


def measured(table: Table, count: int, language: Language) -> str:
    """Return the word for so many units of a table: 件, application, applications."""
    number = "_one" if count == 1 else ""
    return words(f"report.measure_{table.row_unit or table.unit}{number}", language)


def warning_words(key: str, table: Table, language: Language, **fields: object) -> str:
    """Return a warning of the catalogue; its slots are what the table knows of itself."""
    if not has_words(f"warnings.{key}"):
        return key
    known: dict[str, object] = {
        "cut_off": date_text(table.cut_off, language),
        "population": f"{table.population:,}",
        "left_out": f"{table.left_out_count():,}",
        "unit": words(f"report.measure_{table.unit}", language),
        **fields,
    }
    pieces = string.Formatter().parse(topic("warnings")[key][language])
    return "".join(text + (str(known.get(name, MISSING)) if name else "") for text, name, _, _ in pieces)


def table_title(table: Table, language: Language) -> str:
    """Return a table's name in words."""
    return label_words(f"tables.{table.name}", language)
