"""The patent query: one tree, dialects as data, lint, a plan over a corpus.

``parse(text, syntax)`` reads a query, ``Searcher(corpus).run(query)`` finds its records, ``translate`` says
it in another system's words, ``lint`` says what is wrong with it.
"""

from workbench.query.dialect import DIALECTS, dialect
from workbench.query.lint import lint
from workbench.query.parse import Query, analyse, parse
from workbench.query.problems import Problem
from workbench.query.run import Hits, Searcher
from workbench.query.translate import Translation, translate, translated
from workbench.query.write import Writer

__all__ = [
    "DIALECTS", "Hits", "Problem", "Query", "Searcher", "Translation", "Writer", "analyse", "dialect", "lint",
    "parse", "translate", "translated",
]  # fmt: skip
