"""Standardised names that a vendor states for a record, not for one applicant after another."""

import polars as pl


def groups_of_sole_holders(groups: pl.Series, holders: pl.Series, inventors: pl.Series | None) -> pl.Series:
    """Keep the names where they can belong to nobody else: one of them, one holder, and no inventor.

    Such a vendor lists each once, in the order of the alphabet; and it gives some inventors who file for
    themselves the firm of a namesake.
    """
    told = [groups.alias("groups"), holders.alias("holders")]
    frame = pl.DataFrame(
        [*told, (holders.clear(holders.len()) if inventors is None else inventors).alias("inventors")]
    )
    name = pl.col("holders").list.first()
    is_person = pl.col("inventors").list.eval(_letters(pl.element())).list.contains(_letters(name))
    is_sole = (pl.col("groups").list.len() == 1) & (pl.col("holders").list.len() == 1)
    kept = pl.when(is_sole & ~is_person.fill_null(value=False)).then("groups")
    return frame.select(kept.alias(groups.name)).to_series()


def _letters(name: pl.Expr) -> pl.Expr:
    return name.str.to_lowercase().str.replace_all(r"[^\p{L}]", "")
