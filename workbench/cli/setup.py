"""Commands on the machine: doctor."""

import typer

from workbench import __version__
from workbench.cli.corpora import Json
from workbench.cli.speaking import help_text, print_json, say, spoken_language


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("doctor", help=help_text("doctor"))(doctor)
    app.command("version", help=help_text("version"))(version)


def doctor(as_json: Json = False) -> None:
    """Say what the machine has and what is missing; exit with 1 where a report would lack something."""
    from workbench.runs.doctor import examine, is_fit, told

    checks = examine()
    if as_json:
        print_json([vars(check) for check in checks])
    else:
        say(told(checks, spoken_language()))
    if not is_fit(checks):
        raise typer.Exit(1)


def version() -> None:
    """Print the version."""
    print(__version__)
