"""``provenance.json``: what went in, by which program, what came out, and how each number is found again."""

import hashlib
import json
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

import workbench
from workbench.files import placed
from workbench.report.bound_values import bound_values
from workbench.report.datasets import Dataset
from workbench.report.evidence import table_entry
from workbench.report.model import Report

_PACKAGES: Final = ("polars", "narwhals", "plotly", "kaleido", "python-docx", "typst", "xlsxwriter", "jinja2")
_COUNTS: Final = ("rows_read", "kept", "duplicates", "rejects")


def write_provenance(
    report: Report,
    carried: Sequence[Dataset],
    outputs: Iterable[Path],
    notices: Sequence[dict[str, str]],
    path: Path,
    out: Path,
) -> Path:
    """Write the provenance of a report.

    Parameters
    ----------
    report : Report
        The deliverable.
    carried : sequence of Dataset
        Its tables.
    outputs : iterable of Path
        Files that were written; each is told with its size and sha256.
    notices : sequence of mapping
        What could not be written, and the cure.
    path : Path
        The file to write.
    out : Path
        The report's folder, against which files are named.
    """
    told = {
        "report": report.name,
        "subject": report.subject,
        "language": report.language,
        "cut_off": report.cut_off,
        "is_sample": report.is_sample,
        "versions": versions(),
        "parameters": dict(report.parameters),
        "inputs": [dict(source) for source in report.inputs],
        "row_counts": row_counts(report),
        "decisions": list(report.decisions),
        "facts": dict(report.facts),
        "tables": [table_provenance(dataset, report) for dataset in carried],
        "findings": [value._asdict() for value in bound_values(report, carried)],
        "notices": list(notices),
        "data_notices": [
            line
            for appendix in report.appendices
            if appendix.key == "notices"
            for line in appendix.text.splitlines()
        ],
        "outputs": [output_entry(file, out) for file in outputs],
    }
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1, default=str), encoding="utf-8")
    return path


def add_outputs(record: Path, files: Iterable[Path]) -> None:
    """Add files that were written after the report, in the same folder, to its provenance."""
    told = json.loads(record.read_text(encoding="utf-8"))
    told["outputs"] += [output_entry(file, record.parent) for file in files]
    with placed(record) as partial:
        partial.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


def versions() -> dict[str, str]:
    """Return the versions of the workbench, Python and the packages that shape the result."""
    found = {"workbench": workbench.__version__, "python": platform.python_version()}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = ""
    return found


def row_counts(report: Report) -> dict[str, int]:
    """Return rows read, kept, repeated and rejected over all inputs."""
    return {name: sum(int(source.get(name) or 0) for source in report.inputs) for name in _COUNTS}


def table_provenance(dataset: Dataset, report: Report) -> dict[str, Any]:
    """Return what a table says of itself, and how its cells find their patents."""
    table = dataset.table
    return table_entry(dataset, report.language) | {
        "unit": table.unit,
        "counting": table.counting,
        "date_basis": table.date_basis,
        "population": table.population,
        "left_out": [{"reason": item.reason, "count": item.count} for item in table.left_out],
        "notes": list(table.notes),
        "sources": list(table.sources),
        "cut_off": table.cut_off,
    }


def output_entry(file: Path, out: Path) -> dict[str, Any]:
    """Return name, size and sha256 of a file."""
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {"file": file.relative_to(out).as_posix(), "bytes": file.stat().st_size, "sha256": digest}
