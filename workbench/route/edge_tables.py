"""Read a citation network from a table of citations: csv or parquet, one citation a row.

The first column cites the second, unless the columns are named. Document numbers become node numbers by direct
address: no sorting, no join.
"""

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl
from numba import njit
from numpy.typing import NDArray

from workbench.errors import WorkbenchError
from workbench.measures.topology import Flags, Ids
from workbench.route.document_numbers import numbered
from workbench.route.network import CitationNetwork, Dates, date_numbers
from workbench.route.text_patterns import MISSING

_SEPARATORS = (",", "\t", ";", "|")


def read_edges(
    path: Path, *, citing: str | None = None, cited: str | None = None, dates: str | None = None
) -> CitationNetwork:
    """Read the citations of a csv or parquet file.

    Parameters
    ----------
    path : Path
        The file; a csv begins with a row of headings.
    citing, cited : str, optional
        Names of the columns; the first and the second column where both are left out.
    dates : str, optional
        A column that dates the citing documents, or the cited ones where it has one date for each of those
        only; or two, ``CITING,CITED``.

    Raises
    ------
    WorkbenchError
        If the file is no table, or lacks a column.
    """
    frame = _read_table(path)
    own, other = _columns(frame, path, citing, cited)
    known = frame.select(pl.col(own).alias("citing"), pl.col(other).alias("cited"))
    is_text = pl.String in known.dtypes or not all(dtype.is_integer() for dtype in known.dtypes)
    given = known.cast(pl.String) if is_text else known
    is_whole, (own_codes, other_codes), names = _complete_nodes(given, is_text)
    network = CitationNetwork(
        cited=other_codes, citing=own_codes, names=names, incomplete=frame.height - own_codes.size
    )
    if dates is None:
        return network
    return _dated(network, frame if is_whole.all() else frame.filter(is_whole), dates, path)


def _complete_nodes(known: pl.DataFrame, is_text: bool) -> tuple[Flags, list[Ids], pl.Series]:
    """Return which rows have both ends, the nodes of those, and the nodes' names."""
    if is_text:
        codes, names = numbered(known.get_columns())
        is_whole = (codes[0] != MISSING) & (codes[1] != MISSING)
    else:
        codes, names = [], pl.Series()
        is_whole = ~known.select(pl.any_horizontal(pl.all().is_null())).to_series().to_numpy()
    complete = known if is_whole.all() else known.filter(is_whole)
    if not is_text:
        both, names = _number_ids(pl.concat(complete.get_columns(), rechunk=True).to_numpy())
        codes = [both[: complete.height], both[complete.height :]]
    elif complete.height < known.height:
        codes, names = numbered(complete.get_columns())
    return is_whole, codes, names


@njit(cache=True, nogil=True)
def _renumbered(values: NDArray[np.int64], least: int, span: int) -> tuple[Ids, NDArray[np.int64]]:
    """Return each number's place in their own order, through a table of all that lie between."""
    number = np.full(span, -1, dtype=np.int32)
    for value in values:
        number[value - least] = 0
    distinct = np.empty(span, dtype=np.int64)
    count = 0
    for offset in range(span):
        if number[offset] == 0:
            number[offset] = count
            distinct[count] = offset + least
            count += 1
    codes = np.empty(values.size, dtype=np.int32)
    for at in range(values.size):
        codes[at] = number[values[at] - least]
    return codes, distinct[:count].copy()


def _number_ids(values: NDArray[np.integer]) -> tuple[Ids, pl.Series]:
    numbers = values.astype(np.int64, copy=False)
    if numbers.size == 0:
        return np.empty(0, dtype=np.int32), pl.Series("name", [], dtype=pl.String)
    least, span = int(numbers.min()), int(numbers.max()) - int(numbers.min()) + 1
    if span <= 8 * numbers.size + 1_000_000:
        codes, distinct = _renumbered(numbers, least, span)
    else:
        distinct, inverse = np.unique(numbers, return_inverse=True)
        codes = inverse.astype(np.int32)
    return codes, pl.Series("name", distinct).cast(pl.String)


def _read_table(path: Path) -> pl.DataFrame:
    try:
        if path.suffix.lower() == ".parquet":
            return pl.read_parquet(path)
        return _read_csv(path)
    except pl.exceptions.NoDataError as error:
        raise WorkbenchError("route_empty_file", file=str(path)) from error
    except pl.exceptions.PolarsError as error:
        raise WorkbenchError("cannot_read", file=str(path), cause=str(error).splitlines()[0]) from error


def _read_csv(path: Path) -> pl.DataFrame:
    with path.open("rb") as file:
        head = file.read(65_536)
    if not head.strip():
        raise WorkbenchError("route_empty_file", file=str(path))
    line = head.splitlines()[0].decode("utf-8", errors="replace")
    separator = max(_SEPARATORS, key=line.count)
    try:
        return pl.read_csv(path, separator=separator, infer_schema=False, encoding="utf8")
    except pl.exceptions.ComputeError:
        try:
            text = path.read_bytes().decode("gb18030").encode()
        except UnicodeDecodeError as error:
            raise WorkbenchError("cannot_read", file=str(path), cause=str(error)) from error
        return pl.read_csv(io.BytesIO(text), separator=separator, infer_schema=False)


def _columns(frame: pl.DataFrame, path: Path, citing: str | None, cited: str | None) -> tuple[str, str]:
    names = frame.columns
    if (citing is None) != (cited is None):
        given = "--citing" if cited is None else "--cited"
        raise WorkbenchError(
            "malformed_option", option=given, expected="--citing NAME --cited NAME", found=given
        )
    if citing is None or cited is None:
        if len(names) < 2:
            raise WorkbenchError("route_edge_columns", file=str(path), looked_for="2", found=", ".join(names))
        return names[0], names[1]
    require(names, (citing, cited), path)
    return citing, cited


def require(names: Sequence[str], wanted: Sequence[str], path: Path) -> None:
    """Refuse a table that lacks a column."""
    missing = [name for name in wanted if name not in names]
    if missing:
        raise WorkbenchError(
            "route_edge_columns", file=str(path), looked_for=", ".join(missing), found=", ".join(names)
        )


def _dated(network: CitationNetwork, frame: pl.DataFrame, dates: str, path: Path) -> CitationNetwork:
    columns = [dates] if dates in frame.columns else [name.strip() for name in dates.split(",")]
    require(frame.columns, columns, path)
    values = [date_numbers(frame[name]).to_numpy() for name in columns]
    ends = [network.citing, network.cited]
    if (
        len(values) == 1
        and not _is_one_each(network.citing, values[0])
        and _is_one_each(network.cited, values[0])
    ):
        ends.reverse()
    found: Dates = np.zeros(network.node_count, dtype=np.int32)
    for nodes, given in zip(ends, values, strict=False):
        earliest(found, nodes, given)
    side = "cited" if len(values) == 1 and ends[0] is network.cited else "citing"
    made = CitationNetwork(
        network.cited, network.citing, network.names, network.labels, found, network.incomplete, network.remarks
    )
    return made.remarked(f"dates_of_{side}", column=columns[0]) if len(values) == 1 else made


def earliest(found: Dates, nodes: Ids, given: Dates) -> None:
    """Give each node the earliest of its dates."""
    known = np.flatnonzero(given)
    order = known[np.argsort(given[known], kind="stable")[::-1]]
    is_earlier = (found[nodes[order]] == 0) | (given[order] < found[nodes[order]])
    found[nodes[order[is_earlier]]] = given[order[is_earlier]]


def _is_one_each(nodes: Ids, given: Dates) -> bool:
    """Tell whether every node has one and the same date throughout."""
    last = np.zeros(nodes.max(initial=-1) + 1, dtype=np.int32)
    last[nodes] = given
    return bool((last[nodes] == given).all())
