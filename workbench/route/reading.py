"""Read a citation network from any of its forms, and date its documents."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from workbench.corpus import Corpus
from workbench.errors import WorkbenchError
from workbench.route.corpus_network import DATE_COLUMNS, Level, corpus_network
from workbench.route.edge_tables import earliest, read_edges, require
from workbench.route.network import CitationNetwork, date_numbers
from workbench.route.pajek import ENDINGS, read_pajek, read_partition, zip_text

_TABLES: Final = (".csv", ".parquet", ".tsv", ".txt")
_PARTITIONS: Final = (".clu", ".vec")


@dataclass(frozen=True)
class ReadingOptions:
    """How a network is to be read.

    Attributes
    ----------
    member : str, optional
        Which network of a file that has several.
    citing, cited : str, optional
        Columns of a table of citations.
    dates : str, optional
        A file of dates, a member of the zip, or a column.
    reverse : bool
        Whether to turn every arc round.
    level : {"publication", "application", "family"}, optional
        What a node of a corpus is.
    """

    member: str | None = None
    citing: str | None = None
    cited: str | None = None
    dates: str | None = None
    reverse: bool = False
    level: Level | None = None


def read_network(path: Path, options: ReadingOptions | None = None) -> CitationNetwork:
    """Read a citation network.

    Raises
    ------
    WorkbenchError
        If the file is missing, malformed, or of a form that holds no network.
    """
    options = options or ReadingOptions()
    if not path.exists():
        raise WorkbenchError("no_such_file", file=str(path))
    date_file = Path(options.dates) if options.dates and Path(options.dates).is_file() else None
    column = None if date_file else options.dates
    ending = path.suffix.lower()
    if path.is_dir():
        network = _from_corpus(path, options, column)
    elif ending in (*ENDINGS, ".zip"):
        network = read_pajek(path, options.member)
        if column is not None:
            network = _with_member_dates(network, path, column)
    elif ending in _TABLES:
        network = read_edges(path, citing=options.citing, cited=options.cited, dates=column)
    else:
        raise WorkbenchError(
            "route_unknown_form", file=str(path), known=", ".join((*ENDINGS, ".zip", *_TABLES))
        )
    if date_file is not None:
        network = _with_dates(network, date_file)
    return network.reversed() if options.reverse else network


def _from_corpus(path: Path, options: ReadingOptions, column: str | None) -> CitationNetwork:
    if column is not None and column not in DATE_COLUMNS:
        raise WorkbenchError("route_no_dates", file=str(path), found=column, known=", ".join(DATE_COLUMNS))
    return corpus_network(Corpus.open(path), options.level, column)


def _with_member_dates(network: CitationNetwork, path: Path, member: str) -> CitationNetwork:
    text = zip_text(path, member) if path.suffix.lower() == ".zip" else None
    if text is None:
        raise WorkbenchError("route_no_dates", file=str(path), found=member, known=", ".join(_PARTITIONS))
    return _by_vertex(network, read_partition(text, f"{path}/{member}"), f"{path}/{member}")


def _with_dates(network: CitationNetwork, path: Path) -> CitationNetwork:
    """Date a network by a file: a partition, or a table of document and date."""
    if path.suffix.lower() in _PARTITIONS:
        return _by_vertex(network, read_partition(path.read_bytes(), str(path)), str(path))
    frame = _date_table(path)
    if frame.width < 2:
        require(frame.columns, ["2"], path)
    document, date = (frame.to_series(at) for at in (0, 1))
    told = pl.DataFrame({"name": document.cast(pl.String).str.strip_chars(), "date": date_numbers(date)})
    places = pl.DataFrame({"name": network.names, "node": np.arange(network.node_count, dtype=np.int32)})
    joined = told.join(places, on="name", how="inner")
    found = np.zeros(network.node_count, dtype=np.int32)
    earliest(found, joined["node"].to_numpy(), joined["date"].to_numpy())
    if network.node_count and not found.any():
        raise WorkbenchError("route_dates_meet_nothing", file=str(path), found=str(document.head(1).to_list()))
    return replace(network, dates=found)


def _date_table(path: Path) -> pl.DataFrame:
    try:
        if path.suffix.lower() == ".parquet":
            return pl.read_parquet(path)
        return pl.read_csv(path, infer_schema=False)
    except pl.exceptions.NoDataError as error:
        raise WorkbenchError("route_empty_file", file=str(path)) from error
    except pl.exceptions.PolarsError as error:
        raise WorkbenchError("cannot_read", file=str(path), cause=str(error).splitlines()[0]) from error


def _by_vertex(network: CitationNetwork, values: pl.Series, file: str) -> CitationNetwork:
    if values.len() != network.node_count:
        raise WorkbenchError("route_dates_count", file=file, found=values.len(), count=network.node_count)
    return replace(network, dates=date_numbers(values).to_numpy())
