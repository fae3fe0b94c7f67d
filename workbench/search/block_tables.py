"""What does each element find, and how is the query written in every system?"""

from collections.abc import Sequence
from typing import Any

import polars as pl

from workbench.errors import WorkbenchError
from workbench.labels import Language
from workbench.query.dialect import DIALECTS, dialect
from workbench.query.parse import analyse
from workbench.query.translate import Translation, translated
from workbench.query.tree import Node
from workbench.query.write import Writer
from workbench.search.elements import ElementTable, block_of
from workbench.search.session import Session, missing_findings, own_row
from workbench.tables import Cell, Finding, Table


def local_text(tree: Node) -> str:
    """Return a tree in the local syntax, which has a form for everything."""
    return Writer(dialect("local")).write(tree).text


def search_elements(session: Session, table: ElementTable) -> Table:
    """Search each element alone.

    Returns
    -------
    Table
        One row an element: ``element``, ``role``, ``query`` (local syntax), ``hit_count``, and
        whether it has Chinese words, other words and IPC symbols: ``has_zh``, ``has_en``, ``has_ipc``.
    """
    rows: list[dict[str, Any]] = []
    behind = []
    for place, element in enumerate(table.elements):
        node = block_of(element)
        records = session.records(node)
        rows.append(
            {
                "element": element.name,
                "role": "excluded" if element.is_excluded else "wanted",
                "query": local_text(node),
                "hit_count": len(records),
                **{f"has_{name}": name not in element.gaps() for name in ("zh", "en", "ipc")},
            }
        )
        behind.append(pl.DataFrame({"record": records, "element": element.name, "place": place}))
    return session.table(
        "search_elements",
        pl.DataFrame(rows),
        behind=pl.concat(behind),
        cells={"hit_count": own_row("element")},
        formats={"hit_count": "count"},
    )


def search_elements_findings(table: Table) -> tuple[Finding, ...]:
    """Name the element that finds least: it decides how much the whole can find."""
    if table.is_empty():
        return missing_findings(table)
    wanted = table.frame.with_row_index("at").filter(pl.col("role") == "wanted")
    least = int(wanted.sort("hit_count", maintain_order=True)["at"][0])
    return (
        Finding.of(
            "search_narrowest_element",
            element=Cell(table, least, "element"),
            hits=Cell(table, least, "hit_count"),
        ),
    )


def translations(tree: Node, systems: Sequence[str] = DIALECTS) -> dict[str, Translation]:
    """Return the query in the words of each system, with what is lost on the way."""
    query = analyse(local_text(tree), "local")
    return {name: translated(query, name) for name in systems}


def search_translations(session: Session, tree: Node, language: Language) -> Table:
    """List the query in every system.

    Returns
    -------
    Table
        One row a system: ``syntax``, ``exactness``, ``query`` (null where it cannot be said) and ``losses``.
    """
    rows = [
        {
            "syntax": name,
            "exactness": told.exactness,
            "query": told.text,
            "losses": "\n".join(str(loss.told(language)["why"]) for loss in told.losses) or None,
        }
        for name, told in translations(tree).items()
    ]
    return session.table("search_translations", pl.DataFrame(rows, infer_schema_length=None))


def search_translations_findings(table: Table) -> tuple[Finding, ...]:
    """Say that a text marked other than exact must be looked at before it is used."""
    kinds = table.frame["exactness"]
    key = "search_all_exact" if (kinds == "exact").all() else "search_not_all_exact"
    return (Finding.of(key),)


def query_of(elements: ElementTable | None, text: str, syntax: str) -> Node:
    """Return the query that a notebook names: given as text, else built from the elements.

    Raises
    ------
    WorkbenchError
        If there is neither.
    """
    if text:
        from workbench.query.parse import parse

        tree = parse(text, syntax).tree
        if tree is not None:
            return tree
    if elements is None:
        raise WorkbenchError("no_query")
    return elements.tree()
