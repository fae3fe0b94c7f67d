"""One table of a corpus as a file that other programs open."""

from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl

from workbench.corpus import Corpus
from workbench.errors import WorkbenchError
from workbench.files import placed

_XLSX_ROWS = 1_048_575


def export_table(corpus: Corpus, table: str, out: Path) -> int:
    """Write a table as csv, parquet or xlsx; return its number of rows.

    ``publications`` carries its application's columns beside its own; lists are joined by "; " where
    the format has none.

    Raises
    ------
    WorkbenchError
        If there is no such table, the ending is unknown, or the table outgrows a worksheet.
    """
    if table not in corpus.tables:
        raise WorkbenchError("unknown_table", name=table, known=", ".join(corpus.tables))
    ending = out.suffix.lower()
    if ending not in _WRITERS:
        raise WorkbenchError("unknown_format", path=str(out), known=", ".join(_WRITERS))
    frame = (with_application(corpus) if table == "publications" else corpus.polars(table)).collect()
    if ending == ".xlsx" and frame.height > _XLSX_ROWS:
        raise WorkbenchError("too_many_rows", path=str(out), found=frame.height, limit=_XLSX_ROWS)
    with placed(out) as partial:
        _WRITERS[ending](frame, partial)
    return frame.height


def with_application(corpus: Corpus) -> pl.LazyFrame:
    """Return the publications with the columns of their application beside their own."""
    applications = corpus.polars("applications").rename(
        {"office": "application_office", "publication_date": "first_publication_date"}
    )
    return corpus.polars("publications").join(applications, on="application", how="left", maintain_order="left")


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    lists = [name for name, dtype in frame.schema.items() if dtype.base_type() == pl.List]
    return frame.with_columns(pl.col(lists).list.join("; ")) if lists else frame


def _write_csv(frame: pl.DataFrame, path: Path) -> None:
    _flat(frame).write_csv(path, include_bom=True)


def _write_xlsx(frame: pl.DataFrame, path: Path) -> None:
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as workbook:
        _flat(frame).write_excel(workbook, freeze_panes=(1, 0), autofit=False)


_WRITERS: Mapping[str, Callable[[pl.DataFrame, Path], object]] = {
    ".csv": _write_csv,
    ".parquet": lambda frame, path: frame.write_parquet(path),
    ".xlsx": _write_xlsx,
}
