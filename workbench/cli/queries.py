"""Commands on the text of a query: lint, translate, parse."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.speaking import help_text, print_json, say, say_key, spoken_language
from workbench.errors import WorkbenchError
from workbench.labels import value_words

if TYPE_CHECKING:
    from workbench.query.problems import Problem

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


def known_dialect(option: str, name: str) -> None:
    """Refuse a syntax there is none of, naming the option it was given by."""
    from workbench.query.dialect import DIALECTS

    if name.lower() not in DIALECTS:
        raise WorkbenchError("unknown_dialect", found=name, known=", ".join(DIALECTS), option=option)


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
            say(f"{_place(problem)} {problem.message(language)} {problem.cure(language)}")
        if not problems:
            say_key("query_clean")
    if any(problem.severity == "error" for problem in problems):
        raise typer.Exit(_AN_ERROR)


def _place(problem: "Problem") -> str:
    """Return the code and the characters concerned; a gap between two characters is one place."""
    first, last = problem.start + 1, problem.end
    if last < first:
        return f"{problem.code} {first}" if last else problem.code
    return f"{problem.code} {first}–{last}" if last > first else f"{problem.code} {first}"


def translate(
    text: Text,
    source: Annotated[str, typer.Option("--from", help=help_text("query_from"))],
    target: Annotated[str, typer.Option("--to", help=help_text("query_to"))],
    as_json: AsJson = False,
) -> None:
    """Translate a query into another dialect."""
    from workbench.query.translate import translate as translation_of

    for option, name in (("--from", source), ("--to", target)):
        known_dialect(option, name)
    language = spoken_language()
    told = translation_of(given_text(text), source, target).told(language)
    if as_json:
        print_json(told)
        return
    say_key("query_exactness", exactness=value_words("exactness", told["exactness"], language))
    for loss in told["losses"]:
        say(f"  {value_words('exactness', loss['kind'], language)}: {loss['why']}")
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
