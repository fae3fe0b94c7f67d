"""Commands on reports: notebooks, run, explain."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from workbench.cli.corpora import Json
from workbench.cli.speaking import help_text, print_json, say, say_key, spoken_language
from workbench.errors import WorkbenchError
from workbench.labels import Language, topic, value_words, words

_KINDS = ("html", "docx", "pdf", "xlsx", "figures")


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("notebooks", help=help_text("notebooks"))(notebooks)
    app.command("run", help=help_text("run"))(run)
    app.command("explain", help=help_text("explain"))(explain)


def notebooks(as_json: Json = False) -> None:
    """List the notebooks and their parameters."""
    from workbench.runs.notebooks import find_notebook, notebook_names

    found = [find_notebook(name) for name in notebook_names()]
    if as_json:
        print_json(
            [
                {
                    "name": notebook.name,
                    "title": notebook.title,
                    "path": str(notebook.path),
                    "parameters": [vars(parameter) for parameter in notebook.parameters],
                }
                for notebook in found
            ]
        )
        return
    for notebook in found:
        say(f"{notebook.name}  {notebook.title}")
        for parameter in notebook.parameters:
            say(f"    {parameter.name} = {parameter.default!r}  {parameter.help}")


def run(
    notebook: Annotated[str, typer.Argument(help=help_text("run_notebook"))],
    out: Annotated[Path, typer.Option("--out", help=help_text("run_out"))],
    parameters: Annotated[
        list[str] | None, typer.Option("-p", "--parameter", help=help_text("run_parameter"))
    ] = None,
    language: Annotated[
        Literal["zh", "en"] | None, typer.Option("--language", help=help_text("language"))
    ] = None,
    only: Annotated[str | None, typer.Option("--only", help=help_text("run_only"))] = None,
    replace: Annotated[bool, typer.Option("--replace", help=help_text("run_replace"))] = False,
    as_json: Json = False,
) -> None:
    """Run a notebook into a folder of reports."""
    from workbench.runs.running import data_remarks, run_notebook

    spoken: Language = language or spoken_language()
    made = run_notebook(
        notebook,
        _pairs(parameters or []),
        out,
        language=spoken,
        only=_kinds(only),
        replace=replace,
        is_quiet=as_json,
    )
    remarks = data_remarks(out)
    for remark in remarks:
        say_key("warning", text=remark)
    say_key("run_done", out=out)
    if as_json:
        print_json({"out": str(out), "outputs": [str(path) for path in made], "warnings": remarks})
    else:
        for path in made:
            print(path)


def explain(
    out: Annotated[Path, typer.Argument(help=help_text("explain_out"))],
    table: Annotated[str, typer.Argument(help=help_text("explain_table"))],
    cell: Annotated[str, typer.Argument(help=help_text("explain_cell"))],
    as_json: Json = False,
) -> None:
    """List the patents behind a number of a report."""
    from workbench.report.explain import explain as look_up
    from workbench.report.explain import unit_of

    found = look_up(out, table, cell)
    if as_json:
        print_json({"table": table, "cell": cell, "count": found.height, "patents": found.to_dicts()})
        return
    language = spoken_language()
    unit = unit_of(out, table)
    count = words(f"report.html_count_{unit}", language, count=f"{found.height:,}")
    say_key("explained", table=table, cell=cell, count=count)
    columns = [name for name in found.columns if f"list_{name}" in topic("report")]
    print("\t".join(words(f"report.list_{name}", language) for name in columns))
    for row in found.select(columns).iter_rows(named=True):
        print("\t".join(value_words(name, value, language) for name, value in row.items()))


def _pairs(given: list[str]) -> dict[str, str]:
    pairs = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not (name.strip() and sign):
            raise WorkbenchError("malformed_option", option="-p", expected="key=value", found=text)
        pairs[name.strip()] = value
    return pairs


def _kinds(only: str | None) -> list[str]:
    kinds = [part.strip() for part in (only or "").split(",") if part.strip()]
    unknown = [kind for kind in kinds if kind not in _KINDS]
    if unknown:
        raise WorkbenchError(
            "malformed_option", option="--only", expected=",".join(_KINDS), found=",".join(unknown)
        )
    return kinds
