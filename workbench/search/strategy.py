"""What a search report is made of: the material, found and checked, and the tables drawn from it."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from workbench.corpus import Corpus
from workbench.files import found_path
from workbench.labels import Language, value_words, words
from workbench.query.dialect import dialect
from workbench.query.parse import parse
from workbench.query.tree import Node
from workbench.search import batch_table, block_tables, quality_tables
from workbench.search.block_tables import local_text, translations
from workbench.search.elements import Element, ElementTable, block_of, read_elements
from workbench.search.feedback import Feedback
from workbench.search.judging import Evaluation, evaluate, numbers_in
from workbench.search.sampling import ReadingKey
from workbench.search.session import Session
from workbench.search.steps import Step, read_steps
from workbench.search.steps import search_steps as steps_table
from workbench.tables import Table


@dataclass(frozen=True)
class Strategy:
    """The material of a search report.

    Attributes
    ----------
    session : Session
        The corpus that is searched.
    elements : ElementTable or None
        The search elements.
    tree : Node
        The query: as given, else built of the elements.
    query, syntax : str
        Its text.
    steps : tuple of Step
        How it came about.
    gold : tuple of str
        Documents known to be relevant.
    key : ReadingKey or None
        Of the sample that was read.
    sheets : tuple of Path
        Filled by the readers.
    second : tuple of str
        Relevant hits of an independent search.
    """

    session: Session
    elements: ElementTable | None
    tree: Node
    query: str
    syntax: str
    steps: tuple[Step, ...] = ()
    gold: tuple[str, ...] = ()
    key: ReadingKey | None = None
    sheets: tuple[Path, ...] = ()
    second: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        corpus: Corpus,
        *,
        elements: str = "",
        query: str = "",
        syntax: str = "local",
        steps: str = "",
        gold: str = "",
        reading_key: str = "",
        sheets: str = "",
        second: str = "",
    ) -> "Strategy":
        """Read and check what a notebook names; empty names are left out.

        Raises
        ------
        WorkbenchError
            If a file is missing or spoilt, a query cannot be read, or there is no query at all.
        """
        listed = read_elements(found_path(elements)) if elements else None
        tree = block_tables.query_of(listed, query, syntax)
        session = Session(corpus, dialect(syntax).default_fields)
        files = tuple(found_path(part.strip()) for part in sheets.split(";") if part.strip())
        return cls(
            session,
            listed,
            tree,
            query or local_text(tree),
            syntax if query else "local",
            read_steps(found_path(steps)) if steps else (),
            tuple(numbers_in(found_path(gold))) if gold else (),
            ReadingKey.load(found_path(reading_key)) if reading_key else None,
            files,
            tuple(numbers_in(found_path(second))) if second else (),
        )

    @cached_property
    def hits(self) -> tuple[str, ...]:
        """Return what the query finds."""
        return tuple(self.session.numbers_of(self.session.records(self.tree)))

    @cached_property
    def evaluation(self) -> Evaluation | None:
        """Return precision and recall, where a sample was read."""
        if self.key is None or not self.sheets:
            return None
        spelled = self.session.spelled
        return evaluate(
            self.key, self.sheets, hits=self.hits, gold=spelled(self.gold), second=spelled(self.second)
        )

    @cached_property
    def wanted(self) -> frozenset[str]:
        """Return the documents of the corpus known to be relevant: as listed, and as the readers say."""
        read = self.evaluation.read.judgements if self.evaluation else {}
        judged = [number for number, told in read.items() if told == "relevant"]
        return frozenset(self.session.known([*self.gold, *judged]))

    @cached_property
    def feedback(self) -> Feedback | None:
        """Return the working of the query, where wanted documents are known."""
        if not self.wanted:
            return None
        return Feedback(parse(local_text(self.tree)).tree or self.tree, self.session.numbers, self.wanted)

    def facts(self, gold_source: str) -> tuple[tuple[str, str], ...]:
        """Return what a report says of the material beside the data."""
        seed = "" if self.key is None else str(self.key.seed)
        return (("topic_query", self.query), ("gold_source", gold_source), ("seed", seed))


def _nothing(work: Strategy, name: str, note: str) -> Table:
    return work.session.table(name, pl.DataFrame(), notes=(note,))


def search_elements(work: Strategy) -> Table:
    """Search each element alone; empty without a table of elements."""
    if work.elements is None:
        return _nothing(work, "search_elements", "no_elements")
    return block_tables.search_elements(work.session, work.elements)


def search_steps(work: Strategy) -> Table:
    """Run every step; empty without a log of steps."""
    if not work.steps:
        return _nothing(work, "search_steps", "no_step_log")
    return steps_table(work.session, work.steps, work.gold)


def search_quality(work: Strategy) -> Table:
    """Show precision and recall; empty where nothing was read."""
    if work.evaluation is None:
        return _nothing(work, "search_quality", "no_reading")
    return quality_tables.search_quality(work.session, work.evaluation)


def losing_blocks(work: Strategy) -> Table:
    """Show which block loses what; empty where no relevant documents are known."""
    if work.feedback is None:
        return _nothing(work, "losing_blocks", "no_gold")
    return quality_tables.losing_blocks(work.session, work.feedback)


def query_repairs(work: Strategy, language: Language) -> Table:
    """Propose the least changes; empty where no relevant documents are known."""
    if work.feedback is None:
        return _nothing(work, "query_repairs", "no_gold")
    return quality_tables.query_repairs(work.session, work.feedback, language)


def word_effects(work: Strategy) -> Table:
    """Show what each word brings; empty where no relevant documents are known."""
    if work.feedback is None:
        return _nothing(work, "word_effects", "no_gold")
    return quality_tables.word_effects(work.session, work.feedback)


def download_batches(work: Strategy, cap: int) -> Table:
    """Cut the query under an export cap, each part in the syntax of the query."""
    return batch_table.download_batches(work.session, work.tree, cap=cap, syntax=work.syntax)


def translations_text(work: Strategy, language: Language) -> str:
    """Return the query and the block of each element in every system, with losses, for an appendix."""
    none = words("search.page_none", language)
    blocks = [(element.name, translations(block_of(element))) for element in _elements(work)]
    lines = []
    for name, told in translations(work.tree).items():
        kind = value_words("exactness", told.exactness, language)
        lines.append(f"【{value_words('syntax', name, language)}】{kind}")
        lines.append(told.text or none)
        lines += [f"  · {loss.told(language)['why']}" for loss in told.losses]
        lines += [
            words("search.block_line", language, element=element, query=systems[name].text or none)
            for element, systems in blocks
        ]
        lines.append("")
    return "\n".join(lines).rstrip()


def _elements(work: Strategy) -> tuple[Element, ...]:
    return work.elements.elements if work.elements else ()


def sample_text(work: Strategy, language: Language) -> str:
    """Return the documents read and how they were judged, for the appendix of a report."""
    if work.evaluation is None:
        return words("report.no_reading", language)
    told = work.evaluation.read.judgements
    return "\n".join(f"{number}\t{value_words('relevance', how, language)}" for number, how in told.items())
