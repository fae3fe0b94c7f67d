"""An exercise as a notebook: the learner's edition, and the instructor's with answers and key.

Cells carry the metadata of nbgrader's format 3, so the instructor's edition can be released and marked by
it; ``workbench teach grade`` marks the same cells without it.
"""

from pathlib import Path
from typing import Any, Final, Literal

from workbench.errors import WorkbenchError
from workbench.files import placed
from workbench.labels import Language, words
from workbench.teaching.answers import ABOUT
from workbench.teaching.recipes import Answer, Exercise

Edition = Literal["learner", "instructor"]
POINTS: Final = 100
_SCHEMA: Final = 3


def write_edition(
    folder: Path, exercise: Exercise, *, seed: int, language: Language, edition: Edition, replace: bool = False
) -> Path:
    """Write ``<exercise>.ipynb``, or ``<exercise>.instructor.ipynb``, whole or not at all.

    Raises
    ------
    WorkbenchError
        If it exists already (it may hold answers), or cannot be written.
    """
    name = exercise.name if edition == "learner" else f"{exercise.name}.instructor"
    path = folder / f"{name}.ipynb"
    if path.exists() and not replace:
        raise WorkbenchError("output_exists", path=str(path))
    made = notebook(exercise, seed=seed, language=language, edition=edition)
    with placed(path) as partial:
        folder.mkdir(parents=True, exist_ok=True)
        partial.write_text(_written(made), encoding="utf-8")
    return path


def _format() -> Any:
    from nbformat import v4

    return v4


def _written(made: Any) -> str:
    text: str = _format().writes(made)
    return text + "\n"


def notebook(exercise: Exercise, *, seed: int, language: Language, edition: Edition) -> Any:
    """Return an edition of an exercise."""
    v4 = _format()

    def heading(key: str) -> str:
        return f"## {words(f'teaching.heading_{key}', language)}"

    def told(key: str) -> str:
        return words(f"teaching.{exercise.name}_{key}", language)

    cells = [
        v4.new_markdown_cell(
            f"# {told('title')}（{words(f'teaching.edition_{edition}', language)}）\n\n"
            f"> {words('teaching.invented', language)}"
        ),
        v4.new_markdown_cell(f"{heading('task')}\n\n{told('task')}"),
        v4.new_markdown_cell(f"{heading('lesson')}\n\n{told('lesson')}"),
        v4.new_markdown_cell(f"{heading('answer')}\n\n{words('teaching.how_to_answer', language)}"),
        *(_answer_cell(exercise, answer, language, edition) for answer in exercise.answers),
        v4.new_markdown_cell(heading("marks")),
        _marking_cell(exercise, seed, language),
    ]
    for place, cell in enumerate(cells):
        cell["id"] = f"{exercise.name}-{place:02d}"
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    about = {ABOUT: {"exercise": exercise.name, "seed": seed, "edition": edition}}
    return v4.new_notebook(cells=cells, metadata=kernel | about)


def _answer_cell(exercise: Exercise, answer: Answer, language: Language, edition: Edition) -> Any:
    v4 = _format()

    note = words("teaching.answer_in", language, syntax=answer.syntax)
    lines = [f"# {note}"]
    if edition == "instructor":
        expert = f"{answer.name} = {exercise.expert[answer.name]!r}"
        lines += ["### BEGIN SOLUTION", *_key(exercise, language), expert, "### END SOLUTION"]
    else:
        lines += [f'{answer.name} = ""  # {words("teaching.your_answer", language)}']
    about = _metadata(f"{exercise.name}-answer-{answer.name}", grade=False, solution=True)
    return v4.new_code_cell("\n".join(lines), metadata=about)


def _marking_cell(exercise: Exercise, seed: int, language: Language) -> Any:
    v4 = _format()

    given = ", ".join(f"{answer.name}={answer.name}" for answer in exercise.answers)
    lines = [
        "from workbench import teaching",
        "",
        f'marked = teaching.mark("{exercise.name}", seed={seed}, language="{language}", {given})',
        "print(marked.to_text())",
        "marked.score",
    ]
    about = _metadata(f"{exercise.name}-marks", grade=True, solution=False, points=POINTS)
    return v4.new_code_cell("\n".join(lines), metadata=about)


def _metadata(grade_id: str, *, grade: bool, solution: bool, points: int | None = None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "grade": grade,
        "grade_id": grade_id,
        "locked": grade,
        "schema_version": _SCHEMA,
        "solution": solution,
        "task": False,
        "cell_type": "code",
    }
    return {"nbgrader": told | ({"points": points} if points is not None else {})}


def _key(exercise: Exercise, language: Language) -> list[str]:
    """Say of each kind of document whether it is wanted, and why: nbgrader takes it out with the answer."""
    return [
        f"# {'✓' if group.is_relevant else '✗'} {group.count} · {group.titles[0].replace('{grade}', '')}: "
        + words(f"teaching.{exercise.name}_{group.key}", language)
        for group in exercise.groups
    ]
