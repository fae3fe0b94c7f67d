"""Which notebooks there are, and what parameters they take."""

import ast
import difflib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.errors import WorkbenchError, raise_faults

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
_DATA = ("exports", "corpus")
_SAMPLES = "datasets/"
RESERVED = ("out", "only", "language")
"""Parameters that ``workbench run`` sets from its own options."""


@dataclass(frozen=True)
class Parameter:
    """One line of a notebook's parameters cell."""

    name: str
    type: str
    default: Any
    help: str


@dataclass(frozen=True)
class Notebook:
    """A deliverable: a parameterized notebook."""

    name: str
    path: Path
    title: str
    parameters: tuple[Parameter, ...]

    def checked(self, given: Mapping[str, str]) -> dict[str, Any]:
        """Turn ``-p`` texts into values of the declared types.

        Raises
        ------
        WorkbenchError
            If a name is unknown, reserved or a value is not of its type; all faults at once.
        """
        by_name = {parameter.name: parameter for parameter in self.parameters if parameter.name not in RESERVED}
        faults, values = [], {}
        for name, text in given.items():
            if name not in by_name:
                faults.append(self._unknown(name, list(by_name)))
                continue
            try:
                values[name] = _typed(text, by_name[name].type)
            except ValueError:
                faults.append(
                    WorkbenchError(
                        "bad_parameter", notebook=self.name, name=name, expected=by_name[name].type, found=text
                    )
                )
        raise_faults(faults)
        return values

    def sample_files(self) -> tuple[str, ...]:
        """Name the parameters beside the data whose defaults are files of the bundled sample."""
        return tuple(
            parameter.name
            for parameter in self.parameters
            if parameter.name not in _DATA and str(parameter.default).startswith(_SAMPLES)
        )

    def _unknown(self, name: str, known: list[str]) -> WorkbenchError:
        near = difflib.get_close_matches(name, known, n=1)
        suggestion = f" (-> {near[0]}?)" if near else ""
        return WorkbenchError(
            "unknown_parameter", notebook=self.name, name=name, suggestion=suggestion, known=", ".join(known)
        )


def _typed(text: str, type_name: str) -> Any:
    if type_name == "int":
        return int(text)
    if type_name == "float":
        return float(text)
    if type_name == "bool":
        if text.lower() not in ("true", "false", "yes", "no", "1", "0"):
            raise ValueError(text)
        return text.lower() in ("true", "yes", "1")
    return text


def notebook_names() -> tuple[str, ...]:
    """Return the names of the bundled notebooks, sorted."""
    return tuple(sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb")))


def find_notebook(name: str) -> Notebook:
    """Open a notebook by name, or by the path of a file of one's own.

    Raises
    ------
    WorkbenchError
        If there is none.
    """
    path = Path(name) if name.endswith(".ipynb") else NOTEBOOKS / f"{name}.ipynb"
    if not path.is_file():
        raise WorkbenchError("unknown_notebook", name=name, known=", ".join(notebook_names()))
    return read_notebook(path)


def read_notebook(path: Path) -> Notebook:
    """Read name, title and parameters of a notebook; its code is parsed, not run."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    texts = [("".join(cell["source"]), cell) for cell in cells]
    title = next((t.lstrip("# ").splitlines()[0] for t, cell in texts if cell["cell_type"] == "markdown"), "")
    source = next((text for text, cell in texts if "parameters" in cell["metadata"].get("tags", [])), "")
    return Notebook(path.stem, path, title, tuple(_parameters(source)))


def _parameters(source: str) -> list[Parameter]:
    lines = source.splitlines()
    found = []
    for node in ast.parse(source).body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            comment = lines[node.lineno - 1].partition("  # ")[2]
            kind = ast.unparse(node.annotation).removesuffix(" | None")
            found.append(Parameter(node.target.id, kind, ast.literal_eval(node.value), comment))
    return found
