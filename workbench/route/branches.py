"""Which branch of the technology is a document in?

In this order: a technology decomposition table that is given; branches that the corpus holds (decisions, tags);
communities of documents that cite one another; IPC subclasses.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import polars as pl

from workbench.errors import WorkbenchError
from workbench.measures.communities import Communities, leiden_communities

if TYPE_CHECKING:
    from workbench.route.scope import Route

Grouping = Literal["auto", "branch", "community", "ipc_subclass"]
LEAST_COMMUNITY: Final = 5
"""A community of fewer documents is no branch."""
MOST_COMMUNITIES: Final = 12
"""The largest communities are named; the others are left without a branch, and counted."""
MOST_SUBCLASSES: Final = 20
"""Of IPC subclasses the largest are named; more make no readable flow, and the others are counted likewise."""
_COVERED: Final = 0.5
"""Communities stand for branches only where so many documents are linked, and lie in one that is named."""
_SPLIT: Final = r"[;；,，、|\n]+"


@dataclass(frozen=True)
class Branch:
    """A branch of a technology decomposition table: found by any of its words, or of its IPC prefixes."""

    name: str
    words: tuple[str, ...] = ()
    ipc: tuple[str, ...] = ()


@dataclass(frozen=True)
class BranchTable:
    """A technology decomposition table (技术分解表) in its simple form; the first branch that fits is taken."""

    name: str
    branches: tuple[Branch, ...]


@dataclass(frozen=True)
class Assigned:
    """The branch of each document.

    Attributes
    ----------
    kind : {"branch", "community", "ipc_subclass"}
        What the branches are.
    names : Series of str, length node_count
        Null where a document is in none.
    modularity : float or None
        Of the communities.
    """

    kind: str
    names: pl.Series
    modularity: float | None = None


def read_branch_table(path: Path) -> BranchTable:
    """Read a technology decomposition table.

    An xlsx or csv has the columns ``branch`` (分支, 技术分支), ``words`` (关键词) and ``ipc`` (分类号), one
    branch a row, several entries parted by ; or 、. A toml has ``[[branches]]`` with ``name``, ``words`` and
    ``ipc``.

    Raises
    ------
    WorkbenchError
        If the file is missing, is no table, names no branch, or has a branch without words and IPC.
    """
    if not path.is_file():
        raise WorkbenchError("no_such_file", file=str(path))
    rows = _toml_rows(path) if path.suffix.lower() == ".toml" else _sheet_rows(path)
    branches = tuple(Branch(str(row["name"]), _entries(row["words"]), _entries(row["ipc"])) for row in rows)
    bare = [branch.name for branch in branches if not (branch.words or branch.ipc)]
    if bare or not branches:
        raise WorkbenchError("branch_table_empty", file=str(path), found=", ".join(bare) or "0")
    return BranchTable(path.stem, branches)


_HEADINGS: Final = {
    "name": ("branch", "分支", "技术分支", "三级分支", "二级分支", "一级分支", "name"),
    "words": ("words", "关键词", "检索词", "keywords"),
    "ipc": ("ipc", "IPC", "分类号", "IPC分类号"),
}


def _toml_rows(path: Path) -> list[dict[str, Any]]:
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8")).get("branches", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WorkbenchError("cannot_read", file=str(path), cause=str(error)) from error
    return [{key: entry.get(key) for key in _HEADINGS} for entry in told if entry.get("name")]


def _sheet_rows(path: Path) -> list[dict[str, Any]]:
    frame = read_sheet(path)
    chosen = {
        key: next((name for name in names if name in frame.columns), None) for key, names in _HEADINGS.items()
    }
    if chosen["name"] is None:
        raise WorkbenchError(
            "branch_table_columns",
            file=str(path),
            found=", ".join(frame.columns),
            known=", ".join(_HEADINGS["name"]),
        )
    rows = [{key: row[name] if name else None for key, name in chosen.items()} for row in frame.to_dicts()]
    return [row for row in rows if row["name"]]


def read_sheet(path: Path) -> pl.DataFrame:
    """Read the first sheet of a workbook, or a csv, as text.

    Raises
    ------
    WorkbenchError
        If it is neither.
    """
    from fastexcel import FastExcelError

    try:
        if path.suffix.lower() in (".xlsx", ".xls", ".xlsm", ".ods"):
            return pl.read_excel(path, engine="calamine").cast(pl.String)
        return pl.read_csv(path, infer_schema=False)
    except (pl.exceptions.PolarsError, FastExcelError, UnicodeDecodeError) as error:
        raise WorkbenchError("cannot_read", file=str(path), cause=str(error).splitlines()[0]) from error


def _entries(given: Any) -> tuple[str, ...]:
    if given is None:
        return ()
    parts: Sequence[Any] = (
        given if isinstance(given, list) else pl.Series([str(given)]).str.replace_all(_SPLIT, ";")[0].split(";")
    )
    return tuple(text for part in parts if (text := str(part).strip()))


def assigned(route: "Route") -> Assigned:
    """Return the branch of each document of a route, by the first way that the data allow."""
    grouping = route.grouping
    if grouping in ("auto", "branch"):
        found = _by_table(route) if route.branch_table else _given(route)
        if grouping == "branch" or found.is_not_null().any():
            return Assigned("branch", found)
    is_linked = route.has_arcs and (route.linked_share >= _COVERED or route.corpus is None)
    if grouping == "community" or (grouping == "auto" and is_linked):
        told = _communities(route)
        if grouping == "community" or told.names.null_count() <= (1 - _COVERED) * told.names.len():
            return told
    return Assigned("ipc_subclass", _subclasses(route))


def _nothing(route: "Route") -> pl.Series:
    return pl.Series("branch", [None] * route.documents.height, dtype=pl.String)


def _aligned(route: "Route", known: pl.DataFrame) -> pl.Series:
    """Return ``branch`` by record in the order of the documents."""
    once = known.unique("record", keep="first", maintain_order=True)
    return route.documents.select("record").join(once, on="record", how="left", maintain_order="left")["branch"]


def _given(route: "Route") -> pl.Series:
    if route.corpus is None:
        return _nothing(route)
    rows = route.corpus.polars("classifications").filter(pl.col("scheme").str.starts_with("branch:"))
    found = rows.sort("record", "scheme", "position").select("record", branch="symbol").collect()
    return _aligned(route, found)


def _by_table(route: "Route") -> pl.Series:
    """Return the first branch whose words stand in title or abstract, or whose IPC prefix a document has."""
    if route.corpus is None or route.branch_table is None:
        return _nothing(route)
    texts = route.corpus.polars("publications").select(
        "record", text=pl.concat_str("title", "abstract", separator="\n", ignore_nulls=True).str.to_lowercase()
    )
    symbols = route.corpus.polars("classifications").filter(pl.col("scheme").is_in(["ipc", "cpc"]))
    joined = symbols.group_by("record").agg(pl.format(" {}", "symbol").str.join("").alias("symbols"))
    known = texts.join(joined, on="record", how="left").with_columns(pl.col("symbols").fill_null(""))
    branch = pl.coalesce(
        [pl.when(_fits(branch)).then(pl.lit(branch.name)) for branch in route.branch_table.branches]
    )
    return _aligned(route, known.select("record", branch=branch).collect())


def _fits(branch: Branch) -> pl.Expr:
    words = [word.lower() for word in branch.words]
    prefixes = [f" {symbol.upper().replace(' ', '')}" for symbol in branch.ipc]
    tests = []
    if words:
        tests.append(pl.col("text").str.contains_any(words))
    if prefixes:
        tests.append(pl.col("symbols").str.contains_any(prefixes))
    return pl.any_horizontal(tests).fill_null(False)


def communities(route: "Route") -> Communities:
    """Return the communities of the cleaned network."""
    network = route.cleaned.network
    return route.remembered(
        "communities",
        lambda: leiden_communities(network.cited, network.citing, network.node_count, seed=route.seed),
    )


def _communities(route: "Route") -> Assigned:
    from workbench.route.terms import community_names

    found = communities(route)
    sizes = found.sizes()
    named = int((sizes[:MOST_COMMUNITIES] >= LEAST_COMMUNITY).sum())
    names = community_names(route.documents["title"], found.community, named)
    place = np.where(found.community < named, found.community, -1)
    known = pl.Series(place).replace_strict(dict(enumerate(names)), default=None, return_dtype=pl.String)
    return Assigned("community", known.alias("branch"), found.modularity)


def _subclasses(route: "Route") -> pl.Series:
    if route.corpus is None:
        return _nothing(route)
    rows = route.corpus.polars("classifications").filter(pl.col("scheme") == "ipc")
    order = pl.when(pl.col("is_main").fill_null(False)).then(-1).otherwise(pl.col("position").cast(pl.Int32))
    found = rows.with_columns(order=order).sort("record", "order", "symbol")
    own = _aligned(route, found.select("record", branch=pl.col("symbol").str.slice(0, 4)).collect())
    sizes = own.drop_nulls().value_counts().sort(["count", "branch"], descending=[True, False])
    named = sizes["branch"].head(MOST_SUBCLASSES)
    return own.to_frame().select(pl.when(pl.col("branch").is_in(named.implode())).then("branch"))["branch"]
