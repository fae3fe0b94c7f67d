"""What is wrong with a query, or may not mean what it seems to: codes, places, reasons, cures."""

from collections.abc import Callable
from typing import Final

from workbench.query.lint_corpus import corpus_problems
from workbench.query.lint_meaning import MEANING_RULES
from workbench.query.lint_signs import SIGN_RULES
from workbench.query.parse import Query, analyse
from workbench.query.problems import Problem
from workbench.query.run import Searcher

RULES: Final[tuple[Callable[[Query], list[Problem]], ...]] = (*SIGN_RULES, *MEANING_RULES)


def lint(text: str, syntax: str = "local", searcher: Searcher | None = None) -> tuple[Problem, ...]:
    """Check a query; whatever the text, the answer is a list.

    Parameters
    ----------
    text : str
        The query as typed.
    syntax : str
        Name of the dialect.
    searcher : Searcher, optional
        A corpus to try the query on: words without hits, and what NOT takes out.

    Raises
    ------
    WorkbenchError
        If there is no such dialect.
    """
    query = analyse(text, syntax)
    found = [*query.problems, *(problem for rule in RULES for problem in rule(query))]
    if searcher is not None and not any(problem.severity == "error" for problem in query.problems):
        found += corpus_problems(query, searcher)
    return tuple(sorted(found, key=lambda problem: (problem.start, problem.end, problem.code)))
