"""The conda environment gives Python and pip only, in the range that pyproject.toml states."""

import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]


def test_conda_gives_the_python_range_of_pyproject_and_pip_gives_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    python, pip, packages = environment["dependencies"]
    assert python == f"python {project['requires-python']}"
    assert pip == "pip"
    assert packages == {"pip": ["-e ."]}
    assert environment["name"] == project["name"]
