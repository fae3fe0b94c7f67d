"""Commands: a thin skin over the verbs below; renders errors in the user's language."""

from workbench.cli.main import main

__all__ = ["main"]
