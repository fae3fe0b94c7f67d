"""Read Pajek networks: .net and .paj files, alone or in a zip.

Sections may be written in any case; ``%`` begins a comment. ``*arcs`` and ``*edges`` have a pair of vertex
numbers a line, ``*arcslist`` and ``*edgeslist`` a vertex and those its arcs lead to. An arc is taken as it
stands: cited, citing; so is an edge, which has no direction of its own. Partitions, vectors and other objects
of a project file are passed over.

References
----------
.. [1] V. Batagelj, A. Mrvar, Pajek reference manual, section on data files.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Final

import numpy as np
import polars as pl

from workbench.errors import WorkbenchError
from workbench.measures.topology import distinct_arcs
from workbench.route.network import CitationNetwork

ENDINGS: Final = (".net", ".paj")
_VERTEX: Final = re.compile(r'^\s*(\d+)(?:\s+(?:"([^"]*)"|(\S+)))?')
_OTHER_OBJECTS: Final = ("*partition", "*vector", "*permutation", "*cluster", "*hierarchy")
_PAIRS, _LISTS = ("*arcs", "*edges"), ("*arcslist", "*edgeslist")
_MOST_VERTICES: Final = 200_000_000


@dataclass
class _Draft:
    """A network while its lines are read."""

    file: str
    name: str
    vertex_count: int | None = None
    labels: dict[int, str] = field(default_factory=dict)
    cited: list[int] = field(default_factory=list)
    citing: list[int] = field(default_factory=list)
    edge_count: int = 0

    def add_vertex(self, line: str, number: int) -> None:
        found = _VERTEX.match(line)
        if found is None or not 1 <= int(found[1]) <= (self.vertex_count or 0):
            raise self.fault(number, line)
        self.labels[int(found[1])] = found[2] if found[2] is not None else found[3] or found[1]

    def add_arcs(self, line: str, number: int, section: str) -> None:
        try:
            words = line.split()
            ends = [int(word) for word in (words[:2] if section in _PAIRS else words)]
        except ValueError:
            raise self.fault(number, line) from None
        if (len(ends) < 2 and section in _PAIRS) or not all(
            0 < end <= (self.vertex_count or 0) for end in ends
        ):
            raise self.fault(number, line)
        self.cited += ends[:1] * (len(ends) - 1)
        self.citing += ends[1:]
        if section.startswith("*edges"):
            self.edge_count += len(ends) - 1

    def fault(self, number: int, line: str) -> WorkbenchError:
        return WorkbenchError(
            "route_bad_line", file=self.file, line=number, found=line.strip()[:80], count=self.vertex_count or 0
        )

    def network(self) -> CitationNetwork:
        if self.vertex_count is None:
            raise WorkbenchError("route_no_vertices", file=self.file)
        numbers = range(1, self.vertex_count + 1)
        names = pl.Series("name", numbers, dtype=pl.Int64).cast(pl.String)
        labels = pl.Series("label", [self.labels.get(number) for number in numbers], dtype=pl.String)
        made = CitationNetwork(
            np.array(self.cited, dtype=np.int32) - np.int32(1),
            np.array(self.citing, dtype=np.int32) - np.int32(1),
            names,
            labels.to_frame().select(pl.coalesce("label", names))["label"],
        )
        return made.remarked("edges_as_arcs", count=self.edge_count) if self.edge_count else made


def read_pajek(path: Path, member: str | None = None) -> CitationNetwork:
    """Read the network of a .net, .paj or .zip file.

    Parameters
    ----------
    path : Path
        The file.
    member : str, optional
        Name of the file in the zip, or of the network in a project file; needed where they differ.

    Raises
    ------
    WorkbenchError
        If a line cannot be read, there is no network, or several that differ.
    """
    if path.suffix.lower() == ".zip":
        return _from_zip(path, member)
    drafts = _drafts(path.read_bytes(), str(path))
    return _chosen({draft.name: draft.network() for draft in drafts}, path, member)


def read_partition(text: bytes, file: str) -> pl.Series:
    """Read the values of a .clu or .vec file, one for each vertex."""
    lines = [line.strip() for line in _decoded(text).splitlines()]
    values = [line for line in lines if line and line[0] not in "%*"]
    if not any(line.lower().startswith("*vertices") for line in lines):
        raise WorkbenchError("route_no_vertices", file=file)
    return pl.Series("date", values, dtype=pl.String)


def zip_text(path: Path, member: str) -> bytes | None:
    """Return the content of a member of a zip by its name or last name; null if it is not there."""
    with _opened(path) as archive:
        for name in archive.namelist():
            if member in (name, PurePosixPath(name).name):
                return archive.read(name)
    return None


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise WorkbenchError("cannot_read", file=str(path), cause=str(error)) from error


def _from_zip(path: Path, member: str | None) -> CitationNetwork:
    with _opened(path) as archive:
        names = [n for n in archive.namelist() if n.lower().endswith(ENDINGS) and not n.startswith("__MACOSX/")]
        if member is not None:
            named = [n for n in names if member in (n, PurePosixPath(n).name)]
            names = named or names
            member = None if named else member
        names.sort(key=lambda name: (PurePosixPath(name).stem.lower() != path.stem.lower(), name))
        found = {}
        for name in names:
            for draft in _drafts(archive.read(name), f"{path}/{name}"):
                found[name if name not in found else f"{name}:{draft.name}"] = draft.network()
    return _chosen(found, path, member)


def _chosen(found: dict[str, CitationNetwork], path: Path, member: str | None) -> CitationNetwork:
    if member is not None:
        found = {name: network for name, network in found.items() if member in (name, name.split(":")[-1])} or (
            _no_member(path, member, list(found))
        )
    if not found:
        raise WorkbenchError("route_no_vertices", file=str(path))
    (first, network), *others = found.items()
    if any(not _is_same(network, other) for _, other in others):
        raise WorkbenchError("route_several_networks", file=str(path), found=", ".join(found))
    if others:
        told = ", ".join(name for name, _ in others)
        return replace(network).remarked("same_networks", used=first, others=told)
    return network


def _no_member(path: Path, member: str, known: list[str]) -> dict[str, CitationNetwork]:
    raise WorkbenchError("route_no_member", file=str(path), member=member, known=", ".join(known))


def _is_same(one: CitationNetwork, other: CitationNetwork) -> bool:
    if one.node_count != other.node_count:
        return False
    pairs = [distinct_arcs(each.cited, each.citing, each.node_count) for each in (one, other)]
    return all(np.array_equal(mine, theirs) for mine, theirs in zip(*pairs, strict=True))


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _drafts(content: bytes, file: str) -> list[_Draft]:
    """Return the networks of a file."""
    drafts: list[_Draft] = []
    section = ""
    for number, line, word in _lines(content):
        if word == "*network":
            drafts.append(_Draft(file, " ".join(line.split()[1:]) or f"{len(drafts) + 1}"))
            section = word
        elif word in _OTHER_OBJECTS:
            section = word
        elif word == "*vertices" and section not in _OTHER_OBJECTS:
            if not drafts or drafts[-1].vertex_count is not None:
                drafts.append(_Draft(file, f"{len(drafts) + 1}"))
            drafts[-1].vertex_count = _vertex_count(line, number, file)
            section = word
        elif word.startswith("*"):
            section = _arc_section(section, word, line, number, file, drafts)
        elif section == "*vertices":
            drafts[-1].add_vertex(line, number)
        elif section in _PAIRS or section in _LISTS:
            drafts[-1].add_arcs(line, number, section)
        elif section not in _OTHER_OBJECTS:
            raise WorkbenchError("route_bad_line", file=file, line=number, found=line.strip()[:80], count=0)
    return [draft for draft in drafts if draft.vertex_count is not None]


def _lines(content: bytes) -> Iterator[tuple[int, str, str]]:
    """Yield number, line and first word in lower case; comments and empty lines are left out."""
    for number, line in enumerate(_decoded(content).splitlines(), start=1):
        bare = line.strip(" \t\x1a\x00")
        if bare and not bare.startswith("%"):
            yield number, bare, bare.split(None, 1)[0].split(":")[0].lower() if bare[0] == "*" else ""


def _arc_section(section: str, word: str, line: str, number: int, file: str, drafts: list[_Draft]) -> str:
    if section in _OTHER_OBJECTS and word == "*vertices":
        return section
    if word not in (*_PAIRS, *_LISTS) or not drafts or drafts[-1].vertex_count is None:
        raise WorkbenchError("route_bad_line", file=file, line=number, found=line[:80], count=0)
    return word


def _vertex_count(line: str, number: int, file: str) -> int:
    words = line.split()
    if len(words) < 2 or not words[1].isdecimal() or int(words[1]) > _MOST_VERTICES:
        raise WorkbenchError("route_bad_line", file=file, line=number, found=line[:80], count=0)
    return int(words[1])
