"""An exercise opened in JupyterLab is answered, marked and saved there, and marked alike by the command."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.test_jupyterlab import LOADED, RUN

WORKBENCH = Path(sys.executable).with_name("workbench")
ANSWER = """([place, text]) => window.jupyterapp.shell.currentWidget.content.widgets
  .filter(cell => cell.model.type === 'code')[place].model.sharedModel.setSource(text)"""
PRINTED = """() => window.jupyterapp.shell.currentWidget.content.widgets
  .filter(cell => cell.model.type === 'code').at(-1).model.outputs.toJSON()
  .map(output => output.text ?? output.data?.['text/plain'] ?? output.evalue).join('\\n')"""
SAVE = "() => window.jupyterapp.commands.execute('docmanager:save').then(() => true)"


def workbench(*words):
    done = subprocess.run([str(WORKBENCH), *words], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def opened(lab, browser):
    folder = lab.folder / "notebooks"
    workbench("teach", "start", "fields", "--out", str(folder), "--seed", "3")
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    page.goto(f"{lab.url}/lab/tree/notebooks/fields.ipynb?reset")
    page.wait_for_function(LOADED, timeout=60_000)
    page.set_default_timeout(120_000)
    return page, folder / "fields.ipynb"


def test_an_exercise_is_answered_and_marked_in_the_browser(opened):
    page, path = opened
    page.evaluate(ANSWER, [0, 'query = "ti=钠离子电池"'])
    page.evaluate(RUN)
    printed = page.evaluate(PRINTED)
    assert "钠电池" in printed and "100 / 100" not in printed  # a naive answer is told why, and how to mend it

    page.evaluate(ANSWER, [0, 'query = "ti=(正极) and ta=(钠离子 or 钠电池) not ti=(锂 or 回收)"'])
    page.evaluate(RUN)
    assert "得分 100 / 100" in page.evaluate(PRINTED)

    page.evaluate(SAVE)
    assert json.loads(workbench("teach", "grade", str(path), "--json"))["score"] == 100
