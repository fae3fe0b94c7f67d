"""What an exercise is made of: groups of invented documents, the answers wanted, when they are full marks."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from workbench.errors import WorkbenchError

ORDER = ("fields", "precedence", "classes")
"""In the order of the lessons."""


@dataclass(frozen=True)
class Group:
    """Documents of one kind.

    Attributes
    ----------
    key : str
        Why they are in or out stands at ``teaching.<exercise>_<key>``.
    count : int
        How many.
    is_relevant : bool
        Whether the topic means them.
    titles, abstracts, ipc : tuple of str
        Templates with ``{grade}``, ``{make}``, ``{effect}``, and symbols; one of each a document.
    """

    key: str
    count: int
    is_relevant: bool
    titles: tuple[str, ...]
    abstracts: tuple[str, ...]
    ipc: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """One query that the learner writes, and its syntax."""

    name: str
    syntax: str


@dataclass(frozen=True)
class Exercise:
    """An exercise; its words stand in ``labels/teaching.toml``.

    Attributes
    ----------
    name : str
        Key.
    answers : tuple of Answer
        What is asked for.
    full_recall, full_precision : float
        From here on full marks are given, on a 0–1 scale.
    expert, naive : mapping
        Answer name → a query of full marks, and one that falls into the trap.
    groups : tuple of Group
        What the corpus holds.
    """

    name: str
    topic: str
    answers: tuple[Answer, ...]
    full_recall: float
    full_precision: float
    expert: dict[str, str]
    naive: dict[str, str]
    groups: tuple[Group, ...]


@cache
def exercise(name: str) -> Exercise:
    """Return an exercise.

    Raises
    ------
    WorkbenchError
        If there is none of that name.
    """
    if name not in ORDER:
        raise WorkbenchError("unknown_exercise", found=name, known=", ".join(ORDER))
    text = (files(__package__) / "exercises" / f"{name}.toml").read_text(encoding="utf-8")
    told: dict[str, Any] = tomllib.loads(text)
    groups = tuple(
        Group(
            group["key"],
            group["count"],
            group["relevant"],
            tuple(group["titles"]),
            tuple(group["abstracts"]),
            tuple(group["ipc"]),
        )
        for group in told.pop("groups")
    )
    answers = tuple(Answer(**answer) for answer in told.pop("answers"))
    return Exercise(name=name, answers=answers, groups=groups, **told)
