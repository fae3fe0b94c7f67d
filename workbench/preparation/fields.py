"""The WIPO technology fields of each record."""

from typing import Final

import polars as pl

from workbench.corpus import Corpus
from workbench.corpus.corpus import conform
from workbench.preparation.notices import with_notice, with_rules
from workbench.reference.fields import wipo_prefixes, wipo_version
from workbench.reference.prefixes import prefix_of

SCHEME: Final = "wipo35"
_LENGTHS: Final = ("main_group", "subclass", "class")


def assign_fields(corpus: Corpus) -> Corpus:
    """Add classifications of scheme ``wipo35``: the fields of a record's IPC symbols.

    The longest prefix decides: main group, then subclass, then class. A record has each of its fields
    once; ``is_main`` marks the field of its main IPC symbol, or of the first where none is marked.
    Symbols of no field are counted in a notice. Fields added before are made anew.
    """
    classifications = corpus.polars("classifications").filter(pl.col("scheme") != SCHEME)
    ipc = classifications.filter(pl.col("scheme") == "ipc")
    counted = ipc.group_by("symbol").len().collect(engine="streaming")
    fields = fields_of(counted["symbol"])
    derived = derived_rows(ipc, fields.select("symbol", derived="field").drop_nulls(), SCHEME, wipo_version())
    both = pl.concat([conform(classifications, "classifications"), derived])
    assigned = corpus.with_tables(classifications=both.sort("record", maintain_order=True))
    unmapped = fields.filter(pl.col("field").is_null()).join(counted, on="symbol")
    noted = with_notice(
        assigned, "symbols_without_field", symbols=int(unmapped["len"].sum()), total=int(counted["len"].sum())
    )
    return with_rules(noted, wipo35=f"WIPO IPC-Technology Concordance {wipo_version()}")


def fields_of(symbols: pl.Series) -> pl.DataFrame:
    """Return ``symbol`` → ``field`` ("1" to "35"; null where no prefix fits), each symbol once.

    >>> fields_of(pl.Series(["H04N23/60", "H04N1/00"]))["field"].to_list()
    ['2', '3']
    """
    found = pl.LazyFrame({"symbol": symbols.unique(maintain_order=True)}).drop_nulls()
    known = wipo_prefixes().lazy()
    for length in _LENGTHS:
        named = known.rename({"prefix": length, "field": f"{length}_field"})
        found = found.with_columns(prefix_of(pl.col("symbol"), length).alias(length))
        found = found.join(named, on=length, how="left", maintain_order="left")
    field = pl.coalesce(f"{length}_field" for length in _LENGTHS)
    return found.select("symbol", field.alias("field")).collect()


def derived_rows(ipc: pl.LazyFrame, meaning: pl.DataFrame, scheme: str, version: str) -> pl.LazyFrame:
    """Return classification rows for what the IPC symbols mean: each meaning once a record, main first.

    Parameters
    ----------
    ipc : LazyFrame
        Rows of ``classifications``.
    meaning : DataFrame
        ``symbol`` → ``derived``; a symbol may mean several things.
    scheme, version : str
        What is written beside them.
    """
    first = pl.col("is_main").fill_null(False).not_().cast(pl.UInt32) * 65_536 + pl.col("position").fill_null(0)
    meant = ipc.select("record", "symbol", order=first).join(meaning.lazy(), on="symbol")
    best = meant.group_by("record", "derived").agg(pl.col("order").min())
    ranked = best.sort("record", "order", pl.col("derived").str.len_chars(), "derived")
    position = pl.int_range(pl.len(), dtype=pl.UInt16).over("record")
    rows = ranked.with_columns(position=position).select(
        "record",
        scheme=pl.lit(scheme),
        symbol="derived",
        position="position",
        is_main=pl.col("position") == 0,
        origin=pl.lit("derived"),
        version=pl.lit(version),
    )
    return conform(rows, "classifications")
