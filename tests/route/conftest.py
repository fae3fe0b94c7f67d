"""Small networks as files."""

import json

import pytest
from typer.testing import CliRunner

from workbench.cli.main import app
from workbench.errors import WorkbenchError


@pytest.fixture
def edges(tmp_path):
    """Return a function that writes a csv of citations, the first column citing the second."""

    def write(*rows, heading="citing,cited", name="edges.csv"):
        path = tmp_path / name
        path.write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def net(tmp_path):
    """Return a function that writes a Pajek file."""

    def write(text, name="network.net"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def route():
    """Return a function that runs a route command in this process; it gives JSON where there is some."""

    def run(*words):
        result = CliRunner().invoke(app, ["route", *map(str, words)])
        if isinstance(result.exception, WorkbenchError):
            raise result.exception
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout) if "--json" in words else result.stdout

    return run


@pytest.fixture(scope="session")
def planted():
    """Return a sample's route and the truth: the publications of its planted path, and each one's branch."""
    from workbench.corpus import Corpus, Manifest
    from workbench.route import Route
    from workbench.sample import technology
    from workbench.sample.chapter import Chapter
    from workbench.sample.sizes import world_of
    from workbench.sample.truth import documents_table, planted_path

    world = world_of(4000, 11)
    chapter = Chapter(world, 0, world.families)
    corpus = Corpus.from_frames(chapter.tables(), Manifest(cut_off=world.cut_off))
    names = {branch.key: branch.zh for branch in technology.BRANCHES}
    documents = documents_table(chapter)
    branches = {
        row["publication_number"]: names[row["branch"]]
        for row in documents.select("publication_number", "branch").to_dicts()
    }
    return Route.of(corpus), planted_path(world), branches
