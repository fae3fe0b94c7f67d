"""Commands on infringement risk: one group, a file per topic."""

import typer

from workbench.cli import risk_charts, risk_claims, risk_terms, risk_watch
from workbench.cli.speaking import help_text


def register(app: typer.Typer) -> None:
    """Add the group ``workbench risk``."""
    group = typer.Typer(help=help_text("risk"), no_args_is_help=True)
    for topic in (risk_claims, risk_charts, risk_terms, risk_watch):
        topic.register(group)
    app.add_typer(group, name="risk")
