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
_AFTER_MAIN: Final = 65_536
"""More than any position: symbols that are not the main one come after it."""
_RANKS: Final = 1_024
"""More than the things a scheme can mean: with record and place they are packed into one sorting key."""


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
    symbols, total = int(unmapped["len"].sum()), int(counted["len"].sum())
    noted = (
        with_notice(assigned, "symbols_without_field", symbols=symbols, total=total) if symbols else assigned
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
    ranked = _ranked(meaning)
    order = pl.col("is_main").fill_null(False).not_().cast(pl.UInt64) * _AFTER_MAIN + pl.col(
        "position"
    ).fill_null(0)
    symbols = ranked.select("symbol", "rank").lazy()
    meant = (
        ipc.select("record", "symbol", order=order).join(symbols, on="symbol").select("record", "rank", "order")
    )
    best = meant.group_by("record", "rank").agg(pl.col("order").min())
    key = (pl.col("record").cast(pl.UInt64) * (2 * _AFTER_MAIN) + pl.col("order")) * _RANKS + pl.col("rank")
    rows = best.sort(key).select("record", pl.col("rank").cast(pl.UInt16), position=_place_within("record"))
    kept = rows.collect(engine="streaming")  # eight bytes a row: later steps need not derive it again
    names = ranked.select(pl.col("rank").cast(pl.UInt16), "derived").unique("rank")
    named = kept.lazy().join(names.lazy(), on="rank", maintain_order="left")
    shaped = named.select(
        "record",
        scheme=pl.lit(scheme),
        symbol="derived",
        position="position",
        is_main=pl.col("position") == 0,
        origin=pl.lit("derived"),
        version=pl.lit(version),
    )
    return conform(shaped, "classifications")


def _ranked(meaning: pl.DataFrame) -> pl.DataFrame:
    """Give what can be meant a number in its natural order: numbers group and sort faster than words."""
    known = meaning.select("derived").unique().sort(pl.col("derived").str.len_chars(), "derived")
    return meaning.join(known.with_row_index("rank"), on="derived")


def _place_within(key: str) -> pl.Expr:
    """Return the place of a row among the neighbours with the same key, from 0."""
    at = pl.int_range(pl.len(), dtype=pl.UInt32)
    is_first = pl.col(key).ne_missing(pl.col(key).shift())
    return (at - pl.when(is_first).then(at).forward_fill()).cast(pl.UInt16)
