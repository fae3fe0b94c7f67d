"""The sheet a reader fills in: documents in mixed order, without a word of why each is there."""

from pathlib import Path
from typing import Final

import polars as pl

from workbench.corpus import Corpus
from workbench.corpus.numbers import publication_key
from workbench.errors import WorkbenchError, raise_faults
from workbench.labels import Language, words
from workbench.search.sampling import ReadingKey
from workbench.tables.editable import ROW, EditableSheet, read_editable, write_editable

SHEET: Final = EditableSheet(
    "search.sheet_reading",
    ("serial", "publication_number", "title", "abstract", "first_claim", "relevance", "reason"),
    required=("publication_number",),
    choices={"relevance": "relevance"},
    widths={
        "serial": 8,
        "publication_number": 20,
        "title": 40,
        "abstract": 70,
        "first_claim": 70,
        "reason": 30,
    },
)


def write_reading_sheet(
    path: Path, key: ReadingKey, corpus: Corpus, *, language: Language, replace: bool = False
) -> Path:
    """Write the sheet for one reader.

    Neither query nor stratum stands in it, and hits and others are mixed: who reads must not know what
    the query thought. Each reader gets a sheet of their own.
    """
    rows = documents(corpus, key.order)
    notes = [words(f"search.reading_note_{name}", language) for name in ("task", "blind", "undecided", "alone")]
    return write_editable(path, [(SHEET, rows)], language=language, notes=notes, replace=replace)


def documents(corpus: Corpus, numbers: tuple[str, ...]) -> pl.DataFrame:
    """Return what a reader sees of some publications, in their order."""
    wanted = pl.LazyFrame({"publication_number": pl.Series(numbers, dtype=pl.String)})
    wanted = wanted.with_row_index("serial", offset=1)
    publications = corpus.polars("publications").unique("publication_number", keep="first", maintain_order=True)
    first = corpus.polars("claims").filter(pl.col("number").fill_null(1) == 1)
    first = first.group_by("record").agg(first_claim=pl.col("text").first())
    known = publications.join(first, on="record", how="left")
    columns = ("publication_number", "title", "abstract", "first_claim")
    return wanted.join(known.select(columns), on="publication_number", how="left").sort("serial").collect()


def read_judgements(path: Path, key: ReadingKey) -> dict[str, str]:
    """Read a filled sheet.

    Returns
    -------
    dict
        Publication number → ``relevant``, ``irrelevant`` or ``undecided``; an empty cell is undecided.

    Raises
    ------
    WorkbenchError
        If a document of the sample is missing, stands twice, or was never drawn; all faults at once.
    """
    rows = read_editable(path, [SHEET])[SHEET.address]
    spelled = pl.Series(key.order, dtype=pl.String)
    keys = dict(zip(_keys(spelled), key.order, strict=True))
    judged: dict[str, str] = {}
    faults = []
    for row, found, number, relevance in zip(
        rows[ROW], rows["publication_number"], _keys(rows["publication_number"]), rows["relevance"], strict=True
    ):
        known = keys.get(number)
        if known is None or known in judged:
            reason = "reading_foreign" if known is None else "reading_twice"
            faults.append(WorkbenchError(reason, file=path.name, row=row, found=found))
        else:
            judged[known] = relevance or "undecided"
    lacking = [number for number in key.order if number not in judged]
    if lacking:
        faults.append(
            WorkbenchError("reading_lacks", file=path.name, count=len(lacking), numbers=", ".join(lacking[:5]))
        )
    raise_faults(faults)
    return judged


def judgements_in_order(path: Path) -> list[bool]:
    """Read the judgements of a sheet from the top to the last one given: what the stopping rule needs.

    Returns
    -------
    list of bool
        Whether each document is relevant, in the order of reading; undecided ones are left out.

    Raises
    ------
    WorkbenchError
        If a document between two judged ones was passed over, or nothing was judged.
    """
    rows = read_editable(path, [SHEET])[SHEET.address]
    given = rows["relevance"].fill_null("").to_list()
    while given and not given[-1]:
        given.pop()
    passed = [int(row) for row, told in zip(rows[ROW], given, strict=False) if not told]
    if passed:
        raise WorkbenchError("reading_passed_over", file=path.name, row=passed[0], count=len(passed))
    judged = [told == "relevant" for told in given if told != "undecided"]
    if not judged:
        raise WorkbenchError("nothing_to_stop", file=path.name)
    return judged


def _keys(numbers: pl.Series) -> list[str]:
    frame = pl.DataFrame({"number": numbers})
    return frame.select(pl.coalesce(publication_key(pl.col("number")), "number")).to_series().to_list()
