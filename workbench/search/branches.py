"""Tag the documents of a corpus with the branches of a decomposition table."""

import polars as pl

from workbench.corpus import Corpus
from workbench.query.decomposition import DecompositionTable
from workbench.search.session import Session


def tag_branches(session: Session, table: DecompositionTable) -> Corpus:
    """Return the corpus with one classification ``branch:<table>`` for each branch that finds a record.

    A record may lie in several branches. Branches that a person decided for this table stay; tagging again
    changes nothing.
    """
    scheme = f"branch:{table.name}"
    found = [
        pl.DataFrame({"record": session.records(branch.tree)}).with_columns(
            symbol=pl.lit(branch.name), place=pl.lit(place)
        )
        for place, branch in enumerate(table.branches)
    ]
    given = session.corpus.polars("classifications").collect()
    is_own = pl.col("scheme") == scheme
    decided = given.filter(is_own & (pl.col("origin") == "decided"))
    made = (
        pl.concat(found)
        .join(decided.select("record"), on="record", how="anti")
        .sort("record", "place")
        .select(
            "record",
            pl.lit(scheme).alias("scheme"),
            "symbol",
            pl.int_range(pl.len()).over("record").cast(pl.UInt16).alias("position"),
            (pl.int_range(pl.len()).over("record") == 0).alias("is_main"),
            pl.lit("derived").alias("origin"),
        )
    )
    rest = given.filter(~is_own | (pl.col("origin") == "decided"))
    return session.corpus.with_tables(
        classifications=pl.concat([rest, made], how="diagonal_relaxed").sort("record", maintain_order=True)
    )
