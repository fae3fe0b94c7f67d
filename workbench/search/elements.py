"""The table of search elements (检索要素表): what the query is made of, before anyone writes it in a syntax."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from workbench.errors import WorkbenchError, raise_faults
from workbench.labels import Language, words
from workbench.query.decomposition import entries, word_node
from workbench.query.tree import And, ClassRef, Field, Node, Not, Or
from workbench.tables.editable import ROW, EditableSheet, read_editable, write_editable

SHEET: Final = EditableSheet(
    "search.sheet_elements",
    ("element", "role", "zh", "en", "ipc", "cpc", "applicant", "reason"),
    required=("element",),
    choices={"role": "element_role"},
    widths={"element": 20, "zh": 40, "en": 40, "ipc": 24, "cpc": 24, "applicant": 24, "reason": 30},
)
_LISTS: Final = ("zh", "en", "ipc", "cpc", "applicant")
_TEXT: Final = ("title", "abstract", "claims")


@dataclass(frozen=True)
class Element:
    """One element and everything that may stand for it.

    Attributes
    ----------
    name : str
        What it is, in the asker's words.
    zh, en : tuple of str
        Words, Chinese and other; wildcards and phrases as the local syntax writes them.
    ipc, cpc : tuple of str
        Symbols; what lies below is taken in, unless a symbol ends in ``=``.
    applicant : tuple of str
        Names.
    is_excluded : bool
        Whether its finds are taken away.
    """

    name: str
    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    ipc: tuple[str, ...] = ()
    cpc: tuple[str, ...] = ()
    applicant: tuple[str, ...] = ()
    is_excluded: bool = False

    def gaps(self) -> tuple[str, ...]:
        """Name what the element has nothing of: a sign of documents that will be missed."""
        return tuple(name for name in ("zh", "en", "ipc") if not getattr(self, name))


@dataclass(frozen=True)
class ElementTable:
    """The elements of a topic; all but the excluded ones must be there."""

    elements: tuple[Element, ...]

    def tree(self) -> Node:
        """Return the whole query.

        Raises
        ------
        WorkbenchError
            If no element is wanted.
        """
        wanted = [block_of(element) for element in self.elements if not element.is_excluded]
        if not wanted:
            raise WorkbenchError("no_wanted_element")
        excluded = [Not(block_of(element)) for element in self.elements if element.is_excluded]
        parts = (*wanted, *excluded)
        return parts[0] if len(parts) == 1 else And(parts)


def block_of(element: Element) -> Node:
    """Return the query block of an element: any of its words, classes or names."""
    texts = tuple(word_node(word) for word in (*element.zh, *element.en))
    found: list[Node] = []
    if texts:
        found.append(Field(_TEXT, texts[0] if len(texts) == 1 else Or(texts)))
    for scheme in ("ipc", "cpc"):
        found += [_class(scheme, symbol) for symbol in getattr(element, scheme)]
    if element.applicant:
        names = tuple(word_node(name) for name in element.applicant)
        found.append(Field(("applicant",), names[0] if len(names) == 1 else Or(names)))
    return found[0] if len(found) == 1 else Or(tuple(found))


def _class(scheme: str, symbol: str) -> ClassRef:
    is_exact = symbol.endswith("=")
    return ClassRef(scheme, re.sub(r"[\s=]", "", symbol).upper(), "exact" if is_exact else "descendants")


def write_elements(
    path: Path, table: ElementTable | None, *, language: Language, replace: bool = False
) -> Path:
    """Write the table as a workbook to fill in; without a table, an empty one."""
    rows = [
        {
            "element": element.name,
            "role": "excluded" if element.is_excluded else "wanted",
            **{name: "；".join(getattr(element, name)) for name in _LISTS},
        }
        for element in (table.elements if table else ())
    ]
    notes = [words(f"search.elements_note_{name}", language) for name in ("task", "lists", "classes", "role")]
    frame = pl.DataFrame(rows) if rows else pl.DataFrame()
    return write_editable(path, [(SHEET, frame)], language=language, notes=notes, replace=replace)


def read_elements(path: Path) -> ElementTable:
    """Read a filled workbook.

    Raises
    ------
    WorkbenchError
        If it is no such workbook, an element has nothing to look for, or a word cannot be read; all faults
        at once.
    """
    rows = read_editable(path, [SHEET])[SHEET.address]
    elements, faults = [], []
    for row in rows.iter_rows(named=True):
        lists = {name: tuple(entries(row[name])) for name in _LISTS}
        element = Element(row["element"], is_excluded=row["role"] == "excluded", **lists)
        if not any(lists.values()):
            faults.append(WorkbenchError("empty_element", file=path.name, row=row[ROW], found=element.name))
            continue
        try:
            block_of(element)
        except WorkbenchError as error:
            faults.append(error)
        elements.append(element)
    raise_faults(faults)
    if not elements:
        raise WorkbenchError("no_wanted_element")
    return ElementTable(tuple(elements))
