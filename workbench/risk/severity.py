"""What people know of how grave a risk is: revenue, injunction, experts' scores; shown, never averaged."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any, Final

import polars as pl

from workbench.corpus.numbers import key_of
from workbench.errors import WorkbenchError, raise_faults
from workbench.labels import Language, words
from workbench.measures.risk_scores import HIGHEST, LOWEST, bounded
from workbench.reference import facts
from workbench.tables.editable import ROW, EditableSheet, read_editable, write_editable

INPUTS: Final = EditableSheet(
    "risk_severity.sheet_inputs",
    ("publication_number", "title", "revenue", "injunction"),
    required=("publication_number",),
    kept=("revenue", "injunction"),
    choices={"injunction": "injunction"},
    widths={"publication_number": 20, "title": 50, "revenue": 24, "injunction": 20},
)
SCORES: Final = EditableSheet(
    "risk_severity.sheet_scores",
    ("publication_number", "expert", "likelihood", "severity"),
    required=("publication_number",),
    kept=("expert", "likelihood", "severity"),
    widths={"publication_number": 20, "expert": 20},
)
_NOTES: Final = ("inputs", "scores", "rule", "secret")
AXES: Final = ("likelihood", "severity")


@dataclass(frozen=True)
class ExpertScore:
    """One expert's steps for one right, 1–5; None where the expert gave none."""

    expert: str
    likelihood: int | None = None
    severity: int | None = None


@dataclass(frozen=True)
class PeopleInputs:
    """What people entered for one right.

    Attributes
    ----------
    number : str
        The publication as entered.
    revenue_share : float or None
        Share of the product's revenue affected. [0–1]
    injunction : {"yes", "no", "unknown"} or None
        Whether an injunction is to be expected.
    scores : tuple of ExpertScore
        One for each expert.
    """

    number: str
    revenue_share: float | None = field(default=None, repr=False)
    injunction: str | None = None
    scores: tuple[ExpertScore, ...] = ()

    def steps(self, axis: str) -> list[int]:
        """Return the steps that experts gave for likelihood or severity, sorted."""
        return sorted(step for score in self.scores if (step := getattr(score, axis)) is not None)

    @property
    def disagreement(self) -> list[str]:
        """Name the axes on which experts lie two steps or more apart."""
        apart: int = facts("risk_matrix")["disagreement_from"]
        return [axis for axis in AXES if (steps := self.steps(axis)) and steps[-1] - steps[0] >= apart]


def rule_step(base: int, people: PeopleInputs | None) -> int:
    """Return the rule's step of severity: that of the term, moved by revenue and injunction, held to 1–5."""
    if people is None:
        return base
    known = facts("risk_matrix")
    moves = [known["injunction_move"].get(people.injunction, 0)]
    if people.revenue_share is not None:
        percent = people.revenue_share * 100
        moves.append([move for lowest, move in known["revenue_moves"] if percent >= lowest][-1])
    return bounded(base + sum(moves))


def median_step(steps: Sequence[int]) -> int:
    """Return the median as a step; between two steps the graver one."""
    return int(median(steps) + 0.5)


def span_text(steps: Sequence[int]) -> str | None:
    """Return the least, the median and the greatest step, as ``2–3.5–5``; None without steps."""
    return f"{min(steps)}–{median(steps):g}–{max(steps)}" if steps else None


def write_severity(
    path: Path,
    candidates: pl.DataFrame,
    given: Mapping[str, PeopleInputs],
    *,
    language: Language,
    is_replaced: bool = False,
) -> Path:
    """Write the workbook for people to fill in, with what they entered before.

    Parameters
    ----------
    candidates : DataFrame
        ``publication_number`` and ``title`` of the rights compared.
    given : mapping
        What was entered, by the key of its number (:func:`key_of`); rights no longer compared are kept below.

    Raises
    ------
    WorkbenchError
        If the file exists, or cannot be written.
    """
    titles = {number: title for number, title in candidates.iter_rows() if number is not None}
    listed = {_one_key(number): number for number in titles}
    numbers = [*titles, *(told.number for key, told in given.items() if key not in listed)]
    told = [given.get(_one_key(number), PeopleInputs(number)) for number in numbers]
    rows = [_input_row(number, titles.get(number), one) for number, one in zip(numbers, told, strict=True)]
    scores = [row for number, one in zip(numbers, told, strict=True) for row in _score_rows(number, one)]
    notes = [words(f"risk_severity.note_{name}", language) for name in _NOTES]
    pages = [(INPUTS, _text_frame(INPUTS, rows)), (SCORES, _text_frame(SCORES, scores))]
    return write_editable(path, pages, language=language, notes=notes, replace=is_replaced)


def _text_frame(sheet: EditableSheet, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict.fromkeys(sheet.columns, pl.String))


def _input_row(number: str, title: str | None, told: PeopleInputs) -> dict[str, str | None]:
    percent = None if told.revenue_share is None else f"{told.revenue_share * 100:.12g}"
    return {
        "publication_number": number, "title": title, "revenue": percent, "injunction": told.injunction,
    }  # fmt: skip


def _score_rows(number: str, told: PeopleInputs) -> Iterator[dict[str, str | None]]:
    for score in told.scores or (ExpertScore(""),):
        steps = {axis: None if (step := getattr(score, axis)) is None else str(step) for axis in AXES}
        yield {"publication_number": number, "expert": score.expert or None, **steps}


def read_severity(path: Path, known: pl.Series) -> dict[str, PeopleInputs]:
    """Read the workbook back.

    Parameters
    ----------
    known : Series of str
        Publication numbers of the corpus.

    Returns
    -------
    dict
        What was entered, by the key of its number (:func:`key_of`).

    Raises
    ------
    WorkbenchError
        If a number is not in the corpus or stands twice, a share is outside 0–100 %, a step is none of 1–5, a
        score names no expert, or an expert scored a right twice; all faults at once.
    """
    told = read_editable(path, [INPUTS, SCORES])
    faults: list[WorkbenchError] = []
    pages = {sheet.address: _keyed(told[sheet.address]) for sheet in (INPUTS, SCORES)}
    there = set(key_of(known).drop_nulls().to_list())
    for sheet, page in ((INPUTS, pages[INPUTS.address]), (SCORES, pages[SCORES.address])):
        faults += _unknown_numbers(path, sheet, page, there)
    rows, scores = pages[INPUTS.address].to_dicts(), pages[SCORES.address].to_dicts()
    faults += _repeated(path, INPUTS, rows, ("key",))
    faults += _repeated(path, SCORES, [row for row in scores if row["expert"]], ("key", "expert"))
    found = {row["key"]: _inputs_of(path, row, faults) for row in rows}
    for row in scores:
        _add_score(path, row, found, faults)
    raise_faults(faults)
    return {key: told for key, told in found.items() if told != PeopleInputs(told.number)}


def _one_key(number: str) -> str:
    return str(key_of(pl.Series([number]))[0])


def _keyed(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(key_of(rows["publication_number"]).alias("key"))


def _unknown_numbers(
    path: Path, sheet: EditableSheet, rows: pl.DataFrame, there: set[str]
) -> Iterator[WorkbenchError]:
    for row in rows.iter_rows(named=True):
        if row["key"] not in there:
            number = row["publication_number"]
            yield WorkbenchError("severity_number_unknown", **_place(path, sheet, row), found=number)


def _repeated(
    path: Path, sheet: EditableSheet, rows: Sequence[Mapping[str, Any]], names: tuple[str, ...]
) -> Iterator[WorkbenchError]:
    """Yield a fault for every row that says again what an earlier one says."""
    ordered = sorted(rows, key=lambda row: (*(str(row[name]) for name in names), row[ROW]))
    for before, row in pairwise(ordered):
        if all(before[name] == row[name] for name in names):
            found = row["publication_number"]
            yield WorkbenchError("severity_twice", **_place(path, sheet, row), found=found, first=before[ROW])


def _place(path: Path, sheet: EditableSheet, row: Mapping[str, Any]) -> dict[str, Any]:
    return {"file": path.name, "sheet": sheet.title("zh"), "row": row[ROW]}


def _bad_cell(
    path: Path, sheet: EditableSheet, row: Mapping[str, Any], column: str, allowed: object
) -> WorkbenchError:
    place, head = _place(path, sheet, row), sheet.heading(column, "zh")
    return WorkbenchError("bad_cell", **place, column=head, found=row[column] or "", allowed=allowed)


def _inputs_of(path: Path, row: Mapping[str, Any], faults: list[WorkbenchError]) -> PeopleInputs:
    share = None
    if row["revenue"] is not None:
        share = _share(row["revenue"])
        if share is None:
            faults.append(_bad_cell(path, INPUTS, row, "revenue", "0–100"))
    return PeopleInputs(row["publication_number"], share, row["injunction"])


def _share(text: str) -> float | None:
    """Return a percentage as a share; None where it is none between 0 and 100."""
    try:
        percent = float(text.rstrip("%％ "))
    except ValueError:
        return None
    return percent / 100 if 0 <= percent <= 100 else None


def _add_score(
    path: Path, row: Mapping[str, Any], found: dict[str, PeopleInputs], faults: list[WorkbenchError]
) -> None:
    steps = {axis: _step(row[axis]) for axis in AXES}
    wrong = [axis for axis in AXES if row[axis] is not None and steps[axis] is None]
    faults += [_bad_cell(path, SCORES, row, axis, f"{LOWEST}–{HIGHEST}") for axis in wrong]
    if all(row[axis] is None for axis in AXES):
        return
    if row["expert"] is None:
        name = {"label": "risk_severity.column_expert", "fields": {}}
        faults.append(_bad_cell(path, SCORES, row, "expert", name))
        return
    told = found.get(row["key"], PeopleInputs(row["publication_number"]))
    score = ExpertScore(row["expert"], **steps)
    found[row["key"]] = replace(told, scores=(*told.scores, score))


def _step(text: str | None) -> int | None:
    """Return a whole step from 1 to 5; None for anything else."""
    known = {str(step): step for step in range(LOWEST, HIGHEST + 1)}
    return known.get((text or "").removesuffix(".0"))
