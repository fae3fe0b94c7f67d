"""Native Excel charts beside a table, where its shape asks for one: years as columns, rankings as bars."""

from typing import Any, Final

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from workbench.labels import Language, column_words
from workbench.report.datasets import HEADER_ROW, Dataset

_MOST_BARS: Final = 30
_MOST_SERIES: Final = 4
_COLOURS: Final = ("#1F4E79", "#C55A11", "#7F7F7F", "#548235")


def insert_chart(book: xlsxwriter.Workbook, sheet: Worksheet, dataset: Dataset, language: Language) -> None:
    """Put a native chart to the right of a table whose first column names its rows once each."""
    frame = dataset.table.frame
    values = [name for name in frame.columns[1:] if dataset.kinds[name] == "count"][:_MOST_SERIES]
    if (
        not dataset.has_figure
        or frame.height < 2
        or not values
        or frame[frame.columns[0]].is_duplicated().any()
    ):
        return
    is_years = dataset.kinds[frame.columns[0]] == "year"
    if not is_years and frame.schema[frame.columns[0]].is_numeric():
        return
    chart = book.add_chart({"type": "column" if is_years else "bar"})
    rows = frame.height if is_years else min(frame.height, _MOST_BARS)
    for position, name in enumerate(values if is_years else values[:1]):
        chart.add_series(_series(dataset, name, rows, _COLOURS[position], language))
    _dress(chart, dataset, rows, language, is_years=is_years)
    sheet.insert_chart(HEADER_ROW, len(frame.columns) + 1, chart)


def _series(dataset: Dataset, name: str, rows: int, colour: str, language: Language) -> dict[str, Any]:
    """Return one series that refers to the table's cells."""
    position = dataset.table.frame.columns.index(name)
    first, last = HEADER_ROW, HEADER_ROW + rows - 1
    return {
        "name": column_words(name, language),
        "categories": [dataset.sheet, first, 0, last, 0],
        "values": [dataset.sheet, first, position, last, position],
        "fill": {"color": colour},
        "gap": 60,
    }


def _dress(chart: Any, dataset: Dataset, rows: int, language: Language, *, is_years: bool) -> None:
    """Give the chart its title, axes and size; rankings read from the top."""
    chart.set_title({"name": f"{dataset.label} {dataset.title}", "name_font": {"size": 12}})
    if is_years:
        chart.set_x_axis({"name": column_words(dataset.table.frame.columns[0], language)})
    else:
        chart.set_y_axis({"reverse": True})
    chart.set_legend({"position": "bottom"} if is_years else {"none": True})
    chart.set_size({"width": 720, "height": 360 if is_years else max(300, 22 * rows + 80)})
