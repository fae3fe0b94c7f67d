"""The parts of a report in words: what a writer renders, whatever its format."""

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from workbench.labels import Language
from workbench.report.datasets import Dataset
from workbench.report.wording import Run

if TYPE_CHECKING:
    import plotly.graph_objects as go

FULL_SIZE_CAPACITY: Final = 84
"""Half characters of 10.5 pt that the type area holds."""

SMALL_SIZE_CAPACITY: Final = 110
"""Half characters of 8 pt that the type area holds."""

_WIDE_SIGNS: Final = {"W": 1.9, "M": 1.8, "%": 1.7, "—": 2.0}
_WIDEST_COLUMN: Final = 44
_SHORT_COLUMN: Final = 18
_LONGEST_CODE: Final = 22  # a publication number; what is longer without a blank is a link
_CELL_MARGINS: Final = 3  # cell margins, and room for wider substitute fonts

Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Heading:
    """A heading; ``number`` is 一、 or （一） or 1.1, empty before the first chapter."""

    level: int
    text: str
    number: str
    anchor: str
    opens_page: bool = False

    @property
    def full(self) -> str:
        """Return number and text as one line."""
        return f"{self.number}{self.text}"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of runs; runs with a cell are values."""

    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """Return the whole paragraph."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class GridColumn:
    """A column of a printed table; ``name`` is the frame's column, ``weight`` its share of the width."""

    heading: str
    align: Align
    weight: float
    name: str = ""
    has_records: bool = False


@dataclass(frozen=True)
class Grid:
    """A printed table, caption above; ``label`` is empty for tables of the front matter.

    ``first_row`` is the table's row that is printed first; ``is_small`` asks for small letters.
    """

    key: str
    label: str
    title: str
    columns: tuple[GridColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    dataset: Dataset | None = None
    first_row: int = 0
    is_small: bool = False

    @property
    def caption(self) -> str:
        """Return number and title as one line."""
        return f"{self.label}　{self.title}".strip("　")


@dataclass(frozen=True)
class Picture:
    """A figure, caption below."""

    key: str
    label: str
    title: str
    figure: "go.Figure"
    notes: tuple[str, ...]
    dataset: Dataset

    @property
    def caption(self) -> str:
        """Return number and title as one line."""
        return f"{self.label}　{self.title}"


@dataclass(frozen=True)
class Given:
    """Text carried as it was given, line by line."""

    text: str


Part = Heading | Paragraph | Grid | Picture | Given


@dataclass(frozen=True)
class Manuscript:
    """Everything that is printed, in one language and one order."""

    language: Language
    title: str
    cover: tuple[str, ...]
    contents: str
    banner: str
    parts: tuple[Part, ...]
    datasets: tuple[Dataset, ...]

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Return the headings of the table of contents."""
        return tuple(part for part in self.parts if isinstance(part, Heading))

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Return the figures in order."""
        return tuple(part for part in self.parts if isinstance(part, Picture))

    @property
    def grids(self) -> tuple[Grid, ...]:
        """Return the printed tables in order."""
        return tuple(part for part in self.parts if isinstance(part, Grid))


def plain_grid(key: str, title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Grid:
    """Return an unnumbered table of words."""
    fixed = tuple(tuple(row) for row in rows)
    weights, is_small = column_weights(headings, fixed)
    columns = tuple(
        GridColumn(heading, "left", weight) for heading, weight in zip(headings, weights, strict=True)
    )
    return Grid(key=key, label="", title=title, columns=columns, rows=fixed, is_small=is_small)


def column_weights(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[list[float], bool]:
    """Return the widths of columns in half characters, and whether only small letters make them fit.

    Headings may break over two lines, values of short columns never; long texts take what is left.
    """
    cells = [max((text_width(row[place]) for row in rows), default=0) for place in range(len(headings))]
    titles = [text_width(heading) for heading in headings]
    full = [_bounded(max(cell, title)) for cell, title in zip(cells, titles, strict=True)]
    tight = [_bounded(max(cell, (title + 1) // 2 + 1)) for cell, title in zip(cells, titles, strict=True)]
    for capacity in (FULL_SIZE_CAPACITY, SMALL_SIZE_CAPACITY):
        for widths in (full, tight):
            if sum(widths) <= capacity:
                return widths, capacity == SMALL_SIZE_CAPACITY
    codes = [_longest_code(row[place] for row in rows) for place in range(len(headings))]
    return _squeezed(tight, codes, SMALL_SIZE_CAPACITY), True


def _bounded(width: float) -> float:
    """Return a column's width within bounds, with the room of its margins."""
    return float(min(max(width, 4), _WIDEST_COLUMN) + _CELL_MARGINS)


def _longest_code(values: Iterable[str]) -> int:
    """Return the width of the widest number or code among values: none breaks, it would overprint the next."""
    widths = (text_width(value) for value in values if value.isascii() and " " not in value)
    return max((width for width in widths if width <= _LONGEST_CODE), default=0)


def _squeezed(widths: Sequence[float], codes: Sequence[int], capacity: int) -> list[float]:
    """Return widths that fit: short columns and those of codes keep theirs, long ones share the rest."""
    kept = [
        width <= max(_SHORT_COLUMN, code + _CELL_MARGINS) for width, code in zip(widths, codes, strict=True)
    ]
    short = sum(width for width, is_kept in zip(widths, kept, strict=True) if is_kept)
    long = sum(widths) - short
    if not long or short >= capacity:
        return list(widths)
    factor = max((capacity - short) / long, 0.25)
    return [width if is_kept else width * factor for width, is_kept in zip(widths, kept, strict=True)]


def text_width(text: str) -> int:
    """Return the width of a text in half characters: a Chinese character is two, a capital one and a half."""
    return math.ceil(sum(_sign_width(sign) for sign in text))


def _sign_width(sign: str) -> float:
    """Return the width of a sign in half characters."""
    if unicodedata.east_asian_width(sign) in "WF":
        return 2
    return _WIDE_SIGNS.get(sign, 1.45 if sign.isupper() else 1)
