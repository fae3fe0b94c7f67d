"""Each exercise is opened in JupyterLab, answered, marked and saved there, and marked alike by the command."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.test_jupyterlab import LOADED, RUN
from workbench.teaching.recipes import exercise

WORKBENCH = Path(sys.executable).with_name("workbench")
ANSWER = """text => {
  const name = text.split(' ')[0];
  window.jupyterapp.shell.currentWidget.content.widgets
    .filter(cell => cell.model.type === 'code'
      && new RegExp('^' + name + ' =', 'm').test(cell.model.sharedModel.getSource()))[0]
    .model.sharedModel.setSource(text);
}"""
PRINTED = """() => window.jupyterapp.shell.currentWidget.content.widgets
  .filter(cell => cell.model.type === 'code').at(-1).model.outputs.toJSON()
  .map(output => output.text ?? output.data?.['text/plain'] ?? output.evalue).join('\\n')"""
SAVE = "() => window.jupyterapp.commands.execute('docmanager:save').then(() => true)"


def workbench(*words):
    done = subprocess.run([str(WORKBENCH), *words], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def opened(lab, browser, request):
    name, folder = request.param, lab.folder / "notebooks"
    workbench("teach", "start", name, "--out", str(folder), "--seed", "3")
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    page.goto(f"{lab.url}/lab/tree/notebooks/{name}.ipynb?reset")
    page.wait_for_function(LOADED, timeout=60_000)
    page.set_default_timeout(120_000)
    yield name, page, folder / f"{name}.ipynb"
    page.close()


def marked(page, answers):
    for name, query in answers.items():
        page.evaluate(ANSWER, f"{name} = {json.dumps(query, ensure_ascii=False)}")
    page.evaluate(RUN)
    return page.evaluate(PRINTED)


@pytest.mark.parametrize("opened", ["fields", "precedence", "classes"], indirect=True)
def test_an_exercise_is_answered_and_marked_in_the_browser(opened):
    name, page, path = opened
    task = exercise(name)
    printed = marked(page, task.naive)
    assert "100 / 100" not in printed and "  · " in printed  # told why, and how to mend it

    assert "得分 100 / 100" in marked(page, task.expert)

    page.evaluate(SAVE)
    assert json.loads(workbench("teach", "grade", str(path), "--json"))["score"] == 100
