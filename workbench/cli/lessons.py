"""Commands on exercises: list, start, grade."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from workbench.cli.corpora import Json
from workbench.cli.speaking import help_text, print_json, say, say_key, spoken_language
from workbench.errors import WorkbenchError
from workbench.labels import Language, words

Seed = Annotated[int, typer.Option("--seed", help=help_text("teach_seed"))]
Tongue = Annotated[Literal["zh", "en"] | None, typer.Option("--language", help=help_text("language"))]


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(help=help_text("teach"), no_args_is_help=True)
    group.command("list", help=help_text("teach_list"))(list_exercises)
    group.command("start", help=help_text("teach_start"))(start)
    group.command("grade", help=help_text("teach_grade"))(grade)
    app.add_typer(group, name="teach")


def list_exercises(as_json: Json = False) -> None:
    """List the exercises."""
    from workbench.teaching.recipes import ORDER, exercise

    language = spoken_language()
    told = [
        {
            "name": name,
            "title": words(f"teaching.{name}_title", language),
            "answers": [{"name": a.name, "syntax": a.syntax} for a in exercise(name).answers],
            "documents": sum(group.count for group in exercise(name).groups),
        }
        for name in ORDER
    ]
    if as_json:
        print_json(told)
        return
    for entry in told:
        print(f"{entry['name']}\t{entry['title']}")


def start(
    name: Annotated[str, typer.Argument(help=help_text("teach_exercise"))],
    out: Annotated[Path, typer.Option("--out", help=help_text("teach_out"))],
    seed: Seed = 1,
    instructor: Annotated[bool, typer.Option("--instructor", help=help_text("teach_instructor"))] = False,
    language: Tongue = None,
    replace: Annotated[bool, typer.Option("--replace", help=help_text("replace"))] = False,
) -> None:
    """Write an exercise: its notebook and its corpus."""
    from workbench.teaching.editions import write_edition
    from workbench.teaching.generator import labelled_corpus
    from workbench.teaching.recipes import exercise

    task = exercise(name)
    spoken: Language = language or spoken_language()
    made = labelled_corpus(task, seed)
    editions: tuple[Literal["learner", "instructor"], ...] = (
        ("learner", "instructor") if instructor else ("learner",)
    )
    corpus = out / f"{name}_corpus"
    if corpus.exists() and not replace:
        raise WorkbenchError("output_exists", path=str(corpus))
    for edition in editions:
        path = write_edition(out, task, seed=seed, language=spoken, edition=edition, replace=replace)
        say_key("teach_written", path=path)
        print(path)
    print(made.corpus.save(corpus, replace=replace))


def grade(
    file: Annotated[Path, typer.Argument(help=help_text("teach_file"))],
    name: Annotated[str | None, typer.Option("--exercise", help=help_text("teach_exercise"))] = None,
    seed: Annotated[int | None, typer.Option("--seed", help=help_text("teach_seed"))] = None,
    language: Tongue = None,
    as_json: Json = False,
) -> None:
    """Mark a learner's notebook, or a JSON file of answers."""
    from workbench.teaching.answers import read_answers
    from workbench.teaching.marking import answers_of, mark
    from workbench.teaching.recipes import exercise

    found = read_answers(file)
    wanted = name or found.exercise
    if wanted is None:
        raise WorkbenchError("which_exercise", file=str(file))
    spoken: Language = language or spoken_language()
    given_seed = seed if seed is not None else found.seed
    marked = mark(
        wanted,
        seed=1 if given_seed is None else given_seed,
        language=spoken,
        **answers_of(found.given, exercise(wanted)),
    )
    if as_json:
        print_json(marked.told())
    else:
        say(marked.to_text())
