"""The strategic emerging industries (战略性新兴产业) of each record."""

from typing import Final

import polars as pl

from workbench.corpus import Corpus
from workbench.corpus.corpus import conform
from workbench.preparation.fields import derived_rows
from workbench.preparation.notices import with_notice, with_rules
from workbench.reference.industries import industry_rules, industry_version
from workbench.reference.prefixes import PREFIX_LENGTHS, prefix_of

SCHEME: Final = "sei"


def assign_industries(corpus: Corpus) -> Corpus:
    """Put the vendor's industries in order, and derive them from the IPC where there are none.

    A vendor's "1.5 (人工智能)" becomes "1.5" (origin ``given``). Records without a vendor's industry get
    those of the concordance of 2021 (origin ``derived``); its keyword condition is not applied, so the
    derived industries are wider than the official count: a notice says so.
    """
    classifications = corpus.polars("classifications")
    given = classifications.filter(pl.col("scheme") == SCHEME, pl.col("origin").ne_missing("derived"))
    others = classifications.filter(pl.col("scheme") != SCHEME)
    tidied = _tidied(given)
    ipc = others.filter(pl.col("scheme") == "ipc").join(tidied, on="record", how="anti")
    symbols = ipc.select("symbol").unique().collect(engine="streaming")["symbol"]
    derived = derived_rows(ipc, industries_of(symbols), SCHEME, industry_version())
    whole = pl.concat([conform(others, "classifications"), conform(tidied, "classifications"), derived])
    assigned = corpus.with_tables(classifications=whole.sort("record", maintain_order=True))
    rule = f"国知办函规字〔2021〕121号, {industry_version()}, without keywords"
    counted = derived.select(pl.col("record").n_unique()).collect(engine="streaming").item()
    noted = with_notice(assigned, "industries_derived", records=counted) if counted else assigned
    return with_rules(noted, sei=rule)


def _tidied(given: pl.LazyFrame) -> pl.LazyFrame:
    """Take the codes out of the vendor's cells; a cell without a code stays as it is."""
    code = pl.col("symbol").str.normalize("NFKC").str.extract_all(r"\d(?:\.\d+)*")
    cells = given.select("symbol").unique().collect(engine="streaming").with_columns(codes=code)
    listed = pl.when(pl.col("codes").list.len() > 0).then("codes").otherwise(pl.concat_list("symbol"))
    joined = given.join(cells.with_columns(codes=listed).lazy(), on="symbol", how="left", maintain_order="left")
    long = (
        joined.with_columns(symbol="codes")
        .drop("codes")
        .explode("symbol", empty_as_null=False, keep_nulls=False)
    )
    return long.unique(["record", "symbol"], keep="first", maintain_order=True)


def industries_of(symbols: pl.Series) -> pl.DataFrame:
    """Return ``symbol`` → ``derived`` (industry such as "1.5"), one row for each industry of a symbol."""
    known = industry_rules().lazy()
    listed = pl.LazyFrame({"symbol": symbols.unique(maintain_order=True)}).drop_nulls()
    keys = [listed.select("symbol", prefix=prefix_of(pl.col("symbol"), length)) for length in PREFIX_LENGTHS]
    found = pl.concat(keys).drop_nulls().unique().join(known, on="prefix")
    met = found.group_by("symbol", "industry", "rule").agg(is_out=pl.col("is_excluded").any())
    inside = met.filter(pl.col("is_out").not_()).select("symbol", derived="industry").unique()
    return inside.sort("symbol", "derived").collect()
