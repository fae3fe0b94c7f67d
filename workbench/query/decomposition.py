"""A technology decomposition table (技术分解表): branches, each with the query that finds its documents."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

from workbench.errors import WorkbenchError, raise_faults
from workbench.query.parse import parse
from workbench.query.tree import And, ClassRef, Field, Node, Not, Or

LEVELS: Final = ("一级分支", "二级分支", "三级分支", "四级分支")
HEADINGS: Final = {
    "name": ("技术分支", "分支", "branch", "name"),
    "words": ("关键词", "检索词", "中文关键词", "words", "keywords"),
    "words_en": ("英文关键词", "外文关键词", "words_en"),
    "ipc": ("IPC", "ipc", "分类号", "IPC分类号"),
    "cpc": ("CPC", "cpc"),
    "excluded": ("排除词", "excluded"),
    "query": ("检索式", "query"),
}
_BETWEEN: Final = re.compile(r"\s*[;；、|\n]\s*")
_TEXT: Final = ("title", "abstract", "claims")


@dataclass(frozen=True)
class Branch:
    """One leaf.

    Attributes
    ----------
    name : str
        Its levels, joined by ``/``.
    tree : Node
        The query of its documents.
    """

    name: str
    tree: Node


@dataclass(frozen=True)
class DecompositionTable:
    """A table and its leaves, in order."""

    name: str
    branches: tuple[Branch, ...]


def read_decomposition(path: Path) -> DecompositionTable:
    """Read a table from an xlsx or csv.

    One row a leaf: its name in ``技术分支`` or level by level in ``一级分支`` … (an empty level is that of the
    row above), and a query in the local syntax (``检索式``), or words, IPC and CPC of which any one suffices,
    less ``排除词``.

    Raises
    ------
    WorkbenchError
        If there is no column of names, a leaf has nothing to look for, a name stands twice, or a query
        cannot be read; all faults at once.
    """
    rows = _rows(path)
    faults: list[WorkbenchError] = []
    branches: dict[str, Branch] = {}
    for row, told in rows:
        try:
            tree = _tree(told)
        except WorkbenchError as error:
            faults.append(WorkbenchError("branch_query", file=path.name, row=row, found=str(told["name"])))
            faults.append(error)
            continue
        if tree is None:
            faults.append(WorkbenchError("branch_empty", file=path.name, row=row, found=told["name"]))
        elif told["name"] in branches:
            faults.append(WorkbenchError("branch_twice", file=path.name, row=row, found=told["name"]))
        else:
            branches[told["name"]] = Branch(told["name"], tree)
    raise_faults(faults)
    if not branches:
        raise WorkbenchError("branch_none", file=path.name)
    return DecompositionTable(path.stem, tuple(branches.values()))


def has_queries(path: Path) -> bool:
    """Tell whether a table gives its branches by queries, not by words and classes alone."""
    if path.suffix.lower() not in (".csv", ".xlsx", ".xls"):
        return False
    frame = _frame(path)
    return any(frame[name].is_not_null().any() for name in HEADINGS["query"] if name in frame.columns)


def _rows(path: Path) -> list[tuple[int, dict[str, Any]]]:
    frame = _frame(path)
    levels = [name for name in LEVELS if name in frame.columns]
    places = {
        key: next((name for name in names if name in frame.columns), None) for key, names in HEADINGS.items()
    }
    if places["name"] is None and not levels:
        known = "、".join((*HEADINGS["name"], *LEVELS))
        raise WorkbenchError("branch_columns", file=path.name, looked_for=known, found="、".join(frame.columns))
    rows, above = [], [""] * len(levels)
    for number, told in enumerate(frame.iter_rows(named=True), start=2):
        given = {key: (told[name] or "").strip() if name else "" for key, name in places.items()}
        if places["name"] is None:
            own = [(told[level] or "").strip() for level in levels]
            first = next((place for place, text in enumerate(own) if text), len(own))
            above = [*above[:first], *own[first:]]
            given["name"] = "/".join(text for text in above if text)
        if any(value for key, value in given.items() if key != "name"):
            rows.append((number, given))
    return rows


def _frame(path: Path) -> pl.DataFrame:
    from fastexcel import FastExcelError

    try:
        if path.suffix.lower() == ".csv":
            return pl.read_csv(path, infer_schema=False, truncate_ragged_lines=True)
        return pl.read_excel(path, infer_schema_length=0).cast(pl.String)
    except (OSError, FastExcelError, pl.exceptions.PolarsError) as error:
        raise WorkbenchError("cannot_read", file=str(path), cause=str(error).splitlines()[0]) from error


def _tree(told: dict[str, Any]) -> Node | None:
    if told["query"]:
        return parse(told["query"], "local").tree
    texts = [word_node(word) for key in ("words", "words_en") for word in entries(told[key])]
    found: list[Node] = [Field(_TEXT, text) for text in texts]
    for scheme in ("ipc", "cpc"):
        symbols = (re.sub(r"\s", "", symbol).upper() for symbol in entries(told[scheme]))
        found += [ClassRef(scheme, symbol, "descendants") for symbol in symbols]
    if not found:
        return None
    wanted = found[0] if len(found) == 1 else Or(tuple(found))
    excluded = [Not(Field(_TEXT, word_node(word))) for word in entries(told["excluded"])]
    return And((wanted, *excluded)) if excluded else wanted


def word_node(word: str) -> Node:
    """Read one word or phrase as the local syntax reads it, without its fields.

    Raises
    ------
    WorkbenchError
        If it cannot be read.
    """
    quoted = f'"{word}"' if re.search(r"\s", word) and not word.startswith('"') else word
    tree = parse(f"ti=({quoted})", "local").tree
    while isinstance(tree, Field):
        tree = tree.part
    if tree is None:
        raise WorkbenchError("element_word", found=word)
    return tree


def entries(text: str | None) -> list[str]:
    """Take a cell of several words, symbols or names apart."""
    return [part for part in _BETWEEN.split(text or "") if part]
