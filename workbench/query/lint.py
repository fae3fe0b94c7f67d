"""What is wrong with a query, or may not mean what it seems to: codes, places, reasons, cures."""

from workbench.query.parse import analyse
from workbench.query.problems import Problem


def lint(text: str, syntax: str = "local") -> tuple[Problem, ...]:
    """Check a query; whatever the text, the answer is a list.

    Raises
    ------
    WorkbenchError
        If there is no such dialect.
    """
    return analyse(text, syntax).problems
