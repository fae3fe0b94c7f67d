"""The generated documents say what the catalogue and the commands say now, and every command is there."""

import importlib.util
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


def generator():
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["glossary.md", "cli.md"])
def test_a_generated_document_is_up_to_date(name):
    current = generator().DOCUMENTS[name]()
    assert (DOCS / name).read_text(encoding="utf-8") == current, "make docs"


def test_every_command_and_option_is_documented():
    import typer

    from workbench.cli.main import app

    written = (DOCS / "cli.md").read_text(encoding="utf-8")
    commands = typer.main.get_command(app).commands
    assert commands
    for name, command in generator().commands(typer.main.get_command(app)):
        _, found, chapter = written.partition(f"\n## workbench {name}\n")
        assert found, name
        chapter = chapter.partition("\n## ")[0]
        options = [
            option for parameter in command.params for option in parameter.opts if option.startswith("--")
        ]
        assert [option for option in options if option not in chapter and option != "--help"] == []
