"""Is a document an application or a grant? By office, kind code and era."""

from typing import Final

import polars as pl

from workbench.corpus.numbers import by_frame, filled
from workbench.reference import facts

_KIND_RULES: Final = {
    "office": pl.String, "kind": pl.String, "changed": pl.Date, "before": pl.String, "after": pl.String,
}  # fmt: skip


def stage_of(office: pl.Expr, kind: pl.Expr, publication_date: pl.Expr) -> pl.Expr:
    """Return application or grant, by office, kind and era; null where the kind does not tell.

    A Chinese ``B`` before 1993 is an examined, not yet granted application; ``U`` and ``S`` likewise.
    The rules are those of ``reference/kinds.toml``.
    """
    return by_frame(_with_stage, "stage", office=office, kind=kind, day=publication_date.cast(pl.Date))


def _with_stage(frame: pl.DataFrame) -> pl.DataFrame:
    rules = pl.DataFrame(facts("kinds")["kind"], schema=_KIND_RULES).with_columns(rule=pl.int_range(pl.len()))
    places = dict(zip(rules["office"] + rules["kind"], rules["rule"], strict=True))
    pairs = frame.select("office", "kind").unique().with_columns(rule=_rule(places))
    dated = frame.join(pairs, on=["office", "kind"], how="left", maintain_order="left", nulls_equal=True)
    dated = dated.join(rules.drop("office", "kind"), on="rule", how="left", maintain_order="left")
    day, changed = pl.col("day").cast(pl.Date), pl.col("changed")
    stage = pl.when(changed.is_null() | (day >= changed)).then("after").when(day < changed).then("before")
    return dated.select(stage=filled(stage))


def _rule(places: dict[str, int]) -> pl.Expr:
    """Return the place of the rule: by whole kind, by letter, by office alone, by letter anywhere."""
    office, kind, letter = pl.col("office"), pl.col("kind"), pl.col("kind").str.slice(0, 1)
    elsewhere = pl.when(~office.is_in(sorted({place[:2] for place in places}))).then("*" + letter)
    every = pl.when(kind.is_not_null()).then(office + "*")
    return pl.coalesce(
        spelt.replace_strict(places, default=None, return_dtype=pl.Int64)
        for spelt in (office + kind, office + letter, every, elsewhere)
    )
