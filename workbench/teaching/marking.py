"""How good is an answer, why does it miss what it misses, and how is it mended?"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import polars as pl

from workbench.errors import WorkbenchError
from workbench.labels import Language, words
from workbench.labels.problems import error_text
from workbench.query.dialect import dialect
from workbench.query.lint import lint
from workbench.query.parse import parse
from workbench.query.run import Searcher
from workbench.query.tree import Node
from workbench.query.write import Writer
from workbench.search.feedback import Document, Feedback, Repair
from workbench.search.quality_tables import edit_words
from workbench.teaching.editions import POINTS
from workbench.teaching.generator import LabelledCorpus, labelled_corpus
from workbench.teaching.recipes import Answer, Exercise, exercise

_RECALL_POINTS: Final = 0.5
_PRECISION_POINTS: Final = 0.4
_LINT_POINTS: Final = 0.1
_SHOWN: Final = 3


@dataclass(frozen=True)
class MarkedAnswer:
    """Marks of one query.

    Attributes
    ----------
    name, syntax, text : str
        The answer.
    hits : frozenset of str
        What it found; empty where it cannot be run.
    recall, precision : float
        On a 0–1 scale; 0 where nothing was found.
    score, points : float
        Marks given and to be had.
    said : tuple of str
        What the learner is told, most important first.
    """

    name: str
    syntax: str
    text: str
    hits: frozenset[str]
    recall: float
    precision: float
    score: float
    points: float
    said: tuple[str, ...]


@dataclass(frozen=True)
class Marked:
    """Marks of an exercise."""

    exercise: str
    language: Language
    answers: tuple[MarkedAnswer, ...]
    said: tuple[str, ...] = ()

    @property
    def score(self) -> float:
        """Return the marks given, out of 100."""
        return round(sum(answer.score for answer in self.answers), 1)

    def to_text(self) -> str:
        """Return the marks in words."""
        lines = [words("teaching.marks", self.language, score=f"{self.score:g}", points=POINTS)]
        for answer in self.answers:
            lines.append(
                words(
                    "teaching.marks_answer",
                    self.language,
                    name=answer.name,
                    hits=len(answer.hits),
                    recall=f"{answer.recall:.0%}",
                    precision=f"{answer.precision:.0%}",
                    score=f"{answer.score:g}",
                    points=f"{answer.points:g}",
                )
            )
            lines += [f"  · {line}" for line in answer.said]
        return "\n".join([*lines, *self.said])

    def told(self) -> dict[str, Any]:
        """Return the marks as plain data."""
        return {
            "exercise": self.exercise,
            "score": self.score,
            "points": POINTS,
            "answers": [
                {
                    "name": answer.name,
                    "syntax": answer.syntax,
                    "text": answer.text,
                    "hits": len(answer.hits),
                    "recall": answer.recall,
                    "precision": answer.precision,
                    "score": answer.score,
                    "points": answer.points,
                    "feedback": list(answer.said),
                }
                for answer in self.answers
            ],
            "feedback": list(self.said),
        }


def mark(name: str, /, *, seed: int, language: Language = "zh", **answers: str) -> Marked:
    """Mark the answers to an exercise.

    Parameters
    ----------
    name : str
        Of the exercise.
    seed : int
        Of the class's corpus.
    language : {"zh", "en"}, optional
        Of what the learner is told.
    **answers : str
        Answer name → query.
    """
    task = exercise(name)
    room = _room(name, seed)
    given = tuple(
        _marked(task, room, answer, answers.get(answer.name, ""), language) for answer in task.answers
    )
    finds = {answer.hits for answer in given if answer.text.strip()}
    differ = (words("teaching.said_differ", language),) if len(finds) > 1 else ()
    return Marked(name, language, given, differ)


class _Room:
    """The corpus of a class, ready to be searched."""

    def __init__(self, made: LabelledCorpus) -> None:
        self.gold = made.gold
        listed = made.corpus.polars("publications").sort("record").collect()
        symbols = made.corpus.polars("classifications").collect()
        self.numbers = listed["publication_number"].to_numpy()
        self.rows = {
            row["publication_number"]: row
            for row in listed.join(made.labels, on="publication_number")
            .join(symbols.group_by("record").agg(pl.col("symbol")), on="record", how="left")
            .iter_rows(named=True)
        }
        self._searcher = Searcher(made.corpus, keep_index=True)

    def runner(self, default: tuple[str, ...]) -> Any:
        """Return what runs a tree whose bare words are looked for in these fields."""
        return lambda tree: frozenset(self.numbers[self._searcher.mask(tree, default)])

    def document(self, number: str) -> Document:
        """Return what feedback needs of a document."""
        row = self.rows[number]
        return Document(number, row["title"], row["abstract"], tuple(row["symbol"] or ()))


@cache
def _room(name: str, seed: int) -> _Room:
    return _Room(labelled_corpus(exercise(name), seed))


def _marked(task: Exercise, room: _Room, answer: Answer, text: str, language: Language) -> MarkedAnswer:
    points = POINTS / len(task.answers)

    def nothing(*said: str) -> MarkedAnswer:
        return MarkedAnswer(answer.name, answer.syntax, text, frozenset(), 0.0, 0.0, 0.0, points, said)

    if not text.strip():
        return nothing(words("teaching.said_empty", language))
    try:
        query = parse(text, answer.syntax)
        if query.tree is None:
            return nothing(words("teaching.said_empty", language))
        feedback = Feedback(query.tree, room.runner(query.dialect.default_fields), room.gold)
    except WorkbenchError as error:
        return nothing(words("teaching.said_error", language, text=error_text(error, language)))
    return _scored(task, room, answer, text, feedback, language)


def _scored(
    task: Exercise, room: _Room, answer: Answer, text: str, feedback: Feedback, language: Language
) -> MarkedAnswer:
    found = feedback.hits & feedback.gold
    recall = len(found) / len(feedback.gold)
    precision = len(found) / len(feedback.hits) if feedback.hits else 0.0
    faults = [problem for problem in lint(text, answer.syntax) if problem.severity != "info"]
    caught, clean = min(1.0, recall / task.full_recall), min(1.0, precision / task.full_precision)
    tidy = 0.0 if faults else 1.0
    share = caught * (_RECALL_POINTS + _PRECISION_POINTS * clean + _LINT_POINTS * tidy)
    points = POINTS / len(task.answers)
    said = [
        words("teaching.said_lint", language, code=p.code, message=p.message(language), fix=p.cure(language))
        for p in faults
    ]
    said += _explained(task, room, feedback, answer, language)
    if not said:
        said = [words("teaching.said_full", language)]
    return MarkedAnswer(
        answer.name, answer.syntax, text, feedback.hits, recall, precision, round(share * points, 1), points,
        tuple(said),
    )  # fmt: skip


def _explained(
    task: Exercise, room: _Room, feedback: Feedback, answer: Answer, language: Language
) -> list[str]:
    if not feedback.hits:
        return [words("teaching.said_zero", language)]
    said = [
        *_by_group(task, room, feedback.missed, "said_missed", language),
        *_by_group(task, room, feedback.noise, "said_noise", language),
    ]
    repairs = feedback.repairs([room.document(number) for number in sorted(feedback.missed)])
    return said + [_mended(repair, answer, language) for repair in _best(repairs)]


def _by_group(task: Exercise, room: _Room, numbers: frozenset[str], key: str, language: Language) -> list[str]:
    said = []
    for group in task.groups:
        members = sorted(number for number in numbers if room.rows[number]["group"] == group.key)
        if members:
            first = room.rows[members[0]]
            why = words(f"teaching.{task.name}_{group.key}", language)
            told = {"count": len(members), "number": members[0], "title": first["title"], "why": why}
            said.append(words(f"teaching.{key}", language, **told))
    return said


def _best(repairs: list[Repair]) -> list[Repair]:
    """Return the repairs that gain most, each change once."""
    ranked = sorted(repairs, key=lambda repair: (repair.noise_count - repair.caught_count, len(repair.edits)))
    distinct: dict[Node, Repair] = {}
    for repair in ranked:
        distinct.setdefault(repair.tree, repair)
    return list(distinct.values())[:_SHOWN]


def _mended(repair: Repair, answer: Answer, language: Language) -> str:
    edits = "；".join(edit_words(edit, lambda node: _shown(node, answer), language) for edit in repair.edits)
    return words(
        "teaching.said_mend", language, edit=edits, caught=repair.caught_count, noise=repair.noise_count
    )


def _shown(node: Node, answer: Answer) -> str:
    return Writer(dialect(answer.syntax)).write(node).text


def answers_of(given: Mapping[str, Any], task: Exercise) -> dict[str, str]:
    """Keep the answers that an exercise asks for."""
    return {answer.name: str(given.get(answer.name, "")) for answer in task.answers}
