"""From a key, the readers' sheets and lists of documents to every measure they support."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

from workbench.corpus.numbers import publication_key
from workbench.errors import WorkbenchError
from workbench.search.evaluation import (
    MEASURES,
    Reading,
    precision,
    reading,
    recall_by_capture,
    recall_of_a_sample,
    recall_of_the_corpus,
)
from workbench.search.reading_sheets import read_judgements
from workbench.search.sampling import ReadingKey

MOST_READERS: Final = 3


@dataclass(frozen=True)
class Evaluation:
    """What is known of a query's quality.

    Attributes
    ----------
    measures : DataFrame
        One row per measure, columns of ``MEASURES``.
    read : Reading
        The judgements behind them.
    notes : tuple of str
        Keys of ``labels/search.toml`` (``evaluation_<key>``): what the figures rest on.
    """

    measures: pl.DataFrame
    read: Reading
    notes: tuple[str, ...]

    def told(self) -> dict[str, Any]:
        """Return the evaluation as plain data."""
        return {
            "measures": self.measures.to_dicts(),
            "kappa": self.read.kappa,
            "disagreements": list(self.read.disagreements),
            "notes": list(self.notes),
        }


def evaluate(
    key: ReadingKey,
    sheets: Sequence[Path],
    *,
    hits: Sequence[str] = (),
    gold: Sequence[str] = (),
    second: Sequence[str] = (),
) -> Evaluation:
    """Compute what the material allows.

    Parameters
    ----------
    key : ReadingKey
        Of the sample.
    sheets : sequence of Path
        Filled by one reader, or two, or two and who decides between them.
    hits : sequence of str, optional
        All hits of the query; needed for the recall of a sample and for capture.
    gold : sequence of str, optional
        Documents known to be relevant, chosen without the query.
    second : sequence of str, optional
        Relevant hits of a query of other words.

    Raises
    ------
    WorkbenchError
        If a sheet is spoilt, or there are too many.
    """
    if not 0 < len(sheets) <= MOST_READERS:
        raise WorkbenchError("too_many_readers", found=len(sheets), most=MOST_READERS)
    _demand_readers(sheets)
    judged = [read_judgements(path, key) for path in sheets]
    for path, told in zip(sheets, judged, strict=True):
        if set(told.values()) == {"undecided"}:
            raise WorkbenchError("nothing_judged", file=path.name, count=len(told))
    read = reading(*judged)
    found = [precision(key, read), recall_of_the_corpus(key, read)]
    notes = ["one_reader"] if len(sheets) == 1 else []
    if found[1].is_empty():
        drawn = any(stratum.part == "rest" for stratum in key.strata)
        notes.append("nothing_relevant" if drawn else "no_rest")
    if gold:
        found.append(recall_of_a_sample(gold, hits))
        notes.append("sample_bias")
    if second:
        share = found[0]["value"][0] if found[0].height else 1.0
        found.append(recall_by_capture(hits, second, relevant_share=float(share)))
        notes.append("capture_assumes")
    return Evaluation(pl.concat([pl.DataFrame(schema=MEASURES), *found]), read, tuple(notes))


def _demand_readers(sheets: Sequence[Path]) -> None:
    """Refuse one sheet given twice: a reader who agrees with himself proves nothing."""
    seen: dict[bytes, Path] = {}
    for path in sheets:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise WorkbenchError("cannot_read", file=str(path), cause=error.strerror or str(error)) from error
        if content in seen:
            raise WorkbenchError("same_sheet", file=path.name, other=seen[content].name)
        seen[content] = path


def numbers_in(path: Path) -> list[str]:
    """Read publication numbers, one a line, or the first column of a csv or xlsx.

    Raises
    ------
    WorkbenchError
        If the file cannot be read, or holds none.
    """
    try:
        if path.suffix.lower() in (".xlsx", ".xls"):
            column = pl.read_excel(path, infer_schema_length=0).to_series(0)
        else:
            lines = path.read_text(encoding="utf-8-sig").splitlines()
            column = pl.Series([line.replace("\t", ",").split(",")[0].strip().strip('"') for line in lines])
    except (OSError, ValueError) as error:
        cause = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise WorkbenchError("cannot_read", file=str(path), cause=cause) from error
    named = pl.DataFrame({"number": column.cast(pl.String)})
    known = named.filter(publication_key(pl.col("number")).is_not_null())["number"].unique(maintain_order=True)
    if known.is_empty():
        raise WorkbenchError("no_numbers", file=str(path))
    return known.to_list()
