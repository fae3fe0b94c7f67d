"""What the readmes tell an analyst to type is what the notebook takes."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.zh-CN.md")


def parameters(name: str = "industry_landscape") -> dict[str, object]:
    """Return the parameters of a notebook and their defaults."""
    notebook = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
    (cell,) = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    return {
        statement.target.id: ast.literal_eval(statement.value)
        for statement in ast.parse(cell.source).body
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name) and statement.value
    }


def told_defaults(readme: str) -> dict[str, str]:
    """Return parameter → default as the readme's table of parameters gives them."""
    text = (ROOT / readme).read_text(encoding="utf-8")
    rows = re.findall(r"^\| ((?:`\w+`、?(?:, )?)+) \| (?:`([^`]*)`)? ?\| .+\|$", text, re.MULTILINE)
    return {name: default for names, default in rows for name in re.findall(r"`(\w+)`", names)}


@pytest.mark.parametrize("readme", READMES)
def test_the_table_of_parameters_gives_the_defaults_of_the_notebook(readme):
    told = told_defaults(readme)
    known = parameters()
    assert set(told) >= {"exports", "unit", "counting", "date_basis", "patent_type", "region_rule", "top"}
    assert told == {name: str(known.get(name)) for name in told}


@pytest.mark.parametrize("readme", READMES)
def test_every_parameter_on_a_command_line_is_one_of_the_notebook(readme):
    text = (ROOT / readme).read_text(encoding="utf-8")
    lines = re.findall(r"workbench run (\w+) ([^\n]*)", text)
    unknown = [
        (name, used)
        for name, line in lines
        for used in re.findall(r"-p (\w+)=", line)
        if used not in parameters(name)
    ]
    known = {name for path in (ROOT / "notebooks").glob("*.ipynb") for name in parameters(path.stem)}
    assert lines and unknown == []
    assert set(re.findall(r"-p (\w+)=", text)) <= known


@pytest.mark.parametrize("readme", READMES)
def test_every_file_that_a_readme_links_to_is_there(readme):
    links = re.findall(r"\]\(([^)#]+)\)", (ROOT / readme).read_text(encoding="utf-8"))
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("readme", READMES)
def test_every_option_on_a_command_line_is_documented(readme):
    reference = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    text = (ROOT / readme).read_text(encoding="utf-8")
    commands = [
        line for line in text.splitlines() if re.match(r"\.venv[/\\](bin|Scripts)[/\\]workbench ", line)
    ]
    assert commands
    options = {option for line in commands for option in re.findall(r"(?<=\s)--[a-z-]+", line)}
    assert [option for option in sorted(options) if option not in reference] == []
