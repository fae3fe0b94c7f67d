"""What a notebook needs besides the analyses: its parameters as given, its errors in words."""

from collections.abc import Mapping
from datetime import date
from types import TracebackType
from typing import Any

from workbench.corpus import Manifest
from workbench.errors import WorkbenchError
from workbench.labels import Language
from workbench.labels.problems import error_text
from workbench.runs.imports import without_uri_grammar
from workbench.runs.notebooks import RESERVED, find_notebook


def show_errors_in(language: Language) -> None:
    """Let errors that the user can cure show in words, without a traceback, inside Jupyter."""
    from IPython.core.getipython import get_ipython

    def show(shell: Any, _kind: type, error: WorkbenchError, _trace: TracebackType, **_: Any) -> list[str]:
        lines = error_text(error, language).splitlines()
        shell._showtraceback(type(error), str(error), lines)
        return lines

    shell: Any = get_ipython()
    if shell is not None:
        shell.set_custom_exc((WorkbenchError,), show)
        _keep_charts_home()


def _keep_charts_home() -> None:
    """Take the button off the charts that would send them to a server."""
    with without_uri_grammar():
        import plotly.io as pio

    renderer = pio.renderers["plotly_mimetype"]
    renderer.config = {**(renderer.config or {}), "showSendToCloud": False}


def data_options(database: str, query: str, search_date: str, status_date: str, cut_off: str) -> Manifest:
    """Return what the user told of the data; empty texts mean 'not given'.

    Raises
    ------
    WorkbenchError
        If a date is not written as YYYY-MM-DD.
    """
    return Manifest(
        database=database or None,
        query=query or None,
        search_date=given_date("search_date", search_date),
        status_date=given_date("status_date", status_date),
        cut_off=given_date("cut_off", cut_off),
    )


def given_date(option: str, text: str | None) -> date | None:
    """Read a date that a person typed."""
    if not text:
        return None
    try:
        return date.fromisoformat(text.strip().replace("/", "-"))
    except ValueError:
        raise WorkbenchError("malformed_option", option=option, expected="YYYY-MM-DD", found=text) from None


def settings(variables: Mapping[str, Any], notebook: str) -> dict[str, Any]:
    """Return the parameters of a notebook as they stand, without those that name the output."""
    declared = find_notebook(notebook).parameters
    return {p.name: variables.get(p.name, p.default) for p in declared if p.name not in RESERVED}


def kinds(only: str) -> list[str] | None:
    """Return the outputs named in ``html,xlsx``; none named means all."""
    return [part.strip() for part in only.split(",") if part.strip()] or None
