"""In which territories does each family have a right, and in what state?"""

from collections.abc import Sequence

import polars as pl

from workbench.corpus import Corpus
from workbench.risk.screening import Screening
from workbench.tables import Table


def family_coverage(screening: Screening, corpus: Corpus, markets: Sequence[str]) -> Table:
    """List every candidate's family by market: members here, members known only by number, or none known."""
    listed = screening.listed
    rows = []
    for row in screening.compared.iter_rows(named=True):
        members = listed.filter(pl.col("family") == row["family"])
        outside = row.get("outside_members") or []
        offices = list(dict.fromkeys([*markets, *members["office"].drop_nulls().to_list()]))
        for office in offices:
            here = members.filter(pl.col("office") == office)
            found = [
                (m["publication_number"], m["risk_status"], m["latest_end"]) for m in here.iter_rows(named=True)
            ]
            found = found or [
                (number, "outside_corpus", None) for number in outside if number.startswith(office)
            ]
            for number, status, end in found or [(None, "none_known", None)]:
                rows.append((row["publication_number"], office, number, status, end))
    frame = pl.DataFrame(rows, schema=_COLUMNS, orient="row")
    return Table(
        "family_coverage",
        frame,
        unit="application",
        cut_off=corpus.manifest.cut_off,
        sources=corpus.manifest.source_names(),
        population=screening.compared.height,
        notes=("coverage_as_given", *(("see_national_parts",) if "EP" in frame["office"] else ())),
    )


_COLUMNS = {
    "publication_number": pl.String, "office": pl.String, "member": pl.String, "member_status": pl.String,
    "expiry_date": pl.Date,
}  # fmt: skip
