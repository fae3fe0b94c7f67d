"""A weighed network as a file that other programs open: Pajek, Gephi (GEXF), GraphML, csv; or as networkx.

Arcs lead from the cited to the citing document. They carry their share of all paths and whether they lie on the
main path; documents carry their label, date and whether they lie on it. What cannot stand in a format is
replaced, never left to break the file: control signs in labels become spaces, quotes in Pajek labels ’.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from workbench.errors import WorkbenchError
from workbench.files import placed
from workbench.measures.main_paths import MainPath
from workbench.measures.topology import Flags
from workbench.route.weighing import Weighing

if TYPE_CHECKING:
    import networkx as nx

_CONTROL: Final = r"[\x00-\x1f\x7f\x{FFFE}\x{FFFF}]+"
"""What neither xml nor a line of Pajek can hold."""
MOST_GRAPH_ARCS: Final = 5_000_000
"""A larger network outgrows the memory as an object of Python; Pajek and csv carry it."""


def nodes_table(weighing: Weighing, path: MainPath | None = None) -> pl.DataFrame:
    """Return one row per document: ``document``, ``label``, ``date`` and ``on_path``.

    A date is ``yyyymmdd``, null where it is unknown. Documents stand in the order of the network,
    isolated ones included.
    """
    network = weighing.network
    dates = np.zeros(network.node_count, dtype=np.int32) if network.dates is None else network.dates
    labels = network.shown_labels().fill_null("").str.replace_all(_CONTROL, " ")
    return pl.DataFrame(
        {
            "document": network.names,
            "label": labels,
            "date": pl.Series(dates).replace(0, None),
            "on_path": _nodes_on(weighing, path),
        }
    )


def arcs_table(weighing: Weighing, path: MainPath | None = None) -> pl.DataFrame:
    """Return one row per arc: ``citing``, ``cited``, ``weight_normalized`` (0–1), ``on_path``; by citing end.

    The citing document stands first, as :func:`workbench.route.edge_tables.read_edges` expects it.
    """
    names, cited, citing = weighing.network.names, weighing.cited(), weighing.citing()
    order = np.lexsort((cited, citing))
    on_path = np.zeros(cited.size, dtype=np.bool_)
    if path is not None:
        on_path[path.arcs] = True
    return pl.DataFrame(
        {
            "citing": names.gather(citing[order]),
            "cited": names.gather(cited[order]),
            "weight_normalized": weighing.normalized[order],
            "on_path": on_path[order],
        }
    )


def network_graph(weighing: Weighing, path: MainPath | None = None) -> "nx.DiGraph":
    """Return the network as networkx has it: arcs from the cited to the citing document.

    Returns
    -------
    networkx.DiGraph
        Nodes are document numbers with ``label``, ``on_path`` and, where known, ``date``; arcs have
        ``weight`` (the share of all paths, 0–1) and ``on_path``.

    Raises
    ------
    WorkbenchError
        If the network has more than five million arcs.
    """
    import networkx as nx

    if weighing.dag.arc_count > MOST_GRAPH_ARCS:
        raise WorkbenchError("route_too_large_for_graph", found=weighing.dag.arc_count, limit=MOST_GRAPH_ARCS)
    graph = nx.DiGraph()
    for document, label, date, on_path in nodes_table(weighing, path).iter_rows():
        known = {} if date is None else {"date": date}
        graph.add_node(document, label=label, on_path=on_path, **known)
    for citing, cited, weight, on_path in arcs_table(weighing, path).iter_rows():
        graph.add_edge(cited, citing, weight=weight, on_path=on_path)
    return graph


def write_network(weighing: Weighing, out: Path, path: MainPath | None = None) -> int:
    """Write a network by the ending of its file, whole or not at all; return its number of arcs.

    Parameters
    ----------
    weighing : Weighing
        The network without cycles, weighed.
    out : Path
        ``.net`` (Pajek), ``.gexf``, ``.graphml`` or ``.csv`` (arcs only: isolated documents are not in it).
    path : MainPath, optional
        What is marked ``on_path``.

    Raises
    ------
    WorkbenchError
        If the ending is unknown, the network outgrows the format, or the file cannot be written.
    """
    ending = out.suffix.lower()
    if ending not in _WRITERS:
        raise WorkbenchError("unknown_format", path=str(out), known=", ".join(_WRITERS))
    with placed(out) as partial:
        _WRITERS[ending](weighing, path, partial)
    return weighing.dag.arc_count


def _nodes_on(weighing: Weighing, path: MainPath | None) -> Flags:
    found = np.zeros(weighing.network.node_count, dtype=np.bool_)
    if path is not None:
        dag = weighing.dag
        found[dag.node[dag.cited[path.arcs]]] = True
        found[dag.node[dag.citing_of(path.arcs)]] = True
    return found


# --- Pajek --------------------------------------------------------------------------------------------


def _write_pajek(weighing: Weighing, _path: MainPath | None, out: Path) -> None:
    with out.open("w", encoding="utf-8", newline="\r\n") as file:
        for line in _pajek_lines(weighing):
            file.write(line + "\n")


def _pajek_lines(weighing: Weighing) -> Iterator[str]:
    network = weighing.network
    yield f"*Vertices {network.node_count}"
    for number, label in enumerate(_pajek_labels(weighing), start=1):
        yield f'{number} "{label}"'
    yield "*Arcs"
    cited, citing = weighing.cited(), weighing.citing()
    order = np.lexsort((citing, cited))
    ends = ((cited[order] + 1).tolist(), (citing[order] + 1).tolist())
    for tail, head, share in zip(*ends, weighing.normalized[order].tolist(), strict=True):
        yield f"{tail} {head} {share!r}"


def _pajek_labels(weighing: Weighing) -> list[str]:
    """Return labels for Pajek: a document number stands before its label where it is more than a place."""
    nodes = nodes_table(weighing).with_row_index("place", offset=1)
    document, label = pl.col("document"), pl.col("label")
    is_bare = (document == pl.col("place").cast(pl.String)) | (document == label)
    told = pl.when(is_bare).then(label).otherwise(document + " " + label)
    clean = told.str.replace_all('"', "’").str.strip_chars()
    return nodes.select(label=clean)["label"].to_list()


# --- csv and xml --------------------------------------------------------------------------------------


def _write_csv(weighing: Weighing, path: MainPath | None, out: Path) -> None:
    nodes = nodes_table(weighing, path).select("document", "label", "date")
    told = arcs_table(weighing, path)
    for end in ("citing", "cited"):
        named = nodes.rename({"document": end, "label": f"{end}_label", "date": f"{end}_date"})
        told = told.join(named, on=end, how="left", maintain_order="left")
    told.write_csv(out, include_bom=True)


def _write_gexf(weighing: Weighing, path: MainPath | None, out: Path) -> None:
    from xml.etree.ElementTree import ElementTree

    from networkx.readwrite.gexf import GEXFWriter

    writer = GEXFWriter(network_graph(weighing, path), version="1.2draft")
    for meta in writer.xml.iter("meta"):
        meta.attrib.clear()  # the day of writing would make equal networks unequal files
    ElementTree(writer.xml).write(out, encoding="utf-8", xml_declaration=True)


def _write_graphml(weighing: Weighing, path: MainPath | None, out: Path) -> None:
    import networkx as nx

    nx.write_graphml(network_graph(weighing, path), out, named_key_ids=True)


_WRITERS: Final[Mapping[str, Callable[[Weighing, MainPath | None, Path], Any]]] = {
    ".net": _write_pajek,
    ".gexf": _write_gexf,
    ".graphml": _write_graphml,
    ".csv": _write_csv,
}
