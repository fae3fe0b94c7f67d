"""Notebooks are thin: parameters, calls, looks and sentences."""

import ast
from pathlib import Path

import nbformat
import pytest

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
MOST_LINES_OF_A_CELL = 10
NOT_IN_A_NOTEBOOK = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, ast.For, ast.AsyncFor, ast.While, ast.Try,
)  # fmt: skip


def code_cells(path: Path) -> list[nbformat.NotebookNode]:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def parameter_cells(path: Path) -> list[nbformat.NotebookNode]:
    return [cell for cell in code_cells(path) if "parameters" in cell.metadata.get("tags", [])]


def test_there_is_a_notebook_to_look_at():
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_one_cell_holds_the_parameters_one_typed_and_commented_on_each_line(path):
    (cell,) = parameter_cells(path)
    for line in cell.source.splitlines():
        (statement,) = ast.parse(line).body
        assert isinstance(statement, ast.AnnAssign), f"no type: {line}"
        assert statement.value is not None, f"no default: {line}"
        comment = line[statement.end_col_offset or 0 :].strip()
        assert comment.startswith("# ") and len(comment) > 3, f"no comment: {line}"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_cells_only_call_look_and_tell(path):
    found = [
        f"cell {number}: {type(node).__name__}"
        for number, cell in enumerate(code_cells(path))
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, NOT_IN_A_NOTEBOOK)
    ]
    assert found == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_cell_is_too_long(path):
    parameters = parameter_cells(path)
    long = [
        cell.source.splitlines()[0]
        for cell in code_cells(path)
        if cell not in parameters and len(cell.source.splitlines()) > MOST_LINES_OF_A_CELL
    ]
    assert long == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_output_is_committed(path):
    kept = [cell.source for cell in code_cells(path) if cell.outputs or cell.execution_count is not None]
    assert kept == []
