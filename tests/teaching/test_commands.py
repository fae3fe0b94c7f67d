"""teach list, start and grade: an expert gets full marks, a naive answer is told why."""

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from workbench.teaching.marking import mark
from workbench.teaching.recipes import ORDER, exercise

WORKBENCH = Path(sys.executable).with_name("workbench")


def workbench(*words, code=0):
    done = subprocess.run([str(WORKBENCH), *words], capture_output=True, text=True, timeout=120)
    assert done.returncode == code, done.stderr
    return done.stdout if code == 0 else done.stderr


@pytest.mark.parametrize("name", ORDER)
@pytest.mark.parametrize("seed", [1, 20])
def test_an_expert_answer_scores_full_marks_and_a_naive_one_does_not(name, seed):
    task = exercise(name)
    assert mark(name, seed=seed, **task.expert).score == 100
    naive = mark(name, seed=seed, **task.naive)
    assert naive.score < 80
    assert all(answer.said for answer in naive.answers)


def test_a_wrong_answer_is_told_why_and_how_to_mend_it():
    said = mark("classes", seed=1, query="ipc=H01M10/00").to_text()
    assert "下位组" in said
    assert "H01M10/00/low" in said
    assert "more that are wanted" in mark("classes", seed=1, language="en", query="ipc=H01M10/00").to_text()


def test_the_proposed_change_does_what_it_says():
    (answer,) = mark("fields", seed=1, query="ti=钠离子电池").answers
    (line, *_) = [line for line in answer.said if "改法" in line]
    assert "增加同义词 TI:钠电池" in line and "多找到 12 篇" in line
    after = mark("fields", seed=1, query="ti=钠离子电池 or TI:钠电池")
    assert len(after.answers[0].hits) == len(answer.hits) + 12


@pytest.mark.parametrize("text", ["", "   ", "ti=(正极", "ti=", "NEAR/", "xx=电池", "\x00", "（" * 200])
def test_no_text_upsets_the_marking(text):
    marked = mark("fields", seed=1, query=text)
    assert marked.score == 0
    assert marked.answers[0].said


def test_two_syntaxes_that_find_different_documents_are_told():
    marked = mark("precedence", seed=1, patsnap="TA:固态", espacenet="ta=电解质")
    assert "两种语法" in marked.to_text()


def test_an_exercise_is_started_answered_and_graded(tmp_path):
    workbench("teach", "start", "fields", "--out", str(tmp_path), "--seed", "4", "--instructor")
    assert {path.name for path in tmp_path.iterdir()} == {
        "fields.ipynb", "fields.instructor.ipynb", "fields_corpus",
    }  # fmt: skip
    empty = json.loads(workbench("teach", "grade", str(tmp_path / "fields.ipynb"), "--json"))
    assert (empty["exercise"], empty["score"]) == ("fields", 0)
    key = json.loads(workbench("teach", "grade", str(tmp_path / "fields.instructor.ipynb"), "--json"))
    assert key["score"] == 100
    assert "已经存在" in workbench("teach", "start", "fields", "--out", str(tmp_path), code=2)


def test_the_learners_edition_does_not_hold_the_answer(tmp_path):
    workbench("teach", "start", "classes", "--out", str(tmp_path))
    text = (tmp_path / "classes.ipynb").read_text(encoding="utf-8")
    assert "/low" not in text and "SOLUTION" not in text
    assert "虚构" in text


def test_answers_come_from_json_too(tmp_path):
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({"query": "ipc=H01M10/00/low"}), encoding="utf-8")
    told = json.loads(workbench("teach", "grade", str(path), "--exercise", "classes", "--json"))
    assert told["score"] == 100
    assert "--exercise" in workbench("teach", "grade", str(path), code=2)


@pytest.mark.parametrize(
    ("name", "text"), [("a.ipynb", "no notebook"), ("a.json", "[1]"), ("b.json", '{"query": 1}')]
)
def test_a_file_that_is_no_answer_is_refused(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert "Traceback" not in workbench("teach", "grade", str(path), code=2)


def test_an_unknown_exercise_is_refused(tmp_path):
    assert "fields, precedence, classes" in workbench("teach", "start", "x", "--out", str(tmp_path), code=2)


def test_editions_hold_to_the_format_of_nbgrader(tmp_path):
    from nbgrader.nbgraderformat import read

    workbench("teach", "start", "precedence", "--out", str(tmp_path), "--instructor")
    for path in tmp_path.glob("*.ipynb"):
        nbformat.validate(nbformat.read(path, as_version=4))
        cells = [cell for cell in read(str(path), as_version=4).cells if "nbgrader" in cell.metadata]
        kinds = [(cell.metadata.nbgrader.solution, cell.metadata.nbgrader.grade) for cell in cells]
        assert kinds == [(True, False), (True, False), (False, True)]


@pytest.mark.slow
def test_nbgrader_releases_and_marks_an_exercise(tmp_path):
    """A course of one exercise and two learners, through nbgrader's own commands."""
    source = tmp_path / "source" / "week1"
    workbench("teach", "start", "classes", "--out", str(source), "--instructor", "--seed", "2")
    (source / "classes.ipynb").unlink()
    (source / "classes.instructor.ipynb").rename(source / "classes.ipynb")

    path = os.pathsep.join([str(WORKBENCH.parent), os.environ["PATH"]])  # it calls alembic by name
    course = ("--course", "c", "--CourseDirectory.root", str(tmp_path))

    def nbgrader(*words):
        command = [sys.executable, "-m", "nbgrader", *words, *course]
        given = {**os.environ, "PATH": path}
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300, env=given)
        assert done.returncode == 0, done.stderr[-2000:]

    nbgrader("generate_assignment", "week1")
    released = tmp_path / "release" / "week1" / "classes.ipynb"
    assert "/low" not in released.read_text(encoding="utf-8")
    for learner, query in (("expert", "ipc=H01M10/00/low"), ("naive", "ipc=H01M10/00")):
        folder = tmp_path / "submitted" / learner / "week1"
        folder.mkdir(parents=True)
        book = nbformat.read(released, as_version=4)
        (cell,) = [c for c in book.cells if c.metadata.get("nbgrader", {}).get("solution")]
        cell.source = f'query = "{query}"'
        nbformat.write(book, folder / "classes.ipynb")
    nbgrader("autograde", "week1")
    nbgrader("export")
    rows = (tmp_path / "grades.csv").read_text(encoding="utf-8").splitlines()
    column = rows[0].split(",").index("score")
    student = rows[0].split(",").index("student_id")
    scores = {row.split(",")[student]: float(row.split(",")[column]) for row in rows[1:]}
    assert scores["expert"] == 100
    assert 0 < scores["naive"] < 80
