"""The notebook opened in JupyterLab runs through, and its charts show."""

import shutil
from pathlib import Path

NOTEBOOK = "industry_landscape.ipynb"
RUN_SECONDS = 180

LOADED = """() => {
  const panel = window.jupyterapp?.shell.currentWidget;
  return Boolean(panel?.sessionContext?.isReady && panel.sessionContext.session?.kernel
    && panel.content?.widgets?.length && panel.sessionContext.session.kernel.status === 'idle');
}"""
RUN = "() => window.jupyterapp.commands.execute('notebook:run-all-cells').then(() => true)"
CELLS = """() => window.jupyterapp.shell.currentWidget.content.widgets
  .filter(cell => cell.model.type === 'code' && cell.model.sharedModel.getSource().trim())
  .map(cell => ({
    source: cell.model.sharedModel.getSource(),
    count: cell.model.executionCount,
    outputs: cell.model.outputs.toJSON().map(output => ({
      type: output.output_type,
      told: [output.ename, output.evalue].filter(Boolean).join(': '),
      mimetypes: Object.keys(output.data ?? {}),
    })),
  }))"""
DRAWN = """() => [...document.querySelectorAll('.jp-OutputArea .js-plotly-plot')]
  .filter(plot => plot.getBoundingClientRect().height > 50)
  .filter(plot => plot.querySelector('.main-svg path, .main-svg image'))
  .length"""
PLOTLY = "application/vnd.plotly.v1+json"


def errors_of(cells: list[dict]) -> list[str]:
    return [
        f"{cell['source'][:80]!r}: {output['told']}"
        for cell in cells
        for output in cell["outputs"]
        if output["type"] == "error"
    ]


def test_all_cells_of_the_landscape_notebook_run_and_its_charts_show(lab, browser):
    shutil.copy(Path(__file__).parents[2] / "notebooks" / NOTEBOOK, lab.folder / "notebooks")
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    page.goto(f"{lab.url}/lab/tree/notebooks/{NOTEBOOK}?reset")
    page.wait_for_function(LOADED, timeout=60_000)
    page.set_default_timeout(RUN_SECONDS * 1000)
    page.evaluate(RUN)

    cells = page.evaluate(CELLS)
    assert errors_of(cells) == []
    assert cells and all(cell["count"] for cell in cells)

    charts = sum(PLOTLY in output["mimetypes"] for cell in cells for output in cell["outputs"])
    assert charts > 0, "no cell shows a chart"
    page.wait_for_function(f"({DRAWN})() >= {charts}", timeout=30_000)
