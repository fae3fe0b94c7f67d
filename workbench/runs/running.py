"""Runs a notebook through papermill: parameters checked, outputs staged, moved into place at the end."""

import json
import logging
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from workbench.corpus.storage import staged_folder
from workbench.errors import WorkbenchError
from workbench.labels import Language, words
from workbench.runs.former import make_way
from workbench.runs.imports import without_uri_grammar
from workbench.runs.notebooks import Notebook, find_notebook

_ANSI = re.compile("\x1b\\[[0-9;]*m")
OUTPUTS = ("report.html", "report.docx", "report.pdf", "data.xlsx", "notebook.ipynb", "figures")


def run_notebook(
    name: str,
    given: Mapping[str, str],
    out: Path,
    *,
    language: Language = "zh",
    only: Sequence[str] = (),
    replace: bool = False,
    is_quiet: bool = False,
) -> list[Path]:
    """Execute a notebook into a folder; return the paths of what it made.

    Parameters
    ----------
    name : str
        A bundled notebook, or the path of one.
    given : mapping
        Parameter → text, from ``-p key=value``.
    out : path
        The run's folder. A former run that nobody edited gives way; an edited one is set aside.
    language : {"zh", "en"}
        Of the whole report.
    only : sequence of str
        Some of the outputs; all by default.

    Raises
    ------
    WorkbenchError
        If a parameter is unknown, the folder is taken, or a cell fails. Nothing is left half made.
    """
    notebook = find_notebook(name)
    values = notebook.checked(given)
    values |= without_sample_files(notebook, values)
    make_way(out, is_replaced=replace, is_dry=True)
    with staged_folder(out, replace=True, before=lambda: make_way(out, is_replaced=replace)) as folder:
        settings = {**values, "out": str(folder), "language": language, "only": ",".join(only)}
        _execute(notebook, settings, folder / "notebook.ipynb", language, is_quiet)
        (folder / "notebook.ipynb").write_text(
            _without_staging((folder / "notebook.ipynb").read_text(encoding="utf-8"), folder, out),
            encoding="utf-8",
        )
    return [out / found for found in OUTPUTS if (out / found).exists()]


def without_sample_files(notebook: Notebook, values: Mapping[str, Any]) -> dict[str, str]:
    """Return empty values for what only the sample's files would fill: they would speak of an invented topic.

    A person who names data of their own and no search elements wants none, not those of the sample.
    """
    from workbench.runs.reading import is_of_a_sample

    exports, corpus = values.get("exports", ""), values.get("corpus", "")
    if not (exports or corpus) or is_of_a_sample(exports=exports, corpus=corpus):
        return {}
    return {name: "" for name in notebook.sample_files() if name not in values}


def _without_staging(text: str, folder: Path, out: Path) -> str:
    return text.replace(json.dumps(str(folder))[1:-1], json.dumps(str(out))[1:-1])


def _execute(
    notebook: Notebook, settings: Mapping[str, Any], target: Path, language: Language, is_quiet: bool
) -> None:
    with without_uri_grammar():
        import papermill
        from papermill.exceptions import PapermillExecutionError

    for name in ("papermill", "asyncio"):  # what they say of a run that fails or is stopped, we say in words
        logging.getLogger(name).setLevel(logging.CRITICAL)
    os.environ.setdefault("PLOTLY_RENDERER", "plotly_mimetype")
    os.environ["WORKBENCH_LANGUAGE"] = language
    try:
        with tempfile.TemporaryDirectory(prefix="wb-") as room:
            papermill.execute_notebook(
                str(notebook.path),
                str(target),
                parameters=dict(settings),
                kernel_name="python3",
                cwd=str(Path.cwd()),
                progress_bar=False if is_quiet else _progress(language),
                log_output=False,
                request_save_on_cell_execute=False,  # writing every chart again after each cell is half the run
                config=_kernel_transport(Path(room)),
            )
    except PapermillExecutionError as failure:
        if failure.ename in ("WorkbenchError", "Faults"):
            raise WorkbenchError.parse(failure.evalue) from failure
        raise _cell_failed(notebook, failure, target) from failure


def _progress(language: Language) -> dict[str, Any]:
    """Say in the user's language how far the run is, without the speed of cells."""
    return {"desc": words("cli.running", language), "bar_format": "{desc} {percentage:3.0f}% |{bar:30}|"}


def data_remarks(out: Path) -> list[str]:
    """Return what a finished run has to say on its data, as its provenance keeps it."""
    path = out / "provenance.json"
    remarks: list[str] = json.loads(path.read_text(encoding="utf-8"))["data_notices"] if path.is_file() else []
    return remarks


def _kernel_transport(room: Path) -> Any:
    """Talk to the kernel through sockets in a folder of the run's own, where the system has such.

    The kernel logs nothing that is not the end of it: being told to stop is no error.
    """
    from traitlets.config import Config

    quiet = {"NotebookClient": {"extra_arguments": [f"--log-level={logging.CRITICAL}"]}}

    sockets = {"transport": "ipc", "ip": str(room / "kernel"), "connection_file": str(room / "kernel.json")}
    return Config({**quiet, "KernelManager": sockets} if os.name == "posix" else quiet)


def _cell_failed(notebook: Notebook, failure: Any, target: Path) -> WorkbenchError:
    """Say which cell failed and why; keep the executed notebook where it can be looked at."""
    record = Path(tempfile.mkdtemp(prefix="workbench-failed-")) / f"{notebook.name}.ipynb"
    record.write_bytes(target.read_bytes() if target.exists() else b"")
    cause = f"{failure.ename}: {_ANSI.sub('', failure.evalue)}"
    first_line = next((line for line in failure.source.splitlines() if line.strip()), "")
    return WorkbenchError(
        "cell_failed",
        notebook=notebook.name,
        cell=failure.exec_count,
        source=first_line,
        cause=cause,
        record=str(record),
    )
