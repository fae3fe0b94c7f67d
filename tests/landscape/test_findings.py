"""Every sentence can be printed for every table, in both languages, and its slots hold values."""

import pytest

from workbench import landscape
from workbench.labels import LANGUAGES, has_words, slots, topic
from workbench.landscape import ANALYSES, Scope
from workbench.tables import Cell

PARAMETERS = [
    {},
    {"unit": "family", "counting": "whole"},
    {"unit": "application", "counting": "fractional", "top": 1},
    {"unit": "publication", "patent_type": "design", "first_year": 2015},
    {"unit": "application", "region_rule": "owner", "date_basis": "grant_date"},
]


def unprintable(scope):
    """Return the findings that lack a template, a slot or a value."""
    return [
        (analysis.__name__, finding.key)
        for analysis in ANALYSES
        for finding in getattr(landscape, f"{analysis.__name__}_findings")(analysis(scope))
        if not is_printable(finding)
    ]


def is_printable(finding):
    templates = topic("findings").get(finding.key, {})
    needed = {name for language in LANGUAGES for name in slots(templates.get(language, ""))}
    words = [slot for slot in finding.slots.values() if isinstance(slot, str)]
    cells = [slot for slot in finding.slots.values() if isinstance(slot, Cell)]
    has_values = all(cell.value is not None for cell in cells)
    return bool(templates) and needed <= set(finding.slots) and has_values and all(map(has_words, words))


@pytest.mark.parametrize("parameters", PARAMETERS, ids=str)
@pytest.mark.parametrize("count", [0, 1, 3, 12, 250])
def test_every_finding_can_be_printed(corpus_of, mixed_rows, count, parameters):
    assert unprintable(Scope.of(corpus_of(*mixed_rows(count)), **parameters)) == []


@pytest.mark.parametrize(
    "lacking", ["applicants", "ipc", "filing_date", "publication_date", "validity", "patent_type"]
)
def test_export_without_a_field_still_gives_sentences(corpus_of, mixed_rows, lacking):
    rows = [{name: value for name, value in row.items() if name != lacking} for row in mixed_rows(60)]
    assert unprintable(Scope.of(corpus_of(*rows))) == []


def test_export_with_dates_alone_names_what_is_missing(corpus_of):
    scope = Scope.of(
        corpus_of(*[{"filing_date": f"20{number:02}-01-01", "patent_type": None} for number in range(1, 21)])
    )
    told = {
        finding.key
        for analysis in ANALYSES
        for finding in getattr(landscape, f"{analysis.__name__}_findings")(analysis(scope))
    }
    assert {
        "missing_applicant", "missing_ipc", "missing_technology_field", "missing_validity", "missing_origin",
        "missing_publication_date", "missing_grant_date",
    } <= told  # fmt: skip


def test_every_table_column_and_note_has_words(corpus_of, mixed_rows):
    tables = [analysis(Scope.of(corpus_of(*mixed_rows(250)))) for analysis in ANALYSES]
    wanted = {f"tables.{table.name}" for table in tables}
    wanted |= {f"columns.{column}" for table in tables for column in table.frame.columns}
    wanted |= {f"warnings.{note}" for table in tables for note in table.notes}
    wanted |= {f"warnings.{item.reason}" for table in tables for item in table.left_out}
    assert {address for address in wanted if not has_words(address)} == set()
