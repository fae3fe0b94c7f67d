"""Commands on the text of a query: lint, translate, parse."""

import sys
from typing import Annotated

import typer

from workbench.cli.speaking import help_text, print_json, say, say_key, spoken_language

Text = Annotated[str, typer.Argument(help=help_text("query_text"))]
Syntax = Annotated[str, typer.Option("--syntax", help=help_text("query_syntax"))]
AsJson = Annotated[bool, typer.Option("--json", help=help_text("json"))]
_AN_ERROR = 1


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(help=help_text("query"), no_args_is_help=True)
    group.command("lint", help=help_text("query_lint"))(lint)
    group.command("translate", help=help_text("query_translate"))(translate)
    group.command("parse", help=help_text("query_parse"))(parse)
    app.add_typer(group, name="query")


def given_text(text: str) -> str:
    """Return the query as given, or from standard input where it is ``-``."""
    return sys.stdin.read() if text == "-" else text


def lint(text: Text, syntax: Syntax = "local", as_json: AsJson = False) -> None:
    """Check a query."""
    from workbench.query.lint import lint as problems_of

    query = given_text(text)
    language = spoken_language()
    problems = problems_of(query, syntax)
    if as_json:
        print_json([problem.told(query, language) for problem in problems])
    else:
        for problem in problems:
            place = f"{problem.code} {problem.start + 1}–{problem.end}"
            say(f"{place} {problem.message(language)} {problem.cure(language)}")
        if not problems:
            say_key("query_clean")
    if any(problem.severity == "error" for problem in problems):
        raise typer.Exit(_AN_ERROR)


def translate(
    text: Text,
    source: Annotated[str, typer.Option("--from", help=help_text("query_from"))],
    target: Annotated[str, typer.Option("--to", help=help_text("query_to"))],
    as_json: AsJson = False,
) -> None:
    """Translate a query into another dialect."""
    from workbench.query.translate import translate as translation_of

    told = translation_of(given_text(text), source, target).told(spoken_language())
    if as_json:
        print_json(told)
        return
    say_key("query_exactness", exactness=told["exactness"])
    for loss in told["losses"]:
        say(f"  {loss['kind']}: {loss['why']}")
    if told["text"] is not None:
        print(told["text"])


def parse(text: Text, syntax: Syntax = "local", as_json: AsJson = False) -> None:
    """Show the tree of a query."""
    from workbench.query.parse import parse as query_of
    from workbench.query.tree import told

    query = query_of(given_text(text), syntax)
    tree = None if query.tree is None else told(query.tree)
    if as_json:
        print_json({"tree": tree, "text": str(query)})
    else:
        print_json(tree)
