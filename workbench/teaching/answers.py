"""What a learner wrote: read from the notebook without running it, or from a JSON file."""

import ast
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from workbench.errors import WorkbenchError

ABOUT: Final = "workbench"
"""Where a notebook says which exercise it is."""


@dataclass(frozen=True)
class Answers:
    """The answers of one learner.

    Attributes
    ----------
    exercise : str or None
        As the notebook says; None where it does not.
    seed : int or None
        Of the class's corpus.
    given : dict
        Name → query.
    """

    exercise: str | None
    seed: int | None
    given: dict[str, str]


def read_answers(path: Path) -> Answers:
    """Read a notebook, or a JSON object of answers.

    Code is not run: the last plain text given to a name counts.

    Raises
    ------
    WorkbenchError
        If the file is neither.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WorkbenchError("cannot_read", file=str(path), cause=error.strerror or str(error)) from error
    except ValueError as error:
        raise WorkbenchError("not_an_answer_file", file=str(path)) from error
    if isinstance(told, dict) and "cells" in told:
        return _from_notebook(told)
    if isinstance(told, dict) and all(isinstance(value, str) for value in told.values()):
        return Answers(None, None, told)
    raise WorkbenchError("not_an_answer_file", file=str(path))


def _from_notebook(told: dict[str, Any]) -> Answers:
    about = told.get("metadata", {}).get(ABOUT, {})
    given: dict[str, str] = {}
    for cell in told["cells"]:
        if cell.get("cell_type") == "code":
            source = cell.get("source", "")
            given |= _texts(source if isinstance(source, str) else "".join(source))
    return Answers(about.get("exercise"), about.get("seed"), given)


def _texts(source: str) -> dict[str, str]:
    try:
        module = ast.parse(source)
    except SyntaxError:
        return {}
    return {
        target.id: statement.value.value
        for statement in module.body
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant)
        for target in statement.targets
        if isinstance(target, ast.Name) and isinstance(statement.value.value, str)
    }
